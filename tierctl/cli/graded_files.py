"""Grade files one after the other, show what became of them, and answer by the exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from tierctl.cli import exits
from tierctl.cli.terminal import console, print_json
from tierctl.model.errors import TierctlError
from tierctl.model.text import Lang

if TYPE_CHECKING:
    from tierctl.app.classify import Classified, ClassifyOptions
    from tierctl.app.stages import Report
    from tierctl.cli.fail_on import FailOn
    from tierctl.policy.policy import Policy
    from tierctl.render.view import View

_WIDE = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a run shows, and for which command: the options of `classify` by these names."""

    command: str
    lang: Lang
    fail_on: Sequence[str]
    all_diagnostics: bool
    as_json: bool
    quiet: bool
    color: bool
    ascii: bool
    unmask: bool


def grade_files(
    files: Sequence[Path],
    rules: Callable[[Path], tuple[Policy, ClassifyOptions]],
    shown: Shown,
    after: Callable[[Classified], None] = lambda _: None,
) -> None:
    """Grade every file by its policy and options, and do with each result what comes `after`.

    Raises typer.Exit with the exit code, and UsageRefused.
    """
    from tierctl.app.classify import classify
    from tierctl.cli.each_file import each_file, files_code
    from tierctl.cli.fail_on import parse_fail_on
    from tierctl.cli.progress import progress
    from tierctl.render.json_object import classified
    from tierctl.render.view import View

    failing = parse_fail_on(shown.fail_on)
    view = View(
        lang=shown.lang,
        ascii=shown.ascii,
        unmask=shown.unmask,
        all_diagnostics=shown.all_diagnostics,
        wide=console(sys.stdout).width >= _WIDE,
    )
    wanted = not (shown.quiet or shown.as_json)
    with progress(len(files), view, wanted=wanted, color=shown.color) as line:
        taken: set[Path] = set()

        def work(file: Path, report: Report) -> Classified:
            policy, chosen = rules(file)
            result = classify(file, policy, replace(chosen, taken=frozenset(taken)), report)
            taken.update((result.output, *(form.path for form in result.forms)))
            after(result)
            return result

        results, errors = each_file(files, line, work)
    if shown.as_json:
        print_json(classified(shown.command, results, errors, shown.lang, shown.unmask))
    else:
        _show(results, errors, shown, view)
    noes = [_say_no(result, failing, view) for result in results]
    raise typer.Exit(files_code(len(results), errors, any(noes)))


def _show(
    results: list[Classified],
    errors: list[tuple[str, TierctlError]],
    shown: Shown,
    view: View,
) -> None:
    from tierctl.render.summary import summary

    out = console(sys.stdout, shown.color)
    for result in results if not shown.quiet else []:
        out.print(summary(result, view))
    for _, error in errors:
        exits.say_error(error, view.lang)


def _say_no(result: Classified, failing: Sequence[FailOn], view: View) -> bool:
    """Say on stderr what makes the answer “no”, and tell whether anything does."""
    from tierctl.render.words import NOBODY

    graded = sum(outcome.figures.graded for outcome in result.outcomes)
    found = [view.say(NOBODY)] if graded == 0 else []
    for condition in failing:
        met = condition.met(result)
        if met is not None:
            found.append(f"--fail-on {condition.text}: {view.say(met)}")
    for text in found:
        console(sys.stderr).print(f"tierctl: {view.file_text(result.source.name)}: {text}")
    return bool(found)
