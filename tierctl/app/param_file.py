"""The file that `--params` names: values for parameters, and texts for tiers, as TOML.

large = "600万"              # for every policy that has this parameter

[service-tiers]              # for this policy alone
gold = "100万"

[service-tiers.texts.gold]   # by the tier's id or name
price = "九折"
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tierctl.model.errors import PermissionRefused, PolicyInvalid
from tierctl.model.text import Text
from tierctl.policy.reading import invalid
from tierctl.policy.settings import Texts

_TEXTS = "texts"


def read_params(path: Path) -> tuple[dict[str, str], dict[str, Texts]]:
    """Return the values by parameter, and the texts by policy. Raises PolicyInvalid.

    An empty value is one that nobody has filled in: as if it did not stand there.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except PermissionError as e:
        raise PermissionRefused(
            "cannot-read", Text(f"没有读取权限：{path}", f"no permission to read {path}")
        ) from e
    except OSError as e:
        raise PolicyInvalid(
            "no-param-file",
            Text(f"没有这个参数文件：{path}", f"there is no parameter file {path}"),
        ) from e
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as e:
        raise invalid(str(path), Text(f"TOML 语法错误：{e}", f"TOML syntax: {e}")) from e
    params = dict(_params(path, "", data))
    texts: dict[str, Texts] = {}
    for policy, table in data.items():
        if isinstance(table, dict):
            params |= dict(_params(path, f"{policy}.", table))
            texts[policy] = _texts(path, f"{policy}.{_TEXTS}", table.get(_TEXTS, {}))
    return params, {policy: said for policy, said in texts.items() if said}


def _params(path: Path, prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict) and (not prefix or name == _TEXTS):
            continue
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            why = Text("应为数字或文本", "a number or a text is needed")
            raise invalid(f"{path}: {prefix}{name}", why)
        if str(value).strip():
            yield f"{prefix}{name}", str(value).strip()


def _texts(path: Path, place: str, table: object) -> Texts:
    if not isinstance(table, dict):
        raise invalid(f"{path}: {place}", Text("应为表 [ … ]", "a table is needed"))
    found: dict[str, dict[str, str]] = {}
    for tier, texts in table.items():
        if not isinstance(texts, dict) or not all(isinstance(t, str) for t in texts.values()):
            why = Text("应为一组文本", "a table of texts is needed")
            raise invalid(f"{path}: {place}.{tier}", why)
        said = {name: text.strip() for name, text in texts.items() if text.strip()}
        if said:
            found[tier] = said
    return found
