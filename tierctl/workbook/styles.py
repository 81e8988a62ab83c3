"""Cell styles for our cells: the neighbours' own, with a fill; appended, never reindexed."""

from __future__ import annotations

from tierctl.ooxml.document import Document, Element, attribute_splice
from tierctl.ooxml.splice import Splice, spliced

_MOST = 64_000


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
            self._fills = self._document.root.first("fills")

    def style(self, base: int | None, fill: str | None, left: bool) -> int | None:
        """Return style `base` as a text style, with a fill, to the left; None without styles."""
        if self._document is None or not self._base:
            return None
        index = base if base is not None and base < len(self._base) else 0
        key = (index, fill, left)
        if key not in self._derived:
            if len(self._base) + len(self._new_xfs) >= _MOST:
                return base
            self._derived[key] = len(self._base) + len(self._new_xfs)
            self._new_xfs.append(self._derive(self._base[index], fill, left))
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
            count = sum(1 for _ in self._fills.all("fill"))
            self._fill_ids[color] = count + len(self._new_fills)
            p = self._fills.tag_prefix
            self._new_fills.append(
                f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="FF{color}"/>'
                f'<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>'
            )
        return self._fill_ids[color]

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
