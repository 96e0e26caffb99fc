"""Plain signs into the places of doors, bare rooms and car plates: what leads to one household."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .numbers import Place

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

WITH_ROOM = re.compile(
    rf"(?<![\d.])(?:{HOUSE}[, /()-]{{0,3}}{ENTRANCE}|\d{{1,4}}[-/](?:\d{{1,2}}[-/])?)({ROOM}){SP}室(?!友)"
)
WITHOUT_ROOM = re.compile(
    rf"(?<![\d.*])(?<!月)(?<!\d[.-])(?:{HOUSE}[ /-]?|\d{{1,4}}[号幢栋]楼?{ENTRANCE})"
    rf"((?!1(?:10|19|2[02])(?!\d))[1-9]\d{{2,3}})(?!\d| ?{COUNTED_THINGS})"
)
HYPHENS = re.compile(r"(?<![\d.A-Za-z-])\d{1,3}-\d{1,2}-((?!(?:19|20)\d\d(?!\d))[1-9]\d{2,3})(?![\d.A-Za-z-])")
BARE_ROOM = re.compile(rf"(?<![\d.:-])([1-9](?:{SP}\d){{2,3}}){SP}室(?![友内外温])")
SPELLED_ROOM = re.compile(
    r"(?:[\d零〇一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰]{1,6})(?:号[楼门]?|[幢栋]楼?|#)[ /-]{0,2}"
    r"[一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖]{1,2}[零〇○洞][一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖](?![十百千万年月日零〇号人户米个位元]|\d)"
)
"""A house and a room of which the numerals are spelled one by one: nothing is counted like this."""

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
GAP = r"[^\w\n]{0,2}"
PLATE = re.compile(
    rf"[{PROVINCES}]牌?{GAP}[A-HJ-NP-Z]{GAP}"
    rf"(?=(?:[A-Z]{GAP}){{0,5}}\d)([A-HJ-NP-Z0-9](?:{GAP}[A-HJ-NP-Z0-9]){{4,5}}|[A-HJ-NP-Z0-9](?:{GAP}[A-HJ-NP-Z0-9]){{3}}{GAP}[学警港澳挂])"
    rf"(?![A-Z0-9])",
    re.I,
)
GREEN = re.compile(r"[A-HJ-NP-Z][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-HJ-NP-Z]", re.I)
"""The six signs of a new-energy car (GA 36)."""


def doors(signs: str, cuts: frozenset[int] = frozenset()) -> Iterator[Place]:
    """Places of addresses down to the door: a house and a room."""
    for pattern in (WITH_ROOM, WITHOUT_ROOM, HYPHENS, SPELLED_ROOM):
        for door in pattern.finditer(signs):
            yield Place(*door.span())


def spelled_doors(signs: str, cuts: frozenset[int] = frozenset()) -> Iterator[Place]:
    """Places of such addresses where numerals were spelled: only with 室, because other spelled numbers are prose."""
    for door in WITH_ROOM.finditer(signs):
        yield Place(*door.span())


def rooms(signs: str, cuts: frozenset[int] = frozenset()) -> Iterator[Place]:
    """Places of rooms without a house."""
    for room in BARE_ROOM.finditer(signs):
        yield Place(*room.span())


def plates(signs: str, cuts: frozenset[int] = frozenset()) -> Iterator[Place]:
    """Places of car plates: five signs with three digits or more, or the six of a new-energy car."""
    for plate in PLATE.finditer(signs):
        last = re.sub(r"[^\w]", "", plate[1])
        if GREEN.fullmatch(last) if len(last) == 6 else sum(map(str.isdigit, last)) >= 3:
            yield Place(*plate.span())
