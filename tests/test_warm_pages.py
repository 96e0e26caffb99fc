"""Pages that are not described again are those that would be described: for every field by its declaration, and for what else changes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from conftest import HOME
from exhibition.content.loader import load_exhibition
from exhibition.model import Entry, Exhibition, LinkState, PartialDate, Picture, Status
from exhibition.model.content_types import BODY_KEY, ContentType
from exhibition.model.entry import FaceSlot, collect_faces, has_face
from exhibition.model.field_types import Text
from exhibition.model.fields import Field, Reach, RecordList
from exhibition.model.watching import (
    COMMON,
    Reading,
    WatchedTable,
    format_answer,
    list_next_ids,
    register_query,
    watch_exhibition,
    watch_reading,
)
from exhibition.pages import KINDS, Describer, Memo, PageContext, describing
from exhibition.pages.context import EntryPageKind, PageKind, Reads
from exhibition.pages.scene_pictures import DrawnScene, draw_entry_scenes
from exhibition.pages.versions import ExhibitionVersions, describe_entry, group_attributes
from exhibition.progress import Progress
from exhibition.site.build import BuildResult, build
from exhibition.site.incremental import MEMORY, BuildFolders, read_memory, read_record
from exhibition.storage.cache import digest
from exhibition.types import CONTENT_TYPES
from helpers.cases import tiny

BODY = Field(BODY_KEY, CONTENT_TYPES.get_by_name("unit").fields[1].kind, reach=Reach.OWN, attribute="body")
"""A body is no field, but stands with them here."""


@cache
def load() -> Exhibition:
    """Return the shipped exhibition as if nobody knew versions of folders: they are computed from the entries."""
    return replace(load_exhibition(HOME).exhibition, versions={})


@cache
def get_scenes() -> Mapping[str, DrawnScene]:
    return draw_entry_scenes(load()).drawn


class Files:
    """The names of the files of the search."""

    catalogue, script, walls = "assets/catalogue.js", "assets/search.js", "assets/walls.js"


def describe(hall: Exhibition, describer: Describer, pictures: Mapping[tuple[str, str], Picture] | None = None) -> Any:
    shown = {**draw_entry_scenes(hall, get_scenes()).pictures, **(pictures or {})}
    return describer.describe(PageContext(hall, shown, Files()))


class Base(NamedTuple):
    """The shipped exhibition, described: what a build remembers of it."""

    memo: Memo
    digests: dict[str, str]
    count: int


@cache
def get_base() -> Base:
    describer = Describer(KINDS)
    pages, _ = describe(load(), describer)
    # As the next process reads it.
    memo = Memo.parse(json.loads(json.dumps(describer.memo.format())))
    assert memo == describer.memo
    return Base(memo, {page.uri: digest(page.make()) for page in pages}, describer.described)


def compare(hall: Exhibition, pictures: Mapping[tuple[str, str], Picture] | None = None) -> tuple[list[str], int]:
    """Return the pages of an exhibition that are not the same when they are described after the shipped one as described
    anew, and how many were described after it.
    """
    base = get_base()
    warm = Describer(KINDS, base.memo, base.digests)
    pages, listed = describe(hall, warm, pictures)
    cold, found = describe(hall, Describer(KINDS), pictures)
    assert [page.uri for page in pages] == [page.uri for page in cold]
    assert listed == found
    # What was described again is described by the same functions of the same values.
    pairs = zip(pages, cold, strict=True)
    return [page.uri for page, other in pairs if page.known and page.known != digest(other.make())], warm.described


def test_several_processes_describe_what_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    hall, one, several = load(), Describer(KINDS), Describer(KINDS)
    context = PageContext(hall, draw_entry_scenes(hall, get_scenes()).pictures, Files())
    alone, found = one.describe(context)
    monkeypatch.setattr(describing, "ENOUGH", 2)
    shared, listed = several.describe(context, 2)
    assert [page.uri for page in shared] == [page.uri for page in alone]
    assert [page.make() for page in shared] == [page.make() for page in alone]
    assert all(page.known == digest(page.make()) for page in shared)
    assert (listed, several.memo, several.described) == (found, one.memo, one.described)


# Every field of every type.


def iter_fields(row: ContentType) -> Iterator[tuple[Field, Field | None]]:
    """Yield the fields of a type, each of its records' too, and its body."""
    for field in row.fields:
        yield field, None
        if isinstance(field.kind, RecordList):
            yield from ((field, inner) for inner in field.kind.fields)
    if row.body is None:
        yield BODY, None


EVERY = [(row, field, inner) for row in CONTENT_TYPES for field, inner in iter_fields(row)]


def name_case(value: object) -> str:
    return value.name if isinstance(value, ContentType) else str(getattr(value, "attribute", ""))


def change_value(value: Any) -> Any:
    """Return another value of the same kind; of a filled one a filled one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return f"{value[:-1]}改" if value else "改"
    if isinstance(value, PartialDate):
        return replace_date(value)
    if isinstance(value, Status):
        return Status.WITHDRAWN
    if isinstance(value, tuple) and value and isinstance(value[0], int):
        return tuple((one + 7) % 100 for one in value)
    if isinstance(value, tuple):
        return (*value[:-1], change_value(value[-1])) if value else ("改",)
    if is_dataclass(value):
        first = next(one.name for one in fields(value) if isinstance(getattr(value, one.name), str))
        return replace(value, **{first: change_value(getattr(value, first))})  # type: ignore[type-var]
    return "改"


def replace_date(date: PartialDate) -> PartialDate:
    return PartialDate(date.year - 1, date.month, date.day)


def change_entry(entry: Entry, field: Field, inner: Field | None) -> Entry | None:
    """Return an entry with another value of a field, or of a field of its last record; None where it has no such record."""
    held = getattr(entry, field.attribute)
    if inner is None:
        return replace(entry, **{field.attribute: change_value(held)})
    if not held:
        return None
    last = replace(held[-1], **{inner.attribute: change_value(getattr(held[-1], inner.attribute))})
    return replace(entry, **{field.attribute: (*held[:-1], last)})


def list_filled(row: ContentType, field: Field, inner: Field | None) -> list[Entry]:
    """Return the published entries of a type in which a value of the field stands."""
    found = []
    for entry in load().published(row.model):
        held = getattr(entry, field.attribute)
        if held and (inner is None or getattr(held[-1], inner.attribute)):
            found.append(entry)
    return found


def swap(*entries: Entry, without: str = "") -> Exhibition:
    """Return the shipped exhibition with other entries in the place of those of their folders."""
    new = {entry.folder: entry for entry in entries}
    kept = [new.pop(entry.folder, entry) for entry in load().entries if entry.id != without]
    return load().replace_entries([*kept, *new.values()])


def find_frame(hall: Exhibition) -> str:
    return ExhibitionVersions(hall.entries, {}, {}, {}, {}).frame


NARROW = [
    (row, field, inner)
    for row, field, inner in EVERY
    if (inner or field).reach is not Reach.FRAME and list_filled(row, field, inner)
]


@pytest.mark.parametrize(("row", "field", "inner"), NARROW, ids=name_case)
def test_a_field_that_reaches_few_pages_changes_only_those(row: ContentType, field: Field, inner: Field | None) -> None:
    # Those to which others refer come first: their faces are shown.
    shown = sorted(list_filled(row, field, inner), key=lambda one: -len(load().backlinks(one)))
    reach = (inner or field).reach
    for entry in shown[: 2 if reach is Reach.FACE else 1]:
        changed = change_entry(entry, field, inner)
        assert changed is not None and changed != entry
        wrong, described = compare(swap(changed))
        assert wrong == []
        assert described < get_base().count


@pytest.mark.parametrize("row", CONTENT_TYPES, ids=name_case)
def test_every_other_field_belongs_to_the_frame(row: ContentType) -> None:
    entry = load().published(row.model)[0]
    before = describe_entry(entry, "")
    for field, inner in iter_fields(row):
        if (inner or field).reach is Reach.FRAME and not (inner is None and isinstance(field.kind, RecordList)):
            changed = change_entry(entry, field, inner)
            assert changed is None or describe_entry(changed, "").frame != before.frame, (
                field.key,
                inner and inner.key,
            )


@pytest.mark.parametrize("row", CONTENT_TYPES, ids=name_case)
def test_whether_a_value_is_there_belongs_to_the_frame(row: ContentType) -> None:
    for field, inner in iter_fields(row):
        for entry in islice(list_filled(row, field, inner), 1):
            if inner is None and field.required is not field.required.ALWAYS:
                empty: Any = () if isinstance(getattr(entry, field.attribute), tuple) else None
                empty = "" if isinstance(getattr(entry, field.attribute), str) else empty
                blank = replace(entry, **{field.attribute: empty})
                assert describe_entry(blank, "").frame != describe_entry(entry, "").frame, field.key


def test_a_field_that_is_declared_too_narrowly_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    unit = CONTENT_TYPES.get_by_name("unit")
    stars = unit.find_field("stars")
    entry = next(one for one in list_filled(unit, stars, None) if load().backlinks(one))  # type: ignore[arg-type]
    changed = swap(replace(entry, stars=(entry.stars + 1) % 5))  # type: ignore[attr-defined,type-var]
    wrong, described = compare(changed)
    assert (wrong, described < get_base().count) == ([], True)
    before = stars.reach  # type: ignore[union-attr]
    object.__setattr__(stars, "reach", Reach.OWN)
    group_attributes.cache_clear()
    get_base.cache_clear()
    try:
        wrong, _ = compare(changed)
    finally:
        object.__setattr__(stars, "reach", before)
        group_attributes.cache_clear()
        get_base.cache_clear()
    assert [uri for uri in wrong if not uri.startswith(entry.id)] != []


def test_versions_do_not_depend_on_the_order_of_sets() -> None:
    """A set in a value would have another text in each process."""
    for entry in load().entries:
        for one in fields(entry):
            assert not isinstance(getattr(entry, one.name), set | frozenset), (entry.id, one.name)


# Who reads whom.


def test_whose_face_is_read_is_noted() -> None:
    entry = load().published(Entry)[0]
    other = load().published(Entry)[1]
    with collect_faces() as read:
        assert (entry.tagline, entry.name) == (entry.tagline, entry.name)
        with collect_faces() as inner:
            _ = other.photos
    assert (read, inner) == ({entry.id}, {other.id})
    with collect_faces() as nothing:
        _ = entry.body, entry.name
    assert nothing == set()


def test_every_field_that_shows_a_face_is_watched() -> None:
    for row in CONTENT_TYPES:
        for field in filter(has_face, row.fields):
            owner = next(base for base in row.model.__mro__ if field.attribute in vars(base))
            assert isinstance(vars(owner)[field.attribute], FaceSlot), (row.name, field.key)


# What pages read of the exhibition.


def test_everything_that_an_exhibition_tells_is_watched() -> None:
    hall, watched = load(), watch_exhibition(load())
    own = {"get", "backlinks", "ask"}
    names = {name for name in dir(hall) if not name.startswith("__")} - COMMON - own
    assert names >= {"entries", "of", "published", "derive", "links_by_target", "tellers", "indexes", "versions"}
    for name in names:
        with watch_reading() as reading:
            getattr(watched, name)
        assert reading.whole, name
    for name in COMMON:
        with watch_reading() as reading:
            assert getattr(watched, name) is getattr(hall, name)
        assert reading == Reading()


def test_entries_and_answers_that_are_read_are_noted() -> None:
    hall, watched = load(), watch_exhibition(load())
    entry = next(one for one in hall.published(Entry) if hall.backlinks(one))
    with watch_reading() as reading:
        assert watched.get("00000", Entry) is None
        assert watched.backlinks(entry) == hall.backlinks(entry)
        assert watched.ask(list_next_ids, f"{entry.id} 2") == list_next_ids(hall, f"{entry.id} 2")
    assert reading.entries == {"00000", *(link.source.id for link in hall.backlinks(entry))}
    assert {key for _, key in reading.answers} == {entry.id, f"{entry.id} 2"}
    assert not (reading.whole or reading.faces)
    for (name, key), answer in reading.answers.items():
        assert format_answer(hall, name, key) == answer


def test_pictures_of_others_that_are_looked_for_are_noted() -> None:
    table = WatchedTable({("10001", "a.jpg"): 1})
    with watch_reading() as reading:
        assert table.get(("10001", "a.jpg")) == table["10001", "a.jpg"] == 1
        assert ("10002", "a.jpg") not in table
    assert reading == Reading({"10001", "10002"})
    with watch_reading() as reading:
        assert list(table) == [("10001", "a.jpg")]
    assert reading.whole


def test_a_query_has_a_name_of_its_own() -> None:
    def list_next_ids(exhibition: Exhibition, key: str) -> str:
        return key

    list_next_ids.__qualname__ = "list_next_ids"
    list_next_ids.__module__ = "exhibition.model.watching"
    with pytest.raises(ValueError, match="two queries"):
        register_query(list_next_ids)
    assert format_answer(load(), "nobody's", "10001") == ""


def test_few_pages_of_entries_read_the_whole() -> None:
    """A name, a star or a street is known by queries: only pages that show all of an exhibition may depend on all of it."""
    units = [one.id for one in load().published(CONTENT_TYPES.get_by_name("unit").model)]
    whole = [id for id in units if get_base().memo.entries[id].read.whole]
    # Those have pages of their own that lead on to all of a list.
    assert len(whole) < len(units) / 4


SOME = [case for case in EVERY if (case[2] or case[1]).reach is Reach.FRAME and list_filled(*case)]


@pytest.mark.parametrize(("row", "field", "inner"), SOME[::25], ids=name_case)
def test_a_value_of_the_frame_changes_what_it_must(row: ContentType, field: Field, inner: Field | None) -> None:
    """The others are tried by `benchmarks/random_edits.py`."""
    found, text = list_filled(row, field, inner), isinstance((inner or field).kind, Text)
    for entry in found[len(found) // 2 :][: 1 if text else 0]:
        changed = change_entry(entry, field, inner)
        assert changed is not None
        assert compare(swap(changed))[0] == []


def test_a_name_that_changes_leaves_pages_of_others_as_they_are() -> None:
    base, entry = get_base(), get_unit(3)
    warm = Describer(KINDS, base.memo, base.digests)
    pages, _ = describe(swap(replace(entry, name="换了名字的楼")), warm)
    own = {row.uri for id, memo in base.memo.entries.items() if id != entry.id for rows in memo.rows for row in rows}
    kept = {page.uri for page in pages if page.known}
    assert len(own & kept) > len(own) / 4
    assert compare(swap(replace(entry, name="换了名字的楼")))[0] == []


# What else changes.


def get_unit(rank: int = 0) -> Entry:
    return load().published(CONTENT_TYPES.get_by_name("unit").model)[rank]


def make_changes() -> Iterator[tuple[str, Exhibition]]:
    """Yield exhibitions that differ from the shipped one otherwise than by a value of a field."""
    hall, one = load(), get_unit()
    street = next(term.name for term in hall.vocabularies.streets if term.name != one.location.street)
    new = replace(one, id="19999", folder=f"{one.folder.rpartition('/')[0]}/19999", name="新楼")
    yield "nothing", hall
    yield "deleted", swap(without=one.id)
    yield "added", swap(new)
    yield "withdrawn", swap(replace(one, status=Status.WITHDRAWN))
    yield "moved", swap(replace(one, street=street))  # type: ignore[call-arg]
    yield "folder renamed", swap(replace(one, folder=new.folder), without=one.id)
    links = [replace(link, state=LinkState.RETIRED) if link.id == one.id else link for link in hall.ledger.links]
    yield "retired", replace(hall, ledger=type(hall.ledger)(tuple(links)))
    yield "settings", replace(hall, settings=replace(hall.settings, site_name="另一个名字"))
    theme = hall.vocabularies.get("themes")
    terms = (replace(theme.terms[0], note="另一句话"), *theme.terms[1:])
    words = replace(hall.vocabularies, by_name={**hall.vocabularies.by_name, "themes": replace(theme, terms=terms)})
    yield "word", replace(hall, vocabularies=words)
    name, book = next((name, book) for name, book in hall.books.items() if book)
    yield (
        "book",
        replace(hall, books={**hall.books, name: (replace(book[0], text=f"{book[0].text}\n多一句。\n"), *book[1:])}),
    )


CHANGES = [pytest.param(hall, id=name) for name, hall in make_changes()]


@pytest.mark.parametrize("hall", CHANGES)
def test_what_is_not_described_again_is_as_described_anew(hall: Exhibition) -> None:
    wrong, described = compare(hall)
    assert wrong == []
    assert (described == 0) == (hall is load())


def test_a_picture_that_comes_in_or_changes_is_shown_everywhere() -> None:
    entry = next(one for one in load().published(Entry) if one.photos)
    shown = draw_entry_scenes(load()).pictures
    key = next(key for id, key in shown if id == entry.id)
    other = replace(shown[entry.id, key], thumb=f"{entry.id}/other.svg", colour="#123456")
    assert compare(load(), {(entry.id, key): other})[0] == []
    missing = next(one for one in load().published(Entry) if (one.id, "x.jpg") not in shown)
    assert compare(load(), {(missing.id, "x.jpg"): other})[0] == []


def test_an_unchanged_page_is_described_when_its_source_is_asked_for() -> None:
    base = get_base()
    pages, _ = describe(load(), Describer(KINDS, base.memo, base.digests))
    assert all(page.known for page in pages)
    for page in islice(pages, 0, None, 97):
        assert digest(page.make()) == page.known


def test_rows_that_declare_nothing_read_everything() -> None:
    assert PageKind(lambda context: ()).reads is Reads.EVERYTHING
    assert {kind.name for kind in KINDS if isinstance(kind, PageKind)}.__len__() == sum(
        isinstance(kind, PageKind) for kind in KINDS
    )
    assert sum(isinstance(kind, EntryPageKind) for kind in KINDS) == 4


@pytest.mark.parametrize(
    "told",
    [None, [], {}, {"common": 1}, {"common": "", "frame": "", "versions": {}, "entries": {"10001": [1]}, "wholes": {}}],
)
def test_a_memo_that_nobody_has_written_is_empty(told: object) -> None:
    assert Memo.parse(told) == Memo()


# The whole build.


def run(root: Path, place: Path) -> BuildResult:
    result = build(BuildFolders(root, place / "site", place / "cache"), Progress())
    assert result.published
    return result


def read_site(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def test_a_warm_build_equals_a_cold_one(tmp_path: Path) -> None:
    root = tmp_path / "root"
    tiny(root)
    shutil.copy(HOME / "mkdocs.yml", root)
    shutil.copytree(HOME / "overrides", root / "overrides", dirs_exist_ok=True)
    warm = tmp_path / "warm"
    first = run(root, warm)
    assert first.rendered == first.pages
    again = run(root, warm)
    assert (again.described, again.rendered) == (0, 0)
    index = root / "content/units/example/20001/index.md"
    template = root / "overrides/unit.html"
    for number, (path, more, most) in enumerate(
        ((index, "\n多一句话。\n", 1), (template, "<!-- 改 -->\n", first.pages)),
    ):
        path.write_text(f"{path.read_text('utf-8').rstrip()}\n{more}", encoding="utf-8")
        result = run(root, warm)
        run(root, tmp_path / f"cold{number}")
        assert read_site(warm / "site") == read_site(tmp_path / f"cold{number}/site")
        assert result.rendered <= most + 3
        shutil.rmtree(tmp_path / f"cold{number}")
    # What a damaged memory says counts for nothing.
    memory = warm / "cache/build" / MEMORY
    memory.write_bytes(memory.read_bytes()[:-3] + b"abc")
    places = BuildFolders(root, warm / "site", warm / "cache")
    assert read_memory(places, read_record(places)).digests == {}
    os.utime(index)
    assert run(root, warm).described > 0
