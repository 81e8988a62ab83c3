"""What `--policy` names: a shipped policy, a file, a folder of versions, rules in a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tierctl.app import policy_messages
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.errors import PolicyInvalid
from tierctl.model.text import Text
from tierctl.policy.document import PolicyDocument
from tierctl.policy.folder import folder_of, folder_versions
from tierctl.policy.load import (
    parse_document,
    policy_bytes,
    policy_of,
    policy_of_file,
    shipped,
)
from tierctl.policy.parameters import known_parameters
from tierctl.policy.policy import Policy
from tierctl.policy.reading import Place
from tierctl.policy.settings import Settings, today
from tierctl.policy.toml_text import toml_text
from tierctl.policy.versions import period_of, refuse_out_of_period, version_of

if TYPE_CHECKING:
    from tierctl.policy.sheet_cases import SheetCases

_WORKBOOK = re.compile(r"\.xl(?:s[xm]|t[xm])(?=#|$)", re.IGNORECASE)
_FOREIGN = re.compile(r"\.(?:xls|xlsb|ods|et|csv|tsv)(?=#|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySource:
    """A policy as it is written, and its TOML: as it stands, if it is a file.

    `place` tells where a key of the document stands: a file and the key, or a cell of a sheet.
    """

    document: PolicyDocument
    toml: str
    place: Place
    data: bytes | None = None
    """The bytes of the file; None where it is no file of its own."""
    notes: tuple[Diagnostic, ...] = ()
    cases: Callable[[], SheetCases] | None = None
    """Reads the cases that stand in a sheet beside the rules, where the rules are in a workbook."""

    def with_cases(self) -> PolicySource:
        """Return the policy with its cases, those of a sheet beside its rules, too.

        They are read by whoever needs them: a bad one stops no run. Raises PolicyInvalid.
        """
        if self.cases is None:
            return self
        found = self.cases()

        def place(path: str) -> str:
            return found.place(path) if path.startswith("cases[") else self.place(path)

        document = self.document.model_copy(update={"cases": found.documents})
        return replace(self, document=document, toml=toml_text(document), place=place, cases=None)

    def policy(self, settings: Settings) -> Policy:
        """Return the policy that this means in a run. Raises PolicyInvalid."""
        if self.data is None:
            policy = policy_of(self.document, self.place, settings)
        else:
            policy = policy_of_file(self.document, self.data, self.place(""), settings)
        return replace(policy, notes=self.notes)


def resolve_policy(reference: str, settings: Settings | None = None) -> Policy:
    """Return the policy to grade by that a reference names; see `resolve_policies`."""
    return resolve_policies([reference], settings or Settings())[0]


def resolve_policies(references: Sequence[str], settings: Settings) -> list[Policy]:
    """Return the policies to grade by that references name, in force on the run's day.

    Raises PolicyInvalid as `read_policy` does, where two have one id, and for values of parameters
    that none has.
    """
    sources: dict[str, PolicySource] = {}
    for reference in references:
        source = read_policy(reference, settings.as_of, in_force=True)
        if source.document.id in sources:
            raise policy_messages.policy_twice(source.document.id)
        sources[source.document.id] = source
    known_parameters([source.document for source in sources.values()], settings)
    return [source.policy(settings) for source in sources.values()]


def read_policy(reference: str, day: date | None = None, *, in_force: bool = False) -> PolicySource:
    """Read the policy that a reference names.

    A shipped id, a `.toml` file, `rules.xlsx#等级规则`, `customers.xlsx#客户表!A3:B6`, or a folder
    of versions, `policies/` or `policies/#sales-size`: the one of a day, today's without one. With
    `in_force`, a policy that is named itself must hold on that day, too. Raises PolicyInvalid,
    which names the key, the cell, or the versions.
    """
    day = day or today()
    folder = folder_of(reference) if reference not in shipped() else None
    if folder is not None:
        version = version_of(folder_versions(*folder), day)
        return _of_file(version.document, version.data, version.place)
    source = _named(reference)
    if in_force:
        period_of(source.document, source.place)
        refuse_out_of_period(source.document, reference, day)
    return source


def _named(reference: str) -> PolicySource:
    workbook = _workbook(reference)
    if workbook is not None:
        return _from_workbook(*workbook)
    if reference not in shipped() and _FOREIGN.search(reference):
        raise PolicyInvalid(
            "unknown-policy",
            Text(f"规则不能从这种文件读取：{reference}", f"rules are not read from {reference}"),
            Text("请另存为 .xlsx，或写成 .toml。", "Save it as .xlsx, or write a .toml."),
        )
    data = policy_bytes(reference)
    return _of_file(parse_document(data, reference), data, reference)


def _of_file(document: PolicyDocument, data: bytes, file: str) -> PolicySource:
    return PolicySource(
        document=document,
        toml=data.decode(),
        place=lambda path: f"{file}: {path}" if path else file,
        data=data,
    )


def shipped_policies() -> list[PolicyDocument]:
    """Return the policies that come with tierctl, by their ids."""
    return [read_policy(name).document for name in shipped()]


def _workbook(reference: str) -> tuple[Path, str] | None:
    """Split `rules.xlsx#等级规则` into the file and the rest; a file's own name may have a #."""
    readings = list(_readings(reference))
    return next((r for r in readings if r[0].is_file()), readings[0] if readings else None)


def _readings(reference: str) -> Iterator[tuple[Path, str]]:
    for match in _WORKBOOK.finditer(reference):
        yield Path(reference[: match.end()]), reference[match.end() + 1 :]


def _from_workbook(path: Path, fragment: str) -> PolicySource:
    # Imported when it is asked for: a run by a policy file needs none of it, and starts earlier.
    from tierctl.app.workbook_rules import workbook_cases, workbook_rules

    found = workbook_rules(path, fragment)
    return PolicySource(
        document=found.document,
        toml=toml_text(found.document),
        place=found.place,
        notes=found.notes,
        cases=lambda: workbook_cases(path, found),
    )
