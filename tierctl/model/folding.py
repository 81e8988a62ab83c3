"""Spellings of one text: full width, capitals and traditional characters made plain."""

from __future__ import annotations

from tierctl.model.quantity import half_width

# Traditional characters of headers and units, and the forms of 千 that cheques are written in.
_SIMPLIFIED = str.maketrans(
    "銷額萬億圓幣別單總計稅種貨營業戶號編碼稱區銀經範圍帳賬級類電話聯繫會員廠購買門項實際達數據報價"
    "頭個應與產貿鋪點縣鄉國灣東廣歲當歷內專潤餘時間備註佔簽約執結預測劃減環長較檔標題訂開統淨歐韓仟",
    "销额万亿元币别单总计税种货营业户号编码称区银经范围账账级类电话联系会员厂购买门项实际达数据报价"
    "头个应与产贸铺点县乡国湾东广岁当历内专润余时间备注占签约执结预测划减环长较档标题订开统净欧韩千",
)


def folded(text: str) -> str:
    """Return a text in half width, small letters and simplified characters."""
    return half_width(text).casefold().translate(_SIMPLIFIED)
