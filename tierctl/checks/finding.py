"""What is wrong with a policy, as a value: code, severity, place, message, an example, hint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tierctl.model.diagnostic import Severity
from tierctl.model.table import Value
from tierctl.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding about a policy. `code` is stable and kebab-case, and never translated.

    An error makes the policy unusable: it would leave customers ungraded that two rules claim.
    """

    code: str
    severity: Severity
    where: str
    """The key path in the policy: `steps[0].rules[2]`."""
    message: Text
    hint: Text | None = None
    rules: tuple[str, ...] = ()
    """The ids of the rules concerned, the one at fault first."""
    witness: Mapping[str, Value] = field(default_factory=dict)
    """A customer to whom it happens: the values of all that the table reads, in base units."""
