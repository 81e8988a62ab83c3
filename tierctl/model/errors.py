"""What stops the program.

    TierctlError
    ├── UsageRefused        the command line contradicts itself
    ├── InputRefused        the file cannot be read with certainty
    │   └── TableRefused    the file can be read, and what its table means cannot be told
    ├── InputMissing        there is no such file
    ├── OutputRefused       the output exists, or cannot be made there
    ├── PolicyInvalid       a policy, parameter or setting is wrong or missing
    ├── WriteFailed         the disk or the system refused while writing
    ├── PermissionRefused   the system forbids reading or writing
    └── SelfCheckFailed     our own output did not pass our own check

`cli/exits.py` turns each into its exit code; nothing else catches them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tierctl.model.text import Text

if TYPE_CHECKING:
    from tierctl.model.address import CellRef


class TierctlError(Exception):
    """The base: a kebab-case code, what happened (with its place), and what to do."""

    def __init__(self, code: str, message: Text, hint: Text | None = None) -> None:
        super().__init__(message.en)
        self.code = code
        self.message = message
        self.hint = hint
        if hint is not None:
            self.add_note(hint.en)  # what a traceback shows below the message


class UsageRefused(TierctlError):
    """The options contradict one another or name what is not there."""


class InputRefused(TierctlError):
    """The input cannot be read, or cannot be read with certainty."""


class TableRefused(InputRefused):
    """The table, a column or a unit cannot be told with certainty.

    `what` says it, `at` is its place, which the message begins with where `what` does not name it;
    `inputs` are the ones that it is about, as the command line calls them.
    """

    def __init__(
        self,
        code: str,
        what: Text,
        hint: Text | None = None,
        *,
        at: CellRef | None = None,
        inputs: tuple[str, ...] = (),
    ) -> None:
        said = at is None or str(at) in what.zh
        placed = what if said else Text(f"{at}：{what.zh}", f"{at}: {what.en}")
        super().__init__(code, placed, hint)
        self.what = what
        self.at = at
        self.inputs = inputs


class InputMissing(TierctlError):
    """The input does not exist."""


class OutputRefused(TierctlError):
    """The output exists and is not ours to replace, or cannot be created."""


class PolicyInvalid(TierctlError):
    """A policy or a parameter is missing or wrong."""


class WriteFailed(TierctlError):
    """Reading or writing failed in the system: disk full, I/O error."""


class PermissionRefused(TierctlError):
    """The system forbids it."""


class SelfCheckFailed(TierctlError):
    """The copy we made did not pass our own check; it was thrown away."""
