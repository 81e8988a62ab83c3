"""The rules in a workbook that `--policy` names, as a policy document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tierctl.model.errors import InputMissing, InputRefused, PolicyInvalid, UsageRefused
from tierctl.policy.load import known_inputs
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.rules_sheet import SheetPolicy, reads_like_rules, sheet_policy
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
    found = sheet_policy(cells, known_inputs(), path.stem)
    if texts is None or texts.sheet == cells.sheet:
        return found
    return replace(found, document=with_sheet_texts(found.document, texts))


def _rules(path: Path, fragment: str) -> RuleCells:
    sheets = rule_cells(path, fragment)
    if not fragment and len(sheets) > 1:
        sheets = [cells for cells in sheets if cells.sheet not in SHEETS]
    rules = sheets if len(sheets) == 1 else [cells for cells in sheets if reads_like_rules(cells)]
    if len(rules) != 1:
        raise which_rules(path.name, [cells.sheet for cells in rules or sheets])
    return rules[0]
