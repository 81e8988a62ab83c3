"""What `--policy` names: a shipped policy, a file, or rules in a workbook."""

from __future__ import annotations

import re
from pathlib import Path

from tierctl.model.address import Area
from tierctl.model.errors import PolicyInvalid
from tierctl.model.text import Text
from tierctl.policy.load import known_inputs, load_policy, policy_of
from tierctl.policy.policy import Policy
from tierctl.policy.rules_sheet import sheet_policy
from tierctl.tables.rule_block import rule_cells

_WORKBOOK = re.compile(r"(?P<path>.+?\.xls[xm])(?:#(?P<sheet>[^!]*)(?:!(?P<area>.*))?)?", re.I)


def resolve_policy(reference: str) -> Policy:
    """Return the policy that a reference names.

    A shipped id, a `.toml` file, `rules.xlsx#等级规则`, or `customers.xlsx#客户表!A3:B6`. Raises
    PolicyInvalid, which names the key or the cell; UsageRefused for a sheet that is not there.
    """
    match = _WORKBOOK.fullmatch(reference)
    if match is None:
        return load_policy(reference)
    area = Area.parse(match["area"]) if match["area"] else None
    if match["area"] is not None and area is None:
        raise PolicyInvalid(
            "unknown-policy",
            Text(
                f"{reference}：{match['area']} 不是区域",
                f"{reference}: {match['area']} is no range",
            ),
            Text("区域写成 A2:C5。", "A range is written A2:C5."),
        )
    path = Path(match["path"])
    cells = rule_cells(path, match["sheet"] or None, area)
    document, place = sheet_policy(cells, known_inputs(), path.stem)
    return policy_of(document, place)
