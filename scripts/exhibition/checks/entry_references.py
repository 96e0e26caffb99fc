"""Fields that name other entries: one family of rules for every reference of every content type."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ..diagnostics import Finding, Severity
from ..model import Entry, Link, Status
from ..model.content_types import get_item_kind
from ..model.field_types import Boolean, Reference
from ..model.fields import RecordList
from ..types import CONTENT_TYPES
from .registry import CheckContext, Scope, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE

NEAR = 0.75
"""Likeness (difflib's ratio) from which a number may have been meant: one of five digits is another one."""


def is_single(link: Link) -> bool:
    """Does the reference stand alone in its field? Else it stands in a list or in records."""
    return link.place == f".{link.field.key}"


def format_labels(link: Link) -> str:
    """Return what the types are called of which the target may be."""
    return "或".join(row.label for row in CONTENT_TYPES if row.name in link.reference.to) or "页面"


def is_of_type(entry: Entry, link: Link) -> bool:
    """Is an entry of a type that the reference may name, or of one of which another rule says why it may not?"""
    return not link.reference.to or CONTENT_TYPES.get_type_of(entry).name in (
        *link.reference.to,
        *link.reference.refused,
    )


def describe_unknown(context: CheckContext, link: Link) -> str:
    """Return what is wrong with the target of a reference, or nothing: there is no such entry, or one of another type."""
    if link.target == link.source.id:
        # A rule of its own speaks of that.
        return ""
    holders = context.exhibition.claimants.get(link.target, ())
    if any(is_of_type(entry, link) for entry in holders):
        return ""
    if holders:
        return f"编号 {link.target} 是一个{CONTENT_TYPES.get_type_of(holders[0]).label}，不是{format_labels(link)}。"
    # Of a folder that is there but could not be read, or has another number in its file, other rules speak.
    return "" if link.target in context.homes else f"没有编号为 {link.target} 的{format_labels(link)}。"


def suggest(context: CheckContext, link: Link) -> str:
    """Return the clause that asks whether an entry with a similar number was meant; nothing where there is none."""
    known = {
        entry.id: entry
        for entry in context.exhibition.entries
        if is_of_type(entry, link) and entry.status is not Status.WITHDRAWN
    }
    near = get_close_matches(link.target, known, 1, NEAR)
    return f"，是不是 {near[0]}（{known[near[0]].name}）" if near else ""


@check("E340", ERROR, "没有这个编号")
def unknown_reference(context: CheckContext) -> Iterator[Finding]:
    """问题：写的编号没有对应的楼群（或别的一页），或者那个编号是另一类的。

    不好：

        楼群: 19999

    好：

        楼群: 10007

    怎么改：核对编号；没有就空着。
    """
    for link in context.exhibition.links:
        if is_single(link) and not link.reference.among and (problem := describe_unknown(context, link)):
            label = format_labels(link)
            yield Finding(link.span, problem, f"核对{label}的编号{suggest(context, link)}；没有{label}就空着。")


@check("E342", ERROR, "列出来的编号不存在")
def unknown_listed_reference(context: CheckContext) -> Iterator[Finding]:
    """问题：一行一个的编号里，有一个找不到，或者那个编号是另一类的。

    不好：

        楼组:
          - 19999

    好：

        楼组:
          - 10002

    怎么改：核对编号，或删掉这一行。
    """
    for link in context.exhibition.links:
        if not is_single(link) and (problem := describe_unknown(context, link)):
            yield Finding(link.span, problem, f"核对编号{suggest(context, link)}；或者删掉这一行。")


@check("E344", ERROR, "牵头的不是成员", Scope.ENTRY)
def reference_from_outside(context: CheckContext) -> Iterator[Finding]:
    """问题：牵头的楼组要在这个楼群的“楼组”里。

    不好：

        楼组:
          - 10002
          - 10003
        牵头: 10009

    好：

        牵头: 10002

    怎么改：核对编号；是成员的，在“楼组”里加一行。
    """
    for link in context.exhibition.links:
        if (
            link.reference.among
            and link.target != link.source.id
            and link.target not in getattr(link.source, link.reference.among)
        ):
            keys = {field.attribute: field.key for field in CONTENT_TYPES.get_type_of(link.source).fields}
            listed = keys[link.reference.among]
            hint = f"核对编号；是成员的，在“{listed}”里加一行。"
            yield Finding(link.span, f"{link.field.key}的 {link.target} 不在“{listed}”里。", hint)


@check("W345", ADVICE, "同一个编号写了两次", Scope.ENTRY)
def repeated_reference(context: CheckContext) -> Iterator[Finding]:
    """问题：一行一个的编号里，同一个编号写了两行。

    不好：

        楼组:
          - 10002
          - 10002

    好：

        楼组:
          - 10002

    怎么改：删掉一行。不改也能发布。
    """
    met: set[tuple[object, ...]] = set()
    for link in context.exhibition.links:
        if is_single(link):
            continue
        one = (link.source.folder, link.field.key, link.target, *get_identity(link))
        if one in met:
            yield Finding(link.span, f"{link.target} 在“{link.field.key}”里写了不止一次。", "删掉一行。")
        met.add(one)


def get_identity(link: Link) -> tuple[object, ...]:
    """Return what tells the record that holds a reference from others of its record list; nothing of other fields.

    What happens with one place may happen again: there only a record that says the same is written twice. Several lines of
    a body may name one entry.
    """
    if link.field in CONTENT_TYPES.get_type_of(link.source).body_fields:
        return (link.span.line,)
    told = link.field.kind.told if isinstance(link.field.kind, RecordList) else None
    if told is None:
        return ()
    record = getattr(link.source, link.field.attribute)[int(link.place.split(".")[1])]
    return tuple(getattr(record, attribute) for attribute in told.keys)


@check("E313", ERROR, "写的是自己的编号")
def reference_to_itself(context: CheckContext) -> Iterator[Finding]:
    """问题：这一项要写别的一页的编号，写成了自己的。

    不好：10007 的“楼组”里有一行 `- 10007`。

    好：

        楼组:
          - 10001

    怎么改：换成想写的那一页的编号；没有就删掉。
    """
    for link in context.exhibition.links:
        if link.target == link.source.id and link.source is context.exhibition.by_id.get(link.target):
            yield Finding(
                link.span, f"“{link.field.key}”里写的 {link.target} 是这一页自己的编号。", "换成别的编号，或者删掉。"
            )


@check("W359", ADVICE, "提到的一页还看不到")
def reference_to_unpublished(context: CheckContext) -> Iterator[Finding]:
    """问题：这一项提到的那一页还是草稿，或者已经撤下，所以页面上不会出现它。

    不好：展出的一页提到编号 10064，10064 还写着 `状态: 草稿`。

    好：10064 写好了、发布了，就会自己出现。

    怎么改：等它发布；不会再发布的，就把这个编号删掉。不改也能发布。
    """
    for link in context.exhibition.links:
        target = context.exhibition.by_id.get(link.target)
        if target is None or target.published or not link.source.published or has_way_back(link, target):
            continue
        if link.field in CONTENT_TYPES.get_type_of(link.source).body_fields:
            # What a body needs of the entries that it names, rules of its type say.
            continue
        why = "已经撤下了" if target.status is Status.WITHDRAWN else "还是草稿"
        message = f"“{link.field.key}”里的 {link.target} {why}，页面上不会出现。"
        yield Finding(link.span, message, "删掉这个编号，或者等它发布。")


def has_way_back(link: Link, target: Entry) -> bool:
    """Do entries of the target's type, another one, name entries of the source's? Then rules about such pairs speak of it."""
    if type(target) is type(link.source):
        return False
    source = CONTENT_TYPES.get_type_of(link.source).name
    kinds = (
        get_item_kind(inner or field) for field, inner in CONTENT_TYPES.get_type_of(target).find_of_kind(Reference)
    )
    return any(isinstance(kind, Reference) and source in kind.to for kind in kinds)


@check("W311", ADVICE, "真的一页提到了示例")
def reference_to_example(context: CheckContext) -> Iterator[Finding]:
    """问题：真实的一页和编出来给人看样子的“示例”不要混在一起：来参观的人分不清。

    不好：真实的楼群，“楼组”里有一个写着 `示例: 是` 的楼组。

    好：真实的楼群只写真实的楼组。

    怎么改：核对编号；是写错了就改，真是示例就删掉。不改也能发布。
    """
    for link in context.exhibition.links:
        target = context.exhibition.by_id.get(link.target)
        if target is None or not target.example or not (target.published and is_surely_real(context, link.source)):
            continue
        if not is_of_type(target, link):
            # That it may not stand here at all is said already.
            continue
        message = f"“{link.field.key}”里的 {link.target}（{target.name}）是示例，这一页是真实的。"
        yield Finding(link.span, message, "核对编号；真的和示例不要混在一起。")


def is_surely_real(context: CheckContext, entry: Entry) -> bool:
    """Is it a published entry whose file says, readably, that it is no example?"""
    if entry.example or not entry.published or "示例" not in entry.spans:
        return False
    written = context.sources.get_line(entry.path, entry.get_span("示例").line).partition(":")[2].strip()
    return not written or Boolean().parse(written, "示例", {})[0] is False
