"""Cell styles for our cells: the neighbours' own, with a fill; appended, never reindexed.

What the workbook already has is used again, so that a copy of a copy has no style more.
"""

from __future__ import annotations

from collections.abc import Mapping

from tierctl.ooxml.document import Document, Element, attribute_splice
from tierctl.ooxml.markup import attribute_text, whole_number
from tierctl.ooxml.splice import Splice, spliced
from tierctl.workbook.cell_format import (
    BUILT_IN,
    CellFormat,
    NumberFormat,
    alignment_markup,
    border_markup,
    font_markup,
)
from tierctl.workbook.style_group import StyleGroup

_MOST = 64_000
_LAST_BUILT_IN = 163
_GROUPS = {
    "numFmts": "numFmt",
    "fonts": "font",
    "fills": "fill",
    "borders": "border",
    "cellXfs": "xf",
}
# The first two fills are Excel's own: whatever stands there, it shows these.
_RESERVED = ("none", "gray125")


class StyleBook:
    """Derive styles from those of a workbook, and plan their addition to its styles part."""

    def __init__(self, document: Document | None) -> None:
        self._document = document if document and document.root.first("cellXfs") else None
        self._derived: dict[tuple[int, str | None, bool], int] = {}
        self._filled: dict[tuple[int, str], int] = {}
        self._made: dict[tuple[CellFormat, str, bool], int | None] = {}
        self._fill_ids: dict[str, int] = {}
        self._formats: dict[str, int] = {}
        self._groups: dict[str, StyleGroup] = {}
        if self._document is not None:
            for name, item in _GROUPS.items():
                element = self._document.root.first(name)
                if element is not None:
                    self._groups[name] = StyleGroup(self._document, element, item)

    def style(self, base: int | None, fill: str | None, left: bool) -> int | None:
        """Return style `base` as a text style, with a fill, to the left; None without styles."""
        xfs = self._groups.get("cellXfs")
        if xfs is None or not xfs.items:
            return None
        index = base if base is not None and base < len(xfs.items) else 0
        key = (index, fill, left)
        if key not in self._derived:
            if len(xfs) >= _MOST:
                return base
            self._derived[key] = xfs.index(self._derive(xfs.items[index], fill, left))
        return self._derived[key]

    def filled(self, base: int | None, color: str) -> int | None:
        """Return style `base` with a fill and nothing else changed; None where it can have none."""
        xfs = self._groups.get("cellXfs")
        if xfs is None or not xfs.items or "fills" not in self._groups or len(xfs) >= _MOST:
            return None
        index = base if base is not None and base < len(xfs.items) else 0
        if (index, color) not in self._filled:
            changes = {"fillId": str(self._fill_id(color)), "applyFill": "1"}
            text = self._document.source(xfs.items[index]) if self._document is not None else ""
            self._filled[index, color] = xfs.index(_with_attributes(text, changes))
        return self._filled[index, color]

    def made(self, look: CellFormat, font: str, chinese: bool) -> int | None:
        """Return a style of our own for a new cell; None where the workbook can take none."""
        xfs = self._groups.get("cellXfs")
        key = (look, font, chinese)
        if xfs is None or not xfs.items or len(xfs) >= _MOST:
            return self._made.get(key)
        if key not in self._made:
            self._made[key] = xfs.index(self._make(look, font, chinese, xfs.element.tag_prefix))
        return self._made[key]

    def _make(self, look: CellFormat, font: str, chinese: bool, prefix: str) -> str:
        parts = {"numFmtId": self._format_id(look.number)}
        parts["fontId"] = self._part("fonts", font_markup(look, font, chinese, prefix))
        fill = look.fill is not None and "fills" in self._groups
        parts["fillId"] = self._fill_id(look.fill) if fill and look.fill is not None else 0
        parts["borderId"] = self._part("borders", border_markup(look, prefix))
        if self._document is not None and self._document.root.first("cellStyleXfs") is not None:
            parts["xfId"] = 0
        names = ("NumberFormat", "Font", "Fill", "Border", "Alignment")
        attributes = [f'{name}="{number}"' for name, number in parts.items()]
        attributes += [f'apply{name}="1"' for name in names]
        inner = alignment_markup(look, prefix)
        return f"<{prefix}xf {' '.join(attributes)}>{inner}</{prefix}xf>"

    def _part(self, name: str, markup: str) -> int:
        """Return the index of a font or a border. The first of a list is what plain cells have."""
        group = self._groups.get(name)
        return group.index(markup) if group is not None and group.items else 0

    def _format_id(self, code: NumberFormat) -> int:
        if code in BUILT_IN:
            return BUILT_IN[code]
        if code not in self._formats:
            group = self._groups.get("numFmts")
            items = group.items if group is not None else ()
            ids = {i.get("formatCode"): whole_number(i.get("numFmtId") or "") for i in items}
            known = ids.get(code)
            taken = [_LAST_BUILT_IN, *(id for id in ids.values() if id), *self._formats.values()]
            self._formats[code] = known if known is not None else max(taken) + 1
            if known is None and group is not None:
                group.add(self._format_markup(code, group.element.tag_prefix))
        return self._formats[code]

    def _format_markup(self, code: str, prefix: str) -> str:
        id = self._formats[code]
        return f'<{prefix}numFmt numFmtId="{id}" formatCode="{attribute_text(code)}"/>'

    def _derive(self, base: Element, fill: str | None, left: bool) -> str:
        assert self._document is not None
        changes = {"numFmtId": "0", "quotePrefix": "0"}
        if base.get("quotePrefix") is None:
            del changes["quotePrefix"]
        if fill is not None and "fills" in self._groups:
            changes |= {"fillId": str(self._fill_id(fill)), "applyFill": "1"}
        text = self._document.source(base)
        if left:
            changes["applyAlignment"] = "1"
            text = self._left_aligned(base, text)
        return _with_attributes(text, changes)

    def _left_aligned(self, base: Element, text: str) -> str:
        assert self._document is not None
        alignment = base.first("alignment")
        if alignment is not None:
            old = self._document.source(alignment)
            tag = old[: old.index(">") + 1]
            splice = attribute_splice(tag, 0, "horizontal", "left", "utf-8")
            return text.replace(old, spliced(old.encode(), [splice]).decode())
        p = base.tag_prefix
        markup = f'<{p}alignment horizontal="left"/>'
        if base.self_closing:
            return f"{text.removesuffix('/>')}>{markup}</{p}xf>"
        end = text.index(">") + 1
        return text[:end] + markup + text[end:]

    def _fill_id(self, color: str) -> int:
        if color not in self._fill_ids:
            fills = self._groups["fills"].items
            ours = range(len(_RESERVED), len(fills))
            same = next((i for i in ours if _is_solid(fills[i], color)), None)
            self._fill_ids[color] = same if same is not None else self._add_fill(color)
        return self._fill_ids[color]

    def _add_fill(self, color: str) -> int:
        fills = self._groups["fills"]
        p = fills.element.tag_prefix
        for name in _RESERVED[len(fills) :]:
            fills.add(f'<{p}fill><{p}patternFill patternType="{name}"/></{p}fill>')
        return fills.add(
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FF{color}"/>'
            f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
        )

    def splices(self) -> list[Splice]:
        """Return what must be added to the styles part."""
        splices = [splice for group in self._groups.values() for splice in group.splices()]
        if self._document is not None and self._formats and "numFmts" not in self._groups:
            # They stand first of all in the part.
            first, p = self._document.root.children[0], self._document.root.tag_prefix
            inner = "".join(self._format_markup(code, p) for code in self._formats)
            markup = f'<{p}numFmts count="{len(self._formats)}">{inner}</{p}numFmts>'
            splices.append(self._document.insert_before(first, markup))
        return splices


def _with_attributes(text: str, changes: Mapping[str, str]) -> str:
    """Return an element's markup with attributes of its own set."""
    tag = text[: text.index(">") + 1]
    splices = [attribute_splice(tag, 0, name, value, "utf-8") for name, value in changes.items()]
    return spliced(text.encode(), splices).decode()


def _is_solid(fill: Element, color: str) -> bool:
    """Tell whether a fill is a colour all over."""
    pattern = fill.first("patternFill")
    if pattern is None or pattern.attributes != {"patternType": "solid"}:
        return False
    front = pattern.first("fgColor")
    return front is not None and front.attributes == {"rgb": f"FF{color}"}
