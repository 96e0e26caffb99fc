"""Diagrams of consent: who must be asked before a photograph is published, and what a caption may say.

Three cases: adults, children with their parents, people who cannot be recognised.
"""

from __future__ import annotations

from ..paper_layers import GroupItem, build_layer
from ..people import PEOPLE
from ..props import THINGS
from .canvas import Diagram, draw_box, draw_line, draw_pane, draw_shape, draw_text, embed_layers


def draw_speech_bubble(x: float, y: float, words: str) -> str:
    """Return a speech bubble centred on x; its point is at its lower left, towards the speaker's head."""
    width = 22 + 19 * len(words)
    return (
        draw_box(x - width / 2, y, width, 40, "panel", 20)
        + draw_shape(f"M{x - width / 2 + 8:g} {y + 30:g}l-14 20 26-12Z", "panel")
        + draw_text(x, y + 27, words, 18, colour="right", more="b", middle=True)
    )


def draw_card(y: float, height: float, title: str, told: str) -> str:
    """Return a lit window with a title and a sentence below it."""
    room = draw_pane(6, y, 348, height) + draw_box(18, y + 12, 324, height - 96, "paper")
    return room + draw_text(24, y + height - 50, title, 20, more="b") + draw_text(24, y + height - 20, told, 17)


def draw_who_consents() -> Diagram:
    """Return three windows: an adult, a child with a parent, hands and backs."""
    people = build_layer(
        GroupItem(PEOPLE["granny"], 120, 344, "gaojing", "lamp", 1.15),
        GroupItem(PEOPLE["uncle"], 410, 344, "youyilu", "cream", 1.15),
        GroupItem(PEOPLE["neighbour"], 120, 916, "songnan", "cream", 1.15),
        GroupItem(PEOPLE["little-one"], 390, 916, "yanghang", "paper", 1.25, flip=True),
        GroupItem(PEOPLE["elder-back"], 120, 1488, "zhangmiao", "cream", 1.15),
        GroupItem(THINGS["bag"], 320, 1488, "luodian", "lamp", 1.4),
        GroupItem(THINGS["teapot"], 500, 1488, "dachang", "lamp", 1.5),
        depth=0,
    )
    windows = (
        draw_card(8, 290, "大人：自己点头", "认得出的每一个人，都问一声。"),
        draw_card(312, 290, "孩子：家长点头，孩子也愿意", "不写姓名、学校、班级。"),
        draw_card(616, 290, "认不出是谁，最放心", "拍手、拍背影、拍作品。"),
    )
    bubbles = (
        draw_speech_bubble(144, 36, "可以")
        + draw_speech_bubble(298, 36, "可以")
        + draw_speech_bubble(144, 340, "可以")
        + draw_speech_bubble(294, 388, "我愿意")
    )
    drawn = embed_layers([people], 18, 20, 324, 810, "0 0 610 1525")
    return Diagram(360, 920, "".join(windows) + drawn + bubbles)


def draw_caption_advice() -> Diagram:
    """Return a caption that names a role, above one that names a person and an address."""
    good = draw_pane(6, 8, 348, 170, "right") + draw_text(24, 44, "可以写", 20, colour="right", more="b")
    good += draw_text(24, 82, "楼组长和三楼的木工", 18) + draw_text(24, 110, "把旧椅子修好了", 18)
    good += draw_text(24, 152, "身份、在做什么", 17, colour="soft")
    bad = draw_pane(6, 194, 348, 210, "wrong")
    bad += draw_text(24, 230, "不要写", 20, colour="wrong", more="b")
    told = ("姓名、孩子的学校", "门牌写到室", "手机号、车牌、微信号", "谁生病，谁家没人")
    rows = "".join(
        draw_line(f"M26 {256 + 36 * k}l12 12m0-12l-12 12", "wrong", 3.5) + draw_text(54, 269 + 36 * k, words, 18)
        for k, words in enumerate(told)
    )
    return Diagram(360, 416, good + bad + rows)
