"""The JSON Schema of a policy file, for editors, with what its keys mean."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from typing import Any

from tierctl.policy import card_document, document, shapes


def policy_schema() -> dict[str, Any]:
    """Return the JSON Schema of a policy file; a key's description is its docstring.

    Pydantic reads these docstrings too, but whenever a program starts: 25 ms of every run.
    """
    schema = document.PolicyDocument.model_json_schema()
    models = {**schema["$defs"], schema["title"]: schema}
    for name, described in _docstrings().items():
        for key, text in described.items():
            properties = models[name]["properties"]
            properties[key] = dict(sorted({**properties[key], "description": text}.items()))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _docstrings() -> dict[str, dict[str, str]]:
    """Return the docstring under each attribute of each model."""
    found: dict[str, dict[str, str]] = {}
    sources = [inspect.getsource(module) for module in (shapes, card_document, document)]
    for model in (part for source in sources for part in ast.parse(source).body):
        if isinstance(model, ast.ClassDef):
            for attribute, below in pairwise(model.body):
                match attribute, below:
                    case (
                        ast.AnnAssign(target=ast.Name(id=key)),
                        ast.Expr(value=ast.Constant(value=str(text))),
                    ):
                        found.setdefault(model.name, {})[key] = text
    return found
