"""Compare two policies: how they differ as they stand, and who gets something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tierctl.app.policies import read_policy
from tierctl.checks.difference import Difference, difference
from tierctl.policy.alignment import Aligned, aligned
from tierctl.policy.parameters import known_parameters
from tierctl.policy.rule_changes import RuleChange, rule_changes
from tierctl.policy.settings import Settings
from tierctl.policy.steps import DecisionTable
from tierctl.policy.structure import changes
from tierctl.policy.structure_change import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDiff:
    """Two policies and all that is not the same.

    `rules` are those of tables that do not give the same: two spellings of one rule are no change.
    """

    pair: Aligned
    changes: Sequence[Change]
    rules: Sequence[RuleChange]
    difference: Difference

    @property
    def decided(self) -> bool:
        """Whether it is known of all customers whether they get something else."""
        moves = self.difference.moves
        return not self.difference.doubts and all(r.certain for m in moves for r in m.regions)

    @property
    def same(self) -> bool:
        """Whether it is certain that nothing differs."""
        found = self.difference
        return self.decided and not (self.changes or found.moves or found.steps)


def diff(a: str, b: str, settings: Settings) -> PolicyDiff:
    """Compare the policies that two references name, in force or not; see `read_policy`.

    Raises PolicyInvalid.
    """
    sources = [read_policy(name, settings.as_of) for name in (a, b)]
    known_parameters([source.document for source in sources], settings)
    one, other = (source.policy(settings) for source in sources)
    pair = aligned(one, other)
    found = difference(pair)
    return PolicyDiff(
        pair=pair,
        changes=changes(pair),
        rules=[
            change
            for old, new in pair.pairs
            if isinstance(old, DecisionTable) and isinstance(new, DecisionTable)
            if old.name in found.differing
            for change in rule_changes(pair, old, new)
        ],
        difference=found,
    )
