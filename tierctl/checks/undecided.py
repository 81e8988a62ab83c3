"""What checks could not find out: told at the end, so that nothing unknown passes for clean."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from tierctl.checks import messages
from tierctl.checks.boxed_table import BoxedTable
from tierctl.checks.finding import Finding
from tierctl.checks.survey import Survey
from tierctl.model.text import Text, joined


class Topic(Enum):
    """What may be unknown about a table."""

    GAPS = Text("空档", "gaps")
    OVERLAPS = Text("重叠", "overlaps")
    RULES = Text("永远不起作用的规则", "rules that never decide")
    INPUTS = Text("无用的输入", "inputs that never matter")


_TEXTS = Text("文本条件太复杂", "its conditions on texts are too complex")
_WORK = Text("规则的组合太多", "its rules have too many combinations")


class Undecided:
    """Collect what is unknown about each table."""

    def __init__(self) -> None:
        self._topics: dict[str, list[Topic]] = {}
        self._exhausted: set[str] = set()

    def add(self, table: BoxedTable, topic: Topic, *, exhausted: bool = False) -> None:
        """Say that a topic is unknown: values are, or the work allowed is done."""
        name = table.table.name
        topics = self._topics.setdefault(name, [])
        if topic not in topics:
            topics.append(topic)
        if exhausted:
            self._exhausted.add(name)

    def findings(self, survey: Survey) -> Iterator[Finding]:
        """Give one finding per table of which something is unknown."""
        for table in survey.policy.tables:
            boxed = survey.table(table)
            where = survey.where(table)
            if boxed is None:
                every = [topic.value for topic in Topic]
                yield messages.not_decided(where, survey.title(table), every, _TEXTS)
            elif table.name in self._topics:
                topics = [topic.value for topic in Topic if topic in self._topics[table.name]]
                why = _WORK if table.name in self._exhausted else _values(survey, boxed)
                yield messages.not_decided(where, survey.title(table), topics, why)


def _values(survey: Survey, table: BoxedTable) -> Text:
    """Name what may have values that are not known to be attained."""
    vague = [n for n in table.names if not survey.attainable(n).exact]
    names = vague or [n for n in table.names if n in survey.policy.results]
    return Text("无法确定{names}的可能取值", "what values may be of {names} is not known").fill(
        names=joined([survey.policy.label(name) for name in names])
    )
