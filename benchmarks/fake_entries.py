"""Invents units and clusters that do not exist: the values of their front matter and their Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fake_places import Compound
from text_generator import Speech

Values = dict[str, Any]
"""Front matter: text, numbers, lists of text, lists of such mappings; what is None stands empty."""

ACTS = ("难题", "商量", "动手", "如今")
STEP = (40, 60)
"""Characters of a step's text."""


@dataclass(frozen=True, slots=True)
class Words:
    """What stories are put together from: the grammar's tables and the vocabularies of the repository."""

    tables: dict[str, Any]
    themes: tuple[tuple[str, tuple[str, ...]], ...]
    """Name and aliases."""
    standards: tuple[str, ...]

    def theme(self, topic: str) -> str | None:
        """Return the theme that a topic of the grammar belongs to."""
        return next((name for name, aliases in self.themes if topic == name or topic in aliases), None)


def unit(speech: Speech, words: Words, place: Compound, stars: int | None) -> tuple[Values, str]:
    """Invent one unit: front matter without 编号, 楼群, 示例 and 来源, and its Markdown."""
    topics = speech.few(sorted(words.tables["题"]), 1, 3)
    building = place.building(speech)
    founded = (speech.chance.randint(2017, 2024), speech.chance.randint(1, 12), speech.chance.randint(1, 28))
    values: Values = {
        "名称": unit_name(speech, words, building),
        "街镇": place.street,
        "居民区": place.committee if speech.happens(0.85) else None,
        "小区": place.name,
        "楼号": building,
        "星级": stars,
        "建立": date(speech, founded) if speech.happens(0.9) else None,
        "户数": speech.chance.randint(8, 48) if speech.happens(0.8) else None,
        "主题": themes(speech, words, topics),
        "培育标准": speech.few(words.standards, 0, 3),
        "一句话": speech.one(words.tables["题"][topics[0]]["一句话"]),
        "历程": steps(speech, words, topics, founded[0]) if speech.happens(0.92) else [],
        "公约": speech.some(words.tables["通用"]["公约"], 3, 6) if speech.happens(0.8) else [],
        "自治小组": speech.few(words.tables["通用"]["小组"], 3, 6) if speech.happens(0.85) else [],
    }
    return values, story(speech, words, topics)


def unit_name(speech: Speech, words: Words, building: str) -> str:
    """Return a name such as 64号楼 or 睦邻楼."""
    if speech.happens(0.35):
        return building.rpartition("弄")[2] + "楼"
    syllables = words.tables["通用"]["楼名"]
    first = speech.chance.choice(syllables["前"])
    second = speech.chance.choice([syllable for syllable in syllables["后"] if syllable != first])
    return f"{first}{second}{speech.chance.choice(syllables['尾'])}"


def themes(speech: Speech, words: Words, topics: Sequence[str]) -> list[str]:
    """Return the themes of `topics`, now and then one more, or none where nobody has filled them in."""
    if speech.happens(0.06):
        return []
    chosen = [theme for topic in topics if (theme := words.theme(topic))]
    if speech.happens(0.3) or not chosen:
        chosen.append(speech.chance.choice(words.themes)[0])
    return list(dict.fromkeys(chosen))


def date(speech: Speech, parts: tuple[int, int, int]) -> str:
    """Return a date as people remember it: mostly to the month, now and then the day or only the year."""
    precision = speech.chance.choices((4, 7, 10), (1, 5, 3))[0]
    year, month, day = parts
    return f"{year:04d}-{month:02d}-{day:02d}"[:precision]


def steps(speech: Speech, words: Words, topics: Sequence[str], founded: int) -> list[Values]:
    """Return 3–6 steps in the order of time, each of 40–60 characters, one in ten without a date."""
    month = (founded - 1) * 12 + speech.chance.randint(0, 11)
    found: list[Values] = []
    for number in range(speech.chance.randint(3, 6)):
        act = ACTS[min(number, 3)]
        topic = speech.chance.choice(topics)
        month = min(month + speech.chance.randint(1, 8), 2025 * 12)
        step: Values = {"时间": f"{month // 12:04d}-{month % 12 + 1:02d}"} if speech.happens(0.9) else {}
        step["标题"] = speech.chance.choice(words.tables["通用"]["步骤名"][act])
        step["经过"] = measured(speech, words.tables["题"][topic][act], words.tables["通用"]["步骤句"])
        found.append(step)
    return found


def measured(speech: Speech, openings: Sequence[str], additions: Sequence[str]) -> str:
    """Return one of `openings` with as many `additions` as make it 40–60 characters long."""
    while True:
        text = speech.one(openings)
        while len(text) < STEP[0]:
            text += speech.one(additions)
        if len(text) <= STEP[1]:
            return text


def story(speech: Speech, words: Words, topics: Sequence[str]) -> str:
    """Return the Markdown of a unit: two to five paragraphs, now and then with headings, a list or a quotation."""
    common = words.tables["通用"]
    acts = [words.tables["题"][topic] for topic in topics]
    paragraphs = ["".join([speech.one(common["开头"]), *(speech.one(act["难题"]) for act in acts)])]
    for act in acts:
        paragraphs.append(
            "".join([speech.one(common["转折"]), speech.one(act["商量"]), *speech.some(act["动手"], 1, 2)])
        )
    paragraphs.append("".join([*speech.some(common["群像"], 1, 2), *speech.some(common["细节"], 1, 3)]))
    paragraphs.append("".join([speech.one(acts[0]["如今"]), speech.one(common["余音"])]))
    if speech.happens(0.3):
        paragraphs[1:1] = ["## " + speech.chance.choice(topics)]
    if speech.happens(0.2):
        paragraphs.append("\n".join(f"- {line}" for line in speech.some(common["公约"], 3, 4)))
    if speech.happens(0.2):
        paragraphs.append("> " + speech.one(common["余音"]))
    return "\n\n".join(paragraphs) + "\n"


def cluster(speech: Speech, words: Words, members: Sequence[tuple[str, Values]]) -> tuple[Values, str]:
    """Invent the cluster of `members` (id, front matter): all but 编号, 示例 and 来源, and its Markdown."""
    common = words.tables["通用"]
    first = members[0][1]
    together = len({values["小区"] for _, values in members}) == 1
    topics = speech.few(sorted(words.tables["题"]), 1, 2)
    values: Values = {
        "名称": "".join(speech.chance.choice(common["群名"][part]) for part in ("前", "后")),
        "街镇": first["街镇"],
        "居民区": first["居民区"] if together else None,
        "小区": first["小区"] if together else None,
        "结群": "地缘" if together else "趣缘",
        "一句话": speech.one(common["群名"]["句"]),
        "楼组": [id for id, _ in members],
        "牵头": members[0][0],
        "专委会": speech.few(common["专委会"], 3, 6),
        "共享空间": [
            {"名称": name, "说明": speech.one(common["空间"]["句"])} for name in speech.few(common["空间"]["名"], 1, 3)
        ],
        "历程": steps(speech, words, topics, 2021),
        "公约": speech.some(common["公约"], 3, 5),
    }
    return values, story(speech, words, topics)
