"""`score-credit --forms` and `--forms-workbook`: what a form says, where it goes, how it prints."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cli import Done, run
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tierctl.app.form_condition import ConditionWords
from tierctl.app.form_ladder import Ladders
from tierctl.app.form_names import file_names, sheet_names
from tierctl.engine.card_reading import CardReader, CardReading
from tierctl.model.table import BoundTable, Value
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.load import load_policy
from tierctl.policy.policy import Policy
from tierctl.policy.settings import Settings
from tierctl.tables.options import TableOptions
from tierctl.tables.read import read_table

DAY = "2025-06-30"


def rows_of(text: str) -> list[list[Any]]:
    """Return the rows of a table in text: `-` is a blank, digits are a number."""
    return [
        [
            None if word == "-" else float(word) if re.fullmatch(r"[\d.]+", word) else word
            for word in line
        ]
        for line in map(str.split, text.strip().splitlines())
    ]


CREDIT, *CREDIT_ROWS = rows_of("""
客户编号 客户名称 企业类型 领导者素质得分 净资产得分 长期资产得分 负债总额 资产总额 流动资产 速动资产 流动负债 负债净值比率得分 应收账款周转次数 资产管理及盈利其余得分 主要产品生命周期得分 市场预期得分 企业营销环境得分 存货周转率 信用等级
C001 甬江机械 生产 8 6 5 5000000 10000000 3000000 1500000 2000000 5 6.5 20 3 1 3 4
C002 西溪商贸 流通 9 7 6 6100001 9000000 2000000 900000 1900000 4 3 12.5 2 0 4 -
C003 缺项公司 流通 8 - 5 5000000 10000000 3000000 1500000 2000000 5 6.5 20 3 1 3 4
C004 无类型公司 - 8 6 5 5000000 10000000 3000000 1500000 2000000 5 6.5 20 3 1 3 4
""")  # noqa: E501 - a header is one line
SCORES = CREDIT_ROWS[0][3:]
TRADE, *TRADE_ROWS = rows_of("""
客户编号 客户名称 客户类型 观察期已满 成立年限 整体印象 企业规模 员工素质 同业形象 负责人品德 业务关系月数 每月补货次数 区域 供货商地位 合作态度 员工人数 同行评估得分 不良记录得分 回款评价得分 应收金额 信用等级
T001 柯桥纺织 正常 - 5 好 - - - 好 30 4 偏远区 主供货商 好 25 9 10 45 350000
T002 婺城建材 新客户 否 4 - 较大 较高 良好 一般 14 12 近区域 次供货商 一般 12 8 9 46 120000
T003 椒江水产 正常 - 2 - 中等 一般 良好 一般 8 6 中等区域 偶尔提货 差 6 5 4 - -
""")  # noqa: E501 - a header is one line


def book(path: Path, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> Path:
    """Write a workbook with a title above its header; texts never are formulas in it."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "客户"
    sheet.append(["客户信用等级评定"])
    sheet.append(list(header))
    for row, values in enumerate(rows, start=3):
        for col, value in enumerate(values, start=1):
            cell = sheet.cell(row, col, value)
            if isinstance(value, str):
                cell.data_type = "s"
    made.save(path)
    return path


def credit(folder: Path, rows: Sequence[Sequence[Any]] = CREDIT_ROWS, name: str = "c.xlsx") -> Path:
    return book(folder / name, CREDIT, rows)


def trade(folder: Path) -> Path:
    return book(folder / "t.xlsx", TRADE, TRADE_ROWS)


def scored(*arguments: str | Path, lang: str = "zh") -> Done:
    return run("score-credit", *arguments, "--as-of", DAY, "--lang", lang)


def in_one(source: Path, lang: str = "zh") -> dict[str, Worksheet]:
    """Return the forms of a file by the customer's code."""
    target = source.with_name("forms.xlsx")
    done = scored(source, "--forms-workbook", target, "-q", lang=lang)
    assert done.code == 0, done.err
    sheets = load_workbook(target).worksheets
    return {str(sheet["B3"].value): sheet for sheet in sheets}


def lines(sheet: Worksheet) -> list[list[Any]]:
    """Return what stands in each row, without blanks."""
    rows = sheet.iter_rows(values_only=True)
    return [[value for value in row if value is not None] for row in rows]


def after(sheet: Worksheet, label: str) -> Any:
    """Return what stands right of a label."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == label:
                return sheet.cell(cell.row, cell.column + 1).value
    raise AssertionError(f"no {label}")


def said(sheet: Worksheet) -> str:
    return "\n".join(str(value) for line in lines(sheet) for value in line)


def readings(source: Path, id: str) -> tuple[Policy, dict[str, CardReading]]:
    """Return the reference reading of every customer's card, by code."""
    policy = load_policy(id, Settings(as_of=date.fromisoformat(DAY)))
    table = _table(source, policy)
    reader = CardReader(policy)
    return policy, {
        str(table.value("customer_id", i)): reader.read(
            {name: column.values[i] for name, column in table.columns.items()}
        )
        for i in range(len(table.rows))
    }


def _table(source: Path, policy: Policy) -> BoundTable:
    workbook = WorkbookFile(source)
    try:
        return read_table(workbook, policy, TableOptions())
    finally:
        workbook.close()


# --- what a form says ---


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("id", "make"), [("credit-rating", credit), ("trade-credit", trade)])
def test_every_item_and_sum_is_that_of_the_reference_reading(
    tmp_path: Path, id: str, make: Any, lang: str
) -> None:
    source = make(tmp_path)
    forms = in_one(source, lang)
    policy, cards = readings(source, id)
    assert cards.keys() == forms.keys()
    for code, sheet in forms.items():
        card = cards[code]
        rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
        for item in card.items:
            row = rows[item.characteristic.code]
            label = item.characteristic.label
            assert (label.zh if lang == "zh" else label.en) == sheet.cell(row, 2).value
            assert item.characteristic.most == sheet.cell(row, 5).value
            assert item.points == sheet.cell(row, 7).value
        assert policy.card is not None
        for section in policy.card.sections:
            row = rows[section.label.zh if lang == "zh" else section.label.en]
            assert section.most == sheet.cell(row, 5).value
            assert card.subtotals[section.id] == sheet.cell(row, 7).value
        row = rows["总分" if lang == "zh" else "Total"]
        assert sheet.cell(row, 5).value == 100
        assert card.total == sheet.cell(row, 7).value


def test_a_form_says_who_by_which_policy_and_what_is_to_be_signed(tmp_path: Path) -> None:
    sheet = in_one(credit(tmp_path))["C001"]
    policy = load_policy("credit-rating")
    assert sheet["A1"].value == "客户信用等级评定"
    assert "credit-rating 1.0.0" in sheet["A2"].value
    assert policy.digest[:12] in sheet["A2"].value
    assert lines(sheet)[2:5] == [
        ["客户编号", "C001", "客户名称", "甬江机械"],
        ["企业类型", "生产", "截至日期", DAY],
        ["序号", "项目", "参照分值", "满分", "取值", "实际得分"],
    ]
    for empty in ("授予客户信用等级", "授予理由", "评审经理", "审核", "日期"):
        assert after(sheet, empty) is None
    assert after(sheet, "评定等级") == "A"
    assert "应收账款周转次数 = 赊销净额 / 平均应收账款" in said(sheet)
    assert "资产负债率 = 负债总额 / 资产总额 × 100%" in said(sheet)
    assert "AAA ≥ 90；AA ≥ 80；A ≥ 70；BBB ≥ 60；BB ≥ 50；B < 50" in said(sheet)
    assert "存货周转率 4" in after(sheet, "所附数据")


def test_the_grade_stands_on_the_colour_of_its_tier(tmp_path: Path) -> None:
    sheet = in_one(credit(tmp_path))["C001"]
    (cell,) = (c for row in sheet.iter_rows(max_col=2) for c in row if c.value == "A" and c.row > 9)
    tier = load_policy("credit-rating").results["credit_grade"].tier("a")
    assert cell.fill.start_color.rgb[-6:] == tier.color


@pytest.mark.parametrize(
    ("code", "ladder"),
    [
        ("C001", "≤50% 得8；≤60% 得7；≤70% 得6；>70% 得0"),
        ("C002", "≤60% 得8；≤70% 得7；≤80% 得6；>80% 得0"),
        (
            "C004",
            """生产：≤50% 得8；≤60% 得7；≤70% 得6；>70% 得0
流通：≤60% 得8；≤70% 得7；≤80% 得6；>80% 得0""",
        ),
    ],
)
def test_the_reference_points_are_those_of_the_customer_s_own_type(
    tmp_path: Path, code: str, ladder: str
) -> None:
    assert after(in_one(credit(tmp_path))[code], "资产负债率") == ladder


def test_a_rung_that_asks_for_several_values_stands_on_its_own_line(tmp_path: Path) -> None:
    forms = in_one(trade(tmp_path))
    assert after(forms["T001"], "业务关系持续期和每月补货次数").splitlines() == [
        "业务关系月数 ≥24，每月补货次数 ≥3 得8",
        "业务关系月数 ≥12，每月补货次数 ≥2 得6",
        "业务关系月数 ≥2，每月补货次数 ≥1 得4",
        "其他 得2",
    ]
    # The level of the impression is nobody's word: what it comes from is told, as the sheet has it.
    assert after(forms["T001"], "整体印象").splitlines() == [
        "成立年限 ≥3，整体印象 好 得6",
        "成立年限 ≥1，整体印象 好/一般 得3",
        "其他 得0",
    ]
    assert "企业规模 较大、员工素质 较高、同业形象 良好" in after(forms["T002"], "整体印象")
    assert "印象档次" not in said(forms["T002"])


@pytest.mark.parametrize("id", ["credit-rating", "trade-credit"])
def test_a_ladder_without_met_bounds_gives_what_its_rules_give(id: str) -> None:
    """Of the rungs as they are printed the first that holds has the points of the rule."""
    policy = load_policy(id)
    reader = CardReader(policy)
    ladders = Ladders(policy, reader, "en")
    for given in reader.card.characteristics:
        names = [] if given.judged else reader.table(given).names
        fixed = [] if given.judged else reader.fixed_inputs(given)
        numbers = [name for name in names if name not in fixed]
        if len(numbers) != 1 or policy.unit(numbers[0]).symbol not in ("%", "倍", "次", "人"):
            continue
        choices = policy.inputs[fixed[0]].choices if fixed else [None]
        for choice in choices:
            known = {fixed[0]: choice.id} if choice is not None else {}
            printed = [_rung(text) for text in ladders.text(given, known).split("; ")]
            bounds = {bound for _, bound, _ in printed}
            for value in {b + d for b in bounds for d in (-0.001, 0, 0.001)} | {0.0}:
                first = next(points for sign, b, points in printed if _holds(sign, value, b))
                scale = 100 if policy.unit(numbers[0]).symbol == "%" else 1
                values: dict[str, Value] = {**known, numbers[0]: value / scale}
                item = next(i for i in reader.read(values).items if i.characteristic == given)
                assert item.points == first, (given.id, choice, value)


def _rung(text: str) -> tuple[str, float, float]:
    match = re.fullmatch(r"([<>≤≥])([\d.]+)%?: (\d+)", text)
    assert match, text
    return match[1], float(match[2]), float(match[3])


def _holds(sign: str, value: float, bound: float) -> bool:
    return {"<": value < bound, ">": value > bound, "≤": value <= bound, "≥": value >= bound}[sign]


def test_a_calculated_value_is_marked_and_never_rounded_onto_another_rung(tmp_path: Path) -> None:
    near = list(CREDIT_ROWS[0])
    near[6], near[7] = 500_000_001, 1_000_000_000
    forms = in_one(credit(tmp_path, [*CREDIT_ROWS[:2], ["C009", *near[1:]]]))
    read = {code: _value(sheet, "C1") for code, sheet in forms.items()}
    assert read == {"C001": "50%*", "C002": "67.78%*", "C009": "50.0000001%*"}
    assert _value(forms["C001"], "D1") == "6.5"


def _value(sheet: Worksheet, code: str) -> Any:
    return next(
        sheet.cell(row, 6).value for row in range(6, 40) if sheet.cell(row, 1).value == code
    )


def test_an_ungraded_customer_s_form_says_what_is_missing_and_what_can_still_be(
    tmp_path: Path,
) -> None:
    forms = in_one(credit(tmp_path))
    sheet = forms["C003"]
    assert _value(sheet, "B1") == "缺"
    assert "缺少净资产得分" in after(sheet, "待补内容")
    assert after(sheet, "评定等级") == "未定级（A 至 AA）"
    assert ["总分", 100, "74 至 82"] in lines(sheet)
    assert "升级所需" not in said(sheet)
    assert "企业类型是空的" in after(forms["C004"], "待补内容")


def test_a_limited_customer_s_form_says_what_the_points_would_give(tmp_path: Path) -> None:
    sheet = in_one(trade(tmp_path))["T002"]
    assert after(sheet, "评定等级") == "B"
    assert ["总分", 100, 84] in lines(sheet)
    assert "观察期未满" in after(sheet, "适用限制")
    assert after(sheet, "适用限制").endswith("按分 84 为 AA")
    assert lines(sheet)[3:5] == [
        ["区域", "近区域", "客户类型", "新客户"],
        ["观察期已满", "否", "截至日期", DAY],
    ]


def test_a_row_that_may_be_another_s_has_no_points_on_its_form(tmp_path: Path) -> None:
    rows = [*CREDIT_ROWS[:2], ("C001", "甬江机械", "生产", 1, *SCORES[1:])]
    target = tmp_path / "forms.xlsx"
    scored(credit(tmp_path, rows), "--forms-workbook", target, "-q")
    first, _, again = load_workbook(target).worksheets
    for sheet in (first, again):
        assert after(sheet, "评定等级") == "未定级"
        assert ["总分", 100] in lines(sheet)
        assert "C001 还在" in after(sheet, "待补内容")


def test_a_form_in_english_has_no_chinese_words_but_the_customer_s(tmp_path: Path) -> None:
    sheet = in_one(trade(tmp_path), "en")["T002"]
    text = said(sheet).replace("婺城建材", "")
    assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", text)
    assert after(sheet, "Computed grade") == "B"
    assert after(sheet, "Grade granted") is None


# --- names ---

HOSTILE = [
    "=1+1",
    "a/b:c",
    "x" * 40,
    "C9",
    "c9",
    "CON",
    "[]:*?/\\",
    "'q'",
    "+1",
    "History",
    "\x0b.",
]


def test_texts_of_cells_are_texts_on_the_form(tmp_path: Path) -> None:
    rows = [
        (code, f"=cmd|{i}", "生产", *SCORES) for i, code in enumerate(["=1+1", "@a", "-b", "d"])
    ]
    target = tmp_path / "forms.xlsx"
    assert scored(credit(tmp_path, rows), "--forms-workbook", target, "-q").code == 0
    sheets = load_workbook(target).worksheets
    assert [row[0] for row in rows] == [sheet["B3"].value for sheet in sheets]
    for sheet in sheets:
        assert {"n", "s"} == {cell.data_type for row in sheet.iter_rows() for cell in row}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_name_of_a_sheet_is_one_that_excel_takes(hostile: str) -> None:
    names = sheet_names()
    made = [names.name(hostile, "row 1") for _ in range(1200)]
    assert 1200 == len({name.casefold() for name in made})
    for name in made:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
        assert name[0] != "'" != name[-1]
        assert name.casefold() != "history"


def test_the_name_of_a_sheet_counts_as_excel_counts() -> None:
    name = sheet_names().name("𠮷" * 40, "")
    assert len(name.encode("utf-16-le")) // 2 <= 31


@pytest.mark.parametrize(
    "hostile", [*HOSTILE, "名" * 300, "../up", "a.", "nul.txt", "é", "e\u0301"]
)
def test_the_name_of_a_file_is_one_that_every_system_takes(hostile: str) -> None:
    names = file_names()
    made = [names.name(hostile, "row 1") for _ in range(3)]
    assert 3 == len({name.casefold() for name in made})
    for name in made:
        assert 0 < len(name.encode()) <= 200
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
        assert name.strip(" .") == name
        assert name.split(".")[0].casefold() not in ("con", "nul")


def test_names_of_one_spelling_are_kept_apart() -> None:
    names = file_names()
    assert ["é", "e\u0301 (2)", "É (3)"] == [names.name(n, "") for n in ("é", "e\u0301", "É")]


def test_a_folder_gets_a_workbook_for_every_customer(tmp_path: Path) -> None:
    source = credit(tmp_path, [("a/b:c", "甲", "生产", *SCORES), (None, "乙", "生产", *SCORES)])
    done = scored(source, "--forms", tmp_path / "表", "--json")
    assert done.code == 0, done.err
    told = done.json["files"][0]["forms"]
    assert [3, 4] == [form["row"] for form in told]
    paths = [Path(form["path"]) for form in told]
    assert ["a_b_c 甲.xlsx", "乙.xlsx"] == [path.name for path in paths]
    assert set(paths) == set((tmp_path / "表").iterdir())
    for path, form in zip(paths, told, strict=True):
        assert [form["sheet"]] == load_workbook(path).sheetnames


def test_customers_of_one_name_in_several_files_are_kept_apart(tmp_path: Path) -> None:
    files = [credit(tmp_path, CREDIT_ROWS[:1], name) for name in ("a.xlsx", "b.xlsx")]
    assert scored(*files, "--forms", tmp_path / "d", "-q").code == 0
    names = sorted(path.name for path in (tmp_path / "d").iterdir())
    assert ["C001 甬江机械 (2).xlsx", "C001 甬江机械.xlsx"] == names


# --- where forms go, and where they do not ---


def files(folder: Path) -> Mapping[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("option", ["--forms", "--forms-workbook"])
def test_no_form_is_replaced_without_force_and_nothing_else_written(
    tmp_path: Path, option: str
) -> None:
    source = credit(tmp_path)
    place = tmp_path / ("d" if option == "--forms" else "f.xlsx")
    assert scored(source, option, place, "-q").code == 0
    (tmp_path / "c.tiered.xlsx").unlink()
    before = files(tmp_path)
    refused = scored(source, option, place, "--json")
    assert refused.code == 73
    assert refused.json["files"][0]["error"]["code"] == "output-exists"
    assert before == files(tmp_path)
    assert scored(source, option, place, "-q", "--force").code == 0
    # The same customers give the same bytes.
    assert before.items() <= files(tmp_path).items()


@pytest.mark.parametrize("option", ["--forms", "--forms-workbook"])
def test_a_dry_run_tells_of_the_forms_and_writes_none(tmp_path: Path, option: str) -> None:
    source = credit(tmp_path)
    place = tmp_path / ("d" if option == "--forms" else "f.xlsx")
    done = scored(source, option, place, "--dry-run", "--json")
    assert len(CREDIT_ROWS) == len(done.json["files"][0]["forms"])
    assert done.json["files"][0]["written"] is False
    assert [source] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (["--forms", "d", "--forms-workbook", "f.xlsx"], 2, "forms-twice"),
        (["c.xlsx", "--forms-workbook", "f.xlsx"], 2, "forms-of-several-files"),
        (["--forms-workbook", "f.xls"], 2, "wrong-extension"),
        (["--forms-workbook", "c.xlsx", "--force"], 2, "output-is-input"),
        (["--forms-workbook", "c.tiered.xlsx", "--force"], 2, "same-output"),
        (["--forms-workbook", "no/f.xlsx"], 73, "no-such-folder"),
        (["--forms", "no/d"], 73, "no-such-folder"),
        (["--forms", "c.xlsx"], 73, "output-not-a-folder"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    tmp_path: Path, arguments: list[str], code: int, error: str
) -> None:
    source = credit(tmp_path)
    done = run("score-credit", source, *arguments, "--json", cwd=tmp_path)
    told = done.json if "error" in done.json else done.json["files"][0]
    assert (code, error) == (done.code, told["error"]["code"])
    assert [source] == list(tmp_path.iterdir())


def test_no_form_takes_the_place_of_an_input(tmp_path: Path) -> None:
    source = credit(tmp_path, CREDIT_ROWS[:1], "C001 甬江机械.xlsx")
    before = files(tmp_path)
    done = scored(source, "--forms", tmp_path, "--force", "--json")
    assert done.json["files"][0]["error"]["code"] == "output-is-input"
    assert before == files(tmp_path)


def test_the_terminal_says_how_many_forms_went_where(tmp_path: Path) -> None:
    done = scored(credit(tmp_path), "--forms", tmp_path / "d")
    assert "评定表 4 份" in done.out


def test_openpyxl_is_loaded_for_forms_alone(tmp_path: Path) -> None:
    source = credit(tmp_path, CREDIT_ROWS[:1])
    code = (
        "import sys; from tierctl.cli.start import main\n"
        "try: main()\n"
        "except SystemExit: print('openpyxl' in sys.modules)"
    )
    done = run("score-credit", source, "-q", program=[_python(), "-c", code])
    assert "False" in done.out


def _python() -> str:
    import sys

    return sys.executable


# --- on paper ---


def test_every_form_is_one_page_of_a4(tmp_path: Path) -> None:
    rows = [*CREDIT_ROWS, ("L" * 40, "超长名称有限公司" * 12, None, *SCORES)]
    for lang in ("zh", "en"):
        for name, header, body in (("c", CREDIT, rows), ("t", TRADE, TRADE_ROWS)):
            source = book(tmp_path / f"{name} {lang}.xlsx", header, body)
            forms = source.with_name(f"{name}-{lang}-forms.xlsx")
            scored(source, "--forms-workbook", forms, "-q", lang=lang)
            assert len(body) == _pages(forms)


def _pages(workbook: Path) -> int:
    """Return how many pages LibreOffice prints, and see that they are A4."""
    folder = workbook.parent
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    office += ["--convert-to", "pdf", "--outdir", str(folder), str(workbook)]
    subprocess.run(office, check=True, capture_output=True, timeout=180)
    pdf = workbook.with_suffix(".pdf")
    told = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    assert "(A4)" in told
    match = re.search(r"Pages:\s+(\d+)", told)
    assert match
    return int(match[1])


def test_a_card_of_very_many_items_goes_on_further_pages(tmp_path: Path) -> None:
    """Of its own policy: points before any item, items of no section, a tier on a dark colour."""
    source = book(tmp_path / "m.xlsx", ["客户编号", *_ITEMS], [("M1", *[1] * len(_ITEMS))])
    policy = tmp_path / "many.toml"
    policy.write_text(_many(), encoding="utf-8")
    forms = tmp_path / "forms.xlsx"
    done = scored(source, "--policy", policy, "--forms-workbook", forms, "-q")
    assert done.code == 0, done.err
    sheet = load_workbook(forms).worksheets[0]
    assert ["基础分", 5, 5] in lines(sheet)
    assert ["总分", 95, 95] in lines(sheet)
    assert ["RC1", "项目0", "评审人评定，0 至 1", 1, "评定", 1] in lines(sheet)
    assert 1 < _pages(forms)


_ITEMS = [f"项目{i}" for i in range(90)]


def _many() -> str:
    inputs = "".join(
        f'[inputs.i{i}]\nlabel = {{ zh = "{name}", en = "Item {i}" }}\ntype = "number"\n'
        'unit = "分"\n'
        for i, name in enumerate(_ITEMS)
    )
    items = "".join(
        f'[[scorecard.characteristics]]\nid = "c{i}"\n'
        f'label = {{ zh = "{name}", en = "Item {i}" }}\nmax = 1\npoints = "i{i}"\n'
        for i, name in enumerate(_ITEMS)
    )
    return f"""
id = "many"
version = "1"
title = {{ zh = "多项评定", en = "Many items" }}
{inputs}
[results.grade]
label = {{ zh = "等级", en = "Grade" }}
tiers = [
    {{ id = "low", label = {{ zh = "低", en = "Low" }}, color = "FFFFFF" }},
    {{ id = "high", label = {{ zh = "高", en = "High" }}, color = "1F4E78" }},
]
[scorecard]
grade = "grade"
out_of = 95
initial = 5
grades = [{{ when = ">=50", grade = "high" }}, {{ when = "<50", grade = "low" }}]
{items}
"""


def test_conditions_of_choices_are_told_by_their_labels_in_their_order() -> None:
    policy = load_policy("trade-credit")
    table = next(t for t in policy.tables if t.name == "impression")
    rule = next(r for r in table.rules if r.id == "all-ordinary")
    words = ConditionWords(policy, "zh")
    said = words.said("company_scale", rule.conditions["company_scale"], {}, named=True)
    assert said == "企业规模 较大/中等"
