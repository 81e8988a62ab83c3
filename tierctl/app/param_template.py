"""The file of parameters to fill in: every number that a policy lets its user set."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tierctl.app import policy_messages
from tierctl.app.policies import PolicySource
from tierctl.model.text import Lang, Text
from tierctl.policy.parameters import Parameter, parameters, unit_text
from tierctl.policy.settings import Settings
from tierctl.workbook.atomic import replacing

_HEAD = Text(
    "{title}：参数。填好后运行：tierctl classify 客户.xlsx --policy {id} --params {file}",
    "{title}: parameters. Then run: tierctl classify customers.xlsx --policy {id} --params {file}",
)
_MUST = Text("{label}（{unit}）——必须填写", "{label} ({unit}): must be filled in")
_MAY = Text("{label}（{unit}）", "{label} ({unit})")
_TEXTS = Text(
    "随等级写出的文字，可改写；用 --columns tier,reason,{names} 写入副本。",
    "Texts that go with the tiers, to be rewritten; --columns tier,reason,{names} writes them.",
)


def params_text(source: PolicySource, file: str, lang: Lang) -> str:
    """Return the file's text. Raises PolicyInvalid where the policy has nothing to set."""
    document = source.document
    found = parameters(document, Settings(), source.place)
    lines = [f"# {_HEAD.fill(title=document.title.text, id=document.id, file=file).to(lang)}"]
    lines += ["", f"[{document.id}]"]
    lines += [line for parameter in found for line in _parameter(parameter, lang)]
    texts = list(_tier_texts(source, lang))
    if not found and not texts:
        raise policy_messages.no_parameters(document.id)
    return "\n".join([*lines, *texts]) + "\n"


def write_params(source: PolicySource, target: Path, *, force: bool, lang: Lang) -> None:
    """Write the file. Raises PolicyInvalid, and OutputRefused where it is there already."""
    text = params_text(source, target.name, lang)
    if target.exists() and not force:
        raise policy_messages.policy_exists(str(target))
    with replacing(target, None) as (file, _):
        file.write(text.encode())


def _parameter(parameter: Parameter, lang: Lang) -> Iterator[str]:
    said = _MUST if parameter.own is None else _MAY
    unit = unit_text(parameter.unit.symbol)
    yield f"# {said.fill(label=parameter.label, unit=unit).to(lang)}"
    yield f'{parameter.name} = "{parameter.own or ""}"'


def _tier_texts(source: PolicySource, lang: Lang) -> Iterator[str]:
    """Give the texts of the first result that has tiers, the one that a file may rewrite."""
    results = source.document.results.values()
    result = next(result for result in results if result.type == "tier")
    if not result.texts:
        return
    yield ""
    yield f"# {_TEXTS.fill(names=','.join(result.texts)).to(lang)}"
    for tier in result.tiers:
        yield f"[{source.document.id}.texts.{tier.id}]  # {tier.label.text.to(lang)}"
        for name in result.texts:
            label = tier.texts.get(name)
            said = label.text.to(lang) if label is not None else ""
            yield f"{name} = {json.dumps(said, ensure_ascii=False)}"
