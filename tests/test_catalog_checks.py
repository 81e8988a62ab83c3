"""What checks say of the shipped policies, and what their sources leave open."""

from __future__ import annotations

import itertools
import tomllib
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files

import pytest
from policies import shipped_policy, table
from sheets import CASES

from tierctl.checks.check import check_policy
from tierctl.checks.finding import Finding
from tierctl.engine.reference import decide
from tierctl.model.errors import PolicyInvalid
from tierctl.model.header_text import name_of
from tierctl.policy.load import load_policy, parse_policy, shipped
from tierctl.policy.settings import Settings

LISTED = tomllib.loads((CASES / "shipped_findings.toml").read_text(encoding="utf-8"))["policy"]
SILENT = set(shipped()) - {p["id"] for p in LISTED if not p.get("strict")}
NEED_NUMBERS = {
    "card-tiers": ["gold", "platinum", "diamond", "private"],
    "service-tiers": ["vip", "gold", "silver", "new_days"],
    "importance": ["important"],
    "importance-profile": [
        *("count_high", "count_middle", "amount_high", "amount_middle", "loyal_years", "growth"),
    ],
}


@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("strict", [False, True])
def test_the_findings_are_those_expected(name: str, strict: bool) -> None:
    if strict and not any(p["id"] == name and p.get("strict") for p in LISTED):
        return
    found = check_policy(shipped_policy(name, strict=strict))
    expected = [p for p in LISTED if p["id"] == name and p.get("strict", False) == strict]
    assert expected or name in SILENT
    for case in expected:
        if "counts" in case:
            assert case["counts"] == Counter(f"{f.severity} {f.code}" for f in found)
            return
    assert [said for case in expected for said in case["finds"]] == [_line(f) for f in found]


def _line(finding: Finding) -> str:
    return f"{finding.severity} {finding.code} {finding.message.zh}"


GAPS = [(2, 200), (5, 150), (3, 50), (2, 10), (20, 5), (6, 10)]


def order_tiers(customers: Sequence[tuple[float, float]], *, strict: bool) -> list[str | None]:
    """Return the tiers of customers by orders and thousands of pieces."""
    policy = shipped_policy("order-volume", strict=strict)
    rows = [{"order_count": float(n), "order_volume": v * 1000.0} for n, v in customers]
    found = decide(policy, table(policy, *rows))
    return [str(d.results["tier"]) if d.results else None for d in found]


def number(value: object) -> float:
    """Return a witness's number."""
    assert isinstance(value, float)
    return value


def test_the_gaps_of_the_source_are_in_what_strict_leaves_open() -> None:
    assert [None] * len(GAPS) == order_tiers(GAPS, strict=True)
    found = check_policy(shipped_policy("order-volume", strict=True))
    witnesses = [f.witness for f in found if f.code == "gap"]
    assert [None] * len(witnesses) == order_tiers(
        [(number(w["order_count"]), number(w["order_volume"]) / 1000) for w in witnesses],
        strict=True,
    )


def test_orders_and_volume_give_the_lower_of_both_levels() -> None:
    """And the source's own rules decide the same wherever they decide."""
    counts = [0, 1, 2, 2.5, 3, 3.5, 4, 5, 5.5, 6, 7, 100]
    volumes = [0, 0.001, 5, 9.999, 10, 10.001, 50, 99.999, 100, 100.001, 150, 1e6]
    customers = list(itertools.product(counts, volumes))
    levels = ["cba"[min((n > 3) + (n > 5), (v > 10) + (v > 100))] for n, v in customers]
    literal = order_tiers(customers, strict=True)
    assert levels == order_tiers(customers, strict=False)
    assert all(own in (None, level) for own, level in zip(literal, levels, strict=True))
    assert {None, "a", "b", "c"} == set(literal)


def test_the_letter_of_the_urgency_text_puts_its_bounds_in_two_classes() -> None:
    """一周以内, 一周到一个月, 一个月到三个月, by the bound words."""
    text = files("tierctl.policy").joinpath("catalog", "urgency.toml").read_text(encoding="utf-8")
    for ours, printed in (("(7..30]", "7天到30天"), ("(30..90]", "30天到90天")):
        assert ours in text
        text = text.replace(ours, printed)
    found = check_policy(parse_policy(text.encode(), "literal.toml"))
    overlaps = [(f.rules, f.witness["days_to_act"]) for f in found if f.code == "overlap"]
    assert [(("urgent", "soon"), 7.0), (("soon", "not-urgent"), 30.0)] == overlaps


@pytest.mark.parametrize("name", shipped())
def test_a_number_that_the_source_does_not_print_is_asked_for(name: str) -> None:
    if name not in NEED_NUMBERS:
        load_policy(name, Settings())
        return
    with pytest.raises(PolicyInvalid) as refused:
        load_policy(name, Settings())
    assert "missing-parameters" == refused.value.code
    for parameter in NEED_NUMBERS[name]:
        assert parameter in refused.value.message.en
    assert refused.value.hint is not None
    assert f"tierctl policy params {name}" in refused.value.hint.en


def test_lower_bounds_in_the_wrong_order_are_refused() -> None:
    params = {"gold": "50万", "platinum": "5万", "diamond": "300万", "private": "600万"}
    with pytest.raises(PolicyInvalid):
        load_policy("card-tiers", Settings(params=params))


def test_no_two_policies_write_a_column_of_the_same_name() -> None:
    headers = Counter(
        text
        for name in shipped()
        for result in shipped_policy(name).results.values()
        for text in {result.label.zh, result.label.en}
        if not result.hidden
    )
    assert [] == [header for header, count in headers.items() if count > 1]


@pytest.mark.parametrize("name", shipped())
def test_a_header_names_one_thing_of_a_policy(name: str) -> None:
    policy = shipped_policy(name)
    headers = [read.headers for read in policy.inputs.values()]
    headers += [result.headers for result in policy.results.values()]
    named = Counter(name for names in headers for name in {name_of(text) for text in names})
    assert [] == [header for header, count in named.items() if count > 1]
