"""Draw README's pictures: what the terminal shows, and the annotated sheet with its summary page.

Run `python tests/pictures.py` where LibreOffice and poppler's `pdftoppm` are installed;
`tests/test_pictures.py` fails where what the terminal shows has become another.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from cli import run
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.text import Text
from terminals import in_terminal

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "sample_data" / "pictures"
COMMAND = "tierctl classify sample_data/customers.xlsx"
_COLUMNS = 72
_FONTS = 'Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", "PingFang SC", monospace'
_LENGTH = re.compile(r'textLength="([\d.]+)"([^>]*)>([^<]+)<')
_DPI = 120
_MARGIN = 24
_PAPER, _LINE = b"\xff", b"\xd0\xd0\xd0"

Rows = list[bytes]
"""A picture: its rows from above, each of three bytes a pixel."""


# --- the terminal ---


def shown() -> str:
    """Return what a terminal shows of the command, in Chinese, with its colours."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "sample_data", Path(folder) / "sample_data")
        done = in_terminal(
            *COMMAND.split()[1:],
            columns=_COLUMNS,
            cwd=Path(folder),
            env={"TIERCTL_LANG": "zh"},
        )
    assert done.code == 0, done.sent
    page = done.sent.replace("\r", "").strip()
    return f"$ {COMMAND}\n{page}\n"


class _Pieces:
    """A page in pieces that are placed one by one: wide and narrow letters stay in their columns
    whatever fonts the viewer has.
    """

    def __init__(self, page: Text) -> None:
        self._page = page

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for text, style, _ in console.render(self._page, options):
            for _, letters in groupby(text, lambda c: (c.isspace(), cell_len(c))):
                yield Segment("".join(letters), style)


def terminal_picture() -> str:
    """Return the terminal as an SVG picture. It asks the network for no font."""
    with Path("/dev/null").open("w") as nowhere:
        console = Console(record=True, width=_COLUMNS, file=nowhere, force_terminal=True)
        console.print(_Pieces(Text.from_ansi(shown())))
    svg = console.export_svg(title="tierctl")
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-variant-east-asian: full-width;", "")
    svg = svg.replace("Fira Code, monospace", _FONTS).replace("arial", "Arial, sans-serif")
    svg = _LENGTH.sub(_wide, svg)
    return "".join(f"{line.rstrip()}\n" for line in svg.splitlines() if line.strip())


def _wide(match: re.Match[str]) -> str:
    """Give wide letters the length of two columns each: Rich counts letters."""
    length, between, text = match.groups()
    count = cell_len(text[0])
    return f'textLength="{float(length) * count:g}"{between}>{text}<'


def words(text: str) -> str:
    """Return what a terminal shows without its colours and blanks."""
    return "".join(Text.from_ansi(text).plain.split())


def words_of_picture(svg: str) -> str:
    """Return the same of a picture of it, read row by row."""
    matrix = svg.partition('-matrix">')[2]
    texts = re.findall(r">([^<]+)</text>", matrix)
    plain = "".join(texts).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return "".join(re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), plain).split())


# --- the annotated copy ---


def copy_picture() -> bytes:
    """Return the customers' sheet of the annotated copy above its summary page, as a PNG."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = shutil.copy(ROOT / "sample_data" / "customers.xlsx", folder)
        done = run("classify", source, "--as-of", "2025-06-30", "-q")
        assert done.code == 0, done.err
        pages = list(_pages(folder / "customers.tiered.xlsx", folder))
    return _png(_stacked([_framed(_trimmed(page)) for page in (pages[0], pages[-1])]))


def _pages(workbook: Path, folder: Path) -> Iterator[Rows]:
    """Yield a workbook's pages as LibreOffice prints them, without their footers."""
    office = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    office += ["--convert-to", "pdf", "--outdir", str(folder), str(workbook)]
    subprocess.run(office, check=True, capture_output=True, timeout=180)
    pdf = str(workbook.with_suffix(".pdf"))
    subprocess.run(["pdftoppm", "-r", str(_DPI), pdf, str(folder / "page")], check=True)
    for path in sorted(folder.glob("page-*.ppm")):
        kind, size, _, pixels = path.read_bytes().split(b"\n", 3)
        assert kind == b"P6"
        width, height = map(int, size.split())
        rows = [pixels[3 * width * y : 3 * width * (y + 1)] for y in range(height)]
        yield rows[: height * 9 // 10]


def _trimmed(rows: Rows) -> Rows:
    """Return a picture without the empty paper around it."""
    there = [y for y, row in enumerate(rows) if row.strip(_PAPER)]
    rows = rows[there[0] : there[-1] + 1]
    left = min((len(row) - len(row.lstrip(_PAPER))) // 3 for row in rows)
    right = max((len(row.rstrip(_PAPER)) + 2) // 3 for row in rows)
    return [row[3 * left : 3 * right] for row in rows]


def _framed(rows: Rows) -> Rows:
    """Return a picture with paper and a thin line around it."""
    side = 3 * _PAPER * _MARGIN
    inner = [_LINE + side + row + side + _LINE for row in rows]
    width = len(inner[0]) // 3
    empty = _LINE + 3 * _PAPER * (width - 2) + _LINE
    return [_LINE * width, *[empty] * _MARGIN, *inner, *[empty] * _MARGIN, _LINE * width]


def _stacked(pictures: list[Rows]) -> Rows:
    """Return pictures one above the other, each in the middle."""
    width = max(len(rows[0]) for rows in pictures) // 3
    stacked: Rows = []
    for rows in pictures:
        if stacked:
            stacked += [3 * _PAPER * width] * _MARGIN
        left = (width - len(rows[0]) // 3) // 2
        stacked += [(3 * _PAPER * left + row).ljust(3 * width, _PAPER) for row in rows]
    return stacked


def _png(rows: Rows) -> bytes:
    header = struct.pack(">IIBBBBB", len(rows[0]) // 3, len(rows), 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = [_chunk(b"IHDR" + header), _chunk(b"IDAT" + pixels), _chunk(b"IEND")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(data: bytes) -> bytes:
    return struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / "terminal.svg").write_text(terminal_picture(), encoding="utf-8")
    (PICTURES / "copy.png").write_bytes(copy_picture())
