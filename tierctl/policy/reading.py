"""Reading the cells and keys of a policy: what is wrong is told with its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tierctl.model.errors import PolicyInvalid
from tierctl.model.quantity import Unit
from tierctl.model.text import Text
from tierctl.policy.bounds import BoundWords
from tierctl.policy.condition_error import ConditionError
from tierctl.policy.conditions import parse_condition
from tierctl.policy.sets import ValueSet

Place = Callable[[str], str]
"""Key path (`steps[0].rules[2].when.sales`) → where that stands: a file and key, or a cell."""


def invalid(place: str, why: Text) -> PolicyInvalid:
    """Return the error for what stands at a place."""
    return PolicyInvalid("invalid-policy", Text(f"{place}：{why.zh}", f"{place}: {why.en}"))


class Reading:
    """Refuse what cannot be read, by the key path at which it stands."""

    def __init__(self, place: Place, bounds: BoundWords) -> None:
        self._place = place
        self._bounds = bounds

    def fail(self, path: str, zh: str, en: str) -> PolicyInvalid:
        """Return the error for a key path."""
        return self.refusal(path, Text(zh, en))

    def refusal(self, path: str, why: Text) -> PolicyInvalid:
        """Return the error for a key path, worded elsewhere."""
        return invalid(self._place(path), why)

    def unique(self, path: str, key: str, what: tuple[str, str], names: Sequence[str]) -> None:
        """Refuse the second of two things of one name. Raises PolicyInvalid."""
        zh, en = what
        for i, name in enumerate(names):
            if name in names[:i]:
                raise self.fail(
                    f"{path}[{i}].{key}", f"{zh} {name} 重复", f"the {en} {name} occurs twice"
                )

    def condition(self, path: str, text: str, unit: Unit | None) -> ValueSet:
        """Return the set that a condition means. Raises PolicyInvalid."""
        try:
            return parse_condition(text, unit, bounds=self._bounds)
        except ConditionError as e:
            raise self.refusal(path, e.message) from e
