"""Lint of a policy: what is wrong with it whatever the data, found before any is read."""
