"""A new policy file to start from: a commented TOML, or a rules workbook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from tierctl.app import policy_messages
from tierctl.app.policies import PolicySource
from tierctl.model.errors import PolicyInvalid
from tierctl.model.header_text import name_of
from tierctl.model.text import Lang
from tierctl.policy.card_form import CardForm
from tierctl.policy.card_sheet import card_sheet_policy
from tierctl.policy.cases_form import cases_form
from tierctl.policy.document import CaseDocument, PolicyDocument
from tierctl.policy.load import known_inputs, policy_of
from tierctl.policy.parameters import filled, known_parameters, reads_day
from tierctl.policy.policy import Policy, ResultType
from tierctl.policy.rules_form import RulesForm
from tierctl.policy.rules_sheet import sheet_policy
from tierctl.policy.same_card import same_card
from tierctl.policy.same_rules import same_rules
from tierctl.policy.settings import Settings
from tierctl.policy.toml_text import toml_text
from tierctl.tables.rule_block import rule_cells
from tierctl.workbook.atomic import replacing
from tierctl.workbook.rules_workbook import RulesWorkbook


def new_policy(
    target: Path, source: PolicySource, settings: Settings, *, force: bool, lang: Lang
) -> None:
    """Write a policy with the rules of another one, by the extension as TOML or as a workbook.

    Its id is the file's name and its version 1: what somebody changes is no longer the source's.
    A workbook has the values of parameters in its rules, a TOML the parameters.

    Raises UsageRefused, OutputRefused, or PolicyInvalid where a sheet cannot say these rules.
    """
    suffix = target.suffix.casefold()
    if suffix not in (".toml", ".xlsx"):
        raise policy_messages.wrong_policy_extension(str(target))
    if target.exists() and not force:
        raise policy_messages.policy_exists(str(target))
    known_parameters([source.document], settings)
    document = _own(source.document, target.stem)
    with replacing(target, None) as (file, temporary):
        if suffix == ".toml":
            file.write(toml_text(document, lang).encode())
        else:
            if reads_day(document):
                raise _no_sheet(document.id, card=document.scorecard is not None)

            def place(path: str) -> str:
                return f"{target.name}: {path}"

            policy = policy_of(filled(document, settings, place), place)
            write_sheet((file, temporary), target, policy, lang, document.cases)


def _own(document: PolicyDocument, stem: str) -> PolicyDocument:
    """Return the document as a policy of the file's own: decided by whoever writes it."""
    slug = re.sub("[^a-z0-9_-]+", "-", stem.casefold()).strip("-_")[:60]
    steps = tuple(
        step.model_copy(
            update={"rules": tuple(r.model_copy(update={"provenance": "D"}) for r in step.rules)}
        )
        for step in document.steps
    )
    card = document.scorecard
    if card is not None:
        own = {"provenance": "D"}
        items = [
            item.model_copy(update={"rungs": tuple(r.model_copy(update=own) for r in item.rungs)})
            for item in card.characteristics
        ]
        card = card.model_copy(
            update={
                "characteristics": tuple(items),
                "grades": tuple(grade.model_copy(update=own) for grade in card.grades),
                "limits": tuple(limit.model_copy(update=own) for limit in card.limits),
            }
        )
    id = slug if slug[:1].isalpha() else "my-rules"
    return document.model_copy(
        update={
            "id": id,
            "version": "1",
            "source": "",
            "steps": steps,
            "scorecard": card,
            "effective_from": None,
            "effective_to": None,
        }
    )


def write_sheet(
    opened: tuple[IO[bytes], Path],
    target: Path,
    policy: Policy,
    lang: Lang,
    cases: Sequence[CaseDocument],
    suggested: int = 0,
) -> None:
    """Write the workbook and read it back: it must say the same rules.

    `opened` is the temporary file and its path; the last `suggested` cases are to be approved.
    Raises PolicyInvalid where a sheet cannot say them.
    """
    file, temporary = opened
    known = known_inputs(domains=policy.card is not None)
    names = {
        name_of(text)
        for given in known.values()
        for text in (given.label.zh, given.label.en, *given.aliases)
    }
    tried = cases_form(policy, [_of_totals(policy, case) for case in cases], lang, suggested)
    rules = RulesForm(policy, lang, names)
    form = CardForm(policy, policy.card, lang, names) if policy.card is not None else None
    unsaid = policy.scope or policy.remarks
    if unsaid or not (form.sayable if form is not None else _sayable(policy)):
        raise _no_sheet(policy.id, card=form is not None)
    tables = [form.table()] if form is not None else rules.tables()
    book = RulesWorkbook(tables, rules.texts(), tried, lang, target.name)
    book.write(file)
    file.flush()
    [cells, *_] = rule_cells(temporary, "")
    read = card_sheet_policy if form is not None else sheet_policy
    found = read(replace(cells, file=target.name), known, target.stem)
    written = policy_of(found.document, found.place)
    if not (same_rules(policy, written) if form is None else same_card(policy, written, lang)):
        raise _no_sheet(policy.id, card=form is not None)


def _of_totals(policy: Policy, case: CaseDocument) -> CaseDocument:
    """Return a case of a card without its items' points: a sheet calls those by their columns."""
    items = policy.card.characteristics if policy.card is not None else ()
    points = {item.points for item in items}
    then = {name: value for name, value in case.then.items() if name not in points}
    return case.model_copy(update={"then": then}) if then else case


def _no_sheet(id: str, *, card: bool) -> PolicyInvalid:
    return policy_messages.no_sheet_for_card(id) if card else policy_messages.no_sheet_for(id)


def _sayable(policy: Policy) -> bool:
    """Tell whether a sheet of rules can say the steps of a policy."""
    tiers = {name for name, result in policy.results.items() if result.type is ResultType.TIER}
    tables = policy.tables
    return len(tables) == len(policy.steps) and not any(
        table.collected or tiers & set(table.names) for table in tables
    )
