"""The graph of a play: scenes, choices and endings, read from the Markdown of its body, and what can be reached in it.

    ## 三辆旧车                      a scene; the first one is where the play begins
    角色：人民调解员                  whose turn it is; without it, everybody's
    楼道里又多了三辆旧车。            its text
    - 先一家一家敲门 → 敲门           a choice: what is said, and the scene to which it leads
    ## 结局：挂上墙                  an ending
    结果：办成                        what came of it
    参考：10010                       entries that tell how it is done in real houses

There are no variables, so everything that can be asked of a graph can be answered from the text alone. What stands above the
first heading is the opening. Nothing that is written is lost: a line that is no choice is text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeVar

from ..lazy import compile_later, dataclass
from ..text.characters import parse_list_mark

TURN_KEY, OUTCOME_KEY, CITED_KEY, PICTURE_KEY = "角色", "结果", "参考", "照片"
"""Keys of the lines that hold values: whose turn a scene is; how an ending ends; which entries it cites; its picture."""
KEYS = (TURN_KEY, OUTCOME_KEY, CITED_KEY, PICTURE_KEY)
ENDING = "结局"
LONGEST_SCENE = 220
"""Characters of a scene that a phone shows together with its choices (ROOMS.md, 3.11)."""
LONGEST_NAME = 30
"""Characters of the name of a scene: it is the title of a page, and stands behind arrows and on printed sheets."""
MOST_SCENES = 99
"""Scenes of one play. A course of 40 minutes has about ten; proofs of more would take long."""
LEAST_ENDINGS = 2
LONGEST_BODY = 20_000
"""Characters that are read, as of every body."""

SPACE = " \t\u3000"
HEADING = compile_later(rf"([#＃]{{1,6}})[{SPACE}]*([^{SPACE}#＃].*)")
MARK_OF_ENDING = compile_later(
    rf"[【\[（(]?(?:[大小]?{ENDING}(?:之?[一二三四五六七八九十\dA-Za-zＡ-Ｚ]{{1,2}}(?=[】\]）)]?[{SPACE}]*[:：·—-]))?)[】\]）)]?"
    rf"[{SPACE}]*[:：·—-]*[{SPACE}]*"
)
"""How the name of an ending begins; behind it stands the name."""
ARROW = compile_later(r"[-－—–−=＝]{1,3}[>＞]|[→⇒➔➜➡⟶＞]|(?<=[ \u3000])>(?=[ \u3000])")
BULLET = compile_later(rf"[-－–−﹣•·●○▪◦◆■＊＋](?![-－–−—>＞])[{SPACE}]*(?=[^{SPACE}])|[*+][{SPACE}]+(?=[^{SPACE}])")
BACKWARDS = compile_later(r"([^←⇐⬅]{1,200})(?:[←⇐⬅]\ufe0f?|<[-=]{1,2})([^←⇐⬅]{1,200})")
"""A choice whose arrow points the other way."""
VALUE = compile_later(rf"({'|'.join(KEYS)})[{SPACE}]*[:：][{SPACE}]*")
PARTS = compile_later(r"[^、，,；;/／\s]+")
"""Values of one line."""
CELLS = compile_later(r"[|｜]")
RULER = compile_later(r"[|｜\-－—:： \t]+")
NUMBERED = compile_later(r"第?([0-9]{1,2})[幕场节]?")
"""A number where the name of a scene should stand."""
NEAR = 0.5
"""Likeness (difflib's ratio) from which the name of a scene may have been meant."""
MOST_ASKED = 200
"""Names of one body that are compared with those of its scenes: a comparison with 99 names takes about 1 ms."""
T = TypeVar("T", bound=Hashable)


class WrittenValue(NamedTuple):
    """A value of a line: its key, which one of its key in the whole body it is (`rank`, from 0), its text and its place in the body."""

    key: str
    rank: int
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SceneChoice:
    """One way on from a scene."""

    says: str
    """What is said or done, as the page shows it."""
    to: str
    """The name of the scene to which it leads, as it is written."""
    line: int
    """Its line in the body, from 1."""
    column: int
    """Where the name of the scene stands in the line, from 1."""
    form: str = ""
    """How it is written where that is not right: "table", "bare" (without a dash)."""
    marked: bool = False
    """Does the name of the scene bear 结局：, which only its heading has?"""


class SceneLine(NamedTuple):
    """A line of the body, from 1."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene or ending."""

    number: int
    """Which one it is, from 1: the address of its page."""
    name: str
    line: int
    """The line of its heading in the body, from 1."""
    level: int
    """How many signs its heading has."""
    ending: bool
    unmarked: bool
    """Is it an ending whose heading does not say so?"""
    rows: tuple[SceneLine, ...]
    """The lines of its text, empty ones too."""
    choices: tuple[SceneChoice, ...]
    strays: tuple[SceneLine, ...]
    """Lines with a dash and no arrow; they are part of its text."""
    late: tuple[SceneLine, ...]
    """Lines of its text that stand behind its choices."""
    values: tuple[WrittenValue, ...]

    @property
    def text(self) -> str:
        """Its text, as Markdown."""
        return "\n".join(row.text for row in self.rows).strip("\n")

    @property
    def length(self) -> int:
        """How many characters its text has."""
        return sum(len("".join(row.text.split())) for row in self.rows)

    def list_ranks(self, key: str) -> tuple[int, ...]:
        """Return the numbers, among all values of a key, of those that stand here."""
        return tuple(value.rank for value in self.values if value.key == key)


@dataclass(frozen=True, eq=False)
class PlayGraph:
    """The scenes of a play in the order of its text; it begins with the first."""

    scenes: tuple[Scene, ...]
    opening: tuple[SceneLine, ...] = ()
    """The lines above the first heading."""
    orphans: tuple[SceneChoice, ...] = ()
    """Choices above the first heading."""
    loose: tuple[WrittenValue, ...] = ()
    """Values above the first heading."""
    asked: dict[str, Scene | None] = field(default_factory=dict, init=False, repr=False)
    """What `find_near` has found, by name."""

    @property
    def endings(self) -> tuple[Scene, ...]:
        """The endings."""
        return tuple(scene for scene in self.scenes if scene.ending)

    @cached_property
    def by_name(self) -> Mapping[str, Scene]:
        """Scenes by their name as a careless eye reads it, the first of several."""
        return {normalize_scene_name(scene.name): scene for scene in reversed(self.scenes)}

    @cached_property
    def twins(self) -> tuple[tuple[Scene, Scene], ...]:
        """Scenes whose name another one before them has, with that one."""
        found = ((scene, self.by_name[normalize_scene_name(scene.name)]) for scene in self.scenes)
        return tuple((scene, first) for scene, first in found if scene is not first)

    def find_numbered(self, name: str) -> Scene | None:
        """Return the scene whose number stands where its name should (`2`, `第2幕`); None where none does."""
        found = NUMBERED.fullmatch(unicodedata.normalize("NFKC", name))
        number = int(found[1]) if found else 0
        return self.scenes[number - 1] if 0 < number <= len(self.scenes) else None

    @cached_property
    def short_lines(self) -> Mapping[str, SceneLine]:
        """The lines of text that are as short as a name, by what a careless eye reads there, the first of several."""
        rows = (row for scene in self.scenes for row in scene.rows if 0 < len(row.text.strip()) <= LONGEST_NAME)
        found: dict[str, SceneLine] = {}
        for row in rows:
            found.setdefault(normalize_scene_name(row.text.strip(" \t>*_")), row)
        return found

    def find_heading_line(self, name: str) -> SceneLine | None:
        """Return the line of text that says nothing but this name: a heading without its two signs."""
        key = normalize_scene_name(name)
        return self.short_lines.get(key) if key else None

    def find_target(self, choice: SceneChoice) -> Scene | None:
        """Return the scene to which a choice leads; None where there is none."""
        return self.by_name.get(normalize_scene_name(choice.to))

    def find_near(self, name: str) -> Scene | None:
        """Return the scene whose name is most like this one; None where none is like it.

        After `MOST_ASKED` names nothing is looked for any more: such a text is no play.
        """
        key = normalize_scene_name(name)
        if key not in self.asked:
            self.asked[key] = self.compare_names(key) if len(self.asked) < MOST_ASKED else None
        return self.asked[key]

    def compare_names(self, key: str) -> Scene | None:
        """Return the scene whose normalized name is most like `key`."""
        if numbered := self.find_numbered(key):
            return numbered
        inside = [scene for other, scene in self.by_name.items() if len(key) > 1 and (key in other or other in key)]
        near = get_close_matches(key, list(self.by_name), 1, NEAR)
        return self.by_name[near[0]] if near else inside[0] if len(inside) == 1 else None

    @cached_property
    def successors(self) -> Mapping[int, tuple[int, ...]]:
        """The numbers of the scenes to which each leads, each once."""
        return {
            scene.number: tuple(
                dict.fromkeys(target.number for one in scene.choices if (target := self.find_target(one)))
            )
            for scene in self.scenes
        }

    @cached_property
    def shortest_ways(self) -> Mapping[int, int]:
        """How many choices lead at least from the beginning to each scene that can be reached."""
        found = {1: 0} if self.scenes else {}
        queue = list(found)
        for number in queue:
            for other in self.successors[number]:
                if other not in found:
                    found[other] = found[number] + 1
                    queue.append(other)
        return found


def normalize_scene_name(name: str) -> str:
    """Return what writings of one name have in common.

    >>> normalize_scene_name("“敲门”。") == normalize_scene_name("结局： 敲 门")
    True
    """
    plain = unicodedata.normalize("NFKC", name)
    bare = re.sub(r"[\s“”\"'‘’「」《》【】\[\]()#*。.!！?？,，、:;·~—-]", "", plain).casefold()
    return bare.removeprefix(ENDING) or bare


@lru_cache(maxsize=512)
def read_graph(body: str) -> PlayGraph:
    """Return the graph of a body. Any text whatever gives a graph; what is wrong with it the rules say."""
    return GraphReader(body[:LONGEST_BODY]).read()


class GraphReader:
    """The lines of a body on their way to a graph."""

    def __init__(self, body: str) -> None:
        self.lines = body.split("\n")
        self.counts = dict.fromkeys(KEYS, 0)
        self.heads = {number: found for number, line in enumerate(self.lines) if (found := parse_heading(line))}
        self.names = {normalize_scene_name(head.name) for head in self.heads.values()}
        self.asked = 0

    def read(self) -> PlayGraph:
        """Return the graph."""
        starts = [*self.heads, len(self.lines)]
        opening = self.read_part(0, starts[0])
        scenes = [self.read_scene(number, start, end) for number, (start, end) in enumerate(pairwise(starts), 1)]
        return PlayGraph(tuple(scenes), trim_rows(opening.rows), tuple(opening.choices), tuple(opening.values))

    def read_scene(self, number: int, start: int, end: int) -> Scene:
        """Return the scene whose heading is line `start`, from 0."""
        head, part = self.heads[start], self.read_part(start + 1, end)
        told = any(value.key in (OUTCOME_KEY, CITED_KEY) for value in part.values)
        unmarked = not head.ending and told and not part.choices and not part.strays
        return Scene(
            number,
            head.name,
            start + 1,
            head.level,
            head.ending or unmarked,
            unmarked,
            trim_rows(part.rows),
            tuple(part.choices),
            tuple(part.strays),
            tuple(part.late),
            tuple(part.values),
        )

    def read_part(self, start: int, end: int) -> ScenePart:
        """Return what stands in these lines."""
        part = ScenePart()
        for number in range(start, end):
            self.read_line(number, part)
        return part

    def read_line(self, number: int, part: ScenePart) -> None:
        """Sort one line into a part."""
        raw = self.lines[number]
        text = raw.strip()
        indent = len(raw) - len(raw.lstrip())
        mark = find_bullet(text)
        value = VALUE.match(text, mark)
        if value:
            part.values += self.read_values(value[1], raw, number + 1, indent + value.end())
            return
        choice = parse_choice(text, number + 1, indent, mark) if text else None
        if choice and (mark or self.is_known(choice.to)):
            part.choices.append(choice)
            return
        rows = self.read_table_row(number, text, indent)
        if rows is not None:
            part.choices += rows
            return
        row = SceneLine(number + 1, raw)
        part.rows.append(row)
        if text and part.choices:
            part.late.append(SceneLine(number + 1, text))
        if mark and not text[:mark].strip()[:1].isdigit():
            part.strays.append(SceneLine(number + 1, text[mark:]))

    def is_known(self, name: str) -> bool:
        """Is this the name of a scene, or nearly one?"""
        key = normalize_scene_name(name)
        if key in self.names or len(self.names) > MOST_SCENES or self.asked >= MOST_ASKED:
            return key in self.names
        self.asked += 1
        return bool(get_close_matches(key, self.names, 1, NEAR))

    def read_values(self, key: str, raw: str, line: int, start: int) -> Iterator[WrittenValue]:
        """Yield the values of a line with this key, which stand from `start` on."""
        for found in PARTS.finditer(raw.rstrip().rstrip("。."), start):
            yield WrittenValue(key, self.counts[key], found[0], line, found.start() + 1)
            self.counts[key] += 1

    def read_table_row(self, number: int, text: str, indent: int) -> list[SceneChoice] | None:
        """Return the choices of a row of a table; None where the line is none. Rows that name no scene are none either."""
        if text[:1] not in ("|", "｜"):
            return None
        cells = [cell.strip() for cell in CELLS.split(text.strip("|｜"))]
        if RULER.fullmatch(text):
            return []
        following = self.lines[number + 1].strip() if number + 1 < len(self.lines) else ""
        if following[:1] in ("|", "｜") and RULER.fullmatch(following):
            return []
        if len(cells) < 2 or not self.is_known(ARROW.sub("", cells[-1])):
            return None
        to = ARROW.sub("", cells[-1]).strip()
        return [SceneChoice(cells[0], to, number + 1, indent + text.rfind(to) + 1, "table", is_marked(to))]


@dataclass(slots=True)
class ScenePart:
    """What stands between two headings."""

    rows: list[SceneLine] = field(default_factory=list)
    choices: list[SceneChoice] = field(default_factory=list)
    strays: list[SceneLine] = field(default_factory=list)
    late: list[SceneLine] = field(default_factory=list)
    values: list[WrittenValue] = field(default_factory=list)


class SceneHeading(NamedTuple):
    """A heading: its name without 结局：, whether it had that, how many signs it has."""

    name: str
    ending: bool
    level: int


def parse_heading(line: str) -> SceneHeading | None:
    """Return the heading that a line is; None where it is none. One sign needs a space behind it: #话题# is text."""
    text = line.strip()
    found = HEADING.fullmatch(text) if text[:1] in ("#", "＃") else None
    if found is None or (len(found[1]) == 1 and text[1:2] not in SPACE):
        return None
    words = found[2].rstrip("#＃" + SPACE)
    mark = MARK_OF_ENDING.match(words)
    is_ending = bool(mark and (mark[0].strip() != ENDING or mark.end() == len(words) or mark[0] != ENDING))
    name = words[mark.end() :].strip() if mark and is_ending else words
    return SceneHeading(name or words, is_ending, len(found[1]))


def is_marked(name: str) -> bool:
    """Does the name of a scene bear 结局： before it?"""
    found = MARK_OF_ENDING.match(name)
    return bool(found and found[0] != ENDING and found.end() < len(name))


def find_bullet(text: str) -> int:
    """Return how many characters the mark of a list takes at the beginning of a line; 0: there is none."""
    found = BULLET.match(text)
    if found:
        return found.end()
    number = parse_list_mark(text)
    return number.length if number and number.family != "-" else 0


def parse_choice(text: str, line: int, indent: int, mark: int) -> SceneChoice | None:
    """Return the choice that a line is: what is said, an arrow (the last one), a scene. None where it has no arrow."""
    arrows = [*ARROW.finditer(text, mark)]
    if not arrows:
        return None
    arrow = arrows[-1]
    says, to = text[mark : arrow.start()].strip(), text[arrow.end() :].strip()
    if not to or (not mark and not says):
        return None
    column = indent + text.rfind(to) + 1
    return SceneChoice(says or to, to, line, column, "" if mark else "bare", is_marked(to))


def trim_rows(rows: Sequence[SceneLine]) -> tuple[SceneLine, ...]:
    """Return lines without empty ones at both ends."""
    filled = [number for number, row in enumerate(rows) if row.text.strip()]
    return tuple(rows[filled[0] : filled[-1] + 1]) if filled else ()


@dataclass(frozen=True, slots=True)
class BrokenArrow:
    """A choice that leads nowhere, and what follows from it."""

    scene: Scene
    choice: SceneChoice
    near: Scene | None
    """The scene that may have been meant."""
    unreached: tuple[Scene, ...] = ()
    """Scenes that nothing leads to while it is broken."""
    stuck: tuple[Scene, ...] = ()
    """Scenes from which no ending can be reached while it is broken."""


@dataclass(frozen=True, slots=True)
class StuckScene:
    """A scene in which a play stops before an ending: one without a way on, or the first of a circle; and what follows."""

    scene: Scene
    others: tuple[Scene, ...] = ()
    """The other scenes from which one comes only there."""


@dataclass(frozen=True, slots=True)
class UnreachedScene:
    """A scene to which nothing leads from the beginning; and those that only it leads to."""

    scene: Scene
    others: tuple[Scene, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphFaults:
    """All that keeps a graph from being a play. A scene that is named as a consequence of one fault is named in no other."""

    broken: tuple[BrokenArrow, ...] = ()
    unreached: tuple[UnreachedScene, ...] = ()
    dead: tuple[StuckScene, ...] = ()
    """Scenes without a choice."""
    circles: tuple[StuckScene, ...] = ()
    """Circles that nothing leaves, each by its first scene."""


@lru_cache(maxsize=512)
def find_faults(graph: PlayGraph) -> GraphFaults:
    """Return what is wrong with a graph of at most `MOST_SCENES` scenes. Where it has no ending at all, that no scene reaches
    one is no fault of its own.

    A broken arrow is taken as mended for what stands behind it: it leads to the scene that was nearly named, else to any.
    So its consequences are told with it, once, and what remains is wrong even after it is mended.
    """
    scenes = {scene.number: scene for scene in graph.scenes}
    if not scenes:
        return GraphFaults()
    broken = [(scene, one) for scene in graph.scenes for one in scene.choices if graph.find_target(one) is None]
    near = [graph.find_near(one.to) for _, one in broken]
    actual = {number: set(targets) for number, targets in graph.successors.items()}
    mended = {number: set(targets) for number, targets in actual.items()}
    for (scene, _), other in zip(broken, near, strict=True):
        mended[scene.number] |= {other.number} if other else set()
    names: dict[str, list[int]] = {}
    for scene in graph.scenes:
        names.setdefault(normalize_scene_name(scene.name), []).append(scene.number)
    for targets in mended.values():
        targets |= {twin for one in list(targets) for twin in names[normalize_scene_name(scenes[one].name)]}
    now, then = find_reachable(actual, [1]), find_reachable(mended, [1])
    lost = [number for number in scenes if number not in then]
    open_ends = [place for place, other in enumerate(near) if other is None]
    unreached: dict[int, list[int]] = {place: [] for place in range(len(broken))}
    for number in scenes:
        if number not in now and number in then:
            place = find_cause(number, [(p, other) for p, other in enumerate(near) if other], mended)
            if place is not None:
                unreached[place].append(number)
    if open_ends:
        unreached[open_ends[0]] += lost
        lost = []
    stuck, dead, circles = find_stuck(graph, actual, mended, broken, near)
    return GraphFaults(
        tuple(
            BrokenArrow(
                scene, one, near[place], pick(scenes, sorted(unreached[place])), pick(scenes, sorted(stuck[place]))
            )
            for place, (scene, one) in enumerate(broken)
        ),
        tuple(UnreachedScene(scenes[first], pick(scenes, rest)) for first, rest in group_by_source(lost, actual)),
        tuple(StuckScene(scenes[first], pick(scenes, rest)) for first, rest in dead.items()),
        tuple(StuckScene(scenes[first], pick(scenes, rest)) for first, rest in circles),
    )


def find_stuck(
    graph: PlayGraph,
    actual: Mapping[int, Collection[int]],
    mended: Mapping[int, Collection[int]],
    broken: Sequence[tuple[Scene, SceneChoice]],
    near: Sequence[Scene | None],
) -> tuple[dict[int, list[int]], dict[int, list[int]], list[tuple[int, list[int]]]]:
    """Return the scenes from which no ending can be reached: by broken arrow, by scene without a choice, by circle."""
    endings = [scene.number for scene in graph.endings]
    if not endings:
        return {place: [] for place in range(len(broken))}, {}, []
    dead: dict[int, list[int]] = {scene.number: [] for scene in graph.scenes if not scene.ending and not scene.choices}
    by_arrow: dict[int, list[int]] = {place: [] for place in range(len(broken))}
    loose = [scene.number for (scene, _), other in zip(broken, near, strict=True) if other is None]
    escaping = find_reachable(reverse(actual), endings)
    after = find_reachable(reverse(mended), [*endings, *dead, *loose])
    trapped = [scene.number for scene in graph.scenes if scene.number not in escaping]
    for number in trapped:
        if number in dead or number not in after:
            continue
        ahead = find_reachable(actual, [number])
        place = next((p for p, (scene, _) in enumerate(broken) if scene.number in ahead), None)
        end = next((one for one in dead if one in ahead), None)
        if place is not None:
            by_arrow[place].append(number)
        elif end is not None:
            dead[end].append(number)
    circles = group_by_source([number for number in trapped if number not in after], reverse(actual))
    return by_arrow, dead, circles


def group_by_source(numbers: Sequence[int], edges: Mapping[int, Collection[int]]) -> list[tuple[int, list[int]]]:
    """Return scenes in groups: one to which nothing else of them leads (of a circle the first), and those that it leads to."""
    ahead = {number: find_reachable(edges, [number]) for number in numbers}
    sources: list[int] = []
    for number in numbers:
        above = [other for other in numbers if number in ahead[other]]
        if all(other in ahead[number] for other in above) and not any(number in ahead[one] for one in sources):
            sources.append(number)
    left = [number for number in numbers if number not in sources]
    groups: dict[int, list[int]] = {source: [] for source in sources}
    for number in left:
        groups[next(source for source in sources if number in ahead[source])].append(number)
    return list(groups.items())


def find_reachable(edges: Mapping[T, Iterable[T]], starts: Iterable[T]) -> set[T]:
    """Return all that can be reached over edges from some beginnings, those included."""
    found = set(starts)
    queue = list(found)
    while queue:
        for other in edges.get(queue.pop(), ()):
            if other not in found:
                found.add(other)
                queue.append(other)
    return found


def reverse(edges: Mapping[int, Collection[int]]) -> dict[int, list[int]]:
    """Return edges with their directions turned."""
    turned: dict[int, list[int]] = {number: [] for number in edges}
    for number, targets in edges.items():
        for other in targets:
            turned[other].append(number)
    return turned


def find_cause(number: int, near: Iterable[tuple[int, Scene]], edges: Mapping[int, Collection[int]]) -> int | None:
    """Return the place of the first broken arrow behind whose nearly named scene another one is reached."""
    return next((place for place, scene in near if number in find_reachable(edges, [scene.number])), None)


def pick(scenes: Mapping[int, Scene], numbers: Iterable[int]) -> tuple[Scene, ...]:
    """Return the scenes of these numbers."""
    return tuple(scenes[number] for number in numbers)


def list_scene_texts(body: str) -> Iterator[str]:
    """Yield what visitors read of a play, a line each: the opening, then scene by scene its name, its text, its choices."""
    graph = read_graph(body)
    yield from (row.text.strip() for row in graph.opening if row.text.strip())
    for scene in graph.scenes:
        yield scene.name
        yield from (row.text.strip() for row in scene.rows if row.text.strip())
        yield from (choice.says for choice in scene.choices)


def list_written(body: str) -> Iterator[WrittenValue]:
    """Yield the values that stand in the lines of a body, in the order of the text."""
    graph = read_graph(body)
    yield from graph.loose
    for scene in graph.scenes:
        yield from scene.values


def split_backwards(text: str) -> list[str]:
    """Return what a line says; of one whose arrow points the other way its two sides, which `fix` turns into a choice."""
    found = BACKWARDS.fullmatch(text.strip().lstrip("-－*").strip())
    return [found[1].strip(), normalize_scene_name(found[2])] if found else [text.strip()]


def list_scene_words(body: str) -> tuple[str, ...]:
    """Return all that a body says beside its values, without the signs of the notation."""
    graph = read_graph(body)
    told = [row.text.strip() for row in graph.opening]
    told += [part for one in graph.orphans for part in (one.says, normalize_scene_name(one.to))]
    for scene in graph.scenes:
        told += [normalize_scene_name(scene.name), *(part for row in scene.rows for part in split_backwards(row.text))]
        told += [part for one in scene.choices for part in (one.says, normalize_scene_name(one.to))]
    return tuple(filter(None, told))
