"""The command line: one file per command; options in, one use case, output, exit code."""
