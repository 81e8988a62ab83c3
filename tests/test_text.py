"""Words in two languages: whatever a message names, it names in both."""

import inspect
import re
import string
from collections.abc import Callable, Iterator
from types import ModuleType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from policies import shipped_policy

import tierctl.checks.messages
import tierctl.engine.messages
import tierctl.tables.diagnostics
import tierctl.tables.messages
import tierctl.tables.row_diagnostics
import tierctl.tables.unit_diagnostics
import tierctl.tables.unit_messages
import tierctl.tables.watch_diagnostics
from tierctl.checks.finding import Finding
from tierctl.model.address import CellRef
from tierctl.model.cell import Cell, Kind
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.errors import TierctlError
from tierctl.model.quantity import YUAN, Dimension, Unit
from tierctl.model.text import Text, joined, same
from tierctl.policy.load import shipped
from tierctl.policy.policy import Policy

MODULES = (
    tierctl.checks.messages,
    tierctl.engine.messages,
    tierctl.tables.diagnostics,
    tierctl.tables.messages,
    tierctl.tables.row_diagnostics,
    tierctl.tables.unit_diagnostics,
    tierctl.tables.unit_messages,
    tierctl.tables.watch_diagnostics,
)
KEBAB = re.compile(r"[a-z]+(-[a-z]+)*")


def constructors(module: ModuleType) -> Iterator[Any]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and not name.startswith("_"):
            yield pytest.param(function, id=f"{module.__name__.removeprefix('tierctl.')}.{name}")


def sentinel(kind: Any, name: str, number: int) -> Any:
    """Return an argument of a type that can be recognised in the message made of it."""
    mark = f"«{name}»"
    if isinstance(kind, UnionType):
        return sentinel(get_args(kind)[0], name, number)
    if kind is str:
        return mark
    if kind is Text:
        return same(mark)
    if kind is CellRef:
        return CellRef("客户", 70 + number, 6)
    if kind is Cell:
        return Cell(0, 0, Kind.TEXT, mark)
    if kind is Dimension:
        return Dimension.MONEY
    if kind is Unit:
        return YUAN
    if get_origin(kind) is not None and get_args(kind):
        part = get_args(kind)[0]
        if get_origin(part) is tuple:
            return [tuple(sentinel(p, name, number) for p in get_args(part))]
        return [sentinel(part, name, number)]
    raise AssertionError(f"no sentinel for {name}: {kind}")


def made(constructor: Callable[..., Any]) -> Diagnostic | Finding | TierctlError:
    hints = get_type_hints(constructor)
    names = list(inspect.signature(constructor).parameters)
    arguments = {name: sentinel(hints[name], name, n) for n, name in enumerate(names)}
    message: Diagnostic | Finding | TierctlError = constructor(**arguments)
    return message


def named(text: str) -> list[str]:
    """Return everything in a sentence that came from an argument, and everything to be typed."""
    return sorted(re.findall(r"«\w+»|客户!G\d+|--[a-z-]+|[元%]=|\b[A-Z]=", text))


@pytest.mark.parametrize("constructor", [c for m in MODULES for c in constructors(m)])
def test_a_message_names_the_same_things_in_both_languages(
    constructor: Callable[..., Any],
) -> None:
    message = made(constructor)
    assert KEBAB.fullmatch(message.code)
    for text in (message.message, message.hint):
        if text is not None:
            assert set(named(text.zh)) == set(named(text.en))
            assert "{" not in text.zh + text.en
            assert re.search("[\u4e00-\u9fff]", text.zh)


@pytest.mark.parametrize("constructor", [c for m in MODULES for c in constructors(m)])
def test_a_message_uses_what_it_is_given(constructor: Callable[..., Any]) -> None:
    """A name that a caller hands over and nobody reads is a name that the user misses."""
    message = made(constructor)
    cell = f" 客户!{message.cell.a1}" if isinstance(message, Diagnostic) and message.cell else ""
    said = " ".join(t.zh for t in (message.message, message.hint) if t) + cell
    said += message.where if isinstance(message, Finding) else ""
    for number, name in enumerate(inspect.signature(constructor).parameters):
        if name not in ("dimension", "unit"):
            assert f"«{name}»" in said or f"G{71 + number}" in said, name


def test_every_template_has_the_same_placeholders_in_both_languages() -> None:
    """`Text.fill` would raise for one language only, in a run in that language."""
    templates = [
        value for module in MODULES for value in vars(module).values() if isinstance(value, Text)
    ]
    for text in templates:
        zh, en = (
            {field for _, field, _, _ in string.Formatter().parse(t) if field}
            for t in (text.zh, text.en)
        )
        assert zh == en


def test_filling_a_text_with_a_text_fills_each_language() -> None:
    filled = Text("{name}是空的", "{name} is blank").fill(name=Text("销售额", "Sales"))
    assert Text("销售额是空的", "Sales is blank") == filled
    assert Text("甲、乙", "A, B") == joined([Text("甲", "A"), Text("乙", "B")])


def test_a_policy_is_labelled_in_both_languages() -> None:
    policies: list[Policy] = [shipped_policy(name) for name in shipped()]
    labels = [read.label for p in policies for read in p.inputs.values()]
    labels += [c.label for p in policies for read in p.inputs.values() for c in read.choices]
    labels += [parameter.label for p in policies for parameter in p.parameters]
    labels += [remark.message for p in policies for remark in p.remarks]
    for result in (result for p in policies for result in p.results.values()):
        labels += [result.label, *result.texts.values()]
        labels += [t.label for t in result.tiers]
        labels += [text for t in result.tiers for text in t.texts.values()]
    assert labels
    assert all(label.zh.strip() and label.en.strip() for label in labels)
