"""`tierctl score-credit` without a file: the assessment of one customer."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tierctl.cli import exits
from tierctl.cli.dialogue import Dialogue
from tierctl.cli.terminal import console, print_json
from tierctl.model.errors import TierctlError, UsageRefused
from tierctl.model.text import Lang, Text, joined

if TYPE_CHECKING:
    from tierctl.app.answer import Answer
    from tierctl.policy.policy import Policy
    from tierctl.tables.options import TableOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class OneCustomer:
    """What the command line says of an assessment."""

    answers: Path | None
    save: Path | None
    table: TableOptions
    force: bool
    dry_run: bool
    as_json: bool
    quiet: bool
    lang: Lang
    color: bool
    ascii: bool
    unmask: bool


def assess_one(cards: Sequence[Policy], wanted: OneCustomer) -> None:
    """Assess one customer, by a file of answers or at the terminal.

    Raises typer.Exit with 1 where there is no grade, and UsageRefused where nobody can be asked.
    """
    from tierctl.app.assessed import assess
    from tierctl.app.save_answers import save_answers
    from tierctl.render import assessment_words as words
    from tierctl.render.filled_card import filled_card
    from tierctl.render.json_assessment import assessed_json
    from tierctl.render.view import View

    view = View(lang=wanted.lang, ascii=wanted.ascii, unmask=wanted.unmask)
    card, answers = _answers(cards, wanted, Dialogue(view, wanted.color))
    assessed = assess(card, answers)
    saved = None
    try:
        if wanted.save is not None:
            saved = save_answers(
                card,
                answers,
                wanted.save,
                wanted.table,
                force=wanted.force,
                dry_run=wanted.dry_run,
                lang=wanted.lang,
            )
    except TierctlError:
        # What somebody has typed in is not thrown away: it stands on the card.
        if wanted.answers is None and not wanted.as_json:
            console(sys.stdout, wanted.color).print(filled_card(assessed, None, view))
        raise
    if wanted.as_json:
        print_json(assessed_json(assessed, saved, wanted.lang, wanted.unmask))
    elif not wanted.quiet:
        console(sys.stdout, wanted.color).print(filled_card(assessed, saved, view))
    if assessed.grade is None:
        why = joined([problem.message for problem in assessed.problems], "；", "; ")
        said = view.say(words.NO_GRADE, why=view.file_text(view.say(why)))
        console(sys.stderr).print(f"tierctl: {said}")
        raise typer.Exit(exits.NO)


def _answers(
    cards: Sequence[Policy], wanted: OneCustomer, dialogue: Dialogue
) -> tuple[Policy, dict[str, Answer]]:
    from tierctl.app.answer_file import read_answers
    from tierctl.app.assessment import Assessment
    from tierctl.app.save_answers import require_savable

    asking = wanted.answers is None
    if asking and (sys.stdin is None or not sys.stdin.isatty()):
        raise _nobody_to_ask()
    if len(cards) > 1 and not asking:
        raise _which_card(cards)
    if wanted.save is not None:
        require_savable(wanted.save)
    card = cards[0] if len(cards) == 1 else dialogue.card(cards)
    if wanted.answers is not None:
        return card, read_answers(wanted.answers, card)
    done = dialogue.assessed(Assessment(policy=card, named=wanted.save is not None))
    return card, dict(done.answers)


def _nobody_to_ask() -> UsageRefused:
    return UsageRefused(
        "no-terminal",
        Text(
            "没有给出文件，也没有终端可以提问",
            "there is no FILE, and no terminal to ask the questions at",
        ),
        Text(
            "给出工作簿，或用 --answers FILE 给出一位客户的答案。",
            "Name a workbook, or give one customer's answers with --answers FILE.",
        ),
    )


def _which_card(cards: Sequence[Policy]) -> UsageRefused:
    ids = [card.id for card in cards]
    return UsageRefused(
        "no-card",
        Text("没有说明用哪张评分卡", "it is not said which card to use"),
        Text(
            f"请用 --policy 指明：{'、'.join(ids)}。", f"Say which with --policy: {', '.join(ids)}."
        ),
    )


def refuse_for_files(given: dict[str, bool]) -> None:
    """Refuse options of an assessment beside files. Raises UsageRefused."""
    _refuse(
        given,
        Text("只用于评定一位客户，不能与文件同用", "is for one customer, and goes with no FILE"),
    )


def refuse_without_files(given: dict[str, bool]) -> None:
    """Refuse options that change how files are graded where there is none. Raises UsageRefused."""
    _refuse(given, Text("要与文件同用", "goes with a FILE"))


def _refuse(given: dict[str, bool], why: Text) -> None:
    for option, there in given.items():
        if there:
            raise UsageRefused("bad-option", Text(f"{option} {why.zh}", f"{option} {why.en}"))
