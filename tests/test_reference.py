"""The reference evaluator: one customer at a time, and always a reason."""

from collections.abc import Mapping

import pytest

from tierctl.engine.reference import decide
from tierctl.model.address import CellRef
from tierctl.model.decision import Decision, Status
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.quantity import YUAN
from tierctl.model.table import BoundColumn, BoundTable, UnitSource, Value
from tierctl.model.text import same
from tierctl.policy.load import parse_policy
from tierctl.policy.policy import Policy

HEAD = """
id = "test"
version = "1"
title = { zh = "试", en = "Test" }
[inputs.sales]
label = { zh = "销售额", en = "Sales" }
type = "number"
unit = "元"
domain = "<= 1亿"
expected = ">= 0"
[inputs.kind]
label = { zh = "类型", en = "Kind" }
type = "text"
required = false
[inputs.note]
label = { zh = "备注", en = "Note" }
type = "text"
required = false
[results.tier]
label = { zh = "等级", en = "Tier" }
tiers = [
    { id = "low", label = { zh = "低", en = "Low" }, color = "E7E6E6" },
    { id = "high", label = { zh = "高", en = "High" }, color = "C6E0B4" },
]
"""


def policy(hit_policy: str, **rules: tuple[Mapping[str, str], str]) -> Policy:
    """Return a policy of one table; a rule is its conditions and its tier."""
    text = HEAD + f'[[steps]]\nname = "size"\nhit_policy = "{hit_policy}"\n'
    for id, (when, tier) in rules.items():
        conditions = ", ".join(f"{name} = '{condition}'" for name, condition in when.items())
        text += f'[[steps.rules]]\nid = "{id}"\nwhen = {{ {conditions} }}\n'
        text += f'then = {{ tier = "{tier}" }}\n'
    return parse_policy(text.encode(), "test.toml")


LADDER: dict[str, tuple[Mapping[str, str], str]] = {
    "top": ({"sales": ">500万"}, "high"),
    "some": ({"sales": ">100万"}, "low"),
}


def column(name: str, value: Value, problem: Diagnostic | None) -> BoundColumn:
    return BoundColumn(
        input=name,
        col=["sales", "kind", "note"].index(name),
        header=name,
        unit=YUAN,
        unit_source=UnitSource.POLICY,
        values=[value],
        problems={0: problem} if problem else {},
    )


def decision(
    policy: Policy, problems: Mapping[str, Diagnostic] | None = None, **values: Value
) -> Decision:
    """Return the decision on one customer in row 8."""
    known = problems or {}
    table = BoundTable(
        sheet="客户",
        header_rows=(0, 0),
        rows=[7],
        columns={name: column(name, value, known.get(name)) for name, value in values.items()},
        result_columns={},
        own_columns={},
        skipped={},
        hidden_rows=0,
        last_row=7,
        first_col=0,
        last_col=2,
        used_last_col=2,
        chinese=True,
    )
    [only] = decide(policy, table)
    return only


def broken(col: int) -> Diagnostic:
    return Diagnostic(
        code="error-cell",
        severity=Severity.ERROR,
        message=same("broken"),
        cell=CellRef("客户", 7, col),
    )


def test_unique_one_match_decides_and_is_traced() -> None:
    rules = policy("unique", top=LADDER["top"], rest=({"sales": "<=500万"}, "low"))
    found = decision(rules, sales=5000000.0)
    assert (found.status, found.results) == (Status.GRADED, {"tier": "low"})
    [match] = found.matches
    assert (match.step, match.rule, match.values) == ("size", "rest", {"sales": 5000000.0})


def test_unique_two_matches_leave_the_customer_ungraded_and_name_both() -> None:
    found = decision(policy("unique", **LADDER), sales=6e6)
    assert (found.status, found.results) == (Status.UNGRADED, {})
    [problem] = found.problems
    assert (problem.code, str(problem.cell)) == ("several-rules", "客户!A8")
    assert "top, some" in problem.message.en
    assert "top、some" in problem.message.zh


def test_first_order_decides() -> None:
    found = decision(policy("first", **LADDER), sales=6e6)
    assert (found.results, found.problems) == ({"tier": "high"}, ())
    backwards = dict(reversed(LADDER.items()))
    assert decision(policy("first", **backwards), sales=6e6).results == {"tier": "low"}


@pytest.mark.parametrize("hit_policy", ["unique", "first"])
def test_no_match_is_a_reason_with_the_values_read(hit_policy: str) -> None:
    found = decision(policy(hit_policy, **LADDER), sales=1e6)
    assert Status.UNGRADED is found.status
    [problem] = found.problems
    assert (problem.code, str(problem.cell)) == ("no-rule", "客户!A8")
    assert "销售额 1,000,000" in problem.message.zh
    assert "Sales 1,000,000" in problem.message.en


def test_a_rule_without_conditions_takes_the_rest() -> None:
    found = decision(policy("first", **LADDER, rest=({}, "low")), sales=0.0)
    assert found.results == {"tier": "low"}


def test_a_value_outside_the_domain_is_an_error() -> None:
    found = decision(policy("first", **LADDER), sales=100000000.01)
    assert (found.status, [p.code for p in found.problems]) == (Status.UNGRADED, ["outside-domain"])
    assert "≤ 1亿" in found.problems[0].message.zh
    assert "≤ 100,000,000" in found.problems[0].message.en
    assert decision(policy("first", **LADDER), sales=1e8).results == {"tier": "high"}


def test_an_unexpected_value_is_graded_with_a_warning() -> None:
    found = decision(policy("first", **LADDER, rest=({}, "low")), sales=-0.01)
    assert found.results == {"tier": "low"}
    assert [(w.code, w.severity) for w in found.warnings] == [
        ("unexpected-value", Severity.WARNING)
    ]


def test_a_cell_that_cannot_be_used_leaves_the_customer_ungraded() -> None:
    """Never `no match`: a catch-all rule must not take a customer whose sales are unknown."""
    found = decision(policy("first", rest=({}, "low")), {"sales": broken(0)}, sales=None)
    assert (found.status, [p.code for p in found.problems]) == (Status.UNGRADED, ["error-cell"])


def test_an_optional_cell_that_cannot_be_read_stands_in_the_way_of_rules_that_read_it() -> None:
    reading = policy("first", a=({"kind": "空"}, "high"), rest=({}, "low"))
    found = decision(reading, {"kind": broken(1)}, sales=1.0, kind=None)
    assert [p.code for p in found.problems] == ["error-cell"]


def test_an_optional_cell_that_no_rule_reads_is_only_a_warning() -> None:
    found = decision(policy("first", rest=({}, "low")), {"note": broken(2)}, sales=1.0, note=None)
    assert found.results == {"tier": "low"}
    assert [(w.code, w.severity) for w in found.warnings] == [("error-cell", Severity.WARNING)]


@pytest.mark.parametrize(
    ("condition", "matching"),
    [
        ("甲, 乙", ["甲", "乙"]),
        ("!= 甲", ["乙", "丙"]),
        ("空", [None]),
        ("非空", ["甲", "乙", "丙"]),
        ("甲 或 空", ["甲", None]),
        ("空 或 非 甲", ["乙", "丙", None]),
        ("-", ["甲", "乙", "丙", None]),
        ("永不", []),
    ],
)
def test_a_blank_is_a_value_that_conditions_name(condition: str, matching: list[Value]) -> None:
    rules = policy("first", a=({"kind": condition}, "high"), rest=({}, "low"))
    values: list[Value] = ["甲", "乙", "丙", None]
    high = [v for v in values if decision(rules, sales=1.0, kind=v).results == {"tier": "high"}]
    assert matching == high


def test_an_optional_input_without_a_column_is_blank() -> None:
    rules = policy("first", a=({"kind": "空"}, "high"), rest=({}, "low"))
    assert decision(rules, sales=1.0).results == {"tier": "high"}


def test_all_that_is_wrong_with_a_customer_is_told() -> None:
    reading = policy("first", a=({"kind": "甲"}, "high"))
    found = decision(reading, {"kind": broken(1)}, sales=2e8, kind=None)
    assert [p.code for p in found.problems] == ["outside-domain", "error-cell"]
