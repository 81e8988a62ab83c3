"""A folder of policy files: which policies it holds, and the versions of one."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from tierctl.model.errors import PolicyInvalid
from tierctl.model.text import Text
from tierctl.policy.load import file_bytes, parse_document
from tierctl.policy.versions import Version, period_of


def folder_of(reference: str) -> tuple[Path, str] | None:
    """Split `policies/#sales-size` into the folder and the id; None where it is no folder.

    The id is empty where none is named; a folder's own name may have a #.
    """
    if Path(reference).is_dir():
        return Path(reference), ""
    folder, sign, id = reference.rpartition("#")
    return (Path(folder), id) if sign and folder and Path(folder).is_dir() else None


def folder_versions(folder: Path, id: str) -> Sequence[Version]:
    """Return the versions of a policy that stand in a folder, by their file names.

    All `*.toml` in it are read. Raises PolicyInvalid where one is no policy, where there is no such
    id, and, without an id, where there are several.
    """
    versions = [_version(path) for path in sorted(folder.iterdir()) if _is_policy(path)]
    if not versions:
        raise PolicyInvalid(
            "no-policies",
            Text(f"文件夹里没有策略文件 .toml：{folder}", f"there is no .toml in {folder}"),
        )
    ids = sorted({version.document.id for version in versions})
    if not id and len(ids) > 1:
        raise _several(folder, ids)
    if id and id not in ids:
        raise _unknown(folder, id, ids)
    return [version for version in versions if version.document.id == (id or ids[0])]


def _is_policy(path: Path) -> bool:
    return path.suffix.casefold() == ".toml" and path.name[0] not in ".~" and path.is_file()


def _version(path: Path) -> Version:
    data = file_bytes(path)
    document = parse_document(data, str(path))
    period_of(document, lambda key: f"{path}: {key}")
    return Version(place=str(path), document=document, data=data)


def _several(folder: Path, ids: Sequence[str]) -> PolicyInvalid:
    zh, en = "、".join(ids), ", ".join(ids)
    return PolicyInvalid(
        "several-policies",
        Text(f"{folder} 里有多个策略：{zh}", f"{folder} holds several policies: {en}"),
        Text(f"请指明一个：{folder}#{ids[0]}", f"Name one: {folder}#{ids[0]}"),
    )


def _unknown(folder: Path, id: str, ids: Sequence[str]) -> PolicyInvalid:
    close = get_close_matches(id, ids, n=1)
    guess = Text(f"您要找的是 {close[0]} 吗？", f"Did you mean {close[0]}? ") if close else None
    guess = guess or Text("", "")
    zh, en = "、".join(ids), ", ".join(ids)
    return PolicyInvalid(
        "unknown-policy",
        Text(f"{folder} 里没有策略 {id}", f"there is no policy {id} in {folder}"),
        Text(f"{guess.zh}里面有：{zh}。", f"{guess.en}It holds {en}."),
    )
