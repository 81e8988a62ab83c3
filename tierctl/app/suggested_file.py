"""Suggested cases as text to paste, or in a copy of their policy: marked as not yet approved."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from tierctl.app import policy_messages
from tierctl.app.new_policy import write_sheet
from tierctl.app.suggest_cases import SuggestedCases
from tierctl.model.text import Lang, Text
from tierctl.policy.parameters import reads_day
from tierctl.policy.toml_text import case_lines, toml_text
from tierctl.workbook.atomic import replacing

_HEAD = Text(
    "以下 {count} 个用例按各个界限拟出，then 是策略 {id} {version} 现在给出的结果。\n"
    "请逐条核对：不对的改规则或改 then，对的删去“未确认”。",
    "These {count} cases stand at the bounds; then is what the policy {id} {version} gives today.\n"
    "Check each one: if it is wrong change the rules or then, if it is right delete the mark.",
)
_MARK = Text("未确认", "not yet approved")


def suggested_text(suggested: SuggestedCases, lang: Lang) -> str:
    """Return the cases as blocks of TOML, behind what they are."""
    return "\n".join(_lines(suggested, lang)) + "\n"


def write_suggested(suggested: SuggestedCases, target: Path, *, force: bool, lang: Lang) -> None:
    """Write the policy with the cases behind its own, by the extension as TOML or as a workbook.

    A policy file stays as it is written, comments and all. Raises UsageRefused, OutputRefused, or
    PolicyInvalid where a sheet cannot say its rules.
    """
    suffix = target.suffix.casefold()
    if suffix not in (".toml", ".xlsx"):
        raise policy_messages.wrong_policy_extension(str(target))
    if target.exists() and not force:
        raise policy_messages.policy_exists(str(target))
    source = suggested.source
    if suffix == ".xlsx" and reads_day(source.document):
        raise policy_messages.no_sheet_for(source.document.id)
    with replacing(target, None) as (file, temporary):
        if suffix == ".toml":
            file.write(_toml(suggested, lang).encode())
            return
        # The rules of the sheet have the values of this run in them.
        new = [case.model_copy(update={"params": {}}) for case in suggested.documents]
        cases = [*source.document.cases, *new]
        write_sheet((file, temporary), target, suggested.policy, lang, cases, len(new))


def _toml(suggested: SuggestedCases, lang: Lang) -> str:
    text, blocks = suggested.source.toml.rstrip("\n"), suggested_text(suggested, lang)
    whole = f"{text}\n\n{blocks}"
    try:
        tomllib.loads(whole.lstrip("\ufeff"))
    except tomllib.TOMLDecodeError:
        # No block may follow cases in brackets.
        return f"{toml_text(suggested.source.document)}\n{blocks}"
    return whole


def _lines(suggested: SuggestedCases, lang: Lang) -> Iterator[str]:
    document = suggested.source.document
    head = _HEAD.fill(count=len(suggested.documents), id=document.id, version=document.version)
    yield from (f"# {line}" for line in head.to(lang).split("\n"))
    for case in suggested.documents:
        yield from case_lines(case, _MARK.to(lang))
