"""Selection: the entries that the words of an order mean, and why others get no poster."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..diagnostics import Refusal
from ..model import Entry, Exhibition, LinkState, Status
from ..model.numerals import read_whole
from ..model.words import Words
from ..print.formats import FORMATS, PrintFormat
from ..print.poster import is_made_for
from ..types import CONTENT_TYPES, Cluster, Unit
from .order import Order

Accepts = Callable[[Entry], bool]


class Unknown(Exception):
    """A word of an order that is not known; its argument is the sentence to print."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry that was chosen and gets no poster, and the reason; `name` is empty where its page is gone."""

    id: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Selection:
    """The entries of an order in the ledger's order, and those that were left out."""

    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]


def select(order: Order, exhibition: Exhibition) -> Selection:
    """Return the entries that `order` means. Raises Refusal where a word is unknown or no word was given."""
    if order.criteria.empty and not order.since:
        raise Refusal(
            "没有说要印哪些。请加上 --street、--committee、--cluster、--stars、--ids 里的一样或几样，或者用 --all 全印。"
        )
    chosen, left_out = [], []
    for id in meant(order, exhibition):
        entry = exhibition.by_id.get(id)
        reason = reason_against(id, exhibition, order.format, examples=order.proof)
        if reason or entry is None:
            left_out.append(LeftOut(id, entry.name if entry else "", reason))
        else:
            chosen.append(entry)
    return Selection(tuple(chosen), tuple(left_out))


def candidates(order: Order, exhibition: Exhibition) -> Iterator[str]:
    """Yield the ids of the product's content types, in the ledger's order; ids that are in no ledger come last.

    Addresses without a page count only where ids were asked for.
    """
    for id in dict.fromkeys((*exhibition.ledger.by_id, *exhibition.by_id)):
        entry = exhibition.by_id.get(id)
        if is_made_for(order.format, entry) if entry else order.criteria.ids:
            yield id


def reason_against(id: str, exhibition: Exhibition, format: PrintFormat, *, examples: bool) -> str:
    """Return why an id gets no poster; empty where it may have one."""
    link, entry = exhibition.ledger.by_id.get(id), exhibition.by_id.get(id)
    if link is None:
        return "台账里没有这个编号，墙上的网址要先登记"
    if link.state is LinkState.MERGED:
        return f"台账里写着已经并入 {link.target}"
    if link.state is LinkState.RETIRED or entry is None:
        return "台账里写着已经停用"
    rules = (*OBSTACLES, *format.obstacles)
    return next((reason for stands, reason in rules if stands(entry) and not (examples and reason == EXAMPLE)), "")


EXAMPLE = "是示例，不是真的楼组，只能用 --proof 打样张"
OBSTACLES: tuple[tuple[Accepts, str], ...] = (
    (lambda entry: entry.status is Status.WITHDRAWN, "已经撤下"),
    (lambda entry: entry.status is Status.DRAFT, "还是草稿，发布以后才能印"),
    (lambda entry: entry.example, EXAMPLE),
)
"""What keeps an entry from being printed on any product, the most important first."""


def meant(order: Order, exhibition: Exhibition) -> list[str]:
    """Return the ids that all criteria mean. Raises Refusal with a sentence for every word that is not known."""
    if order.criteria.stars and not any(has_field(type, "stars") for type in order.format.types):
        types, title = describe_types(order.format), order.format.title
        raise Refusal(f"{types}没有星级，{title}不能用 --stars 来选。请去掉 --stars。")
    left = list(candidates(order, exhibition))
    sentences = []
    for words, read in criteria(order):
        found: set[str] = set()
        for word in words:
            try:
                found |= read(word, order, exhibition)
            except Unknown as unknown:
                sentences.append(str(unknown.args[0]))
        left = [id for id in left if id in found] if words else left
    if sentences:
        raise Refusal("\n".join(sentences))
    return left


Reader = Callable[[str, Order, Exhibition], set[str]]


def criteria(order: Order) -> Iterator[tuple[tuple[str, ...], Reader]]:
    """Yield the words of each criterion with the function that understands one of them."""
    chosen = order.criteria
    yield chosen.streets, street
    yield chosen.committees, committee
    yield chosen.clusters, cluster
    yield chosen.stars, stars
    yield chosen.ids, ids


def street(word: str, order: Order, exhibition: Exhibition) -> set[str]:
    """Return the ids of a street, given by its name, its alias or its folder's name."""
    streets = exhibition.vocabularies.streets
    term = streets.understood(word)
    if term is None:
        raise Unknown(unknown("街镇", word, streets.names))
    return {entry.id for entry in exhibition.by_id.values() if entry.location.street == term.name}


def committee(word: str, order: Order, exhibition: Exhibition) -> set[str]:
    """Return the ids of a neighbourhood committee or of a compound."""
    entries = exhibition.by_id.values()
    found = {entry.id for entry in entries if word in (entry.location.committee, entry.location.compound)}
    if not found:
        places = {place for entry in entries for place in (entry.location.committee, entry.location.compound) if place}
        raise Unknown(unknown("居民区或小区", word, sorted(places)))
    return found


def cluster(word: str, order: Order, exhibition: Exhibition) -> set[str]:
    """Return the ids of a cluster, given by id or name, and of its units; the product takes those of its types."""
    found = [one for one in exhibition.of(Cluster) if word in (one.id, one.name)]
    if not found:
        raise Unknown(unknown("楼群", word, [one.name for one in exhibition.of(Cluster)]))
    return {id for one in found for id in (one.id, *one.members)}


STARS = re.compile(r"(.+?)(\+|以上)?")


def stars(word: str, order: Order, exhibition: Exhibition) -> set[str]:
    """Return the ids of a rating: `5`, `3+`, 五星, 三星以上."""
    found = STARS.fullmatch(unicodedata.normalize("NFKC", word).replace("星", "").strip())
    number = read_whole(found[1]) if found else None
    if found is None or number is None or not 0 <= number <= 5:
        raise Unknown(f"没看懂星级“{word}”。请写 0 到 5 的数字，例如 5；三星和三星以上写 3+。")
    rating = range(number, 6 if found[2] else number + 1)
    return {unit.id for unit in exhibition.of(Unit) if unit.stars in rating}


def ids(word: str, order: Order, exhibition: Exhibition) -> set[str]:
    """Return an id, or the ids of a range such as `10001-10020`."""
    first, dash, last = unicodedata.normalize("NFKC", word).partition("-")
    known = exhibition.ledger.by_id.keys() | exhibition.by_id.keys()
    if dash:
        found = {id for id in known if first <= id <= last}
        if not found:
            raise Unknown(f"台账里没有 {word} 之间的编号。")
        return found
    if first not in known:
        raise Unknown(unknown("编号", word, exhibition.ledger.by_id))
    check_type(exhibition.by_id.get(first), order)
    return {first}


def check_type(entry: Entry | None, order: Order) -> None:
    """Raise Unknown where an id was named that the product is not for."""
    if entry is None or is_made_for(order.format, entry):
        return
    row = CONTENT_TYPES.of(entry)
    products = FORMATS.list_of_type(row.name) or FORMATS.list_of_type(row.prints_as)
    advice = f"请改用 --product {products[0].key}。" if products else "这一类还没有可以印的产品，请去掉这个编号。"
    raise Unknown(f"编号 {entry.id}（{entry.name}）是{row.label}，印不成{order.format.title}。{advice}")


def describe_types(format: PrintFormat) -> str:
    """Return the names of a product's content types: 楼组, 楼群."""
    return "、".join(CONTENT_TYPES.named(type).label for type in format.types)


def has_field(type: str, attribute: str) -> bool:
    """Has a content type a field of this attribute?"""
    return any(field.attribute == attribute for field in CONTENT_TYPES.named(type).fields)


def unknown(what: str, word: str, names: Iterable[str]) -> str:
    """Return the sentence that a word is not known, with the nearest word that is."""
    near = Words.of(list(names)).nearest(word)
    return f"没有{what}“{word}”。" + (f"是不是“{near}”？" if near else "请核对一下名称。")
