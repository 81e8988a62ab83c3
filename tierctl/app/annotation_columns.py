"""The columns that a classification writes: results, reasons, rules, the way to the next tier."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from enum import StrEnum

from tierctl.app import messages
from tierctl.app.card_columns import CardColumns
from tierctl.app.existing import Comparison, OnExisting, compare, differences, place_of
from tierctl.app.roles import Roles
from tierctl.engine.decide import reasons_of
from tierctl.engine.gaps import Gap, Gaps
from tierctl.engine.reasons import NOT_APPLICABLE, UNGRADED
from tierctl.engine.trace import trace
from tierctl.model.address import CellRef
from tierctl.model.decision import Decisions
from tierctl.model.diagnostic import Diagnostic
from tierctl.model.quantity import shown
from tierctl.model.table import BoundTable, ResultColumn, Value
from tierctl.model.text import Lang, Text
from tierctl.policy.policy import Policy, Result, ResultType
from tierctl.workbook.annotation import AnnotationColumn

UNGRADED_COLOR = "FCE4D6"
_OUTSIDE_COLOR = "F2F2F2"


class ColumnKind(StrEnum):
    """What may be written beside the customers."""

    TIER = "tier"
    """Every result of the policy."""
    REASON = "reason"
    RULE = "rule"
    NEXT_TIER = "next-tier"
    GAP_TO_NEXT = "gap-to-next"
    REASON_CODES = "reason-codes"
    """What cost a scorecard's customer most points."""
    WAY_UP = "way-up"
    """What would give a scorecard's customer the next grade."""
    LIMITS = "limits"
    """What went before the points of a scorecard."""


HEADERS = {
    ColumnKind.REASON: Text("依据", "Reason"),
    ColumnKind.RULE: Text("适用规则", "Rule"),
    ColumnKind.NEXT_TIER: Text("上一级", "Next tier"),
    ColumnKind.GAP_TO_NEXT: Text("距上一级", "To the next tier"),
    ColumnKind.REASON_CODES: Text("主要扣分", "Reason codes"),
    ColumnKind.WAY_UP: Text("升级所需", "Way up"),
    ColumnKind.LIMITS: Text("适用限制", "Limits"),
}


class ColumnBuilder:
    """Make a policy's columns of one sheet, in the order asked for; and compare with what stood
    there.
    """

    def __init__(
        self,
        policy: Policy,
        table: BoundTable,
        decisions: Decisions,
        lang: Lang,
        *,
        mode: OnExisting,
        edited: bool,
        roles: Roles,
    ) -> None:
        self._roles = roles
        self.taken: Set[str] = frozenset()
        """The headers that other policies' columns have."""
        self._policy = policy
        self._table = table
        self._decisions = decisions
        self._lang: Lang = lang
        self._card = CardColumns(policy, table, decisions, lang) if policy.card else None
        self._mode = mode
        self._edited = edited
        self._added: dict[int, list[str]] = {}
        """What stood before in the cells that differ, by position."""
        self.comparison: Comparison | None = None
        """The first comparison with a column that held something."""
        self.diagnostics: list[Diagnostic] = []

    def columns(self, names: Sequence[str]) -> list[AnnotationColumn]:
        """Return the columns of these names, and those that an earlier run wrote here.

        A name is a kind of column, a result or a text of the tiers; others are passed over.
        """
        makers: dict[ColumnKind, Callable[[], Sequence[str | float | None]]] = {
            ColumnKind.REASON: self._reasons,
            ColumnKind.RULE: self._rules,
            ColumnKind.NEXT_TIER: lambda: [tier for tier, _ in self._next()],
            ColumnKind.GAP_TO_NEXT: lambda: [by for _, by in self._next()],
        }
        if self._card is not None:
            makers |= {
                ColumnKind.REASON_CODES: self._card.reason_codes,
                ColumnKind.WAY_UP: self._card.ways_up,
                ColumnKind.LIMITS: self._card.limits,
            }
        every = self._policy.results
        texts = {text: result for result in every.values() for text in result.texts}
        wanted = list(dict.fromkeys([*names, *(n for n in self.known() if n not in every)]))
        chosen = [r for r in every.values() if not r.hidden or r.name in names]
        if any(name in every for name in self.known()):
            wanted.append(ColumnKind.TIER)
        # The results come first, for the reasons say what stood there before.
        results = {result.name: self._result(result) for result in chosen}
        made: dict[str, AnnotationColumn] = {}
        for name in wanted:
            if name == ColumnKind.TIER:
                made |= results
            elif name in results:
                made[name] = results[name]
            elif name in makers:
                kind = ColumnKind(name)
                made[name] = self._other(name, HEADERS[kind], makers[kind]())
            elif name in texts:
                result = texts[name]
                made[name] = self._other(name, result.texts[name], self._texts(name, result))
        return list(made.values())

    def known(self) -> dict[str, ResultColumn]:
        """Return the columns that an earlier run wrote for this policy, by their names."""
        results = self._policy.results
        texts = [text for result in results.values() for text in result.texts]
        names = [*results, *ColumnKind, *texts]
        own = {name: self._own(name) for name in map(str, names)}
        return {name: column for name, column in own.items() if column is not None}

    def _own(self, name: str) -> ResultColumn | None:
        return self._roles.column(self._table.own_columns, name)

    def _free(self, header: str) -> str:
        """Return a header that no column of another policy has."""
        main = self._policy.main_result.label.to(self._lang)
        named = "{}（{}）" if self._lang == "zh" else "{} ({})"
        names = [header, *(named.format(header, own) for own in (main, self._policy.id))]
        return next((name for name in names if name not in self.taken), names[-1])

    def _result(self, result: Result) -> AnnotationColumn:
        lang, table = self._lang, self._table
        given = self._decisions.values(result.name)
        if self._card is not None and result.type is ResultType.NUMBER:
            given = self._card.points(result.name, given)
        values = _shown(result, given, lang)
        for position in self._decisions.outside():
            values[position] = NOT_APPLICABLE[lang]
        own = self._own(result.name)
        place = place_of(result, self._free(result.label.to(lang)), table, own, self._mode)
        theirs = table.result_columns.get(result.name)
        if self._mode is OnExisting.OVERWRITE and theirs is not None and own is not None:
            own_header = self._header(own)
            self.diagnostics.append(messages.not_overwritten(own_header, self._header(theirs)))
        marked: set[int] = set()
        for existing in self._compared(result):
            comparison = compare(result, existing, values, given)
            self.comparison = self.comparison or comparison
            marked |= set(comparison.differing)
            self.diagnostics += differences(comparison, values, table)
            for position, old in comparison.differing.items():
                self._added.setdefault(position, []).append(old)
        fills = {tier.label.to(lang): tier.color for tier in result.tiers}
        return AnnotationColumn(
            role=self._roles.written(table.own_columns, result.name),
            header=place.header,
            values=given if result.type is ResultType.NUMBER else values,
            fills={
                **fills,
                UNGRADED[lang]: UNGRADED_COLOR,
                NOT_APPLICABLE[lang]: _OUTSIDE_COLOR,
            },
            marked=marked,
            col=place.col,
        )

    def _reasons(self) -> Sequence[Value]:
        """Return why each customer has its tier, and what stood there where it differs."""
        reasons = reasons_of(self._policy, self._decisions, self._lang)
        if not self._added:
            return reasons
        said = [str(reason) for reason in reasons]
        for position, earlier in self._added.items():
            for old in earlier:
                said[position] += f"；原等级 {old}" if self._lang == "zh" else f"; was {old}"
        return said

    def _header(self, column: ResultColumn) -> CellRef:
        return CellRef(self._table.sheet, self._table.header_row, column.col)

    def _compared(self, result: Result) -> list[ResultColumn]:
        """Return the filled columns to compare with: somebody's, or ours that was edited since."""
        columns = [self._table.result_columns.get(result.name)]
        if self._edited:
            columns.append(self._own(result.name))
        return [column for column in columns if column is not None and any(column.texts)]

    def _other(
        self, name: str, header: Text, values: Sequence[str | float | None]
    ) -> AnnotationColumn:
        own = self._own(name)
        return AnnotationColumn(
            role=self._roles.written(self._table.own_columns, name),
            header=own.header if own else self._free(header.to(self._lang)),
            values=values,
            col=own.col if own else None,
        )

    def _texts(self, name: str, result: Result) -> list[str | float | None]:
        """Return what goes with each customer's tier; nothing for one that is ungraded."""
        said = {t.id: t.texts[name].to(self._lang) for t in result.tiers if name in t.texts}
        return [said.get(str(value)) for value in self._decisions.values(result.name)]

    def _rules(self) -> list[str | float | None]:
        """Return the rules that decided each customer; nothing for one that is ungraded."""
        comma = "、" if self._lang == "zh" else ", "
        told = {(t.name, r.id) for t in self._policy.tables for r in t.rules if r.told}
        return [
            comma.join(m.rule for m in decision.matches if (m.step, m.rule) in told and m.rule)
            if decision.results
            else None
            for decision in self._decisions
        ]

    def _next(self) -> list[tuple[str | None, float | None]]:
        """Return the tier above each customer's, and by how much one number would have to grow.

        Nothing for the highest tier, and for one that is ungraded; no number where more than one
        value would have to change, or a text.
        """
        result = self._policy.main_result
        ids = [tier.id for tier in result.tiers]
        gaps = Gaps(self._policy)
        found: list[tuple[str | None, float | None]] = []
        for position, decision in enumerate(self._decisions):
            had = decision.results.get(result.name)
            above = ids[ids.index(str(had)) + 1 :] if had is not None else []
            if not above:
                found.append((None, None))
                continue
            columns = self._table.columns.items()
            values = {name: column.values[position] for name, column in columns}
            ways = {gap.tier: gap for gap in gaps.of(trace(self._policy, values))}
            label = result.tier(above[0]).label.to(self._lang)
            found.append((label, _by(ways.get(above[0]))))
        return found


def _by(gap: Gap | None) -> float | None:
    if gap is None or len(gap.changes) != 1 or gap.changes[0].way is None:
        return None
    return gap.changes[0].way.by


def _shown(result: Result, values: Sequence[Value], lang: Lang) -> list[str]:
    """Return a result's values as cells show them."""
    if result.type is ResultType.TIER:
        labels = {tier.id: tier.label.to(lang) for tier in result.tiers}
        return [UNGRADED[lang] if value is None else labels[str(value)] for value in values]
    return [shown(value) if isinstance(value, float) else value or "" for value in values]
