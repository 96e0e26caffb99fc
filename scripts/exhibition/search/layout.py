"""Names of postings, where they stand, and the postings of few entries: without arrays, which take 70 ms to load.

`postings` does the same for all entries at once; `tests/test_search_encoding.py` compares the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import pairwise

from ..lazy import dataclass
from .normalize import COUNTED, GAP, HOUSES, NUMERALS, fold_sign, make_canonical
from .script_data import SIGNS, decode_rising, encode_rising

STOP = "。"
"""A sign that folds to a gap; white space would vanish."""
SILENT = "的了"
"""Characters that ask for nothing: their pairs, one in eight, are never looked up, and have no postings; `search.js` has the same."""


UNPAIRED = {GAP, *SILENT}
"""What stands in no pair."""


def list_postings(stories: Iterable[str], leads: Iterable[str], numbers: Sequence[int]) -> dict[str, list[int]]:
    """Return the numbers of some entries, which rise, by the names of the postings in which they stand.

    `leads` are their taglines, marked as such.
    """
    found: dict[str, list[int]] = {}
    for texts, mark in ((stories, ""), (leads, ALONE)):
        for number, text in zip(numbers, texts, strict=True):
            folded = fold_units(text + STOP)
            names: set[str] = set()
            for part in (folded, *(clause + GAP for clause in iter_numbered_clauses(folded))):
                names.update(sign + ALONE for sign in part if sign != GAP)
                names.update(first + second for first, second in pairwise(part) if not UNPAIRED & {first, second})
            for name in names:
                found.setdefault(mark + name, []).append(number)
    return found


def fold_units(text: str) -> str:
    """Return the folded text of the UTF-16 code units of a text; a character beyond the first plane has two."""
    data = text.encode("utf-16-le", "replace")
    return "".join(fold_sign(data[place] | data[place + 1] << 8) for place in range(0, len(data), 2))


def iter_numbered_clauses(folded: str) -> Iterator[str]:
    """Yield the canonical form of each clause of folded text where that may be another one."""
    done = -1
    for place, (sign, after) in enumerate(pairwise(folded)):
        if place > done and ((sign in NUMERALS and after in COUNTED) or (sign in "0123456789" and after in HOUSES)):
            begin, done = folded.rfind(GAP, 0, place) + 1, folded.find(GAP, place)
            yield make_canonical(folded[begin:done])


FIRST_NUMBER = 10_000
"""What is subtracted from an address to get the number of its entry; addresses have five digits."""


def get_number(id: str) -> int:
    """Return the number under which an entry stands in postings."""
    return int(id) - FIRST_NUMBER


DENSE = 6
"""Postings on more than one number in so many are written as one bit a number: six numbers a sign."""
COMMON = (
    "的一楼了人来有不在是天家上子小居里着到出下会门也放邻个开大谁户事说把长没先就后老用张组做电花二工道孩面都写手位成件员们自边看点话旧车起以第"
    "每年那前当过要头口回搬得走学三贴从见坐这再清完画账收箱时处台晚去多讲只最层月问片好等底群空师表业水生进总旁可架两轻通元几还带主议"
)
"""The commonest characters of the sentences that the benchmarks are made of, the commonest first: they own no pair with a
rarer one. Any list serves; with this one a line of eight to fourteen characters changes six shards, without one seven."""


def get_weight(character: str) -> int:
    """Return how rare a character counts: the heavier one of a pair owns it; `search.js` counts the same way."""
    place = COMMON.find(character)
    return place if place >= 0 else len(COMMON) + compute_spread(character)


def compute_spread(character: str) -> int:
    """Return a number of a character that looks as if drawn by lot, below 65,521."""
    return ord(character) * 40503 % 65521


def decode_entries(text: str) -> list[int]:
    """Return the numbers of coded postings, rising."""
    if not text.startswith("~"):
        return decode_rising(text)
    values = enumerate(map(SIGNS.index, text[1:]))
    return [place * DENSE + bit for place, value in values for bit in range(DENSE) if value >> bit & 1]


def is_dense(rising: str, last: int) -> bool:
    """Are numbers up to `last`, whose gaps are written as `rising`, shorter as one bit each?"""
    return len(rising) > last // DENSE + 2


def encode_numbers(numbers: Sequence[int]) -> str:
    """Return the coded postings of numbers that are known already, in rising order, as `encode_keys` does."""
    rising = encode_rising(numbers)
    if numbers and is_dense(rising, numbers[-1]):
        signs = [0] * (numbers[-1] // DENSE + 1)
        for number in numbers:
            signs[number // DENSE] |= 1 << number % DENSE
        return "~" + "".join([SIGNS[sign] for sign in signs])
    return rising


ALONE = "!"
"""What stands behind a character whose postings are its own, in place of a second character; before a name: of taglines."""
MOVED = "~"
"""What stands behind a character whose postings are elsewhere: a page that does not know it is told so."""


def get_owner(name: str) -> tuple[str, str]:
    """Return the character in whose shard a name stands, and the other one (`!` where there is none)."""
    first, second = name[-2], name[-1]
    if second != ALONE and get_weight(second) > get_weight(first):
        return second, first
    return first, second


SHARD_ENTRIES = 6
"""Entries for each shard: some 3 KB of postings."""
LEAST_BITS, MOST_BITS = 3, 11
"""Bounds of the number of shards, as powers of two."""
SPLIT_BYTES = 12_000
"""Bytes of one character's postings from which it has shards of its own: a question fetches up to four shards. In a line the
pairs on both sides of a character then mostly change two files in place of one."""
PART_BYTES = 8_000
"""Most bytes, in the mean, of a shard of such a character."""


@dataclass(frozen=True, slots=True)
class ShardLayout:
    """In which shard a name stands: one of 2^`bits` by its owner; owners of `split` (in 2^n parts) have their own."""

    bits: int
    split: Mapping[str, int] = field(default_factory=dict)

    def get_shard(self, name: str) -> str:
        """Return the shard of a name; `search.js` counts the same way."""
        owner, other = get_owner(name)
        parts = self.split.get(owner, 0)
        if parts:
            return f"x{ord(owner):x}-{parts}-{compute_spread(other) % (1 << parts)}"
        return self.get_common_shard(owner)

    def get_common_shard(self, owner: str) -> str:
        """Return the shard that a character shares with others."""
        return f"b{self.bits}-{compute_spread(owner) % (1 << self.bits)}"

    def list_shards(self) -> list[str]:
        """Return all shards, also those in which nothing stands."""
        own = (f"x{ord(owner):x}-{parts}-{rank}" for owner, parts in self.split.items() for rank in range(1 << parts))
        return [*(f"b{self.bits}-{rank}" for rank in range(1 << self.bits)), *own]

    def to_object(self) -> list[object]:
        """Return it as a value of the script: bits, then for each number of parts the owners."""
        most = max(self.split.values(), default=0)
        return [
            self.bits,
            *("".join(own for own, n in self.split.items() if n == parts) for parts in range(1, most + 1)),
        ]


def count_sizes(written: Mapping[str, str]) -> dict[str, int]:
    """Return about how many bytes the postings of each owner take, by owner."""
    sizes: dict[str, int] = {}
    for name, text in written.items():
        add_sizes(sizes, name, text, 1)
    return dict(sorted(sizes.items()))


def add_sizes(sizes: dict[str, int], name: str, text: str, sign: int) -> None:
    """Add postings to the bytes of their owner, or take them away (-1); empty ones count nothing."""
    if text:
        owner = get_owner(name)[0]
        sizes[owner] = sizes.get(owner, 0) + sign * (len(text) + 8)
        if not sizes[owner]:
            del sizes[owner]


def build_layout(sizes: Mapping[str, int], entries: int) -> ShardLayout:
    """Return where postings stand, by the bytes of each owner (see `count_sizes`) and the number of entries."""
    split = {owner: (size // PART_BYTES).bit_length() for owner, size in sorted(sizes.items()) if size >= SPLIT_BYTES}
    return ShardLayout(min(MOST_BITS, max(LEAST_BITS, (entries // SHARD_ENTRIES).bit_length() - 1)), split)


def build_shards(written: Mapping[str, str], layout: ShardLayout) -> dict[str, str]:
    """Return the text of each shard: names and their postings, separated by spaces, in the order of names."""
    found: dict[str, list[str]] = {shard: [] for shard in layout.list_shards()}
    for name, text in written.items():
        found[layout.get_shard(name)].append(name + text)
    for owner in layout.split:
        found[layout.get_common_shard(owner)].append(owner + MOVED)
    return {shard: join_items(items) for shard, items in found.items()}


def join_items(items: Iterable[str]) -> str:
    """Return names with their postings as the text of a shard, in the one order in which they stand there."""
    return " ".join(sorted(items))
