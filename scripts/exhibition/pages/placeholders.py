"""Pages at addresses that show no entry: not yet, no longer, or elsewhere.

Every id that was ever printed answers, for ever. Of what was taken down a placeholder names nothing: no name, no place.
Addresses of former streets, themes and walls lead on to their successors; only the content is needed to know them, so
they live on in a build that has never seen the site before it. What only an earlier site shows (a list that has fewer
pages now) is led on by `make_stubs`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from ..lazy import dataclass
from ..model import Entry, Exhibition, LinkState, Permalink, Status, Vocabularies, Vocabulary
from ..model.exhibition import has_archive, has_record_page
from ..model.record_types import EntryRecord, RecordType
from ..text.characters import make_relative
from ..types import CONTENT_TYPES, ContentType, Unit
from .context import PageContext, PageFile
from .facets import GALLERIES, STREETS, Facet, FacetIndex, FacetValue
from .page import ROWS, Page, make_slice_path
from .record_data import build_tombstone


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What one kind of notice says: heading, sentences, the mascot's pose."""

    heading: str
    lines: tuple[str, ...]
    pose: str


NOTICES: Mapping[str, NoticeText] = {
    "draft": NoticeText(
        "正在布展",
        ("这扇窗还没有亮，故事正在写。", "过些日子再来扫一扫。你要是住在这里，也可以来写。"),
        "sweeping",
    ),
    "withdrawn": NoticeText(
        "这一页收起来了",
        ("照片和文字都不再展出。", "二维码没有坏，编号也会一直留着，不给别人用。"),
        "sorry",
    ),
    "retired": NoticeText(
        "这个编号停用了",
        ("二维码没有坏，只是这一页不再展出。", "编号会一直留着，不给别人用。"),
        "lantern",
    ),
    "merged": NoticeText(
        "搬到新的一页了", ("这个编号的故事，并到了另一页。", "正在带你过去；没有动静，就按下面的按钮。"), "pointing"
    ),
}
"""Every kind of notice; a new state of an address is a new row."""


def build_notices(context: PageContext) -> Iterator[Page]:
    """Yield a page for each address of the ledger that no published entry answers."""
    for link, entry in iter_unanswered(context.exhibition):
        yield build_notice(link, entry, context.exhibition)


def iter_unanswered(exhibition: Exhibition) -> Iterator[tuple[Permalink, Entry | None]]:
    """Yield the addresses of the ledger that no published entry answers, each with its entry where there is one."""
    for link in exhibition.ledger.by_id.values():
        entry = exhibition.by_id.get(link.id)
        if entry is None or not entry.published:
            yield link, entry


def build_archive_notices(context: PageContext) -> Iterator[PageFile]:
    """Yield what answers at the addresses of archives that are gone, page and data: nothing of their entries is in them."""
    exhibition = context.exhibition
    for link, entry in iter_unanswered(exhibition):
        if not may_have_had_archive(link, entry):
            continue
        successor = find_successor(link, exhibition)
        other = exhibition.get(successor, Entry)
        target = (
            EntryRecord.make_page_path(successor) if other and has_record_page(other) else f"{successor or link.id}/"
        )
        name = format_button_name(successor, exhibition) if successor else ELSEWHERE
        yield make_stub(EntryRecord.make_page_path(link.id), target, name, exhibition)
        yield build_tombstone(link, entry, exhibition, successor)


def may_have_had_archive(link: Permalink, entry: Entry | None) -> bool:
    """May an address that shows no entry have shown a digital archive? Of what was taken down nobody knows it any more."""
    if link.state is not LinkState.LIVE:
        return True
    return entry is not None and (entry.status is Status.WITHDRAWN or has_archive(entry))


def build_own_page_notices(context: PageContext) -> Iterator[Page]:
    """Yield what answers at the addresses of pages below entries that are gone, as far as they hang on walls: the way to
    the entry's.
    """
    exhibition = context.exhibition
    rows = [row for row in CONTENT_TYPES.record_types if row.page]
    kept = [(kind, pages.kept) for kind in CONTENT_TYPES for pages in kind.pages if pages.kept]
    for link, entry in iter_unanswered(exhibition) if rows or kept else ():
        successor = find_successor(link, exhibition)
        name = format_button_name(successor, exhibition) if successor else ELSEWHERE
        for row in rows:
            if row.page and may_have_had_records(link, entry, row):
                yield make_stub(row.page.make_path(link.id), f"{successor or link.id}/", name, exhibition)
        for kind, path in kept:
            if may_have_been(link, entry, kind):
                yield make_stub(f"{link.id}/{path}", f"{successor or link.id}/", name, exhibition)


def may_have_been(link: Permalink, entry: Entry | None, kind: ContentType) -> bool:
    """May an address that shows no entry have shown one of this type? Of an address that is retired nobody knows it."""
    if entry is None:
        return link.state is not LinkState.LIVE
    return type(entry) is kind.model and (entry.status is Status.WITHDRAWN or link.state is not LinkState.LIVE)


def may_have_had_records(link: Permalink, entry: Entry | None, row: RecordType) -> bool:
    """May an address that shows no entry have had a page of a list's own? Of what was taken down nobody knows it any more."""
    if link.state is not LinkState.LIVE:
        return True
    if entry is None:
        return False
    attribute = CONTENT_TYPES.get_type_of(entry).list_attributes.get(row)
    return bool(attribute and getattr(entry, attribute))


def build_notice(link: Permalink, entry: Entry | None, exhibition: Exhibition) -> Page:
    """Return the page of one such address."""
    target = find_successor(link, exhibition)
    kind = "merged" if target else KINDS[link.state](entry)
    told, path = NOTICES[kind], f"{link.id}/"
    data: dict[str, object] = {"lines": list(told.lines), "pose": told.pose, "number": f"编号{link.id}"}
    data["actions"] = build_actions(kind, entry, exhibition, path)
    if target:
        there = make_relative(f"{target}/", path)
        ways = [[f"去看{format_button_name(target, exhibition)}", there], ["回首页", make_relative("", path)]]
        data |= {"canonical": exhibition.settings.build_permalink(target), "go": there, "actions": ways}
    return Page(path, "notice.html", told.heading, data)


def choose_live_notice(entry: Entry | None) -> str:
    """Return the notice at an address in use: nothing is there yet, or it was taken down."""
    return "withdrawn" if entry and entry.status is Status.WITHDRAWN else "draft"


KINDS: Mapping[LinkState, Callable[[Entry | None], str]] = {
    LinkState.LIVE: choose_live_notice,
    LinkState.RETIRED: lambda entry: "retired",
    LinkState.MERGED: lambda entry: "retired",
}
"""Which notice an address shows by its state; a merged one that leads nowhere says that it is out of use."""


def find_successor(link: Permalink, exhibition: Exhibition) -> str:
    """Return the id at which a merged address ends, following others on the way; empty where there is none."""
    seen, ledger = {link.id}, exhibition.ledger.by_id
    while link.state is LinkState.MERGED:
        following = ledger.get(link.target)
        if following is None or following.id in seen:
            return ""
        link = following
        seen.add(link.id)
    return link.id if len(seen) > 1 else ""


def format_button_name(id: str, exhibition: Exhibition) -> str:
    """Return how a button names an address: by its entry's name where that is published."""
    entry = exhibition.by_id.get(id)
    return entry.name if entry and entry.published else "新的一页"


def build_actions(kind: str, entry: Entry | None, exhibition: Exhibition, path: str) -> list[list[str]]:
    """Return the ways on as [words, link]; only a draft may say where it stands."""
    street = exhibition.vocabularies.streets.get_term(entry.location.street) if entry and kind == "draft" else None
    ways = [[f"看看{street.name}的楼组", f"{STREETS.index}{street.slug}/"]] if street and not street.example else []
    ways += [["看看怎么写", "guide/"]] if kind == "draft" else [["找别的楼组", "search/"]]
    return [[words, make_relative(target, path)] for words, target in [*ways, ["回首页", ""]]]


ID = re.compile(r"[1-9][0-9]{4}/")


def make_stub(path: str, target: str, name: str, exhibition: Exhibition) -> Page:
    """Return the page at an address that leads on to `target`, which is called `name`."""
    told = NOTICES["merged"]
    there = make_relative(target, path)
    data: dict[str, object] = {
        "lines": ["这个网址的内容，搬到了另一页。", told.lines[1]],
        "pose": told.pose,
        "number": "",
        "canonical": f"{exhibition.settings.site_url}{target}",
        "go": there,
        "actions": [[f"去看{name}", there], ["回首页", make_relative("", path)]],
    }
    return Page(path, "notice.html", told.heading, data)


ELSEWHERE = "那一页"
"""How a button calls a page of which nothing is known but its address."""


def build_former_pages(context: PageContext) -> Iterator[Page]:
    """Yield a page for every address that a room had and has no longer, as far as the content knows it."""
    facet_index = context.hung
    for gallery in facet_index.facets:
        for room in facet_index.every[gallery.kind]:
            if gallery.index:
                yield from list_moved_pages(gallery, room, facet_index)


def list_moved_pages(gallery: Facet, room: FacetValue, hung: FacetIndex) -> Iterator[Page]:
    """Yield what leads on from the addresses of a room's former slugs, and from its own where it has no page now."""
    exhibition = hung.unit_index.exhibition
    if not gallery.lists:
        # Its own page, or what answers in its place, is none of ours.
        if room.absent:
            yield make_stub(room.wall, room.path, ELSEWHERE, exhibition)
        return
    target, name = (gallery.index, "全部" if room.term else gallery.name) if room.absent else (room.path, room.name)
    wall = target if room.absent else room.wall
    slugs = (*(room.term.former if room.term else ()), *([room.slug] if room.absent else []))
    for path, own_wall in (
        (f"{gallery.index}{slug}/", room.wall and f"walls/{gallery.index}{slug}/") for slug in slugs
    ):
        yield make_stub(path, target, name, exhibition)
        if own_wall:
            yield make_stub(own_wall, wall, name, exhibition)
        for number in range(2, -(-count_units(gallery, room, exhibition) // ROWS) + 1):
            yield make_stub(make_slice_path(path, number), target, name, exhibition)


def count_units(gallery: Facet, room: FacetValue, exhibition: Exhibition) -> int:
    """Return how many units the list of a room may once have had: those of today, whatever their state."""
    of = gallery.of
    return len(room.units) if of is None else sum(room.key in of(unit) for unit in exhibition.of(Unit))


def make_stubs(shown: Iterable[str], made: Collection[str], exhibition: Exhibition) -> tuple[list[PageFile], list[str]]:
    """Return pages that lead on from those of the last site (`shown`) that are not `made`, and those for which there are none.

    A page leads on to the nearest above it: that of an archive which has nothing to show any more to its entry. Of an entry
    and of a term nobody knows what has become: somebody has to say it.
    """
    pages: list[PageFile] = []
    lost: list[str] = []
    for path in sorted(set(shown) - set(made)):
        if ID.fullmatch(path) or is_lost_term(path, exhibition.vocabularies):
            lost.append(path)
            continue
        link = exhibition.ledger.by_id.get(path.partition("/")[0])
        if link and path == EntryRecord.make_page_path(link.id):
            pages.append(build_tombstone(link, exhibition.by_id.get(link.id), exhibition))
        target = next(above for above in iter_ancestors(path) if above in made or not above)
        pages.append(make_stub(path, target, find_target_name(target), exhibition))
    return pages, lost


def find_target_name(path: str) -> str:
    """Return how the button of a page that leads on calls where it leads."""
    head = path.partition("/")[0]
    names = {row.entrance.partition("/")[0]: row.label if row.target else row.name for row in GALLERIES}
    names |= {room.path.partition("/")[0]: room.title for room in CONTENT_TYPES.entrances}
    return names.get(head, ELSEWHERE) if head else "首页"


def is_lost_term(path: str, vocabularies: Vocabularies) -> bool:
    """Is this the address of a term that the vocabulary does not know any more?"""
    parts = path.removeprefix("walls/").split("/")
    folders = dict(iter_term_folders(vocabularies))
    for length in range(len(parts) - 2, 0, -1):
        terms, slug = folders.get("".join(f"{part}/" for part in parts[:length])), parts[length]
        if terms is not None:
            # What is no slug of a term is the number of a page, or the folder of another facet of the room.
            known = {word for term in terms for word in (term.slug, *term.former)} | list_room_folders()
            return not slug.isdecimal() and slug not in known and bool(TERM_SLUG.fullmatch(slug))
    return False


TERM_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def iter_term_folders(vocabularies: Vocabularies) -> Iterator[tuple[str, Vocabulary]]:
    """Yield the folders in which every term of a vocabulary has a page, those of galleries and of rooms."""
    yield from ((row.index, row.terms(vocabularies)) for row in GALLERIES if row.terms)
    for room in CONTENT_TYPES.rooms:
        for facet, folder in room.iter_folders():
            if facet.vocabulary:
                yield folder, vocabularies.get(facet.vocabulary)


def list_room_folders() -> set[str]:
    """Return the names of the folders in which rooms have the pages of facets: `streets`, `years`."""
    return {folder.split("/")[-2] for room in CONTENT_TYPES.rooms for _, folder in room.iter_folders()}


def iter_ancestors(path: str) -> Iterator[str]:
    """Yield the addresses above one, the nearest first; home is the last.

    >>> list(iter_ancestors("streets/gaojing/2/"))
    ['streets/gaojing/', 'streets/', '']
    """
    parts = path.rstrip("/").split("/")
    return ("".join(f"{part}/" for part in parts[:length]) for length in range(len(parts) - 1, -1, -1))
