"""Writing a package: what is not changed is copied as it is, and nothing needs zip64."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from pathlib import Path

import pytest
from packages import SHEET, STYLES_PART, contents, parts, zipped

from tierctl.model.errors import InputRefused
from tierctl.ooxml.archive import Archive
from tierctl.ooxml.assemble import Deflated, deflated, write_package

KEPT = (
    "orig_filename",
    "date_time",
    "comment",
    "create_system",
    "external_attr",
    "internal_attr",
    "compress_type",
    "compress_size",
    "file_size",
    "CRC",
)


def _source(folder: Path) -> Path:
    content = {**parts(), "docs/": b"", "图.bin": os.urandom(300), "é.txt": b"z"}
    return zipped(folder / "a.xlsx", content, comment="备注".encode(), stored=["图.bin", "docs/"])


def _written(source: Path, target: Path, **changed: bytes) -> None:
    with Archive(source) as archive, target.open("w+b") as out:
        new = {name: deflated([data]) for name, data in changed.items()}
        known = {name: data for name, data in new.items() if archive.find(name)}
        added = {name: data for name, data in new.items() if name not in known}
        write_package(archive, known, added, out)


def _entries(path: Path) -> list[dict[str, object]]:
    with zipfile.ZipFile(path) as file:
        return [{field: getattr(i, field) for field in KEPT} for i in file.infolist()]


def test_a_package_written_without_changes_is_the_same_package(tmp_path: Path) -> None:
    source = _source(tmp_path)
    _written(source, tmp_path / "b.xlsx")
    assert _entries(source) == _entries(tmp_path / "b.xlsx")
    assert contents(source) == contents(tmp_path / "b.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx") as file:
        assert file.comment == "备注".encode()
        assert file.testzip() is None


def test_a_name_in_the_old_code_page_keeps_its_bytes(tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.xlsx", {**parts(), "old_name": b"x"})
    source.write_bytes(source.read_bytes().replace(b"old_name", b"old\x81\xffame"))
    _written(source, tmp_path / "b.xlsx")
    assert (tmp_path / "b.xlsx").read_bytes().count(b"old\x81\xffame") == 2
    assert _entries(source) == _entries(tmp_path / "b.xlsx")


def test_changed_entries_keep_their_place_and_new_ones_come_last(tmp_path: Path) -> None:
    source = _source(tmp_path)
    _written(source, tmp_path / "b.xlsx", **{SHEET: b"<new/>", "customXml/x.xml": b"<x/>"})
    expected = {**contents(source), SHEET: b"<new/>", "customXml/x.xml": b"<x/>"}
    assert list(expected.items()) == list(contents(tmp_path / "b.xlsx").items())
    old, new = _entries(source), _entries(tmp_path / "b.xlsx")
    at = [entry["orig_filename"] for entry in old].index(SHEET)
    assert old[:at] + old[at + 1 :] == new[:at] + new[at + 1 : -1]
    assert old[at]["date_time"] == new[at]["date_time"]


def test_a_stored_entry_that_changes_is_deflated(tmp_path: Path) -> None:
    source = zipped(tmp_path / "a.xlsx", parts(), stored=[SHEET, STYLES_PART])
    _written(source, tmp_path / "b.xlsx", **{SHEET: b"<new/>"})
    with zipfile.ZipFile(tmp_path / "b.xlsx") as file:
        assert file.getinfo(SHEET).compress_type == zipfile.ZIP_DEFLATED
        assert file.getinfo(STYLES_PART).compress_type == zipfile.ZIP_STORED


def test_the_same_package_is_written_to_the_same_bytes(tmp_path: Path) -> None:
    source = _source(tmp_path)
    for name in ("b.xlsx", "c.xlsx"):
        _written(source, tmp_path / name, **{SHEET: b"<new/>", "z.xml": b"<z/>"})
    assert (tmp_path / "b.xlsx").read_bytes() == (tmp_path / "c.xlsx").read_bytes()


def test_no_entry_has_an_extra_field_or_needs_zip64(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts().items():
            with file.open(name, "w", force_zip64=True) as entry:
                entry.write(data)
    _written(source, tmp_path / "b.xlsx", **{SHEET: b"<new/>"})
    data = (tmp_path / "b.xlsx").read_bytes()
    assert b"\xff\xff\xff\xff" not in data
    with zipfile.ZipFile(tmp_path / "b.xlsx") as file:
        for info in file.infolist():
            assert info.extra == b""
            at = info.header_offset + 28
            assert data[at : at + 2] == b"\0\0"


@pytest.mark.parametrize("kind", ["changed", "added"])
def test_what_would_need_zip64_is_refused(kind: str, tmp_path: Path) -> None:
    huge = {SHEET: Deflated(0, 5 * 1024**3, 10, io.BytesIO(bytes(10)))}
    changed, added = (huge, {}) if kind == "changed" else ({}, huge)
    with Archive(_source(tmp_path)) as archive, pytest.raises(InputRefused) as refused:
        write_package(archive, changed, added, io.BytesIO())
    assert refused.value.code == "unsupported"


def test_deflated_content_knows_its_sizes_and_checksum() -> None:
    content = deflated([b"abc" * 1000, b"", b"def" * 1000])
    assert content.size == 6000
    assert content.compressed_size == content.spool.seek(0, io.SEEK_END)
    assert content.crc == zlib.crc32(b"abc" * 1000 + b"def" * 1000)
