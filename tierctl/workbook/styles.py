"""Cell styles for our cells: the neighbours' own, with a fill; appended, never reindexed.

What the workbook already has is used again, so that a copy of a copy has no style more.
"""

from __future__ import annotations

from tierctl.ooxml.document import Document, Element, attribute_splice
from tierctl.ooxml.splice import Splice, spliced

_MOST = 64_000
# The first two fills are Excel's own: whatever stands there, it shows these.
_RESERVED = ("none", "gray125")


class StyleBook:
    """Derive styles from those of a workbook, and plan their addition to its styles part."""

    def __init__(self, document: Document | None) -> None:
        self._document = document if document and document.root.first("cellXfs") else None
        self._new_xfs: list[str] = []
        self._new_fills: list[str] = []
        self._derived: dict[tuple[int, str | None, bool], int] = {}
        self._fill_ids: dict[str, int] = {}
        if self._document is not None:
            xfs = self._document.root.first("cellXfs")
            assert xfs is not None
            self._xfs: Element = xfs
            self._base = list(xfs.all("xf"))
            self._known = {
                self._document.source(xf): index
                for index, xf in reversed(list(enumerate(self._base)))
            }
            self._fills = self._document.root.first("fills")

    def style(self, base: int | None, fill: str | None, left: bool) -> int | None:
        """Return style `base` as a text style, with a fill, to the left; None without styles."""
        if self._document is None or not self._base:
            return None
        index = base if base is not None and base < len(self._base) else 0
        key = (index, fill, left)
        if key not in self._derived:
            number = len(self._base) + len(self._new_xfs)
            if number >= _MOST:
                return base
            xf = self._derive(self._base[index], fill, left)
            self._derived[key] = self._known.setdefault(xf, number)
            if self._derived[key] == number:
                self._new_xfs.append(xf)
        return self._derived[key]

    def _derive(self, base: Element, fill: str | None, left: bool) -> str:
        assert self._document is not None
        changes = {"numFmtId": "0", "quotePrefix": "0"}
        if base.get("quotePrefix") is None:
            del changes["quotePrefix"]
        if fill is not None and self._fills is not None:
            changes |= {"fillId": str(self._fill_id(fill)), "applyFill": "1"}
        text = self._document.source(base)
        if left:
            changes["applyAlignment"] = "1"
            text = self._left_aligned(base, text)
        tag = text[: text.index(">") + 1]
        splices = [attribute_splice(tag, 0, k, v, "utf-8") for k, v in changes.items()]
        return spliced(text.encode(), splices).decode()

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
        assert self._fills is not None
        if color not in self._fill_ids:
            fills = list(self._fills.all("fill"))
            ours = range(len(_RESERVED), len(fills))
            same = next((i for i in ours if _is_solid(fills[i], color)), None)
            self._fill_ids[color] = same if same is not None else self._add_fill(len(fills), color)
        return self._fill_ids[color]

    def _add_fill(self, count: int, color: str) -> int:
        """Add a fill behind the `count` that are there, and return its number."""
        assert self._fills is not None
        p = self._fills.tag_prefix
        if not self._new_fills:
            self._new_fills += [
                f'<{p}fill><{p}patternFill patternType="{name}"/></{p}fill>'
                for name in _RESERVED[count:]
            ]
        self._new_fills.append(
            f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FF{color}"/>'
            f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
        )
        return count + len(self._new_fills) - 1

    def splices(self) -> list[Splice]:
        """Return what must be added to the styles part."""
        splices: list[Splice] = []
        if self._document is None:
            return splices
        if self._new_fills and self._fills is not None:
            splices += self._appended(self._fills, "fill", self._new_fills)
        if self._new_xfs:
            splices += self._appended(self._xfs, "xf", self._new_xfs)
        return splices

    def _appended(self, group: Element, name: str, new: list[str]) -> list[Splice]:
        assert self._document is not None
        splices = [self._document.append_child(group, "".join(new))]
        if group.get("count") is not None:
            count = sum(1 for _ in group.all(name)) + len(new)
            splices.append(self._document.set_attribute(group, "count", str(count)))
        return splices


def _is_solid(fill: Element, color: str) -> bool:
    """Tell whether a fill is a colour all over."""
    pattern = fill.first("patternFill")
    if pattern is None or pattern.attributes != {"patternType": "solid"}:
        return False
    front = pattern.first("fgColor")
    return front is not None and front.attributes == {"rgb": f"FF{color}"}
