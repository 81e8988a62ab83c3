"""Small policies for tests: a head of inputs and results, and one table of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from tierctl.app.param_file import read_params
from tierctl.model.quantity import PLAIN, YUAN
from tierctl.model.table import BoundColumn, BoundTable, UnitSource, Value
from tierctl.policy.load import load_policy, parse_policy
from tierctl.policy.policy import InputType, Policy
from tierctl.policy.settings import Settings

HEAD = """
id = "test"
version = "1"
title = { zh = "试", en = "Test" }
[inputs.sales]
label = { zh = "销售额", en = "Sales" }
type = "number"
unit = "元"
required = false
[inputs.cost]
label = { zh = "成本", en = "Cost" }
type = "number"
unit = "元"
required = false
[inputs.kind]
label = { zh = "类型", en = "Kind" }
type = "text"
required = false
[inputs.day]
label = { zh = "签约日期", en = "Signed on" }
type = "date"
required = false
[results.tier]
label = { zh = "等级", en = "Tier" }
tiers = [
    { id = "low", label = { zh = "低", en = "Low" }, color = "E7E6E6" },
    { id = "middle", label = { zh = "中", en = "Middle" }, color = "DDEBF7" },
    { id = "high", label = { zh = "高", en = "High" }, color = "C6E0B4" },
]
"""
POINTS = """
[results.points]
label = { zh = "得分", en = "Points" }
type = "number"
"""
NOTES = """
[results.notes]
label = { zh = "说明", en = "Notes" }
type = "text"
"""

PARAMS = Path(__file__).parent.parent / "sample_data" / "params.toml"
AS_OF = date(2025, 6, 30)

Rules = Sequence[tuple[Mapping[str, str], Mapping[str, object]]]


def step(
    name: str, hit_policy: str, rules: Rules, aggregate: str = "", collect: Sequence[str] = ()
) -> str:
    """Return the TOML of a step; a rule is its conditions and its results."""
    text = f'[[steps]]\nname = "{name}"\nhit_policy = "{hit_policy}"\n'
    text += f'aggregate = "{aggregate}"\n' if aggregate else ""
    text += f"collect = {list(collect)}\n" if collect else ""
    for number, (when, then) in enumerate(rules, start=1):
        conditions = ", ".join(f"{key} = '{value}'" for key, value in when.items())
        results = ", ".join(f"{key} = {value!r}" for key, value in then.items())
        text += f'[[steps.rules]]\nid = "r{number}"\nwhen = {{ {conditions} }}\n'
        text += f"then = {{ {results} }}\n"
    return text


def policy(*steps: str, results: str = "") -> Policy:
    """Return the policy of these steps."""
    return parse_policy((HEAD + results + "".join(steps)).encode(), "test.toml")


def table(policy: Policy, *customers: Mapping[str, Value]) -> BoundTable:
    """Return customers as a table: one column for every input that one of them has."""
    names = [name for name in policy.inputs if any(name in customer for customer in customers)]
    return BoundTable(
        sheet="客户",
        header_rows=(0, 0),
        rows=range(1, len(customers) + 1),
        columns={
            name: BoundColumn(
                input=name,
                col=col,
                header=name,
                unit=YUAN if policy.inputs[name].type is InputType.NUMBER else PLAIN,
                unit_source=UnitSource.POLICY,
                values=[customer.get(name) for customer in customers],
                problems={},
            )
            for col, name in enumerate(names)
        },
        result_columns={},
        own_columns={},
        skipped={},
        hidden_rows=0,
        last_row=len(customers),
        first_col=0,
        last_col=max(len(names) - 1, 0),
        used_last_col=max(len(names) - 1, 0),
        chinese=True,
    )


def shipped_policy(name: str, *, strict: bool = False) -> Policy:
    """Return a shipped policy with the samples' numbers for its parameters, as of AS_OF."""
    params, _ = read_params(PARAMS)
    return load_policy(name, Settings(params=params, as_of=AS_OF, strict=strict))
