"""The customers of a workbook as a policy reads them, where nothing is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tierctl.model.table import BoundTable
from tierctl.ooxml.workbook import WorkbookFile
from tierctl.policy.policy import Policy
from tierctl.tables.options import TableOptions
from tierctl.tables.read import read_table
from tierctl.workbook.own_columns import own_columns
from tierctl.workbook.own_page import own_page
from tierctl.workbook.stamp import read_stamp


def read_customers(source: Path, policy: Policy, options: TableOptions) -> BoundTable:
    """Read a workbook; what an earlier run of ours wrote into it is no data.

    Raises what `classify` raises for the workbook.
    """
    workbook = WorkbookFile(source)
    try:
        return read_table(workbook, policy, own_set_aside(workbook, options))
    finally:
        workbook.close()


def own_set_aside(workbook: WorkbookFile, options: TableOptions) -> TableOptions:
    """Return options by which what an earlier run of ours wrote is no data."""
    stamp = read_stamp(workbook.package)
    own = own_columns(workbook, stamp)
    page = own_page(workbook, stamp)
    return replace(options, own_headers=own, own_sheet=page.name if page else None)
