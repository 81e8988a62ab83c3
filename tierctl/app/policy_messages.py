"""What the use cases have to say of policies and their files."""

from __future__ import annotations

from tierctl.model.errors import OutputRefused, PolicyInvalid, UsageRefused
from tierctl.model.text import Text


def wrong_policy_extension(path: str) -> UsageRefused:
    """Refuse a new policy file that is neither TOML nor a workbook."""
    return UsageRefused(
        "wrong-extension",
        Text(f"{path}：策略文件是 .toml 或 .xlsx", f"{path}: a policy file is a .toml or an .xlsx"),
    )


def policy_exists(path: str) -> OutputRefused:
    """Refuse to replace a policy file: somebody may have edited it."""
    return OutputRefused(
        "output-exists",
        Text(f"{path} 已存在", f"{path} exists"),
        Text(
            "请换一个文件名，或用 --force 覆盖。",
            "Choose another name, or replace it with --force.",
        ),
    )


def no_sheet_for(id: str) -> PolicyInvalid:
    """Refuse to write a policy as a sheet that a sheet cannot say."""
    return PolicyInvalid(
        "not-a-sheet",
        Text(
            f"策略 {id} 不能写成一张规则表（有公式，或规则表表达不了的内容）",
            f"the policy {id} cannot be written as a sheet of rules: it has formulas, or more than"
            " a sheet can say",
        ),
        Text("请改用 .toml。", "Write a .toml instead."),
    )


def no_sheet_for_card(id: str) -> PolicyInvalid:
    """Refuse to write a scorecard as a sheet that a sheet cannot say."""
    return PolicyInvalid(
        "not-a-sheet",
        Text(
            f"评分卡 {id} 不能写成一张表：表里写不了限制、评分前的步骤、由其他列算出的输入、提醒，"
            "也写不了两项读同一列",
            f"the scorecard {id} cannot be written as a sheet: a sheet has no limits, no steps"
            " before the card, no inputs that are calculated, no warnings, and one column per item",
        ),
        Text("请改用 .toml。", "Write a .toml instead."),
    )


def no_template_for(id: str, why: Text) -> PolicyInvalid:
    """Refuse a template that would not be read as its policy means it."""
    return PolicyInvalid(
        "no-template",
        Text(
            f"策略 {id} 不能做成模板：{why.zh}",
            f"there is no template for the policy {id}: {why.en}",
        ),
        Text(
            "请给它的各个输入不同的名称（label）。",
            "Give its inputs labels that differ from each other.",
        ),
    )


def not_read_back(header: str) -> Text:
    """Tell of a header that would be read as another input, in another unit, or not at all."""
    return Text(f"表头“{header}”会被认错", f"the header “{header}” would be misread")


def policy_has_errors(policy: str, count: str, first: Text) -> PolicyInvalid:
    """Refuse a policy in which checks found errors: `first` is one of them."""
    return PolicyInvalid(
        "policy-has-errors",
        Text(
            f"策略 {policy} 有 {count} 处错误，第一处：{first.zh}",
            f"policy {policy} has errors ({count}); the first one: {first.en}",
        ),
        Text(
            "全部列出：tierctl policy check，后面写与 --policy 相同的策略。",
            "To list them all: tierctl policy check, and the policy as --policy names it.",
        ),
    )


def policy_twice(id: str) -> PolicyInvalid:
    """Refuse two policies of one id in one run: their columns could not be told apart."""
    return PolicyInvalid(
        "policy-twice",
        Text(f"策略 {id} 给了两次", f"the policy {id} is given twice"),
        Text("请去掉一个，或改其中一个的 id。", "Leave one out, or give one another id."),
    )


def no_parameters(id: str) -> PolicyInvalid:
    """Refuse to write parameters of a policy that has none."""
    return PolicyInvalid(
        "no-parameters",
        Text(f"策略 {id} 没有参数", f"the policy {id} has no parameters"),
        Text(
            f"可用 tierctl policy new my.toml --from {id} 另建一份来改。",
            f"Change a copy of it: tierctl policy new my.toml --from {id}.",
        ),
    )


def output_without_suggest() -> UsageRefused:
    """Refuse an output for a test, which writes none."""
    return UsageRefused(
        "output-without-suggest",
        Text("-o 只与 --suggest 同用", "-o goes with --suggest"),
        Text("核对用例不写文件。", "Trying cases writes no file."),
    )
