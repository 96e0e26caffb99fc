"""Postings: for each pair of neighbouring characters, and for each character, the entries that hold it, as text in shards.

Entries are told by the numbers of their addresses, which no other entry changes: who adds one changes the postings of what it
says and no others, and a page that is older than a shard understands it. A shard is a small script file. A pair stands in
the shard of its owner, the rarer of its characters, beside the postings of that character alone: neighbouring pairs of a
sentence mostly have one owner, so that a changed line changes few files. A character whose postings are long has shards of
its own.

Everything is arithmetic on whole arrays: five thousand stories make some five million postings, too many for a loop.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from .normalize import COUNTED, GAP, HOUSES, NUMERALS, fold_sign, make_canonical
from .script_data import LAST, MORE, SIGNS, decode_rising, encode_rising

Codes = npt.NDArray[np.uint16]
Owners = npt.NDArray[np.int32]
STOP = "。"
"""A sign that folds to a gap; white space would vanish."""


@dataclass(frozen=True, slots=True)
class CharacterCorpus:
    """Characters (UTF-16 code units) and their entries, side by side; `total` entries there are."""

    codes: Codes
    owner: Owners
    total: int

    @property
    def signs(self) -> set[str]:
        """Every character that occurs in it."""
        return {chr(code) for code in np.flatnonzero(np.bincount(self.codes)).tolist()}


def fold_codes(codes: Codes) -> Codes:
    """Return the folded form of each code unit; 0 for white space, which vanishes."""
    table = np.zeros(1 << 16, dtype=np.uint16)
    for code in np.flatnonzero(np.bincount(codes, minlength=1 << 16)).tolist():
        table[code] = ord(fold_sign(code) or "\0")
    return table[codes]


def build_corpus(texts: Sequence[str]) -> CharacterCorpus:
    """Fold all texts; clauses that hold numbers stand in it a second time, in their canonical form."""
    codes, owner = join_texts(texts, STOP)
    codes = fold_codes(codes)
    codes, owner = codes[codes != 0], owner[codes != 0]
    clauses = list(iter_numbered_clauses(codes))
    more, rank = join_texts([clause for _, clause in clauses], GAP)
    places = np.array([place for place, _ in clauses], dtype=np.int64)
    return CharacterCorpus(np.concatenate([codes, more]), np.concatenate([owner, owner[places][rank]]), len(texts))


def join_texts(texts: Sequence[str], end: str) -> tuple[Codes, Owners]:
    """Return the code units of all texts, `end` behind each, and the number of the text of each."""
    units = [(text + end).encode("utf-16-le", "replace") for text in texts]
    codes: Codes = np.frombuffer(b"".join(units), dtype="<u2")
    return codes, np.repeat(np.arange(len(units), dtype=np.int32), [len(unit) // 2 for unit in units])


def iter_numbered_clauses(codes: Codes) -> Iterator[tuple[int, str]]:
    """Yield each clause of folded text whose canonical form may be another one: its place and that form."""
    text = codes.tobytes().decode("utf-16-le")
    done = -1
    for start in np.flatnonzero(find_counting(codes)).tolist():
        if start > done:
            begin, done = text.rfind(GAP, 0, start) + 1, text.find(GAP, start)
            yield begin, make_canonical(text[begin:done])


def find_counting(codes: Codes) -> npt.NDArray[np.bool_]:
    """Say of each character but the last: is it a number before what numbers count?"""
    before, after = codes[:-1], codes[1:]
    return (mark_signs(NUMERALS)[before] & mark_signs(COUNTED)[after]) | (
        mark_signs("0123456789")[before] & mark_signs(HOUSES)[after]
    )


def mark_signs(wanted: str) -> npt.NDArray[np.bool_]:
    """Return for each code unit whether it is one of `wanted`."""
    found = np.zeros(1 << 16, dtype=np.bool_)
    found[[ord(sign) for sign in wanted]] = True
    return found


Keys = npt.NDArray[np.uint64]
"""Sorted, each once: owner (16 bits), other character (16, 0 for none), does the owner stand second (1), lead (1), number (30)."""
Numbers = npt.NDArray[np.int64]
FIRST_NUMBER = 10_000
"""What is subtracted from an address to get the number of its entry; addresses have five digits."""
DENSE = 6
"""Postings on more than one number in so many are written as one bit a number: six numbers a sign."""
SECOND, LEAD, NUMBER = 1 << 31, 1 << 30, (1 << 30) - 1
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


def weigh_all() -> npt.NDArray[np.int64]:
    """Return the weights of all code units."""
    weights = np.arange(1 << 16, dtype=np.int64) * 40503 % 65521 + len(COMMON)
    weights[[ord(character) for character in COMMON]] = np.arange(len(COMMON))
    return weights


def build_keys(stories: CharacterCorpus, leads: CharacterCorpus, numbers: Sequence[int]) -> Keys:
    """Return which entries hold which pairs and characters; `leads` are their taglines, marked as such.

    `numbers` are those of the entries, rising.
    """
    told = np.array(numbers, dtype=np.uint64)
    parts = [
        make(corpus, told) | np.uint64(mark)
        for corpus, mark in ((stories, 0), (leads, LEAD))
        for make in (list_pair_keys, list_single_keys)
    ]
    keys = np.concatenate(parts)
    keys.sort()
    return keys


def list_pair_keys(corpus: CharacterCorpus, numbers: Keys) -> Keys:
    """Return the keys of all pairs of neighbouring characters, each once."""
    codes, owner = corpus.codes, corpus.owner
    characters = codes != ord(GAP)
    place = np.flatnonzero((owner[:-1] == owner[1:]) & characters[:-1] & characters[1:])
    first, second = codes[place].astype(np.uint64), codes[place + 1].astype(np.uint64)
    weights = weigh_all()
    later = weights[second] > weights[first]
    keys = np.where(later, second, first) << np.uint64(48)
    keys |= np.where(later, first, second) << np.uint64(32)
    keys |= later.astype(np.uint64) << np.uint64(31)
    keys |= numbers[owner[place]] if len(numbers) else np.uint64(0)
    keys.sort()
    return keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys


def list_single_keys(corpus: CharacterCorpus, numbers: Keys) -> Keys:
    """Return the keys of all characters, each once."""
    characters = np.flatnonzero(np.bincount(corpus.codes, minlength=1 << 16))
    ranks = np.zeros(1 << 16, dtype=np.int64)
    ranks[characters] = np.arange(len(characters))
    held = np.zeros((len(characters), corpus.total), dtype=np.bool_)
    held[ranks[corpus.codes], corpus.owner] = True
    held[characters == ord(GAP)] = False
    row, entry = np.nonzero(held)
    return characters[row].astype(np.uint64) << np.uint64(48) | numbers[entry]


def encode_all(values: Numbers) -> tuple[Codes, npt.NDArray[np.uint8]]:
    """Return the signs of whole numbers from 0, a row each, filled from the left, and how many signs each has."""
    signs = np.array([ord(sign) for sign in SIGNS], dtype=np.uint16)
    digits, high = [signs[values % LAST]], values // LAST
    width = np.ones(len(values), dtype=np.uint8)
    while high.any():
        more = high > 0
        width += more
        digits.append(np.where(more, signs[LAST + (high - 1) % MORE], 0).astype(np.uint16))
        high = np.where(more, (high - 1) // MORE, 0)
    return np.stack(digits[::-1], axis=1), width


def encode_bits(numbers: Numbers) -> str:
    """Return rising numbers as one bit each, six a sign, lowest bit first."""
    flags = np.zeros((int(numbers[-1]) // DENSE + 1) * DENSE, dtype=np.uint8)
    flags[numbers] = 1
    values = flags.reshape(-1, DENSE) @ (1 << np.arange(DENSE, dtype=np.uint8))
    return np.frombuffer(SIGNS.encode(), dtype=np.uint8)[values].tobytes().decode()


WIDE_TABLE = 1 << 18
"""Gaps below this are looked up in a table of all; the others are written one by one."""


def encode_keys(keys: Keys) -> dict[str, str]:
    """Return the coded postings by their names (see `format_name`), in the order of the keys."""
    if not len(keys):
        return {}
    numbers = (keys & np.uint64(NUMBER)).astype(np.int64)
    groups = keys >> np.uint64(30)
    starts = np.flatnonzero(np.concatenate([[True], groups[1:] != groups[:-1]]))
    gaps = np.diff(numbers, prepend=-1) - 1
    gaps[starts] = numbers[starts]
    most = int(gaps.max())
    if most < WIDE_TABLE:
        rows, widths = encode_all(np.arange(most + 1))
        places = gaps
    else:
        known, places = np.unique(gaps, return_inverse=True)
        rows, widths = encode_all(known)
    signs = rows[places]
    text = signs[signs != 0].tobytes().decode("utf-16-le")
    edges = np.concatenate([[0], np.cumsum(widths[places], dtype=np.int64)])
    ends = np.append(starts[1:], len(keys))
    result: dict[str, str] = {}
    for group, start, end, first, last in zip(
        groups[starts].tolist(),
        starts.tolist(),
        ends.tolist(),
        edges[starts].tolist(),
        edges[ends].tolist(),
        strict=True,
    ):
        rising = text[first:last]
        if is_dense(rising, int(numbers[end - 1])):
            rising = "~" + encode_bits(numbers[start:end])
        result[format_name(group)] = rising
    return result


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
        return "~" + encode_bits(np.array(numbers, dtype=np.int64))
    return rising


ALONE = "!"
"""What stands behind a character whose postings are its own, in place of a second character; before a name: of taglines."""
MOVED = "~"
"""What stands behind a character whose postings are elsewhere: a page that does not know it is told so."""


def format_name(group: int) -> str:
    """Return the name of a key without its number: the pair as it is written, or a character and `!`; of taglines behind `!`."""
    owner, other = chr(group >> 18), chr(group >> 2 & 0xFFFF)
    pair = owner + ALONE if other == "\0" else other + owner if group & 2 else owner + other
    return (ALONE if group & 1 else "") + pair


def get_owner(name: str) -> tuple[str, str]:
    """Return the character in whose shard a name stands, and the other one (`!` where there is none)."""
    first, second = name[-2], name[-1]
    if second != ALONE and get_weight(second) > get_weight(first):
        return second, first
    return first, second


SHARD_ENTRIES = 12
"""Entries for each shard: some 5 KB of postings."""
LEAST_BITS, MOST_BITS = 3, 10
"""Bounds of the number of shards, as powers of two."""
SHARD_BYTES = 8_000
"""Bytes of one character's postings from which it has shards of its own: a question fetches up to four shards."""


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
    split = {owner: (size // SHARD_BYTES).bit_length() for owner, size in sorted(sizes.items()) if size >= SHARD_BYTES}
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
