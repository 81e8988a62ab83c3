"""One file per use case: what a command does, without a terminal."""
