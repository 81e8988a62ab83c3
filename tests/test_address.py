"""Addresses: zero-indexed inside, A1 outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tierctl.model.address import (
    MAX_COLUMNS,
    MAX_ROWS,
    Area,
    CellRef,
    column_index,
    column_letters,
)

rows = st.integers(0, MAX_ROWS - 1)
cols = st.integers(0, MAX_COLUMNS - 1)


@pytest.mark.parametrize(
    ("index", "letters"),
    [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")],
)
def test_columns_have_letters(index: int, letters: str) -> None:
    assert letters == column_letters(index)
    assert index == column_index(letters) == column_index(letters.lower())


@given(cols)
def test_letters_and_indices_convert_both_ways(index: int) -> None:
    assert index == column_index(column_letters(index))


def test_a_cell_says_its_sheet_and_address() -> None:
    assert str(CellRef("客户", 6, 6)) == "客户!G7"
    assert CellRef("s", MAX_ROWS - 1, MAX_COLUMNS - 1).a1 == "XFD1048576"


@given(rows, cols, rows, cols)
def test_an_area_reads_back_from_both_of_its_spellings(a: int, b: int, c: int, d: int) -> None:
    area = Area(min(a, c), min(b, d), max(a, c), max(b, d))
    assert area == Area.parse(area.a1) == Area.parse(area.absolute)
    assert area.holds(a, b)
    assert area.holds(c, d)
    assert not area.holds(area.last_row + 1, b)
    assert not area.holds(a, area.first_col - 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1", Area(0, 0, 0, 0)),
        ("$B$2", Area(1, 1, 1, 1)),
        ("h28:A1", Area(0, 0, 27, 7)),
        (" A1:H28 ", Area(0, 0, 27, 7)),
        ("A:C", Area(0, 0, MAX_ROWS - 1, 2)),
        ("1:4", Area(0, 0, 3, MAX_COLUMNS - 1)),
    ],
)
def test_an_area_is_read_as_excel_writes_it(text: str, expected: Area) -> None:
    assert expected == Area.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "A",
        "1",
        "A1:",
        ":A1",
        "A1:B",
        "A:1",
        "A0",
        "A1048577",
        "XFE1",
        "AAAA1",
        "A1:B2:C3",
        "Sheet!A1",
        "Ａ1",
        "A1,B2",
        "-A1",
        "A１",
    ],
)
def test_what_is_no_area_is_none(text: str) -> None:
    assert Area.parse(text) is None
