"""A blank workbook for a policy: what it reads as columns to fill in, and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tierctl.app import messages, policy_messages
from tierctl.app.policies import PolicySource
from tierctl.app.read_customers import read_customers
from tierctl.app.template_columns import inputs_of, template_column
from tierctl.app.template_page import Template, about_page
from tierctl.model.errors import TierctlError
from tierctl.model.table import Skip
from tierctl.model.text import Lang
from tierctl.policy.card_steps import card_place, with_card
from tierctl.policy.load import policy_of
from tierctl.policy.open_values import OpenValues, without
from tierctl.policy.parameters import known_parameters, parameters, reads_day
from tierctl.policy.policy import Policy
from tierctl.policy.settings import Settings
from tierctl.tables.options import TableOptions
from tierctl.workbook.atomic import is_folder, replacing
from tierctl.workbook.template import CUSTOMERS, TemplateColumn, template_bytes

_EXTENSION = ".xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeTemplate:
    """The workbook that was written: where, its sheet, and the column of each input."""

    path: Path
    sheet: str
    policy: Policy
    columns: dict[str, TemplateColumn]
    missing: tuple[str, ...]
    """The parameters that still have no value."""


def make_template(
    reference: str,
    source: PolicySource,
    settings: Settings,
    target: Path | None,
    *,
    as_of: date | None,
    force: bool,
    lang: Lang,
) -> MadeTemplate:
    """Write a blank workbook for a policy, be there values for all its parameters or not.

    Without a target it is the policy's id, here; a folder gets it under that name. The bytes are
    the same on every day: where nobody gives `as_of`, conditions are told by it, and not by a date.

    Raises UsageRefused, OutputRefused, or PolicyInvalid where a header would not be read back.
    """
    path = _path(source.document.id, target)
    if path.suffix.casefold() != _EXTENSION:
        raise messages.wrong_extension(str(path), _EXTENSION)
    if path.exists() and not force:
        raise policy_messages.policy_exists(str(path))
    template = _template(reference, path.name, source, settings, as_of)
    columns = {
        read.name: template_column(template.policy, read, lang)
        for read in inputs_of(template.policy)
    }
    data = template_bytes(list(columns.values()), about_page(template, lang), lang)
    with replacing(path, None) as (file, temporary):
        file.write(data)
        file.flush()
        _read_back(temporary, template.policy, columns)
    return MadeTemplate(
        path=path,
        sheet=CUSTOMERS[lang],
        policy=template.policy,
        columns=columns,
        missing=tuple(parameter.name for parameter in template.values.missing),
    )


def _path(id: str, target: Path | None) -> Path:
    name = f"{id}.template{_EXTENSION}"
    if target is None:
        return Path(name)
    return target / name if is_folder(target) else target


def _template(
    reference: str, file: str, source: PolicySource, settings: Settings, as_of: date | None
) -> Template:
    document, place = with_card(source.document), card_place(source.document, source.place)
    known_parameters([document], settings)
    found = parameters(document, settings, place)
    values = OpenValues(found, day_open=as_of is None)
    return Template(
        reference=reference,
        file=file,
        policy=policy_of(without(document, values), place, settings),
        document=document,
        parameters=found,
        values=values,
        reads_day=reads_day(document),
    )


def _read_back(path: Path, policy: Policy, columns: dict[str, TemplateColumn]) -> None:
    """Read what was written as `classify` would: every header must be the input that it is for."""
    try:
        table = read_customers(path, policy, TableOptions())
    except TierctlError as e:
        raise policy_messages.no_template_for(policy.id, e.message) from e
    bound = {name: (c.col, c.unit.shift) for name, c in table.columns.items()}
    for col, (name, column) in enumerate(columns.items()):
        if bound.get(name) != (col, column.unit.shift):
            raise policy_messages.no_template_for(
                policy.id, policy_messages.not_read_back(column.header)
            )
    assert list(table.skipped.values()) == [Skip.EXAMPLE]
    assert not table.rows
