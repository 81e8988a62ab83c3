"""Check a policy before any data is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tierctl.app import policy_messages
from tierctl.app.policies import read_policy
from tierctl.checks.check import check_policy, policy_errors
from tierctl.checks.finding import Finding
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.policy.card_steps import card_place
from tierctl.policy.parameters import known_parameters
from tierctl.policy.policy import Policy
from tierctl.policy.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A policy, and what is wrong with it; errors first."""

    policy: Policy
    findings: Sequence[Finding]

    @property
    def has_errors(self) -> bool:
        """Whether customers cannot be graded by it."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def check(reference: str, settings: Settings, *, in_force: bool = False) -> Checked:
    """Check the policy that a reference names; see `read_policy`. Raises PolicyInvalid."""
    source = read_policy(reference, settings.as_of, in_force=in_force)
    known_parameters([source.document], settings)
    policy = source.policy(settings)
    # A finding in a file says its key: the file is known.
    place = card_place(
        source.document,
        source.place if source.data is None else str,
        strict=settings.strict,
    )
    found = [replace(finding, where=place(finding.where)) for finding in check_policy(policy)]
    found += map(_of_note, policy.notes)
    found.sort(key=lambda finding: list(Severity).index(finding.severity))
    return Checked(policy=policy, findings=found)


def _of_note(note: Diagnostic) -> Finding:
    """Return what was told while the policy was read, as a finding."""
    return Finding(
        code=note.code,
        severity=note.severity,
        where=str(note.cell) if note.cell is not None else "",
        message=note.message,
        hint=note.hint,
    )


def refuse_errors(policy: Policy) -> None:
    """Refuse a policy that would leave customers ungraded whom two rules claim.

    Raises PolicyInvalid, which names the first error.
    """
    errors = policy_errors(policy)
    if errors:
        raise policy_messages.policy_has_errors(policy.id, str(len(errors)), errors[0].message)
