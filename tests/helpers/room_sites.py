"""Exhibitions of units with so many records of each list, for tests of rooms, and their sites."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from exhibition.model import Exhibition, PartialDate
from exhibition.pages.context import PageContext
from exhibition.pages.rooms import build_room_pages
from exhibition.pages.service_pages import build_covers
from exhibition.records import Experience, Meeting, StandardCase
from exhibition.records.meeting import DONE, RUNNING
from helpers import sites
from helpers.gallery_builds import render

PROBLEMS = sites.make_empty().vocabularies.problems.names
STANDARDS = sites.make_empty().vocabularies.standards.names
STREETS = [term.name for term in sites.make_empty().vocabularies.streets if not term.example]
EXAMPLE_STREET = next(term.name for term in sites.make_empty().vocabularies.streets if term.example)


def meeting(rank: int, **values: Any) -> Meeting:
    made: dict[str, Any] = {
        "date": PartialDate(2015 + rank % 4, 1 + rank % 12, 1 + rank % 28),
        "topic": f"第{rank}件事",
        "problem": PROBLEMS[rank % len(PROBLEMS)],
        "progress": (DONE, RUNNING)[rank % 2],
    }
    return Meeting(**(made | values))


def case(rank: int, **values: Any) -> Experience:
    made = {
        "problem": PROBLEMS[rank % 3],
        "steps": "贴纸条，认东西，周六一起搬",
        "outcome": f"第{rank}处通了",
        "cost": "没花钱",
    }
    return Experience(**(made | values))


def standard(rank: int, **values: Any) -> StandardCase:
    return StandardCase(**({"standard": STANDARDS[rank % len(STANDARDS)], "text": f"第{rank}面墙"} | values))


def show(meetings: int = 0, cases: int = 0, standards: int = 0, examples: int = 0) -> Exhibition:
    """An exhibition of units with so many records, at most ten of a list each, and so many examples of each list."""
    count = max(-(-most // 10) for most in (meetings, cases, standards))
    units = [
        sites.unit(
            rank,
            street=STREETS[rank % len(STREETS)],
            meetings=tuple(map(meeting, range(rank * 10, min(meetings, rank * 10 + 10)))),
            experiences=tuple(map(case, range(rank * 10, min(cases, rank * 10 + 10)))),
            standard_cases=tuple(map(standard, range(rank * 10, min(standards, rank * 10 + 10)))),
        )
        for rank in range(count)
    ]
    units += [
        sites.unit(
            5000 + rank, street=EXAMPLE_STREET, example=True,
            meetings=(meeting(rank, topic="编出来的事"),), experiences=(case(rank, outcome="编出来的样子"),),
            standard_cases=(standard(rank, text="编出来的墙"),),
        )
        for rank in range(examples)
    ]  # fmt: skip
    return replace(sites.make_empty(), entries=tuple(units))


def write_site(place: Path, shown: Exhibition) -> Path:
    context = PageContext(shown, {})
    return render(place, [sheet.artifact for kind in (build_room_pages, build_covers) for sheet in kind(context)])
