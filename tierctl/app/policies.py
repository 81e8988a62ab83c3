"""What `--policy` names: a shipped policy, a file, or rules in a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tierctl.model.errors import PolicyInvalid
from tierctl.model.text import Text
from tierctl.policy.document import PolicyDocument
from tierctl.policy.load import (
    parse_document,
    policy_bytes,
    policy_of,
    policy_of_file,
    shipped,
)
from tierctl.policy.policy import Policy
from tierctl.policy.reading import Place
from tierctl.policy.toml_text import toml_text

_WORKBOOK = re.compile(r"\.xl(?:s[xm]|t[xm])(?=#|$)", re.IGNORECASE)
_FOREIGN = re.compile(r"\.(?:xls|xlsb|ods|et|csv|tsv)(?=#|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPolicy:
    """A policy, the document that it was read from, and its TOML: as it stands, if it is a file.

    `place` tells where a key of the document stands: the key itself, or a cell of a sheet.
    """

    policy: Policy
    document: PolicyDocument
    toml: str
    place: Place = str


def resolve_policy(reference: str) -> Policy:
    """Return the policy that a reference names; see `open_policy`."""
    return open_policy(reference).policy


def open_policy(reference: str) -> OpenedPolicy:
    """Open the policy that a reference names.

    A shipped id, a `.toml` file, `rules.xlsx#等级规则`, or `customers.xlsx#客户表!A3:B6`. Raises
    PolicyInvalid, which names the key or the cell.
    """
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
    document = parse_document(data, reference)
    policy = policy_of_file(document, data, reference)
    return OpenedPolicy(policy=policy, document=document, toml=data.decode())


def shipped_policies() -> list[Policy]:
    """Return the policies that come with tierctl, by their ids."""
    return [resolve_policy(name) for name in shipped()]


def _workbook(reference: str) -> tuple[Path, str] | None:
    """Split `rules.xlsx#等级规则` into the file and the rest; a file's own name may have a #."""
    readings = list(_readings(reference))
    return next((r for r in readings if r[0].is_file()), readings[0] if readings else None)


def _readings(reference: str) -> Iterator[tuple[Path, str]]:
    for match in _WORKBOOK.finditer(reference):
        yield Path(reference[: match.end()]), reference[match.end() + 1 :]


def _from_workbook(path: Path, fragment: str) -> OpenedPolicy:
    # Imported when it is asked for: a run by a policy file needs none of it, and starts earlier.
    from tierctl.app.workbook_rules import workbook_rules

    found = workbook_rules(path, fragment)
    policy = policy_of(found.document, found.place)
    return OpenedPolicy(
        policy=replace(policy, notes=found.notes),
        document=found.document,
        toml=toml_text(found.document),
        place=found.place,
    )
