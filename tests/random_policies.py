"""Random policies and customers: few bounds, and values on them, beside them, and far away."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from hypothesis import strategies as st
from policies import step

from tierctl.model.table import Value
from tierctl.policy.load import parse_policy
from tierctl.policy.policy import InputType, Policy

BOUNDS = ("0", "0.1", "1.005", "2.675", "100", "-3", "1万", "9007199254740993", "1e-9")
RANGES = ("0..0.1", "-3..100", "1.005..2.675", "0.1..10000", "100..")
NUMBERS = (0.0, -0.0, 0.1, 0.3, 1.005, 2.675, 100.0, -3.0, 1e4, 2.0**53, 1e-9, 1e16, 1e300, -1e308)
TEXTS = ("甲", "乙", "科技", "科技公司", "律师", "A", "a", "", " ")
TEXT_CONDITIONS = (
    "甲",
    "甲, 乙",
    "!= 甲",
    "空",
    "非空",
    "甲 或 空",
    "空 或 非 甲, 科技",
    "-",
    "永不",
    '含"科技"',
    '含"科技" 且 不含"公司"',
    '含"科技" 且 非 科技',
    '不含"技"',
    '空 或 不含"技"',
)
DAYS = ("2024-02-28", "2024-02-29", "2024-03-01", "1899-12-30")
DATE_CONDITIONS = (
    "2024-02-29后",
    "2024-02-29前",
    "2024-02-28至2024-03-01",
    "= 2024-02-29",
    "!= 2024-02-29",
    "<2024-02-29 或 空",
    "-",
    "空",
)
TIERS = ("low", "middle", "high")

one_of = st.sampled_from
bound = one_of(BOUNDS)
number_condition = st.one_of(
    st.builds("{}{}".format, one_of([">", ">=", "<", "<=", "=", "!="]), bound),
    st.builds("{}{}{}".format, one_of("[("), one_of(RANGES), one_of("])")),
    st.builds("{} 或 空".format, st.builds(">{}".format, bound)),
    one_of(["-", "空", "非空", "永不", "<0 或 >100"]),
)


@dataclass
class Draft:
    """A policy in the making: what steps may read, and the results that they gave."""

    numbers: list[str]
    texts: list[str]
    tiers: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    results: dict[str, str] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Return a policy of up to four inputs and three steps."""
    numbers = [f"n{i}" for i in range(draw(st.integers(1, 2)))]
    draft = Draft(numbers, ["t"] if draw(st.booleans()) else [])
    draft.dates = ["d"] if draw(st.booleans()) else []
    text = "".join(_input(draw, name, "number") for name in draft.numbers)
    text += "".join(_input(draw, name, "text") for name in draft.texts)
    text += "".join(_input(draw, name, "date") for name in draft.dates)
    kinds = draw(st.lists(one_of(["formula", "table", "collect", "list"]), max_size=2))
    for kind in [*kinds, "table"]:
        {"formula": _formula, "table": _table, "collect": _collect, "list": _list}[kind](
            draw, draft
        )
    text += "".join(f"[results.{name}]\n{how}" for name, how in draft.results.items())
    head = 'id = "random"\nversion = "1"\ntitle = { zh = "试", en = "Test" }\n'
    head += _scope(draw, draft)
    draft.steps += [_warning(draw, draft, place) for place in range(draw(st.integers(0, 2)))]
    return parse_policy((head + text + "".join(draft.steps)).encode(), "random.toml")


_CONDITIONS = {
    "number": number_condition,
    "text": one_of(TEXT_CONDITIONS),
    "date": one_of(DATE_CONDITIONS),
}


def _label(name: str) -> str:
    return f'label = {{ zh = "{name}", en = "{name}" }}\n'


def _input(draw: st.DrawFn, name: str, type: str) -> str:
    text = f"[inputs.{name}]\n{_label(name)}"
    text += f'type = "{type}"\nrequired = {str(draw(st.booleans())).lower()}\n'
    for key in ("domain", "expected"):
        if draw(one_of([False, False, True])):
            allowed = draw(_CONDITIONS[type])
            text += f"{key} = '{allowed}'\n"
    return text


def _scope(draw: st.DrawFn, draft: Draft) -> str:
    if draw(one_of([True, True, False])):
        return ""
    inputs = Draft(
        [name for name in draft.numbers if name[0] == "n"],
        [name for name in draft.texts if name[0] == "t"],
        dates=draft.dates,
    )
    return f"scope = {{ {_pairs(_when(draw, inputs))} }}\n"


def _warning(draw: st.DrawFn, draft: Draft, place: int) -> str:
    when = _pairs(_when(draw, draft))
    message = '{ zh = "请核对", en = "Check it" }'
    return f'[[warnings]]\nid = "w{place}"\nwhen = {{ {when} }}\nmessage = {message}\n'


def _pairs(when: dict[str, str]) -> str:
    return ", ".join(f"{name} = '{condition}'" for name, condition in when.items())


def _when(draw: st.DrawFn, draft: Draft) -> dict[str, str]:
    names = [*draft.numbers, *draft.texts, *draft.dates, *draft.tiers]
    read = draw(st.lists(one_of(names), max_size=2, unique=True))
    conditions = {}
    for name in read:
        if name in draft.numbers:
            conditions[name] = draw(number_condition)
        elif name in draft.tiers:
            conditions[name] = draw(one_of(["low", "!= high", "low, middle", "空", '含"i"']))
        else:
            conditions[name] = draw(_CONDITIONS["date" if name in draft.dates else "text"])
    return conditions


def _numeric(draw: st.DrawFn, draft: Draft) -> str:
    name = f"r{len(draft.results)}"
    decimals = draw(one_of(["", "decimals = 0\n", "decimals = 1\n", "decimals = 9\n"]))
    draft.results[name] = f'{_label(name)}type = "number"\n{decimals}'
    return name


def _formula(draw: st.DrawFn, draft: Draft) -> None:
    leaf = st.one_of(one_of(draft.numbers), one_of(["1", "0.1", "3", "0", "1e300", "1e-300"]))
    formula = draw(
        st.recursive(
            leaf,
            lambda part: st.one_of(
                st.builds("({} {} {})".format, part, one_of("+-*/"), part),
                st.builds("{}({}, {})".format, one_of(["min", "max"]), part, part),
                st.builds("{}({})".format, one_of(["abs", "-"]), part),
            ),
            max_leaves=6,
        )
    )
    name = _numeric(draw, draft)
    place = len(draft.steps)
    draft.steps.append(f'[[steps]]\nname = "s{place}"\nformula = "{formula}"\nresult = "{name}"\n')
    draft.numbers.append(name)


points = one_of([0.0, 0.1, 0.2, 0.3, 5.0, -2.5, 1.005, 1e5])


def _table(draw: st.DrawFn, draft: Draft) -> None:
    name = f"r{len(draft.results)}"
    tiers = ", ".join(
        f'{{ id = "{t}", label = {{ zh = "{t}", en = "{t}" }}, color = "000000" }}' for t in TIERS
    )
    draft.results[name] = f"{_label(name)}tiers = [{tiers}]\n"
    second = _numeric(draw, draft) if draw(st.booleans()) else ""
    given = {name: one_of(TIERS), **({second: points} if second else {})}
    hit_policy = draw(one_of(["unique", "first", "any", "priority"]))
    listed = f"r{len(draft.results)}" if draw(one_of([True, False, False])) else ""
    if listed:
        draft.results[listed] = f'{_label(listed)}type = "text"\n'
    _rules(draw, draft, hit_policy, given, listed=listed)
    draft.texts += [listed] if listed else []
    draft.tiers.append(name)
    draft.numbers += [second] if second else []


def _collect(draw: st.DrawFn, draft: Draft) -> None:
    aggregate = draw(one_of(["sum", "min", "max", "count"]))
    name = _numeric(draw, draft)
    _rules(draw, draft, "collect", {name: points}, aggregate)
    draft.numbers.append(name)


def _list(draw: st.DrawFn, draft: Draft) -> None:
    name = f"r{len(draft.results)}"
    draft.results[name] = f'{_label(name)}type = "text"\n'
    _rules(draw, draft, "collect", {name: one_of(["甲", "乙", "科技", ""])})
    draft.texts.append(name)


def _rules(
    draw: st.DrawFn,
    draft: Draft,
    hit_policy: str,
    given: dict[str, st.SearchStrategy[object]],
    aggregate: str = "",
    listed: str = "",
) -> None:
    """Add a table; `listed` is a text that some of its rules give, all that match together."""
    rules = [
        (_when(draw, draft), {name: draw(values) for name, values in given.items()})
        for _ in range(draw(st.integers(1, 4)))
    ]
    if draw(st.booleans()):
        rules.append(({}, {name: draw(values) for name, values in given.items()}))
    for place, (_, then) in enumerate(rules if listed else []):
        if not place or draw(st.booleans()):
            then[listed] = draw(one_of(["甲", "乙", "科技"]))
    collect = [listed] if listed else []
    draft.steps.append(step(f"s{len(draft.steps)}", hit_policy, rules, aggregate, collect))


def _near(value: float) -> Sequence[float]:
    tenth = 10.0**-4
    return (
        value,
        math.nextafter(value, math.inf),
        math.nextafter(value, -math.inf),
        value + tenth,
        value - tenth,
    )


BESIDE_BOUNDS = [near for value in NUMBERS for near in _near(value)]
number = st.one_of(
    one_of(BESIDE_BOUNDS),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-50, 50).map(lambda tenths: tenths / 10),
)


_VALUES: dict[InputType, st.SearchStrategy[Value]] = {
    InputType.NUMBER: number,
    InputType.TEXT: one_of(TEXTS),
    InputType.DATE: st.builds(
        lambda day, later: float(date.fromisoformat(day).toordinal() + later),
        one_of(DAYS),
        st.integers(-1, 1),
    ),
}


def customers(policy: Policy) -> st.SearchStrategy[list[dict[str, Value]]]:
    """Return twenty to thirty customers of a policy."""
    values: dict[str, st.SearchStrategy[Value]] = {
        name: st.one_of(st.none(), _VALUES[read.type]) if name[:1] in "ntd" else st.none()
        for name, read in policy.inputs.items()
    }
    return st.lists(st.fixed_dictionaries(values), min_size=20, max_size=30)
