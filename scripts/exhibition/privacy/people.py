"""Find people in text, as far as a pattern can: a surname with a title (王阿姨), and a room with such a person behind it.

No pattern finds all names. What is found here is asked about where a field wants a role, and blocks only where a room
number says which home it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..lazy import compile_later
from .numbers import TextRange

FREQUENT = "王李张刘陈杨黄赵吴周徐孙马朱胡郭林罗郑梁谢宋邓冯韩曹曾彭萧肖蔡潘田董袁叶蒋杜苏魏吕丁沈姚卢姜崔谭陆汪廖贾韦夏付邹孟熊秦邱尹薛闫侯陶黎贺郝龚邵钱严戴莫倪翁瞿"
"""Common surnames with which no word for a role begins."""
SURNAMES = f"{FREQUENT}何唐许钟范史顾高于余程傅金石孔江白方易常武乔赖文施洪龙毛康季俞樊葛乐柳殷祝裘裴"
"""Common surnames. Of other words that begin with them the title tells."""
TITLE = (
    "(?:阿姨|叔叔|爷爷|奶奶|外婆|外公|阿婆|阿公|阿伯|老师|先生|女士|小姐|师傅|大爷|大妈|大娘|大姐|大哥|大叔|伯伯|老伯|爷叔|婆婆|妈妈|爸爸"
    "|医生|律师|书记|主任|科长|处长|局长|所长|院长|校长|站长|经理|会长|老太)"
)
TITLED = rf"[老小]?[{SURNAMES}]{TITLE}(?![傅])"
PERSON = compile_later(rf"[{SURNAMES}](?:{TITLE}|(?<![\u4e00-\u9fff].)[\u4e00-\u9fff]{TITLE})")
"""A surname, perhaps a given name, and a title."""
NAME = compile_later(
    rf"(?:[老小阿][{FREQUENT}]|[{FREQUENT}](?:某某?|[\u4e00-\u9fff]{{1,2}}(?<![长员会局镇区组队方社站处办委室部人民户家楼群院校馆班团友生工者们营角])))"
)
"""A whole text that is a name: no role, office or place ends like it."""
OFFICE = compile_later("(?:老党员|党员|团员|第二楼组长|楼组长|组长|志愿者|业主|居民|邻居)")
"""What somebody is, before a name: 党员张三."""
BETWEEN_PEOPLE = compile_later(r"[、，,；;/和与及\s（）()：:]+")
GAP = r"[^\w\n]{0,2}"
HOUSEHOLD = compile_later(
    rf"(?<![\d.:])(?!(?:(?:19|20)\d\d|1(?:10|19|2[02]))(?!\d))[1-9]\d{{2,3}}{GAP}室?{GAP}的?{GAP}(?!(?<=\d)张)(?:{TITLED}|[老小][{FREQUENT}](?=[说怕想要不家愿同反嫌等觉认希担提建赞支住没]|[^\w]|$))"
)
"""A room, and behind it who lives there."""


def find_households(characters: str, cuts: frozenset[int] = frozenset()) -> Iterator[TextRange]:
    """Return the places of rooms with a person behind them."""
    for household in HOUSEHOLD.finditer(characters):
        yield TextRange(*household.span())


def find_names(text: str, *, role: bool) -> list[str]:
    """Return what looks like names of people in a text; with `role`, the text lists who somebody is.

    >>> find_names("张三、楼组长", role=True), find_names("街镇、第三方", role=True), find_names("王阿姨怕挡光", role=False)
    (['张三'], [], ['王阿姨'])
    >>> find_names("党员张三、邻居代表", role=True)
    ['张三']
    """
    found = [one[0] for one in PERSON.finditer(text)]
    if role:
        items = (OFFICE.sub("", item, 1) if OFFICE.match(item) else item for item in BETWEEN_PEOPLE.split(text))
        found += (item for item in items if NAME.fullmatch(item) and item not in found)
    return found
