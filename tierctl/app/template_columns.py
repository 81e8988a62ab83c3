"""The columns of a template: one for each input of a policy, as the reader of sheets takes it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date

from tierctl.app import template_words as words
from tierctl.app.template_card import blank_gets
from tierctl.checks.round_number import round_number
from tierctl.model.header_text import header_unit, name_of
from tierctl.model.quantity import RATIO, Dimension, Unit, shifted
from tierctl.model.table import EXAMPLE_CODE
from tierctl.model.text import LANGS, Lang, Text, joined, same
from tierctl.policy.canonical import canonical
from tierctl.policy.card import Characteristic, Scorecard
from tierctl.policy.intervals import Interval
from tierctl.policy.patterns import NOTHING
from tierctl.policy.policy import Input, InputType, Policy
from tierctl.policy.sets import DateSet, NumberSet, ValueSet
from tierctl.policy.shown import allowed_text
from tierctl.policy.text_sets import TextSet
from tierctl.tables.header import IDENTITY
from tierctl.workbook.template import TemplateColumn
from tierctl.workbook.template_cells import TemplateValue

_EXAMPLE_NAME = Text("示例客户（不定级）", "Example (not graded)")
_EXAMPLE_DAY = date(2025, 6, 30)
_EXAMPLE_NUMBER = 100.0
_MOST_OPTIONS = 12


def inputs_of(policy: Policy) -> list[Input]:
    """Return a template's inputs: who a customer is, then the required ones, then the others."""
    identity = [policy.inputs[name] for name in IDENTITY]
    others = [read for name, read in policy.inputs.items() if name not in IDENTITY]
    return [*identity, *sorted(others, key=lambda read: not read.required)]


def template_column(policy: Policy, read: Input, lang: Lang) -> TemplateColumn:
    """Return the column of an input."""
    header = header_of(read, lang)
    allowed = read.domain if read.domain is not None else read.expected
    options = tuple(option.to(lang) for option in options_of(read))
    unit = header_unit(header, read.unit.dimension) or read.unit
    return TemplateColumn(
        header=header,
        type=read.type,
        unit=unit,
        required=read.required,
        note="\n".join(said.to(lang) for said in (read.label, *facts(policy, read))),
        example=_example(policy, read, unit, lang),
        options=options,
        allowed=allowed if isinstance(allowed, NumberSet) else None,
        strict=read.domain is not None,
        refusal=_refusal(read, allowed).to(lang),
    )


def header_of(read: Input, lang: Lang) -> str:
    """Return the header of an input: its label, and its unit where it is read as that unit."""
    label, unit = read.label.to(lang), read.unit
    if not unit.symbol or header_unit(label, unit.dimension) is not None:
        return label
    symbol = (words.TIMES if unit == RATIO else same(unit.symbol)).to(lang)
    header = words.HEADER.fill(label=label, unit=symbol).to(lang)
    found = header_unit(header, unit.dimension)
    if unit.dimension is not Dimension.PLAIN:
        return header if found is not None and found.shift == unit.shift else label
    # A plain number in what reads like 元 or % would be refused.
    others = (header_unit(header, other) for other in (Dimension.MONEY, Dimension.RATIO))
    unlike = found is None and any(other is not None for other in others)
    return label if unlike or (found is not None and found.shift != unit.shift) else header


def options_of(read: Input) -> list[Text]:
    """Return the texts that an input is to be chosen from; none where it is not."""
    if read.choices:
        return [choice.label for choice in read.choices]
    values = read.domain if read.domain is not None else read.expected
    if isinstance(values, TextSet) and values.pattern == NOTHING:
        return [same(text) for text in values.listed]
    return []


def facts(policy: Policy, read: Input) -> Iterator[Text]:
    """Give what there is to know about an input's column, a sentence each."""
    yield need(policy, read)
    if read.name in IDENTITY and not read.required:
        yield words.CODE if read.name == IDENTITY[0] else words.TEXT
        yield words.WHO
        return
    options = options_of(read)
    if options:
        first = joined(options[:_MOST_OPTIONS])
        said = words.ONE_OF if len(options) <= _MOST_OPTIONS else words.ONE_OF_MANY
        yield said.fill(names=first, count=len(options))
    elif read.type is InputType.NUMBER:
        symbol = words.TIMES if read.unit == RATIO else same(read.unit.symbol)
        yield words.NUMBER_IN.fill(unit=symbol) if symbol.zh else words.NUMBER
        # Where a domain is held, the spreadsheet program lets no text in.
        plain = read.unit == RATIO or read.domain is not None
        if read.unit.dimension in words.SPELLINGS and not plain:
            yield words.SPELLINGS[read.unit.dimension]
    else:
        yield words.DAY if read.type is InputType.DATE else words.TEXT
        named = [same(text) for text in _named(policy, read.name)]
        if named and len(named) <= _MOST_OPTIONS:
            yield words.MENTIONED.fill(names=joined(named))
    if read.domain is not None and not options:
        yield words.MUST_BE.fill(allowed=_allowed(read, read.domain))
    if read.expected is not None and (read.domain is not None or not options):
        yield words.USUALLY.fill(allowed=_allowed(read, read.expected))
    if read.name == policy.segment:
        yield words.GROUPS
    yield _on_blank(policy, read)


def need(policy: Policy, read: Input) -> Text:
    """Return whether a column is needed, or those that it is calculated from."""
    if not read.required:
        return words.OPTIONAL
    if not read.sources:
        return words.REQUIRED
    return words.REQUIRED_OR.fill(names=sources_text(policy, read))


def sources_text(policy: Policy, read: Input) -> Text:
    """Return the labels of the inputs that one is calculated from."""
    return joined([policy.label(name) for name in policy.inputs if name in read.sources])


def _on_blank(policy: Policy, read: Input) -> Text:
    if read.formula is not None and read.sources:
        labels = {name: policy.label(name) for name in read.sources}
        formula = Text(*(read.formula.printed(labels, lang) for lang in LANGS))
        return words.BLANK_CALCULATED.fill(formula=formula)
    if policy.card is not None and (item := _item_of(policy, policy.card, read)) is not None:
        return blank_gets(item)
    if read.required:
        return words.BLANK_UNGRADED
    derived = [one.label for one in policy.derived if read.name in one.sources]
    if derived:
        return words.BLANK_SOURCE.fill(names=joined(derived))
    return words.BLANK_READ if read.name in policy.read else words.BLANK_HARMLESS


def _item_of(policy: Policy, card: Scorecard, read: Input) -> Characteristic | None:
    """Return the one item of a card that a required column is for."""
    if not read.required or read.needs_value:
        return None
    tables = {table.name: table.names for table in policy.tables}
    items = [
        item
        for item in card.characteristics
        if read.name == item.points or read.name in tables.get(item.table or "", ())
    ]
    return items[0] if len(items) == 1 else None


def _named(policy: Policy, name: str) -> list[str]:
    """Return the texts that rules name of an input, in their order."""
    asked = (rule.conditions.get(name) for table in policy.tables for rule in table.rules)
    sets = (values for values in asked if isinstance(values, TextSet))
    return list(dict.fromkeys(t for s in sets for t in (*s.listed, *s.excluded)))


def _refusal(read: Input, allowed: ValueSet | None) -> Text:
    if options_of(read):
        return words.CHOOSE
    if allowed is not None:
        said = words.NEEDED if read.domain is not None else words.UNUSUAL
        return said.fill(allowed=_allowed(read, allowed))
    return words.NEEDS_DAY if read.type is InputType.DATE else words.NEEDS_NUMBER


def _allowed(read: Input, values: ValueSet) -> Text:
    """Return the values that an input may have, as they stand in its column: a ratio as 1.2."""
    if read.unit == RATIO:
        return Text(*(canonical(values, Dimension.PLAIN, lang) for lang in LANGS))
    return allowed_text(read, values)


def _example(policy: Policy, read: Input, unit: Unit, lang: Lang) -> TemplateValue:
    if read.name == IDENTITY[0]:
        return EXAMPLE_CODE.to(lang)
    if read.name == IDENTITY[1]:
        return _EXAMPLE_NAME.to(lang)
    options = options_of(read)
    if options:
        # One that is called like a column (Customer) would make another header of the row.
        taken = {name_of(text) for one in policy.inputs.values() for text in one.headers}
        texts = [option.to(lang) for option in options]
        return next((text for text in texts if name_of(text) not in taken), texts[0])
    asked = _asked(policy, read.name)
    limits = [values for values in (read.domain, read.expected) if values is not None]
    if read.type is InputType.TEXT:
        found = asked.witness() if asked is not None else None
        return str(found) if found else EXAMPLE_CODE.to(lang) if read.required else None
    wanted = [asked, *limits] if asked is not None else limits
    for sets in (wanted, limits):
        numbers = [values for values in sets if isinstance(values, NumberSet)]
        common = type(numbers[0]).all_of(numbers) if numbers else None
        intervals = [i for i in common.intervals if not i.vacant] if common is not None else []
        if common is not None and intervals:
            if isinstance(common, DateSet):
                return date.fromordinal(int(common.witness() or 0))
            return shifted(repr(_named_number(intervals[0], unit)), -unit.shift)
    return _EXAMPLE_DAY if read.type is InputType.DATE else _EXAMPLE_NUMBER


def _named_number(interval: Interval, unit: Unit) -> float:
    """Return a number that somebody may have, in the base unit: not 0 where there is another."""
    hundred = _EXAMPLE_NUMBER * 10.0**unit.shift
    if interval.low_closed and interval.low != 0:
        return interval.low
    if interval.high_closed and interval.high != 0:
        return interval.high
    if interval.low in (0, -math.inf) and interval.holds(hundred):
        return hundred
    return round_number(interval)


def _asked(policy: Policy, name: str) -> ValueSet | None:
    """Return the first condition that asks anything of an input."""
    for table in policy.tables:
        for rule in table.rules:
            values = rule.conditions.get(name)
            if values is None or values == values.everything() or values.but_blank().empty:
                continue
            return values.but_blank()
    return None
