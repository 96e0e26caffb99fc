"""An order, the entries that it selects, and what an earlier job has printed.

For every entry that is selected but cannot be printed, the selection states the reason. With `--since`, only posters
that are new or have changed since an earlier job are printed.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import Any

from ...diagnostics import Refusal
from ...lazy import dataclass
from ...model import Entry, Exhibition, LinkState, Status
from ...model.vocabulary import ChoiceWords
from ...storage.cache import digest
from ...storage.safe_files import RECORD_LIMIT, FileTooLarge, UnsafeFile, format_too_large, read_file, read_head
from ...text.characters import parse_integer
from ...types import CONTENT_TYPES, Cluster, Unit
from ..formats import FORMATS, PrintFormat
from ..poster import Poster, is_made_for


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionCriteria:
    """Which entries, in the words of the command line; several criteria are joined by and, the words of one by or."""

    streets: tuple[str, ...] = ()
    committees: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    stars: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    all: bool = False

    @property
    def empty(self) -> bool:
        """Whether no criterion is given."""
        return not (self.streets or self.committees or self.clusters or self.stars or self.ids or self.all)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOrder:
    """One order. The job is named after its date."""

    product: str
    date: date
    criteria: SelectionCriteria = field(default_factory=SelectionCriteria)
    since: Path | None = None
    """An earlier job (folder, ZIP or `job.json`): only posters that are new or have changed since are printed."""
    standard: str = "x4"
    impose: bool = False
    proof: bool = False
    """Only watermarked pages; an address that is unfit for walls has the same effect."""
    quantity: int = 1
    photos: bool = False
    contact: str = ""

    @property
    def format(self) -> PrintFormat:
        """The format of the product."""
        return FORMATS[self.product]

    @property
    def tag(self) -> str:
        """The product in file names."""
        return self.product.upper()

    def compute_key(self, *parts: str) -> str:
        """Return the hash of the order and of `parts`, without its date; it tells two jobs of one day apart."""
        own = (self.product, self.standard, self.impose, self.proof, self.quantity, self.photos, self.contact)
        return digest(*map(repr, own), repr(self.criteria), *parts)


EntryPredicate = Callable[[Entry], bool]


class UnknownWord(Exception):
    """A word of an order that is not known; its argument is the sentence to print."""


@dataclass(frozen=True, slots=True)
class ExcludedEntry:
    """An entry that was chosen and gets no poster, and the reason; `name` is empty where its page is gone."""

    id: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class PrintSelection:
    """The entries of an order in the ledger's order, and those that were left out."""

    entries: tuple[Entry, ...]
    left_out: tuple[ExcludedEntry, ...]


def select_entries(order: PrintOrder, exhibition: Exhibition) -> PrintSelection:
    """Return the entries that `order` means. Raises Refusal where a word is unknown or no word was given."""
    if order.format.blank:
        if not order.criteria.empty and not order.criteria.all:
            title = order.format.title
            raise Refusal(
                f"{title}是空白的，不是哪一座楼的，不用说印哪些。请去掉 --street、--ids 这些，要印几份用 --quantity。"
            )
        return PrintSelection((), ())
    if order.criteria.empty and not order.since:
        raise Refusal(
            "没有说要印哪些。请加上 --street、--committee、--cluster、--stars、--ids 里的一样或几样，或者用 --all 全印。"
        )
    chosen, left_out = [], []
    for id in resolve_criteria(order, exhibition):
        entry = exhibition.by_id.get(id)
        reason = find_obstacle(id, exhibition, order.format, examples=order.proof)
        if reason or entry is None:
            left_out.append(ExcludedEntry(id, entry.name if entry else "", reason))
        else:
            chosen.append(entry)
    return PrintSelection(tuple(chosen), tuple(left_out))


def iter_candidates(order: PrintOrder, exhibition: Exhibition) -> Iterator[str]:
    """Yield the ids of the product's content types, in the ledger's order; ids that are in no ledger come last.

    Addresses without a page count only where ids were asked for.
    """
    for id in dict.fromkeys((*exhibition.ledger.by_id, *exhibition.by_id)):
        entry = exhibition.by_id.get(id)
        if is_made_for(order.format, entry) if entry else order.criteria.ids:
            yield id


def find_obstacle(id: str, exhibition: Exhibition, format: PrintFormat, *, examples: bool) -> str:
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
OBSTACLES: tuple[tuple[EntryPredicate, str], ...] = (
    (lambda entry: entry.status is Status.WITHDRAWN, "已经撤下"),
    (lambda entry: entry.status is Status.DRAFT, "还是草稿，发布以后才能印"),
    (lambda entry: entry.example, EXAMPLE),
)
"""What keeps an entry from being printed on any product, the most important first."""


def resolve_criteria(order: PrintOrder, exhibition: Exhibition) -> list[str]:
    """Return the ids that all criteria mean. Raises Refusal with a sentence for every word that is not known."""
    if order.criteria.stars and not any(has_field(type, "stars") for type in order.format.types):
        types, title = describe_types(order.format), order.format.title
        raise Refusal(f"{types}没有星级，{title}不能用 --stars 来选。请去掉 --stars。")
    left = list(iter_candidates(order, exhibition))
    sentences = []
    for words, read in iter_criteria(order):
        found: set[str] = set()
        for word in words:
            try:
                found |= read(word, order, exhibition)
            except UnknownWord as unknown:
                sentences.append(str(unknown.args[0]))
        left = [id for id in left if id in found] if words else left
    if sentences:
        raise Refusal("\n".join(sentences))
    return left


CriterionReader = Callable[[str, PrintOrder, Exhibition], set[str]]


def iter_criteria(order: PrintOrder) -> Iterator[tuple[tuple[str, ...], CriterionReader]]:
    """Yield the words of each criterion with the function that understands one of them."""
    chosen = order.criteria
    yield chosen.streets, match_street
    yield chosen.committees, match_committee
    yield chosen.clusters, match_cluster
    yield chosen.stars, match_stars
    yield chosen.ids, match_ids


def match_street(word: str, order: PrintOrder, exhibition: Exhibition) -> set[str]:
    """Return the ids of a street, given by its name, its alias or its folder's name."""
    streets = exhibition.vocabularies.streets
    term = streets.find_term(word)
    if term is None:
        raise UnknownWord(describe_unknown_word("街镇", word, streets.names))
    return {entry.id for entry in exhibition.by_id.values() if entry.location.street == term.name}


def match_committee(word: str, order: PrintOrder, exhibition: Exhibition) -> set[str]:
    """Return the ids of a neighbourhood committee or of a compound."""
    entries = exhibition.by_id.values()
    found = {entry.id for entry in entries if word in (entry.location.committee, entry.location.compound)}
    if not found:
        places = {place for entry in entries for place in (entry.location.committee, entry.location.compound) if place}
        raise UnknownWord(describe_unknown_word("居民区或小区", word, sorted(places)))
    return found


def match_cluster(word: str, order: PrintOrder, exhibition: Exhibition) -> set[str]:
    """Return the ids of a cluster, given by id or name, and of its units; the product takes those of its types."""
    found = [one for one in exhibition.of(Cluster) if word in (one.id, one.name)]
    if not found:
        raise UnknownWord(describe_unknown_word("楼群", word, [one.name for one in exhibition.of(Cluster)]))
    return {id for one in found for id in (one.id, *one.members)}


STARS_PATTERN = re.compile(r"(.+?)(\+|以上)?")


def match_stars(word: str, order: PrintOrder, exhibition: Exhibition) -> set[str]:
    """Return the ids of a rating: `5`, `3+`, 五星, 三星以上."""
    found = STARS_PATTERN.fullmatch(unicodedata.normalize("NFKC", word).replace("星", "").strip())
    number = parse_integer(found[1]) if found else None
    if found is None or number is None or not 0 <= number <= 5:
        raise UnknownWord(f"没看懂星级“{word}”。请写 0 到 5 的数字，例如 5；三星和三星以上写 3+。")
    rating = range(number, 6 if found[2] else number + 1)
    return {unit.id for unit in exhibition.of(Unit) if unit.stars in rating}


def match_ids(word: str, order: PrintOrder, exhibition: Exhibition) -> set[str]:
    """Return an id, or the ids of a range such as `10001-10020`."""
    first, dash, last = unicodedata.normalize("NFKC", word).partition("-")
    known = exhibition.ledger.by_id.keys() | exhibition.by_id.keys()
    if dash:
        found = {id for id in known if first <= id <= last}
        if not found:
            raise UnknownWord(f"台账里没有 {word} 之间的编号。")
        return found
    if first not in known:
        raise UnknownWord(describe_unknown_word("编号", word, exhibition.ledger.by_id))
    check_type(exhibition.by_id.get(first), order)
    return {first}


def check_type(entry: Entry | None, order: PrintOrder) -> None:
    """Raise Unknown where an id was named that the product is not for."""
    if entry is None or is_made_for(order.format, entry):
        return
    row = CONTENT_TYPES.get_type_of(entry)
    products = FORMATS.list_of_type(row.name) or FORMATS.list_of_type(row.prints_as)
    advice = f"请改用 --product {products[0].key}。" if products else "这一类还没有可以印的产品，请去掉这个编号。"
    raise UnknownWord(f"编号 {entry.id}（{entry.name}）是{row.label}，印不成{order.format.title}。{advice}")


def describe_types(format: PrintFormat) -> str:
    """Return the names of a product's content types: 楼组, 楼群."""
    return "、".join(CONTENT_TYPES.get_by_name(type).label for type in format.types)


def has_field(type: str, attribute: str) -> bool:
    """Has a content type a field of this attribute?"""
    return any(field.attribute == attribute for field in CONTENT_TYPES.get_by_name(type).fields)


def describe_unknown_word(what: str, word: str, names: Iterable[str]) -> str:
    """Return the sentence that a word is not known, with the nearest word that is."""
    near = ChoiceWords.from_names(list(names)).find_nearest(word)
    return f"没有{what}“{word}”。" + (f"是不是“{near}”？" if near else "请核对一下名称。")


RECORD = "job.json"
ZIP_SIGNATURE = b"PK\x03\x04"
RECORD_KIND = "exhibition-posters"
"""The `kind` of a record: its folder was made by this command."""
REQUIRED_KEYS = {"name", "product", "proof", "complete", "key", "order", "printed"}
"""Keys that later jobs read in a record; a record without them was edited by hand."""


@dataclass(frozen=True, slots=True)
class PrintedPoster:
    """The last poster of an entry that was printed: its fingerprint and its job."""

    sha256: str
    job: str


@dataclass(frozen=True, slots=True)
class PrintHistory:
    """The posters of one product that were printed up to and with the job `name`, by id."""

    name: str = ""
    product: str = ""
    printed: dict[str, PrintedPoster] = field(default_factory=dict)

    def is_current(self, id: str, sha256: str) -> bool:
        """Would the poster of `id` be printed with the same content as the one that was printed last?"""
        return id in self.printed and self.printed[id].sha256 == sha256

    def get_replaced_job(self, id: str) -> str:
        """Return the job whose poster of `id` is replaced; empty where there was none."""
        return self.printed[id].job if id in self.printed else ""


def compute_fingerprint(poster: Poster, format: PrintFormat) -> str:
    """Return the SHA-256 that changes exactly when the printed poster would; a proof has that of its poster."""
    return hashlib.sha256(replace(poster, proof=False).compute_digest(format).encode()).hexdigest()


def read_history(path: Path | None, product: str) -> PrintHistory:
    """Return what the job at `path` (its folder, ZIP or record) and the jobs before it have printed.

    Raises Refusal if it is not a job, a job of another product, or a proof.
    """
    if path is None:
        return PrintHistory()
    if (reason := find_open_error(path)) is not None:
        raise Refusal(f"“{path}”打不开：{reason}。请指向从前那一批的文件夹、ZIP 或 {RECORD}。")
    record = read_record(path)
    if record is None:
        raise Refusal(f"“{path}”不是一批海报：里面没有读得懂的 {RECORD}。请指向从前那一批的文件夹、ZIP 或 {RECORD}。")
    if record.get("proof"):
        raise Refusal(f"“{record['name']}”是样张，没有张贴过，不能拿来比较。请指向真的印过的那一批。")
    if record.get("product") != product:
        raise Refusal(
            f"“{record['name']}”印的是 {record.get('product')}，这一批要印 {product}，两样不能比较。"
            "请指向同一种产品的上一批。"
        )
    printed = {id: PrintedPoster(one["sha256"], one["job"]) for id, one in record["printed"].items()}
    return PrintHistory(record["name"], product, printed)


def read_record(path: Path) -> dict[str, Any] | None:
    """Return the record of the job at `path`, or None if there is no valid record of this command."""
    try:
        record = json.loads(read_record_bytes(path))
    except (OSError, ValueError, LookupError, NotImplementedError, RuntimeError, zlib.error, zipfile.BadZipFile):
        return None
    return (
        record
        if isinstance(record, dict) and record.get("kind") == RECORD_KIND and record.keys() >= REQUIRED_KEYS
        else None
    )


def read_record_bytes(path: Path) -> bytes:
    """Return the bytes of the record. Raises OSError, LookupError or BadZipFile if there is none."""
    if path.is_dir():
        return read_file(path / RECORD, RECORD_LIMIT)
    if read_head(path, 4) != ZIP_SIGNATURE:
        return read_file(path, RECORD_LIMIT)
    # A package holds every sheet of a job and is too large to be read whole; only its record is needed.
    with (
        path.open("rb") as file,
        zipfile.ZipFile(file) as package,
        package.open(f"{package.namelist()[0].split('/')[0]}/{RECORD}") as record,
    ):
        data = record.read(RECORD_LIMIT + 1)
    if len(data) > RECORD_LIMIT:
        raise FileTooLarge(format_too_large(len(data), RECORD_LIMIT), path)
    return data


def find_open_error(path: Path) -> UnsafeFile | None:
    """Return why `path` may not be opened; None for a regular file, a folder, or a path that does not exist."""
    try:
        if not path.is_dir():
            read_head(path, 0)
    except UnsafeFile as problem:
        return problem
    except OSError:
        return None
    return None
