"""Text from a file on its way to a terminal: nothing in it can steer the terminal."""

from __future__ import annotations

import re

# C0 and C1 controls, DEL, and the marks that turn the reading direction.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_DIGITS = re.compile(r"\d{11,}")
_SHOWN = 4


def safe_text(text: str, unmask: bool = True) -> str:
    """Return `text` with what could steer a terminal made visible; line breaks become spaces.

    Without `unmask`, runs of 11 digits and more (accounts, phone numbers) keep their last four.
    """
    text = _UNSAFE.sub(_visible, text.replace("\r\n", " "))
    return text if unmask else _DIGITS.sub(_masked, text)


def _visible(match: re.Match[str]) -> str:
    char = match[0]
    return " " if char in "\n\r\t" else f"\\u{ord(char):04x}"


def _masked(match: re.Match[str]) -> str:
    digits = match[0]
    return "*" * (len(digits) - _SHOWN) + digits[-_SHOWN:]
