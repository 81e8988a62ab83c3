"""Where the program starts: nothing is imported before Ctrl-C ends it without a traceback."""

from __future__ import annotations

import gc
import signal


def main() -> None:
    """Run the command line; an interrupt while it is being loaded ends it as other programs."""
    # Who ignores it (a shell's background job) goes on ignoring it. While a command runs,
    # `exits.signals_cleaned` brings Python's own handler back.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from tierctl.cli.main import main as run

    try:
        run()
    finally:
        # The process ends, and its memory with it: no last search for cycles in all of it.
        gc.freeze()
