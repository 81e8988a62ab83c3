"""From a policy file, or the id of a shipped one, to a policy; every error says where it is."""

from __future__ import annotations

import hashlib
import tomllib
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from tierctl.model.errors import PermissionRefused, PolicyInvalid
from tierctl.model.header_text import name_of
from tierctl.model.text import Text
from tierctl.policy.build import build_policy
from tierctl.policy.document import InputDocument, PolicyDocument
from tierctl.policy.misfit import misfit
from tierctl.policy.policy import Policy
from tierctl.policy.reading import Place, invalid
from tierctl.policy.settings import Settings

DEFAULT = "sales-size"
"""The policy of a run that names none."""

_HERE = files("tierctl.policy")


def shipped() -> list[str]:
    """Return the ids of the policies that come with tierctl."""
    names = [item.name for item in _HERE.joinpath("catalog").iterdir()]
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def shipped_cards() -> list[str]:
    """Return the ids of the scorecards that come with tierctl."""
    marked = ((name, policy_bytes(name)) for name in shipped())
    return [name for name, data in marked if b"\n[scorecard]\n" in data]


def load_policy(name: str, settings: Settings | None = None) -> Policy:
    """Load a shipped policy by its id, or a policy file by its path. Raises PolicyInvalid."""
    return parse_policy(policy_bytes(name), name, settings)


def policy_bytes(name: str) -> bytes:
    """Return the bytes of a shipped policy by its id, or of a file. Raises PolicyInvalid."""
    if name in shipped():
        return _HERE.joinpath("catalog", f"{name}.toml").read_bytes()
    if name.endswith(".toml") and Path(name).is_file():
        return file_bytes(Path(name))
    raise unknown_policy(name)


def file_bytes(path: Path) -> bytes:
    """Return the bytes of a policy file. Raises PermissionRefused."""
    try:
        return path.read_bytes()
    except PermissionError as e:
        raise PermissionRefused(
            "cannot-read", Text(f"没有读取权限：{path}", f"no permission to read {path}")
        ) from e


def unknown_policy(name: str) -> PolicyInvalid:
    """Return the error for what names no policy."""
    known = shipped()
    close = get_close_matches(name, known, n=1)
    listed = "、".join(known), ", ".join(known)
    hint = Text(
        f"内置策略：{listed[0]}；也可以是文件：rules.toml、rules.xlsx#工作表。",
        f"Shipped policies: {listed[1]}. Or a file: rules.toml, rules.xlsx#Sheet.",
    )
    if close:
        hint = Text(f"您要找的是 {close[0]} 吗？{hint.zh}", f"Did you mean {close[0]}? {hint.en}")
    return PolicyInvalid(
        "unknown-policy", Text(f"没有这个策略：{name}", f"there is no policy {name}"), hint
    )


def parse_policy(data: bytes, place: str, settings: Settings | None = None) -> Policy:
    """Read a policy from the bytes of a TOML file; `place` names it in errors."""
    return policy_of_file(parse_document(data, place), data, place, settings)


def parse_document(data: bytes, place: str) -> PolicyDocument:
    """Read the bytes of a TOML file as a document, be there a mark of UTF-8 before it.

    Raises PolicyInvalid.
    """
    try:
        return PolicyDocument.model_validate(tomllib.loads(data.decode("utf-8-sig")))
    except UnicodeDecodeError as e:
        raise invalid(place, Text("不是 UTF-8 文本", "not UTF-8 text")) from e
    except tomllib.TOMLDecodeError as e:
        raise invalid(place, Text(f"TOML 语法错误：{e}", f"TOML syntax: {e}")) from e
    except ValidationError as e:
        path, why = misfit(e)
        raise invalid(f"{place}: {path}", why) from e


def policy_of_file(
    document: PolicyDocument, data: bytes, place: str, settings: Settings | None = None
) -> Policy:
    """Return the policy that the document of a file means; its digest is that of the file's bytes.

    Raises PolicyInvalid.
    """
    digest = hashlib.sha256(data).hexdigest()
    settings = settings or Settings()
    return build_policy(document, _identity(), digest, lambda path: f"{place}: {path}", settings)


def policy_of(document: PolicyDocument, place: Place, settings: Settings | None = None) -> Policy:
    """Return the policy that a document means which is no file of its own.

    Its digest is that of the document without its cases. Raises PolicyInvalid.
    """
    digest = hashlib.sha256(document.model_dump_json(exclude={"cases"}).encode()).hexdigest()
    return build_policy(document, _identity(), digest, place, settings or Settings())


def known_inputs(*, domains: bool = False) -> dict[str, InputDocument]:
    """Return the inputs that the shipped policies read, by their names, and who a customer is.

    They are for sheets of rules, which say themselves what a text may be. A header means one input:
    that of the default policy, or of the first policy that has it; of those only the labels count,
    for a word such as 产品 or 规模 is the sheet's own. With `domains` they keep what they may be: a
    scorecard takes no negative ratio for a low one.
    """
    known = _identity()
    taken = {name_of(header) for read in known.values() for header in _headers(read)}
    for policy in (DEFAULT, *(name for name in shipped() if name != DEFAULT)):
        data = _HERE.joinpath("catalog", f"{policy}.toml").read_text(encoding="utf-8")
        document = PolicyDocument.model_validate(tomllib.loads(data))
        for name, read in document.inputs.items():
            label = name_of(read.label.zh), name_of(read.label.en)
            if name in known or not taken.isdisjoint(label):
                continue
            aliases = read.aliases if policy == DEFAULT else ()
            free = tuple(alias for alias in aliases if name_of(alias) not in taken)
            plain = {"type": "text", "choices": ()} if read.type in ("choice", "bool") else {}
            # What it is calculated from is the sheet's business, too.
            update = {**plain, "aliases": free, "formula": None}
            if policy != DEFAULT and not domains:
                update["domain"] = None
            known[name] = read.model_copy(update=update)
            taken.update(map(name_of, _headers(known[name])))
    return known


def _headers(read: InputDocument) -> tuple[str, ...]:
    return (read.label.zh, read.label.en, *read.aliases)


def _identity() -> dict[str, InputDocument]:
    text = _HERE.joinpath("identity.toml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, InputDocument]).validate_python(tomllib.loads(text))
