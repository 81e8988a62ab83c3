"""The markup of the cells we write: always text, so that nothing turns into a formula."""

from __future__ import annotations

from tierctl.model.address import CellRef, column_letters
from tierctl.ooxml.markup import string_text
from tierctl.workbook import messages

_LONGEST = 32_767


def text_cell(at: CellRef, text: str, style: int | None, prefix: str) -> str:
    """Return a cell that holds `text`, inline. Raises InputRefused where it is too long."""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > _LONGEST:
        raise messages.too_long(at)
    written = string_text(text)
    p = prefix
    styled = f' s="{style}"' if style is not None else ""
    space = ' xml:space="preserve"' if written != " ".join(written.split()) else ""
    return (
        f'<{p}c r="{column_letters(at.col)}{at.row + 1}"{styled} t="inlineStr">'
        f"<{p}is><{p}t{space}>{written}</{p}t></{p}is></{p}c>"
    )
