"""Messages about emblems (楼标): how the three words are written, and the photographed design sheet."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Severity
from .registry import Message, register_message

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE
HOW = "写成“底形·颜色·图案”，例如 窗·海·灯；不用图案的，最后写一个或两个字，例如 圆·砖·初。"
"""How an emblem is written."""


@register_message("W465", ADVICE, "楼标的写法")
def emblem_variant(key: str, text: str, standard: str) -> Message:
    """问题：楼标是三个词，中间用“·”隔开，依次是底形、颜色、图案。用逗号、顿号、空格，换了先后，写了别的叫法，都看得懂，只是标准写法是这样。

    不好：

        楼标: 窗，大红，灯笼

    好：

        楼标: 窗·砖·灯

    怎么改：照提示改。不改也能发布。
    """
    return Message(f"“{key}”的“{text}”已按“{standard}”理解。", f"改成“{standard}”。", standard)


@register_message("E466", ERROR, "看不懂的楼标")
def unreadable_emblem(
    key: str, text: str, why: str, choices: Sequence[str] = (), near: str = "", standard: str | None = None
) -> Message:
    """问题：楼标是三个词：底形、颜色、图案。少了一个，或者有一个词不在词表里，就画不出来。不用图案的，最后可以写一个或两个字（汉字、字母、数字）。

    不好：

        楼标: 窗·海·锦鲤跃龙门

    好：

        楼标: 窗·海·鱼

    怎么改：照指南“楼标”一页里的词选三个；不会写就先空着。
    """
    ask = f"，是不是“{near}”？" if near else "。"
    return Message(
        f"“{key}”的“{text}”看不懂：{why}{ask}", f"从这些里选：{'、'.join(choices)}。" if choices else HOW, standard
    )
