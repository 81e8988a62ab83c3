"""Something that is not the same in two policies as they stand."""

from __future__ import annotations

from dataclasses import dataclass

from tierctl.model.text import Text

_OF = Text("{whole}的{part}", "{part} of {whole}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that is not the same on both sides; None where one side has no such thing.

    `code` is stable: `input`, `input-unit`, `tier-label`, `hit-policy`; `name` is that of the
    input, result, step or item in the first policy.
    """

    code: str
    name: str
    what: Text
    a: Text | None
    b: Text | None


def part(code: str, name: str, whole: Text, part: Text, sides: tuple[Text, Text]) -> Change:
    """Return the change of a part of something that both sides have."""
    what = _OF.fill(whole=whole, part=part)
    return Change(code=code, name=name, what=what, a=sides[0], b=sides[1])
