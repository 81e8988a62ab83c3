"""The markup of the cells we write: texts and numbers, so that nothing turns into a formula."""

from __future__ import annotations

from tierctl.model.address import CellRef, column_letters
from tierctl.ooxml.markup import string_text
from tierctl.workbook import messages

_LONGEST = 32_767


def value_cell(at: CellRef, value: str | float | None, style: int | None, prefix: str) -> str:
    """Return a cell that holds a text (inline), a number, or nothing.

    Raises InputRefused where a text is too long.
    """
    if isinstance(value, str):
        return _text_cell(at, value, style, prefix)
    tag = f'<{prefix}c r="{column_letters(at.col)}{at.row + 1}"'
    styled = f' s="{style}"' if style is not None else ""
    if value is None:
        return f"{tag}{styled}/>"
    return f"{tag}{styled}><{prefix}v>{number_text(value)}</{prefix}v></{prefix}c>"


def _text_cell(at: CellRef, text: str, style: int | None, prefix: str) -> str:
    styled = f' s="{style}"' if style is not None else ""
    tag = f'<{prefix}c r="{column_letters(at.col)}{at.row + 1}"{styled} t="inlineStr">'
    return f"{tag}{inline_text(at, text, prefix)}</{prefix}c>"


def inline_text(at: CellRef, text: str, prefix: str) -> str:
    """Return the content of a cell that holds a text. Raises InputRefused where it is too long."""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > _LONGEST:
        raise messages.too_long(at)
    written = string_text(text)
    p = prefix
    space = ' xml:space="preserve"' if written != " ".join(written.split()) else ""
    return f"<{p}is><{p}t{space}>{written}</{p}t></{p}is>"


def number_text(value: float) -> str:
    """Return a number as it stands in a cell's `<v>`."""
    return repr(value).removesuffix(".0")
