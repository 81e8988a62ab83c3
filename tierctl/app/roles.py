"""What our columns are for, as the stamp says it: a result's name, `reason`, a text's name.

Where several policies write into one workbook, the policy's id stands before it: `urgency:tier`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tierctl.model.table import ResultColumn

_MARK = ":"
Own = Mapping[str, ResultColumn]


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of one policy's columns. `alone` tells whether it is the only policy of the run,
    `earlier` by which policy the columns are that name none.
    """

    policy: str
    alone: bool
    earlier: str

    def named(self, role: str) -> str:
        """Return a role with the policy's id before it."""
        return f"{self.policy}{_MARK}{role}"

    def written(self, own: Own, role: str) -> str:
        """Return the role under which a column is written."""
        return role if self.alone and self.named(role) not in own else self.named(role)

    def column(self, own: Own, role: str) -> ResultColumn | None:
        """Return the column that an earlier run wrote for this: of the policy, or by its place."""
        found = own.get(self.named(role))
        if found is None and (self.alone or self.earlier == self.policy):
            return own.get(role)
        return found
