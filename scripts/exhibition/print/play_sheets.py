"""Papers of a play: role cards to cut out, and the sheet of the host with all scenes, their choices as arrows, and the endings.

On the host's sheet scenes stand in columns, by the least number of choices that lead to them; where there are more columns
than a sheet has, the next ones stand in a band below. A box shows as much as it has room for: the choices with the numbers of the
scenes to which they lead always, the first words of a scene where they fit. What has no room is not printed smaller: such a
play is printed as a book, from its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ..lazy import dataclass
from ..model import Entry, Exhibition
from ..types.play import HATS, Play, Role, format_size, get_question, list_ending_entries
from ..types.play_graph import ENDING, PlayGraph, Scene, read_graph
from .layers import (
    ACCENT,
    OVERHANG,
    ArtLayer,
    PaperShape,
    PosterLayer,
    PosterLayers,
    QrLayer,
    TextLayer,
    draw_box,
    draw_disc,
    format_number,
)

if TYPE_CHECKING:
    from .poster import Poster

LEAST = 2.3
"""The size to which type may shrink: 6.5 pt."""

# ---- The hats: the same as on pages (`partials/exhibit/hat.html`), in a square of 96. ----

HOUSE = ("M20 48l28 -22l28 22v36q0 5 -5 5h-46q-5 0 -5 -5Z", "paper")
FACE = ("M39 52h18q8 0 8 8v10q0 8 -8 8h-18q-8 0 -8 -8v-10q0 -8 8 -8Z", "lamp")
LOOK = "M42 62v3M54 62v3M42 70q6 5 12 0"
HAT_SHAPES: tuple[tuple[tuple[str, str], ...], ...] = (
    (("M26 32q0 -20 22 -20q22 0 22 20Z", "brick"), ("M22 32h56q-5 7 -18 6Z", "ink")),
    (("M14 32q0 -6 34 -6q34 0 34 6q0 6 -34 6q-34 0 -34 -6Z", "lamp"), ("M31 31q1 -20 17 -20q16 0 17 20Z", "lamp")),
    (("M20 29q2 -18 30 -18q28 0 27 17q-27 8 -57 1Z", "leaf"),),
    (("M28 32q0 -18 20 -18q20 0 20 18Z", "river"), ("M29 28h38q4 0 4 4q0 4 -4 4h-38q-4 0 -4 -4q0 -4 4 -4Z", "mist")),
    (("M34 13l-4 16l-10 8h56l-10 -8l-4 -16Z", "mist"),),
    (("M23 37q22 -24 50 0l-5 4q-20 -18 -40 0Z", "leaf"), ("M44 23q6 -8 12 0q-6 8 -12 0Z", "lamp")),
)
"""The shapes of each hat with their colours, from back to front."""
STROKE = 3.0
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def draw_path(d: str, x: float, y: float, scale: float) -> str:
    """Return a path of relative commands, only its points after M absolute, in another place and size.

    >>> draw_path("M1 2l3 4M0 0h1", 10, 20, 2)
    'M12 24l6 8M10 20h2'
    """

    def move(part: str) -> str:
        values = [float(one) * scale for one in NUMBER.findall(part)]
        ahead = [x + values[0], y + values[1], *values[2:]]
        rest = NUMBER.split(part)
        return "".join(text + (format_number(ahead[at]) if at < len(ahead) else "") for at, text in enumerate(rest))

    return "".join("M" + move(part) for part in d.split("M")[1:])


def draw_role(number: int, x: float, y: float, size: float) -> Iterator[PaperShape]:
    """Yield the mascot with the hat of a role (its number from 1) in a square of side `size`."""
    scale = size / 96
    for d, colour in (HOUSE, FACE, *HAT_SHAPES[(number - 1) % len(HAT_SHAPES)]):
        path = draw_path(d, x, y, scale)
        yield PaperShape(path, colour)
        yield PaperShape(path, "ink", STROKE * scale)
    yield PaperShape(draw_path(LOOK, x, y, scale), "ink", STROKE * scale)


# ---- Role cards: A4, eight to a sheet; the first is that of the play itself, with its code. ----

SHEET_WIDTH, SHEET_HEIGHT = 210.0, 297.0
ACROSS, CARDS = 2, 8
"""Cards in a row, and on a sheet."""
CARD_WIDTH, CARD_HEIGHT = 95.0, 69.0
CARD_LEFT, CARD_TOP = 10.0, 10.5
TICK = 5.0
"""Length of a cut mark; it ends 1 mm before the cards."""
MIND, TROUBLE = "心里想的", "难处"


def list_roles(entry: Entry) -> list[Role]:
    """Return the roles of a play; none of another entry."""
    return [role for role in entry.roles if role.name] if isinstance(entry, Play) else []


def list_role_texts(entry: Entry, exhibition: Exhibition) -> Mapping[str, str]:
    """Return the texts of the role cards by the names of their layers; of what is not told, none."""
    texts = {
        "cards": "角色卡",
        "size": format_size(entry) if isinstance(entry, Play) else "",
        "deal": "剪开，一人一张。先自己看，再说一说“我是谁，我难在哪里”。",
        "mind": MIND,
        "trouble": TROUBLE,
        "who": "我是",
        "none": "",
    }
    for number, role in enumerate(list_roles(entry), 1):
        told = {"role": role.name, "mind": role.mind, "trouble": role.trouble}
        texts |= {f"{name}-{number}": text for name, text in told.items() if text}
    return texts


def place_card(rank: int) -> tuple[float, float]:
    """Return the left upper corner of a card on its sheet, counted from 0."""
    row, column = divmod(rank % CARDS, ACROSS)
    return CARD_LEFT + column * CARD_WIDTH, CARD_TOP + row * CARD_HEIGHT


def draw_cut_marks() -> Iterator[PaperShape]:
    """Yield the marks beside a sheet of cards, by which it is cut."""
    right, foot = CARD_LEFT + ACROSS * CARD_WIDTH, CARD_TOP + CARDS // ACROSS * CARD_HEIGHT
    for column in range(ACROSS + 1):
        x = CARD_LEFT + column * CARD_WIDTH
        for y in (CARD_TOP - TICK - 1, foot + 1):
            yield PaperShape(draw_box(x - 0.1, y, 0.2, TICK), "ink")
    for row in range(CARDS // ACROSS + 1):
        y = CARD_TOP + row * CARD_HEIGHT
        for x in (CARD_LEFT - TICK - 1, right + 1):
            yield PaperShape(draw_box(x, y - 0.1, TICK, 0.2), "ink")


PLAY_X, PLAY_Y = place_card(0)
GROUND = PaperShape(draw_box(PLAY_X + 3, PLAY_Y + 3, CARD_WIDTH - 6, CARD_HEIGHT - 6, 4), "mist")
ROLE_HEAD: PosterLayers = (
    ArtLayer((*draw_cut_marks(), GROUND)),
    TextLayer("cards", PLAY_X + 8, PLAY_Y + 8, 44, 5, 4.2, LEAST, weight="name", align=0),
    TextLayer("name", PLAY_X + 8, PLAY_Y + 14, 44, 17, 7.4, 3.4, weight="name", align=0, lines=3, leading=1.15),
    TextLayer("size", PLAY_X + 8, PLAY_Y + 32, 44, 6, 4.2, LEAST, align=0),
    TextLayer("deal", PLAY_X + 8, PLAY_Y + 46, 79, 11, 3.9, LEAST, align=0, lines=2, leading=1.3),
    TextLayer("typed", PLAY_X + 8, PLAY_Y + 58.5, 79, 4.4, 3.2, LEAST, align=0),
    # Behind the words: the watermark of a proof lies below the first of them, and must not lie on the code.
    QrLayer(PLAY_X + 71.5, PLAY_Y + 26),
)
"""The first card: the play with its code, and what to do with the others."""


def compose_role_cards(poster: Poster) -> tuple[PosterLayers, ...]:
    """Return the sheets of role cards: the play's own first, then one for each role; what is left on the last is blank."""
    texts = dict(poster.texts)
    count = sum(name.startswith("role-") for name in texts)
    sheets = -(-(count + 1) // CARDS)
    pages = []
    for sheet in range(sheets):
        numbers = range(max(1, sheet * CARDS), (sheet + 1) * CARDS)
        head: PosterLayers = ROLE_HEAD if sheet == 0 else (ArtLayer(tuple(draw_cut_marks())),)
        cards = (layer for number in numbers for layer in iter_card(number, texts))
        pages.append((*head, *cards))
    return tuple(pages)


def iter_card(number: int, texts: Mapping[str, str]) -> Iterator[PosterLayer]:
    """Yield the card of a role: its hat, its name, what it thinks, its difficulty; a blank one has lines to write on."""
    x, y = place_card(number)
    known = f"role-{number}" in texts
    ground = PaperShape(draw_box(x + 3, y + 3, CARD_WIDTH - 6, CARD_HEIGHT - 6, 4), "cream" if known else "paper")
    hat = draw_role((number - 1) % HATS + 1, x + 6, y + 5, 27) if known else ()
    yield ArtLayer((ground, PaperShape(draw_box(x + 8, y + 34, CARD_WIDTH - 16, 0.4), "lamp"), *hat))
    if known:
        yield TextLayer(
            f"role-{number}", x + 36, y + 8, 52, 22, 9, 4, weight="name", align=0, lines=2, leading=1.15, key="角色"
        )
    else:
        yield TextLayer("who", x + 8, y + 20, 14, 8, 5.6, LEAST, weight="name", align=0)
        yield ArtLayer((PaperShape(draw_box(x + 23, y + 27.4, 60, 0.3), "ink"),))
    for at, name in enumerate(("mind", "trouble")):
        top = y + 36.5 + at * 14.5
        yield TextLayer(name, x + 8, top, 15, 5.4, 3.6, LEAST, weight="name", align=0)
        if f"{name}-{number}" in texts:
            box = TextLayer(
                f"{name}-{number}",
                x + 24,
                top,
                63,
                13,
                4.4,
                LEAST,
                align=0,
                lines=4,
                leading=1.25,
                raised=True,
                key="角色",
            )
            yield box
        elif not known:
            yield ArtLayer(tuple(PaperShape(draw_box(x + 24, top + 5 + 7 * line, 62, 0.2), "ink") for line in (0, 1)))


def has_no_roles(entry: Entry) -> bool:
    """Has a play nobody to act?"""
    return not list_roles(entry)


# ---- The sheet of the host: A3, lying. ----

HOST_WIDTH, HOST_HEIGHT = 420.0, 297.0
AREA_LEFT, AREA_TOP, AREA_WIDTH, AREA_HEIGHT = 12.0, 36.0, 396.0, 206.0
"""Where the boxes of scenes stand."""
MOST_COLUMNS, MOST_ROWS, GAP_X, GAP_Y = 7, 8, 13.0, 5.0
"""Columns side by side and boxes in a column at most; where more scenes are equally far, they stand in the next column too."""
LEAST_BOX = 15.0
"""Height of a box in which number, name and the numbers of its ways on can be read, in mm."""
NAME_MM, WAY_MM, LEAST_WAY_MM, TEXT_MM = 6.4, 4.2, 3.3, 3.1
"""Height of the name, of a choice at most and at least, and the least size in which first words are shown."""
SHORT = 46
"""Characters of the first words of a scene."""
HOST_STEPS = (
    "一、人到齐，一人一张角色卡。人少，一人演两个；人多，两个人合演一个。",
    "二、从第 1 幕念起。写着轮到谁，就谁来念、谁先说；没有写的，大家一起。",
    "三、念完不急着选：每人先用自己的角色说一句话，再一起挑一条路。",
    "四、照箭头走到那一幕。浅色的箭头是往回走，走回去也可以。",
    "五、到了结局，扫右边的码，看看真的楼里是怎么办的；再说说，我们楼怎么办。",
)
CARE = "演的是事，不是人：不学真邻居的样子，不说真门牌。"
SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?]?[”’」』]?")
PLAIN = re.compile(r"[*_`#>\[\]]")


@dataclass(frozen=True, slots=True)
class SceneBox:
    """Where a scene stands on the sheet, in mm."""

    number: int
    column: int
    band: int
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def middle(self) -> float:
        """Half its height."""
        return self.y + self.height / 2


def place_scenes(graph: PlayGraph) -> dict[int, SceneBox]:
    """Return the boxes of the scenes, by number: column by column, in bands of `MOST_COLUMNS`.

    Scenes that nothing leads to stand in a last column.
    """
    ways = graph.shortest_ways
    last = max(ways.values(), default=0) + 1
    depths: dict[int, list[int]] = {}
    for scene in graph.scenes:
        depths.setdefault(ways.get(scene.number, last), []).append(scene.number)
    columns = [
        depths[depth][at : at + MOST_ROWS] for depth in sorted(depths) for at in range(0, len(depths[depth]), MOST_ROWS)
    ]
    bands = [columns[at : at + MOST_COLUMNS] for at in range(0, len(columns), MOST_COLUMNS)]
    rows = [max(map(len, band)) for band in bands]
    unit = (AREA_HEIGHT - GAP_Y * (sum(rows) - 1)) / max(1, sum(rows))
    wide = max((len(band) for band in bands), default=1)
    width = min(88.0, (AREA_WIDTH - GAP_X * (wide - 1)) / wide)
    step = width + GAP_X if wide < 2 else (AREA_WIDTH - width) / (wide - 1)
    found, top = {}, AREA_TOP
    for band, (held, count) in enumerate(zip(bands, rows, strict=True)):
        height = count * unit + (count - 1) * GAP_Y
        for at, numbers in enumerate(held):
            tall = min(58.0, (height - GAP_Y * (len(numbers) - 1)) / len(numbers))
            free = height - len(numbers) * tall - (len(numbers) - 1) * GAP_Y
            for place, number in enumerate(numbers):
                y = top + free / 2 + place * (tall + GAP_Y)
                found[number] = SceneBox(number, at, band, AREA_LEFT + at * step, y, width, tall)
        top += height + GAP_Y
    return found


def is_too_large(entry: Entry) -> bool:
    """Has a play so many scenes that a box of the host's sheet would be too small to be read?"""
    return isinstance(entry, Play) and any(box.height < LEAST_BOX for box in place_scenes(entry.graph).values())


def has_no_scenes(entry: Entry) -> bool:
    """Has a play nothing to act?"""
    return not (isinstance(entry, Play) and entry.graph.scenes)


def shorten_scene(scene: Scene) -> str:
    """Return the first words of a scene: whole sentences, as many as fit, else cut off.

    >>> shorten_scene(read_graph(chr(10).join(("## 一", "门开了。老邻居说：车是儿子的。", "- 走 → 一"))).scenes[0])
    '门开了。老邻居说：车是儿子的。'
    """
    text = " ".join(PLAIN.sub("", scene.text).split())
    told = ""
    for part in SENTENCE.findall(text):
        if len(told) + len(part) > SHORT:
            break
        told += part
    return told.strip() or f"{text[: SHORT - 1]}…"


def list_host_texts(entry: Entry, exhibition: Exhibition) -> Mapping[str, str]:
    """Return the texts of the host's sheet: of each scene its number, name, first words and choices; how to host."""
    texts = {"host": "主持人看的图", "care": CARE, "begin": "从这里开始", "source": f"来源：{entry.source}"}
    texts |= {f"step-{number}": text for number, text in enumerate(HOST_STEPS, 1)}
    if not isinstance(entry, Play):
        return texts
    graph = entry.graph
    size = " · ".join(filter(None, (format_size(entry), f"{len(graph.scenes)} 幕", f"{len(graph.endings)} 种结局")))
    texts |= {"size": size, "asked": get_question(entry, exhibition)}
    for scene in graph.scenes:
        texts |= {name: text for name, text in iter_scene_texts(entry, scene, exhibition) if text}
    return texts


def iter_scene_texts(play: Play, scene: Scene, exhibition: Exhibition) -> Iterator[tuple[str, str]]:
    """Yield the texts of one scene by the names of their layers."""
    number = scene.number
    yield f"mark-{number}", str(number)
    yield f"name-{number}", scene.name
    yield f"short-{number}", shorten_scene(scene)
    if scene.ending:
        yield f"end-{number}", " · ".join(filter(None, (ENDING, play.get_outcome(scene))))
        cited = list_ending_entries(play, [scene], exhibition)
        yield f"way-{number}-1", f"真的楼：{'、'.join(one.name for one in cited)}" if cited else ""
        return
    yield f"turn-{number}", "、".join(play.list_turns(scene))
    targets = [(choice, play.graph.find_target(choice)) for choice in scene.choices]
    known = [(choice.says, to.number) for choice, to in targets if to]
    for place, (says, to) in enumerate(known, 1):
        yield f"way-{number}-{place}", f"{says} → {to}"
        yield f"to-{number}-{place}", str(to)
    yield f"ways-{number}", f"→ {'、'.join(str(to) for _, to in known)}" if known else ""


HOST_LAYERS: PosterLayers = (
    ArtLayer(
        (
            PaperShape(draw_box(-OVERHANG, -OVERHANG, HOST_WIDTH + 2 * OVERHANG, HOST_HEIGHT + 2 * OVERHANG), "paper"),
            PaperShape(draw_box(-OVERHANG, -OVERHANG, HOST_WIDTH + 2 * OVERHANG, OVERHANG + 5), ACCENT),
            PaperShape(draw_box(AREA_LEFT, 248, AREA_WIDTH, 0.5), "lamp"),
        )
    ),
    TextLayer("name", AREA_LEFT, 10, 230, 14, 12, 5, weight="name", align=0),
    TextLayer("asked", AREA_LEFT, 25, 230, 6, 4.6, LEAST, align=0),
    TextLayer("host", 300, 11, 108, 7, 5.4, LEAST, weight="name", align=1),
    TextLayer("size", 270, 20, 138, 6, 4.4, LEAST, align=1),
    *(
        TextLayer(f"step-{number}", AREA_LEFT, 244.5 + 6.4 * number, 300, 5.6, 4.4, LEAST, align=0)
        for number in range(1, len(HOST_STEPS) + 1)
    ),
    TextLayer("care", AREA_LEFT, 284, 220, 5.4, 4.4, LEAST, weight="name", align=0),
    QrLayer(388, 269.5),
    TextLayer("typed", 300, 281, 66, 4.4, 3.4, LEAST, align=1),
    TextLayer("source", 300, 286, 66, 4, 3, LEAST, align=1),
)
"""What the sheet shows beside the scenes; a unit is a millimetre."""


def compose_host_sheet(poster: Poster) -> tuple[PosterLayers, ...]:
    """Return the sheet: arrows behind, boxes above them, each with what it has room for."""
    entry_texts = dict(poster.texts)
    boxes = place_marks(entry_texts)
    arrows = [*iter_arrows(boxes, entry_texts)]
    found: list[PosterLayer] = [ArtLayer(tuple(arrows))] if arrows else []
    for box in boxes.values():
        found += iter_box(box, entry_texts)
    return ((*HOST_LAYERS, *found),)


def place_marks(texts: Mapping[str, str]) -> dict[int, SceneBox]:
    """Return the boxes of the scenes whose texts these are: their graph is read from the numbers to which choices lead."""
    numbers = sorted(int(name.removeprefix("mark-")) for name in texts if name.startswith("mark-"))
    body = []
    for number in numbers:
        body.append(f"## {ENDING + '：' if f'end-{number}' in texts else ''}{number}")
        body += [f"- 走 → {to}" for to in list_ways(number, texts)]
    return place_scenes(read_graph("\n".join(body)))


def list_ways(number: int, texts: Mapping[str, str]) -> list[int]:
    """Return the numbers of the scenes to which the choices of one lead, in their order."""
    found: list[int] = []
    while (to := texts.get(f"to-{number}-{len(found) + 1}")) is not None:
        found.append(int(to))
    return found


def iter_arrows(boxes: Mapping[int, SceneBox], texts: Mapping[str, str]) -> Iterator[PaperShape]:
    """Yield an arrow for each choice: forward dark, back to an earlier scene pale; the pale ones lie behind."""
    pale, dark = [], []
    arrived: dict[int, int] = {}
    for box in boxes.values():
        for place, to in enumerate(list_ways(box.number, texts)):
            target = boxes[to]
            forward = (target.band, target.column) > (box.band, box.column)
            rank = arrived[to] = arrived.get(to, 0) + 1
            start = box.y + box.height * (0.35 + 0.5 * place / max(1, len(list_ways(box.number, texts))))
            end = target.y + min(target.height - 3, 4 + 3.2 * rank)
            if forward:
                dark += [*draw_arrow(box.right, start, target.x, end, "river", 0.8)]
            elif target.column == box.column and target.band == box.band:
                dark += [*draw_side_arrow(box, target, start, end)]
            else:
                pale += [*draw_arrow(box.x, box.middle + 2, target.right, target.middle + 2, "foam", 0.8)]
    yield from (*pale, *dark)


def draw_arrow(x: float, y: float, to_x: float, to_y: float, colour: str, width: float) -> Iterator[PaperShape]:
    """Yield a curve between two points, level at both ends, with its head."""
    way = 1 if to_x > x else -1
    tip = to_x - way * 2.2
    bend = max(5.0, abs(tip - x) / 2)
    points = (x + way * bend, y, tip - way * bend, to_y, tip, to_y)
    curve = " ".join(map(format_number, points))
    yield PaperShape(f"M{format_number(x)} {format_number(y)}C{curve}", colour, width)
    yield PaperShape(draw_head(to_x, to_y, way), colour)


def draw_head(x: float, y: float, way: int) -> str:
    """Return the head of an arrow whose tip is at a point; `way` is 1 to the right, -1 to the left."""
    back = x - way * 3
    return f"M{format_number(x)} {format_number(y)}L{format_number(back)} {format_number(y - 1.5)}L{format_number(back)} {format_number(y + 1.5)}Z"


def draw_side_arrow(box: SceneBox, target: SceneBox, start: float, end: float) -> Iterator[PaperShape]:
    """Yield a curve to another box of the same column, on the right of both."""
    out = box.right + GAP_X * 0.8
    points = (out, start, out, end, target.right + 2.2, end)
    curve = " ".join(map(format_number, points))
    yield PaperShape(f"M{format_number(box.right)} {format_number(start)}C{curve}", "river", 0.8)
    yield PaperShape(draw_head(target.right, end, -1), "river")


def iter_box(box: SceneBox, texts: Mapping[str, str]) -> Iterator[PosterLayer]:
    """Yield one scene: its number, name, first words where they fit, its choices with their numbers, or how it ends."""
    number, inner = box.number, box.width - 6
    ending = f"end-{number}" in texts
    outline = draw_box(box.x, box.y, box.width, box.height, 3)
    yield ArtLayer(
        (
            PaperShape(outline, "brick" if ending else "ink", 1.2 if ending else 0.5),
            PaperShape(outline, "glow" if ending else "cream"),
            PaperShape(draw_disc(box.x + 5, box.y + 5, 3.7), "lamp"),
        )
    )
    yield TextLayer(f"mark-{number}", box.x + 1.8, box.y + 2.2, 6.4, 5.6, 4.4, LEAST, weight="name")
    label = next(
        (name for name in (f"end-{number}", f"turn-{number}") if name in texts), "begin" if number == 1 else ""
    )
    room = min(inner * 0.42, 26) if label else 0
    yield TextLayer(
        f"name-{number}", box.x + 10, box.y + 1.8, inner - 7 - room, NAME_MM, 5, LEAST, weight="name", align=0, lines=2, leading=1.05
    )  # fmt: skip
    if label:
        yield TextLayer(label, box.right - room - 2, box.y + 2.4, room, 5.2, 3.3, LEAST, weight="name", align=1)
    ways = [name for place in range(1, 20) if (name := f"way-{number}-{place}") in texts]
    top, foot = box.y + 2.2 + NAME_MM + 1, box.y + box.height - 1.6
    each = min(WAY_MM * 2, (foot - top) / max(1, len(ways)))
    if each < LEAST_WAY_MM:
        yield TextLayer(f"ways-{number}", box.x + 3, top, inner, foot - top, 4.2, LEAST, weight="name", align=0)
        return
    rest = foot - top - len(ways) * WAY_MM * 1.7
    if rest >= 3 * TEXT_MM and f"short-{number}" in texts:
        high = min(rest, 22.0)
        lines = max(1, int(high / (TEXT_MM * 1.25)))
        yield TextLayer(f"short-{number}", box.x + 3, top, inner, high, 3.7, LEAST, align=0, lines=min(lines, 6), leading=1.25, raised=True)  # fmt: skip
        top += high + 0.8
        each = min(WAY_MM * 1.7, (foot - top) / max(1, len(ways)))
    for place, name in enumerate(ways):
        yield TextLayer(
            name, box.x + 3, top + place * each, inner, each - 0.5, 3.5, LEAST, align=0, lines=2, leading=1.1
        )
