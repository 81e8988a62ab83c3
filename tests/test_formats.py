"""Number formats: which codes show a date, a percentage, another currency."""

from __future__ import annotations

import pytest
from packages import MAIN, XML

from tierctl.ooxml.document import Document
from tierctl.ooxml.formats import Format, format_of, formats_of

CODES = {
    "General": Format.PLAIN,
    "GENERAL": Format.PLAIN,
    "G/通用格式": Format.PLAIN,
    "": Format.PLAIN,
    "@": Format.PLAIN,
    ";;;": Format.PLAIN,
    "0": Format.PLAIN,
    "#,##0.00_);[Red](#,##0.00)": Format.PLAIN,
    "0.00E+00": Format.PLAIN,
    "# ?/?": Format.PLAIN,
    "[$¥-804]#,##0.00": Format.PLAIN,
    '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ': Format.PLAIN,
    '0.0,,"M"': Format.PLAIN,
    '0" days"': Format.PLAIN,
    r"0\ \d\a\y\s": Format.PLAIN,
    "0*m": Format.PLAIN,
    "0_d": Format.PLAIN,
    '[>=10000]0.0,"万";0': Format.PLAIN,
    "[Magenta]0": Format.PLAIN,
    "[DBNum2][$-804]0": Format.PLAIN,
    "[$-409]#,##0": Format.PLAIN,
    "[$￥-804]#,##0": Format.PLAIN,
    "[$CNY] #,##0": Format.PLAIN,
    '"￥"#,##0.00': Format.PLAIN,
    '#,##0"元"': Format.PLAIN,
    "[$$-409]#,##0.00": Format.FOREIGN,
    '"$"#,##0.00_-': Format.FOREIGN,
    r"\$#,##0": Format.FOREIGN,
    "$#,##0": Format.FOREIGN,
    '_("$"* #,##0_);_("$"* (#,##0)': Format.FOREIGN,
    "#,##0.00 [$€-407]": Format.FOREIGN,
    "[$¥-411]#,##0": Format.FOREIGN,
    "[$HKD] #,##0": Format.FOREIGN,
    "[$kr.-406] #,##0": Format.FOREIGN,
    "[$₩-412]#,##0": Format.FOREIGN,
    '#,##0"美元"': Format.FOREIGN,
    'General" USD"': Format.FOREIGN,
    "0%": Format.PERCENT,
    "0.00%": Format.PERCENT,
    "[Red]0.0%;0": Format.PERCENT,
    r"0.0\%": Format.PLAIN,
    '0.0"%"': Format.PLAIN,
    "yyyy-mm-dd": Format.DATE,
    "YYYY/M/D": Format.DATE,
    'yyyy"年"m"月"d"日"': Format.DATE,
    "[$-804]aaaa;@": Format.DATE,
    "[$-F800]dddd, mmmm dd, yyyy": Format.DATE,
    "[h]:mm:ss": Format.DATE,
    "[mm]": Format.DATE,
    "[S]": Format.DATE,
    "h:mm AM/PM": Format.DATE,
    "mmm-yy;@": Format.DATE,
    "[Red]yyyy": Format.DATE,
}


@pytest.mark.parametrize("code", CODES)
def test_a_format_code_shows_what_it_shows(code: str) -> None:
    assert CODES[code] is format_of(code)


BUILT_IN = {
    0: Format.PLAIN,
    4: Format.PLAIN,
    9: Format.PERCENT,
    10: Format.PERCENT,
    11: Format.PLAIN,
    14: Format.DATE,
    22: Format.DATE,
    23: Format.PLAIN,
    27: Format.DATE,
    36: Format.DATE,
    37: Format.PLAIN,
    44: Format.PLAIN,
    45: Format.DATE,
    47: Format.DATE,
    49: Format.PLAIN,
    50: Format.DATE,
    58: Format.DATE,
    59: Format.PLAIN,
}


@pytest.mark.parametrize("number", BUILT_IN)
def test_a_built_in_format_shows_what_it_shows(number: int) -> None:
    styles = (
        f'{XML}<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="{number}"/></cellXfs></styleSheet>'
    )
    assert [BUILT_IN[number]] == formats_of(Document(styles.encode()))


def test_formats_go_by_the_index_of_the_cell_style() -> None:
    styles = (
        f'{XML}<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="14" formatCode="0%"/>'
        '<numFmt numFmtId="200" formatCode="yyyy"/><numFmt formatCode="yyyy"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="200"/></cellStyleXfs>'
        '<cellXfs count="1"><xf/><xf numFmtId="14"/><xf numFmtId="200"/><xf numFmtId="201"/>'
        '<xf numFmtId="²"/></cellXfs></styleSheet>'
    )
    expected = [Format.PLAIN, Format.PERCENT, Format.DATE, Format.PLAIN, Format.PLAIN]
    assert expected == formats_of(Document(styles.encode()))


def test_a_workbook_without_styles_has_no_formats() -> None:
    assert formats_of(None) == []
