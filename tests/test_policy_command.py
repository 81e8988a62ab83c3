"""`tierctl policy`: list, show, new and schema, as a program."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from cli import run
from openpyxl import load_workbook
from policies import HEAD, NOTES, POINTS, step

from tierctl.app.policies import read_policy, resolve_policy
from tierctl.policy.document import PolicyDocument
from tierctl.policy.load import parse_document, parse_policy, shipped
from tierctl.policy.same_rules import same_rules
from tierctl.policy.schema import policy_schema
from tierctl.policy.toml_text import toml_text

TABLE = step(
    "size",
    "unique",
    [
        ({"sales": ">500万", "kind": '非 媒体, "a ""b"""'}, {"tier": "high"}),
        ({"sales": "100万至500万(不含)", "kind": "- "}, {"tier": "middle"}),
        ({"sales": "= 3 或 空"}, {"tier": "middle"}),
        ({}, {"tier": "low"}),
    ],
)
SCORE = step(
    "score",
    "collect",
    [({"sales": ">500万"}, {"points": 60}), ({"kind": "媒体, 律师"}, {"points": 7.5})],
    aggregate="sum",
) + step("grade", "first", [({"points": ">=60"}, {"tier": "high"}), ({}, {"tier": "low"})])
SEVERAL = step(
    "size",
    "priority",
    [
        ({"sales": ">500万"}, {"tier": "high", "points": 0.5, "notes": "=SUM(A1)"}),
        ({"cost": "<-10"}, {"tier": "low", "points": 1, "notes": "a\n\\ \x7f"}),
    ],
)
WORDS = step(
    "size",
    "unique",
    [
        ({"kind": '"其他", "-"'}, {"tier": "high"}),
        ({"kind": '"500万以上"'}, {"tier": "middle"}),
        ({"kind": '"5"'}, {"tier": "middle"}),
        ({}, {"tier": "low"}),
    ],
)
POLICIES = {
    "table": HEAD + TABLE,
    "score": HEAD + POINTS + SCORE,
    "words": HEAD + WORDS,
    "several": HEAD + POINTS + NOTES.replace("Notes", "Advice") + SEVERAL,
    "exclusive": HEAD + TABLE.replace("100万至500万(不含)", "100万以上500万以下")
    + '[conditions]\nbound_words = "exclusive"\n',
}  # fmt: skip
FORMULA = (
    HEAD
    + POINTS
    + '[[steps]]\nname = "f"\nformula = "sales - cost"\nresult = "points"\n'
    + (step("grade", "unique", [({"points": ">0"}, {"tier": "high"}), ({}, {"tier": "low"})]))
)


@pytest.fixture(params=[*POLICIES, "sales-size"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A policy to begin with."""
    if request.param in shipped():
        return str(request.param)
    path = tmp_path / "source.toml"
    path.write_bytes(POLICIES[request.param].replace("\x7f", "\\u007f").encode())
    return str(path)


def test_list_names_every_shipped_policy_and_what_it_needs() -> None:
    done = run("policy", "list", "--lang", "zh")
    assert 0 == done.code, done.err
    for id in shipped():
        assert id in done.out
    assert "年平均销售额" in done.out
    listed = run("policy", "list", "--json").json
    assert shipped() == [policy["id"] for policy in listed["policies"]]
    [sales] = [policy for policy in listed["policies"] if policy["id"] == "sales-size"]
    assert ["annual_sales"] == [i["name"] for i in sales["inputs"]]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ["年平均销售额 > 100万 且 ≤ 500万", "来源原文", "小客户 < 中客户 < 大客户", "又名"]),
        ("en", ["sales > 1,000,000 and ≤ 5,000,000", "printed in the source", "Small < Medium"]),
    ],
)
def test_show_says_a_policy_in_full(lang: str, said: list[str]) -> None:
    done = run("policy", "show", "sales-size", "--lang", lang)
    assert 0 == done.code, done.err
    for text in said:
        assert text in done.out
    assert "≤" not in run("policy", "show", "sales-size", "--ascii").out


def test_show_says_formulas_results_and_what_is_told(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_text(FORMULA, encoding="utf-8")
    done = run("policy", "show", path, "--lang", "zh")
    assert "= 销售额 - 成本" in done.out
    shown = run("policy", "show", path, "--json").json["policy"]
    assert ["points", "tier"] == [s.get("result") or "tier" for s in shown["steps"]]
    assert [True] == [r["default"] for r in shown["steps"][1]["rules"][1:]]


def test_show_as_toml_prints_a_file_as_it_stands() -> None:
    done = run("policy", "show", "sales-size", "--toml")
    assert parse_policy(done.out.encode(), "x").digest == resolve_policy("sales-size").digest


def test_show_as_toml_prints_a_sheet_as_the_same_policy(samples: Path) -> None:
    reference = f"{samples / 'customers.xlsx'}#客户表!A3:B6"
    done = run("policy", "show", reference, "--toml")
    assert 0 == done.code, done.err
    assert read_policy(reference).document == parse_document(done.out.encode(), "x")


@pytest.mark.parametrize("text", POLICIES.values(), ids=list(POLICIES))
@pytest.mark.parametrize("comments", [None, "zh", "en"])
def test_a_document_as_toml_is_the_same_document(text: str, comments: Any) -> None:
    document = parse_document(text.replace("\x7f", "\\u007f").encode(), "x")
    written = toml_text(document, comments)
    assert document == parse_document(written.encode(), "x")
    assert (comments is not None) is ("\n# " in written)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("suffix", [".toml", ".xlsx"])
def test_a_new_policy_has_the_rules_of_its_source(
    source: str, suffix: str, lang: str, tmp_path: Path
) -> None:
    target = tmp_path / f"我的 rules{suffix}"
    done = run("policy", "new", target, "--from", source, "--lang", lang)
    assert 0 == done.code, done.err
    assert target.name in done.out
    made = resolve_policy(str(target))
    assert same_rules(made, resolve_policy(source))
    assert ("rules", "1") == (made.id, made.version)
    assert {"D"} == {rule.provenance for table in made.tables for rule in table.rules}
    assert not made.notes
    assert [target.name] == [p.name for p in tmp_path.iterdir() if p.name.startswith("我的")]


def test_same_rules_tells_what_differs(source: str) -> None:
    document = read_policy(source).document
    text = toml_text(document)
    one = parse_policy(text.encode(), "x")
    assert same_rules(one, one)
    for old, new in (("500万", "600万"), ('hit_policy = "', 'hit_policy = "any" # ')):
        changed = text.replace(old, new)
        if changed != text and 'aggregate = "sum"' not in changed:
            assert not same_rules(one, parse_policy(changed.encode(), "x"))


def test_a_new_workbook_says_how_to_write_rules(tmp_path: Path) -> None:
    target = tmp_path / "rules.xlsx"
    done = run("policy", "new", target, "-q")
    assert (0, "") == (done.code, done.out)
    book = load_workbook(target)
    assert ["Rules", "Tier texts", "Cases", "How to write rules"] == book.sheetnames
    texts = [str(cell.value) for row in book.worksheets[3] for cell in row if cell.value]
    assert any("命中方式" in text for text in texts)
    assert any("Hit policy" in text for text in texts)
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


def test_what_no_sheet_can_say_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_text(FORMULA, encoding="utf-8")
    done = run("policy", "new", tmp_path / "rules.xlsx", "--from", path)
    assert 78 == done.code
    assert ".toml" in done.err
    assert ["f.toml"] == [path.name for path in tmp_path.iterdir()]
    # A label that is no name of a result cannot be found again in a header.
    strange = (HEAD + POINTS + NOTES + SEVERAL).replace('zh = "低"', 'zh = "低 < 高"')
    path.write_bytes(strange.replace("\x7f", "").encode())
    done = run("policy", "new", tmp_path / "rules.xlsx", "--from", path, "--lang", "zh")
    assert 78 == done.code
    assert ["f.toml"] == [path.name for path in tmp_path.iterdir()]


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    target = tmp_path / "rules.toml"
    target.write_text("mine", encoding="utf-8")
    done = run("policy", "new", target)
    assert 73 == done.code
    assert "--force" in done.err
    assert "mine" == target.read_text(encoding="utf-8")
    assert 0 == run("policy", "new", target, "--force").code
    assert same_rules(resolve_policy(str(target)), resolve_policy("sales-size"))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["show", "sales-siez"], 78, "Did you mean sales-size"),
        (["new", "rules.json"], 2, ".xlsx"),
        (["new", "rules.toml", "--from", "none"], 78, "sales-size"),
        (["new", "none/rules.toml"], 73, "none"),
    ],
)
def test_errors_have_their_exit_codes(
    arguments: list[str], code: int, said: str, tmp_path: Path
) -> None:
    done = run("policy", *arguments, cwd=tmp_path)
    assert code == done.code
    assert said in done.err


def test_errors_are_json_where_json_is_asked_for() -> None:
    done = run("policy", "show", "sales-siez", "--json")
    assert 78 == done.code
    assert ("policy show", "unknown-policy") == (done.json["command"], done.json["error"]["code"])


def test_the_schema_describes_every_key() -> None:
    """What an editor shows for a key is there for all of them, and requires what we require."""
    printed = run("policy", "schema").json
    assert printed == policy_schema()
    parts = [printed, *printed["$defs"].values()]
    for part in parts:
        assert part["additionalProperties"] is False
        for name, key in part["properties"].items():
            assert key.get("description") or "$ref" in key, name
    assert {"id", "version", "title", "inputs", "results"} == set(printed["required"])
    fields = set(PolicyDocument.model_fields)
    assert (
        fields == set(printed["properties"]) >= set(tomllib.loads(read_policy("sales-size").toml))
    )
