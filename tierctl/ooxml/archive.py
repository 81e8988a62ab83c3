"""The zip that a workbook is: its directory, its limits, and its bytes, inflated or as they are."""

from __future__ import annotations

import errno
import os
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO
from urllib.parse import unquote

from zlib_ng import zlib_ng

from tierctl.model.errors import InputMissing, InputRefused, PermissionRefused
from tierctl.model.text import Text
from tierctl.ooxml import messages
from tierctl.ooxml.sniff import require_zip

SLICE = 2 * 1024 * 1024
_LOCAL = struct.Struct("<4s5H3I2H")
_UTF_8 = 0x800
_MAX_ENTRIES = 10_000
_MAX_RATIO = 100
_RATIO_COUNTS_FROM = 1024 * 1024
_MAX_TOTAL = 4 * 1024**3
# A link may lead to itself, and a name may be too long for any file.
_NO_SUCH_FILE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the zip directory. `name` is as stored; `part` as OPC looks it up."""

    name: str
    part: str
    info: zipfile.ZipInfo
    data_offset: int


class Archive:
    """A workbook's zip, open for reading; everything about it is checked before any part is.

    Raises InputMissing, PermissionRefused or InputRefused. Sizes in the directory are never
    trusted: bytes are counted while they are inflated.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.shown = path.name
        self._file = _opened(path)
        try:
            self._open()
        except BaseException:
            self._file.close()
            raise

    def _open(self) -> None:
        try:
            directory = zipfile.ZipFile(self._file)
        except (zipfile.BadZipFile, ValueError, OSError, struct.error, EOFError) as e:
            raise self.damaged("zip", Text("zip 目录无法读取", "unreadable zip directory")) from e
        except NotImplementedError as e:
            raise messages.suspicious(
                self.shown, Text("未知的 zip 版本", "unknown zip version")
            ) from e
        self.comment = directory.comment
        self._size = os.fstat(self._file.fileno()).st_size
        infos = directory.infolist()
        if len(infos) > _MAX_ENTRIES:
            raise messages.suspicious(
                self.shown, Text("压缩包内的文件过多", "too many entries in the zip")
            )
        self.entries = [self._entry(info) for info in infos]
        self._by_part: dict[str, Entry] = {}
        for entry in self.entries:
            if self._by_part.setdefault(entry.part, entry) is not entry:
                raise messages.suspicious(
                    self.shown,
                    Text(f"部件 {entry.name} 出现两次", f"the part {entry.name} occurs twice"),
                )
        self._refuse_overlap()
        self._refuse_bomb()

    def _entry(self, info: zipfile.ZipInfo) -> Entry:
        name = info.orig_filename
        part = unquote(name.replace("\\", "/"))
        if part.startswith("/") or ".." in part.split("/") or "\0" in name or part[1:2] == ":":
            raise messages.suspicious(
                self.shown, Text("压缩包内有越界的路径", "a path in the zip leads outside")
            )
        if info.flag_bits & 0x41:
            raise messages.encrypted(self.shown)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise messages.suspicious(
                self.shown, Text("未知的压缩方式", "an unknown compression method")
            )
        return Entry(name, part.casefold(), info, self._data_offset(info))

    def _data_offset(self, info: zipfile.ZipInfo) -> int:
        """Return where an entry's data start: behind its local header, which must bear its name."""
        header = b""
        if 0 <= info.header_offset < self._size:
            self._file.seek(info.header_offset)
            header = self._file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
            raise self.damaged(
                info.orig_filename, Text("本地文件头缺失", "its local header is missing")
            )
        *_, name_length, extra_length = _LOCAL.unpack(header)
        name = self._file.read(name_length)
        if name != info.orig_filename.encode("utf-8" if info.flag_bits & _UTF_8 else "cp437"):
            raise self.damaged(
                info.orig_filename,
                Text("与本地文件头中的名字不符", "its local header bears another name"),
            )
        return int(info.header_offset + _LOCAL.size + name_length + extra_length)

    def _refuse_overlap(self) -> None:
        end = 0
        for entry in sorted(self.entries, key=lambda e: e.info.header_offset):
            if entry.info.header_offset < end:
                raise messages.suspicious(
                    self.shown, Text("压缩包内的数据重叠", "entries of the zip overlap")
                )
            end = entry.data_offset + entry.info.compress_size

    def _refuse_bomb(self) -> None:
        if sum(entry.info.file_size for entry in self.entries) > _MAX_TOTAL:
            raise self.bomb()

    def bomb(self) -> InputRefused:
        """Return the refusal for a package that inflates beyond reason."""
        return messages.suspicious(
            self.shown, Text("解压后的体积异常大", "it inflates to an unreasonable size")
        )

    def damaged(self, part: str, why: Text) -> InputRefused:
        """Return the refusal for a part whose bytes contradict themselves."""
        return messages.damaged(self.shown, part, why)

    def find(self, part: str) -> Entry | None:
        """Return the entry of a part name; case does not count, as OPC says."""
        return self._by_part.get(part.lstrip("/").replace("\\", "/").casefold())

    def raw(self, entry: Entry) -> Iterator[bytes]:
        """Yield the entry's bytes as they stand in the zip."""
        position, left = entry.data_offset, entry.info.compress_size
        while left:
            self._file.seek(position)
            chunk = self._file.read(min(SLICE, left))
            if not chunk:
                raise self.damaged(entry.name, Text("文件不完整", "the file is cut short"))
            position += len(chunk)
            left -= len(chunk)
            yield chunk

    def inflated(self, entry: Entry) -> Iterator[bytes]:
        """Yield the entry's content in slices; its size and CRC are proved at the end."""
        inflate = Inflater(self, entry)
        for chunk in self.raw(entry):
            yield from inflate.feed(chunk)
        inflate.finish()

    def read(self, entry: Entry) -> bytes:
        """Return the entry's whole content; its size and CRC are proved."""
        return b"".join(self.inflated(entry))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _opened(path: Path) -> BinaryIO:
    """Open a file that starts as a zip."""
    try:
        if path.exists() and not path.is_file():
            raise InputMissing(
                "not-a-file",
                Text(f"{path} 不是文件", f"{path} is not a file"),
                Text("请给出工作簿文件。", "Name a workbook."),
            )
        require_zip(path, path.name)
        return path.open("rb")
    except PermissionError as e:
        raise PermissionRefused(
            "cannot-read",
            Text(f"没有读取权限：{path}", f"no permission to read {path}"),
        ) from e
    except OSError as e:
        if e.errno not in _NO_SUCH_FILE:
            raise
        raise InputMissing(
            "input-missing",
            Text(f"没有这个文件：{path}", f"there is no such file: {path}"),
            Text("请检查文件名和所在文件夹。", "Check the name and the folder."),
        ) from e


class Inflater:
    """Inflate one entry's raw bytes, counting and proving them."""

    def __init__(self, archive: Archive, entry: Entry) -> None:
        self._archive = archive
        self._entry = entry
        self._crc = 0
        self._size = 0
        self._stored = entry.info.compress_type == zipfile.ZIP_STORED
        self._inflate = zlib_ng.decompressobj(-15)

    def feed(self, raw: bytes) -> Iterator[bytes]:
        """Yield the content of the next raw bytes."""
        if self._stored:
            yield self._counted(raw)
            return
        full = True
        # A full slice may leave output behind even where it took all the input.
        while (raw or full) and not self._inflate.eof:
            try:
                data = self._inflate.decompress(raw, SLICE)
            except zlib_ng.error as e:  # type: ignore[misc]  # its stub is wrong
                raise self._damaged() from e
            raw = self._inflate.unconsumed_tail
            full = len(data) == SLICE
            if not data:
                break
            yield self._counted(data)

    def finish(self) -> None:
        """Prove that the whole entry went through, unharmed. Raises InputRefused."""
        info = self._entry.info
        whole = self._stored or self._inflate.eof
        if not whole or self._size != info.file_size or self._crc != info.CRC:
            raise self._damaged()

    def _counted(self, data: bytes) -> bytes:
        self._size += len(data)
        compressed = max(self._entry.info.compress_size, 1)
        if self._size > self._entry.info.file_size:
            raise self._damaged()
        if self._size > _RATIO_COUNTS_FROM and self._size > _MAX_RATIO * compressed:
            raise self._archive.bomb()
        self._crc = zlib_ng.crc32(data, self._crc)
        return data

    def _damaged(self) -> InputRefused:
        return self._archive.damaged(
            self._entry.name, Text("大小或校验和不符", "its size or checksum does not match")
        )
