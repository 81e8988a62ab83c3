"""The command line's entry: the commands, the version, and what happens when a stream is gone."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tierctl import __version__
from tierctl.cli import classify, explain, policy, policy_test, score_credit, template, validate
from tierctl.cli.exits import say_usage, stream_failed
from tierctl.cli.terminal import prepare_streams, said, terminal_lang

app = typer.Typer(
    name="tierctl",
    help=said(
        "按声明的策略给工作簿里的客户定级，并说明依据。",
        "Grade customers in workbooks by a declared policy, and say why.",
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("classify", help=classify.HELP)(classify.classify)
app.command("score-credit", help=score_credit.HELP)(score_credit.score_credit)
app.command("explain", help=explain.HELP)(explain.explain)
app.command("validate", help=validate.HELP)(validate.validate)
app.command("template", help=template.HELP)(template.template)
policy.app.command("test", help=policy_test.HELP)(policy_test.run_cases)
app.add_typer(policy.app, name="policy")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tierctl {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_version,
            is_eager=True,
            help=said("显示版本号。", "Show the version."),
        ),
    ] = False,
) -> None:
    """Hold the options that stand before a command."""


def main() -> None:
    """Run the command line."""
    prepare_streams()
    try:
        try:
            _run(sys.argv[1:])
        finally:
            sys.stdout.flush()
    except OSError as e:
        stream_failed(e)


def _run(arguments: list[str]) -> None:
    if "--json" not in arguments:
        app()
        return
    try:
        code = app(standalone_mode=False)
    except Exception as e:
        say_usage(e, terminal_lang())
    raise SystemExit(code)
