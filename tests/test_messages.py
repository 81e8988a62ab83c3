"""Every sentence exists in both languages, and says the same things in both."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "tierctl"


def is_chinese(text: str) -> bool:
    """Tell whether a text has a Chinese character."""
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def literal(node: ast.expr) -> str | None:
    """Return the fixed text of a string or f-string, or None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) for v in node.values if isinstance(v, ast.Constant))
    return None


class _Neutral(ast.NodeTransformer):
    """Forget the language in an expression: `label.zh`, `listed[0]`."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        return node.value if node.attr in ("zh", "en") else node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        self.generic_visit(node)
        return node.value if isinstance(node.slice, ast.Constant) else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """`"、".join(names)` and `", ".join(names)` name the same things."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "join":
            return node.args[0]
        return node


def placeholders(node: ast.expr) -> set[str]:
    """Return what a sentence is filled with: f-string expressions and `{names}`."""
    found: set[str] = set()
    if isinstance(node, ast.JoinedStr):
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                name = ast.unparse(_Neutral().visit(value.value))
                found.add("said" if name in ("zh", "en") else name)
    text = literal(node) or ""
    while "{" in text:
        name, _, text = text.partition("{")[2].partition("}")
        found.add(name)
    return found


def pairs() -> Iterator[tuple[str, ast.expr, ast.expr]]:
    """Yield every Chinese sentence with the English one that follows it in a call."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            arguments = node.args if isinstance(node, ast.Call) else []
            for chinese, english in pairwise(arguments):
                zh, en = literal(chinese), literal(english)
                if zh is not None and en is not None and is_chinese(zh) and not is_chinese(en):
                    place = f"{path.relative_to(PACKAGE)}:{chinese.lineno}"
                    yield place, chinese, english


PAIRS = [pytest.param(zh, en, id=place) for place, zh, en in pairs()]


def test_the_sentences_are_found() -> None:
    """The test below would say nothing if the search found nothing."""
    assert len(PAIRS) > 100


@pytest.mark.parametrize(("chinese", "english"), PAIRS)
def test_both_languages_have_the_same_placeholders(chinese: ast.expr, english: ast.expr) -> None:
    assert placeholders(chinese) == placeholders(english)
