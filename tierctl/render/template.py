"""What became of a template: lines for the terminal, and a JSON object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tierctl.app.shell_word import shell_word
from tierctl.app.template import MadeTemplate
from tierctl.app.template_columns import sources_text
from tierctl.model.address import column_letters
from tierctl.model.text import Text
from tierctl.render import words
from tierctl.render.json_head import head
from tierctl.render.safe import safe_text


def made_text(made: MadeTemplate, reference: str) -> Iterator[Text]:
    """Give the lines: the file, its columns, and what to do with it."""
    path = safe_text(str(made.path))
    policy, file = (safe_text(shell_word(text)) for text in (reference, str(made.path)))
    yield words.NEW_FILE.fill(path=path)
    for col, (name, column) in enumerate(made.columns.items()):
        read = made.policy.inputs[name]
        needed = words.REQUIRED if column.required else words.OPTIONAL
        if column.required and read.sources:
            needed = words.REQUIRED_OR.fill(names=sources_text(made.policy, read))
        yield words.TEMPLATE_COLUMN.fill(
            letters=column_letters(col), header=safe_text(column.header), needed=needed
        )
    if made.missing:
        yield words.NEXT_PARAMS.fill(policy=policy)
    more = " --params params.toml" if made.missing else ""
    yield words.NEXT_FILL.fill(path=file, policy=policy, more=more)


def made_json(made: MadeTemplate) -> dict[str, Any]:
    """Return the object that `template --json` prints."""
    return {
        **head("template"),
        "output": str(made.path),
        "sheet": made.sheet,
        "policy": {
            "id": made.policy.id,
            "version": made.policy.version,
            "missing_parameters": list(made.missing),
        },
        "columns": [
            {
                "column": column_letters(col),
                "header": column.header,
                "input": name,
                "type": column.type.value,
                "unit": column.unit.symbol or None,
                "required": column.required,
                "options": list(column.options),
            }
            for col, (name, column) in enumerate(made.columns.items())
        ],
    }
