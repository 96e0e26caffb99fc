"""QR symbols: from an address to segments, from segments to modules, exactly as the `qrcode` library would.

`https` is written as bytes, host and digits in capitals as alphanumeric: host names ignore case. The scheme is never
capitalised: some cameras do not take `HTTPS://` for a link. A path with small letters is written as bytes, the host
too where that fits as well.

An address takes the first of `SYMBOL_SPECS` that holds it. After degradation (wear, perspective, blur, noise, JPEG;
200 readings a cell, code side 220 / 180 / 150 / 130 px) version 3 at level H was read in 62 / 70 / 64 / 50 %, version
3 at level Q in 60 / 60 / 60 / 44 %, version 4 at level H in 68 / 66 / 56 / 26 %: on the distant or small code larger
modules are worth more than a higher level.

The library encodes the segments, corrects the errors and places the modules; but it does so once for each *bit* of
data instead of once for each code. All of that is affine over GF(2): the symbol of `a ^ b` is the XOR of the symbols
of `a` and of `b` (and a constant), so one XOR for each byte of data draws a code. Only the choice of the mask is
computed here, with the penalty of ISO/IEC 18004, 7.8.3: a symbol of `size` rows is one number, each row `size` bits
after a light guard bit; a shift by 1 compares with the right neighbour, a shift by `size + 1` with the one below, for
all modules at once. `tests/test_qr.py` proves the result equal to `QRCode.make()`.
"""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache, partial

from ..diagnostics import Finding, Span
from ..lazy import dataclass

SHAPE = re.compile(r"(https?)(://[a-z0-9.:-]+)(/[!-~]*)?", re.IGNORECASE)
"""Scheme, host (optionally with a port) and path of an address that may be printed."""
FORBIDDEN = re.compile(r"[?#]")
CAPITALS = re.compile(rb"[0-9A-Z $%*+\-./:]*")
"""The 45 characters of alphanumeric mode (ISO/IEC 18004, table 5)."""
SETTINGS = Span("mkdocs.yml")
"""The file that sets the host of all addresses."""


@dataclass(frozen=True, slots=True)
class SymbolSpec:
    """A QR version, an error correction level, and the bytes of data that such a symbol holds (ISO/IEC 18004, table 7)."""

    version: int
    level: int
    size: int

    @property
    def capacity(self) -> int:
        """Bits of data that the symbol holds."""
        return 8 * self.size


LEVEL_Q, LEVEL_H = 3, 2
"""Error correction levels (ISO/IEC 18004, 8.9), as `qrcode` writes them too."""
BYTES, ALPHANUMERIC = 4, 2
"""Modes of segments (ISO/IEC 18004, table 2), as `qrcode` writes them too."""
COUNT_BITS = {BYTES: 8, ALPHANUMERIC: 9}
"""Bits of the number of characters of a segment, in versions 1 to 9 (ISO/IEC 18004, table 3)."""
SYMBOL_SPECS = (SymbolSpec(3, LEVEL_H, 26), SymbolSpec(3, LEVEL_Q, 34), SymbolSpec(4, LEVEL_H, 36))
"""The symbols of our codes, the best first: they hold 31, 42 and 45 characters of an address without small letters."""
PROOF_SPECS = (SymbolSpec(5, LEVEL_Q, 62), SymbolSpec(7, LEVEL_Q, 88), SymbolSpec(9, LEVEL_Q, 132))
"""Symbols for proofs of a longer address, which show where the code will be: modules too small for a wall."""
LEVELS = {LEVEL_H: "H", LEVEL_Q: "Q"}
"""The letters of error correction levels (ISO/IEC 18004, 6.5.1)."""
Segments = tuple[tuple[int, bytes], ...]
"""Modes, each with its bytes."""


@dataclass(frozen=True, slots=True)
class Payload:
    """The content of one code: segments of bytes, a mode each, with the version and level of its symbol."""

    segments: Segments
    level: int
    version: int = 3

    @property
    def size(self) -> int:
        """Modules on each side of the symbol (ISO/IEC 18004, table 1): 29 or 33."""
        return 17 + 4 * self.version

    @property
    def text(self) -> str:
        """The text that a scanner reads."""
        return b"".join(data for _, data in self.segments).decode("ascii")


def encode_address(address: str, *, proof: bool = False) -> Payload | Finding:
    """Return the payload of the code of `address`, or a finding for the volunteer.

    On a `proof` an address that is too long for walls gets a larger version (see `PROOF_SPECS`).
    """
    parts = SHAPE.fullmatch(address)
    if parts is None or FORBIDDEN.search(address):
        return report_unencodable(address)
    ways = list_encodings(*((part or "").encode("ascii") for part in parts.groups()))
    for rung in (*SYMBOL_SPECS, *PROOF_SPECS) if proof else SYMBOL_SPECS:
        for segments in ways:
            if count_bits(segments) <= rung.capacity:
                return Payload(segments, rung.level, rung.version)
    return report_too_long(address, min(map(count_bits, ways)))


def list_encodings(scheme: bytes, host: bytes, path: bytes) -> list[Segments]:
    """Return the ways to encode an address as segments, the preferred one first."""
    head = (BYTES, scheme.lower())
    capitals = host.upper() + path
    if CAPITALS.fullmatch(capitals):
        return [(head, (ALPHANUMERIC, capitals))]
    plain = ((BYTES, scheme.lower() + host.lower() + path),)
    # The end of the path (`/10064/`) is alphanumeric again.
    small, end = re.fullmatch(rb"(.*[^0-9A-Z $%*+\-./:])(.*)", path, re.DOTALL).groups()  # type: ignore[union-attr]
    mixed = (head, (ALPHANUMERIC, host.upper()), (BYTES, small), (ALPHANUMERIC, end))
    return [plain, tuple(segment for segment in mixed if segment[1])]


def count_bits(segments: Segments) -> int:
    """Return the bits that segments take, without the terminator, which may be cut off (ISO/IEC 18004, 7.4.9)."""
    return sum(count_segment_bits(mode, len(data)) for mode, data in segments)


def count_segment_bits(mode: int, length: int) -> int:
    """Return the bits of one segment: mode, count, and the characters (ISO/IEC 18004, 7.4; counts of versions 1 to 9)."""
    data = 8 * length if mode == BYTES else 11 * (length // 2) + 6 * (length % 2)
    return 4 + COUNT_BITS[mode] + data


HOST_CHARACTER_BITS = 5.5
"""Bits that one character of the host takes: two characters of alphanumeric mode are 11 bits."""


def report_too_long(address: str, needed: int) -> Finding:
    """Return the finding for an address whose shortest encoding has `needed` bits, more than any symbol holds."""
    over = math.ceil((needed - SYMBOL_SPECS[-1].capacity) / HOST_CHARACTER_BITS)
    limit = len(address) - over
    path = limit < LONGEST
    return Finding(
        SETTINGS,
        f"网址“{address}”有 {len(address)} 个字符，二维码里最多放得下 {limit} 个，多了 {over} 个。",
        f"换一个短一些的域名{'，或者去掉域名后面的路径' if path else ''}，至少缩短 {over} 个字符"
        f"（改 mkdocs.yml 里的 site_url）：{LIMITS}。",
    )


LONGEST = 45
"""Characters of the longest address without small letters in its path that fits one of `SYMBOL_SPECS`."""
LIMITS = "连 https:// 和 /10001/ 一起，31 个字符以内最耐磨，42 个以内次之，最多 45 个，域名后面有小写路径的还要短一些"
"""The limits of `SYMBOL_SPECS`, as volunteers read them."""


def report_unencodable(address: str) -> Finding:
    """Return the finding for an address that no code can hold."""
    return Finding(
        SETTINGS,
        f"网址“{address}”不能印成二维码：只能有英文字母、数字和 - . / 这些符号，并以 https:// 开头。",
        f"改 mkdocs.yml 里的 site_url，例如 https://louzu.example/ （中文域名请写成 xn-- 开头的形式{format_punycode(address)}）。",
    )


def format_punycode(address: str) -> str:
    """Return the IDNA form of a host that is not ASCII, as the end of a sentence; else an empty text.

    >>> format_punycode("https://楼组.example/10001/"), format_punycode("https://louzu.example/")
    ('：xn--56vy76b.example', '')
    """
    host = address.partition("://")[2].partition("/")[0]
    try:
        return "" if host.isascii() else f"：{host.encode('idna').decode()}"
    except UnicodeError:
        return ""


@cache
def fill_symbol(size: int) -> int:
    """Return a symbol of which every module is dark, without the guards."""
    return int("".join("0" + "1" * size for _ in range(size)), 2)


def compute_penalty(dark: int, size: int) -> int:
    """Return the penalty of a symbol of `size` × `size` modules; the mask with the lowest is the best."""
    light, down = dark ^ fill_symbol(size), size + 1
    return (
        score_lines(dark, light, 1)
        + score_lines(dark, light, down)
        + score_blocks(dark, light, down)
        + score_imbalance(dark, size)
    )


def score_lines(dark: int, light: int, step: int) -> int:
    """Return the points for long runs (rule 1) and for finder-like patterns (rule 3) along one direction."""
    pairs, fours = dark & dark >> step, light & light >> step
    fours &= fours >> 2 * step
    dark_runs = pairs & pairs >> 2 * step & dark >> 4 * step
    light_runs = fours & light >> 4 * step
    # 1011101 with four light modules before or after it.
    finders = dark & light >> step & pairs >> 2 * step & dark >> 4 * step & light >> 5 * step & dark >> 6 * step
    if finders:
        looks = (finders & fours >> 7 * step).bit_count() + (finders & fours << 4 * step).bit_count()
        return score_runs(dark_runs, step) + score_runs(light_runs, step) + 40 * looks
    return score_runs(dark_runs, step) + score_runs(light_runs, step)


def score_runs(fives: int, step: int) -> int:
    """Return length - 2 for each run of five or more, given every place where five modules of a colour begin."""
    return fives.bit_count() + 2 * (fives & ~(fives << step)).bit_count()


def score_blocks(dark: int, light: int, down: int) -> int:
    """Return three points for each 2 × 2 block of one colour (rule 2)."""
    dark &= dark >> 1
    light &= light >> 1
    return 3 * ((dark & dark >> down).bit_count() + (light & light >> down).bit_count())


def score_imbalance(dark: int, size: int) -> int:
    """Return ten points for each full 5 % by which the share of dark modules differs from one half (rule 4)."""
    return int(abs(dark.bit_count() / size**2 * 100 - 50) / 5) * 10


MASKS = range(8)
PADDING = (0b11101100, 0b00010001)
SymbolRows = tuple[int, ...]
"""The modules of a code: one number a row of as many bits as there are rows, highest bit leftmost, 1 = dark."""


class BitWriter:
    """A bit buffer for `qrcode`'s segments, with the interface of its `BitBuffer`, but one number instead of lists."""

    def __init__(self) -> None:
        self.value = 0
        self.length = 0

    def put(self, number: int, length: int) -> None:
        """Append the lowest `length` bits of `number`."""
        self.value = self.value << length | number
        self.length += length


@dataclass(frozen=True, slots=True)
class SymbolTable:
    """Symbols to combine by XOR, of one version and level: one for each value of each data byte, and one for each mask.

    `drafts` lack the format information, because `qrcode` computes the penalty of masks without it.
    """

    capacity: int
    """Bytes of data that a symbol holds."""
    symbols: tuple[tuple[int, ...], ...]
    drafts: tuple[int, ...]
    finals: tuple[int, ...]


@cache
def build_symbol_table(version: int, level: int) -> SymbolTable:
    """Return the table of a version and level, made by some 220 runs of the library (0.1 s, once a process)."""
    capacity = next(
        spec.size for spec in (*SYMBOL_SPECS, *PROOF_SPECS) if (spec.version, spec.level) == (version, level)
    )
    drawn = partial(draw_with_library, version, level)
    # The library cannot divide a block of zeros, so differences are taken from a block of ones.
    ones = bytes([255]) * capacity
    origin = drawn(ones, 0)
    pictures = tuple(
        combine_all([origin ^ drawn(flip_bit(ones, place, bit), 0) for bit in range(8)]) for place in range(capacity)
    )
    zeros = 0
    for picture in pictures:
        zeros ^= picture[255]
    drafts = tuple(drawn(ones, mask, draft=True) ^ zeros for mask in MASKS)
    finals = tuple(drawn(ones, mask) ^ zeros for mask in MASKS)
    return SymbolTable(capacity, pictures, drafts, finals)


def draw_with_library(version: int, level: int, data: bytes, mask: int, draft: bool = False) -> int:
    """Return the symbol of these bytes as the library draws it: rows of bits, each after a light guard bit."""
    # With Pillow, which it brings, it takes 20 ms to load: only what draws a code needs it.
    from qrcode import QRCode, base, util

    code: QRCode[object] = QRCode(version=version, error_correction=level)
    buffer = util.BitBuffer()
    buffer.buffer, buffer.length = list(data), len(data) * 8
    code.data_cache = util.create_bytes(buffer, base.rs_blocks(version, level))
    code.makeImpl(draft, mask)
    return int("".join("0" + "".join("01"[bool(module)] for module in row) for row in code.modules), 2)


def flip_bit(data: bytes, place: int, bit: int) -> bytes:
    """Return `data` with one bit changed; bit 0 is the lowest."""
    return data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]


def combine_all(basis: list[int]) -> tuple[int, ...]:
    """Return the XOR of every subset of eight symbols, indexed by the bit mask of the subset."""
    sums = [0]
    for picture in basis:
        sums += [picture ^ other for other in sums]
    return tuple(sums)


def encode_data(payload: Payload, capacity: int) -> bytes:
    """Return the data bytes of a payload: segments, terminator, padding (ISO/IEC 18004, 7.4)."""
    from qrcode import util

    bits = BitWriter()
    for mode, text in payload.segments:
        bits.put(mode, 4)
        bits.put(len(text), COUNT_BITS[mode])
        util.QRData(text, mode, check_data=False).write(bits)
    end = min(capacity * 8 - bits.length, 4)
    bits.put(0, end + -(bits.length + end) % 8)
    for pad in range(capacity - bits.length // 8):
        bits.put(PADDING[pad % 2], 8)
    return bits.value.to_bytes(capacity, "big")


@lru_cache(maxsize=256)
def draw_symbol(payload: Payload) -> SymbolRows:
    """Return the rows of the code of `payload`, under the mask that `qrcode` would choose."""
    tables, size = build_symbol_table(payload.version, payload.level), payload.size
    content = 0
    for picture, byte in zip(tables.symbols, encode_data(payload, tables.capacity), strict=True):
        content ^= picture[byte]
    # The first of equals is taken, as in the library.
    best = min(MASKS, key=lambda mask: compute_penalty(tables.drafts[mask] ^ content, size))
    return split_rows(tables.finals[best] ^ content, size)


def split_rows(picture: int, size: int) -> SymbolRows:
    """Return the rows of a symbol, without the guard bits."""
    return tuple(picture >> (size + 1) * row & (1 << size) - 1 for row in reversed(range(size)))
