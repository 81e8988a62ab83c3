"""One list of the styles part, fonts or cell formats: added to at its end, never reindexed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from tierctl.ooxml.document import Document, Element
from tierctl.ooxml.splice import Splice


class StyleGroup:
    """A list with what is to be added; what it already has is used again."""

    def __init__(self, document: Document, element: Element, item: str) -> None:
        self._document = document
        self.element = element
        self.items: Sequence[Element] = list(element.all(item))
        self._added: list[str] = []

    @cached_property
    def _known(self) -> dict[str, int]:
        items = reversed(list(enumerate(self.items)))
        return {self._document.source(child): index for index, child in items}

    def __len__(self) -> int:
        return len(self.items) + len(self._added)

    def known(self, markup: str) -> int | None:
        """Return the index of an item that is written so."""
        return self._known.get(markup)

    def add(self, markup: str) -> int:
        """Add an item, and return its index."""
        self._known[markup] = len(self)
        self._added.append(markup)
        return len(self) - 1

    def index(self, markup: str) -> int:
        """Return the index of an item that is written so, added where there is none."""
        known = self.known(markup)
        return self.add(markup) if known is None else known

    def splices(self) -> list[Splice]:
        """Return what must be added to the styles part."""
        if not self._added:
            return []
        splices = [self._document.append_child(self.element, "".join(self._added))]
        if self.element.get("count") is not None:
            count = str(len(self))
            splices.append(self._document.set_attribute(self.element, "count", count))
        return splices
