"""Versions of entries: digests by which a build knows which pages a change of an entry may change.

    own    everything that was read for it            → its own pages
    face   what is shown with it (`Reach.FACE`)       → pages that have read its face
    frame  everything else that is not `Reach.OWN`    → all pages
    told   all its fields                             → tables of all entries

What a field reaches stands in its declaration; what is not declared belongs to the frame, so that a forgotten declaration costs
time and never a right page. Of a value that does not belong to the frame the frame has whether it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import fields as attributes
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, cast

from ..diagnostics import Spans
from ..model import Entry, Picture, Recording
from ..model.fields import Field, Reach, RecordList
from ..storage.cache import digest
from ..types import CONTENT_TYPES

PLACES = frozenset({"span", "spans", "suspect"})
"""Attributes that say where a value stands or what checks do with it: no page shows them, but the file of a field."""
BODY = "body"


class EntryVersion(NamedTuple):
    """The digests of one entry (see the module)."""

    own: str
    frame: str
    face: str
    told: str


class AttributeGroups(NamedTuple):
    """The attributes of a class, those of records apart, by what their values reach; each reads the values as one tuple."""

    frame: Callable[[Any], Any]
    face: Callable[[Any], Any]
    own: Callable[[Any], Any]
    records: tuple[tuple[str, Field], ...]
    """The attributes that hold records with values that do not belong to the frame."""


@cache
def group_attributes(model: Hashable, fields: tuple[Field, ...], apart: frozenset[str]) -> AttributeGroups:
    """Return the attributes of a dataclass by what their values reach, those `apart` left out."""
    declared = {field.attribute: field for field in fields}
    names = [one.name for one in attributes(cast(type[Any], model)) if one.name not in PLACES | apart]
    parted = tuple(
        (name, declared[name])
        for name in names
        if name in declared
        and declared[name].reach is Reach.FRAME
        and isinstance(kind := declared[name].kind, RecordList)
        and any(inner.reach is not Reach.FRAME for inner in kind.fields)
    )
    groups: dict[Reach, list[str]] = {reach: [] for reach in Reach}
    for name in names:
        if name not in {one for one, _ in parted}:
            groups[declared[name].reach if name in declared else Reach.FRAME].append(name)
    return AttributeGroups(
        make_reader(groups[Reach.FRAME]), make_reader(groups[Reach.FACE]), make_reader(groups[Reach.OWN]), parted
    )


def make_reader(names: list[str]) -> Callable[[Any], Any]:
    """Return a function that returns the values of some attributes."""
    return attrgetter(*names) if names else (lambda _: ())


def list_filled(values: Any) -> object:
    """Return which of the values of a reader are filled, of lists how many there are."""
    held = values if isinstance(values, tuple) else (values,)
    return [len(one) if isinstance(one, tuple) else bool(one) for one in held]


def describe_values(
    model: type[Any], fields: tuple[Field, ...], one: Any, apart: frozenset[str] = frozenset()
) -> tuple[str, str, str]:
    """Return the values of an object as texts: those of the frame, those of its face, those of nobody else.

    Attributes that stand `apart` are left out.
    """
    groups = group_attributes(cast(Hashable, model), fields, apart)
    frame, face, own = groups.frame(one), groups.face(one), groups.own(one)
    parts = ([repr(frame), repr((list_filled(face), list_filled(own)))], [repr(face)], [repr(own)])
    for attribute, field in groups.records:
        held = getattr(one, attribute)
        assert isinstance(field.kind, RecordList)
        for part in parts:
            part.append(f"{attribute} {len(held)}")
        for record in held:
            for part, text in zip(parts, describe_values(field.kind.noun, field.kind.fields, record), strict=True):
                part.append(text)
    frame_text, face_text, own_text = ("\n".join(part) for part in parts)
    return frame_text, face_text, own_text


def list_files(entry: Entry) -> list[str]:
    """Return the files in which the fields of an entry stand, where one stands elsewhere than in its own."""
    if isinstance(entry.spans, Spans) and not entry.spans.paths and entry.spans.path == entry.path:
        # Nearly every entry: nothing stands elsewhere, and most places need not be found at all.
        return []
    return sorted(f"{key} {span.path}" for key, span in entry.spans.items() if span.path != entry.path)


def describe_entry(entry: Entry, read: str) -> EntryVersion:
    """Return the version of an entry without its pictures; `read` is the digest of what was read for it."""
    row = CONTENT_TYPES.get_type_of(entry)
    # A body that is nothing but prose stands on the entry's own page, and in no table; others ask whether there is one.
    apart = frozenset() if row.body else frozenset({BODY})
    frame, face, own = describe_values(row.model, row.fields, entry, apart)
    told = digest(frame, face, own)
    return EntryVersion(read, digest(frame, bool(entry.body), *list_files(entry)), digest(face), told)


def format_picture(picture: Picture) -> str:
    """Return everything that pages show of a picture, as one text."""
    sources = [(source.type, source.files) for source in picture.sources]
    return repr((picture.src, picture.width, picture.height, picture.thumb, picture.colour, sources, picture.fallbacks))


def group_by_entry(pictures: Mapping[tuple[str, str], Any], show: Callable[[Any], str]) -> dict[str, dict[str, str]]:
    """Return what is shown of pictures or recordings by entry and key."""
    found: dict[str, dict[str, str]] = {}
    for (id, key), one in pictures.items():
        found.setdefault(id, {})[key] = show(one)
    return found


def add_pictures(version: EntryVersion, entry: Entry, shown: Mapping[str, str], played: str) -> EntryVersion:
    """Return the version of an entry with its pictures (`shown`, by their keys) and recordings.

    Pictures of its photos belong to its face, and that they have come in to its frame; those that no list of photos names
    (a photographed emblem) belong to the frame.
    """
    if not shown and not played:
        return version
    keys = {photo.key for photo in entry.photos}
    listed = sorted((key, text) for key, text in shown.items() if key in keys)
    others = sorted((key, text) for key, text in shown.items() if key not in keys)
    face = digest(version.face, repr(listed), played)
    return EntryVersion(
        digest(version.own, face),
        digest(version.frame, repr([key for key, _ in listed]), repr(others)),
        face,
        digest(version.told, repr([key for key, _ in listed])),
    )


class ExhibitionVersions:
    """The versions of all entries, and digests over all of them.

    `known` are the versions (without pictures) that an earlier build has computed, by folder: what has been read for an entry
    decides on it, together with what all entries have in common.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        read: Mapping[str, str],
        known: Mapping[str, EntryVersion],
        pictures: Mapping[tuple[str, str], Picture],
        recordings: Mapping[tuple[str, str], Recording],
    ) -> None:
        self.plain: dict[str, EntryVersion] = {}
        """The versions without pictures, by folder."""
        self.by_folder: dict[str, EntryVersion] = {}
        shown, played = group_by_entry(pictures, format_picture), group_by_entry(recordings, repr)
        for entry in entries:
            folder = entry.folder
            own = read.get(folder) or digest(repr(entry))
            version = known.get(folder)
            if version is None or version.own != own:
                version = describe_entry(entry, own)
            self.plain[folder] = version
            if entry.id in shown or entry.id in played:
                sounds = repr(sorted(played[entry.id].items())) if entry.id in played else ""
                version = add_pictures(version, entry, shown.get(entry.id, {}), sounds)
            self.by_folder[folder] = version
        own, frame, face, told = (
            ("\n".join(part) for part in zip(*self.by_folder.values(), strict=True)) if self.by_folder else ("",) * 4
        )
        self.frame = digest("\n".join(self.by_folder), frame)
        self.faces = digest(self.frame, face)
        self.told = digest(self.frame, told)
        self.every = digest(self.faces, self.told, own)
