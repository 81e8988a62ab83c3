"""Colours, as RRGGBB: which are dark, and the same ones darker."""

from __future__ import annotations

_DARK = 140
_DARKER = 0.75


def is_dark(color: str) -> bool:
    """Tell whether white text reads better on a colour than black."""
    red, green, blue = _channels(color)
    return red * 0.299 + green * 0.587 + blue * 0.114 < _DARK


def darker(color: str) -> str:
    """Return a darker shade: an edge that shows the palest colour on white."""
    return "".join(f"{int(channel * _DARKER):02X}" for channel in _channels(color))


def _channels(color: str) -> list[int]:
    return [int(color[i : i + 2], 16) for i in (0, 2, 4)]
