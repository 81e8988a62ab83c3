"""`--columns`: which columns to write, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from tierctl.app.annotation_columns import ColumnKind
from tierctl.model.errors import UsageRefused
from tierctl.model.text import Text
from tierctl.policy.policy import Policy


def parse_columns(given: str, policies: Sequence[Policy]) -> tuple[str, ...]:
    """Read `tier,reason,stars`; a column twice is written once. Raises UsageRefused.

    A column that only some of the policies have is written for these.
    """
    names = [name.strip() for name in given.replace("，", ",").split(",") if name.strip()]
    known = [kind.value for kind in ColumnKind]
    for policy in policies:
        known += [name for name in policy.results if name not in known]
        texts = (text for result in policy.results.values() for text in result.texts)
        known += [text for text in texts if text not in known]
    for name in names or [given]:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            guess = (
                Text(f"您要找的是 {close[0]} 吗？", f"Did you mean {close[0]}? ") if close else None
            )
            raise UsageRefused(
                "bad-option",
                Text(f"--columns 不认识 {name}", f"--columns does not know {name}"),
                Text(
                    f"{guess.zh if guess else ''}可用：{'、'.join(known)}。",
                    f"{guess.en if guess else ''}It takes {', '.join(known)}.",
                ),
            )
    return tuple(dict.fromkeys(names))
