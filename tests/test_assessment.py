"""The assessment of one customer: questions, the terminal, files of answers, what is saved."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli import PROGRAM, run
from openpyxl.worksheet.table import Table
from terminals import typed_in_terminal

from tierctl.app.assessed import assess
from tierctl.app.assessment import Assessment
from tierctl.app.save_answers import save_answers
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.errors import InputRefused, OutputRefused, UsageRefused
from tierctl.policy.load import load_policy
from tierctl.policy.settings import Settings, today
from tierctl.tables.options import TableOptions

RATING = [
    "K01",
    "测试公司",
    "8",
    "6",
    "5",
    "流通",
    "48%",
    "1.1",
    "0.7",
    "5",
    "7",
    "24",
    "3",
    "2",
    "3",
]
CREDIT = [
    "T01",
    "近邻",
    "1",
    "2",
    "好",
    "1",
    "近",
    "30",
    "12",
    "1",
    "1",
    "好",
    "30",
    "9",
    "9",
    "44",
]
ENGLISH = ["K01", "Test", "8", "6", "5", "Trade", "", "480万", "1000万", *RATING[7:]]
LOW_RATIO = ["K03", "x", *RATING[2:6], "0.8%", *RATING[7:]]
TOML = """
customer_id = "K01"
customer_name = "=1+1"
"企业类型" = "商贸"
leadership_score = 8
net_assets_score = 6
long_term_assets_score = 5
"资产负债率" = "48%"
"Current ratio" = 1.1
quick_ratio = "70%"
debt_net_worth_score = 5
receivables_turnover = 7
asset_profit_rest_score = 24
product_lifecycle_score = 3
market_outlook_score = 2
marketing_environment_score = 3
"""


def begun(policy: str = "credit-rating", **more: Any) -> Assessment:
    return Assessment(policy=load_policy(policy, Settings(as_of=today())), **more)


def after(assessment: Assessment, *answers: str) -> Assessment:
    for text in answers:
        found = assessment.answered(text)
        assert isinstance(found, Assessment), (text, found)
        assessment = found
    return assessment


def asked(assessment: Assessment) -> str | None:
    question = assessment.question
    return question.read.name if question is not None else None


# The questions.


def test_items_are_asked_in_the_order_of_the_card() -> None:
    names = []
    assessment = begun()
    for text in RATING:
        names.append(asked(assessment))
        assessment = after(assessment, text)
    assert [
        "customer_id", "customer_name", "leadership_score", "net_assets_score",
        "long_term_assets_score", "enterprise_type", "debt_asset_ratio", "current_ratio",
        "quick_ratio", "debt_net_worth_score", "receivables_turnover", "asset_profit_rest_score",
        "product_lifecycle_score", "market_outlook_score", "marketing_environment_score",
    ] == names  # fmt: skip
    assert assessment.question is None
    found = assess(assessment.policy, assessment.answers)
    assert ("aa", 84.0) == (found.grade, found.reading.total)
    assert {"section_a": 8, "section_b": 11, "section_c": 27, "section_d": 30, "section_e": 8} == (
        found.reading.subtotals
    )


def test_an_answer_narrows_the_rungs() -> None:
    """流通 shows its own column alone."""
    question = after(begun(), *RATING[:6]).question
    assert question is not None
    assert ["debt_asset-5", "debt_asset-6", "debt_asset-7", "debt_asset-8"] == [
        rule.id for rule in question.rungs
    ]
    narrowed = after(begun("trade-credit"), *CREDIT[:7]).question
    assert narrowed is not None
    assert 4 == len(narrowed.rungs)


def test_a_blank_ratio_asks_for_what_it_is_calculated_from() -> None:
    assessment = after(begun(), *RATING[:6], "")
    assert "total_liabilities" == asked(assessment)
    assessment = after(assessment, "480万", "0.1亿")
    assert "current_ratio" == asked(assessment)
    assert 0.48 == assessment.known["debt_asset_ratio"]
    assert 8 == assessment.reading.items[3].points


def test_what_was_given_for_one_ratio_is_not_asked_for_another() -> None:
    assessment = after(begun(), *RATING[:7], "", "110", "100", "")
    assert "quick_assets" == asked(assessment)
    assert "debt_net_worth_score" == asked(after(assessment, "70"))


def test_a_ratio_that_cannot_be_calculated_leaves_its_item_open() -> None:
    assessment = after(begun(), *RATING[:7], "", "110", "0")
    assert "quick_ratio" == asked(assessment)
    item = assessment.reading.items[4]
    assert (None, 0, 8) == (item.points, item.low, item.high)


@pytest.mark.parametrize(
    ("answers", "following"),
    [
        (["1"], "years_established"),
        (["新"], "observation_done"),
        (["new", "是"], "years_established"),
        (["new", "2"], "observation_until"),
        (["1", "2", "好"], "manager_integrity"),
        (["1", "2", ""], "company_scale"),
        (["1", "2", "", "较大"], "staff_quality"),
        (["1", "2", "好", "1", "近", "30", "12", "主"], "influence"),
    ],
)
def test_optional_inputs_are_asked_only_where_they_matter(
    answers: list[str], following: str
) -> None:
    assert following == asked(after(begun("trade-credit"), "T01", "", *answers))


@pytest.mark.parametrize("text", ["2", "trade", "流通", "商贸", "Commercial", "TRADE"])
def test_a_choice_is_its_number_its_id_or_any_name(text: str) -> None:
    assert "trade" == after(begun(), *RATING[:5], text).values["enterprise_type"]


@pytest.mark.parametrize(
    ("before", "text", "code", "said"),
    [
        (2, "11", "outside-domain", "11 超出允许范围（≥ 0 且 ≤ 10）"),
        (2, "很好", "not-a-number", "需要一个数字，实为文本 '很好'"),
        (5, "3", "no-choice", "不在可选值内（生产、流通）"),
        (5, "", "missing-value", "企业类型必须填写"),
        (6, "0.48", "undecided-unit", "请写明：0.48% 或 0.48倍"),
        (6, "-1%", "outside-domain", "超出允许范围"),
    ],
)
def test_a_wrong_answer_says_what_is_needed(before: int, text: str, code: str, said: str) -> None:
    found = after(begun(), *RATING[:before]).answered(text)
    assert isinstance(found, Diagnostic)
    assert code == found.code
    assert said in found.message.zh


def test_going_back_keeps_what_was_answered_as_the_default() -> None:
    assessment = after(begun(), *RATING[:8]).back().back()
    question = assessment.question
    assert question is not None
    assert question.before is not None
    assert ("debt_asset_ratio", 0.48) == (question.read.name, question.before.value)
    kept = after(assessment, "", "")
    assert (0.48, 1.1) == (kept.values["debt_asset_ratio"], kept.values["current_ratio"])
    assert after(assessment, "-").values["debt_asset_ratio"] is None
    assert begun() == begun().back()


def test_an_answer_that_matters_no_more_counts_no_more() -> None:
    """New → regular: the end of the observation is neither asked nor kept."""
    assessment = after(begun("trade-credit"), "T01", "", "new", "no", "2099-01-01")
    assert assessment.reading.limit is not None
    regular = after(assessment.back().back().back(), "regular")
    assert "years_established" == asked(regular)
    assert "observation_until" not in regular.answers
    assert regular.reading.limit is None


def test_the_range_narrows_with_every_answer() -> None:
    assessment, low, high = begun(), 0.0, 100.0
    for text in RATING:
        assessment = after(assessment, text)
        assert low <= assessment.reading.low <= assessment.reading.high <= high
        low, high = assessment.reading.low, assessment.reading.high
    assert 84 == low == high


# At the terminal.


def test_a_terminal_assesses_a_customer_with_a_wrong_answer_and_a_way_back(tmp_path: Path) -> None:
    saved = tmp_path / "客户.xlsx"
    answers = ["7", "1", *RATING[:2], "11", "9", "<", "8", *RATING[3:], "<", "3", ""]
    shown = typed_in_terminal(
        "score-credit", "--lang", "zh", "--save", saved, answers=answers, cwd=tmp_path
    )
    assert 0 == shown.code, shown.sent
    for said in (
        "请输入 1 至 2",
        "领导者素质得分 11 超出允许范围",
        "领导者素质得分（评审分 0–10，可留空） [9]：",
        "8 分  ≤ 60%",
        "C1 得 8 分 · 已得 27 分 · 总分 32–94（B 至 AAA）",
        "D2 资产管理及盈利能力其余项目评分偏低（-4）",
        "升到 AAA 还差 6 分",
        "已保存",
    ):
        assert said in shown.sent
    assert "> 50% 且 ≤ 60%" not in shown.sent  # the column of 生产
    assert [84.0] == [graded["total_score"] for graded in _graded(saved)]


def test_an_english_terminal_calculates_a_ratio() -> None:
    shown = typed_in_terminal(
        "score-credit", "--lang", "en", "--policy", "credit-rating", answers=["?", *ENGLISH, ""]
    )
    assert 0 == shown.code, shown.sent
    for said in (
        "In a sheet it may be called",
        "= 4,800,000",
        "Debt-asset ratio = 48%",
        "6 more for AAA",
    ):
        assert said in shown.sent
    assert "评" not in shown.sent


def test_the_other_card_at_the_terminal_tells_its_limit() -> None:
    answers = [*CREDIT[:2], "new", "no", "", *CREDIT[3:], ""]
    shown = typed_in_terminal(
        "score-credit", "--policy", "trade-credit", "--lang", "en", answers=answers
    )
    assert 0 == shown.code, shown.sent
    assert "new on credit and still under observation: B; the points, 87, would give AA" in (
        " ".join(shown.sent.split())
    )


@pytest.mark.parametrize("last", ["\x04", "\x03", "q"])
def test_an_end_halfway_writes_nothing(tmp_path: Path, last: str) -> None:
    saved = tmp_path / "k.xlsx"
    shown = typed_in_terminal(
        "score-credit", "--policy", "credit-rating", "--lang", "en", "--save", saved,
        answers=["K01", "Test", "8", last],
    )  # fmt: skip
    assert 130 == shown.code
    assert "Ended; nothing was written." == shown.sent.splitlines()[-1].strip()
    assert [] == list(tmp_path.iterdir())


def test_who_is_to_be_saved_has_a_code_or_a_name(tmp_path: Path) -> None:
    assessment = begun(named=True)
    assert isinstance(after(assessment, "").answered(""), Diagnostic)
    assert "leadership_score" == asked(after(assessment, "", "测试"))
    with pytest.raises(UsageRefused):
        save(begun(), tmp_path / "k.xlsx", "", "", *RATING[2:])


# By a file of answers.


def by_file(
    folder: Path, text: str = TOML, *more: str | Path, policy: str = "credit-rating"
) -> Any:
    path = folder / "answers.toml"
    path.write_text(text, encoding="utf-8")
    return run("score-credit", "--policy", policy, "--answers", path, *more, cwd=folder)


def test_answers_come_from_a_file_with_stdin_closed(tmp_path: Path) -> None:
    (tmp_path / "answers.toml").write_text(TOML, encoding="utf-8")
    command = [*PROGRAM, "score-credit", "--policy", "credit-rating", "--answers", "answers.toml"]
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" <&-', "sh", *command, "--json"],
        cwd=tmp_path, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert (0, b"") == (done.returncode, done.stderr)
    card = json.loads(done.stdout)
    assert ("score-credit", "graded", "aa", 84.0) == tuple(
        card[key] for key in ("command", "status", "grade", "total")
    )
    items = {item["code"]: item for item in card["items"]}
    assert {"enterprise_type": "trade", "debt_asset_ratio": 0.48} == items["C1"]["values"]
    assert (7.0, 8.0, "current-7") == tuple(items["C2"][key] for key in ("points", "max", "rule"))
    assert [8, 11, 27, 30, 8] == [part["points"] for part in card["subtotals"]]
    assert {"low": 84, "high": 84, "lowest_grade": "aa", "highest_grade": "aa"} == card["range"]
    assert ["D2", "A", "B1"] == [loss["code"] for loss in card["reason_codes"]]
    assert ("aaa", 6.0) == (card["way_up"]["grade"], card["way_up"]["needed"])
    assert (None, None) == (card["limit"], card["saved"])


def test_missing_points_leave_no_grade_and_tell_the_range(tmp_path: Path) -> None:
    text = TOML.replace("asset_profit_rest_score = 24\n", "")
    done = by_file(tmp_path, text, "--json", "--lang", "en")
    assert 1 == done.code
    assert done.err.startswith("tierctl: no grade: no score: Rest of asset management")
    card = done.json
    assert ("ungraded", None, None) == (card["status"], card["grade"], card["total"])
    assert {"low": 60, "high": 88, "lowest_grade": "bbb", "highest_grade": "aa"} == card["range"]
    shown = by_file(tmp_path, text, "--lang", "zh")
    assert "60–88，BBB 至 AA" in shown.out
    quiet = by_file(tmp_path, text, "-q")
    assert ("", 1) == (quiet.out, len(quiet.err.splitlines()))


def test_quiet_says_nothing_of_a_grade(tmp_path: Path) -> None:
    done = by_file(tmp_path, TOML, "-q")
    assert (0, "", "") == (done.code, done.out, done.err)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "debt_asset_ratoi = 3",
            "no input debt_asset_ratoi\n  hint: Did you mean debt_asset_ratio?",
        ),
        (
            'debt_asset_ratio = "待定"',
            "debt_asset_ratio: Debt-asset ratio needs a ratio, found the",
        ),
        ("debt_asset_ratio = 0.48", "Write 0.48% or 0.48 ratio"),
        (
            "leadership_score = 11",
            "leadership_score: Leadership score 11 is outside what is allowed",
        ),
        ("leadership_score = [8]", "leadership_score: Leadership score needs one value"),
        ('"企业类型" = "外星"', "企业类型: Enterprise type 外星 is none of: Production, Trade"),
        ('customer_id = "a"\n"客户编号" = "b"', "customer_id and 客户编号 are both Customer ID"),
        ("领导者素质 = 8", "TOML syntax"),
    ],
)
def test_a_bad_file_tells_file_and_key(tmp_path: Path, line: str, said: str) -> None:
    done = by_file(tmp_path, line, "--lang", "en")
    assert (65, "") == (done.code, done.out)
    assert "answers.toml: " in done.err
    assert said in done.err


def test_nothing_hangs_without_a_terminal(tmp_path: Path) -> None:
    done = run("score-credit", "--lang", "en")
    assert 2 == done.code
    assert "--answers FILE" in done.err
    (tmp_path / "a.toml").write_text(TOML, encoding="utf-8")
    done = run("score-credit", "--answers", "a.toml", "--lang", "en", cwd=tmp_path)
    assert 2 == done.code
    assert "--policy: credit-rating, trade-credit" in done.err
    assert 66 == run("score-credit", "--policy", "credit-rating", "--answers", "no.toml").code


@pytest.mark.parametrize(
    "arguments",
    [["a.xlsx", "--answers", "a.toml"], ["a.xlsx", "--save", "b.xlsx"], ["--columns", "tier"]],
)
def test_options_of_files_and_of_one_customer_do_not_mix(arguments: list[str]) -> None:
    assert 2 == run("score-credit", *arguments).code


# Saved.


def save(
    assessment: Assessment, path: Path, *answers: str, force: bool = False, **more: Any
) -> Any:
    done = after(assessment, *answers)
    given: Any = {"dry_run": False, "lang": "zh", **more}
    return save_answers(done.policy, done.answers, path, TableOptions(), force=force, **given)


def _graded(path: Path) -> list[dict[str, Any]]:
    done = run("score-credit", path, "--json", "--dry-run")
    assert 0 == done.code, done.out
    (file,) = done.json["files"]
    return [customer["results"] for customer in file["customers"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("policy", "customers"),
    [
        ("credit-rating", [RATING, ["K02", "=1+1", *ENGLISH[2:]], LOW_RATIO]),
        ("trade-credit", [CREDIT, ["T02", "b", "new", "no", "2099-01-01", *CREDIT[3:]]]),
    ],
)  # fmt: skip
def test_a_saved_workbook_gives_the_same_points_and_grades(
    tmp_path: Path, policy: str, customers: list[list[str]], lang: str
) -> None:
    path = tmp_path / "saved.xlsx"
    wanted = []
    for number, answers in enumerate(customers):
        done = after(begun(policy), *answers)
        found = assess(done.policy, done.answers)
        wanted.append((found.reading.total, found.grade))
        saved = save(begun(policy), path, *answers, lang=lang)
        assert (number + 1, number == 0) == (saved.row, saved.new)
    assert wanted == [(one["total_score"], one["credit_grade"]) for one in _graded(path)]
    assert "资产负债率（%）" in _texts(path) if (policy, lang) == ("credit-rating", "zh") else True
    assert not any(cell.data_type == "f" for row in _rows(path) for cell in row)


def _rows(path: Path) -> Any:
    return list(openpyxl.load_workbook(path).worksheets[0].iter_rows())


def _texts(path: Path) -> list[Any]:
    return [cell.value for row in _rows(path) for cell in row]


def test_a_customer_who_is_there_is_replaced_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "saved.xlsx"
    save(begun(), path, *RATING)
    save(begun(), path, "K02", *RATING[1:])
    before = path.read_bytes()
    with pytest.raises(OutputRefused) as refused:
        save(begun(), path, *RATING[:2], "3", *RATING[3:])
    assert "K01" in refused.value.message.zh
    assert before == path.read_bytes()
    assert save(begun(), path, *RATING[:2], "3", *RATING[3:], force=True).replaced
    assert [79.0, 84.0] == [one["total_score"] for one in _graded(path)]


def test_nothing_else_of_a_workbook_is_touched(tmp_path: Path) -> None:
    """Somebody has added a column, a sheet with formulas, and 48% in a format of its own."""
    path = tmp_path / "saved.xlsx"
    save(begun(), path, *RATING)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.insert_cols(1)
    sheet["A1"], sheet["A2"] = "备注", "=1+1"
    col = next(c.column_letter for c in sheet[1] if str(c.value).startswith("资产负债率"))
    sheet[f"{col}2"] = 0.48
    sheet[f"{col}2"].number_format = "0%"
    book.create_sheet("其他")["A1"] = "=客户表!D2*2"
    book.save(path)
    save(begun(), path, "K02", *RATING[1:])
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert ("备注", "=1+1", None) == tuple(sheet[f"A{row}"].value for row in (1, 2, 3))
    assert "=客户表!D2*2" == book["其他"]["A1"].value
    assert (0.48, "0%") == (sheet[f"{col}3"].value, sheet[f"{col}3"].number_format)
    assert [84.0, 84.0] == [one["total_score"] for one in _graded(path)]


def test_a_workbook_of_another_shape_is_refused(tmp_path: Path, samples: Path) -> None:
    for name, code in (("customers.xlsx", 65), ("customers.csv", 2)):
        there = samples / name
        if not there.exists():
            there.write_text("a,b\n")
        before = there.read_bytes()
        done = by_file(tmp_path, TOML, "--save", there, "-q")
        assert code == done.code, done.err
        assert before == there.read_bytes()


def test_a_row_below_the_total_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "saved.xlsx"
    save(begun(), path, *RATING)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A3"] = "合计"
    book.save(path)
    with pytest.raises(OutputRefused) as refused:
        save(begun(), path, "K02", *RATING[1:])
    assert "rows-below" == refused.value.code


def test_a_dry_run_saves_nothing(tmp_path: Path) -> None:
    done = by_file(tmp_path, TOML, "--save", tmp_path / "new.xlsx", "--dry-run", "--json")
    assert 0 == done.code
    assert (False, True) == (done.json["saved"]["written"], done.json["saved"]["new"])
    assert ["answers.toml"] == [path.name for path in tmp_path.iterdir()]


def test_a_save_that_is_refused_shows_the_card_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "saved.xlsx"
    save(begun(), path, *RATING)
    shown = typed_in_terminal(
        "score-credit", "--policy", "credit-rating", "--lang", "en", "--save", path,
        answers=[*RATING, ""],
    )  # fmt: skip
    assert 73 == shown.code
    assert "has the customer K01" in shown.sent
    assert "6 more for AAA" in shown.sent


def test_a_formula_of_somebodys_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "saved.xlsx"
    save(begun(), path, *RATING)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["D2"] = "=4+4"
    book.save(path)
    before = path.read_bytes()
    with pytest.raises(InputRefused) as refused:
        save(begun(), path, *RATING, force=True)
    assert "客户表!D2" in refused.value.message.zh
    assert before == path.read_bytes()


def test_an_excel_table_grows_with_its_customers(tmp_path: Path) -> None:
    path = tmp_path / "saved.xlsx"
    save(begun(), path, *RATING)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    last = sheet.cell(1, sheet.max_column).column_letter
    sheet.add_table(Table(displayName="Customers", ref=f"A1:{last}2"))
    book.save(path)
    save(begun(), path, "K02", *RATING[1:])
    table = openpyxl.load_workbook(path).worksheets[0].tables["Customers"]
    assert (f"A1:{last}3", f"A1:{last}3") == (table.ref, table.autoFilter.ref)
    assert [84.0, 84.0] == [one["total_score"] for one in _graded(path)]


def test_a_workbook_that_is_open_elsewhere_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "saved.xlsx"
    save(begun(), path, *RATING)
    (tmp_path / "~$saved.xlsx").write_bytes(b"")
    with pytest.raises(OutputRefused):
        save(begun(), path, "K02", *RATING[1:])
