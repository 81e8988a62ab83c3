"""`--fail-on`: which findings make the answer “no” (exit code 1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tierctl.app.classify import Classified
from tierctl.model.diagnostic import Severity
from tierctl.model.errors import UsageRefused
from tierctl.model.text import Text


@dataclass(frozen=True, slots=True)
class FailOn:
    """One condition: `error`, `warning`, `change`, or `ungraded` with the share it may reach."""

    kind: str
    share: float = 0.0

    def met(self, result: Classified) -> bool:
        """Tell whether a result fails by it."""
        if self.kind == "ungraded":
            rows = len(result.decisions)
            return result.figures.ungraded > self.share * rows
        if self.kind == "change":
            return result.comparison is not None and bool(result.comparison.differing)
        severities = {d.severity for d in result.diagnostics}
        if self.kind == "error":
            return Severity.ERROR in severities
        return bool(severities & {Severity.ERROR, Severity.WARNING})


def parse_fail_on(given: Sequence[str]) -> list[FailOn]:
    """Read the option's values: `error`, `warning`, `change`, `ungraded`, `ungraded=5%`.

    Raises UsageRefused.
    """
    return [_one(text) for text in given]


def _one(text: str) -> FailOn:
    kind, sign, share = text.partition("=")
    if kind in ("error", "warning", "change", "ungraded") and not sign:
        return FailOn(kind)
    if kind == "ungraded" and re.fullmatch(r"[0-9]+(\.[0-9]+)?%", share):
        return FailOn(kind, float(share.removesuffix("%")) / 100)
    raise UsageRefused(
        "bad-option",
        Text(f"--fail-on 不认识 {text}", f"--fail-on does not know {text}"),
        Text(
            "可用：error、warning、change、ungraded、ungraded=5%。",
            "It takes error, warning, change, ungraded or ungraded=5%.",
        ),
    )
