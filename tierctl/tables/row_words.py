"""What the texts of a row say of it: a total, a heading, a note, nobody."""

from __future__ import annotations

import re

from tierctl.model.table import EXAMPLE_CODE

_CJK = re.compile("[\u4e00-\u9fff]")
_COUNT = r"(?:共计?)?\d+[家户个人位名条](?:客户|公司|企业)?"
_SUMS = r"合计|合計|总计|總計|小计|小計|共计|共計|总和|總和|汇总|累计|总额|总数|总量|合共"
_GRAND_SUMS = _SUMS.replace("|小计|小計", "")
_MEASURE = r"(?:销售|营业)?(?:金额|收入|额|数|值|量)|销售|客户数|户数"
_SUM_LABEL = (
    rf".{{0,12}}(?:{_SUMS})(?:{_MEASURE})?|总(?:{_MEASURE}|营收)|销售总额|(?:全部|所有|全体)(?:客户)?"
    r"|(?:.{0,24}\b)?(?:grand ?totals?|sub-?totals?|totals?)"
    r"(?: (?:amount|sales|value|revenue|turnover|customers?|sum))?"
    r"|ttl\.?|all customers|overall|sum|summe|[∑Σσ]|全(?:省|市|国|公司|集团)|集团合并|过次页|承前页"
)
_FIGURE_LABEL = (
    r"平均[值数额]?|均值|[户人]均|最大值?|最小值?|最高值?|最低值?|占比|比例|中位数|标准差"
    r"|average|avg|mean|max|min|median|std\.?"
    rf"|客户数|户数|家数|其中:.{{0,20}}|客户{_COUNT}|{_COUNT}"
    rf"|(?:年度|全年|本年|月度|季度|销售)*(?:目标|计划|预算|任务)(?:{_MEASURE})?|[完达]成率"
    rf"|(?:上年|去年|上期|本期|本年)?(?:同期|累计)(?:{_MEASURE})?|(?:上年|去年)(?:{_MEASURE})?"
    r"|(?:同比|环比)(?:增长)?[率额]?|增[长减][率额]|差[额异]|汇率|税[额率]|增值税.{0,6}"
    r"|净额|[加减]:.*|target|budget|last year|yoy|growth|exchange rate"
)
_SUM = re.compile(_SUM_LABEL)
_BARE_SUM = re.compile(r"[小合总]计|[小合總]計|(?:grand|sub-?)?totals?")
_TOTAL = re.compile(f"{_SUM_LABEL}|{_FIGURE_LABEL}")
_BEHIND = re.compile(rf"(.*?)(?:\([^)]*\))?[:=]?(?:{_COUNT}| ?\d+ customers)?")
# Within a longer text these are no proof, and enough for a doubt: 小计-四川, 合计7565000元.
_PARTLY = re.compile(
    rf"(?:{_SUMS})[-:= (\da-z]|.*(?:{_SUMS})[:=]?$|(?:grand |sub-?)?totals?\b|.*\btotals?[:=]?$"
    r"|.*\(\d+[家户]\)$"
)
_GRAND = re.compile(
    rf"(?:本年|全年|年度|本期|销售|价税|不?含税|客户|累计|人民币|全部|总)*(?:{_GRAND_SUMS})"
    r"|总(?:[额数量营]|.*[额入])|销售总额|全部|所有|全体|共\d|全(?:省|国|公司|集团)|集团合并|合共|[∑Σσ]"
    r"|.*grand|totals?|ttl|overall|sum|summe"
)
# Words that may be a customer's name where no code tells.
_WEAK = re.compile(
    r"average|avg|mean|max|min|median|sum|summe|totals?|target|budget|growth|overall"
)
_NOBODY = re.compile(
    r"-+|—+|/+|无|空|其[他它余](?:零[散星])?(?:客户|公司|单位)?|\(?空白\)?|零散客户|散客|零星客户|未知|不详"
    r"|others?|other customers|unknown|n/?a|misc(?:ellaneous|\.)?|null|none"
)
_EXAMPLE = re.compile(r"(?:示例|样例|范例|例如|例|example|sample)(?:[:\d]|$).*|[x×某]{2,}.*")
_EXAMPLE_CODES = frozenset([EXAMPLE_CODE.zh.casefold(), EXAMPLE_CODE.en.casefold()])
_NOTE = re.compile(
    r"(?:注|备注|附注|说明|数据来源|资料来源|来源|制表|填表|编制|审核|复核|批准|打印|日期|(?:金额|货币|计量)?单位"
    r"|notes?|sources?|prepared|approved|printed)[^:]{0,8}:|以上(?:数据|金额|信息|内容|资料|客户|各)"
    r"(?:均|都|为|已|未|不|来|由|仅|是|单位|含|按)|第.{1,4}页(?:$|[ ,、/共])|注[1-9一二三]"
    r"|\d{1,2}[、.)](?!\d)"
)
_SIGNED = re.compile(
    r"[^:]{1,6}:|(?:制表|制单|填表|审核|复核|经办|批准|审批|操作|编制|打印)(?:人|员|时间|日期)?$"
)
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)"
    r"|第[一二三四五六七八九十\d]{1,3}(?:部分|类|组|章|节)(?=$|[:、. ])"
    r"|(?:19|20)\d{2} ?年(?:度|$)|[ivx]{1,4}[、.] |.{1,20}:$|\*(?!s?st)|※|.*[。；]|.{30,}"
)
_REQUIRED = frozenset(["必填", "选填", "可选", "必输", "文本", "数字", "数值", "日期", "required"])
_PLACEHOLDER = re.compile(
    r"待.*|暂无.*|暂缺|无|空|未.*|保密|不详|缺.*|n/?a|tbd|null|none|unknown|pending|[-—/?？]+"
)


def total_word(text: str) -> str | None:
    """Return a plain text where it is the label of a total: 合计, 四川小计, Total; else None."""
    if _CJK.search(text):
        text = text.replace(" ", "")
    behind = _BEHIND.fullmatch(text)
    label = behind[1].strip() if behind else text
    return next((words for words in (label, text) if words and _TOTAL.fullmatch(words)), None)


def partly_total(text: str) -> bool:
    """Tell whether a plain text begins or ends like the label of a total: 小计-四川."""
    return total_word(text) is not None or _PARTLY.match(text) is not None


def is_grand(label: str) -> bool:
    """Tell whether a total is that of the whole table, not of a group."""
    return _GRAND.match(label) is not None


def is_sum(label: str) -> bool:
    """Tell whether a label is that of a sum, not of a target, a share or a mean."""
    return not label or _SUM.fullmatch(label) is not None


def is_bare_sum(text: str) -> bool:
    """Tell whether a text is nothing but the word for a sum: 小计, 合计, subtotal."""
    return _BARE_SUM.fullmatch(text.replace(" ", "")) is not None


def is_weak(label: str) -> bool:
    """Tell whether a total's label may as well be somebody's name."""
    return _WEAK.fullmatch(label) is not None


def is_nobody(text: str) -> bool:
    """Tell whether a text says that a row is about nobody in particular: 其他, (空白), -."""
    return _NOBODY.fullmatch(text) is not None


def is_example(text: str) -> bool:
    """Tell whether a text stands for a customer's name in a form: 示例, XX公司."""
    return _EXAMPLE.fullmatch(text) is not None


def is_example_code(text: str) -> bool:
    """Tell whether a plain text is what a template's example row has for a code, and no more."""
    return text in _EXAMPLE_CODES


def is_note(text: str) -> bool:
    """Tell whether a text says something about the table: 注：…, 制表人：…, 2、…."""
    return _NOTE.match(text) is not None


def is_signed(text: str) -> bool:
    """Tell whether a text names who or what, and then says it: 经办人：王五."""
    return _SIGNED.match(text) is not None


def is_heading(text: str) -> bool:
    """Tell whether a text that stands alone in its row is a heading or a footnote: 一、华东区."""
    return _HEADING.match(text) is not None


def is_form_word(text: str) -> bool:
    """Tell whether a text says how a column is to be filled in: 必填."""
    return text in _REQUIRED


def is_placeholder(text: str) -> bool:
    """Tell whether a text stands where an amount is not known yet: 待定."""
    return _PLACEHOLDER.fullmatch(text) is not None
