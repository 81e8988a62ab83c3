"""A policy document as TOML text that reads as the same document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from tierctl.model.text import Lang, Text
from tierctl.policy.document import CaseDocument, PolicyDocument

# What stands above each part of a file that somebody is to edit.
_COMMENTS = {
    "inputs": Text(
        "输入：从客户表读取的列。label 和 aliases 是认得的表头；unit 是裸数字的单位（元、% 等）。",
        "Inputs: the columns that are read. label and aliases are the headers known; unit is that"
        " of bare numbers (元, % …).",
    ),
    "results": Text(
        "结果：写进副本的列。等级从低到高排列；color 是单元格底色。",
        "Results: the columns that are written. Tiers from the lowest up; color fills their cells.",
    ),
    "steps": Text(
        "规则：每行一条，when 是条件，then 是结果。条件如 >500万、100万-500万、媒体, 律师；"
        "任意值写 -。\n"
        "hit_policy：unique 只许一条符合；first 取第一条；any、priority、collect 见 README。",
        "Rules: one per line; when holds the conditions, then what follows. Conditions: >500万,"
        " 100万-500万, 媒体, 律师; - for any value.\nhit_policy: unique allows one match; first"
        " takes the first one; any, priority and collect: see README.",
    ),
    "scorecard": Text(
        "评分卡：每个项目一段。rungs 从高分到低分，取第一档符合的；评审项写 points"
        "（得分所在的输入）和 max。\nmissing：refuse 缺值不定级，zero 计 0 分，或一个分数。"
        "out_of 是各项满分之和。",
        "Scorecard: one part per item. rungs from the best down, the first that holds counts; a"
        " judged item has points (the input that holds them) and max.\nmissing: refuse for no"
        " grade, zero for no points, or a number. out_of is what all max add up to.",
    ),
    "cases": Text(
        "用例：given 是客户的单元格，then 是应得的结果；tierctl policy test 逐个核对。",
        "Cases: given are a customer's cells, then what must come out; tierctl policy test tries"
        " them.",
    ),
    "summary": Text(
        "汇总：measure 求和，segment 分组。", "Summary: sum measure, group by segment."
    ),
}
_SECTIONS = ("summary", "conditions")
_BLOCKS = ("steps", "scorecard", "cases")
_CARD_BLOCKS = ("limits", "characteristics")


def toml_text(document: PolicyDocument, comments: Lang | None = None) -> str:
    """Return the document as TOML; with `comments`, each part is explained in that language."""
    data = document.model_dump(exclude_defaults=True)
    for given, step in zip(data.get("steps", ()), document.steps, strict=True):
        if step.rules:
            given.setdefault("hit_policy", step.hit_policy)
    lines: list[str] = []
    for key, value in data.items():
        if key in _BLOCKS or key in _SECTIONS or _is_group(value):
            continue
        lines.append(f"{key} = {_value(value)}")
    for key, value in data.items():
        if key == "steps":
            lines += _comment(key, comments)
            lines += (line for step in value for line in _step(step))
        elif key == "scorecard":
            lines += [*_comment(key, comments), *_card(value)]
        elif key == "cases":
            lines += _comment(key, comments)
            lines += (line for case in document.cases for line in case_lines(case))
        elif key in _SECTIONS:
            lines += [*_comment(key, comments), "", f"[{key}]", *_pairs(value)]
        elif _is_group(value):
            lines += _comment(key, comments)
            for name, item in value.items():
                lines += ["", f"[{key}.{name}]", *_pairs(item)]
    return "\n".join(lines) + "\n"


def _is_group(value: object) -> bool:
    """Tell whether a value is tables by name: inputs, results."""
    return isinstance(value, dict) and all(isinstance(item, dict) for item in value.values())


def _comment(key: str, lang: Lang | None) -> list[str]:
    if lang is None or key not in _COMMENTS:
        return []
    return ["", *(f"# {line}" for line in _COMMENTS[key].to(lang).split("\n"))]


def case_lines(case: CaseDocument, remark: str = "") -> Iterator[str]:
    """Give the lines of one case; `remark` stands as a comment beside its head."""
    yield ""
    yield f"[[cases]]  # {remark}" if remark else "[[cases]]"
    yield from _pairs(case.model_dump(exclude_defaults=True))


def _step(step: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield "[[steps]]"
    # Rules last: they are what one looks for.
    order = sorted(step, key=lambda key: key == "rules")
    yield from _pairs({key: step[key] for key in order})


def _card(card: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield "[scorecard]"
    yield from _pairs({key: value for key, value in card.items() if key not in _CARD_BLOCKS})
    for block in _CARD_BLOCKS:
        for part in card.get(block, ()):
            yield ""
            yield f"[[scorecard.{block}]]"
            order = sorted(part, key=lambda key: key == "rungs")
            yield from _pairs({key: part[key] for key in order})


def _pairs(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, tuple) and any(isinstance(item, dict) for item in value):
            yield f"{key} = ["
            yield from (f"    {_value(item)}," for item in value)
            yield "]"
        else:
            yield f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, dict):
        pairs = ", ".join(f"{key} = {_value(item)}" for key, item in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        # A string of JSON is one of TOML, but for DEL.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else json.dumps(value)
