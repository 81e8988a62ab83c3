"""The dialogue of an assessment: questions on stderr, answers from the terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console, RenderableType

from tierctl.cli.terminal import console
from tierctl.model.diagnostic import Diagnostic

if TYPE_CHECKING:
    from tierctl.app.assessment import Assessment, Question
    from tierctl.policy.policy import Policy
    from tierctl.render.view import View

_STOPPED = 130
_BACK, _HELP, _QUIT = ("<", "b"), ("?", "？"), ("q",)


class Dialogue:
    """Ask at the terminal. `q`, Ctrl-C and the end of the input leave with 130, saying so."""

    def __init__(self, view: View, color: bool) -> None:
        self._view = view
        self._out: Console = console(sys.stderr, color)
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")

    def card(self, cards: Sequence[Policy]) -> Policy:
        """Ask which card."""
        from tierctl.render import assessment_words as words

        view = self._view
        self._say(view.text(view.say(words.WHICH_CARD), "bold"))
        for number, card in enumerate(cards, start=1):
            said = view.say(words.CARD, number=number, title=card.title, id=card.id)
            self._say(view.text(f"  {said}"))
        while True:
            typed = self._typed(view.text("> "))
            if typed in _QUIT:
                self._end()
            for number, card in enumerate(cards, start=1):
                if typed in (str(number), card.id, card.title.zh, card.title.en):
                    return card
            self._say(view.text(view.say(words.NO_CARD, count=len(cards)), "red"))

    def assessed(self, assessment: Assessment) -> Assessment:
        """Ask question after question, and return the assessment in which none is open."""
        from tierctl.render import assessment_words as words

        view, policy = self._view, assessment.policy
        self._say(view.text(view.say(policy.title), "bold"))
        self._say(view.text(view.say(words.KEYS), "dim"))
        before: Question | None = None
        while True:
            question = assessment.question
            if question is None:
                if self._typed(view.text(view.say(words.LAST))) not in _BACK:
                    return assessment
                assessment, before = assessment.back(), None
                continue
            assessment = self._ask(assessment, question, before)
            before = question

    def _ask(
        self, assessment: Assessment, question: Question, before: Question | None
    ) -> Assessment:
        """Ask one question until it is answered, or somebody goes back."""
        from tierctl.render import assessment_words as words
        from tierctl.render.question import help_page, prompt, question_page, said_to, wrong

        view, policy = self._view, assessment.policy
        self._say(question_page(policy, question, before, view))
        while True:
            typed = self._typed(prompt(policy, question, view))
            choice = question.read.choice(typed)
            if choice is None and typed in _QUIT:
                self._end()
            elif choice is None and typed in _HELP:
                self._say(help_page(question, view))
            elif choice is None and typed in _BACK:
                if assessment.answers:
                    return assessment.back()
                self._say(view.text(f"  {view.say(words.FIRST_QUESTION)}", "dim"))
            else:
                found = assessment.answered(typed)
                if not isinstance(found, Diagnostic):
                    told = said_to(assessment, question, typed, found, view)
                    self._say(told) if told is not None else None
                    return found
                self._say(wrong(found, view))

    def _typed(self, prompt: RenderableType) -> str:
        """Return a line that is typed; leave where there is none."""
        try:
            self._out.print(prompt, end="")
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            line = ""
        if not line:
            self._out.print()
            self._end()
        return line.strip()

    def _say(self, what: RenderableType) -> None:
        self._out.print(what)

    def _end(self) -> NoReturn:
        from tierctl.render import assessment_words as words

        self._out.print(self._view.text(self._view.say(words.ENDED)))
        raise typer.Exit(_STOPPED)
