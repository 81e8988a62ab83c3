"""What a run says about its policies: values of parameters, the day, and how strictly to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

_ZONE = timezone(timedelta(hours=8))  # Asia/Shanghai, which has no other time in summer

Texts = Mapping[str, Mapping[str, str]]
"""Tier, by its id or a name → what a text is called → the text."""


def today() -> date:
    """Return the day in Shanghai."""
    return datetime.now(_ZONE).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`params` are values by a parameter's name, `id.name` for that of one policy alone."""

    params: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, Texts] = field(default_factory=dict)
    """Texts of tiers, by the policy's id: they stand in for the policy's own."""
    as_of: date = field(default_factory=today)
    """The day that conditions such as `<= {as_of+1个月}` count from."""
    strict: bool = False
    """Whether rules that only fill gaps of the source are left out."""

    def of(self, policy: str) -> dict[str, str]:
        """Return the values that are meant for a policy, by the name of the parameter."""
        own = f"{policy}."
        shared = {name: value for name, value in self.params.items() if "." not in name}
        named = {n.removeprefix(own): v for n, v in self.params.items() if n.startswith(own)}
        return {**shared, **named}
