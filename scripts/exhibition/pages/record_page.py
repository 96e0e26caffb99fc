"""The digital archive of an entry (数字档案), at `/<id>/record/`: what is told, where it is from, and the next thing to add.

Nobody writes it: all is computed from the entry and from the declarations of its type and of its record lists. How complete
an archive is stands here and in the comment on a change, in no list, and is compared with nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from ..lazy import dataclass
from ..model import Entry, Exhibition
from ..model.content_types import ContentType, get_item_kind
from ..model.exhibition import has_record_page, iter_records
from ..model.field_types import Reference, StarRating, parse_standard_date
from ..model.fields import Field, ListOf, Section
from ..model.record_types import STREET_FACET, EntryRecord, RecordFacet, RecordType, Room
from ..print.record_sheets import DRAFT, can_apply, list_application_parts
from ..types import CONTENT_TYPES
from ..types.completeness import count_lit, find_easiest_gap, list_windows
from .cards import build_stars, describe_place, format_full_name, list_record_facts
from .context import UNDATED, EntryStory, PageContext, PageFile
from .emblems import build_emblem
from .entries import TITLE_LENGTH, build_street, choose_edit_link
from .page import Page, break_lines, make_crop_class
from .record_data import RecordFile, build_record_data
from .rooms import get_vocabulary, list_photo_attributes
from .schema_org import describe_archive

ROOT = "../../"
"""From `/<id>/record/` to the root of the site."""
NAME = "数字档案"
MISSING = "待补充"
HEAD = ("id", "name", "tagline", "source")
"""Attributes that stand at the head of the page, or behind every fact."""


def build_record_pages(context: PageContext) -> Iterator[PageFile]:
    """Yield the digital archive of every published entry that has one, as a page and as data."""
    for row in CONTENT_TYPES:
        for entry in context.exhibition.published(row.model):
            yield from build_archive(entry, context)


def build_archive(entry: Entry, context: PageContext) -> Iterator[PageFile]:
    """Yield the digital archive of a published entry, as a page and as data; nothing of one that has none."""
    if has_record_page(entry):
        yield ArchivePage(entry, CONTENT_TYPES.get_type_of(entry), context).build()
        yield RecordFile(entry.id, build_record_data(entry, context))


@dataclass(frozen=True)
class ArchivePage:
    """The page of the digital archive of one entry."""

    entry: Entry
    row: ContentType
    context: PageContext

    @property
    def exhibition(self) -> Exhibition:
        """The whole exhibition."""
        return self.context.exhibition

    @cached_property
    def edit(self) -> str:
        """Where a reader can add something."""
        return choose_edit_link(self.entry, self.context, ROOT)

    def build(self) -> Page:
        """Return the page; what is not there is left out of its data."""
        entry = self.entry
        crumbs = [["首页", ROOT], [entry.name, "../"]]
        data: dict[str, object] = {
            **self.context.find_share_image(entry).data,
            "description": f"{format_full_name(entry)}的{NAME}：知道什么，从哪里知道，还缺什么。",
            "kind": self.row.label,
            "street": build_street(entry, self.context, ROOT),
            "name": entry.name,
            "emblem": build_emblem(entry, self.context, ROOT),
            "place": describe_place(entry),
            "id": entry.id,
            **self.build_completeness(),
            **self.build_rating(),
            "facts": [*self.iter_facts()],
            "sections": [*self.iter_sections()],
            "photos": [*self.iter_photos()],
            "appearances": [*self.iter_appearances()],
            "rooms": [*self.iter_rooms()],
            "history": [*self.iter_history()],
            "form": self.build_application(),
            "source": entry.source,
            "edit": self.edit,
            "edits": [*self.iter_side_edits()],
            "example": entry.example,
            "ld": describe_archive(entry, EntryRecord.make_page_path(entry.id), crumbs, NAME, self.exhibition),
        }
        title = f"{format_full_name(entry)}{NAME}"[:TITLE_LENGTH]
        return Page(
            EntryRecord.make_page_path(entry.id),
            "record.html",
            title,
            {key: value for key, value in data.items() if value},
        )

    def build_completeness(self) -> dict[str, object]:
        """Return the windows, how many are lit, and the one gap that is the easiest to fill."""
        windows = list_windows(self.entry, self.exhibition)
        gap = find_easiest_gap(windows)
        return {
            "windows": [{"label": state.window.label, "lit": state.lit} for state in windows],
            "complete": f"{len(windows)} 样有 {count_lit(windows)} 样",
            "gap": {"label": gap.label, "help": gap.help} if gap else {},
        }

    def build_rating(self) -> dict[str, object]:
        """Return the stars and where they are from; nothing of a type without stars."""
        for field, inner in self.row.find_of_kind(StarRating):
            if inner is None:
                stars = getattr(self.entry, field.attribute)
                return {"stars": build_stars(stars), "origin": self.find_source(field)}
        return {}

    def iter_facts(self) -> Iterator[dict[str, object]]:
        """Yield every fact with where it is from; a gap in what the entry's page shows says so. Records have sections of their own."""
        for field in self.row.fields:
            if field.internal or field.attribute in HEAD or field.section is Section.RECORDS:
                continue
            value = getattr(self.entry, field.attribute)
            fact = self.build_fact(field, value)
            if fact:
                yield {"key": field.key, **fact, "source": self.find_source(field)}
            elif field.shown:
                yield {"key": field.key, "value": MISSING, "gap": True}

    def build_fact(self, field: Field, value: object) -> dict[str, object]:
        """Return a fact in words, or as links to the entries that it names; nothing where nothing is told."""
        if isinstance(get_item_kind(field), Reference):
            ids = value if isinstance(value, tuple) else (value,)
            found = (self.exhibition.get(id, Entry) for id in ids)
            links = [{"name": other.name, "href": f"{ROOT}{other.id}/"} for other in found if other]
            return {"links": links} if links else {}
        if isinstance(field.kind, ListOf) and field.section is Section.STORY:
            return {"value": f"{len(value)} 条"} if isinstance(value, tuple) and value else {}
        text = field.format_value(value)
        return {"value": break_lines(text)} if text else {}

    def find_source(self, field: Field) -> str:
        """Return where a fact is from: the record that it repeats, else the source of the entry."""
        for row in self.row.record_types:
            if row.summary and row.summary.attribute == field.attribute:
                return row.summary.describe(self.entry)
        return self.entry.source

    def iter_sections(self) -> Iterator[dict[str, object]]:
        """Yield a section for each record list of the type that tells something, or says that nothing is told."""
        for row in sorted(self.row.shown_lists, key=lambda row: row.order):
            # What is read from a field stands among the facts.
            records = [] if row.read else [*iter_records(self.entry, row)]
            overview = row.overview(self.entry, self.exhibition) if row.overview else {}
            placed = find_path_anchors(overview)
            if row.page and records:
                yield {"name": row.name, "heading": row.label, "page": self.link_own_page(records)}
            elif records or overview:
                yield {
                    "name": row.name,
                    "heading": row.label,
                    "part": row.part,
                    "groups": [*self.iter_groups(row, [one for one in records if one.anchor not in placed])],
                    **overview,
                }

    def link_own_page(self, records: Sequence[EntryRecord]) -> dict[str, object]:
        """Return the way to the page that a list has of its own, and to each record there."""
        stops = [{"name": one.name, "href": ROOT + one.path} for one in records]
        return {"href": ROOT + records[0].page_path, "stops": stops}

    def iter_side_edits(self) -> Iterator[dict[str, object]]:
        """Yield the record lists that readers improve elsewhere than the page, because they stand in files of their own."""
        for row in self.row.record_types:
            link = choose_edit_link(self.entry, self.context, ROOT, row.label)
            if link != self.edit and not row.owner:
                yield {"label": row.label, "href": link}

    def iter_groups(self, row: RecordType, records: list[EntryRecord]) -> Iterator[dict[str, object]]:
        """Yield the records year by year, the earliest first; those without a date stand last, and none has a year where
        the list knows no dates.
        """
        if not row.when:
            if records:
                yield {"records": [self.build_record(one) for one in records]}
            return
        years: dict[int | None, list[EntryRecord]] = {}
        for one in sorted(records, key=make_time_key):
            years.setdefault(one.date.year if one.date else None, []).append(one)
        for year, found in years.items():
            heading = f"{year}年" if year else UNDATED
            yield {"year": heading, "records": [self.build_record(one) for one in found]}

    def build_record(self, one: EntryRecord) -> dict[str, object]:
        """Return one record: what it is about, when it was, its other values, its photo, and what only its list shows."""
        shown = {
            "anchor": one.anchor,
            "name": one.name,
            "date": one.date.chinese if one.date else "",
            "facts": [fact.build(ROOT) for fact in list_record_facts(one, self.exhibition)],
            "photo": self.find_record_photo(one),
            "lines": one.row.view(one, self.exhibition).get("lines") if one.row.view else [],
            "source": one.record.source,
        }
        return {key: value for key, value in shown.items() if value}

    def find_record_photo(self, one: EntryRecord) -> dict[str, object] | None:
        """Return the photo of a record with its caption; None where it has none."""
        for attribute in list_photo_attributes(one.row)[:1]:
            return EntryStory(self.entry, self.context, ROOT).build_frame(getattr(one.record, attribute))
        return None

    def iter_photos(self) -> Iterator[dict[str, object]]:
        """Yield the small picture of every photo with its caption and the way to the large one."""
        story = EntryStory(self.entry, self.context, ROOT)
        for photo, shown in story.list_shown():
            notes = [photo.taken.chinese if photo.taken else "", "示例插画" if photo.scene else ""]
            yield {
                "href": ROOT + shown.src,
                "thumb": ROOT + shown.thumb,
                "colour": shown.colour,
                "crop": make_crop_class(photo.focus) or "",
                "caption": photo.caption,
                "note": "，".join(filter(None, notes)),
            }

    def iter_appearances(self) -> Iterator[dict[str, object]]:
        """Yield the entries that refer to this one: what each is, and as what it names this one."""
        found: dict[str, list[str]] = {}
        sources: dict[str, Entry] = {}
        for link in self.exhibition.backlinks(self.entry):
            sources[link.source.id] = link.source
            found.setdefault(link.source.id, []).append(link.field.key)
        for id, keys in found.items():
            kind = CONTENT_TYPES.get_type_of(sources[id]).label
            yield {"name": sources[id].name, "href": f"{ROOT}{id}/", "words": f"{kind} · {'、'.join(keys)}"}

    def iter_rooms(self) -> Iterator[dict[str, object]]:
        """Yield the rooms where the records of the entry hang, with the page of each value of a room's first facet."""
        hung: dict[Room, list[EntryRecord]] = {}
        for row in self.row.shown_lists:
            if row.room:
                hung.setdefault(row.room, []).extend(iter_records(self.entry, row))
        for room, records in hung.items():
            if records:
                count = 1 if room.by_entry else len(records)
                yield {"name": room.title, "href": ROOT + room.path, "words": f"{count} {room.unit}"}
                for facet, folder in [*room.iter_folders()][:1]:
                    # Its street stands at the head of the page.
                    if facet is not STREET_FACET:
                        yield from self.iter_values(room, folder, facet, records)

    def iter_values(
        self, room: Room, path: str, facet: RecordFacet, records: Iterable[EntryRecord]
    ) -> Iterator[dict[str, object]]:
        """Yield the pages of the values of a facet that these records have; two rooms may have pages of one name."""
        slugs = {term.name: term.slug for term in get_vocabulary(facet, self.exhibition) or ()}
        for value in dict.fromkeys(value for one in records for value in facet.list_values(one, self.exhibition)):
            if value in slugs:
                yield {"name": value, "href": f"{ROOT}{path}{slugs[value]}/", "words": f"{room.title} · {facet.label}"}

    def build_application(self) -> dict[str, object]:
        """Return the form by which a unit applies itself, filled as far as it tells; nothing of types without ratings."""
        if not can_apply(self.entry):
            return {}
        parts = [
            {
                "heading": part.heading,
                "rows": [{"label": row.label, "value": row.value, "wide": row.wide} for row in part.rows],
            }
            for part in list_application_parts(self.entry, self.exhibition)
        ]
        return {"draft": DRAFT, "parts": parts}

    def iter_history(self) -> Iterator[dict[str, object]]:
        """Yield when the address was issued and under which name, as the ledger has it.

        When the page was last changed is not known to a build: a copy of the content without its history gives the same site.
        """
        link = self.exhibition.ledger.by_id.get(self.entry.id)
        if link is None:
            return
        issued = parse_standard_date(link.issued)
        yield {"date": issued.chinese if issued else "", "text": f"发放编号 {link.id}，从此这个网址一直在"}
        if link.name and link.name != self.entry.name:
            yield {"date": "", "text": f"那时的名字是“{link.name}”"}


def find_path_anchors(overview: Mapping[str, object]) -> set[object]:
    """Return the anchors of the records that stand as steps of a path, and so need no place of their own."""
    path = overview.get("path")
    return {step.get("anchor") for step in path if isinstance(step, Mapping)} if isinstance(path, list) else set()


def make_time_key(one: EntryRecord) -> tuple[int, int, int]:
    """Return where a record stands in time; undated ones stand last, equals in their author's order."""
    return one.date.get_sort_key() if one.date else (9999, 0, 0)
