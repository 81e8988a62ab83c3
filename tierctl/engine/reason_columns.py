"""The reasons of all graded customers at once, with the same words as one by one."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tierctl.engine.plan import Plan, Stage
from tierctl.engine.reasons import Reasons
from tierctl.engine.shown import shown_value
from tierctl.model.text import Lang
from tierctl.policy.policy import DecisionTable, Policy, Rule


def reason_column(policy: Policy, plan: Plan, found: pl.DataFrame, lang: Lang) -> pl.Series:
    """Return one sentence per customer, of graded ones what `Reasons` says."""
    reasons = Reasons(policy, lang)
    read = {n for table in policy.tables for rule in table.rules for n in rule.conditions}
    found = found.with_columns(_shown(policy, found[name], lang) for name in sorted(read))
    stages = {stage.name: stage for stage in plan.stages}
    parts = [
        part
        for table in policy.tables
        for part in _parts(policy, reasons, table, stages[table.name], lang)
    ]
    if len(parts) == 1:
        said = parts[0]
    else:
        listed = pl.concat_list(parts).list.drop_nulls().list.unique(maintain_order=True)
        said = listed.list.join("；" if lang == "zh" else "; ")
    # Added to the frame: selected alone, what says the same of all would be one row.
    return found.with_columns(said.fill_null("").alias("reason"))["reason"]


def _shown(policy: Policy, values: pl.Series, lang: Lang) -> pl.Series:
    """Return values as sentences show them."""
    chinese = lang == "zh"
    different = values.unique()
    texts = [shown_value(policy, values.name, v, chinese) for v in different.to_list()]
    return values.replace_strict(different, pl.Series(texts, dtype=pl.String))


def _parts(
    policy: Policy, reasons: Reasons, table: DecisionTable, stage: Stage, lang: Lang
) -> Iterator[pl.Expr]:
    """Give what a table says: one text, or one per rule where all that count decide."""
    says = [(rule, _said(policy, reasons, table, rule, lang)) for rule in table.rules]
    if stage.collects:
        for rule, text in says:
            if text is not None:
                yield pl.when(pl.col(stage.rules[rule.id])).then(text)
        return
    whole: pl.Expr = pl.lit(None, dtype=pl.String)
    for rule, text in says:
        if text is not None:
            whole = pl.when(pl.col(str(stage.rule)) == pl.lit(rule.id)).then(text).otherwise(whole)
    yield whole


def _said(
    policy: Policy, reasons: Reasons, table: DecisionTable, rule: Rule, lang: Lang
) -> pl.Expr | None:
    comma = "，" if lang == "zh" else ", "
    parts: list[pl.Expr] = []
    for name in rule.conditions:
        before = comma if parts else ""
        parts.append(pl.lit(f"{before}{policy.label(name).to(lang)} "))
        parts.append(pl.col(name))
        parts.append(pl.lit(reasons.condition(table.name, rule.id, name)))
    return pl.concat_str(parts) if parts else None
