"""Rules about ratings (评定): documents, the order of the steps, and the stars of the entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from ..diagnostics import Finding, Severity
from ..lazy import compile_later
from ..model import Entry
from ..model.field_types import DocumentNumber
from ..records import RATINGS, Rating
from ..records.rating import ANNOUNCED
from .record_lists import (
    fill_line,
    find_written_span,
    format_place,
    get_record_span,
    has_value,
    is_written,
    iter_each_record,
    iter_lists,
)
from .registry import CheckContext, Scope, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

DOCUMENT = compile_later(r"[\u4e00-\u9fff]{1,12}[〔\[［【（(﹝](?:19|20)\d\d[〕\]］】）)﹞]\s?第?\s?\d{1,5}\s?号")
"""The number of a document within a sentence."""
LEADING = compile_later("^(?:根据|依据|按照|按|见|文号|文件|发文|是|为|以|由|的)+")
"""Words before it."""
ASK_BUREAU = "“评定”由民政部门填：志愿者看到不对，请告诉街镇或民政部门"


def find_document(rating: Rating) -> str:
    """Return the number of a document that stands in the note of a rating instead of in its own line."""
    found = DOCUMENT.search(rating.note) if not rating.document and "号" in rating.note else None
    # Written with the brackets of documents, or the line that is offered would be asked about itself.
    return DocumentNumber.replace_brackets(LEADING.sub("", found[0])) if found else ""


def list_announced(records: Sequence[Rating]) -> list[tuple[int, Rating]]:
    """Return the announcements with stars and their index, from the first to the last; undated ones where they stand."""
    found = [(index, one) for index, one in enumerate(records) if one.step == ANNOUNCED and one.stars is not None]
    if len(found) < 2 or any(one.date is None for _, one in found):
        return found
    return sorted(found, key=lambda pair: pair[1].date.get_sort_key() if pair[1].date else ())


@check("W455", ADVICE, "挂牌没有文号", Scope.ENTRY)
def announced_without_document(context: CheckContext) -> Iterator[Finding]:
    """问题：“发文挂牌”没有写文号，页面上只能写“待核”。

    不好：

        评定:
          - 时间: 2023-12
            步骤: 发文挂牌
            星级: 4
            文号:

    好：

        评定:
          - 时间: 2023-12
            步骤: 发文挂牌
            星级: 4
            文号: 示例民〔2023〕12号

    怎么改：照文件补上文号；手边没有文件就先空着。不改也能发布。
    """
    for entry, index, one in iter_each_record(context, RATINGS):
        if one.step == ANNOUNCED and not one.document and entry.published and not find_document(one):
            written = find_written_span(entry, RATINGS, index, "文号")
            if written and has_value(context, written):
                # What stands there and is not understood is said there.
                continue
            span = written or get_record_span(entry, RATINGS, index, "步骤")
            when = f"{one.date.chinese}的" if one.date else ""
            message = f"{when}“{ANNOUNCED}”没有写文号，页面上写“待核”。"
            yield Finding(span, message, "照文件补上“文号”；手边没有文件就先空着。")


@check("W456", ADVICE, "评定的先后不对", Scope.ENTRY)
def reversed_steps(context: CheckContext) -> Iterator[Finding]:
    """问题：评星先申报，再验收，再挂牌，最后是奖励。后一步的时间比前一步还早。

    不好：

        评定:
          - 时间: 2023-11
            步骤: 实地验收
          - 时间: 2022-12
            步骤: 发文挂牌

    好：

        评定:
          - 时间: 2023-11
            步骤: 实地验收
          - 时间: 2023-12
            步骤: 发文挂牌

    怎么改：核对两个时间。不改也能发布。
    """
    known = {step: rank for rank, step in enumerate(context.exhibition.vocabularies.star_steps.names)}
    for entry, records in iter_lists(context, RATINGS):
        ordered = list(enumerate(records))
        ranks = [known.get(one.step, 0) for one in records]
        rising = sum((after > before) - (after < before) for before, after in pairwise(ranks))
        if rising < 0:
            # The latest step stands first.
            ordered.reverse()
        for (one, earlier), (index, later) in pairwise(ordered):
            if (
                known.get(earlier.step, 0) < known.get(later.step, 0)
                and earlier.date
                and later.date
                and later.date.is_surely_before(earlier.date)
            ):
                span = get_record_span(entry, RATINGS, index, "时间")
                where = format_place(span, get_record_span(entry, RATINGS, one, "时间"))
                message = (
                    f"“{later.step}”是{later.date.chinese}，“{earlier.step}”却是{earlier.date.chinese}（{where}）。"
                )
                yield Finding(span, message, f"核对两个时间：先{earlier.step}，后{later.step}。")


@check("E457", ERROR, "星级和评定不一样", Scope.ENTRY)
def contradicted_stars(context: CheckContext) -> Iterator[Finding]:
    """问题：“星级”和最后一次“发文挂牌”写的不是一个数。墙上的星要有出处，两边要一样。

    不好：`星级: 5`，“评定”里最后一次挂牌是 `星级: 4`。

    好：

        星级: 4

    怎么改：志愿者：照“评定”改“星级”；觉得评定写错了，请告诉街镇或民政部门。民政部门：照文件核对“评定”，错了就改“评定”。
    """
    for entry, index, rating in iter_last_announced(context):
        stars = getattr(entry, "stars", None)
        if stars is None or stars == rating.stars:
            continue
        span, other = entry.get_span("星级"), get_record_span(entry, RATINGS, index, "星级")
        message = f"“星级”写的是 {stars}，最后一次“{ANNOUNCED}”写的是 {rating.stars}（{format_place(span, other)}）。"
        hint = f"核对文件：是“星级”抄错了，就改成“星级: {rating.stars}”；{ASK_BUREAU}。"
        yield Finding(span, message, hint)


def iter_last_announced(context: CheckContext) -> Iterator[tuple[Entry, int, Rating]]:
    """Yield the last announcement with stars of each entry that may have stars, with its index."""
    for entry, records in iter_lists(context, RATINGS):
        place = RATINGS.find_latest(records)
        if place is not None and hasattr(entry, "stars"):
            yield entry, place, records[place]


@check("W462", ADVICE, "星级还空着，评定里有", Scope.ENTRY)
def unfilled_stars(context: CheckContext) -> Iterator[Finding]:
    """问题：“评定”里已经写了挂牌几星，上面的“星级”还空着。

    不好：`星级:` 空着，“评定”里最后一次挂牌是 `星级: 4`。

    好：

        星级: 4

    怎么改：照“评定”填上。不改也能发布。
    """
    for entry, index, rating in iter_last_announced(context):
        # What stands there and is not understood is said there.
        if getattr(entry, "stars", None) is None and not is_written(context, entry, "星级"):
            span = entry.get_span("星级")
            where = format_place(span, get_record_span(entry, RATINGS, index, "星级"))
            message = f"“星级”还空着，最后一次“{ANNOUNCED}”写的是 {rating.stars}（{where}）。"
            fixed = fill_line(context, entry.spans.get("星级"), str(rating.stars))
            yield Finding(span, message, f"填上“星级: {rating.stars}”。", fixed)


@check("W458", ADVICE, "星级降了", Scope.ENTRY)
def fallen_stars(context: CheckContext) -> Iterator[Finding]:
    """问题：后一次挂牌的星级比前一次低，可能是写反了。

    不好：2021 年挂牌 `星级: 5`，2023 年挂牌 `星级: 3`。

    好：2021 年挂牌 `星级: 3`，2023 年挂牌 `星级: 5`。

    怎么改：照文件核对；真的降了就不用改。不改也能发布。
    """
    for entry, records in iter_lists(context, RATINGS):
        announced = list_announced(records)
        for (one, earlier), (index, later) in pairwise(announced):
            if later.stars is not None and earlier.stars is not None and later.stars < earlier.stars:
                span = get_record_span(entry, RATINGS, index, "星级")
                where = format_place(span, get_record_span(entry, RATINGS, one, "星级"))
                message = f"这一次挂牌是 {later.stars} 星，前一次是 {earlier.stars} 星（{where}）。"
                yield Finding(span, message, "核对文件；真的降了就不用改。")


@check("W459", ADVICE, "文号写在说明里", Scope.ENTRY)
def document_within_note(context: CheckContext) -> Iterator[Finding]:
    """问题：文号写在“说明”里，页面找不到它，会写“待核”。

    不好：

        文号:
        说明: 示例民〔2023〕12号

    好：

        文号: 示例民〔2023〕12号
        说明:

    怎么改：把文号移到“文号”那一行。不改也能发布。
    """
    for entry, index, one in iter_each_record(context, RATINGS):
        document = find_document(one)
        if not document:
            continue
        note = get_record_span(entry, RATINGS, index, "说明")
        written = find_written_span(entry, RATINGS, index, "文号")
        message, hint = f"“说明”里写着文号“{document}”，“文号”还空着。", "把它移到“文号”那一行。"
        if written is not None:
            yield Finding(written, message, hint, fill_line(context, written, document))
            continue
        line = context.sources.get_line(note.path, note.line)
        at = line.find("说明")
        fixed = f"{line}\n{' ' * at}文号: {document}" if at >= 0 and line.endswith(one.note) else None
        yield Finding(note, message, hint, fixed)
