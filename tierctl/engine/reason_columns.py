"""The reasons of all graded customers at once, with the same words as one by one."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from tierctl.engine.plan import Plan, Stage
from tierctl.engine.reasons import Reasons
from tierctl.model.quantity import Dimension
from tierctl.model.text import Lang
from tierctl.policy.policy import Policy
from tierctl.policy.shown import shown_value
from tierctl.policy.steps import DecisionTable, Rule

_SHOWN_PLAIN = (Dimension.MONEY, Dimension.PLAIN)


def reason_column(policy: Policy, plan: Plan, found: pl.DataFrame, lang: Lang) -> pl.Series:
    """Return one sentence per customer, of graded ones what `Reasons` says."""
    reasons = Reasons(policy, lang)
    read = {n for table in policy.tables for r in table.rules if r.told for n in r.conditions}
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
    texts = pl.repeat(None, len(values), dtype=pl.String, eager=True)
    if values.dtype == pl.Float64 and policy.unit(values.name).shown_as in _SHOWN_PLAIN:
        texts = _grouped(values)
    rest = texts.is_null()
    if not rest.any():
        return texts.alias(values.name)
    different = values.filter(rest).unique()
    shown = [shown_value(policy, values.name, v, chinese) for v in different.to_list()]
    told = values.replace_strict(
        different, pl.Series(shown, dtype=pl.String), default=None, return_dtype=pl.String
    )
    return texts.zip_with(~rest, told).alias(values.name)


def _grouped(values: pl.Series) -> pl.Series:
    """Return numbers as `shown` has them, 1,234.5, null where they are not as simple as that."""
    # Beyond this Polars and Python write exponents at different places; 0 may have a sign.
    simple = values.set(values.abs() < 0.001, None)
    parts = simple.cast(pl.String).str.extract_groups(r"^(-?)([0-9]{1,15})(?:\.([0-9]+))?$")
    sign, rest, fraction = parts.struct.unnest().get_columns()
    grouped = rest.str.tail(3)
    for _ in range(4):
        rest = rest.str.head(-3)
        grouped = (rest.str.tail(3) + "," + grouped).zip_with(rest != "", grouped)
    fraction = ("." + fraction).zip_with(fraction != "0", pl.Series([""])).fill_null("")
    return sign + grouped + fraction


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
    if rule.told and rule.reason is not None:
        return pl.lit(rule.reason.to(lang))
    comma = "，" if lang == "zh" else ", "
    parts: list[pl.Expr] = []
    for name in rule.conditions if rule.told else ():
        before = comma if parts else ""
        parts.append(pl.lit(f"{before}{policy.label(name).to(lang)} "))
        parts.append(pl.col(name))
        parts.append(pl.lit(reasons.condition(table.name, rule.id, name)))
    return pl.concat_str(parts) if parts else None
