"""What a file is by its first bytes: the name never decides."""

from __future__ import annotations

from pathlib import Path

from tierctl.model.text import Text
from tierctl.ooxml import messages

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ARCHIVES = {
    b"PK\x05\x06": Text("空的 zip 压缩包", "an empty zip archive"),
    b"Rar!\x1a\x07": Text("rar 压缩包", "a rar archive"),
    b"7z\xbc\xaf\x27\x1c": Text("7z 压缩包", "a 7z archive"),
    b"\x1f\x8b": Text("gzip 压缩包", "a gzip archive"),
}
_PICTURE = Text("图片", "a picture")
_PAGES = {
    b"%PDF-": Text("PDF 文档", "a PDF document"),
    b"\x89PNG\r\n": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"BM": _PICTURE,
    b"II*\0": _PICTURE,
    b"MM\0*": _PICTURE,
}
_HEAD = 4096
_OLE_SEARCH = 64 * 1024 * 1024


def require_zip(path: Path, shown: str) -> None:
    """Refuse everything that does not start as a zip, each kind with its own message.

    Raises InputRefused.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if path.name.startswith("~$"):
            raise messages.lock_file(shown)
        if not head:
            raise messages.empty_file(shown)
        if head.startswith(b"PK\x03\x04"):
            return
        if head.startswith(_OLE):
            _refuse_ole(head + file.read(_OLE_SEARCH), shown)
    _refuse_other(head, shown)
    _refuse_text(head, shown)


def _refuse_other(head: bytes, shown: str) -> None:
    """Refuse archives, documents and pictures by their first bytes."""
    for start, what in _ARCHIVES.items():
        if head.startswith(start):
            raise messages.archive(shown, what)
    for start, what in _PAGES.items():
        # Two letters may begin any text; behind them a picture has bytes that no text has.
        if head.startswith(start) and (len(start) > 2 or b"\0" in head):
            raise messages.page(shown, what)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        raise messages.page(shown, _PICTURE)


def _refuse_ole(data: bytes, shown: str) -> None:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise messages.encrypted(shown)
    if any(f"{name}\0".encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise messages.foreign_format(shown, Text("旧版 .xls 工作簿", "an old .xls workbook"))
    raise messages.unknown_format(shown)


def _refuse_text(head: bytes, shown: str) -> None:
    start = head.lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table")) or b"<html" in start[:1024]:
        raise messages.foreign_format(shown, Text("网页（HTML）", "a web page (HTML)"))
    if start.startswith(b"<?xml"):
        raise messages.foreign_format(shown, Text("XML 文件", "an XML file"))
    if not any(byte < 9 or 13 < byte < 32 for byte in head):
        raise messages.foreign_format(shown, Text("文本或 CSV 文件", "a text or CSV file"))
    raise messages.unknown_format(shown)
