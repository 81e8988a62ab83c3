"""The versions of one policy side by side: their periods keep apart, and a day picks one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from tierctl.model.errors import PolicyInvalid
from tierctl.model.text import Text, joined
from tierctl.policy.document import PolicyDocument
from tierctl.policy.period import Period
from tierctl.policy.reading import Place, invalid

_AS_OF = Text("若要用某一天的版本：--as-of {day}。", "To use that of another day: --as-of {day}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One file of a policy: `place` names it."""

    place: str
    document: PolicyDocument
    data: bytes

    @property
    def period(self) -> Period:
        """The days on which it holds."""
        return self.document.period

    @property
    def shown(self) -> Text:
        """The file, its version and its period."""
        return Text("{place} {version}（{period}）", "{place} {version} ({period})").fill(
            place=self.place, version=self.document.version, period=self.period.text
        )


def period_of(document: PolicyDocument, place: Place) -> Period:
    """Return the days on which a policy holds. Raises PolicyInvalid where they end too early."""
    first, last = document.effective_from, document.effective_to
    if first is not None and last is not None and last < first:
        why = Text(f"早于生效日期 {first}", f"it is before effective_from, {first}")
        raise invalid(place("effective_to"), why)
    return document.period


def version_of(versions: Sequence[Version], day: date) -> Version:
    """Return the version of one policy that holds on a day.

    Raises PolicyInvalid where periods overlap, on whatever days, and where no version holds.
    """
    for one, other in combinations(versions, 2):
        common = one.period.common(other.period)
        if common is not None:
            raise _overlap(one, other, common)
    found = next((version for version in versions if version.period.holds(day)), None)
    if found is None:
        raise _none_in_force(versions, day)
    return found


def refuse_out_of_period(document: PolicyDocument, place: str, day: date) -> None:
    """Refuse a policy on a day that is not of its period: its tiers would be wrong, unnoticed.

    Raises PolicyInvalid.
    """
    period = document.period
    if not period.holds(day):
        raise PolicyInvalid(
            "not-in-force",
            Text(
                "{place}：版本 {version}（{period}）在 {day} 不生效",
                "{place}: version {version} ({period}) is not in force on {day}",
            ).fill(place=place, version=document.version, period=period.text, day=day),
            _AS_OF.fill(day=period.nearest(day)),
        )


def _overlap(one: Version, other: Version, common: Period) -> PolicyInvalid:
    days = common.text if common.dated else Text("每一天", "every day")
    return PolicyInvalid(
        "overlapping-versions",
        Text(
            "策略 {id} 的两个版本同时有效（{days}）：{one}、{other}",
            "two versions of policy {id} hold at once ({days}): {one}, {other}",
        ).fill(id=one.document.id, days=days, one=one.shown, other=other.shown),
        Text(
            "请写明 effective_from 和 effective_to（首日、末日都算在内），使各版本的日期不重叠。",
            "Write effective_from and effective_to (the first and the last day, both in) so that no"
            " day is in two versions.",
        ),
    )


def _none_in_force(versions: Sequence[Version], day: date) -> PolicyInvalid:
    near = min(
        (version.period.nearest(day) for version in versions), key=lambda other: abs(other - day)
    )
    return PolicyInvalid(
        "no-version-in-force",
        Text(
            "策略 {id} 在 {day} 没有生效的版本：{versions}",
            "no version of policy {id} is in force on {day}: {versions}",
        ).fill(
            id=versions[0].document.id,
            day=day,
            versions=joined([version.shown for version in versions]),
        ),
        _AS_OF.fill(day=near),
    )
