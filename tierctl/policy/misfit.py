"""What does not fit the shape of a policy file, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from tierctl.model.text import Text
from tierctl.policy.document import PolicyDocument

_LONGEST = 60
_WORDS = {
    "missing": Text("缺少这一项", "this key is missing"),
    "extra_forbidden": Text("没有这样的项", "there is no such key"),
    "string_type": Text("应为文本，写在引号里", "a text in quotes is needed"),
    "bool_type": Text("应为 true 或 false", "true or false is needed"),
    "bool_parsing": Text("应为 true 或 false", "true or false is needed"),
    "int_type": Text("应为整数", "a whole number is needed"),
    "int_parsing": Text("应为整数", "a whole number is needed"),
    "date_type": Text(
        "应为日期，不加引号，如 2026-01-01", "a date without quotes is needed, such as 2026-01-01"
    ),
    "literal_error": Text("应为 {expected}", "one of these is needed: {expected}"),
    "string_pattern_mismatch": Text("应符合 {pattern}", "it must match {pattern}"),
    "string_too_long": Text("至多 {max_length} 个字符", "at most {max_length} characters"),
    "greater_than_equal": Text("至少为 {ge}", "at least {ge}"),
    "less_than_equal": Text("至多为 {le}", "at most {le}"),
    "too_short": Text("至少要有一项", "at least one is needed"),
    "tuple_type": Text("应为列表 [ … ]", "a list [ … ] is needed"),
    "dict_type": Text("应为表 { … }", "a table { … } is needed"),
    "model_type": Text("应为表 { … }", "a table { … } is needed"),
}


def misfit(error: ValidationError) -> tuple[str, Text]:
    """Return the key path of the first thing that does not fit, and what is needed there.

    A misspelled key is missing under its right name, too: it is the first then.
    """
    found = error.errors()
    first = next((e for e in found if e["type"] == "extra_forbidden"), found[0])
    said = _WORDS.get(first["type"])
    if said is None:
        return _path(first["loc"]), Text(first["msg"], first["msg"])
    context = {key: str(value).replace(" or ", ", ") for key, value in first.get("ctx", {}).items()}
    why = Text(said.zh, said.en)
    for key, value in context.items():
        why = Text(why.zh.replace(f"{{{key}}}", value), why.en.replace(f"{{{key}}}", value))
    if first["type"] == "extra_forbidden":
        close = get_close_matches(str(first["loc"][-1]), set(_keys(PolicyDocument)), n=1)
        if close:
            why = Text(
                f"{why.zh}（您要写的是 {close[0]} 吗？）", f"{why.en} (did you mean {close[0]}?)"
            )
    elif isinstance(first["input"], str | int | float):
        shown = str(first["input"])[:_LONGEST]
        why = Text(f"{why.zh}，现为 {shown}", f"{why.en}, found {shown}")
    return _path(first["loc"]), why


def _keys(model: type[BaseModel]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield name
        for inner in _models(field.annotation):
            yield from _keys(inner)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


def _path(location: Iterable[str | int]) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return path.lstrip(".")
