"""From a policy file to a policy: every error says the file and the place in it."""

import hashlib
import re
from importlib.resources import files
from pathlib import Path

import pytest
from policies import POINTS, policy, shipped_policy, step

from tierctl.model.errors import PolicyInvalid
from tierctl.policy.load import load_policy, parse_policy, shipped
from tierctl.policy.policy import Policy
from tierctl.policy.steps import HitPolicy

GOOD = """
id = "mini"
version = "1"
title = { zh = "小", en = "Mini" }

[inputs.sales]
label = { zh = "销售额", en = "Sales" }
type = "number"
unit = "元"
domain = ">= 0"

[inputs.kind]
label = { zh = "类型", en = "Kind" }
type = "text"
required = false

[results.tier]
label = { zh = "等级", en = "Tier" }
tiers = [
    { id = "low", label = { zh = "低", en = "Low" }, color = "e7e6e6" },
    { id = "high", label = { zh = "高", en = "High" }, color = "C6E0B4" },
]

[[steps]]
name = "size"

[[steps.rules]]
id = "high"
when = { sales = ">500万", kind = "甲, 乙" }
then = { tier = "high" }

[[steps.rules]]
id = "low"
when = {}
then = { tier = "low" }

[summary]
measure = "sales"
"""

# What is changed in the good file, and where the error must point.
WRONG = [
    ('id = "mini"', 'id = "Mini policy"', "id"),
    ('id = "mini"', "", "id"),
    ('version = "1"', "version = 1", "version"),
    ('version = "1"', 'version = "1"\nauthor = "x"', "author"),
    ('title = { zh = "小", en = "Mini" }', 'title = { zh = "小" }', "title.en"),
    ('type = "number"', 'type = "money"', "inputs.sales.type"),
    ('domain = ">= 0"', 'domain = ">= "', "inputs.sales.domain"),
    ('domain = ">= 0"', 'expected = "5"', "inputs.sales.expected"),
    ('domain = ">= 0"', 'domian = ">= 0"', "inputs.sales.domian"),
    ("required = false", "required = 3", "inputs.kind.required"),
    ("[inputs.kind]", "[inputs.Kind]", "inputs.Kind"),
    ('color = "e7e6e6"', 'color = "grey"', "results.tier.tiers[0].color"),
    ('{ id = "high", label', '{ id = "low", label', "results.tier.tiers[1].id"),
    ('name = "size"', 'name = "size"\nhit_policy = "some"', "steps[0].hit_policy"),
    ('id = "low"\nwhen', 'id = "high"\nwhen', "steps[0].rules[1].id"),
    ('sales = ">500万"', 'sales = ">500美元"', "steps[0].rules[0].when.sales"),
    ('sales = ">500万"', 'sale = ">500万"', "steps[0].rules[0].when.sale"),
    ('kind = "甲, 乙"', 'kind = "甲或乙"', "steps[0].rules[0].when.kind"),
    ('then = { tier = "high" }', 'then = { tier = "top" }', "steps[0].rules[0].then.tier"),
    ('then = { tier = "high" }', 'then = { grade = "high" }', "steps[0].rules[0].then.grade"),
    ('then = { tier = "high" }', "then = {}", "steps[0].rules[0].then"),
    ('then = { tier = "low" }', "then = {}", "steps[0].rules[1].then"),
    ('then = { tier = "low" }', 'then = { tier = "low" }\nprovenance = "X"', "provenance"),
    ('measure = "sales"', 'measure = "sale"', "summary.measure"),
    ('measure = "sales"', 'segment = "region"', "summary.segment"),
    ('measure = "sales"', "measure = ", "line"),
    ("[summary]", '[conditions]\nbound_words = "open"\n[summary]', "conditions.bound_words"),
    ("[summary]", "[conditions]\ninclusive = false\n[summary]", "conditions.inclusive"),
]


def parsed(text: str) -> Policy:
    return parse_policy(text.encode(), "mini.toml")


@pytest.mark.parametrize(("good", "wrong", "place"), WRONG, ids=[w[2] + " " + w[1] for w in WRONG])
def test_an_error_names_the_file_and_the_key(good: str, wrong: str, place: str) -> None:
    assert GOOD.count(good) == 1 or good == "[inputs.kind]"
    with pytest.raises(PolicyInvalid) as error:
        parsed(GOOD.replace(good, wrong, 1))
    assert error.value.code == "invalid-policy"
    for said in (error.value.message.zh, error.value.message.en):
        assert said.startswith("mini.toml")
        assert place in said
    assert not error.value.message.zh.isascii()
    assert error.value.message.en != error.value.message.zh


@pytest.mark.parametrize(
    ("good", "wrong", "said"),
    [
        ('type = "number"', 'typ = "number"', "您要写的是 type 吗"),
        ('name = "size"', 'name = "size"\nhit_policy = "some"', "'first', 'any'"),
        ('then = { tier = "high" }', 'then = { tier = "hihg" }', "您要找的是 high 吗"),
        ('sales = ">500万"', "sales = 5", "应为文本，写在引号里，现为 5"),
    ],
)
def test_an_error_says_what_is_needed(good: str, wrong: str, said: str) -> None:
    with pytest.raises(PolicyInvalid) as error:
        parsed(GOOD.replace(good, wrong, 1))
    assert said in error.value.message.zh


def test_a_mark_of_utf_8_before_a_file_is_no_error() -> None:
    """The editor that comes with Windows writes one."""
    assert parsed(GOOD).steps == parse_policy(b"\xef\xbb\xbf" + GOOD.encode(), "mini.toml").steps


def test_two_steps_of_one_name_are_refused() -> None:
    step = GOOD[GOOD.index("[[steps]]") : GOOD.index("[summary]")]
    with pytest.raises(PolicyInvalid, match=re.escape("steps[1].name")):
        parsed(GOOD.replace(step, step + step))


def test_a_result_that_no_rule_gives_is_refused() -> None:
    extra = GOOD[GOOD.index("[results.tier]") : GOOD.index("[[steps]]")]
    with pytest.raises(PolicyInvalid, match=re.escape("results.other")):
        parsed(GOOD.replace(extra, extra + extra.replace("results.tier", "results.other")))


def test_a_file_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(PolicyInvalid, match=r"mini\.toml.*UTF-8"):
        parse_policy(GOOD.encode("gb18030"), "mini.toml")


def test_a_good_file_is_read_with_its_identity_inputs() -> None:
    policy = parsed(GOOD)
    assert {"customer_id", "customer_name", "sales", "kind"} == set(policy.inputs)
    assert [i.name for i in policy.required()] == ["sales"]
    assert HitPolicy.UNIQUE is policy.tables[0].hit_policy
    assert [tier.id for tier in policy.main_result.tiers] == ["low", "high"]
    assert policy.main_result.tier("low").color == "E7E6E6"


def test_the_shipped_policies_load_under_their_own_names() -> None:
    assert "sales-size" in shipped()
    for name in shipped():
        assert name == shipped_policy(name).id


@pytest.mark.parametrize("name", ["sale-size", "sales_size", "salessize"])
def test_an_unknown_name_is_told_what_it_may_have_meant(name: str) -> None:
    with pytest.raises(PolicyInvalid) as error:
        load_policy(name)
    assert error.value.code == "unknown-policy"
    assert name in error.value.message.en
    assert error.value.hint is not None
    assert "Did you mean sales-size?" in error.value.hint.en
    assert "您要找的是 sales-size 吗" in error.value.hint.zh


def test_a_name_like_nothing_is_told_what_there_is() -> None:
    with pytest.raises(PolicyInvalid) as error:
        load_policy("zzz")
    assert error.value.hint is not None
    assert "sales-size" in error.value.hint.en
    assert "Did you mean" not in error.value.hint.en


def test_a_file_is_loaded_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mini.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_policy(str(path)).id == "mini"


def test_the_digest_is_that_of_the_bytes() -> None:
    data = files("tierctl.policy").joinpath("catalog", "sales-size.toml").read_bytes()
    assert hashlib.sha256(data).hexdigest() == load_policy("sales-size").digest
    assert parsed(GOOD).digest != parsed(GOOD + " ").digest


@pytest.mark.parametrize(("bound_words", "holds"), [("inclusive", True), ("exclusive", False)])
def test_a_policy_may_declare_that_its_bound_words_exclude(bound_words: str, holds: bool) -> None:
    written = GOOD.replace(">500万", "500万以上").replace('">= 0"', '"500万以上"')
    policy = parsed(f'{written}\n[conditions]\nbound_words = "{bound_words}"\n')
    condition = policy.tables[0].rules[0].conditions["sales"]
    domain = policy.inputs["sales"].domain
    assert domain is not None
    assert [holds, True] == [condition.holds(5e6), condition.holds(5e6 + 1)]
    assert holds is domain.holds(5e6)


def test_bound_words_include_where_a_policy_says_nothing() -> None:
    policy = parsed(GOOD.replace(">500万", "500万以上"))
    assert policy.tables[0].rules[0].conditions["sales"].holds(5e6)


def test_a_result_may_be_a_small_number() -> None:
    """TOML hands over 0.00001 as a double, which Python writes 1e-05."""
    rates = step("rates", "first", [({"sales": ">1"}, {"points": 0.00001})])
    tiers = step("tiers", "first", [({}, {"tier": "low"})])
    made = policy(rates, tiers, results=POINTS + "decimals = 9\n")
    assert [{"points": 0.00001}] == [rule.results for rule in made.tables[0].rules]
