"""Workbooks with a summary sheet: made, changed as programs do, and read part by part."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from packages import contents, parts, sheet_xml, text, zipped

from tierctl.app.classify import Classified, ClassifyOptions, classify
from tierctl.model.address import Area
from tierctl.policy.load import load_policy, parse_policy
from tierctl.policy.policy import Policy

AS_OF = date(2025, 6, 30)
WORKBOOK, RELS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
SALES = load_policy("sales-size")
Content = dict[str, bytes]

# fmt: off
ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "mergeCells",
    "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter", "drawing",
)
# fmt: on


def sheet_rows(*customers: tuple[str, object, str]) -> str:
    """The rows of a sheet of customers: name, sales, region; what is no number is a text."""
    headers = (("A1", "客户名称"), ("B1", "年平均销售额（元）"), ("C1", "所在区域"))
    rows = [f'<row r="1">{"".join(text(*header) for header in headers)}</row>']
    for number, (name, sales, region) in enumerate(customers, 2):
        amount = (
            text(f"B{number}", str(sales))
            if isinstance(sales, str)
            else f'<c r="B{number}"><v>{sales}</v></c>'
        )
        place = text(f"C{number}", region) if region else ""
        rows.append(f'<row r="{number}">{text(f"A{number}", name)}{amount}{place}</row>')
    return "".join(rows)


FOUR = sheet_rows(
    ("甲", 6_585_000, "四川"), ("乙", 1_200_000, "浙江"), ("丙", 5, "四川"), ("丁", "待定", "")
)


def book(rows: str = FOUR, **more: str | bytes) -> Content:
    """The parts of a workbook of customers; `more` are other parts by name."""
    return parts(sheet_xml(rows), more=more)


def grade(
    source: Path, policy: Policy = SALES, *, name: str = "b.xlsx", **options: Any
) -> Classified:
    """Grade a workbook into a copy beside it."""
    chosen: dict[str, Any] = {
        "as_of": AS_OF,
        "output": source.with_name(name),
        "force": True,
        **options,
    }
    return classify(source, policy, ClassifyOptions(**chosen))


def graded(folder: Path, content: Mapping[str, bytes] | None = None, **options: Any) -> Path:
    """Write the parts of a workbook, grade it, and return the copy."""
    source = zipped(folder / "a.xlsx", content if content is not None else book())
    return grade(source, **options).output


def tree(data: bytes) -> ET.Element:
    """Parse a part."""
    return ET.fromstring(data)


def local(element: ET.Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def find_all(element: ET.Element, *names: str) -> Iterator[ET.Element]:
    """Yield the elements that a path of local names leads to."""
    if not names:
        yield element
        return
    for child in element:
        if local(child) == names[0]:
            yield from find_all(child, *names[1:])


def targets(content: Content, part: str) -> dict[str, str]:
    """Return what a part leads to: id → part."""
    folder, name = posixpath.split(part)
    rels = content.get(f"{folder}/_rels/{name}.rels", b"<x/>")
    return {
        e.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, e.get("Target", "")))[1:]
        for e in tree(rels)
    }


def sheets(content: Content) -> dict[str, str]:
    """Return the workbook's sheets in order: name → part."""
    related = targets(content, WORKBOOK)
    found = {}
    for sheet in find_all(tree(content[WORKBOOK]), "sheets", "sheet"):
        id = next(v for k, v in sheet.attrib.items() if k.endswith("}id"))
        found[sheet.get("name", "")] = related[id]
    return found


def page_parts(content: Content, name: str = "等级汇总") -> tuple[str, str, list[str]]:
    """Return the parts of a summary sheet: the sheet, its drawing, its charts."""
    sheet = sheets(content)[name]
    (drawing,) = targets(content, sheet).values()
    return sheet, drawing, list(targets(content, drawing).values())


def caches(chart: ET.Element) -> Iterator[tuple[str, Area, list[str]]]:
    """Yield every reference of a chart: its sheet, its area, the values that it keeps of it."""
    for element in chart.iter():
        if local(element) in ("strRef", "numRef"):
            formula, cache = element
            sheet, _, area = (formula.text or "").rpartition("!")
            found = Area.parse(area)
            assert found is not None
            values = [v.text or "" for v in find_all(cache, "pt", "v")]
            (count,) = find_all(cache, "ptCount")
            assert count.get("val") == str(len(values))
            yield sheet.strip("'").replace("''", "'"), found, values


def changed(path: Path, name: str = "c.xlsx", **replaced: tuple[str, str]) -> Path:
    """Write a copy of a workbook in which a text of a part is another; parts by a short name."""
    content = contents(path)
    names = {"workbook": WORKBOOK, "rels": RELS, "types": TYPES}
    for short, (old, new) in replaced.items():
        part = names.get(short) or page_parts(content)[0]
        assert old in content[part].decode()
        content[part] = content[part].decode().replace(old, new).encode()
    return zipped(path.with_name(name), content)


def resaved(path: Path, name: str = "c.xlsx") -> Path:
    """Write a copy as Excel saves one: other names of parts, shared strings, longer numbers."""
    content = contents(path)
    sheet, drawing, charts = page_parts(content)
    strings: list[str] = []

    def shared(match: re.Match[str]) -> str:
        strings.append(match[2])
        return f'{match[1]} t="s"><v>{len(strings) - 1}</v></c>'

    data = content[sheet].decode()
    data = re.sub(r'(<c r="\w+" s="\d+") t="inlineStr"><is>(.*?)</is></c>', shared, data)
    data = re.sub(r"<v>(0\.\d+)</v>", lambda m: f"<v>{float(m[1]):.17g}</v>", data)
    content[sheet] = data.encode()
    inner = "".join(f"<si>{item}</si>" for item in strings)
    content["xl/sharedStrings.xml"] = (
        f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inner}</sst>'
    ).encode()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content[RELS] = content[RELS].replace(
        b"</Relationships>",
        f'<Relationship Id="rIdS" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>".encode(),
    )
    # A style part beside each chart, as Excel adds them.
    kind = "http://schemas.microsoft.com/office/2011/relationships/chartStyle"
    for number, chart in enumerate(charts, 1):
        folder, base = posixpath.split(chart)
        content[f"{folder}/style{number}.xml"] = b"<x/>"
        content[f"{folder}/_rels/{base}.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{kind}" Target="style{number}.xml"/></Relationships>'
        ).encode()
    assert drawing in content
    return zipped(path.with_name(name), content)


TWO_TIERS = """
id = "two"
version = "1"
title = { zh = "两级", en = "Two" }
[inputs.annual_sales]
label = { zh = "年平均销售额", en = "Sales" }
type = "number"
unit = "元"
[results.tier]
label = { zh = "客户等级", en = "Tier" }
tiers = [
    { id = "low", label = { zh = "低", en = "Low" }, color = "E7E6E6" },
    { id = "high", label = { zh = "高", en = "High" }, color = "203864" },
]
[[steps]]
name = "size"
rules = [
    { id = "high", when = { annual_sales = "> 100" }, then = { tier = "high" } },
    { id = "low", when = { annual_sales = "<= 100" }, then = { tier = "low" } },
]
"""


def without_regions() -> Policy:
    """Return a policy with no segment: its page has one chart."""
    return parse_policy(TWO_TIERS.encode(), "two.toml")
