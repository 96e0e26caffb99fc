"""Exhibitions of units with so many tasks, things pooled, entries of funds and activities, for tests of their rooms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from exhibition.model import Exhibition, Ledger, PartialDate
from exhibition.records import Activity, Claim, FundEntry, Pooling
from exhibition.records.activity import COMERS
from exhibition.records.together import DONE, IN, OUT, OVER, TAKEN, WANTED
from helpers import sites
from helpers.room_sites import EXAMPLE_STREET, STREETS

FORMS = sites.make_empty().vocabularies.activity_forms.names
KNOWN_DAY = "2026-06-01"
"""The newest day that these exhibitions know: activities after it are to come."""


def claim(rank: int, **values: Any) -> Claim:
    state = (WANTED, TAKEN, DONE, OVER)[rank % 4]
    made: dict[str, Any] = {
        "task": f"第{rank}件事，谁来做",
        "place": "门厅",
        "who": "" if state == WANTED else "3 户",
        "since": PartialDate(2020 + rank % 5, 1 + rank % 12) if rank % 3 else None,
        "state": state,
    }
    return Claim(**(made | values))


def pooling(rank: int, **values: Any) -> Pooling:
    made: dict[str, Any] = {
        "date": PartialDate(2020 + rank % 5, 1 + rank % 12),
        "kind": ("东西", "钱", "力气", "手艺", "时间")[rank % 5],
        "amount": "旧砖三百块",
        "households": 12,
        "use": f"砌第{rank}个花坛",
    }
    return Pooling(**(made | values))


def fund(rank: int, **values: Any) -> FundEntry:
    made: dict[str, Any] = {
        "date": PartialDate(2020 + rank % 5, 1 + rank % 12),
        "direction": (IN, OUT)[rank % 2],
        "origin": "" if rank % 2 else "奖励",
        "amount": 1234 if rank % 2 == 0 else 567,
        "use": f"第{rank}笔",
    }
    return FundEntry(**(made | values))


def activity(rank: int, **values: Any) -> Activity:
    made: dict[str, Any] = {
        "date": PartialDate(2026, 12, 1 + rank % 28) if rank % 10 == 0 else PartialDate(2021 + rank % 4, 1 + rank % 12, 9),
        "name": f"第{rank}次活动",
        "form": FORMS[rank % len(FORMS)],
        "comers": COMERS[rank % 4],
        "people": None if rank % 10 == 0 else 10 + rank % 20,
    }  # fmt: skip
    return Activity(**(made | values))


def hold(*units: Any) -> Exhibition:
    """An exhibition of these units that knows no day after `KNOWN_DAY`."""
    ledger = Ledger((replace(sites.link("20001"), issued=KNOWN_DAY),))
    return replace(sites.make_empty(), entries=tuple(units), ledger=ledger)


def show(count: int = 0, activities: int = 0, examples: int = 0) -> Exhibition:
    """An exhibition of units with `count` records in 一起办, a third of each list, and so many activities; ten a unit of each."""
    records = [(claim, pooling, fund)[rank % 3](rank // 3) for rank in range(count)]
    units = []
    for rank in range(max(-(-count // 10), -(-activities // 10))):
        own = records[rank * 10 : rank * 10 + 10]
        units.append(
            sites.unit(
                rank,
                street=STREETS[rank % len(STREETS)],
                claims=tuple(one for one in own if isinstance(one, Claim)),
                poolings=tuple(one for one in own if isinstance(one, Pooling)),
                fund=tuple(one for one in own if isinstance(one, FundEntry)),
                activities=tuple(map(activity, range(rank * 10, min(activities, rank * 10 + 10)))),
            )
        )
    units += [
        sites.unit(
            5000 + rank, street=EXAMPLE_STREET, example=True,
            claims=(claim(0, task="编出来的事"),), poolings=(pooling(0),), fund=(fund(0),), activities=(activity(0),),
        )
        for rank in range(examples)
    ]  # fmt: skip
    return hold(*units)
