"""The results of a policy, from what is written to what it means."""

from __future__ import annotations

from tierctl.model.quantity import Dimension, base_unit
from tierctl.policy.document import ResultDocument, TextDocument
from tierctl.policy.policy import Result, ResultType, Tier
from tierctl.policy.reading import Reading
from tierctl.policy.settings import Texts
from tierctl.policy.shapes import Label

# Money to the fen, points finely enough to add up, ratios to nine places.
_DECIMALS = {Dimension.MONEY: 2, Dimension.PLAIN: 4, Dimension.RATIO: 9}


def result_of(reading: Reading, name: str, given: ResultDocument) -> Result:
    """Return a result. Raises PolicyInvalid."""
    path = f"results.{name}.tiers"
    if given.type == "tier" and len(given.tiers) < 2:
        raise reading.fail(path, "至少要有两个等级", "at least two tiers are needed")
    if given.type != "tier" and given.tiers:
        raise reading.fail(path, "只有等级结果才有", "only a tier result has any")
    reading.unique(path, "id", ("等级", "tier"), [tier.id for tier in given.tiers])
    for i, tier in enumerate(given.tiers):
        for text in tier.texts.keys() - given.texts.keys():
            raise reading.fail(
                f"{path}[{i}].texts.{text}",
                f"results.{name}.texts 里没有 {text}",
                f"results.{name}.texts has no {text}",
            )
    unit = base_unit(given.unit)
    return Result(
        name=name,
        label=given.label.text,
        type=ResultType(given.type),
        aliases=given.aliases,
        tiers=tuple(
            Tier(
                id=t.id,
                label=t.label.text,
                color=t.color.upper(),
                aliases=t.aliases,
                texts={text: label.text for text, label in t.texts.items()},
            )
            for t in given.tiers
        ),
        texts={text: declared.label.text for text, declared in given.texts.items()},
        hidden=given.hidden,
        unit=unit,
        decimals=_DECIMALS[unit.dimension] if given.decimals is None else given.decimals,
    )


def with_texts(
    document: ResultDocument, given: Texts, reading: Reading, path: str
) -> ResultDocument:
    """Return a result with the texts that its user gives for its tiers. Raises PolicyInvalid."""
    texts = dict(document.texts)
    tiers = list(document.tiers)
    names = {n: i for i, t in enumerate(tiers) for n in (t.id, t.label.zh, t.label.en, *t.aliases)}
    for name, own in given.items():
        if name not in names:
            known = [tier.label.zh for tier in tiers], [tier.id for tier in tiers]
            raise reading.fail(
                f"{path}.{name}",
                f"没有等级 {name}（可用：{'、'.join(known[0])}）",
                f"there is no tier {name} (it may be {', '.join(known[1])})",
            )
        tier = tiers[names[name]]
        said = {_named(texts, text): Label(zh=value, en=value) for text, value in own.items()}
        tiers[names[name]] = tier.model_copy(update={"texts": {**tier.texts, **said}})
    return document.model_copy(update={"texts": texts, "tiers": tuple(tiers)})


def _named(texts: dict[str, TextDocument], name: str) -> str:
    """Return the name of a text that a user calls by name or label; a new one is declared."""
    for known, text in texts.items():
        if name in (known, text.label.zh, text.label.en):
            return known
    texts[name] = TextDocument(label=Label(zh=name, en=name))
    return name
