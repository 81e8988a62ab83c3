"""The zip and its limits: what is no workbook, or not a safe one, is refused by name."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from packages import (
    SHEET,
    STYLES_PART,
    XML,
    annotate,
    parts,
    patched,
    read_cells,
    sheet_xml,
    zipped,
)

from tierctl.model.errors import InputMissing, InputRefused, PermissionRefused
from tierctl.ooxml import archive as archive_module
from tierctl.ooxml.archive import Archive

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)

FOREIGN = {
    "empty": (b"", "empty-file"),
    "html": (b"\xef\xbb\xbf\r\n<HTML><table><tr><td>1</td></tr></table>", "not-xlsx"),
    "html table": (b"<table><tr><td>1</td></tr></table>", "not-xlsx"),
    "html behind a head": (b"<!-- x --><html></html>", "not-xlsx"),
    "csv": ("客户,销售额\n甲,100\n".encode(), "not-xlsx"),
    "csv in gb18030": ("客户,销售额\n甲,100\n".encode("gb18030"), "not-xlsx"),
    "xml": (b'<?xml version="1.0"?><Workbook/>', "not-xlsx"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
    "xls": (OLE + "Workbook\0".encode("utf-16-le"), "not-xlsx"),
    "xls of 1995": (OLE + "Book\0".encode("utf-16-le"), "not-xlsx"),
    "other ole": (OLE + "WordDocument\0".encode("utf-16-le"), "not-a-workbook"),
    "random bytes": (bytes(range(256)) * 9, "not-a-workbook"),
    "cut in the directory": (b"PK\x03\x04" + bytes(40), "damaged"),
    "zip without entries": (b"PK\x05\x06" + bytes(18), "not-xlsx"),
}
NAMED = {
    "an empty zip archive": b"PK\x05\x06" + bytes(18),
    "a rar archive": b"Rar!\x1a\x07\x01\0" + bytes(60),
    "a 7z archive": b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(60),
    "a gzip archive": b"\x1f\x8b\x08\0" + bytes(60),
    "a PDF document": b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a picture ": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "a picture  ": b"BM\x46\0\0\0\0\0",
    "a picture   ": b"RIFF\x24\0\0\0WEBPVP8 ",
    "a text or CSV file": b"BMW,100\n",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_that_is_no_package_is_refused_by_what_it_is(name: str, tmp_path: Path) -> None:
    data, code = FOREIGN[name]
    path = tmp_path / "客户.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputRefused) as refused:
        Archive(path)
    assert code == refused.value.code


def test_a_refusal_says_what_the_file_is_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "客户.xlsx"
    path.write_bytes(FOREIGN["xls"][0])
    with pytest.raises(InputRefused) as refused:
        Archive(path)
    assert refused.value.message.zh == "客户.xlsx：这不是 .xlsx 工作簿，而是旧版 .xls 工作簿。"
    assert (
        refused.value.message.en
        == "客户.xlsx: this is not an .xlsx workbook but an old .xls workbook."
    )


@pytest.mark.parametrize("what", NAMED)
def test_what_is_often_sent_instead_is_called_by_its_name(what: str, tmp_path: Path) -> None:
    path = tmp_path / "客户.xlsx"
    path.write_bytes(NAMED[what])
    with pytest.raises(InputRefused) as refused:
        Archive(path)
    assert refused.value.message.en.endswith(f" but {what.strip()}.")


def test_a_lock_file_is_refused_whatever_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "~$客户.xlsx"
    path.write_bytes(b"\x05user" + bytes(160))
    with pytest.raises(InputRefused) as refused:
        Archive(path)
    assert refused.value.code == "lock-file"


@pytest.mark.parametrize(
    ("name", "code"),
    [("missing.xlsx", "input-missing"), (".", "not-a-file"), ("file/below.xlsx", "input-missing")],
)
def test_what_is_not_there_is_missing(name: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputMissing) as missing:
        Archive(tmp_path / name)
    assert code == missing.value.code


def test_a_link_to_itself_and_a_name_too_long_are_missing(tmp_path: Path) -> None:
    loop = tmp_path / "loop.xlsx"
    loop.symlink_to(loop)
    for path in (loop, tmp_path / f"{'x' * 300}.xlsx"):
        with pytest.raises(InputMissing) as missing:
            Archive(path)
        assert str(path) in missing.value.message.en


def test_a_folder_that_may_not_be_searched_is_no_permission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", forbidden)
    monkeypatch.setattr(Path, "exists", forbidden)
    with pytest.raises(PermissionRefused) as refused:
        Archive(tmp_path / "a.xlsx")
    assert str(tmp_path / "a.xlsx") in refused.value.message.en


def _text_parts(*names: str) -> Callable[[Path], Path]:
    def build(path: Path) -> Path:
        with zipfile.ZipFile(path, "w") as file:
            for name, data in [*parts().items(), *((name, b"x") for name in names)]:
                file.writestr(name, data)
        return path

    return build


def _overlapping(path: Path) -> Path:
    """The entry b.bin lies inside a.bin, with a local header of its own."""
    stored = ["a.bin", "b.bin"]
    inner = zipped(path, {"b.bin": b"b"}, stored=stored).read_bytes()
    zipped(path, {**parts(), "a.bin": inner, "b.bin": b"b"}, stored=stored)
    return patched(path, "b.bin", offset=path.read_bytes().index(inner))


def _bomb(path: Path) -> Path:
    return zipped(path, parts(sheet_xml("<row/>" * 900_000)))


def _lying_bomb(path: Path) -> Path:
    """A sheet of 5 MB that the directory calls 40 bytes."""
    return patched(_bomb(path), SHEET, size=40)


def _declared_huge(path: Path) -> Path:
    zipped(path, {**parts(), "a": b"1", "b": b"2"})
    patched(path, "a", size=0xFFFFFFF0)
    return patched(path, "b", size=0xFFFFFFF0)


def _other(more: dict[str, bytes], drop: str = "") -> Callable[[Path], Path]:
    def build(path: Path) -> Path:
        content = {name: data for name, data in parts().items() if not name.startswith(drop or "?")}
        return zipped(path, {**content, **more})

    return build


def _truncated(path: Path) -> Path:
    zipped(path, parts())
    path.write_bytes(path.read_bytes()[:-30])
    return path


def _patch(name: str, **fields: int) -> Callable[[Path], Path]:
    return lambda path: patched(zipped(path, parts()), name, **fields)


def _negative_offset(path: Path) -> Path:
    """The directory claims to be longer than what stands before it."""
    data = bytearray(zipped(path, parts()).read_bytes())
    at = data.rindex(b"PK\x05\x06") + 16
    start = int.from_bytes(data[at : at + 4], "little")
    data[at : at + 4] = (start + 5000).to_bytes(4, "little")
    path.write_bytes(data)
    return path


def _renamed_inside(path: Path) -> Path:
    """The local header says sheet2, the directory sheet1."""
    data = zipped(path, parts()).read_bytes()
    name = SHEET.encode()
    path.write_bytes(data.replace(name, name.replace(b"1", b"2"), 1))
    with zipfile.ZipFile(path) as file:
        assert SHEET in file.namelist()
    return path


def _xlsb(path: Path) -> Path:
    content = {k.replace("workbook.xml", "workbook.bin"): v for k, v in parts().items()}
    rels = content["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin")
    return zipped(path, {**content, "_rels/.rels": rels})


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'


def _doctype(part: str, encoding: str = "utf-8") -> Callable[[Path], Path]:
    def build(path: Path) -> Path:
        content = parts(strings=f'{XML}<sst xmlns="urn:x"><si><t>a</t></si></sst>')
        text = content[part].decode().replace("?>\n", f"?>\n{DOCTYPE}").replace("UTF-8", encoding)
        return zipped(path, {**content, part: text.encode(encoding)})

    return build


UNSAFE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "an ods": (_other({"content.xml": b"<x/>", "mimetype": b"x"}, drop="_rels"), "not-xlsx"),
    "an xlsb": (_xlsb, "not-xlsx"),
    "a zip of something else": (_other({}, drop="_rels"), "not-xlsx"),
    "a name twice": (_text_parts("a", "a"), "unsafe-package"),
    "names that differ in case": (_text_parts("xl/Styles.XML"), "unsafe-package"),
    "names that differ in slashes": (_text_parts("xl\\styles.xml"), "unsafe-package"),
    "a path that climbs": (_text_parts("xl/../../x"), "unsafe-package"),
    "a path that climbs by backslashes": (_text_parts("..\\x"), "unsafe-package"),
    "an absolute path": (_text_parts("/etc/x"), "unsafe-package"),
    "a drive": (_text_parts("C:/x"), "unsafe-package"),
    "too many entries": (_text_parts(*map(str, range(10_000))), "unsafe-package"),
    "overlapping entries": (_overlapping, "unsafe-package"),
    "a part that inflates a hundredfold": (_bomb, "unsafe-package"),
    "a part that inflates beyond what it declares": (_lying_bomb, "damaged"),
    "more than 4 GB declared": (_declared_huge, "unsafe-package"),
    "a size declared too small": (_patch(SHEET, size=9), "damaged"),
    "a size declared too large": (_patch(SHEET, size=99_999), "damaged"),
    "a wrong checksum": (_patch(SHEET, crc=1), "damaged"),
    "an encrypted entry": (_patch(SHEET, flags=1), "password-protected"),
    "a strongly encrypted entry": (_patch(SHEET, flags=0x40), "password-protected"),
    "an unknown compression": (_patch(SHEET, method=93), "unsafe-package"),
    "bytes that are not deflated": (_patch(SHEET, method=0), "damaged"),
    "no local header": (_patch(SHEET, offset=7), "damaged"),
    "an offset before the file": (_negative_offset, "damaged"),
    "an offset behind the file": (_patch(SHEET, offset=0xFFFFFFF0), "damaged"),
    "another name in the local header": (_renamed_inside, "damaged"),
    "a file cut short": (_truncated, "damaged"),
    "DOCTYPE in the sheet": (_doctype(SHEET), "damaged"),
    "DOCTYPE in the sheet, UTF-16": (_doctype(SHEET, "utf-16"), "damaged"),
    "DOCTYPE in the sheet, UTF-16 big end first": (_doctype(SHEET, "utf-16-be"), "damaged"),
    "DOCTYPE in the strings": (_doctype("xl/sharedStrings.xml"), "damaged"),
    "DOCTYPE in the strings, UTF-16": (_doctype("xl/sharedStrings.xml", "utf-16"), "damaged"),
    "DOCTYPE in the styles": (_doctype(STYLES_PART), "damaged"),
    "DOCTYPE in the styles, UTF-16": (_doctype(STYLES_PART, "utf-16"), "damaged"),
    "DOCTYPE in the workbook": (_doctype("xl/workbook.xml"), "damaged"),
    "DOCTYPE in the content types": (_doctype("[Content_Types].xml"), "damaged"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", UNSAFE)
def test_an_unsafe_package_is_refused(name: str, tmp_path: Path) -> None:
    build, code = UNSAFE[name]
    path = build(tmp_path / "a.xlsx")
    with pytest.raises(InputRefused) as refused:
        read_cells(path)
    assert code == refused.value.code


@pytest.mark.parametrize("field", [{"crc": 1}, {"size": 3}], ids=["checksum", "size"])
def test_a_damaged_part_that_is_only_copied_is_refused_and_nothing_is_written(
    field: dict[str, int], tmp_path: Path
) -> None:
    content = {**parts(), "xl/media/image1.png": os.urandom(1000)}
    source = patched(zipped(tmp_path / "a.xlsx", content), "xl/media/image1.png", **field)
    with pytest.raises(InputRefused) as refused:
        annotate(source, tmp_path / "b.xlsx")
    assert refused.value.code == "damaged"
    assert "xl/media/image1.png" in refused.value.message.en
    assert [source] == list(tmp_path.iterdir())


class _Unseekable(io.BytesIO):
    """A stream that makes zipfile write data descriptors (flag 8)."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise OSError

    def seek(self, *_: int) -> int:
        raise OSError


def test_entries_with_data_descriptors_are_read_and_copied(tmp_path: Path) -> None:
    stream = _Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts().items():
            file.writestr(name, data)
    source = tmp_path / "a.xlsx"
    source.write_bytes(stream.getvalue())
    with zipfile.ZipFile(source) as file:
        assert all(info.flag_bits & 8 for info in file.infolist())
    annotate(source, tmp_path / "b.xlsx")
    assert read_cells(tmp_path / "b.xlsx")["C2"].text == "大"
    with zipfile.ZipFile(tmp_path / "b.xlsx") as file:
        assert not any(info.flag_bits & 8 for info in file.infolist())


@pytest.mark.parametrize("stored", [[], [SHEET, STYLES_PART]], ids=["deflated", "stored"])
def test_a_part_is_found_whatever_its_case_and_slashes(stored: list[str], tmp_path: Path) -> None:
    content = {k.replace("xl/worksheets/", "XL\\Worksheets\\"): v for k, v in parts().items()}
    source = zipped(tmp_path / "a.xlsx", content, stored=stored)
    annotate(source, tmp_path / "b.xlsx")
    assert read_cells(tmp_path / "b.xlsx")["C2"].text == "大"
    with Archive(tmp_path / "b.xlsx") as archive:
        assert "XL\\Worksheets\\sheet1.xml" in [entry.name for entry in archive.entries]


@pytest.mark.parametrize("stored_as", ["sheet 1.xml", "sheet%201.xml"])
def test_a_part_with_a_space_in_its_name_is_found(stored_as: str, tmp_path: Path) -> None:
    content = {k.replace("sheet1.xml", stored_as): v for k, v in parts().items()}
    name = "xl/_rels/workbook.xml.rels"
    content[name] = content[name].replace(b"sheet1.xml", b"sheet%201.xml")
    assert read_cells(zipped(tmp_path / "a.xlsx", content))["A2"].text == "甲"


@pytest.mark.parametrize(
    "target",
    [
        "/xl/worksheets/sheet1.xml",
        "./worksheets/../worksheets/sheet1.xml",
        "worksheets\\sheet1.xml",
    ],
)
def test_a_relationship_may_write_its_target_in_many_ways(target: str, tmp_path: Path) -> None:
    content = parts()
    name = "xl/_rels/workbook.xml.rels"
    content[name] = content[name].replace(b"worksheets/sheet1.xml", target.encode())
    assert read_cells(zipped(tmp_path / "a.xlsx", content))["A2"].text == "甲"


def test_what_inflating_holds_back_behind_a_full_slice_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A match may straddle the slice's end when all input has been taken."""
    monkeypatch.setattr(archive_module, "SLICE", 64)
    content = {f"{size}.bin": bytes(range(50)) + b"a" * size for size in range(1, 300)}
    with Archive(zipped(tmp_path / "a.zip", content)) as archive:
        read = {entry.name: archive.read(entry) for entry in archive.entries}
    assert content == read
