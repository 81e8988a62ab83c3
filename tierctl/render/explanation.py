"""One customer's explanation as a page for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as RichText

from tierctl.app.explain import Explained
from tierctl.engine.gaps import Change, Gap
from tierctl.engine.trace import RuleTrace, StepTrace
from tierctl.model.decision import Status
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import DAY, Dimension, shown
from tierctl.model.text import Text
from tierctl.policy.shown import condition_text, shown_value
from tierctl.policy.steps import FormulaStep
from tierctl.render import words
from tierctl.render.card_explanation import customer_card
from tierctl.render.safe import safe_text
from tierctl.render.summary import findings
from tierctl.render.view import View


def explanation(explained: Explained, view: View) -> RenderableType:
    """Return the page: who, what was read, what each rule made of it, how far the others are."""
    parts = [_title(explained, view), _values(explained, view)]
    more = _results(explained, view)
    parts += [more] if more is not None else []
    decision = explained.decision
    outside = decision.status is Status.NOT_APPLICABLE
    if decision.problems:
        why = words.WHY_OUTSIDE if outside else words.WHY_UNGRADED
        parts.append(_told(decision.problems, why, "red", view))
    if decision.warnings:
        parts.append(_told(decision.warnings, words.WARNINGS, "yellow", view))
    card = explained.policy.card
    steps = [s for s in explained.steps if card is None or not card.makes(s.step.name)]
    parts += [_step(explained, step, view) for step in steps]
    if explained.card is not None:
        # What a card asks for is points, and its way up says of which items.
        parts += customer_card(explained.policy, explained.card, view)
    elif explained.gaps:
        parts.append(_gaps(explained, view))
    parts += [findings(explained.policy.notes, view)] if explained.policy.notes else []
    return Group(*(part for item in parts for part in (item, RichText(""))))


def _title(explained: Explained, view: View) -> RichText:
    policy = explained.policy
    who = " ".join(
        str(v.value)
        for v in explained.values
        if v.name in ("customer_id", "customer_name") and v.value is not None
    )
    result = policy.main_result
    id = explained.decision.results.get(result.name)
    outside = explained.decision.status is Status.NOT_APPLICABLE
    without = words.NOT_APPLICABLE if outside else words.UNGRADED
    tier = view.say(result.tier(str(id)).label if id is not None else without)
    style = "bold green" if id is not None else "bold red"
    named = f"{view.say(policy.title)}  {policy.id} {policy.version}"
    parts = [view.text(f"{who}  ", "bold"), view.text(tier, style), RichText("\n")]
    return RichText.assemble(*parts, view.text(named, "dim"))


def _values(explained: Explained, view: View) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for read in explained.values:
        value = shown_value(explained.policy, read.name, read.value, view.lang == "zh")
        grid.add_row(
            view.text(view.say(explained.policy.label(read.name))),
            view.text(value if read.usable else view.say(words.NOT_USABLE)),
            view.text(str(read.cell), style="dim"),
        )
    return _block(view.say(words.VALUES_READ), grid)


def _told(found: Sequence[Diagnostic], title: Text, style: str, view: View) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    for told in found:
        grid.add_row(
            view.text(str(told.cell) if told.cell else "", style=style),
            view.text(told.message.to(view.lang)),
        )
    return _block(view.say(title), grid)


def _results(explained: Explained, view: View) -> RenderableType | None:
    """Return what the policy gives beside the main tier, and what goes with it, if anything."""
    policy, given = explained.policy, explained.decision.results
    grid = Table.grid(padding=(0, 2))
    for name, result in policy.results.items():
        value = given.get(name)
        if policy.card is not None and policy.card.counts(name):
            continue  # they stand on the card
        if name != policy.main_result.name and not result.hidden and value is not None:
            shown_as = shown_value(policy, name, value, view.lang == "zh")
            grid.add_row(view.text(view.say(result.label)), view.text(shown_as))
        if result.tiers and value is not None:
            for text, said in result.tier(str(value)).texts.items():
                label = view.say(result.texts[text])
                grid.add_row(view.text(label), view.text(view.say(said)))
    return _block(view.say(words.RESULTS), grid) if grid.rows else None


def _step(explained: Explained, traced: StepTrace, view: View) -> RenderableType:
    step = traced.step
    grid = Table.grid(padding=(0, 1))
    if isinstance(step, FormulaStep):
        labels = {name: explained.policy.label(name) for name in step.names}
        given = traced.results.get(step.result)
        grid.add_row(
            view.text(view.say(explained.policy.label(step.result))),
            view.text(f"= {step.formula.printed(labels, view.lang)}"),
            view.text(f"= {shown(given)}" if isinstance(given, float) else ""),
        )
    for rule in traced.rules:
        style = "green" if rule.decided else "" if rule.matched else "dim"
        grid.add_row(
            RichText(_mark(rule, view), style=style),
            view.text(_outcome(explained, rule, view), style=style),
            _conditions(explained, rule, view),
        )
    return _block(view.say(words.STEP, name=step.name), grid)


def _mark(rule: RuleTrace, view: View) -> str:
    if view.ascii:
        return "*" if rule.decided else "+" if rule.matched else "-"
    return "●" if rule.decided else "○" if rule.matched else "×"


def _outcome(explained: Explained, rule: RuleTrace, view: View) -> str:
    shown_results = [
        shown_value(explained.policy, name, value, view.lang == "zh")
        for name, value in rule.rule.results.items()
    ]
    return " ".join(shown_results)


def _conditions(explained: Explained, rule: RuleTrace, view: View) -> RichText:
    """Return the rule's conditions, those that do not hold marked."""
    text = view.text("")
    if rule.rule.default:
        return view.text(view.say(words.OTHERWISE), style="dim")
    for check in rule.checks:
        condition = condition_text(explained.policy, check.name, check.condition, view.lang)
        if condition == "-":
            continue
        label = view.say(explained.policy.label(check.name))
        text.append("，" if text and view.lang == "zh" else ", " if text else "")
        text.append(view.text(f"{label} {condition}", style="dim" if check.holds else ""))
        if not check.holds:
            value = shown_value(explained.policy, check.name, check.value, view.lang == "zh")
            text.append(view.text(view.say(words.BUT_IS, value=value), style="red"))
    return text


def _gaps(explained: Explained, view: View) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    for gap in reversed(explained.gaps):
        label = explained.policy.main_result.tier(gap.tier).label
        grid.add_row(view.text(view.say(label)), view.text(_gap(explained, gap, view)))
    return _block(view.say(words.GAPS), grid)


def _gap(explained: Explained, gap: Gap, view: View) -> str:
    """Return what would have to change: `年平均销售额 还要多出 3,415,000 以上（> 500万）`."""
    comma = "，" if view.lang == "zh" else ", "
    return comma.join(_change(explained, change, view) for change in gap.changes)


def _change(explained: Explained, change: Change, view: View) -> str:
    needed = condition_text(explained.policy, change.name, change.needed, view.lang)
    label = view.say(explained.policy.label(change.name))
    if change.way is None:
        return view.say(words.MUST_BE, label=label, needed=needed)
    way = change.way
    if explained.policy.unit(change.name) == DAY:
        sentence = words.LATER if way.upwards else words.EARLIER
        return view.say(sentence, label=label, by=shown(abs(way.by)), needed=needed)
    beyond, exactly = words.WAYS[way.upwards]
    sentence = exactly if not way.beyond else beyond if way.by else words.A_LITTLE[way.upwards]
    by = shown_value(explained.policy, change.name, abs(way.by), view.lang == "zh")
    if explained.policy.unit(change.name).shown_as is Dimension.RATIO:
        by = view.say(words.PERCENTAGE_POINTS, by=by.removesuffix("%"))
    return view.say(sentence, label=label, by=by, needed=needed)


def _block(title: str, inside: RenderableType) -> RenderableType:
    return Group(
        RichText(safe_text(title), style="bold"), Padding(inside, (0, 0, 0, 2), expand=False)
    )
