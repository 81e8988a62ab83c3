"""Texts of the rules that no customer has, beside texts of customers that no rule names."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheets import write

from tierctl.app.classify import ClassifyOptions, classify
from tierctl.app.policies import resolve_policy

VALUES = ["媒体", " 律师", "制造", "ＩＴ", "ＩＴ"]
TOLD = {
    "媒体/律师": ["B2", "B3"],
    "媒体\n律师": ["B2", "B3"],
    "媒体、律师等": ["B3"],
    "媒体类": ["B2"],
    "IT": ["B5"],
    "媒体": [],
    "媒体、公关": [],
    "非 媒体": [],
    '含"媒"': [],
    "-": [],
}


@pytest.mark.parametrize(("condition", "cells"), TOLD.items(), ids=map(repr, TOLD))
def test_a_text_that_is_only_spelled_differently_is_told(
    condition: str, cells: list[str], tmp_path: Path
) -> None:
    """The default rule takes these customers, so that nothing else would tell."""
    rules = [["客户类型", "年销", "等级"], [condition, ">5万", "A"], ["否则", "", "B"]]
    customers: list[list[object]] = [["客户编号", "客户类型", "年销"]]
    customers += [[f"K{n}", value, 600_000] for n, value in enumerate(VALUES, start=1)]
    policy = resolve_policy(str(write(tmp_path / "rules.xlsx", [{"rows": rules}])))
    source = write(tmp_path / "客户.xlsx", [{"rows": customers}])
    done = classify(source, policy, ClassifyOptions(dry_run=True))
    told = [d for d in done.diagnostics if d.code == "strange-text"]
    assert cells == [d.cell.a1 for d in told if d.cell]
    assert all(d.message.zh != d.message.en for d in told)
