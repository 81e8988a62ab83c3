"""The columns of a sheet of cases: inputs, expected results, a name, a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from tierctl.model.cell import Kind
from tierctl.model.header_text import header_unit, name_of, plain_text, same_text, unit_words
from tierctl.model.quantity import base_unit
from tierctl.model.text import Text
from tierctl.policy.document import InputDocument, PolicyDocument, ResultDocument
from tierctl.policy.reading import invalid
from tierctl.policy.rule_cells import RuleCells
from tierctl.policy.rule_columns import is_special

EXPECTED = Text("期望", "Expected ")
"""What stands before the name of a result in a header."""


class CaseRole(StrEnum):
    """What a column of a sheet of cases is for."""

    INPUT = "input"
    RESULT = "result"
    NAME = "name"
    NOTE = "note"
    WARNS = "warns"
    APPROVED = "approved"
    """Who has looked at the case: for people."""


WORDS = {
    CaseRole.NAME: ("用例", "Case", "用例名称", "Case name"),
    CaseRole.NOTE: ("说明", "Note", "备注", "Notes", "Remark", "Remarks", "注释", "Comment"),
    CaseRole.WARNS: ("提醒", "Warns", "警告", "Warning"),
    CaseRole.APPROVED: ("已确认", "Approved", "确认"),
}
"""What a column is called, in Chinese and in English first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseColumns:
    """The header of a sheet of cases: what each column is for, and whose."""

    header_row: int
    roles: Mapping[int, tuple[CaseRole, str]]

    def of(self, role: CaseRole) -> list[int]:
        """Return the columns of a role."""
        return [col for col, (each, _) in self.roles.items() if each is role]

    @property
    def first_result(self) -> int:
        """The first column of what is expected."""
        return self.of(CaseRole.RESULT)[0]


def case_columns(cells: RuleCells, document: PolicyDocument) -> CaseColumns:
    """Return the columns of a sheet of cases; titles may stand above its header.

    Raises PolicyInvalid where there is no header, and for one that names nothing of the policy.
    """
    for row, line in sorted(cells.rows.items()):
        texts = {c: cell.text.strip() for c, cell in sorted(line.items())}
        if any(cell.kind is not Kind.TEXT for cell in line.values()):
            continue
        found = {col: _role(text, document) for col, text in texts.items()}
        roles = [role[0] for role in found.values() if role is not None]
        if CaseRole.RESULT not in roles or len(texts) < 2:
            continue
        _refuse_unknown(cells, row, texts, found, document)
        named = {c: role for c, role in found.items() if role is not None}
        _refuse_twice(cells, row, named)
        return CaseColumns(header_row=row, roles=named)
    why = Text(
        "没有找到用例的表头：条件列与规则表相同，后面是 期望等级 等结果列",
        "no header of cases found: the inputs of the rules, then Expected and other results",
    )
    raise invalid(cells.place, why)


def _role(header: str, document: PolicyDocument) -> tuple[CaseRole, str] | None:
    """Return what a header means; what is called expected comes before an input of that name."""
    main = next((name for name, r in document.results.items() if r.type == "tier"), "")
    plain = plain_text(header)
    if plain in ("期望", "期望等级", "期望结果", "expected", "expectedtier", "expectedresult"):
        return CaseRole.RESULT, main
    for name, result in document.results.items():
        if any(plain == plain_text(e + text) for text in _names(name, result) for e in _BEFORE):
            return CaseRole.RESULT, name
    inputs = [name for name, read in document.inputs.items() if _is_input(header, name, read)]
    if len(inputs) == 1:
        return CaseRole.INPUT, inputs[0]
    for name, result in document.results.items():
        if any(same_text(header, text) for text in _names(name, result)):
            return CaseRole.RESULT, name
    for role, words in WORDS.items():
        if any(same_text(header, word) for word in words):
            return role, ""
    return None


_BEFORE = (EXPECTED.zh, EXPECTED.en)


def _names(name: str, given: InputDocument | ResultDocument) -> Sequence[str]:
    return (given.label.zh, given.label.en, name, *given.aliases)


def _is_input(header: str, name: str, read: InputDocument) -> bool:
    """Tell whether a header names an input, perhaps with a unit in brackets."""
    names = _names(name, read)
    if any(same_text(header, text) for text in names):
        return True
    unit = base_unit(read.unit)
    said = header_unit(header, unit.dimension) is not None
    counted = bool(unit.symbol) and plain_text(unit.symbol) in unit_words(header)
    return (said or counted) and name_of(header) in map(name_of, names)


def _refuse_unknown(
    cells: RuleCells,
    row: int,
    texts: Mapping[int, str],
    found: Mapping[int, object],
    document: PolicyDocument,
) -> None:
    for col, text in texts.items():
        if found[col] is not None or is_special(text):
            continue
        known = [read.label.zh for read in document.inputs.values()]
        known += [result.label.zh for result in document.results.values()]
        close = get_close_matches(text, [*known, *document.inputs], n=1)
        listed = "、".join(known), ", ".join(known)
        zh, en = f"（可用：{listed[0]}）", f" (it may be {listed[1]})"
        if close:
            zh, en = f"（您要写的是 {close[0]} 吗？）", f" (did you mean {close[0]}?)"
        why = Text(
            f"策略没有输入或结果“{text}”{zh}",
            f"the policy has no input and no result “{text}”{en}",
        )
        raise cells.refusal(row, col, why)


def _refuse_twice(cells: RuleCells, row: int, roles: Mapping[int, tuple[CaseRole, str]]) -> None:
    for col, role in roles.items():
        if list(roles.values()).index(role) < list(roles).index(col):
            raise cells.refusal(row, col, Text("有两列同名", "two columns have this name"))
