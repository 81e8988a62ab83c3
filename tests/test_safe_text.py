"""Text from a file on its way to a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tierctl.render.safe import safe_text


@given(st.text())
def test_no_control_and_no_direction_mark_passes(text: str) -> None:
    for char in safe_text(text):
        assert unicodedata.category(char) != "Cc"
        assert unicodedata.bidirectional(char) not in {"LRE", "RLE", "LRO", "RLO", "PDF"}
        assert char not in "\u2066\u2067\u2068\u2069\u2028\u2029"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("年平均\n销售额", "年平均 销售额"),
        ("\x1b[31mred", "\\u001b[31mred"),
        ("\x1b]52;c;aGk=\x07", "\\u001b]52;c;aGk=\\u0007"),
        ("\u202eexe.slx", "\\u202eexe.slx"),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
        ("普通文字 🙂", "普通文字 🙂"),
    ],
)
def test_what_could_steer_is_made_visible(text: str, expected: str) -> None:
    assert safe_text(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6222021234567890123", "***************0123"),
        ("电话 13812345678。", "电话 *******5678。"),
        ("6585000", "6585000"),
        ("6,585,000", "6,585,000"),
        ("DKF0001", "DKF0001"),
    ],
)
def test_long_numbers_keep_their_last_four(text: str, expected: str) -> None:
    assert safe_text(text, unmask=False) == expected
    assert safe_text(text, unmask=True) == text
