"""What the words around a reading say about it: whether it counts, what it means, per what it is stated."""

from __future__ import annotations

import re
from decimal import Decimal

from . import modifiers, notnumbers
from .readings import Reading
from .units import unit_at

TEN = Decimal(10)
_PEOPLE_BEFORE = re.compile(
    r"(?:人口|人数|人次|人群|用户|粉丝|播放|阅读|下载|产量|产能|销量|流量|游客|旅客|客流|点击|人才|参保|户数|数量|总数|人员|会员|浏览|访问|观看|曝光|讨论|运量|订单)[^，。；：、\n]{0,8}$"
)
_PEOPLE_AFTER = re.compile(r"(?:多)?[^，。；：、\n\d]{0,8}?(?:人|老|农民|用户|消费者|网民|儿童|学生|居民|儿女|粉丝|观众|股民|会员|群众|群体|职工|青年|妇女|台|辆|粒|颗)")
_MONEY_BEFORE = re.compile(
    r"(?:元|资|款|额|值|收入|支出|利润|税|费|金|价|营收|规模|债|贷|融|补贴|经费|成本|市场|GDP|产业|销售|亏|赚|损失|身家|财富)[^，。；：、\n]{0,8}$"
)
_SCOPE = re.compile(
    r"(?:居|列|位|排|全国|全球|世界|国内|亚洲|全省|全市|全区|行业|中国|同类|榜单?|国际|全县|中部|西部|东部|东北|欧洲|省内|省会|跃至|升至|获|夺得?|持续|稳居|蝉联)[^，。；\n]{0,4}$"
)
_PER = re.compile(r"每(?:一)?([^\s\d每，。；]{1,4})")
_SENTENCE = re.compile(r"[。！？；\n]")
_RATE_VERB = re.compile(r"(?:增长|增速|增|提高|下降|上升|涨|降|超出)[^，。；]{0,4}$")


def home_currency(text: str) -> str:
    """Return the currency that 元 means in a text: TWD where it speaks of 新台币 or 台币 or is dated in Taiwan, else CNY."""
    taiwan = len(re.findall(r"台币|台股|台北|高雄|新竹", text))
    mainland = len(re.findall(r"人民币|北京|上海|国务院|我国", text))
    return "TWD" if taiwan > mainland and taiwan > 1 else "CNY"


def clause_before(text: str, start: int, reach: int = 24) -> str:
    """Return the words of the same clause before a place."""
    return re.split(r"[，。；！？\n]", text[max(0, start - reach) : start])[-1]


def means_money(text: str, r: Reading) -> bool:
    """Tell whether a bare number of 万 or 亿 is an amount of money: 近1.4万亿, 首期3.5亿; not 696万 of people."""
    top = r.value if r.value is not None else r.high
    if top is None or r.shared or r.numeral.step < 1000:
        return False
    large = top >= Decimal(10) ** 8 or r.numeral.bare and top >= Decimal(10) ** 8
    if not large and not (top >= Decimal(10) ** 4 and _MONEY_BEFORE.search(text[max(0, r.start - 8) : r.start])):
        return False
    before = clause_before(text, r.start)
    if _PEOPLE_BEFORE.search(before) and not re.search(r"元|额|资$", before[-6:]):
        return False
    after = text[r.end : r.end + 9]
    return not (re.match(r"级?(?:人|老|农|用户|消费|网民|儿|学生|居民|粉|观众|股民|会员|群众|群体|职工|青年|妇|中国人|中等|国人|同胞|吨|参保|银发|失能)", after))


def priced(text: str, r: Reading, code: str) -> str:
    """Return the code of a price with what it is per, where the sentence says so: 每吨下跌近|万元 -> CNY/t."""
    start = max(0, r.start - 40)
    pieces = _SENTENCE.split(text[start : r.start])
    for found in reversed(list(_PER.finditer(pieces[-1]))):
        unit = unit_at(found.group(1) + " ", 0)
        if unit is not None and (unit.label == "QUANTITY" or unit.written == "股"):
            return f"{code}/{unit.code}"
    return code


def speed(text: str, r: Reading, code: str) -> str:
    """Return km/h for a length that the clause calls a speed: 时速达160公里, 每小时120公里."""
    if r.code and "/" in r.code:
        return r.code
    return "km/h" if re.search(r"时速|每小时", clause_before(text, r.start, 16)) else code


def temperature(text: str, start: int) -> tuple[int, bool, str | None]:
    """Read 零下, 摄氏 and 华氏 before a temperature: where it then begins, whether below zero, on which scale."""
    scale = None
    below = False
    for written, code in (("摄氏", "Cel"), ("华氏", "[degF]"), ("零下", None)):
        if text.endswith(written, 0, start):
            start -= len(written)
            scale, below = code or scale, below or code is None
    return start, below, scale


def degrees(text: str, r: Reading) -> str:
    """Return what 度 measures: kilowatt-hours of electricity, degrees Celsius, or an angle."""
    near = text[max(0, r.start - 16) : r.end + 6]
    if "电" in near:
        return "kW.h"
    return "Cel" if re.search(r"温|热|烧|冷|℃|零[下上]|聚变|太阳", near) or r.numeral.bare else "deg"


def exceeds(text: str, r: Reading, start: int) -> bool:
    """Tell whether 以上 states that a rate was exceeded (增长50%以上) rather than a floor (保持6%以上)."""
    return r.label == "PERCENT" and _RATE_VERB.search(text[max(0, start - 8) : start]) is not None


def ranks(text: str, r: Reading) -> bool:
    """Tell whether an ordinal says where something stands, outside a name."""
    before = text[max(0, r.start - 9) : r.start - 1] if r.rule != "special" else text[max(0, r.start - 8) : r.start]
    if r.rule == "special":
        return True
    if r.rule == "ordinal-time" or (r.unit is not None and r.unit.written == "季"):
        return False
    if r.unit is None and r.rule != "great":
        after = text[r.end : r.end + 3]
        if re.match(r"[^，。；]{0,4}大[省国市县]", text[r.end : r.end + 7]):
            return True
        if re.match(r"[一-龥]{2}", after) and not re.match(r"(?:大|的|，|并|、|方阵|梯队|和|地位|强|名)", after):
            return False
        return _SCOPE.search(before) is not None
    if r.unit is not None and r.unit.written in ("章", "节", "页", "部分", "版", "条线", "步", "口") and r.unit.written != "条":
        return False
    if r.unit is not None and r.unit.written == "次" and text[r.end : r.end + 1] in tuple("会党全集"):
        return False
    if r.unit is not None and r.unit.written == "届" and re.match(r"[^，。；”]{0,12}(?:会|节|展|赛|委员)", text[r.end : r.end + 14]):
        return text[r.end : r.end + 1] == "“"
    return True


def bare_counts(text: str, r: Reading) -> bool:
    """Tell whether a number without a unit is a quantity: 696万, 数千万, [四]车道."""
    n = r.numeral
    if text[r.start - 1 : r.start] == "每" or (n.bare and text[r.start - 1 : r.start] in tuple("亿万千百")):
        return False
    if notnumbers.named(text, r.end):
        return False
    if r.rule == "range" and text[r.stop - 1] not in "万亿":
        return False
    top = r.value if r.value is not None else r.high
    if n.bare and n.end - n.start == 1:
        return text[r.start - 1 : r.start] in tuple("过破超近上逾")
    if text[r.stop - 1] in "万亿" or (n.bare and top is not None and top >= 10000):
        return not (text[r.end : r.end + 1] in tuple("象人不") and n.bare)
    if n.more or (n.form == "hanzi" and n.low is not None and n.low >= TEN and not re.match(r"[一二三四五六七八九]", text[r.start])):
        return True
    return n.form == "digits" and (_stated(text, r) or _hedged(text, r))


_STATES = re.compile(r"(?:达到?|为|报|报收|收于|收报?|至|从|到|是|等于|约|录得|分别为)[了 ]?$")
_INDEX = re.compile(r"指数|系数|PMI|得分|满意度|倍差|评分|汇率|中间价|点位|基准|性别比|浓度|值|指标|等于|以[^，。]{1,4}为$")
_CLOSED = re.compile(r"[，。；、,;！）)”\n ]|$|的|左右|以[上下]|之间|[升降提下上涨跌缩扩反回较点至]")


def _stated(text: str, r: Reading) -> bool:
    """Tell whether a number without a unit is the value of an index or a ratio: 指数为50.4, 倍差从1.96缩小至1.81."""
    if r.end != r.stop or not _CLOSED.match(text, r.end) or not _STATES.search(text[max(0, r.start - 4) : r.start]):
        return False
    return _INDEX.search(clause_before(text, r.start, 40)) is not None


def _hedged(text: str, r: Reading) -> bool:
    """Tell whether a bounding word makes a count of a number without a unit: 约11900旅客, 超过30,000."""
    if r.value is None or r.value < 10 or not modifiers.before(text, r.start, False):
        return False
    return re.match(r"[年月日时号分:：/\-—]", text[r.end : r.end + 1]) is None


def lasts(text: str, r: Reading) -> bool:
    """Tell whether a length of time is one, not a calendar year or an age of something: 2011年, 80后."""
    if r.unit is None:
        return True
    written = r.unit.written
    if written == "年" and r.numeral.form == "digits" and r.value is not None and r.value >= 1000 and r.value < 2200 and r.numeral.step == 1:
        return False
    if written == "日":
        return False
    if written == "年" and text[r.start - 1 : r.start] == "的" and text[r.end : r.end + 1] in tuple("，。；！、\n"):
        return False
    return True


def article(text: str, r: Reading) -> bool:
    """Tell whether 一 with its classifier only means "a": 一个, 一种."""
    if r.label == "CARDINAL":
        return True
    if r.label == "DURATION":
        return r.unit is not None and r.unit.written in ("天", "日") or text[r.start - 1 : r.start] in tuple("这那每同某另新又")
    return False


_OVER = re.compile(r"单位[:：] ?$")


def named(text: str, r: Reading) -> bool:
    """Tell whether a number with a unit is part of a name or a designation."""
    after = text[r.end : r.end + 2]
    if r.numeral.bare and (text[r.start - 1 : r.start] in tuple("（(/") and after[:1] in tuple("）)") or _OVER.search(text[max(0, r.start - 5) : r.start])):
        return True
    if r.unit is not None and r.unit.written == "期" and not (r.numeral.form == "digits"):
        return text[r.start - 1 : r.start] not in tuple("过和、及与") or re.match(r"[^，。]{0,2}(?:工程|项目)", text[r.end : r.end + 4]) is not None
    if r.unit is not None and r.unit.written == "届" and r.numeral.form == "hanzi":
        return (r.value or 0) > 7 or re.match(r"历次|全[会国]|[一二三四五六七]中", after) is not None
    if r.unit is not None and r.unit.written == "线" and r.numeral.low is not None:
        return True
    return after[:1] == "号" or text[r.start - 1 : r.start] == "每"
