"""From a workbook to a table of customers that a policy can read."""
