"""Rules written in a sheet: what each spelling means, or the cell at which it is refused."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from cli import run
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from sheets import CASES, write

from tierctl.app.policies import resolve_policy
from tierctl.engine.reasons import rule_text
from tierctl.model.address import Area
from tierctl.model.cell import Cell, Kind
from tierctl.model.errors import PolicyInvalid
from tierctl.policy.document import InputDocument
from tierctl.policy.load import known_inputs, parse_document, policy_of
from tierctl.policy.policy import Policy, ResultType
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.rules_sheet import sheet_policy
from tierctl.policy.shapes import Label
from tierctl.policy.shown import shown_value
from tierctl.policy.toml_text import toml_text

FILE = tomllib.loads((CASES / "rules_sheets.toml").read_text(encoding="utf-8"))
Case = Mapping[str, Any]


def opened(case: Case, folder: Path) -> Policy:
    """Write a case's sheet and read it as a policy."""
    path = folder / "rules.xlsx"
    write(path, [{**case, "name": case.get("sheet", "规则")}, *case.get("more", ())])
    if "fills" in case:
        book = load_workbook(path)
        for cell, color in case["fills"].items():
            book.worksheets[0][cell].fill = PatternFill("solid", start_color=color)
        book.save(path)
    return resolve_policy(f"{path}{case.get('at', '')}")


def printed(policy: Policy) -> list[str]:
    """Return every rule as `年平均销售额 > 500万 → 大客户`, tables after one another."""
    lines = []
    for table in policy.tables:
        for rule in table.rules:
            given = [shown_value(policy, name, value, True) for name, value in rule.results.items()]
            lines.append(f"{rule_text(policy, rule, 'zh')} → {', '.join(given)}")
    return lines


def seen(policy: Policy) -> dict[str, Any]:
    table = policy.tables[0]
    aggregate = f" {table.aggregate.value}" if table.aggregate else ""
    return {
        "rules": printed(policy),
        "inputs": [name for name in policy.inputs if name not in ("customer_id", "customer_name")],
        "units": [
            policy.inputs[name].unit.symbol or policy.inputs[name].type.value
            for name in table.names
        ],
        "tiers": [t.label.zh for r in policy.results.values() for t in r.tiers],
        "tier_ids": [t.id for r in policy.results.values() for t in r.tiers],
        "colors": [t.color for t in policy.main_result.tiers],
        "results": [r.type.value for r in policy.results.values()],
        "hit_policy": table.hit_policy.value + aggregate,
        "title": f"{policy.id} {policy.version} {policy.title.zh}",
        "told": [f"{n.severity} {n.code} {n.cell.a1 if n.cell else ''}" for n in policy.notes],
    }


@pytest.mark.parametrize("case", FILE["case"], ids=lambda case: case["name"])
def test_a_sheet_of_rules_is_read_as_its_writer_means_it(case: Case, tmp_path: Path) -> None:
    if "refused" in case:
        with pytest.raises(PolicyInvalid) as refusal:
            opened(case, tmp_path)
        told = refusal.value
        zh = told.message.zh + (told.hint.zh if told.hint else "")
        en = told.message.en + (told.hint.en if told.hint else "")
        for said in (zh, en):
            assert case["refused"] in said
        for word in case.get("mentions", ()):
            assert word in zh
        return
    found = seen(opened(case, tmp_path))
    expected = {key: case[key] for key in found if key in case}
    assert expected, "the case expects nothing"
    assert expected == {key: found[key] for key in expected}


def test_the_block_of_the_sample_grades_every_customer_as_the_shipped_policy(
    samples: Path,
) -> None:
    source = samples / "customers.xlsx"
    graded = []
    for policy in ("sales-size", f"{source}#客户表!A3:B6", f"{source}#客户表"):
        done = run("classify", source, "--policy", policy, "--dry-run", "--json")
        assert done.code == 0, done.err
        [file] = done.json["files"]
        labels = {tier["tier"]: tier["label"] for tier in file["tiers"]}
        graded.append([labels[c["results"]["tier"]] for c in file["customers"]])
    shipped, *blocks = graded
    english = {"Large": "大客户", "Medium": "中客户", "Small": "小客户"}
    assert 20 == len(shipped)
    assert [[english[label] for label in shipped]] * 2 == blocks


CUSTOMERS = [
    ["客户编号", "客户类型", "年销", "回款率"],
    ["K1", "媒体", 6000000, "90%"],
    ["K2", "媒体", 6000000, "70%"],
    ["K3", "制造", "80万", "70%"],
    ["K4", "制造", "待定", "70%"],
]
RULES = [
    ["等级顺序", "普通 < 重点 < 战略"],
    ["客户类型", "年平均销售额（万元）", "回款率", "客户等级", "折扣", "说明"],
    ["“媒体”", ">500", ">=80%", "战略", 0.85, "总监拜访"],
    ["“媒体”", ">500", "<80%", "重点", 0.9, ""],
    ["否则", "", "", "普通", 1, ""],
]


def test_customers_are_graded_by_a_rules_workbook(tmp_path: Path) -> None:
    """The results, the reasons, what is told about the rules, and the column that is named."""
    source = write(tmp_path / "客户.xlsx", [{"name": "客户", "rows": CUSTOMERS}])
    rules = write(tmp_path / "规则 #1.xlsx", [{"name": "等级 规则!", "rows": RULES}])
    policy = f"{rules}#'等级 规则!'!$A$1:$F$5"
    options = ("--policy", policy, "--map", "年销=年平均销售额", "--lang", "zh")
    done = run("classify", source, *options, "--json")
    assert done.code == 0, done.err
    [file] = done.json["files"]
    labels = {tier["tier"]: tier["label"] for tier in file["tiers"]}
    results = [
        [labels[c["results"].get("tier")], *list(c["results"].values())[1:]]
        for c in file["customers"]
    ]
    assert [["战略", 0.85, "总监拜访"], ["重点", 0.9, ""], ["普通", 1.0, ""], [None]] == results
    told = [(d["code"], d["sheet"], d["cell"]) for d in file["diagnostics"]]
    assert ("curly-quotes", "规则 #1.xlsx#等级 规则!", "A3") in told
    written = load_workbook(tmp_path / "客户.tiered.xlsx").worksheets[0]
    assert ["客户等级", "折扣", "说明", "依据"] == [cell.value for cell in written[1][4:]]
    assert "年平均销售额 6,000,000 > 500万" in str(written["H2"].value)

    page = run("classify", source, *options, "--dry-run").out
    assert "规则 #1.xlsx#等级 规则!!A3" in page
    why = run("explain", source, "K1", *options)
    assert why.code == 0, why.err
    assert "弯引号" in why.out
    why = run("explain", source, "K1", *options, "--json")
    assert ["curly-quotes", "curly-quotes"] == [f["code"] for f in why.json["policy_findings"]]


def test_an_input_that_nobody_knows_is_named_by_its_header(tmp_path: Path) -> None:
    """Its generated name is nowhere to be typed."""
    customers = [["客户编号", "授信金额（美元）"], ["K1", 5]]
    source = write(tmp_path / "客户.xlsx", [{"name": "客户", "rows": customers}])
    block = [["授信金额", "等级"], [">500万", "A"], ["<=500万", "B"]]
    rules = write(tmp_path / "rules.xlsx", [{"name": "规则", "rows": block}])
    done = run("classify", source, "--policy", rules, "--lang", "zh", "--dry-run")
    assert 65 == done.code
    assert "--unit 授信金额=元" in done.err
    done = run(
        "classify", source, "--policy", rules, "--unit", "授信金额=元", "--dry-run", "--json"
    )
    assert 0 == done.code, done.out
    done = run("classify", source, "--policy", rules, "--map", "B=授信金", "--lang", "zh")
    assert 2 == done.code
    assert "您要找的是 授信金额 吗" in done.err


@pytest.mark.parametrize("header", ["回款率（%）", "回款率（万元）"])
def test_bare_numbers_are_not_held_against_a_column_that_has_a_unit(
    header: str, tmp_path: Path
) -> None:
    rules = [["回款率", "等级"], [">=0.8", "A"], ["<0.8", "B"]]
    policy = write(tmp_path / "rules.xlsx", [{"rows": rules}])
    source = write(tmp_path / "客户.xlsx", [{"rows": [["客户编号", header], ["K1", 75]]}])
    done = run("classify", source, "--policy", policy, "--lang", "zh", "--dry-run")
    assert 65 == done.code
    assert "B1" in done.err
    assert header in done.err


@pytest.mark.parametrize(
    ("reference", "code", "said"),
    [
        ("none.xlsx", 78, "none.xlsx"),
        ("none.xlsx#规则", 78, "none.xlsx"),
        ("rules.csv", 78, ".xlsx"),
        ("broken.xlsx", 78, "broken.xlsx"),
        ("sales-siez", 78, "sales-size"),
    ],
)
def test_what_is_no_policy_is_one_exit_code(
    reference: str, code: int, said: str, tmp_path: Path, samples: Path
) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"no zip")
    source = samples / "customers.xlsx"
    done = run("classify", source, "--policy", reference, "--lang", "zh", cwd=tmp_path)
    assert code == done.code
    assert said in done.err


def test_a_workbook_whose_name_has_a_hash_and_an_extension_in_it(tmp_path: Path) -> None:
    rows = [["年销", "等级"], [">500万", "A"], ["<=500万", "B"]]
    path = write(tmp_path / "a.xlsx#b.xlsx", [{"name": "规则", "rows": rows}])
    assert 2 == len(resolve_policy(f"{path}#规则").tables[0].rules)
    assert 2 == len(resolve_policy(str(path)).tables[0].rules)


def test_a_date_of_1904_is_told_as_the_sheet_shows_it(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    for row in (["下单", "等级"], [dt.date(2024, 5, 12), "A"], ["<5", "B"]):
        sheet.append(row)
    book.save(tmp_path / "rules.xlsx")
    with pytest.raises(PolicyInvalid) as refusal:
        resolve_policy(str(tmp_path / "rules.xlsx"))
    assert "2024-05-12" in refusal.value.message.zh


def test_a_header_that_two_known_inputs_bear_is_read_by_itself() -> None:
    known = {
        name: InputDocument(label=Label(zh="销售", en="Sales"), type="number", unit="元")
        for name in ("one", "other")
    }
    texts = [["销售", "等级"], [">500万", "A"], ["<=500万", "B"]]
    rows = {
        row: {col: Cell(row, col, Kind.TEXT, text) for col, text in enumerate(line)}
        for row, line in enumerate(texts)
    }
    found = sheet_policy(RuleCells(file="r.xlsx", sheet="规则", rows=rows), known, "r")
    assert ["input_a"] == list(found.document.inputs)


WORDS = """
年销|销售额|销售额（万元）|客户类型|等级|得分|备注|颜色|默认|命中方式|等级顺序
first|收集求和|A < B|A|B|大客户|>500万|<=500万|100-500万|>=80%|3年以上|否则|-
媒体, 律师|“媒体|注：说明|>1, <2|50|绿色|是|默认：A
"""
CELLS = st.one_of(
    st.sampled_from(WORDS.replace("\n", "|").split("|")).map(lambda text: (Kind.TEXT, text)),
    st.sampled_from([(Kind.NUMBER, "3"), (Kind.NUMBER, "1e400"), (Kind.DATE, "45424")]),
    st.sampled_from([(Kind.ERROR, "#N/A"), (Kind.BOOLEAN, "TRUE"), (Kind.UNCACHED, "")]),
    st.text(max_size=8).map(lambda text: (Kind.TEXT, text)),
)


@given(st.lists(st.lists(CELLS, max_size=4), max_size=7), st.sampled_from([None, "A2:C4", "B1:B9"]))
@settings(max_examples=400, deadline=None)
def test_any_sheet_is_a_policy_or_refused_at_a_place(
    lines: list[list[tuple[Kind, str]]], area: str | None
) -> None:
    """Whatever stands in a sheet: a policy whose rules can be built, or an error that names it."""
    rows: dict[int, dict[int, Cell]] = {}
    for row, line in enumerate(lines):
        for col, (kind, text) in enumerate(line):
            cell = Cell(row, col, kind, text)
            if not cell.blank:
                rows.setdefault(row, {})[col] = cell
    held = Area.parse(area) if area else None
    cells = RuleCells(file="r.xlsx", sheet="规则", rows=rows, area=held)
    refused = ""
    try:
        found = sheet_policy(cells, known_inputs(), "r")
        policy_of(found.document, found.place)
        assert found.document == parse_document(toml_text(found.document).encode(), "x")
    except PolicyInvalid as refusal:
        refused = refusal.message.zh
    assert not refused or refused.startswith("r.xlsx#规则")


def test_case_names_are_different() -> None:
    names = [case["name"] for case in FILE["case"]]
    assert len(names) == len(set(names))


def test_the_types_of_results_are_all_covered() -> None:
    """The cases show a result of every type."""
    shown = {kind for case in FILE["case"] for kind in case.get("results", ())}
    assert {kind.value for kind in ResultType} == shown


TEXTS: list[list[str | None]] = [
    ["等级", "服务", "价格"],
    ["大客户", "专人对接", "九折"],
    ["小客户", None, "原价"],
]


def book_with(tmp_path: Path, texts: list[list[str | None]]) -> Path:
    """Return a rules workbook whose second sheet has texts for the tiers."""
    rules = [["年平均销售额（万元）", "客户等级"], [">500", "大客户"], ["<=500", "小客户"]]
    book = Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "规则"
    said: Any = book.create_sheet("等级说明")
    for page, rows in ((sheet, rules), (said, texts)):
        for row in rows:
            page.append(row)
    book.save(tmp_path / "rules.xlsx")
    return tmp_path / "rules.xlsx"


def test_a_sheet_says_what_goes_with_each_tier(samples: Path, tmp_path: Path) -> None:
    rules = book_with(tmp_path, TEXTS)
    command: list[str | Path] = ["classify", samples / "customers.xlsx", "--policy", rules]
    assert 0 == run(*command, "--columns", "tier,价格,服务").code
    sheet = load_workbook(samples / "customers.tiered.xlsx")["客户表"]
    rows = [row[7:] for row in sheet.iter_rows(min_row=8, max_row=10, values_only=True)]
    assert [
        ("客户等级", "价格", "服务"),
        ("大客户", "九折", "专人对接"),
        ("小客户", "原价", None),
    ] == rows


@pytest.mark.parametrize(
    ("texts", "at"),
    [
        ([["等级", "价格"], ["特大", "九折"]], "rules.xlsx#等级说明!A2"),
        ([["等级", "价格"], ["大客户", "九折"], ["大客户", "八折"]], "rules.xlsx#等级说明!A3"),
        ([["等级", "价格", "价格"], ["大客户", "九折", "八折"]], "rules.xlsx#等级说明!C1"),
        ([["等级", "价格"], [None, "九折"]], "rules.xlsx#等级说明!B2"),
    ],
)
def test_a_sheet_of_texts_that_cannot_be_read_says_where(
    tmp_path: Path, texts: list[list[str | None]], at: str
) -> None:
    done = run("policy", "show", book_with(tmp_path, texts))
    assert 78 == done.code
    assert at in done.err


def test_a_new_workbook_has_the_sheet_to_fill_in(samples: Path, tmp_path: Path) -> None:
    rules = tmp_path / "my.xlsx"
    run("policy", "new", rules, "--lang", "zh")
    book = load_workbook(rules)
    sheet: Any = book["等级说明"]
    assert [("客户等级", "服务", "价格", "激励"), ("大客户", None, None, None)] == [
        *sheet.iter_rows(max_row=2, values_only=True)
    ]
    sheet["B2"] = "专人对接"
    book.save(rules)
    done = run("classify", samples / "customers.xlsx", "--policy", rules, "--columns", "tier,服务")
    assert 0 == done.code
