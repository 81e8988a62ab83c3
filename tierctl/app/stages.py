"""What a run is at, for whoever wants to show it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class Stage(StrEnum):
    """A part of a run that takes its time with many customers, in the order of the run."""

    READING = "reading"
    DECIDING = "deciding"
    ANNOTATING = "annotating"


Report = Callable[[Stage], None]
"""Called when a stage begins."""


def unheard(_: Stage) -> None:
    """Tell nobody."""
