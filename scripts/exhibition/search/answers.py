"""Pages that answer a question before any entry does: rooms, the pages of what records are about, lists, pages of the guide.

楼道里堆东西怎么办 is answered by the page of the problem 楼道堆物. Its name, aliases and sentence are those of the
vocabulary's term; which entries have records of it stands among the postings, under a pair of characters that nobody types.
Everything follows from declarations: a record list with a room, a content type and a gallery answer by themselves, by their names.
What neighbours say in other words, and what the guide and other standing pages answer, stands in `content/vocabularies/answers.yml`.
Values of galleries (streets, stars) need nothing here: the catalogue has their words and addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..lazy import dataclass
from ..model import Entry, Exhibition, Term
from ..model.books import find_book_by_address
from ..model.record_types import EntryRecord, RecordFacet, RecordType, Room
from ..pages.facets import GALLERIES, Facet
from ..pages.rooms import group_records, list_room_indexes
from ..pages.service_pages import STANDING_PATHS
from ..types import CONTENT_TYPES
from .normalize import AskedPage, normalize_pattern, normalize_word

FIRST_MARK = 0xE000
"""The first code point of Unicode's private use area, in which no text has a character."""
MOST = 0xF8FF - FIRST_MARK + 1


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """One page that answers: where it is, what it belongs to and how much it shows."""

    title: str
    path: str
    """From the root of the site."""
    about: str
    """智慧库 · 3条经验."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is asked for by some words, and the pages that answer; the first is the one for it, the others are near it."""

    words: tuple[str, ...]
    """Words that ask for it, as they are compared; the first is its name."""
    note: str
    """A sentence, whose words ask for it too."""
    pose: str
    pages: tuple[AnswerPage, ...]
    holders: frozenset[str] = frozenset()
    """The ids of the entries that have records of it."""
    patterns: tuple[str, ...] = ()
    """Words that ask for it only where they stand in a question as they are; parts with `+` between them all,
    of forms with `/` between them one."""

    def to_object(self) -> list[object]:
        """Return it as a value of the script: words and patterns, sentence, pose, whether entries are marked, pages."""
        name = self.words[0] if self.words else ""
        # A title that is the name is left out, and so is a pattern that asks for no more than a word does.
        pages = [["" if page.title == name else page.title, page.path, page.about] for page in self.pages]
        patterns = [pattern for pattern in self.patterns if pattern not in self.words]
        asking = "|".join(self.words) + ("\t" + "|".join(patterns) if patterns else "")
        return [asking, self.note, self.pose, int(bool(self.holders)), *pages]


def list_answers(exhibition: Exhibition, asked: Sequence[AskedPage] = ()) -> list[Answer]:
    """Return what can be answered by a page: terms that records are about first, then rooms, lists, and what is `asked`.

    What is asked of a page that answers already adds to its words.
    """
    found = [
        *list_term_answers(exhibition),
        *(build_room_answer(room, rows, exhibition) for room, rows in CONTENT_TYPES.rooms.items()),
        *list_type_answers(exhibition),
        *(build_gallery_answer(gallery) for gallery in GALLERIES.rows if gallery.index),
    ]
    known: dict[str, int] = {}
    kept: list[Answer] = []
    for answer in found:
        add_answer(answer, known, kept)
    terms = {answer.pages[0].path: answer for answer in list_gallery_terms(exhibition)}
    terms |= {answer.pages[0].path: answer for answer in list_entry_answers(exhibition, asked)}
    standing = {*known, *terms, *STANDING_PATHS}
    for row in asked:
        paths = [path for path in row.paths if path in standing or find_book_by_address(path)]
        if paths:
            patterns = tuple(dict.fromkeys(normalize_pattern(word) for word in row.words))
            page = AnswerPage(row.title, paths[0], "")
            own = Answer(make_words((row.title,)), row.note, row.pose, (page,), patterns=patterns)
            term = terms.get(paths[0])
            add_answer(replace(term, patterns=patterns) if term else own, known, kept)
    return kept


def add_answer(answer: Answer, known: dict[str, int], kept: list[Answer]) -> None:
    """Add an answer; what asks for a page that answers already is added to the words of that answer."""
    place = known.setdefault(answer.pages[0].path, len(kept))
    if place == len(kept):
        kept.append(answer)
        return
    before = kept[place]
    kept[place] = replace(
        before,
        words=tuple(dict.fromkeys((*before.words, *filter(None, answer.words)))),
        patterns=tuple(dict.fromkeys((*before.patterns, *answer.patterns))),
    )


def list_gallery_terms(exhibition: Exhibition) -> Iterator[Answer]:
    """Yield the answers of the terms of galleries: only questions in other words than theirs need these."""
    for gallery in GALLERIES.rows:
        for term in gallery.terms(exhibition.vocabularies) if gallery.terms else ():
            page = AnswerPage(term.name, f"{gallery.index}{term.slug}/", gallery.label)
            yield Answer(make_words((term.name,)), term.note, term.extra.get("pose") or gallery.pose, (page,))


def list_entry_answers(exhibition: Exhibition, asked: Iterable[AskedPage]) -> Iterator[Answer]:
    """Yield the answers of the published true entries whose pages are asked for in other words than theirs."""
    for path in dict.fromkeys(path for row in asked for path in row.paths):
        entry = exhibition.get(path.rstrip("/"), Entry)
        if entry and not entry.example and path == f"{entry.id}/":
            row = CONTENT_TYPES.get_type_of(entry)
            yield Answer(make_words((entry.name,)), entry.tagline, row.pose, (AnswerPage(entry.name, path, row.label),))


def list_type_answers(exhibition: Exhibition) -> Iterator[Answer]:
    """Yield the answers to those who ask for a type of content: the page that lists its entries."""
    for row in CONTENT_TYPES:
        gallery = next((one for one in GALLERIES if one.index == f"{row.folder}/"), None)
        if gallery:
            true = [entry for entry in exhibition.published(row.model) if not entry.example]
            title = row.title or row.label
            page = AnswerPage(title, gallery.index, f"{len(true)}个{row.label}" if true else "")
            yield Answer(make_words((title, row.label)), gallery.lead, gallery.pose, (page,))


def build_gallery_answer(gallery: Facet) -> Answer:
    """Return the answer to those who ask for a gallery: the page of its rooms."""
    return Answer(
        make_words((gallery.title, gallery.label, gallery.name)), gallery.lead, gallery.pose,
        (AnswerPage(gallery.title or gallery.label, gallery.index, ""),),
    )  # fmt: skip


def build_room_answer(room: Room, rows: Sequence[RecordType], exhibition: Exhibition) -> Answer:
    """Return the answer to those who ask for a room by its title or by what its records are called."""
    records = list_room_records(room, exhibition)
    true = [one for one in records if not one.entry.example]
    page = AnswerPage(room.title, room.path, f"{len(true)}{room.unit}" if true else describe_number(room, records))
    return Answer(make_words((room.title, *(row.label for row in rows))), room.lead, room.pose, (page,))


def list_room_records(room: Room, exhibition: Exhibition) -> list[EntryRecord]:
    """Return the records that hang in a room, as many as it has cards."""
    indexes = exhibition.derive(list_room_indexes)
    return next(([*index.records, *index.examples] for index in indexes if index.room is room), [])


def list_term_answers(exhibition: Exhibition) -> Iterator[Answer]:
    """Yield the answers of the terms whose pages the rooms have, vocabulary by vocabulary.

    The room whose records are named by the term comes first: its page stands even while it is empty. So does that of a
    room which has the terms as its menu (`Room.doors`).
    """
    asked: dict[str, list[tuple[Room, RecordFacet, bool]]] = {}
    by_two_words: list[tuple[Room, RecordFacet]] = []
    for room, rows in CONTENT_TYPES.rooms.items():
        for facet in room.facets[:1]:
            if facet.asked:
                by_two_words.append((room, facet))
            elif facet.vocabulary:
                named = facet.name in {row.what for row in rows}
                asked.setdefault(facet.vocabulary, []).append((room, facet, named))
    for name, held in asked.items():
        held.sort(key=lambda one: not one[2])
        if not (held[0][2] or held[0][0].doors == "covers"):
            # No record is about these terms, as records of no room are about a street: their gallery answers.
            continue
        found = [
            (room, group_records(list_room_records(room, exhibition), facet, exhibition)) for room, facet, _ in held
        ]
        for term in exhibition.vocabularies.get(name):
            records = [(room, by_value.get(term.name, [])) for room, by_value in found]
            # The example street has a page only where something hangs there.
            if not term.example or records[0][1]:
                yield build_term_answer(term, records)
    for room, facet in by_two_words:
        by_value = group_records(list_room_records(room, exhibition), facet, exhibition)
        for term in exhibition.vocabularies.get(facet.vocabulary):
            answer = build_term_answer(term, [(room, by_value.get(term.name, []))])
            yield replace(answer, words=make_pair_words(term, facet)[:1], patterns=make_pair_words(term, facet, "+"))


def make_pair_words(term: Term, facet: RecordFacet, between: str = "") -> tuple[str, ...]:
    """Return the words that ask for a term together with what its records are called: 楼道公约; with a sign `between` them."""
    pairs = [map(normalize_word, (name, word)) for name in (term.name, *term.aliases) for word in facet.asked]
    return tuple(dict.fromkeys(map(between.join, pairs)))


def build_term_answer(term: Term, found: Sequence[tuple[Room, Sequence[EntryRecord]]]) -> Answer:
    """Return the answer of a term; `found` are its records in each room, those of the first room come first."""
    pages = [
        AnswerPage(term.name, f"{folder}{term.slug}/", f"{room.title} · {describe_number(room, records)}")
        for place, (room, records) in enumerate(found)
        for _, folder in list(room.iter_folders())[:1]
        if records or not place
    ]
    holders = frozenset(one.entry.id for _, records in found for one in records)
    pose = term.extra.get("pose") or found[0][0].pose
    return Answer(make_words((term.name, *term.aliases)), term.note, pose, tuple(pages), holders)


def describe_number(room: Room, records: Sequence[EntryRecord]) -> str:
    """Return how many records a page of a room shows, as its door says it; examples do not count."""
    true = [one for one in records if not one.entry.example]
    if not true:
        return "有示例" if records else "还没有人写"
    return room.door(true) if room.door else f"{len(true)}{room.unit}"


def make_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return words as they are compared, each once."""
    return tuple(dict.fromkeys(map(normalize_word, words)))


def make_mark(place: int) -> str:
    """Return the pair of characters under which the entries of an answer stand among the postings; it counts from 0.

    Raises ValueError where there are more answers than marks; `search.js` counts the same way.
    """
    if place >= MOST:
        raise ValueError(f"there are marks for {MOST} answers only")
    return chr(FIRST_MARK) + chr(FIRST_MARK + place)


def list_marked(answers: Sequence[Answer], numbers: Mapping[str, int]) -> dict[str, list[int]]:
    """Return the numbers of the entries of each answer, rising, by its mark; `numbers` are those of the entries by their ids."""
    return {
        make_mark(place): sorted(numbers[id] for id in answer.holders if id in numbers)
        for place, answer in enumerate(answers)
        if not answer.holders.isdisjoint(numbers)
    }


def collect_answer_characters(answers: Sequence[Answer]) -> set[str]:
    """Return every character of the words that ask for a page."""
    return {
        sign for answer in answers for word in (*answer.words, *answer.patterns) for sign in word if sign not in "+/"
    }
