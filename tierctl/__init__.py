"""Grade customers in workbooks by a declared policy, and say why."""

__version__ = "0.1.0"
