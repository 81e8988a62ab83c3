"""Small scorecards for tests, as the text of a policy file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tierctl.policy.load import parse_policy
from tierctl.policy.policy import Policy

HEAD = """
id = "card"
version = "1"
title = { zh = "评分卡", en = "Card" }
[results.grade]
label = { zh = "信用等级", en = "Grade" }
tiers = [
    { id = "c", label = { zh = "C", en = "C" }, color = "F8CBAD" },
    { id = "b", label = { zh = "B", en = "B" }, color = "FFF2CC" },
    { id = "a", label = { zh = "A", en = "A" }, color = "E2EFDA" },
]
"""
INPUTS = {
    "type": 'label = { zh = "类型", en = "Type" }\ntype = "choice"\n'
    'required = "column"\nchoices = ['
    '{ id = "x", label = { zh = "甲", en = "X" } }, { id = "y", label = { zh = "乙", en = "Y" } }]',
    "ratio": 'label = { zh = "比率", en = "Ratio" }\ntype = "number"\nrequired = "column"\n'
    'domain = ">= 0"',
    "years": 'label = { zh = "年限", en = "Years" }\ntype = "number"\nrequired = "column"\n'
    'domain = ">= 0"',
    "judged": 'label = { zh = "评审得分", en = "Judged" }\ntype = "number"\nunit = "分"\n'
    'required = "column"',
    "other": 'label = { zh = "其他得分", en = "Other" }\ntype = "number"\nunit = "分"\n'
    'required = "column"',
}
LADDER = [({"ratio": ">=2"}, 10.0), ({"ratio": "[1..2)"}, 5.0), ({"ratio": "<1"}, 0.0)]
GRADES = [(">=15", "a"), ("[8..15)", "b"), ("<8", "c")]

Rungs = Sequence[tuple[Mapping[str, str], float]]


def item(
    id: str,
    rungs: Rungs = (),
    *,
    points: str = "",
    most: float | None = None,
    missing: str = '"refuse"',
    section: str = "",
) -> str:
    """Return one item: a ladder, or the input that holds its points."""
    text = (
        f'\n[[scorecard.characteristics]]\nid = "{id}"\nlabel = {{ zh = "{id}项", en = "{id}" }}\n'
    )
    text += f"max = {most}\n" if most is not None else ""
    text += f"missing = {missing}\n" if missing else ""
    text += f'section = "{section}"\n' if section else ""
    text += f'points = "{points}"\n' if points else ""
    if rungs:
        listed = "".join(
            f"    {{ when = {{ {_pairs(when)} }}, points = {given} }},\n" for when, given in rungs
        )
        text += f"rungs = [\n{listed}]\n"
    return text


def _pairs(when: Mapping[str, str]) -> str:
    return ", ".join(f'{name} = "{condition}"' for name, condition in when.items())


def card_text(
    *items: str,
    out_of: float = 20,
    grades: Sequence[tuple[str, str]] = GRADES,
    rest: str = "",
    decimals: int = 2,
    names: Sequence[str] = ("type", "ratio", "years", "judged", "other"),
    **inputs: str,
) -> str:
    """Return a card of some items; `inputs` are declared in place of those known."""
    text = HEAD
    for name, declared in {**{n: INPUTS[n] for n in names}, **inputs}.items():
        text += f"[inputs.{name}]\n{declared}\n"
    listed = ", ".join(f'{{ when = "{when}", grade = "{grade}" }}' for when, grade in grades)
    text += f'[scorecard]\ngrade = "grade"\nout_of = {out_of}\ndecimals = {decimals}\n'
    return text + f"grades = [{listed}]\n" + rest + "".join(items)


def card(*items: str, **options: Any) -> Policy:
    """Return the policy of a card."""
    return parse_policy(card_text(*items, **options).encode(), "card.toml")
