"""README's pictures: they are there, and show what the program prints today."""

from __future__ import annotations

import re

from pictures import PICTURES, ROOT, shown, words, words_of_picture
from readme import README

PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


def test_every_picture_of_readme_is_there_and_light_and_told_in_words() -> None:
    named = PICTURE.findall(README.read_text(encoding="utf-8"))
    assert {ROOT / path for _, path in named} == set(PICTURES.iterdir())
    for told, path in named:
        assert len(told) > 20
        assert (ROOT / path).stat().st_size < 300_000


def test_the_terminal_in_the_picture_is_what_a_terminal_shows() -> None:
    """`python tests/pictures.py` draws it anew."""
    svg = (PICTURES / "terminal.svg").read_text(encoding="utf-8")
    assert words(shown()) == words_of_picture(svg)


def test_the_terminal_s_picture_asks_the_network_for_nothing() -> None:
    svg = (PICTURES / "terminal.svg").read_text(encoding="utf-8")
    assert "url(" not in svg.replace("url(#", "")
