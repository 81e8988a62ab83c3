"""A new workbook as bytes: the same on every run, whatever the time and the system."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

_EPOCH = datetime(1980, 1, 1)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def packed(book: Workbook) -> bytes:
    """Return a workbook as bytes, with fixed times in its zip and its properties."""
    book.properties.creator = "tierctl"
    book.properties.created = _EPOCH
    saved, result = BytesIO(), BytesIO()
    book.save(saved)
    with ZipFile(saved) as source, ZipFile(result, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":  # saving has put the present time there
                data = _MODIFIED.sub(rb"\g<1>" + _EPOCH.isoformat().encode() + b"Z", data)
            entry = ZipInfo(name, _EPOCH.timetuple()[:6])
            entry.create_system = 0  # else it would name the system
            target.writestr(entry, data, ZIP_DEFLATED)
    return result.getvalue()
