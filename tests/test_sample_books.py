"""The sample workbooks of the shipped policies, annotated, give what their list says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from policies import shipped_policy
from sample_books import Book, books

from tierctl.app.classify import ClassifyOptions, classify
from tierctl.app.outcome import Outcome
from tierctl.model.decision import Status
from tierctl.policy.load import shipped

WORDS = {Status.UNGRADED: "未定级", Status.NOT_APPLICABLE: "不适用"}


def counted(outcome: Outcome) -> Counter[str]:
    """Return how many customers a policy gives each tier, by what people call it."""
    main = outcome.policy.main_result
    return Counter(
        main.tier(str(decision.results[main.name])).label.zh
        if decision.status is Status.GRADED
        else WORDS[decision.status]
        for decision in outcome.decisions
    )


@pytest.mark.parametrize("book", books(), ids=lambda book: book.file)
def test_a_sample_is_graded_as_its_list_says(book: Book, samples: Path) -> None:
    first, *others = map(shipped_policy, book.policies)
    result = classify(samples / book.file, first, ClassifyOptions(beside=others))
    expected = [book.tiers, *(book.others[policy.id] for policy in others)]
    assert [len(book.rows)] * len(expected) == [sum(tiers.values()) for tiers in expected]
    assert expected == [counted(outcome) for outcome in result.outcomes]
    assert result.output.is_file()


def test_every_policy_has_a_sample() -> None:
    graded = {policy for book in books() for policy in book.policies}
    assert set(shipped()) == graded | {"sales-size"}
