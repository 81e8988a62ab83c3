"""Columns bound by their headers: which input or result each could be, and what --map says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tierctl.model.address import column_index
from tierctl.model.header_text import (
    bilingual_names,
    header_unit,
    name_of,
    plain_text,
    same_text,
    unitless_name,
)
from tierctl.model.quantity import Dimension
from tierctl.model.text import Text
from tierctl.policy.policy import Input, InputType, Policy, Result
from tierctl.tables import diagnostics, messages
from tierctl.tables.header import IDENTITY, Header
from tierctl.tables.headers import qualified, unexplained
from tierctl.tables.modifiers import cores, dated, several_years
from tierctl.tables.options import TableOptions


def aliases_of(policy: Policy) -> dict[str, list[tuple[str, str]]]:
    """Return header name → the inputs and results that it names."""
    aliases: dict[str, list[tuple[str, str]]] = {}
    for kind, things in (("input", policy.inputs.values()), ("result", policy.results.values())):
        for thing in things:
            for key in _keys(thing):
                target = (kind, thing.name)
                if target not in aliases.setdefault(key, []):
                    aliases[key].append(target)
    return aliases


def _keys(thing: Input | Result) -> list[str]:
    """Return what headers may say that name an input or a result, those with its unit whole.

    账龄（月） of an input that counts in 月 is that input; the bracket tells nothing else.
    """
    with_unit = with_own_unit(thing) if isinstance(thing, Input) else ()
    return [*map(name_of, thing.headers), *map(plain_text, with_unit)]


def with_own_unit(read: Input) -> list[str]:
    """Return the headers of an input with its own unit in brackets."""
    return [f"{header}({read.unit.symbol})" for header in read.headers if read.unit.symbol]


def bind(
    header: Header,
    ways: Mapping[int, Sequence[str]],
    aliases: Mapping[str, list[tuple[str, str]]],
    policy: Policy,
    options: TableOptions,
) -> None:
    """Find the columns of every input and result by their headers, and as --map says."""
    mapped = {
        col: name for column, name in options.maps.items() for col in mapped_columns(header, column)
    }
    own = options.own_headers.get(header.sheet.name, {})
    for col in sorted(header.texts):
        if header.texts[col] in own:
            header.own.setdefault(own[header.texts[col]], col)
            continue
        if col in mapped:
            continue
        found, way = targets(ways[col], aliases)
        if way != header.above(col) + header.texts[col]:
            header.texts[col] = way or header.texts[col]
        for kind, name in found:
            if kind == "result":
                header.results.setdefault(name, []).append(col)
            elif name not in mapped.values():
                set_aside = policy.inputs[name].type is not InputType.TEXT and unsure(
                    header.texts[col], policy.inputs[name]
                )
                bound = header.set_aside if set_aside else header.inputs
                bound.setdefault(name, []).append(col)
    header.unsettled |= options.set_aside
    _settle(header, policy)
    for col, name in sorted(mapped.items()):
        header.inputs.setdefault(name, []).append(col)


def _settle(header: Header, policy: Policy) -> None:
    """Choose among several columns: the input's own label wins where one can do without the input.

    For one that is required it wins only over the columns of certain years, and money over shares.
    """
    for name, cols in list(header.inputs.items()):
        read = policy.inputs[name]
        if len(cols) > 1 and read.required:
            header.inputs[name] = _preferred(header, read, cols)
            continue
        if len(cols) > 1 and not read.required:
            chosen = labelled(header, read.label, cols)
            if chosen is not None:
                header.inputs[name] = [chosen]
                continue
            if name in IDENTITY:
                header.other_identity += cols
            _doubt(header, name, read.label, cols)
            del header.inputs[name]
    for name, cols in list(header.results.items()):
        if len(cols) > 1:
            label = policy.results[name].label
            chosen = labelled(header, label, cols)
            if chosen is None:
                _doubt(header, name, label, cols)
                del header.results[name]
            else:
                header.results[name] = [chosen]


def _preferred(header: Header, read: Input, cols: Sequence[int]) -> list[int]:
    if read.unit.dimension is Dimension.MONEY:
        money = [c for c in cols if header_unit(header.texts[c], Dimension.RATIO) is None]
        cols = money or cols
    undated = [col for col in cols if not dated(header.texts[col])]
    exact = labelled(header, read.label, undated)
    return [exact] if exact is not None and len(undated) == 1 else list(cols)


def labelled(header: Header, label: Text, cols: Sequence[int]) -> int | None:
    """Return the one column whose header is an input's or a result's own label, if any."""
    names = {name_of(label.zh), name_of(label.en)}
    labelled = [col for col in cols if name_of(header.texts[col]) in names]
    return labelled[0] if len(labelled) == 1 else None


def _doubt(header: Header, name: str, label: Text, cols: Sequence[int]) -> None:
    if name not in header.unsettled:
        refs = [header.ref(col) for col in cols]
        header.unsettled.add(name)
        header.diagnostics.append(diagnostics.two_optional_columns(label, refs))


def targets(
    ways: Sequence[str], aliases: Mapping[str, list[tuple[str, str]]]
) -> tuple[list[tuple[str, str]], str]:
    """Return what a column is by the first of its readings that names anything, and that one."""
    for text in ways:
        found = named(text, aliases)
        if found:
            return found, text
    return [], ""


def named(text: str, aliases: Mapping[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Return the inputs and results that a header names, by itself or without its modifiers."""
    exact = aliases.get(plain_text(text))
    if exact:
        return exact
    if qualified(text):
        return []
    name = name_of(text)
    for plain in (name, unitless_name(text) or ""):
        if plain in aliases:
            return aliases[plain]
    both = _in_both_languages(text, aliases)
    if both:
        return both
    for core in cores(unitless_name(text) or name):
        inputs = [target for target in aliases.get(core, []) if target[0] == "input"]
        if inputs:
            return inputs if len(inputs) == 1 else []
    return []


def _in_both_languages(
    text: str, aliases: Mapping[str, list[tuple[str, str]]]
) -> list[tuple[str, str]]:
    """Return what a header names in Chinese and in English alike: 年平均销售额 Annual sales."""
    first, second = bilingual_names(text) or ("", "")
    first = unitless_name(first) or first
    return [target for target in aliases.get(first, []) if target in aliases.get(second, [])]


def unsure(text: str, read: Input) -> bool:
    """Tell whether a column may hold another number than its header names: 销售额（华东）."""
    declared = [*read.headers, *with_own_unit(read)]
    doubtful = unexplained(text) or several_years(text)
    return doubtful and not any(same_text(text, header) for header in declared)


def input_named(policy: Policy, given: str) -> str:
    """Return the input that an option names: by its name, its label, or another of its headers.

    Raises UsageRefused.
    """
    if given in policy.inputs:
        return given
    for read in policy.inputs.values():
        if name_of(given) in {name_of(text) for text in read.headers}:
            return read.name
    raise messages.unknown_input(given, [(i.name, i.label) for i in policy.inputs.values()])


def mapped_columns(header: Header, column: str) -> list[int]:
    """Return the columns that the left side of a --map names: a header, or a column's letters.

    销售额（2024） is that one header where it stands so; 销售额 may be several. Capital letters are
    a column unless a header is written just so; small ones only where no header is named like it.
    """
    texts = header.texts.items()
    letters = column.isascii() and column.isalpha() and len(column) <= 3
    lettered = [col for col, _ in texts if letters and col == column_index(column)]
    readings = (
        [col for col, text in texts if text == column],
        lettered if column.isupper() else [],
        [col for col, text in texts if same_text(text, column)],
        [col for col, text in texts if name_of(text) == name_of(column)],
        lettered,
    )
    return next((cols for cols in readings if cols), [])
