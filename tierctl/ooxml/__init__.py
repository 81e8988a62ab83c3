"""The workbook's package: its zip and limits, its XML, its sheets, and splices into them."""
