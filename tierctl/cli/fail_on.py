"""`--fail-on`: which findings make the answer “no” (exit code 1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tierctl.app.classify import Classified
from tierctl.model.diagnostic import Severity
from tierctl.model.errors import UsageRefused
from tierctl.model.text import Text

_UNGRADED = Text("{rows} 位客户中有 {count} 位未定级", "{count} of {rows} customers are ungraded")
_CHANGED = Text("与原有等级不同的客户：{count}", "customers whose tier differs: {count}")
_ERRORS = Text("错误：{count}", "errors: {count}")
_WARNINGS = Text("错误：{errors}，警告：{count}", "errors: {errors}, warnings: {count}")


@dataclass(frozen=True, slots=True)
class FailOn:
    """One condition: `error`, `warning`, `change`, or `ungraded` with the share it may reach."""

    text: str
    kind: str
    share: float = 0.0

    def met(self, result: Classified) -> Text | None:
        """Return the figure by which a result fails, or None where it does not."""
        if self.kind == "ungraded":
            for outcome in result.outcomes:
                figures = outcome.figures
                rows = figures.graded + figures.ungraded
                if figures.ungraded > self.share * rows:
                    return _UNGRADED.fill(count=figures.ungraded, rows=rows)
            return None
        if self.kind == "change":
            compared = [o.comparison for o in result.outcomes if o.comparison is not None]
            changed = sum(len(comparison.differing) for comparison in compared)
            return _CHANGED.fill(count=changed) if changed else None
        severities = [d.severity for d in result.diagnostics]
        errors, warnings = map(severities.count, (Severity.ERROR, Severity.WARNING))
        if self.kind == "error":
            return _ERRORS.fill(count=errors) if errors else None
        return _WARNINGS.fill(errors=errors, count=warnings) if errors or warnings else None


def parse_fail_on(given: Sequence[str]) -> list[FailOn]:
    """Read the option's values: `error`, `warning`, `change`, `ungraded`, `ungraded=5%`.

    Raises UsageRefused.
    """
    return [_one(text) for text in given]


def _one(text: str) -> FailOn:
    kind, sign, share = text.partition("=")
    if kind in ("error", "warning", "change", "ungraded") and not sign:
        return FailOn(text, kind)
    if kind == "ungraded" and re.fullmatch(r"[0-9]+(\.[0-9]+)?%", share):
        return FailOn(text, kind, float(share.removesuffix("%")) / 100)
    raise UsageRefused(
        "bad-option",
        Text(f"--fail-on 不认识 {text}", f"--fail-on does not know {text}"),
        Text(
            "可用：error、warning、change、ungraded、ungraded=5%。",
            "It takes error, warning, change, ungraded or ungraded=5%.",
        ),
    )
