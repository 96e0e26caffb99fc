"""一起办: tasks and places that somebody takes on (认领), what is pooled (认筹), and the fund (自治金), in one room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from ..lazy import dataclass
from ..model.entry import Entry
from ..model.exhibition import Exhibition, sort_in_walking_order
from ..model.field_types import Choice, Date, Integer, MoneyOrigin, PartialDate, Text, Yuan, round_money
from ..model.fields import Field, Requirement
from ..model.record_types import (
    STREET_FACET,
    EntryRecord,
    Record,
    RecordFacet,
    RecordType,
    Room,
    list_label,
    make_latest_key,
)
from ..model.vocabulary import ChoiceWords

if TYPE_CHECKING:
    from ..model.artifact import Data, RoomTools

WANTED, TAKEN, DONE, OVER = "等人认领", "有人认领", "办成了", "到期"
"""What 状态 says."""
STATE = Choice(
    words=ChoiceWords.from_names(
        (WANTED, TAKEN, DONE, OVER),
        {
            "没人认领": WANTED, "无人认领": WANTED, "待认领": WANTED, "未认领": WANTED, "招认领": WANTED, "还没人认领": WANTED,
            "已认领": TAKEN, "认领了": TAKEN, "认领中": TAKEN, "在办": TAKEN, "进行中": TAKEN, "已有人认领": TAKEN,
            "完成": DONE, "已完成": DONE, "完成了": DONE, "办好了": DONE, "做好了": DONE, "做完了": DONE, "已办成": DONE, "办成": DONE,
            "办结": DONE, "成功": DONE, "完工": DONE,
            "已到期": OVER, "到期了": OVER, "过期": OVER, "已过期": OVER, "结束": OVER, "期满": OVER,
        },
    )
)  # fmt: skip
MONEY = "钱"
POOLED = Choice(
    words=ChoiceWords.from_names(
        (MONEY, "东西", "力气", "手艺", "时间"),
        {"资金": MONEY, "现金": MONEY, "物": "东西", "物品": "东西", "物资": "东西", "材料": "东西", "出力": "力气", "人力": "力气", "劳力": "力气", "技术": "手艺"},
    )
)  # fmt: skip
IN, OUT = "进", "出"
"""What 进出 says."""
DIRECTION = Choice(
    words=ChoiceWords.from_names(
        (IN, OUT),
        {"收入": IN, "收": IN, "进账": IN, "入": IN, "支出": OUT, "支": OUT, "出账": OUT, "花": OUT, "用": OUT},
    )
)
RAISED, COMPANY = "筹集", "企业支持"
ORIGIN = MoneyOrigin(
    words=ChoiceWords.from_names(
        ("奖励", RAISED, COMPANY, "别的"),
        {"其他": "别的", "其它": "别的", "奖金": "奖励", "自治金奖励": "奖励", "大家凑的": RAISED, "捐款": RAISED, "认筹": RAISED, "企业": COMPANY, "企业赞助": COMPANY},
    ),
    givers=(("街道|[村杨淞罗月顾高庙]镇|居委|民政|政府|社区|单位", ""), ("公司|企业|集团|物业|银行|超市|商店|饭店|药店|厂", COMPANY), ("", RAISED)),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Record):
    """One task or place that somebody takes on (认领)."""

    task: Annotated[
        str,
        Field(
            "事",
            Text(40),
            "给门厅的花浇水",
            "要做的是什么事。",
            Requirement.ALWAYS,
            placed=True,
            headings=("认领的事",),
        ),
    ]
    place: Annotated[
        str, Field("地方", Text(40, unnamed=True), "门厅", "在哪里；共享空间就写它的名字。", placed=True)
    ] = ""
    who: Annotated[
        str, Field("谁", Text(40, role=True, joiner="、"), "3 户", "谁认领的，写身份或者几户。", placed=True)
    ] = ""
    since: Annotated[PartialDate | None, Field("从", Date(), "2024-03", "从什么时候开始。", placed=True)] = None
    state: Annotated[str, Field("状态", STATE, WANTED, "等人认领、有人认领、办成了、到期。", placed=True)] = ""

    @property
    def is_open(self) -> bool:
        """Waits the task for somebody?"""
        return self.state == WANTED

    @property
    def is_over(self) -> bool:
        """Has it come to its end?"""
        return self.state in (DONE, OVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooling(Record):
    """One thing that neighbours pool (认筹)."""

    date: Annotated[PartialDate | None, Field("时间", Date(), "2024-04", "什么时候。", placed=True)] = None
    kind: Annotated[str, Field("种类", POOLED, "东西", "钱、东西、力气、手艺、时间。", placed=True)] = ""
    amount: Annotated[
        str, Field("多少", Text(40, joiner="，"), "旧砖三百块", "一共多少，不分到哪一家。", placed=True)
    ] = ""
    households: Annotated[
        int | None, Field("几户", Integer(1, 9_999, " 户", "12", about=True), "12", "几户一起。", placed=True)
    ] = None
    use: Annotated[str, Field("用在哪", Text(60), "砌花坛", "用来做什么。", Requirement.ALWAYS, placed=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundEntry(Record):
    """One entry of the self-governance fund (自治金)."""

    date: Annotated[PartialDate | None, Field("时间", Date(), "2024-05", "什么时候。", placed=True)] = None
    direction: Annotated[str, Field("进出", DIRECTION, IN, "进，还是出。", placed=True)] = ""
    origin: Annotated[
        str, Field("来路", ORIGIN, "奖励", "钱从哪一类来：奖励、筹集、企业支持、别的；不写是谁。", placed=True)
    ] = ""
    amount: Annotated[
        int | None,
        Field(
            "元",
            Yuan(1, 9_999_999, " 元", "500", about=True),
            "500",
            "多少钱，只写数目；页面上取整数说。",
            placed=True,
            headings=("金额", "金额（元）"),
        ),
    ] = None
    use: Annotated[str, Field("用途", Text(60), "买花土", "用来做什么。", Requirement.ALWAYS, placed=True)]

    @property
    def shown_amount(self) -> int:
        """The sum as pages tell it; 0 where none is told."""
        return round_money(self.amount) if self.amount else 0


# ---- Cards. ----


def view_claim(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return a task: where it is, who does it, how far it is."""
    told: Claim = one.record
    who = f"{told.who}认领" if told.who and not told.is_open else ""
    return {
        "kind": CLAIMS.label,
        "line": "，".join(filter(None, (told.place, who))),
        "state": told.state,
        "look": {WANTED: "is-open", DONE: "is-done"}.get(told.state, ""),
        "open": told.is_open,
    }


def view_pooling(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return what was pooled: of what kind, how much of it, by how many households together."""
    told: Pooling = one.record
    many = f"{told.households} 户一起" if told.households else ""
    return {
        "kind": POOLINGS.label,
        "line": "，".join(filter(None, (told.amount, many))),
        "state": told.kind,
    }


def view_fund_entry(one: EntryRecord, exhibition: Exhibition) -> Mapping[str, object]:
    """Return an entry of the fund: in or out, the rounded sum, where it is from."""
    told: FundEntry = one.record
    shown = AMOUNT.format_value(told.amount)
    return {
        "kind": FUND.label,
        "sum": f"{told.direction}{shown}" if shown.startswith("约") else f"{told.direction} {shown}".strip(),
        "look": "is-out" if told.direction == OUT else "",
        "state": told.origin,
    }


# ---- The balance of one entry. ----


def add_fund(told: Iterable[FundEntry]) -> tuple[int, int]:
    """Return what came in and what went out, each sum rounded as it is shown before they are added."""
    sums = {IN: 0, OUT: 0}
    for one in told:
        if one.direction in sums:
            sums[one.direction] += one.shown_amount
    return sums[IN], sums[OUT]


def describe_balance(came: int, went: int) -> str:
    """Return in words what came in and what went out.

    >>> describe_balance(1200, 800), describe_balance(0, 300), describe_balance(500, 0)
    ('进了约 1200 元，出了约 800 元。', '出了约 300 元，还没写进了多少。', '进了约 500 元，还没写出了多少。')
    """
    if came and went:
        return f"进了约 {came} 元，出了约 {went} 元。"
    if came:
        return f"进了约 {came} 元，还没写出了多少。"
    return f"出了约 {went} 元，还没写进了多少。" if went else ""


ROUNDED = "每一笔都取整数：不到一千元的到十元，一千元以上的到百元。"


def view_balance(entry: Entry, exhibition: Exhibition) -> Mapping[str, object]:
    """Return the sentence above the fund of an entry: in and out; nothing where no sum is told."""
    words = describe_balance(*add_fund(getattr(entry, "fund", ())))
    return {"said": [words, ROUNDED]} if words else {}


# ---- The room. ----

MOST_TASKS, MOST_BALANCES = 4, 12
"""Open tasks of a street, and balances that the room shows; the others are counted."""


def make_together_key(one: EntryRecord, exhibition: Exhibition) -> tuple[Any, ...]:
    """Return what sorts the tasks first that wait for somebody, then the latest."""
    return not getattr(one.record, "is_open", False), make_latest_key(one, exhibition)


def list_state(one: EntryRecord, _: Exhibition) -> Iterable[str]:
    """Return how far a task is; nothing of what is no task."""
    return filter(None, (one.record.state if isinstance(one.record, Claim) else "",))


def view_together(records: Sequence[EntryRecord], tools: RoomTools) -> Mapping[str, object]:
    """Return what only this room shows: open tasks by street, the balances of entries, the sums of the fund."""
    streets = tools.exhibition.vocabularies.streets
    wanted = [one for one in records if getattr(one.record, "is_open", False)]
    by_street = group_by_street(wanted, streets.names)
    told = {one.entry.id: one.entry for one in records if one.row is FUND}
    balances = [build_balance(entry, tools) for entry in sort_in_walking_order(told.values(), streets)]
    balances = [one for one in balances if one["words"]]
    return {
        "none": "" if wanted or not records else TOGETHER.empty,
        # A single record is told above already.
        "streets": [build_street(name, held, tools) for name, held in by_street.items()] if len(records) > 1 else [],
        "balances": balances[:MOST_BALANCES],
        "more": f"还有 {len(balances) - MOST_BALANCES} 处也写了。" if len(balances) > MOST_BALANCES else "",
        "rounded": ROUNDED,
        "figure": tools.describe_figure(FUND_FIGURE) if told else {},
    }  # fmt: skip


def group_by_street(records: Iterable[EntryRecord], streets: Sequence[str]) -> dict[str, list[EntryRecord]]:
    """Return records by the street of their entries, in the order of `streets`; streets without any are left out."""
    found: dict[str, list[EntryRecord]] = {name: [] for name in streets}
    for one in records:
        found.setdefault(one.entry.location.street, []).append(one)
    return {name: held for name, held in found.items() if held}


def build_balance(entry: Entry, tools: RoomTools) -> dict[str, object]:
    """Return what came into the fund of an entry and what went out, in words and for a bar each."""
    came, went = add_fund(getattr(entry, "fund", ()))
    return {
        **tools.link(entry),
        "came": came,
        "went": went,
        "words": describe_balance(came, went),
        "most": max(came, went),
    }


FUND_FIGURE = "fund"
"""The name of the figure that sums the fund of all units."""


def build_street(name: str, wanted: Sequence[EntryRecord], tools: RoomTools) -> Data:
    """Return a street with its first open tasks, and the way to all of them."""
    cards = [tools.build_card(one) for one in wanted[:MOST_TASKS]]
    rest = len(wanted) - MOST_TASKS
    return {
        "name": name,
        "href": tools.link_value(STREET_FACET.name, name),
        "words": f"{len(wanted)}件",
        "tasks": [{"name": card["name"], "href": card["href"], "where": card["where"]} for card in cards],
        "rest": f"还有 {rest} 件" if rest > 0 else "",
    }


TOGETHER = Room(
    "together/",
    "一起办",
    rank=50,
    lead="有事等人做，有东西大家凑，有一笔钱一起用。",
    order="等人认领的在前，再从新到旧。",
    empty="现在没有等人认领的事。",
    pose="waving",
    sort_key=make_together_key,
    facets=(
        RecordFacet(
            "kind",
            "哪一种",
            list_label,
            order=("认领", "认筹", "自治金"),
            slugs={"认领": "claims", "认筹": "poolings", "自治金": "fund"},
        ),
        STREET_FACET,
        RecordFacet("state", "状态", list_state, order=(WANTED, TAKEN, DONE, OVER)),
    ),
    starter=("task", "place", "state", "kind", "direction", "origin", "amount", "use"),
    guide="guide/together/",
    part="together",
    view=view_together,
)  # fmt: skip
CLAIMS = RecordType(
    "claims",
    "认领",
    Claim,
    help="一件事，一个地方，有人认下来。",
    what="task",
    when="since",
    identity=("task", "place"),
    order=80,
    note="“谁”写身份或者几户，不写姓名；还没有人，就写“状态: 等人认领”。",
    room=TOGETHER,
    part="board",
    view=view_claim,
)
POOLINGS = RecordType(
    "poolings",
    "认筹",
    Pooling,
    help="大家凑的钱、东西、力气、手艺、时间。",
    what="use",
    when="date",
    identity=("date", "kind", "use"),
    order=81,
    note="写一共多少、几户一起，不写哪一家出了多少。",
    room=TOGETHER,
    part="board",
    view=view_pooling,
)
FUND = RecordType(
    "fund",
    "自治金",
    FundEntry,
    help="自治金进了多少、出了多少，用在哪里。",
    what="use",
    when="date",
    identity=("date", "direction", "use"),
    order=82,
    note="不写哪一家给的。页面上的数目取整：不到一千元的到十元，一千元以上的到百元。",
    room=TOGETHER,
    part="board",
    view=view_fund_entry,
    overview=view_balance,
)
AMOUNT = next(field for field in FUND.fields if field.attribute == "amount")
