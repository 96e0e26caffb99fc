"""Rules about what neighbours do together: tasks that are taken on (认领), what is pooled (认筹), the fund (自治金), activities (活动)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache

from ..diagnostics import Finding, Severity
from ..lazy import compile_later
from ..model import Entry
from ..model.field_types import ROUNDED_FROM, ROUNDED_MORE, ROUNDED_TO, round_money
from ..model.record_types import RecordType
from ..privacy.people import FREQUENT, TITLE
from ..records import ACTIVITIES, CLAIMS, FUND, POOLINGS
from ..records.together import IN, MONEY, OUT, RAISED, TAKEN, WANTED, FundEntry
from ..text.characters import parse_money
from .record_lists import find_written_span, format_place, get_record_span, is_filled, iter_each_record, iter_lists
from .registry import CheckContext, Scope, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

GAVE = "(?:捐|赞助|资助|出资|认捐|出了|给了|拿出)"
SUM = "(?:[0-9０-９]|[一二两三四五六七八九十百千]{1,4}[百千万元块])"
GIVER = compile_later(
    rf"(?:^|[^\u4e00-\u9fff]|[由是请向])(?:(?P<titled>[老小]?[{FREQUENT}]{TITLE}|[老小][{FREQUENT}])家?{GAVE}"
    rf"|(?P<family>[{FREQUENT}]家)(?:{GAVE})?\s?{SUM}"
    rf"|(?P<named>(?!周[围边末年]|马路|林地|高层)[{FREQUENT}][\u4e00-\u9fff]{{1,2}})(?:家?{GAVE}|家\s?{SUM})"
    rf"|(?P<room>[1-9]\d?(?:0[1-9]|[12]\d))\s?[室家]?(?:{GAVE}|[室家]\s?{SUM}))"
)
"""Who gave: a surname with a title, a family, a name, a room; and behind it that they gave, or how much."""
MAY_GIVE = compile_later("[捐赞资出给拿家室]")
"""Without one of these characters a text names no giver."""


def mask_giver(found: re.Match[str]) -> str:
    """Return who gave, so that a message can show it: the first character, the others hidden."""
    name = next(filter(None, found.groups()))
    return name[0] + "*" * (len(name) - 1) if not found["room"] else "***"


@check("E429", ERROR, "写了是哪一家给的", Scope.ENTRY)
def named_household(context: CheckContext) -> Iterator[Finding]:
    """问题：认筹、自治金里写了是哪一家给的、给了多少。放到网上，给得少的、没有给的都会为难。

    不好：`多少: *家500，*家300`（写着姓的）

    好：

        认筹:
          - 种类: 钱
            多少: 一共 800 元
            几户: 2

    怎么改：只写一共多少、几户一起，不写哪一家。
    """
    for row, attributes in GIVING:
        keys = {field.attribute: field.key for field in row.fields}
        for entry, index, record in iter_each_record(context, row):
            for attribute in attributes:
                text = getattr(record, attribute)
                found = GIVER.search(text) if text and MAY_GIVE.search(text) else None
                if found:
                    span = get_record_span(entry, row, index, keys[attribute])
                    message = f"“{keys[attribute]}”里写了“{mask_giver(found)}”给的，看得出是哪一家。"
                    yield Finding(span, message, "改成一共多少、几户一起，不写哪一家。")


GIVING: tuple[tuple[RecordType, tuple[str, ...]], ...] = ((POOLINGS, ("amount", "use")), (FUND, ("use",)))
"""The texts in which people write who gave."""


@check("W451", ADVICE, "认领的人和状态对不上", Scope.ENTRY)
def claim_against_state(context: CheckContext) -> Iterator[Finding]:
    """问题：状态写着“等人认领”，“谁”却有了人；或者写着“有人认领”，没有写是谁。

    不好：

        认领:
          - 事: 给门厅的花浇水
            谁: 3 户
            状态: 等人认领

    好：

        认领:
          - 事: 给门厅的花浇水
            谁: 3 户
            状态: 有人认领

    怎么改：有人认了就改“状态”；还没有就把“谁”空着。不改也能发布。
    """
    for entry, index, claim in iter_each_record(context, CLAIMS):
        if claim.state == WANTED and claim.who:
            span = get_record_span(entry, CLAIMS, index, "状态")
            message = f"“状态”写着“{WANTED}”，“谁”写着“{claim.who}”，是不是“{TAKEN}”？"
            fixed = context.replace_in_line(span, WANTED, TAKEN)
            yield Finding(span, message, f"改成“状态: {TAKEN}”；还没有人认，就把“谁”空着。", fixed)
        elif claim.state == TAKEN and not claim.who and entry.published:
            span = get_record_span(entry, CLAIMS, index, "状态")
            message = f"“{claim.task}”写着“{TAKEN}”，没有写“谁”。"
            yield Finding(span, message, "补上“谁”：身份，或者几户；说不清就写“一位邻居”。")


@check("W498", ADVICE, "办成了，没有写什么时候", Scope.ENTRY)
def ended_without_date(context: CheckContext) -> Iterator[Finding]:
    """问题：认领的事办成了，或者到期了，“从”还空着，后来的人不知道是哪一年的事。

    不好：

        认领:
          - 事: 给门厅的花浇水
            从:
            状态: 办成了

    好：

        认领:
          - 事: 给门厅的花浇水
            从: 2024-03
            状态: 办成了

    怎么改：补上“从”，只记得哪一年就写哪一年。不改也能发布。
    """
    for entry, index, claim in iter_each_record(context, CLAIMS):
        # What stands there and is not understood has its own message.
        if (
            claim.is_over
            and claim.since is None
            and entry.published
            and not is_filled(context, entry, CLAIMS, index, "从")
        ):
            span = find_written_span(entry, CLAIMS, index, "从") or get_record_span(entry, CLAIMS, index, "状态")
            message = f"“{claim.task}”写着“{claim.state}”，“从”还空着。"
            yield Finding(span, message, "补上“从”：哪一年、哪一月开始的；只记得哪一年就写哪一年。")


NEAR = 0.6
"""How much of two names must agree (`difflib`) for one to be meant by the other."""


@lru_cache(maxsize=4096)
def find_near_place(place: str, names: tuple[str, ...]) -> str:
    """Return the shared place that is meant by nearly its name; nothing where one of them is named, or none is near.

    >>> find_near_place("瓶子菜元", ("瓶子菜园", "时光长廊")), find_near_place("菜园", ("瓶子菜园",)), find_near_place("瓶子菜园东头", ("瓶子菜园",))
    ('瓶子菜园', '瓶子菜园', '')
    """
    if not place or any(name in place for name in names):
        return ""
    within = [name for name in names if len(place) > 1 and place in name]
    near = within or get_close_matches(place, names, 2, NEAR)
    return near[0] if len(near) == 1 else ""


@check("W499", ADVICE, "地方和共享空间的名字差一点")
def near_shared_place(context: CheckContext) -> Iterator[Finding]:
    """问题：“地方”写的和楼群“共享空间”的名字只差一点，多半是同一个地方。名字一样，两边才连得起来。

    不好：

        地方: 瓶子菜元

    好：

        地方: 瓶子菜园

    怎么改：是同一个地方，就照“共享空间”里的名字写；不是，就不用改。不改也能发布。
    """
    names: dict[str, tuple[str, ...]] = {}
    for entry, index, claim in iter_each_record(context, CLAIMS):
        if not claim.place:
            continue
        if entry.id not in names:
            names[entry.id] = list_shared_names(context, entry)
        near = find_near_place(claim.place, names[entry.id])
        if near:
            span = get_record_span(entry, CLAIMS, index, "地方")
            message = f"“地方”写的是“{claim.place}”，是不是共享空间“{near}”？"
            yield Finding(
                span,
                message,
                "改成共享空间的名字；不是同一个地方，就不用改。",
                context.replace_in_line(span, claim.place, near),
            )


def list_shared_names(context: CheckContext, entry: Entry) -> tuple[str, ...]:
    """Return the names of the shared places of an entry, or of the cluster of a unit."""
    found = context.exhibition.by_id.get(getattr(entry, "cluster", None) or "", entry)
    return tuple(place.name for place in getattr(found, "places", ()) if place.name)


@check("W494", ADVICE, "出的比进的多", Scope.ENTRY)
def overdrawn_fund(context: CheckContext) -> Iterator[Finding]:
    """问题：照写下来的，自治金出的比进的多，多半是漏了一笔，或者数目打错了。

    不好：

        自治金:
          - 时间: 2024-05
            进出: 进
            元: 500
            用途: 星级奖励
          - 时间: 2024-06
            进出: 出
            元: 5000
            用途: 买花土

    好：

        自治金:
          - 时间: 2024-05
            进出: 进
            元: 500
            用途: 星级奖励
          - 时间: 2024-06
            进出: 出
            元: 300
            用途: 买花土

    怎么改：核对数目；有一笔“进”还没写，就补上。不改也能发布。
    """
    for entry, told in iter_lists(context, FUND):
        found = find_overdraft(told)
        if found is None:
            continue
        index, came, went = found
        span = get_record_span(entry, FUND, index, "元")
        first = next((place for place, one in enumerate(told) if one.direction == IN and one.amount), None)
        where = "" if first is None else f"（{format_place(span, get_record_span(entry, FUND, first, '元'))}起）"
        came_words = f"进了 {came} 元{where}" if came else "还没写进过"
        message = f"到这一笔为止，写下来的出了 {went} 元，{came_words}。"
        yield Finding(span, message, "核对数目；有一笔“进”还没写，就补上。")


def find_overdraft(told: Sequence[FundEntry]) -> tuple[int, int, int] | None:
    """Return the index of the first entry with which more has gone out than come in, and both sums; None where there is none.

    Entries count in the order of their dates. Where one has no date, nobody knows what came before it: then all must suffice.
    """
    if has_always_enough(told):
        return None
    dated = all(one.date for one in told)
    came = went = 0
    last = None
    # Of one day what came in is counted first.
    for _, place in sorted((rank_day(told, place, dated), place) for place in range(len(told))):
        one = told[place]
        amount = abs(one.amount or 0)
        if one.direction == IN:
            came += amount
        elif one.direction == OUT and amount:
            went += amount
            last = place
            if dated and went > came:
                return place, came, went
    return (last, came, went) if last is not None and went > came else None


def has_always_enough(told: Sequence[FundEntry]) -> bool:
    """Has a fund that is told in the order of its dates always as much as goes out? Nearly every one is like that."""
    rest, before = 0, (0, 0, 0)
    for one in told:
        day = one.date.get_sort_key() if one.date else None
        if day is None or day < before:
            return False
        before = day
        if one.direction == IN:
            rest += abs(one.amount or 0)
        elif one.direction == OUT:
            rest -= abs(one.amount or 0)
            if rest < 0:
                return False
    return True


def rank_day(told: Sequence[FundEntry], place: int, dated: bool) -> tuple[tuple[int, ...], bool]:
    """Return what sorts entries by day, of one day those that came in first; without all dates all are of one day."""
    one = told[place]
    return (one.date.get_sort_key() if dated and one.date else ()), one.direction == OUT


FEW_HOUSEHOLDS = 10
"""Below so many households an exact sum may tell who gave how much."""


def is_round(amount: int) -> bool:
    """Is a sum a whole number of tens of yuan, from a thousand on of hundreds?"""
    return amount % (ROUNDED_TO if amount < ROUNDED_FROM else ROUNDED_MORE) == 0


@check("W496", ADVICE, "几户人家的数目太细", Scope.ENTRY)
def exact_sum(context: CheckContext) -> Iterator[Finding]:
    """问题：不到十户人家凑的钱，写到了个位，熟人猜得出哪一家给了多少。

    不好：

        认筹:
          - 种类: 钱
            多少: 437 元
            几户: 4

    好：

        认筹:
          - 种类: 钱
            多少: 约 440 元
            几户: 4

    怎么改：不到一千元写到十元，一千元以上写到百元。不改也能发布。
    """
    for entry, index, one in iter_each_record(context, POOLINGS):
        if one.kind != MONEY or one.households is None or one.households >= FEW_HOUSEHOLDS:
            continue
        found = parse_money(re.sub("^(?:一共|总共|共)", "", one.amount))
        if found and found[0] == found[1] and not is_round(int(found[0])):
            yield describe_exact_sum(context, entry, POOLINGS, index, ("多少", int(found[0]), one.households))
    for entry, index, one in iter_each_record(context, FUND):
        if one.direction != IN or one.origin != RAISED or not one.amount or is_round(abs(one.amount)):
            continue
        told = [getattr(entry, name, None) for name in ("participants", "households")]
        fewest = min((number for number in told if number), default=FEW_HOUSEHOLDS)
        if fewest < FEW_HOUSEHOLDS:
            yield describe_exact_sum(context, entry, FUND, index, ("元", abs(one.amount), fewest))


def describe_exact_sum(
    context: CheckContext, entry: Entry, row: RecordType, index: int, told: tuple[str, int, int]
) -> Finding:
    """Return the finding about an exact sum: its key, the sum, the number of households."""
    key, amount, households = told
    span, rounded = get_record_span(entry, row, index, key), round_money(amount)
    message = f"{households} 户人家，“{key}”写到了个位（{amount}），会不会猜得出哪一家给了多少？"
    fixed = context.replace_in_line(span, str(amount), str(rounded))
    return Finding(span, message, f"写成 {rounded} 就够。", fixed)


@check("W497", ADVICE, "数目前面有减号", Scope.ENTRY)
def signed_sum(context: CheckContext) -> Iterator[Finding]:
    """问题：“元”只写数目，是进是出由“进出”说。看得懂减号，只是标准写法没有它。

    不好：

        进出: 出
        元: -500

    好：

        进出: 出
        元: 500

    怎么改：去掉减号；“进出”写“出”。不改也能发布。
    """
    for entry, index, one in iter_each_record(context, FUND):
        if one.amount is None or one.amount >= 0:
            continue
        span, amount = get_record_span(entry, FUND, index, "元"), -one.amount
        line = context.sources.get_line(span.path, span.line)
        head, colon, _ = line.partition(":")
        fixed = f"{head}: {amount}" if colon else None
        if one.direction == OUT:
            yield Finding(span, f"“元”已按 {amount} 理解：是出的，“进出”已经说了。", f"改成“元: {amount}”。", fixed)
        else:
            said = f"“进出”写的是“{one.direction}”" if one.direction else "“进出”还空着"
            message = f"“元”前面有减号（或者写着支出），{said}，是不是“{OUT}”？"
            yield Finding(span, message, f"核对是进是出：是出，写“进出: {OUT}”“元: {amount}”；是进，去掉减号。")


@check("W452", ADVICE, "日子还没到", Scope.ENTRY_AND_DAY)
def told_before_held(context: CheckContext) -> Iterator[Finding]:
    """问题：活动的日期还没到，已经写了来了多少人，或者配了照片。多半是年份打错了。

    不好：日期是下个月的一条，写着 `人数: 20`。

    好：

        活动:
          - 日期: 2024-05-01
            名称: 一起剪窗花
            人数: 20

    怎么改：核对日期；真的还没办，就把人数和照片先空着。不改也能发布。
    """
    today = (context.today.year, context.today.month, context.today.day)
    for entry, index, one in iter_each_record(context, ACTIVITIES):
        if one.date is None or one.date.year < context.today.year or one.date.get_sort_key() <= today:
            continue
        # A day that lies too far ahead has a message of its own.
        if one.date.get_sort_key() > (today[0] + 1, *today[1:]):
            continue
        told = [f"“{key}”" for key, value in (("人数", one.people), ("照片", one.photo)) if value]
        if told:
            span = get_record_span(entry, ACTIVITIES, index, "日期")
            message = f"“{one.name}”写的是{one.date.chinese}，日子还没到，{'和'.join(told)}已经写了。"
            yield Finding(span, message, f"核对日期；真的还没办，就把{'和'.join(told)}先空着。")
