"""`tierctl template`: what it writes is read without an option, and means what the policy does."""

from __future__ import annotations

import subprocess
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from cli import run
from openpyxl import load_workbook
from policies import HEAD, step, table
from sheets import CASES, Case, cases

from tierctl.app.policies import read_policy, resolve_policy
from tierctl.app.template import make_template
from tierctl.app.template_columns import inputs_of, template_column
from tierctl.checks.round_number import round_number
from tierctl.engine.reference import decide
from tierctl.model.address import CellRef
from tierctl.model.errors import PolicyInvalid
from tierctl.model.quantity import shifted
from tierctl.model.table import BoundTable, Skip, Value
from tierctl.model.text import LANGS, Lang
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.load import shipped
from tierctl.policy.policy import Input, InputType, Policy
from tierctl.policy.sets import DateSet, NumberSet, ValueSet
from tierctl.policy.settings import Settings
from tierctl.policy.text_sets import TextSet
from tierctl.tables.diagnostics import missing
from tierctl.tables.options import TableOptions
from tierctl.tables.read import read_table

RICH = CASES / "template_policy.toml"
DAY = date(2025, 6, 30)
POLICIES = [*shipped(), str(RICH)]


def made(reference: str, folder: Path, lang: Lang = "zh", **params: str) -> Path:
    target = folder / f"空白 {lang}.xlsx"
    settings = Settings(params=params)
    make_template(
        reference, read_policy(reference), settings, target, as_of=None, force=True, lang=lang
    )
    return target


def given(reference: str) -> dict[str, str]:
    """Return values for the parameters that have none, rising or falling as the policy needs."""
    open_ones = {
        name: p.unit for name, p in read_policy(reference).document.params.items() if not p.value
    }
    for values in (range(1, len(open_ones) + 1), range(len(open_ones), 0, -1)):
        tried = {
            name: f"{value}{unit if unit in ('元', '%') else ''}"
            for (name, unit), value in zip(open_ones.items(), values, strict=True)
        }
        try:
            resolve_policy(reference, Settings(params=tried, as_of=DAY))
        except PolicyInvalid:
            continue
        return tried
    raise AssertionError(f"no values for {list(open_ones)}")


def witness(values: ValueSet, read: Input) -> Value:
    """Return a value in a set, and in the input's domain where that is not empty."""
    if isinstance(values, TextSet):
        domain = read.domain if isinstance(read.domain, TextSet) else TextSet.everything()
        both = values.intersection(domain).but_blank()
        return (values if both.empty else both).witness()
    domains = [read.domain] if isinstance(read.domain, NumberSet) else []
    common = type(values).all_of([values.but_blank(), *domains])
    if isinstance(common, DateSet):
        return common.witness()
    return next((round_number(i) for i in common.intervals if not i.vacant), None)


def customers(policy: Policy) -> list[dict[str, Value]]:
    """Return a customer for every rule, one who has nothing, and one who has everything."""
    asked: list[Mapping[str, ValueSet]] = [
        rule.conditions for t in policy.tables for rule in t.rules
    ]
    asked += [remark.conditions for remark in policy.remarks]
    every = {name: read.domain for name, read in policy.inputs.items() if read.domain}
    found = []
    for conditions in ({}, every, *asked):
        wanted = {**every, **policy.scope, **conditions}
        found.append(
            {
                name: witness(wanted[name], read)
                for name, read in policy.inputs.items()
                if name in wanted and conditions
            }
        )
    return found


def as_cell(read: Input, value: Value, lang: Lang) -> object:
    """Return a value as somebody types it into the template, in the unit of its column."""
    if isinstance(value, float):
        if read.type is InputType.DATE:
            return date.fromordinal(int(value))
        return shifted(repr(value), -read.unit.shift)
    label = next((c.label.to(lang) for c in read.choices if c.id == value), None)
    return label or value


def fill(path: Path, policy: Policy, rows: list[dict[str, Value]], lang: Lang) -> None:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for row, values in enumerate(rows, start=3):
        for col, read in enumerate(inputs_of(policy), start=1):
            cell = as_cell(read, values.get(read.name), lang)
            who = {"customer_id": f"K{row}", "customer_name": f"客户 K{row}"}
            sheet.cell(row, col, who.get(read.name, cell))
    book.save(path)


def _table(policy: Policy, rows: list[dict[str, Value]]) -> BoundTable:
    """Return the customers as the sheet has them: a blank required cell is a problem of it."""
    found = table(policy, *rows)
    at = CellRef("客户", 0, 0)
    columns = dict(found.columns)
    for read in policy.required():
        blank = [p for p, row in enumerate(rows) if row.get(read.name) is None]
        columns[read.name] = replace(
            columns[read.name], problems={p: missing(read.label, at) for p in blank}
        )
    return replace(found, columns=columns)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("reference", POLICIES, ids=lambda reference: Path(reference).stem)
def test_what_is_filled_in_is_graded_as_the_policy_means_it(
    reference: str, lang: Lang, tmp_path: Path
) -> None:
    params = given(reference)
    policy = resolve_policy(reference, Settings(params=params, as_of=DAY))
    path = made(reference, tmp_path, lang)
    rows = customers(policy)
    fill(path, policy, rows, lang)
    options = [o for name, value in params.items() for o in ("--param", f"{name}={value}")]
    options += ["--as-of", DAY.isoformat()] if policy.as_of else []
    done = run("classify", path, "--policy", reference, *options, "--json")
    assert done.code in (0, 1), done.err
    [file] = done.json["files"]
    assert [{"row": 2, "reason": "example"}] == file["rows"]["skipped"]
    expected = decide(policy, _table(policy, rows))
    assert [decision.status.value for decision in expected] == [
        customer["status"] for customer in file["customers"]
    ]
    assert [dict(d.results) for d in expected] == [c["results"] for c in file["customers"]]
    for column in file["table"]["columns"]:
        read = policy.inputs[column["input"]]
        assert read.unit.symbol == (column["unit"] or "") or read.unit.shift != 0
    numbers = [c for c in file["table"]["columns"] if c["unit"] and c["unit"] in "元万元%"]
    assert {"header"} >= {column["unit_source"] for column in numbers}


def test_a_rules_workbook_has_a_template(samples: Path) -> None:
    """Also rules that stand above the customers of a sheet, in whose words they are."""
    rules = f"{samples / 'customers.xlsx'}#客户表!A3:B6"
    path = made(rules, samples)
    fill(path, resolve_policy(rules), [{"annual_sales": 6585000.0}, {"annual_sales": 1e6}], "zh")
    [file] = run("classify", path, "--policy", rules, "--json").json["files"]
    assert 2 == file["rows"]["graded"]
    told = run("template", rules, "-o", samples / "my form.xlsx", "--lang", "en").out
    assert f"{samples / 'my form.xlsx'}\" --policy '{rules}'" in told.replace("\n", " ")


def test_the_example_is_found_among_very_many(tmp_path: Path) -> None:
    """Rows that are read by columns are looked at, too."""
    path = made("sales-size", tmp_path)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for row in range(3, 20_003):
        code = "示例" if row == 15_000 else f"DKF{row:06d}"
        for col, value in enumerate((code, f"客户 {row}", 1_000_000 + row * 7.5), start=1):
            sheet.cell(row, col, value)
    book.save(path)
    workbook = WorkbookFile(path)
    try:
        found = read_table(workbook, resolve_policy("sales-size"), TableOptions())
    finally:
        workbook.close()
    assert {1: Skip.EXAMPLE, 14_999: Skip.EXAMPLE} == found.skipped
    assert 19_999 == len(found.rows)


@pytest.mark.parametrize("case", cases("templates.toml", "column"))
def test_a_column_is_what_its_input_says(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "test.toml"
    path.write_text(_policy(case["input"], case.get("asked")), encoding="utf-8")
    book = load_workbook(made(str(path), tmp_path, "zh"))
    sheet = book.worksheets[0]
    zh, en = case["header"]
    header, example = sheet["C1"], sheet["C2"]
    assert (zh, case.get("example")) == (header.value, _day(example.value))
    assert case["format"] == example.number_format == sheet.column_dimensions["C"].number_format
    assert header.comment is not None
    for sentence in case["note"]:
        assert sentence in header.comment.text.splitlines()
    checks = [
        [v.type, v.operator or "", v.formula1 or "", v.formula2 or "", v.errorStyle or "stop"]
        for v in sheet.data_validations.dataValidation
        if "C2" in v.cells
    ]
    assert ([case["check"]] if "check" in case else []) == checks
    assert en == load_workbook(made(str(path), tmp_path, "en")).worksheets[0]["C1"].value


def _policy(given: str, asked: str | None = None) -> str:
    [head, results] = HEAD.split("[inputs.sales]")[0], HEAD.partition("[results.tier]")[2]
    label = 'label = { zh = "数值", en = "Amount" }, '
    when = {"x": asked} if asked else {"customer_name": "非空"}
    rules = step("size", "first", [(when, {"tier": "high"}), ({}, {"tier": "low"})])
    return f"{head}inputs.x = {{ {label}{given} }}\n[results.tier]{results}{rules}"


def _day(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


UNITS = [
    *["元", "千元", "万元", "百万元", "亿元", "%", "ratio", "次", "年", "月", "个月", "天", "周"],
    *["分", "件", "人", "K", "万", "笔", "元/月", "㎡", "吨", "季度", "股", "m", "USD"],
]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_comes_back_from_the_header(unit: str, lang: Lang, tmp_path: Path) -> None:
    """Whatever a policy counts in, its own column is found, and bare numbers are in that unit."""
    source = tmp_path / "test.toml"
    source.write_text(_policy(f'type = "number", unit = "{unit}"'), encoding="utf-8")
    policy = resolve_policy(str(source))
    workbook = WorkbookFile(made(str(source), tmp_path, lang))
    try:
        found = read_table(workbook, policy, TableOptions())
    finally:
        workbook.close()
    assert (2, policy.inputs["x"].unit.shift) == (
        found.columns["x"].col,
        found.columns["x"].unit.shift,
    )
    assert {1: Skip.EXAMPLE} == found.skipped


def test_the_same_bytes_on_every_run(tmp_path: Path) -> None:
    """Whatever the time, the zone and the language of the system."""
    one, two = tmp_path / "a.xlsx", tmp_path / "b" / "a.xlsx"
    two.parent.mkdir()
    for path, env in ((one, {"TZ": "UTC"}), (two, {"TZ": "Asia/Shanghai", "LANG": "zh_CN.UTF-8"})):
        done = run("template", RICH, "-o", path, "--lang", "zh", "-q", env=env)
        assert (0, "", "") == (done.code, done.out, done.err)
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as package:
        assert {(1980, 1, 1, 0, 0, 0)} == {info.date_time for info in package.infolist()}
        core = package.read("docProps/core.xml").decode()
    assert 2 == core.count(">1980-01-01T00:00:00Z<")


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    target = tmp_path / "mine.xlsx"
    target.write_text("mine", encoding="utf-8")
    done = run("template", "sales-size", "-o", target)
    assert 73 == done.code
    assert "--force" in done.err
    assert "mine" == target.read_text(encoding="utf-8")
    assert 0 == run("template", "sales-size", "-o", target, "--force", "-q").code
    assert zipfile.is_zipfile(target)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["sales-siez"], 78, "sales-size"),
        (["sales-size", "-o", "a.csv"], 2, ".xlsx"),
        (["sales-size", "-o", "none/a.xlsx"], 73, "none"),
        (["sales-size", "--param", "larger=1"], 78, "large"),
        ([str(RICH), "--param", "gold=much"], 78, "much"),
    ],
)
def test_errors_have_their_exit_codes(
    arguments: list[str], code: int, said: str, tmp_path: Path
) -> None:
    done = run("template", *arguments, cwd=tmp_path)
    assert code == done.code
    assert said in done.err
    assert [] == list(tmp_path.iterdir())


def test_without_a_name_it_is_called_after_the_policy(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    for arguments in ([], ["-o", "forms"]):
        done = run("template", "sales-size", *arguments, "--lang", "en", cwd=tmp_path)
        assert 0 == done.code, done.err
    assert "sales-size.template.xlsx --policy sales-size" in done.out
    assert (tmp_path / "sales-size.template.xlsx").is_file()
    assert (tmp_path / "forms" / "sales-size.template.xlsx").is_file()


def test_as_json_it_tells_the_columns(tmp_path: Path) -> None:
    told = run("template", "sales-size", "--json", "--lang", "zh", cwd=tmp_path).json
    assert ("template", "客户表") == (told["command"], told["sheet"])
    assert (tmp_path / told["output"]).is_file()
    assert ["客户编号", "客户名称", "年平均销售额（元）", "所在区域"] == [
        column["header"] for column in told["columns"]
    ]
    assert ("C", "annual_sales", "元", True) == tuple(
        told["columns"][2][key] for key in ("column", "input", "unit", "required")
    )
    failed = run("template", "sales-siez", "--json").json
    assert ("template", "unknown-policy") == (failed["command"], failed["error"]["code"])


def test_labels_that_are_one_header_are_refused(tmp_path: Path) -> None:
    """Such a template could not be read back; nothing is written."""
    text = HEAD.replace('zh = "成本"', 'zh = "销售额"').replace('en = "Cost"', 'en = "Sales"')
    path = tmp_path / "test.toml"
    path.write_text(text + step("s", "first", [({}, {"tier": "low"})]), encoding="utf-8")
    done = run("template", path, "-o", tmp_path / "a.xlsx", "--lang", "zh")
    assert 78 == done.code
    assert "label" in done.err
    assert [path] == list(tmp_path.iterdir())


def about(path: Path) -> list[tuple[str, ...]]:
    """Return the lines of the page about the policy, without blank cells."""
    sheet = load_workbook(path).worksheets[1]
    lines = (tuple(str(c) for c in row if c is not None) for row in sheet.values)
    return [line for line in lines if line]


SAID: dict[str, Any] = tomllib.loads((CASES / "template_pages.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", SAID["page"], ids=lambda page: f"{page['policy']} {page['lang']}")
def test_the_page_says_what_the_policy_is(page: Case, tmp_path: Path) -> None:
    reference = page["policy"] if page["policy"] in shipped() else CASES / page["policy"]
    target = tmp_path / "form.xlsx"
    options = [*page.get("options", []), "--lang", page["lang"]]
    done = run("template", reference, "-o", target, "-q", *options)
    assert 0 == done.code, done.err
    folder = f"{CASES}/"
    found = [[text.replace(folder, "") for text in line] for line in about(target)]
    if "lines" in page:
        assert page["lines"] == found
    for line in page.get("has", []):
        assert line in found, line


@pytest.mark.parametrize("reference", POLICIES, ids=lambda reference: Path(reference).stem)
def test_the_page_is_never_taken_for_customers(reference: str, tmp_path: Path) -> None:
    """A template without its header has no table of customers, whatever its page says."""
    path = made(reference, tmp_path)
    book = load_workbook(path)
    book.worksheets[0].delete_rows(1, 2)
    book.save(path)
    params = [o for n, v in given(reference).items() for o in ("--param", f"{n}={v}")]
    done = run("classify", path, "--policy", reference, *params, "--dry-run")
    assert 65 == done.code, done.out


@pytest.mark.parametrize("lang", LANGS)
def test_the_example_is_marked_and_never_graded(lang: Lang, tmp_path: Path) -> None:
    path = made("sales-size", tmp_path, lang)
    book = load_workbook(path)
    cells = book.worksheets[0][2]
    code = {"zh": "示例", "en": "EXAMPLE"}[lang]
    assert code == cells[0].value
    assert code.casefold() in str(cells[1].value).casefold()
    assert all(cell.font.italic and "00808080" == cell.font.color.rgb for cell in cells)
    # Written over, or moved down among the customers, it is still the example.
    for col, value in enumerate(("K1", "锦江", 6585000), start=1):
        book.worksheets[0].cell(3, col, value)
    for col, value in enumerate((code, "天府", 980000), start=1):
        book.worksheets[0].cell(4, col, value)
    book.save(path)
    done = run("classify", path, "--lang", "zh", "--json")
    assert 0 == done.code, done.err
    [file] = done.json["files"]
    assert ["K1"] == [customer["customer_id"] for customer in file["customers"]]
    assert [2, 4] == [row["row"] for row in file["rows"]["skipped"]]
    said = run("classify", path, "--lang", "zh", "--force").out
    assert "示例行：第 2、4 行" in said.replace(", ", "、")


def test_the_sheet_is_ready_to_print_and_to_fill_in(tmp_path: Path) -> None:
    book = load_workbook(made(str(RICH), tmp_path))
    sheet = book.worksheets[0]
    assert ["客户表", "说明", "选项"] == book.sheetnames
    assert ["visible", "visible", "hidden"] == [s.sheet_state for s in book.worksheets]
    assert ("C2", "$1:$1", "landscape") == (
        sheet.freeze_panes,
        sheet.print_title_rows,
        sheet.page_setup.orientation,
    )
    policy = resolve_policy(str(RICH), Settings(params=given(str(RICH)), as_of=DAY))
    headers = [cell.value for cell in sheet[1]]
    assert [template_column(policy, read, "zh").header for read in inputs_of(policy)] == headers
    required = [cell.fill.start_color.rgb == "001F4E78" for cell in sheet[1]]
    assert [read.required for read in inputs_of(policy)] == required
    for col in range(1, len(headers) + 1):
        width = sheet.column_dimensions[sheet.cell(1, col).column_letter].width
        assert 12 <= width <= 26
    assert all(cell.data_type != "f" for s in book for row in s for cell in row)


def test_libreoffice_keeps_what_makes_it_a_template(tmp_path: Path) -> None:
    """A real spreadsheet program opens it, saves it, and classify reads that without an option."""
    path = made(str(RICH), tmp_path)
    policy = resolve_policy(str(RICH), Settings(params=given(str(RICH)), as_of=DAY))
    fill(path, policy, customers(policy), "zh")
    folder = tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", folder, path],
        check=True,
        capture_output=True,
        timeout=180,
    )
    params = [o for n, v in given(str(RICH)).items() for o in ("--param", f"{n}={v}")]
    told = [
        run("classify", file, "--policy", RICH, *params, "--as-of", DAY.isoformat(), "--json").json
        for file in (path, folder / path.name)
    ]
    graded = [[c["results"] for c in one["files"][0]["customers"]] for one in told]
    assert graded[0] == graded[1]
    sheet = load_workbook(folder / path.name).worksheets[0]
    assert all(cell.comment is not None for cell in sheet[1])
    lists = [v for v in sheet.data_validations.dataValidation if v.type == "list"]
    assert 4 == len(lists)
