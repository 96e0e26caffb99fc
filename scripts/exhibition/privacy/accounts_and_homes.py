"""Find accounts (WeChat, QQ, mail, others) and homes (doors, rooms, car plates) in normalised text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..lazy import compile_later
from .numbers import TextRange

ID = r"(?:[A-Za-z][A-Za-z0-9_-]{5,19}|[A-Za-z](?: [A-Za-z0-9_-]){5,19})"
"""A WeChat id: 6 to 20 signs that begin with a letter; or its signs with a space between any two."""
NUMBER = r"[1-9]\d{4,11}"
MIXED = r"(?=[A-Za-z_-]{0,19}[\d_])"
"""With a digit or a line in it: no word of a language."""
HANDLE = r"[A-Za-z0-9][A-Za-z0-9._-]{3,29}"
G = r"[^\w\n]{0,2}"
"""What may stand between the parts of a word to hide it."""
LINK = r"[^\w\n*]{1,4}"
"""What may stand between a word and the account that it announces."""
WECHAT = compile_later(
    rf"(?:[微威薇维徽溦]{G}信{G}(?:号码?|账号|帐号|I{G}D)|(?<![A-Z0-9])V{G}信(?:号码?)?|[薇威维徽溦]{G}信|(?<![A-Z0-9])(?:we{G}chat|wei{G}xin)(?:{G}(?:ID|号))?"
    rf"|[薇威]号?|绿泡泡号?|(?<![A-Z0-9])[VW]{G}X(?:号|ID)?|(?<![A-Z0-9])V号?)"
    rf"(?:{LINK}|[ 是为“\"'(]{{1,3}}|(?<=号)|(?<=码))({ID}|{NUMBER})(?![A-Z0-9_-])"
    rf"|[微薇威维徽溦V]{G}信(?:[^\w\n*]{{0,2}}[^\w\n *，。；！、,;!“”\"'-]{G}({ID}|{NUMBER})|[ 是为加]{{0,2}}({MIXED}{ID}))(?![A-Z0-9_-])"
    rf"|(?:加 ?我?|\+ ?)[V薇](?: ?[:=] ?|[信 ]{{1,2}})({ID}|{NUMBER})(?![A-Z0-9_-])"
    rf"|(?<![A-Z0-9_])(?:VX|WX)号?({MIXED}{ID})(?![A-Z0-9_-])"
    r"|(?<![A-Z0-9_])(wxid_[A-Z0-9]{6,20})(?![A-Z0-9_-])",
    re.I,
)
HANDLES = compile_later(
    # `抖音号: name`, `小红书ID name`
    rf"(?:抖{G}音|快{G}手|小?红{G}书|微博|(?<![A-Z])B站|支付宝|钉钉|陌陌|视频号|知乎)"
    rf"(?:(?:{G}(?:号码?|账号|帐号|昵称|U?ID|用户名)(?:{LINK}|[ 是为]{{0,2}})|(?<=频号){LINK})({HANDLE})"
    # `抖音：name01`
    rf"| ?: ?({MIXED}{HANDLE}))(?![A-Z0-9_-]|[年月日户人万个次点条位])",
    re.I,
)
"""Names on other networks. A name in Chinese is none that a pattern finds."""
SPACED = r"[1-9](?:[ ./_·-]{0,2}\d){4,11}"
QQ = compile_later(
    rf"(?:(?<![A-Z])Q{G}Q群?|扣扣群?|企鹅号?|(?<![A-Z])Q(?=[号:]))(?:号码?)?(?:{LINK}|[ 是为]{{0,2}})"
    rf"((?!(?:19|20)\d\d[-./年])(?:{SPACED}))(?!\d)",
    re.I,
)
HOST = r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,5}\.[A-Za-z]{2,24}"
NAME = r"(?<![A-Za-z0-9._%+-])([A-Za-z0-9][A-Za-z0-9._%+-]{0,63})"
MAIL = compile_later(rf"{NAME}@{HOST}(?![A-Za-z0-9-])")
TOP = r"(?:com|cn|net|org|edu|gov|vip|me|cc|com\.cn|edu\.cn|gov\.cn|example)"
KNOWN = (
    r"(?:qq|163|126|139|189|yeah|gmail|outlook|hotmail|live|msn|sina|sohu|foxmail|aliyun|icloud|yahoo|vip\.qq|vip\.163)"
)
DOT = r" ?(?:[.。·]|[(\[{<【（]? ?(?:dot|点) ?[)\]}>】）]?) ?"
HIDDEN_MAIL = compile_later(
    rf"{NAME}(?:"
    # `name(at)host.com`, `name 艾特 host点com`, `name @ host . com`
    rf" ?(?:[(\[{{<【（] ?(?:at|a|@|艾特) ?[)\]}}>】）]|艾特|圈a|@) ?[A-Za-z0-9-]{{1,63}}(?:{DOT}[A-Za-z0-9-]{{1,63}}){{0,3}}{DOT}{TOP}"
    # `name at host dot com`
    rf"| at [A-Za-z0-9-]{{1,63}}(?: dot [A-Za-z0-9-]{{1,63}}){{0,3}} dot {TOP}"
    # `name#qq.com`, `name at qq.com`
    rf"| ?(?:#|＃| at |at|·at·|\*) ?{KNOWN}{DOT}{TOP})(?![A-Za-z0-9-])",
    re.I,
)


def find_wechat_ids(characters: str, cuts: frozenset[int] = frozenset()) -> Iterator[TextRange]:
    """Return the places of WeChat ids, without the word before them."""
    return iter_matched_groups(WECHAT, characters)


def find_qq_numbers(characters: str, cuts: frozenset[int] = frozenset()) -> Iterator[TextRange]:
    """Places of QQ numbers, also of groups."""
    return iter_matched_groups(QQ, characters)


def find_handles(characters: str, cuts: frozenset[int] = frozenset()) -> Iterator[TextRange]:
    """Places of accounts on other networks."""
    return iter_matched_groups(HANDLES, characters)


def find_mail_addresses(characters: str, cuts: frozenset[int] = frozenset()) -> Iterator[TextRange]:
    """Places of mail addresses."""
    for pattern in (MAIL, HIDDEN_MAIL):
        for mail in pattern.finditer(characters):
            yield TextRange(*mail.span())


def iter_matched_groups(pattern: re.Pattern[str], characters: str) -> Iterator[TextRange]:
    """Places of the one group that took part in each match."""
    for account in pattern.finditer(characters):
        yield TextRange(*account.span(account.lastindex or 0))


SP = r"[ /·._-]{0,2}"
"""What may stand between the parts of an address."""
HOUSE = rf"\d{{1,4}}(?:[甲乙丙丁]|-\d{{1,3}})?{SP}(?:号楼|号门|号|幢楼?|栋楼?|座|#楼?)"
ENTRANCE = r"(?:[\dA-Za-z一二三四五六七八九十东南西北中甲乙丙]{1,2} ?(?:单元|号?门|梯|楼|层|座)[, /-]?){0,2}"
ROOM = rf"(?!0)[\dA-Za-z]?(?:{SP}\d){{2,3}}(?:-\d{{1,2}}|[A-Da-d])?"
COUNTED_THINGS = (
    r"[年月日号楼米人户元块万亿千百十个位名家岁步级平㎡度分秒小时点天次条张份本件棵盆斤公吨层路弄线盏辆期届页字套只封场把枚"
    r"朵桶袋箱瓶瓦厘毫多余几来左右约周种项处间座幢栋届春夏秋冬版辈代组单教会议活办阅图展讲热电kKmMgG℃°%:/.+*=×-]"
)
"""What stands behind a number that counts or dates something, or names a room that is nobody's home."""
WITH_ROOM = compile_later(
    rf"(?<![\d.])(?:{HOUSE}[, /()-]{{0,3}}{ENTRANCE}|\d{{1,4}}[-/](?:\d{{1,2}}[-/])?)({ROOM}){SP}室(?!友)"
)
WITHOUT_ROOM = compile_later(
    rf"(?<![\d.*])(?<!月)(?<!\d[.-])(?:{HOUSE}[ /-]?|\d{{1,4}}[号幢栋]楼?{ENTRANCE})"
    rf"((?!1(?:10|19|2[02])(?!\d))[1-9]\d{{2,3}})(?!\d| ?{COUNTED_THINGS})"
)
HYPHENS = compile_later(r"(?<![\d.A-Za-z-])\d{1,3}-\d{1,2}-((?!(?:19|20)\d\d(?!\d))[1-9]\d{2,3})(?![\d.A-Za-z-])")
BARE_ROOM = compile_later(rf"(?<![\d.:-])([1-9](?:{SP}\d){{2,3}}){SP}室(?![友内外温])")
SPELLED_ROOM = compile_later(
    r"(?:[\d零〇一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰]{1,6})(?:号[楼门]?|[幢栋]楼?|#)[ /-]{0,2}"
    r"[一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]{1,2}[零〇○洞][一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖](?![十百千万年月日零〇号人户米个位元]|\d)"
)
"""A house and a room of which the numerals are spelled one by one: nothing is counted like this."""
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
GAP = r"[^\w\n]{0,2}"
PLATE = compile_later(
    rf"[{PROVINCES}]牌?{GAP}[A-HJ-NP-Z]{GAP}"
    rf"(?=(?:[A-Z]{GAP}){{0,5}}\d)([A-HJ-NP-Z0-9](?:{GAP}[A-HJ-NP-Z0-9]){{4,5}}|[A-HJ-NP-Z0-9](?:{GAP}[A-HJ-NP-Z0-9]){{3}}{GAP}[学警港澳挂])"
    rf"(?![A-Z0-9])",
    re.I,
)
GREEN = compile_later(r"[A-HJ-NP-Z][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-HJ-NP-Z]", re.I)
"""The six signs of a new-energy car (GA 36)."""


def find_doors(characters: str, cuts: frozenset[int] = frozenset()) -> Iterator[TextRange]:
    """Return the places of addresses that name both a building and a room."""
    for pattern in (WITH_ROOM, WITHOUT_ROOM, HYPHENS, SPELLED_ROOM):
        for door in pattern.finditer(characters):
            yield TextRange(*door.span())


def find_spelled_doors(characters: str, cuts: frozenset[int] = frozenset()) -> Iterator[TextRange]:
    """Places of such addresses where numerals were spelled: only with 室, because other spelled numbers are prose."""
    for door in WITH_ROOM.finditer(characters):
        yield TextRange(*door.span())


def find_rooms(characters: str, cuts: frozenset[int] = frozenset()) -> Iterator[TextRange]:
    """Return the places of rooms without a building."""
    for room in BARE_ROOM.finditer(characters):
        yield TextRange(*room.span())


def find_car_plates(characters: str, cuts: frozenset[int] = frozenset()) -> Iterator[TextRange]:
    """Places of car plates: five signs with three digits or more, or the six of a new-energy car."""
    for plate in PLATE.finditer(characters):
        last = re.sub(r"[^\w]", "", plate[1])
        if GREEN.fullmatch(last) if len(last) == 6 else sum(map(str.isdigit, last)) >= 3:
            yield TextRange(*plate.span())
