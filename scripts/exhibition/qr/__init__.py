"""QR codes of addresses: a PNG for every page, paths for paper.

    address ──encode_address──▶ Payload ──draw_symbol──▶ SymbolRows ──▶ render_png · trace_outline · render_svg

A page has its code as one file, `<id>/code.png`: WeChat reads a bitmap on a long press, and people put it into notices of
their own. Posters and sheets draw the modules as paths; so does the poster that a browser prints, from the PNG
(overrides/assets/exhibit/poster.js). A second file for each code, an SVG, was a fifth of all files of the site.

Version 3 or 4 (29 or 33 modules), no logo inside, quiet zone 4: see symbol.py for which address takes which symbol. An
address that fits none gets no code; `find_long_addresses` reports it. Only proofs get a larger version.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from ..diagnostics import Diagnostic, Finding, Severity, to_diagnostic
from ..messages.registry import register_rule
from ..model import Artifact
from .render import render_png, render_svg
from .symbol import Payload, SymbolRows, draw_symbol, encode_address

__all__ = [
    "Payload",
    "SymbolRows",
    "build_matrix",
    "encode_address",
    "find_long_addresses",
    "get_code_uri",
    "list_codes",
    "render_png",
    "render_svg",
]


def get_code_uri(id: str) -> str:
    """Return the path of the code of an id, relative to the root of the site."""
    return f"{id}/code.png"


def list_codes(addresses: Mapping[str, str], basis: str = "") -> list[Artifact]:
    """Return the files of the codes of `addresses` (id → printed address); an address that fits no code is left out.

    `basis` is a hash of everything that their bytes follow from, empty where that is not known.
    Without a cache key: making a code (0.15 ms) is cheaper than caching it.
    """
    fitting: dict[str, bool] = {}
    return [
        Artifact(get_code_uri(id), partial(render_code, address), basis=basis)
        for id, address in addresses.items()
        if has_code(id, address, fitting)
    ]


DIGITS = re.compile("[0-9]{5}")


def has_code(id: str, address: str, fitting: dict[str, bool]) -> bool:
    """Return whether an address fits a code; `fitting` is what was found of others, by what they are without their ids.

    An id is five digits, and a code of any five digits is as long: so 5,500 addresses need not be encoded to know that.
    """
    if not (DIGITS.fullmatch(id) and address.count(id) == 1):
        return isinstance(encode_address(address), Payload)
    frame = address.replace(id, "#")
    if frame not in fitting:
        fitting[frame] = isinstance(encode_address(address), Payload)
    return fitting[frame]


def render_code(address: str) -> bytes:
    """Return the file of the code of an address that fits one."""
    content = encode_address(address)
    assert isinstance(content, Payload)
    return render_png(draw_symbol(content))


def build_matrix(address: str, *, proof: bool = False) -> SymbolRows | Finding:
    """Return the modules of the code of `address` (a number a row, its highest bit leftmost), or what is wrong."""
    content = encode_address(address, proof=proof)
    return draw_symbol(content) if isinstance(content, Payload) else content


LONG_ADDRESS = register_rule(
    "E501",
    "long_address",
    Severity.ERROR,
    "网址太长，印不进二维码",
    """问题：贴在墙上的二维码要从远处、在磨损以后也扫得出，所以印海报用的网址要短。只有做海报（`posters`）会因为它停下来，网站照样能建（见 W740）。

    不好：`site_url: https://www.huoli-louzu-exhibition.example/` （印出来 51 个字符）

    好：`site_url: https://louzu.example/` （印出来 28 个字符）

    怎么改：换一个短一些的域名，去掉域名后面的路径。域名后面没有路径时最多 45 个字符（连 `https://` 和 `/10001/` 一起），31 个以内最耐磨，42 个以内次之；有小写路径时还要再短一些。只想看看样子，加上 `--proof` 做样张。
    """,
)


def find_long_addresses(addresses: Mapping[str, str], *, proof: bool = False) -> list[Diagnostic]:
    """Return a diagnostic for addresses that fit no code; only one, because they share what is too long.

    With `proof` a larger version is accepted.
    """
    # Of addresses of the same length all fit or none does: 5,500 need not be tried.
    each = {len(address): address for address in addresses.values()}.values()
    bad = next((content for one in each if isinstance(content := encode_address(one, proof=proof), Finding)), None)
    return [to_diagnostic(LONG_ADDRESS, bad)] if bad else []
