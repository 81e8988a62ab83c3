"""What each kind of finding about the data is called; a kind is a diagnostic's code."""

from __future__ import annotations

from tierctl.model.text import Text, same

_KINDS = {
    "missing-column": Text("缺少必需的列", "required column missing"),
    "missing-optional-column": Text("缺少可选的列", "optional column missing"),
    "ambiguous-column": Text("有多个候选列", "several columns could be the one"),
    "ambiguous-header": Text("有多个候选表头", "several rows could be the header"),
    "ambiguous-sheet": Text("有多张候选工作表", "several sheets could be the table"),
    "no-table": Text("没有找到客户表", "no table of customers"),
    "no-customer-column": Text("没有客户列", "no column of customers"),
    "rows-out-of-order": Text("行号乱序", "rows out of order"),
    "hidden-input": Text("读自隐藏的列", "read from a hidden column"),
    "detail-sheet": Text("可能是明细", "perhaps a sheet of documents"),
    "undecided-unit": Text("单位不能确定", "unit in doubt"),
    "unclear-unit": Text("单位不能确定", "unit in doubt"),
    "unit-doubt": Text("个别金额的单位可疑", "amounts in another unit"),
    "unit-differs": Text("行内注明另一单位", "rows in another unit"),
    "mixed-units": Text("单位混用", "mixed units"),
    "foreign-currency": Text("不是人民币", "not in yuan"),
    "not-a-number": Text("不是数字", "not a number"),
    "number-as-text": Text("数字存为文本", "number stored as text"),
    "boolean-cell": Text("逻辑值", "boolean"),
    "date-cell": Text("不应是日期", "a date where none belongs"),
    "not-a-date": Text("不是日期", "not a date"),
    "two-digit-year": Text("年份只有两位", "year of two digits"),
    "impossible-date": Text("没有这一天", "no such day"),
    "far-date": Text("日期太远", "date far away"),
    "date-as-text": Text("日期存为文本", "date stored as text"),
    "error-cell": Text("错误值", "error value"),
    "uncached-formula": Text("公式没有保存结果", "formula without a stored value"),
    "no-rule": Text("不能评分", "no score"),
    "missing-value": Text("缺少必需的值", "required value missing"),
    "no-choice": Text("不在可选值内", "none of the choices"),
    "outside-domain": Text("超出允许范围", "outside what is allowed"),
    "unexpected-value": Text("不同寻常的值", "unusual value"),
    "undefined-value": Text("公式无法计算", "formula has no value"),
    "strange-text": Text("规则没有写到的文本", "text that no rule names"),
    "long-identifier": Text("16 位以上的数字编号", "identifier of 16 digits or more as a number"),
    "repeated-customer": Text("同一客户占多行且数值不同", "customer on several rows that differ"),
    "same-customer": Text("重复的行", "row repeated"),
    "namesake": Text("同名而编号不同", "one name, several IDs"),
    "similar-name": Text("名称相近", "names alike"),
    "merged-cells": Text("合并的单元格", "merged cells"),
    "unnamed-customer": Text("没有客户", "no customer named"),
    "total-or-customer": Text("可能是合计行", "perhaps a total"),
    "no-customer": Text("不像客户", "perhaps no customer"),
    "other-block": Text("可能属于另一张表", "perhaps of another table"),
    "several-lines": Text("可能还有下一行", "perhaps several lines"),
    "below-total": Text("在合计行之后", "below the total"),
    "no-notes": Text("没有加批注", "no notes written"),
    "note-kept": Text("原有批注保留", "notes kept"),
    "many-notes": Text("批注太多", "too many notes"),
    "open-elsewhere": Text("文件正被打开", "file open elsewhere"),
}


def kind_text(code: str) -> Text:
    """Return what findings with a code are called; the code itself where it has no name."""
    return _KINDS.get(code, same(code))
