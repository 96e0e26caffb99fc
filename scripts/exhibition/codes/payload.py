"""Encode the address of a page as the segments of its QR code, or return a finding that says what to shorten.

`https` is written as bytes, host and digits in capitals as alphanumeric: host names ignore case. The scheme is never
capitalised: some cameras do not take `HTTPS://` for a link. A path with small letters is written as bytes, the host too
where that fits as well.

An address takes the first of `SYMBOL_SPECS` that holds it. After degradation (wear, perspective, blur, noise, JPEG; 200
readings a cell, code side 220 / 180 / 150 / 130 px) version 3 at level H was read in 62 / 70 / 64 / 50 %, version 3 at
level Q in 60 / 60 / 60 / 44 %, version 4 at level H in 68 / 66 / 56 / 26 %: on the distant or small code larger modules
are worth more than a higher level.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from qrcode import base, constants, util

from ..diagnostics import Finding, Span

SHAPE = re.compile(r"(https?)(://[a-z0-9.:-]+)(/[!-~]*)?", re.IGNORECASE)
"""Scheme, host (optionally with a port) and path of an address that may be printed."""
FORBIDDEN = re.compile(r"[?#]")
CAPITALS = re.compile(rb"[0-9A-Z $%*+\-./:]*")
"""The 45 characters of alphanumeric mode (ISO/IEC 18004, table 5)."""
SETTINGS = Span("mkdocs.yml")
"""The file that sets the host of all addresses."""


@dataclass(frozen=True, slots=True)
class Rung:
    """A QR version, and an error correction level as a constant of `qrcode`."""

    version: int
    level: int

    @property
    def capacity(self) -> int:
        """Bits of data that the symbol holds (ISO/IEC 18004, table 7)."""
        return 8 * sum(int(block.data_count) for block in base.rs_blocks(self.version, self.level))


LADDER = (
    Rung(3, constants.ERROR_CORRECT_H),
    Rung(3, constants.ERROR_CORRECT_Q),
    Rung(4, constants.ERROR_CORRECT_H),
)
"""The symbols of our codes, the best first: they hold 31, 42 and 45 characters of an address without small letters."""

PROOFS = tuple(Rung(version, constants.ERROR_CORRECT_Q) for version in (5, 7, 9))
"""Symbols for proofs of a longer address, which show where the code will be: modules too small for a wall."""

LEVELS = {constants.ERROR_CORRECT_H: "H", constants.ERROR_CORRECT_Q: "Q"}
"""The letters of error correction levels (ISO/IEC 18004, 6.5.1)."""

Segments = tuple[tuple[int, bytes], ...]
"""Mode constants of `qrcode`, each with its bytes."""


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


def payload(address: str, *, proof: bool = False) -> Payload | Finding:
    """Return the payload of the code of `address`, or a finding for the volunteer.

    On a `proof` an address that is too long for walls gets a larger version (see `PROOF_SPECS`).
    """
    parts = SHAPE.fullmatch(address)
    if parts is None or FORBIDDEN.search(address):
        return strange(address)
    ways = writings(*((part or "").encode("ascii") for part in parts.groups()))
    for rung in (*LADDER, *PROOFS) if proof else LADDER:
        for segments in ways:
            if bits(segments) <= rung.capacity:
                return Payload(segments, rung.level, rung.version)
    return too_long(address, min(map(bits, ways)))


def writings(scheme: bytes, host: bytes, path: bytes) -> list[Segments]:
    """Return the ways to encode an address as segments, the preferred one first."""
    head = (util.MODE_8BIT_BYTE, scheme.lower())
    capitals = host.upper() + path
    if CAPITALS.fullmatch(capitals):
        return [(head, (util.MODE_ALPHA_NUM, capitals))]
    plain = ((util.MODE_8BIT_BYTE, scheme.lower() + host.lower() + path),)
    # The end of the path (`/10064/`) is alphanumeric again.
    small, end = re.fullmatch(rb"(.*[^0-9A-Z $%*+\-./:])(.*)", path, re.DOTALL).groups()  # type: ignore[union-attr]
    mixed = (head, (util.MODE_ALPHA_NUM, host.upper()), (util.MODE_8BIT_BYTE, small), (util.MODE_ALPHA_NUM, end))
    return [plain, tuple(segment for segment in mixed if segment[1])]


def bits(segments: Segments) -> int:
    """Return the bits that segments take, without the terminator, which may be cut off (ISO/IEC 18004, 7.4.9)."""
    return sum(segment_bits(mode, len(data)) for mode, data in segments)


def segment_bits(mode: int, length: int) -> int:
    """Return the bits of one segment: mode, count, and the characters (ISO/IEC 18004, 7.4; counts of versions 1 to 9)."""
    count = util.length_in_bits(mode, LADDER[0].version)
    data = 8 * length if mode == util.MODE_8BIT_BYTE else 11 * (length // 2) + 6 * (length % 2)
    return 4 + int(count) + data


HOST_CHARACTER_BITS = 5.5
"""Bits that one character of the host takes: two characters of alphanumeric mode are 11 bits."""


def too_long(address: str, needed: int) -> Finding:
    """Return the finding for an address whose shortest encoding has `needed` bits, more than any symbol holds."""
    over = math.ceil((needed - LADDER[-1].capacity) / HOST_CHARACTER_BITS)
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


def strange(address: str) -> Finding:
    """Return the finding for an address that no code can hold."""
    return Finding(
        SETTINGS,
        f"网址“{address}”不能印成二维码：只能有英文字母、数字和 - . / 这些符号，并以 https:// 开头。",
        f"改 mkdocs.yml 里的 site_url，例如 https://louzu.example/ （中文域名请写成 xn-- 开头的形式{punycode(address)}）。",
    )


def punycode(address: str) -> str:
    """Return the IDNA form of a host that is not ASCII, as the end of a sentence; else an empty text.

    >>> punycode("https://楼组.example/10001/"), punycode("https://louzu.example/")
    ('：xn--56vy76b.example', '')
    """
    host = address.partition("://")[2].partition("/")[0]
    try:
        return "" if host.isascii() else f"：{host.encode('idna').decode()}"
    except UnicodeError:
        return ""
