"""Rules about emblems (楼标): whose name an emblem may bear, and of words and a picture only one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Finding, Severity
from ..types.self_governed import SelfGoverned
from .registry import CheckContext, check

ADVICE = Severity.ADVICE
OTHERS = frozenset(("宝山", "上海", "中国", "宝钢", "宝武", "上港", "华为", "小米", "京东", "美团", "百度", "抖音"))
"""Names of the district, of the city and of companies that are as short as the characters of an emblem."""
STREET_END = re.compile("(?:街道|镇|乡)$")


@check("W467", ADVICE, "楼标写了别人的名字")
def emblem_of_others(context: CheckContext) -> Iterator[Finding]:
    """问题：楼标是这座楼的邻居自己的标志。写上区、街镇或公司的名字，走过的人会当成它们的标志。

    不好：

        楼标: 圆·海·宝山

    好：

        楼标: 圆·海·浪

    怎么改：换一样图案，或者换一两个只属于这座楼的字。不改也能发布。
    """
    streets = {STREET_END.sub("", term.name) for term in context.exhibition.vocabularies.streets if not term.example}
    for entry in context.entries:
        emblem = entry.emblem if isinstance(entry, SelfGoverned) else None
        if emblem and (emblem.letters in OTHERS or emblem.letters in streets):
            message = f"楼标上写着“{emblem.letters}”，走过的人会当成它的标志，不是这座楼的。"
            yield Finding(entry.get_span("楼标"), message, "换一样图案，或者换一两个只属于这座楼的字。")


@check("W468", ADVICE, "楼标有词，也有图")
def emblem_in_words_and_picture(context: CheckContext) -> Iterator[Finding]:
    """问题：信息栏里写了“楼标”，旁边又放了“楼标.jpg”。两样只显示一样：有图就显示图。

    不好：写着 `楼标: 窗·海·灯`，文件夹里还有 `楼标.jpg`

    好：只留一样。

    怎么改：要用图，就删掉“楼标”这一行；要用三个词，就删掉图。不改也能发布，显示的是图。
    """
    for entry in context.entries:
        if isinstance(entry, SelfGoverned) and entry.emblem and entry.emblem_file:
            message = f"写了“楼标”，旁边又有“{entry.emblem_file}”，网站上显示的是图。"
            yield Finding(entry.get_span("楼标"), message, "要用图，就删掉“楼标”这一行；要用三个词，就删掉图。")
