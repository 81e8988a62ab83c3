"""Decisions in, an annotated copy of the workbook out: nothing else in it changes."""
