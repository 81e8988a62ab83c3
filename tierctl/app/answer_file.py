"""The file that `--answers` names: one customer's answers as TOML.

customer_id = "K01"
debt_asset_ratio = "48%"     # an input's name, or what a header may call it in either language
"企业类型" = "生产"
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from tierctl.app import assessment_messages as messages
from tierctl.app.answer import Answer, answer_of
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.errors import PermissionRefused
from tierctl.model.header_text import name_of
from tierctl.model.text import Text
from tierctl.policy.policy import Input, Policy


def read_answers(path: Path, policy: Policy) -> dict[str, Answer]:
    """Return the answers of a file by input; what it does not name is blank.

    Raises InputMissing, PermissionRefused, and InputRefused which names the key.
    """
    shown = str(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except PermissionError as e:
        raise PermissionRefused(
            "cannot-read", Text(f"没有读取权限：{path}", f"no permission to read {path}")
        ) from e
    except OSError as e:
        raise messages.no_answer_file(shown) from e
    except UnicodeDecodeError as e:
        raise messages.bad_answer_file(shown, Text("不是 UTF-8 文本", "not UTF-8 text")) from e
    except tomllib.TOMLDecodeError as e:
        why = Text(f"TOML 语法错误：{e}", f"TOML syntax: {e}")
        raise messages.bad_answer_file(shown, why) from e
    keys: dict[str, str] = {}
    answers: dict[str, Answer] = {}
    for key, given in data.items():
        read = _named(policy, key, shown)
        if read.name in keys:
            raise messages.answer_twice(shown, (keys[read.name], key), read.label)
        keys[read.name] = key
        found = _answer(policy, read, given)
        if isinstance(found, Diagnostic):
            raise messages.bad_answer(shown, key, found)
        answers[read.name] = found
    return {name: answers[name] for name in policy.inputs if name in answers}


def _named(policy: Policy, key: str, path: str) -> Input:
    """Return the input that a key names: by its name, or as a header would."""
    if key in policy.inputs:
        return policy.inputs[key]
    wanted = name_of(key)
    for read in policy.inputs.values():
        if wanted in map(name_of, read.headers):
            return read
    names = [name for read in policy.inputs.values() for name in read.headers]
    close = get_close_matches(key, names, n=1)
    raise messages.unknown_answer(path, key, close[0] if close else None, list(policy.inputs))


def _answer(policy: Policy, read: Input, given: object) -> Answer | Diagnostic:
    if isinstance(given, datetime):
        given = given.date()
    if not isinstance(given, str | int | float | date):
        return messages.no_such_kind(read.label)
    return answer_of(policy, read, given)
