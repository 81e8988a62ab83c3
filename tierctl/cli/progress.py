"""The line on stderr that says what a long run is at: on a terminal only, and gone at the end."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tierctl.app.stages import Report, Stage
from tierctl.cli.terminal import console

if TYPE_CHECKING:
    from rich.progress import Progress

    from tierctl.render.view import View

AFTER = 1.0
"""How many seconds a run takes before it is worth a line."""
_STAGES = list(Stage)


class ProgressLine:
    """The stages of a run over some files. It is drawn from a thread of its own once it is late."""

    def __init__(self, files: int, view: View, color: bool) -> None:
        self._total = files * len(_STAGES)
        self._view = view
        self._color = color
        self._done, self._text = 0, ""
        self._drawn: Progress | None = None
        self._closed = False
        self._begun = time.monotonic()
        self._lock = threading.Lock()
        self._timer = threading.Timer(AFTER, self._appear)
        self._timer.daemon = True

    def start(self) -> None:
        """Begin to count the time."""
        self._timer.start()

    def of_file(self, number: int, name: str) -> Report:
        """Return what a run over one of the files reports to; they count from 0."""
        from tierctl.render.words import STAGES

        def report(stage: Stage) -> None:
            colon = "：" if self._view.lang == "zh" else ": "
            with self._lock:
                self._done = number * len(_STAGES) + _STAGES.index(stage)
                self._text = self._view.file_text(name) + colon + self._view.say(STAGES[stage])
                if self._drawn is not None:
                    (task,) = self._drawn.task_ids
                    self._drawn.update(task, completed=self._done, description=self._text)

        return report

    def close(self) -> None:
        """Leave nothing on the screen."""
        self._timer.cancel()
        with self._lock:
            self._closed = True
            if self._drawn is not None:
                self._drawn.stop()

    def _appear(self) -> None:
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        columns = [SpinnerColumn("line"), TextColumn("{task.description}", markup=False)]
        bar = [] if self._view.ascii else [BarColumn()]
        with self._lock, contextlib.suppress(OSError):
            if self._closed:
                return
            self._drawn = Progress(
                *columns,
                *bar,
                TimeElapsedColumn(),
                console=console(sys.stderr, self._color),
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
                refresh_per_second=4,
            )
            self._drawn.add_task(self._text, total=self._total, completed=self._done)
            self._drawn.tasks[0].start_time = self._begun
            self._drawn.start()


@contextlib.contextmanager
def progress(files: int, view: View, *, wanted: bool, color: bool) -> Iterator[ProgressLine]:
    """Show what a run over some files is at, if somebody is there to see it."""
    line = ProgressLine(files, view, color)
    # Rich may be forced to take a pipe for a terminal; a dumb one keeps what was drawn.
    if wanted and sys.stderr.isatty() and console(sys.stderr).is_interactive:
        line.start()
    try:
        yield line
    finally:
        line.close()
