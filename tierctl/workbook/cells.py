"""The markup of the cells we write: texts and numbers, so that nothing turns into a formula."""

from __future__ import annotations

import re

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


def sound_pattern(prefix: str) -> str:
    """Return the pattern of what we put among rows: whatever it matches leaves them well-formed.

    Cells; cells that open a row which had none; the columns that a row spans. Python and Polars
    read it alike.
    """
    p = re.escape(prefix)
    text = "(?:[^<&\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ufffe\uffff]|&(?:amp|lt|gt);)*"
    held = (
        rf"<{p}v>[-+.0-9e]+</{p}v></{p}c>"
        rf'|<{p}is><{p}t(?: xml:space="preserve")?>{text}</{p}t></{p}is></{p}c>'
    )
    tag = rf'<{p}c r="[A-Z]{{1,3}}[0-9]{{1,7}}"(?: s="[0-9]+")?(?: t="inlineStr")?'
    cells = rf"(?:{tag}(?:/>|>(?:{held})))+"
    return rf"^(?:{cells}|>{cells}</{p}row>|[0-9]+:[0-9]+)$"


def number_text(value: float) -> str:
    """Return a number as it stands in a cell's `<v>`."""
    return repr(value).removesuffix(".0")
