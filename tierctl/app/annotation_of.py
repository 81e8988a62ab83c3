"""Where columns go beside a table, and by which policies: what the annotator is told."""

from __future__ import annotations

from collections.abc import Sequence

from tierctl.app.outcome import Outcome
from tierctl.tables.header import IDENTITY
from tierctl.workbook.annotation import Annotation, AnnotationColumn


def annotation_of(
    outcomes: Sequence[Outcome], rows: Sequence[int], columns: Sequence[AnnotationColumn]
) -> Annotation:
    """Return what is written for the outcomes of several policies over one table."""
    first = outcomes[0].table
    policies = [outcome.policy for outcome in outcomes]
    return Annotation(
        sheet=first.sheet,
        header_row=first.header_row,
        rows=rows,
        columns=columns,
        data_cols=sorted(
            {
                column.col
                for outcome in outcomes
                for column in outcome.table.columns.values()
                if column.input in IDENTITY or outcome.policy.inputs[column.input].required
            }
        ),
        used_last_col=max(outcome.table.used_last_col for outcome in outcomes),
        last_row=max(outcome.table.last_row for outcome in outcomes),
        policy=" ".join(policy.id for policy in policies),
        policy_version=" ".join(policy.version for policy in policies),
        policy_digest=" ".join(policy.digest for policy in policies),
    )
