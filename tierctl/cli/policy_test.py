"""`tierctl policy test`: does a policy say what its cases expect; `--suggest` drafts cases."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tierctl.cli import exits, options
from tierctl.cli.policy import Reference
from tierctl.cli.terminal import console, print_json, said, terminal_lang
from tierctl.model.text import Lang

if TYPE_CHECKING:
    from tierctl.app.suggest_cases import SuggestedCases
    from tierctl.policy.settings import Settings

HELP = said(
    "用策略自带的用例核对规则：每个用例是否得出期望的结果。",
    "Try a policy on its cases: does each customer in them get what is expected.",
)


def run_cases(
    policy: Reference,
    suggest: Annotated[
        bool,
        typer.Option(
            "--suggest",
            help=said(
                "不核对，而按每个界限拟出用例，由您确认。",
                "Draft cases at every bound instead, for you to approve.",
            ),
        ),
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            readable=False,
            help=said(
                "把拟出的用例连同策略写入新的 .toml 或 .xlsx。",
                "Write the drafted cases with the policy into a new .toml or .xlsx.",
            ),
        ),
    ] = None,
    force: options.Force = False,
    params: options.Params = None,
    param_file: options.ParamFile = None,
    as_of: options.AsOf = None,
    strict: options.Strict = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
    lang: options.LangOption = None,
    no_color: options.NoColor = False,
    ascii_only: options.Ascii = False,
    unmask: options.Unmask = False,
) -> None:
    """Run the command; its help is `HELP`."""
    spoken = terminal_lang(lang)
    with exits.reporting("policy test", spoken, as_json):
        given = options.settings(params, param_file, as_of, strict=strict)
        if output is not None and not suggest:
            from tierctl.app.policy_messages import output_without_suggest

            raise output_without_suggest()
        if suggest:
            _suggest(policy, given, spoken, output, force=force, as_json=as_json, quiet=quiet)
            return
        from tierctl.app.policy_test import try_policy
        from tierctl.render import words
        from tierctl.render.case_results import case_results, tested_json
        from tierctl.render.safe import safe_text
        from tierctl.render.view import View

        tested = try_policy(policy, given)
        if as_json:
            print_json(tested_json(tested, spoken, unmask))
        elif not tested.results:
            err = console(sys.stderr)
            err.print(words.NO_CASES.fill(id=tested.document.id).to(spoken))
            err.print(words.SUGGEST.fill(reference=safe_text(policy)).to(spoken))
        elif not (quiet and tested.passed):
            view = View(lang=spoken, ascii=ascii_only, unmask=unmask)
            console(sys.stdout, not no_color).print(case_results(tested, view))
        raise typer.Exit(exits.DONE if tested.passed else exits.NO)


def _suggest(
    policy: str,
    given: Settings,
    lang: Lang,
    output: Path | None,
    *,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Draft cases: to stdout, or into a copy of the policy."""
    from tierctl.app.suggest_cases import suggest_cases
    from tierctl.app.suggested_file import suggested_text, write_suggested
    from tierctl.render import words
    from tierctl.render.case_results import suggested_json
    from tierctl.render.safe import safe_text

    suggested = suggest_cases(policy, given, lang)
    if output is not None:
        write_suggested(suggested, output, force=force, lang=lang)
    if as_json:
        print_json(suggested_json(suggested, output))
    elif output is None:
        sys.stdout.write(suggested_text(suggested, lang))
    elif not quiet:
        path, count = safe_text(str(output)), len(suggested.documents)
        out = console(sys.stdout)
        out.print(words.SUGGESTED.fill(path=path, count=count).to(lang))
        out.print(words.NEXT_APPROVE.fill(path=path).to(lang))
    if not quiet:
        _tell_missing(suggested, lang)


def _tell_missing(suggested: SuggestedCases, lang: Lang) -> None:
    """Say on stderr what there are no cases for."""
    from tierctl.model.text import joined
    from tierctl.render import words
    from tierctl.render.safe import safe_text

    err = console(sys.stderr)
    if suggested.left_out:
        err.print(words.LEFT_OUT.fill(count=suggested.left_out).to(lang))
    if suggested.results:
        names = joined([suggested.policy.label(name) for name in suggested.results])
        err.print(safe_text(words.NO_BOUND_ON.fill(names=names).to(lang)))
