"""Which of very many customers stand on several rows: found by columns, told one by one."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tierctl.tables.repeats import Told, key_of

_ORDINARY = "^[\x20-\x7e\u4e00-\u9fff]*$"


def placed(frame: pl.DataFrame, position: int, rows: Sequence[int]) -> pl.DataFrame:
    """Return customers with their positions, from one on, and their rows."""
    positions = pl.arange(position, position + len(rows), eager=True, dtype=pl.Int64)
    return frame.with_columns(position=positions, row=pl.Series(rows, dtype=pl.Int64))


def repeated(told: Sequence[Told], runs: Sequence[pl.DataFrame]) -> list[Told]:
    """Return the customers who may stand on several rows, by their positions.

    The content of all of them is a number then: the hash of what it was.
    """
    frames = [frame for frame in (*runs, _frame(told)) if not frame.is_empty()]
    cols = sorted({name for frame in frames for name in frame.columns if name.isdigit()})
    again = pl.repeat(False, sum(f.height for f in frames), dtype=pl.Boolean, eager=True)
    for col in cols:
        # Equal hashes may be of different names: they are told apart one by one.
        keys = pl.concat([_hashes(frame, col) for frame in frames])
        again |= keys.is_duplicated() & keys.is_not_null()
    found, at = [], 0
    for frame in frames:
        found.append(frame.filter(again.slice(at, frame.height)))
        at += frame.height
    rows = pl.concat(found, how="diagonal").sort("position") if found else pl.DataFrame()
    return [
        Told(
            row["position"],
            row["row"],
            row["code"],
            row["content"],
            {int(col): row[col] for col in cols if row[col] is not None},
        )
        for row in rows.iter_rows(named=True)
    ]


def _hashes(frame: pl.DataFrame, col: str) -> pl.Series:
    """Return the hash of each name's key, null where there is none."""
    if col not in frame.columns:
        return pl.repeat(None, frame.height, dtype=pl.UInt64, eager=True)
    keys = _keys(frame[col])
    return keys.hash(seed=0).set(keys.is_null(), None).alias(col)


def _frame(told: Sequence[Told]) -> pl.DataFrame:
    cols = sorted({col for customer in told for col in customer.names})
    contents = pl.Series([str(customer.content) for customer in told], dtype=pl.String)
    names = {
        str(col): pl.Series([customer.names.get(col) for customer in told], dtype=pl.String)
        for col in cols
    }
    return pl.DataFrame(
        {
            "code": pl.Series([customer.code for customer in told], dtype=pl.String),
            "content": contents.hash(seed=0),
            **names,
            "position": pl.Series([customer.position for customer in told], dtype=pl.Int64),
            "row": pl.Series([customer.row for customer in told], dtype=pl.Int64),
        }
    )


def _keys(names: pl.Series) -> pl.Series:
    """Return `key_of` of each name."""
    keys = names.str.replace_all(r"\s+", "").str.to_lowercase()
    odd = (~names.str.contains(_ORDINARY)).fill_null(False).arg_true()
    if odd.is_empty():
        return keys
    return keys.scatter(odd, [key_of(name) for name in names.gather(odd).to_list()])
