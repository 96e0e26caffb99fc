"""Completeness of a digital archive: ten windows, each lit or dark, of which only those count that apply.

Shown on the entry's own record page and in the comment on the change that touches it, and nowhere else: entries are never
compared by it. As a figure of all entries it stands on the page of numbers, without names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..lazy import dataclass
from ..model.content_types import CONTENT_TYPES
from ..model.entry import Entry, Status
from ..model.exhibition import Exhibition
from ..records.rating import ANNOUNCED, LEAST_GROUP

LEAST_DATED_STEPS = 3


def is_always_asked(entry: Entry, exhibition: Exhibition) -> bool:
    """Return True: the window applies to every entry whose type has the field."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One thing that a complete archive tells. It applies to an entry whose type has the attribute `field`, and if `applies`."""

    name: str
    """Its name in addresses and data: `photo`."""
    label: str
    """What visitors read: 真照片."""
    field: str
    """The attribute that fills it."""
    ease: int
    """Where it stands among the gaps, the easiest first."""
    help: str
    """One sentence that says how to fill it."""
    is_lit: Callable[[Entry], bool]
    applies: Callable[[Entry, Exhibition], bool] = is_always_asked


class WindowState(NamedTuple):
    """A window that applies to an entry, and whether it is lit."""

    window: Window
    lit: bool


def make_filled_test(field: str, least: int = 1) -> Callable[[Entry], bool]:
    """Return the test whether a field of an entry is filled; of a list, whether it has at least so many items."""

    def is_filled(entry: Entry) -> bool:
        value = getattr(entry, field)
        return len(value) >= least if isinstance(value, tuple) else value is not None

    return is_filled


def has_real_photo(entry: Entry) -> bool:
    """Has an entry a photograph that may be shown? A drawn scene is none."""
    return any(photo.file and photo.shown for photo in entry.photos)


def has_shown_pair(entry: Entry) -> bool:
    """Has an entry a pair both of whose pictures may be shown? Pages leave out the others."""
    return any(may_show(entry, pair.before) and may_show(entry, pair.after) for pair in entry.pairs)


def may_show(entry: Entry, key: str) -> bool:
    """May a page show the picture of this key: is it drawn, or a photograph with consent?"""
    photo = entry.find_photo(key)
    return photo is not None and (photo.file is None or photo.shown)


def has_dated_steps(entry: Entry) -> bool:
    """Has an entry enough steps whose time is known?"""
    return sum(step.date is not None for step in entry.steps) >= LEAST_DATED_STEPS


def has_sourced_stars(entry: Entry) -> bool:
    """Do the stars of an entry have a document: an announcement with its number?"""
    return any(rating.step == ANNOUNCED and rating.document for rating in getattr(entry, "ratings", ()))


def has_stars(entry: Entry, exhibition: Exhibition) -> bool:
    """Has an entry stars, so that one may ask where they are from?"""
    return bool(getattr(entry, "stars", None))


def has_standards(entry: Entry, exhibition: Exhibition) -> bool:
    """Does the vocabulary name standards of which a case can be told?"""
    return bool(exhibition.vocabularies.standards.terms)


WINDOWS: tuple[Window, ...] = (
    Window(
        name="photo", label="真照片", field="photos", ease=5, is_lit=has_real_photo,
        help="用手机拍一张楼道或活动，先问过画面里的人，再交上来。",
    ),
    Window(
        name="pair", label="从前与如今", field="pairs", ease=9, is_lit=has_shown_pair,
        help="找一张从前的照片，站在同一个地方再拍一张。",
    ),
    Window(
        name="steps", label="有日期的历程", field="steps", ease=8, is_lit=has_dated_steps,
        help="给三件事写上时间，只记得哪一年也可以。",
    ),
    Window(
        name="covenant", label="公约", field="covenant", ease=4, is_lit=make_filled_test("covenant"),
        help="把墙上贴着的公约照样抄下来，一条一行。",
    ),
    Window(
        name="group", label="自治小组", field="group", ease=3, is_lit=make_filled_test("group", LEAST_GROUP),
        help="写上自治小组有谁，至少三位，写身份，不写姓名。",
    ),
    Window(
        name="stars", label="星级有出处", field="ratings", ease=10, is_lit=has_sourced_stars, applies=has_stars,
        help="挂牌的文号由民政部门填；你手上有文件，就请居委会转一声。",
    ),
    Window(
        name="founded", label="建立", field="founded", ease=2, is_lit=make_filled_test("founded"),
        help="写上哪一年、哪个月开始的。",
    ),
    Window(
        name="households", label="户数", field="households", ease=1, is_lit=make_filled_test("households"),
        help="数一数一共多少户，写一个数。",
    ),
    Window(
        name="meetings", label="议事", field="meetings", ease=6, is_lit=make_filled_test("meetings"),
        help="上一次坐下来商量的是什么？写下议题和日期就够。",
    ),
    Window(
        name="standard-cases", label="标准事例", field="standard_cases", ease=7,
        is_lit=make_filled_test("standard_cases"), applies=has_standards,
        help="挑一条培育标准，说一件你们楼做过的、看得见的事。",
    ),
)  # fmt: skip
"""The ten windows, in the order in which they are shown."""


def list_windows(entry: Entry, exhibition: Exhibition) -> tuple[WindowState, ...]:
    """Return the windows that apply to an entry, in the table's order, each lit or dark."""
    held = {field.attribute for field in CONTENT_TYPES.get_type_of(entry).fields}
    return tuple(
        WindowState(window, window.is_lit(entry))
        for window in WINDOWS
        if window.field in held and window.applies(entry, exhibition)
    )


def count_lit(windows: tuple[WindowState, ...]) -> int:
    """Return how many windows are lit."""
    return sum(state.lit for state in windows)


def find_easiest_gap(windows: tuple[WindowState, ...]) -> Window | None:
    """Return the dark window that is the easiest to light; None where all are lit."""
    dark = (state.window for state in windows if not state.lit)
    return min(dark, key=lambda window: window.ease, default=None)


def summarize_archives(exhibition: Exhibition) -> Mapping[str, tuple[int, int, str]]:
    """Return of the folder of each entry with an archive how many windows are lit, of how many, and the easiest gap.

    Drafts are among them, because their authors want to know what is missing; what was taken down is not.
    """
    found: dict[str, tuple[int, int, str]] = {}
    for row in CONTENT_TYPES:
        for entry in exhibition.of(row.model) if row.side_files else ():
            if entry.status is not Status.WITHDRAWN:
                windows = list_windows(entry, exhibition)
                gap = find_easiest_gap(windows)
                found[entry.folder] = (count_lit(windows), len(windows), gap.label if gap else "")
    return found
