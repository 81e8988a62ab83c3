"""The rules in a workbook that `--policy` names, as a policy document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tierctl.model.errors import InputMissing, InputRefused, PolicyInvalid, UsageRefused
from tierctl.model.text import Text
from tierctl.policy.card_layout import reads_like_card
from tierctl.policy.card_sheet import card_sheet_policy
from tierctl.policy.card_steps import with_card
from tierctl.policy.load import known_inputs
from tierctl.policy.reading import invalid
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.rules_sheet import SheetPolicy, names_cases, reads_like_rules, sheet_policy
from tierctl.policy.sheet_cases import CASES, SheetCases, sheet_cases
from tierctl.policy.sheet_texts import SHEETS, with_sheet_texts
from tierctl.tables.messages import which_rules
from tierctl.tables.rule_block import rule_cells, sheet_cells


def workbook_rules(path: Path, fragment: str) -> SheetPolicy:
    """Read the rules of a sheet, or of a range, that a fragment names; see `rule_cells`.

    A sheet of the same workbook may have texts for their tiers; see `with_sheet_texts`.

    Raises PolicyInvalid, which names the cell.
    """
    try:
        cells = _rules(path, fragment)
        texts = sheet_cells(path, SHEETS)
    except (InputMissing, InputRefused, UsageRefused) as e:
        # Whatever is wrong with a policy is one exit code.
        raise PolicyInvalid(e.code, e.message, e.hint) from e
    card = reads_like_card(cells)
    read = card_sheet_policy if card else sheet_policy
    found = read(cells, known_inputs(domains=card), path.stem)
    if texts is None or texts.sheet == cells.sheet:
        return found
    return replace(found, document=with_sheet_texts(found.document, texts))


def workbook_cases(path: Path, rules: SheetPolicy) -> SheetCases:
    """Read the cases that stand in a sheet beside some rules: 用例, or as a setting names it.

    Raises PolicyInvalid, which names the cell.
    """
    names = [rules.cases_sheet] if rules.cases_sheet else CASES
    try:
        cells = sheet_cells(path, names)
    except (InputMissing, InputRefused) as e:
        raise PolicyInvalid(e.code, e.message, e.hint) from e
    if cells is None and rules.cases_sheet:
        why = Text(f"没有工作表 {names[0]}", f"there is no sheet {names[0]}")
        raise invalid(rules.place("cases"), why)
    if cells is None or cells.place == rules.place(""):
        return SheetCases(documents=(), place=rules.place)
    return sheet_cases(cells, with_card(rules.document))


def _rules(path: Path, fragment: str) -> RuleCells:
    sheets = rule_cells(path, fragment)
    if not fragment and len(sheets) > 1:
        named = [other for cells in sheets if (other := names_cases(cells))]
        beside = {name.strip().casefold() for name in (*SHEETS, *CASES, *named)}
        sheets = [cells for cells in sheets if cells.sheet.strip().casefold() not in beside]
    rules = (
        sheets
        if len(sheets) == 1
        else [c for c in sheets if reads_like_card(c) or reads_like_rules(c)]
    )
    if len(rules) != 1:
        raise which_rules(path.name, [cells.sheet for cells in rules or sheets])
    return rules[0]
