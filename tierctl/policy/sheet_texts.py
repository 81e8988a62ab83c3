"""The sheet of a rules workbook that says what goes with each tier: a service, a price."""

from __future__ import annotations

from tierctl.model.header_text import name_of
from tierctl.model.text import Text
from tierctl.policy.bounds import BoundWords
from tierctl.policy.build_results import with_texts
from tierctl.policy.document import PolicyDocument
from tierctl.policy.reading import Reading
from tierctl.policy.rule_cells import RuleCells

SHEETS = ("等级说明", "等级文字", "Tier texts")
"""What the sheet may be called, the first one in Chinese and the last one in English."""


def with_sheet_texts(document: PolicyDocument, cells: RuleCells) -> PolicyDocument:
    """Return a policy with the texts that a sheet has for the tiers of its main result.

    The first row names the texts, the first column the tiers; blank cells say nothing. Raises
    PolicyInvalid, which names the cell.
    """
    name, main = next((n, r) for n, r in document.results.items() if r.type == "tier")
    header, *rows = sorted(cells.rows) or [0]
    cols = sorted(cells.rows.get(header, {}))
    names = {col: cells.text(header, col) for col in cols}
    for place, col in enumerate(cols):
        if name_of(names[col]) in [name_of(names[other]) for other in cols[:place]]:
            why = Text("有两列同名", "two columns have this name")
            raise cells.refusal(header, col, why)
    texts: dict[str, dict[str, str]] = {}
    places: dict[str, str] = {}
    for row in rows:
        tier = cells.text(row, cols[0]) if cols else ""
        if not tier:
            first = min(cells.rows[row])
            raise cells.refusal(row, first, Text("本行没有写等级", "this row names no tier"))
        if tier in texts:
            raise cells.refusal(row, cols[0], Text(f"{tier} 有两行", f"{tier} has two rows"))
        said = {names[col]: cells.text(row, col) for col in cols[1:]}
        texts[tier] = {text: value for text, value in said.items() if value}
        places[f"texts.{tier}"] = cells.at(row, cols[0])
    reading = Reading(lambda path: places.get(path, cells.place), BoundWords(inclusive=True))
    told = with_texts(main, texts, reading, "texts")
    return document.model_copy(update={"results": {**document.results, name: told}})
