"""The shapes that the parts of a policy file share."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from tierctl.model.text import Text

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=64)]
Day = Annotated[date, Field(strict=True)]
Color = Annotated[str, Field(pattern=r"^[0-9A-Fa-f]{6}$")]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Provenance = Annotated[str, Field(pattern=r"^(S|I|D|N|P\d+[a-z]?)$")]


class Strict(BaseModel):
    """A part of a policy file: no key but those that it has."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Strict):
    """A label in both languages."""

    zh: str
    """In Chinese."""
    en: str
    """In English."""

    @property
    def text(self) -> Text:
        """The label as a text."""
        return Text(self.zh, self.en)
