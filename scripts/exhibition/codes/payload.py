"""Turns the address of a page into the segments that its code holds, or into the sentence that says what to shorten.

A code stays at version 3 (29 × 29 modules): at level H while scheme and rest fit as two segments (`https` as bytes, the
rest in capitals as alphanumeric: host names ignore case and the path is digits only), else at level Q as plain bytes.
The scheme is never capitalised: some cameras do not take `HTTPS://` for a link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qrcode import constants, util

from ..diagnostics import Finding, Span

VERSION = 3
"""The QR version of every code: 29 × 29 modules (ISO/IEC 18004, table 1)."""

SHAPE = re.compile(r"(https?)(://[a-z0-9.:-]+)(/[!-~]*)?", re.IGNORECASE)
"""Scheme, host (perhaps with a port) and path of an address that may be printed."""
FORBIDDEN = re.compile(r"[?#]")
CAPITALS = re.compile(rb"[0-9A-Z $%*+\-./:]*")
"""The 45 characters of alphanumeric mode (ISO/IEC 18004, table 5)."""
SETTINGS = Span("mkdocs.yml")
"""Where the host of all addresses is decided."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What one code says: bytes in segments of a mode each, at an error correction level (both as `qrcode` counts)."""

    segments: tuple[tuple[int, bytes], ...]
    level: int

    @property
    def text(self) -> str:
        """What a scanner reads."""
        return b"".join(data for _, data in self.segments).decode("ascii")


LIMITS = {constants.ERROR_CORRECT_H: 31, constants.ERROR_CORRECT_Q: 32}
"""Characters that fit: `https` + 26 alphanumeric = 208 bits at level H; 32 bytes = 268 of 272 bits at level Q."""


def payload(address: str) -> Payload | Finding:
    """Return what the code of `address` shall hold, or what is wrong with the address (a value, for a volunteer)."""
    parts = SHAPE.fullmatch(address)
    if parts is None or FORBIDDEN.search(address):
        return strange(address)
    scheme, host, path = (part or "" for part in parts.groups())
    capitals = (host.upper() + path).encode("ascii")
    if CAPITALS.fullmatch(capitals):
        segments = ((util.MODE_8BIT_BYTE, scheme.lower().encode()), (util.MODE_ALPHA_NUM, capitals))
        return fitting(Payload(segments, constants.ERROR_CORRECT_H), address)
    plain = (scheme.lower() + host.lower() + path).encode("ascii")
    return fitting(Payload(((util.MODE_8BIT_BYTE, plain),), constants.ERROR_CORRECT_Q), address)


def fitting(payload: Payload, address: str) -> Payload | Finding:
    """Return `payload` if it fits its code, else the sentence that says by how much it does not."""
    length, limit = len(payload.text), LIMITS[payload.level]
    over = length - limit
    if over <= 0:
        return payload
    return Finding(
        SETTINGS,
        f"网址“{address}”有 {length} 个字符，二维码里最多放得下 {limit} 个，多了 {over} 个。",
        f"换一个短一些的域名，或者去掉域名后面的路径，至少缩短 {over} 个字符（改 mkdocs.yml 里的 site_url）。",
    )


def strange(address: str) -> Finding:
    """Return the sentence about an address that no code can hold."""
    return Finding(
        SETTINGS,
        f"网址“{address}”不能印成二维码：只能有英文字母、数字和 - . / 这些符号，并以 https:// 开头。",
        "改 mkdocs.yml 里的 site_url，例如 https://louzu.example/ （中文域名请写成 xn-- 开头的形式）。",
    )
