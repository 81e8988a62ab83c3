"""All checks of a policy, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tierctl.checks.card_missing import card_missing
from tierctl.checks.card_points import card_points
from tierctl.checks.card_weights import card_weights
from tierctl.checks.filled_gaps import filled_gaps
from tierctl.checks.finding import Finding
from tierctl.checks.gaps import gaps
from tierctl.checks.overlaps import overlaps
from tierctl.checks.rung_overlaps import rung_overlaps
from tierctl.checks.shared_bounds import shared_bounds
from tierctl.checks.survey import Survey
from tierctl.checks.undecided import Undecided
from tierctl.checks.unreachable_rules import unreachable_rules
from tierctl.checks.unreachable_tiers import unreachable_tiers
from tierctl.checks.unused_inputs import unused_inputs
from tierctl.model.diagnostic import Severity
from tierctl.policy.policy import Policy

Check = Callable[[Survey, Undecided], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    card_weights,
    card_points,
    card_missing,
    overlaps,
    rung_overlaps,
    shared_bounds,
    gaps,
    filled_gaps,
    unreachable_rules,
    unreachable_tiers,
    unused_inputs,
)
_ERRORS: tuple[Check, ...] = (card_weights, card_points, overlaps)
"""The checks that find errors."""
_SEVERITIES = list(Severity)


def check_policy(policy: Policy) -> list[Finding]:
    """Return what is wrong with a policy whatever the data; errors first, then warnings, notes.

    Exact within a table over the domains of its inputs; what the checks cannot decide is a
    finding too (`not-decided`), so that no findings means that nothing was found to be found.
    """
    survey, undecided = Survey(policy), Undecided()
    found = [finding for check in CHECKS for finding in check(survey, undecided)]
    found += undecided.findings(survey)
    return sorted(found, key=lambda finding: _SEVERITIES.index(finding.severity))


def policy_errors(policy: Policy) -> list[Finding]:
    """Return the errors alone, at the cost of comparing the rules of a table in pairs."""
    survey, undecided = Survey(policy), Undecided()
    found = [each for check in _ERRORS for each in check(survey, undecided)]
    return [finding for finding in found if finding.severity is Severity.ERROR]
