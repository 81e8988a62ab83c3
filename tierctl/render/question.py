"""A question of an assessment as the terminal shows it, and what is said to an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as RichText

from tierctl.app.answer import Answer
from tierctl.app.assessment import Assessment, Option, Question
from tierctl.engine.card_reading import CardReading
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import RATIO, Dimension, shown
from tierctl.model.text import Text, joined
from tierctl.policy.policy import InputType, Policy
from tierctl.policy.shown import allowed_text, condition_text, shown_value
from tierctl.policy.steps import Rule
from tierctl.render import assessment_words as words
from tierctl.render.view import View


def question_page(
    policy: Policy, question: Question, before: Question | None, view: View
) -> RenderableType:
    """Return what stands above the prompt: section and item where they are new, rungs, choices."""
    parts: list[RenderableType] = []
    item, section = question.item, question.section
    if section is not None and (before is None or before.section != section):
        said = view.say(words.SECTION, label=section.label, most=shown(section.most))
        parts += [RichText(""), view.text(said, "bold")]
    elif item is None and before is None:
        parts += [RichText(""), view.text(view.say(words.CUSTOMER), "bold")]
    if item is not None and (before is None or before.item != item):
        parts.append(RichText(""))
        said = view.say(words.ITEM, code=item.code, label=item.label, most=shown(item.most))
        parts.append(view.text(said, "bold cyan"))
    if question.options:
        parts.append(_options(question, view))
    elif question.rungs and question.calculates is None:
        parts.append(_rungs(policy, question, view))
    return Group(*parts)


def _options(question: Question, view: View) -> Table:
    grid = Table.grid(padding=(0, 2))
    ranges = {(option.low, option.high) for option in question.options}
    for number, option in enumerate(question.options, start=1):
        points = _points(option, view) if len(ranges) > 1 else ""
        label = option.choice.label
        grid.add_row(f"  {number}", view.text(view.say(label)), view.text(points, "green"))
    return grid


def _points(option: Option, view: View) -> str:
    if option.low is None or option.high is None:
        return ""
    if option.low == option.high:
        return _points_text(option.low, view)
    return view.say(words.POINT_RANGE, low=shown(option.low), high=shown(option.high))


def _points_text(points: float, view: View) -> str:
    return view.say(words.POINT if points == 1 else words.POINTS, points=shown(points))


def _rungs(policy: Policy, question: Question, view: View) -> Table:
    grid = Table.grid(padding=(0, 2))
    assert question.item is not None
    for rule in question.rungs:
        points = rule.results[question.item.points]
        said = _points_text(float(points or 0), view)
        grid.add_row("", view.text(said, "green"), view.text(_asked(policy, question, rule, view)))
    return grid


def _asked(policy: Policy, question: Question, rule: Rule, view: View) -> str:
    """Return what a rung asks that is not answered yet."""
    conditions = {n: c for n, c in rule.conditions.items() if question.known.get(n) is None}
    said = {n: condition_text(policy, n, c, view.lang) for n, c in conditions.items()}
    if said.keys() == {question.read.name}:
        return said[question.read.name]
    comma = "，" if view.lang == "zh" else ", "
    return comma.join(f"{view.say(policy.label(n))} {text}" for n, text in said.items())


def prompt(policy: Policy, question: Question, view: View) -> RichText:
    """Return the prompt: what is asked, in which unit, and what was answered before."""
    said = (view.say(fact) for fact in _facts(policy, question))
    facts = view.say(Text("，", ", ")).join(fact for fact in said if fact)
    asked = view.say(question.read.label)
    asked += view.say(words.BRACKETED, facts=facts) if facts else ""
    if question.before is None:
        return view.text(view.say(words.PROMPT, asked=asked))
    before = answer_text(policy, question.read.name, question.before, view)
    return view.text(view.say(words.DEFAULT, asked=asked, before=before))


def answer_text(policy: Policy, name: str, answer: Answer, view: View) -> str:
    """Return an answer as it was understood."""
    if answer.blank:
        return view.say(words.LEFT_BLANK)
    return view.file_text(shown_value(policy, name, answer.value, view.lang == "zh"))


def _facts(policy: Policy, question: Question) -> Iterator[Text]:
    read, item = question.read, question.item
    if item is not None and item.judged and item.points == read.name:
        yield words.JUDGED.fill(most=shown(item.most))
    elif read.type is InputType.DATE:
        yield words.UNITS[Dimension.DATE]
    elif read.type is InputType.NUMBER and read.unit == RATIO:
        yield words.TIMES
    elif read.type is InputType.NUMBER and read.unit.symbol:
        yield words.UNITS[read.unit.dimension].fill(unit=read.unit.symbol)
    if question.calculates is not None:
        yield words.CALCULATES.fill(label=question.calculates.label)
    elif read.sources:
        labels = [policy.label(n) for n in policy.inputs if n in read.sources]
        yield words.BLANK_CALCULATED.fill(sources=joined(labels))
    elif question.may_be_blank:
        yield words.MAY_BE_BLANK


def wrong(found: Diagnostic, view: View) -> RichText:
    """Return what is said to a wrong answer: what was needed, and what was found."""
    message = view.say(found.message)
    if found.code == "no-choice" and found.hint is not None:
        message += view.say(Text("；", "; ")) + view.say(found.hint).rstrip("。.?？")
    return view.text(view.say(words.WRONG, why=message), "red")


def help_page(question: Question, view: View) -> RichText:
    """Return what `?` shows: what may be answered, and what the keys do."""
    read, lines = question.read, []
    if read.choices:
        names = [name for choice in read.choices for name in dict.fromkeys(choice.names)]
        lines.append(words.HELP_CHOICE.fill(names=Text("、".join(names), ", ".join(names))))
    elif read.domain is not None:
        lines.append(words.HELP_NUMBER.fill(allowed=allowed_text(read, read.domain)))
    if read.aliases:
        names = list(read.aliases)
        lines.append(words.HELP_ALIASES.fill(names=Text("、".join(names), ", ".join(names))))
    return _lines([view.say(line) for line in (*lines, *words.HELP)], view)


def said_to(
    before: Assessment, question: Question, text: str, after: Assessment, view: View
) -> RichText | None:
    """Return what is said to an answer: how it was read, what it calculates, where the card is."""
    policy, name = after.policy, question.read.name
    lines = []
    read_as = answer_text(policy, name, after.answers[name], view)
    if read_as != text.strip() and text.strip() and not after.answers[name].blank:
        lines.append(view.say(words.READ_AS, value=read_as))
    following = after.question
    if question.calculates is not None:
        of = question.calculates
        value = after.known.get(of.name)
        done = following is None or following.calculates != of
        if value is not None and before.known.get(of.name) is None:
            value_text = shown_value(policy, of.name, value, view.lang == "zh")
            lines.append(view.say(words.CALCULATED, label=of.label, value=value_text))
        elif value is None and done:
            lines.append(view.say(words.NOT_CALCULATED, label=of.label))
    item = question.item
    if item is not None and (following is None or following.item != item):
        points = after.item(item).points
        said = words.ITEM_OPEN if points is None else words.ITEM_POINTS
        parts = [view.say(said, code=item.code, points=shown(points or 0.0))]
        lines.append(" · ".join([*parts, *progress(policy, after.reading, view)]))
    return _lines(lines, view) if lines else None


def _lines(lines: Sequence[str], view: View) -> RichText:
    return RichText("\n").join(view.text(f"  {line}", "dim") for line in lines)


def progress(policy: Policy, reading: CardReading, view: View) -> list[str]:
    """Return the points so far, between which totals and grades it will be, and a limit."""
    points = sum(item.points or 0.0 for item in reading.items)
    parts = [view.say(words.SO_FAR, points=shown(points))]
    grades = grade_range(policy, reading)
    low, high = shown(reading.low), shown(reading.high)
    parts.append(view.say(words.BETWEEN, low=low, high=high, grades=grades))
    if reading.limit is not None:
        parts.append(view.say(reading.limit.label))
    return parts


def grade_range(policy: Policy, reading: CardReading) -> Text:
    """Return the grades that the points can come to."""
    assert policy.card is not None
    result = policy.results[policy.card.grade]
    ends = [result.tier(id).label for id in (reading.lowest, reading.highest) if id is not None]
    if len(ends) < 2 or ends[0] == ends[1]:
        return ends[0] if ends else words.UNGRADED
    return words.FROM_TO.fill(low=ends[0], high=ends[1])
