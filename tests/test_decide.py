"""Few customers are decided one by one, many by columns: with the same decisions."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

from policies import policy, step, table

from tierctl.engine import reference
from tierctl.engine.decide import MANY, decide
from tierctl.model.diagnostic import Diagnostic, Severity
from tierctl.model.text import same

SIZE = policy(
    step("size", "unique", [({"sales": ">500万"}, {"tier": "high"}), ({}, {"tier": "low"})])
)


def test_many_customers_are_decided_as_few_are() -> None:
    rows = [{"sales": float(i * 1000)} if i % 100 else {"sales": None} for i in range(MANY)]
    many = table(SIZE, *rows)
    doubt = Diagnostic(code="total-or-customer", severity=Severity.ERROR, message=same("?"))
    doubtful = replace(many, doubts={7: doubt})
    expected = reference.decide(SIZE, doubtful)
    assert [doubt] == list(expected[7].problems)
    assert expected == decide(SIZE, doubtful)


def test_few_customers_need_no_polars() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from test_decide import SIZE, decide, table\n"
        "decide(SIZE, table(SIZE, {'sales': 1.0}))\n"
        "print('polars' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert "False" == done.stdout.strip()
