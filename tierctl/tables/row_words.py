"""What the texts of a row say of it: a total, a heading, a note."""

from __future__ import annotations

import re

_CJK = re.compile("[\u4e00-\u9fff]")
_COUNT = r"(?:共计?)?\d+[家户个人位名条](?:客户|公司|企业)?"
_SUMS = r"合计|合計|总计|總計|小计|小計|共计|共計|总和|總和|汇总|累计|总额|总数|总量"
_MEASURE = r"(?:销售|营业)?(?:金额|收入|额|数|值|量)|销售|客户数|户数"
_TOTAL = re.compile(
    rf".{{0,12}}(?:{_SUMS})(?:{_MEASURE})?|总(?:{_MEASURE})|销售总额|(?:全部|所有|全体)(?:客户)?"
    r"|(?:.{0,24}\b)?(?:grand ?totals?|sub-?totals?|totals?)"
    r"(?: (?:amount|sales|value|revenue|turnover|customers?|sum))?"
    r"|ttl\.?|all customers|overall|sum|summe"
    r"|平均[值数额]?|均值|最大值?|最小值?|最高值?|最低值?|占比|比例|average|avg|mean|max|min"
    rf"|客户数|户数|家数|其中.{{0,20}}|客户{_COUNT}|{_COUNT}"
    rf"|(?:年度|全年|本年|月度|季度|销售)*(?:目标|计划|预算|任务)(?:{_MEASURE})?|[完达]成率"
    rf"|(?:上年|去年|上期|本期|本年)?(?:同期|累计)(?:{_MEASURE})?|(?:上年|去年)(?:{_MEASURE})?"
    r"|(?:同比|环比)(?:增长)?[率额]?|增长[率额]|差[额异]|target|budget|last year|yoy|growth"
)
_SUM = re.compile(rf"{_SUMS}|total|ttl|sum|总|全部|所有|全体|共")
_BEHIND = re.compile(rf"(.*?)(?:\([^)]*\))?:?(?:{_COUNT}| ?\d+ customers)?")
_GRAND = re.compile(
    r"合计|合計|总计|總計|共计|共計|总和|總和|汇总|销售总额|总[额数量]|总.*[额入]|全部|所有|全体|共\d"
    r"|.*grand|totals?|ttl|overall|sum|summe"
)
# Words that may be a customer's name where no code tells.
_WEAK = re.compile(r"average|avg|mean|max|min|sum|summe|totals?|target|budget|growth|overall")
_NOTE = re.compile(
    r"(?:注|备注|附注|说明|数据来源|资料来源|来源|制表|填表|编制|审核|复核|批准|打印|日期|(?:金额|货币|计量)?单位"
    r"|notes?|sources?|prepared|approved|printed)[^:]{0,8}:|以上(?:数据|金额|信息|内容|资料|客户|各)"
    r"|第.{1,4}页(?:$|[ ,、/共])|注[1-9一二三]"
)
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十\d]{1,3}(?:部分|类|组|章|节)"
    r"|[ivx]{1,4}[、.] |.{1,20}:$|\*(?!s?st)|※"
)


def total_word(text: str) -> str | None:
    """Return a plain text where it is the label of a total: 合计, 四川小计, Total; else None."""
    if _CJK.search(text):
        text = text.replace(" ", "")
    behind = _BEHIND.fullmatch(text)
    label = behind[1].strip() if behind else text
    return next((words for words in (label, text) if words and _TOTAL.fullmatch(words)), None)


def is_grand(label: str) -> bool:
    """Tell whether a total is that of the whole table, not of a group."""
    return _GRAND.match(label) is not None


def is_sum(label: str) -> bool:
    """Tell whether a label is that of a sum, not of a target, a share or a mean."""
    return not label or _SUM.search(label) is not None


def is_weak(label: str) -> bool:
    """Tell whether a total's label may as well be somebody's name."""
    return _WEAK.fullmatch(label) is not None


def is_note(text: str) -> bool:
    """Tell whether a text says something about the table: 注：…, 制表人：…."""
    return _NOTE.match(text) is not None


def is_heading(text: str) -> bool:
    """Tell whether a text that stands alone in its row is a heading or a footnote: 一、华东区."""
    return _HEADING.match(text) is not None
