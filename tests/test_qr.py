"""QR codes: equal to the library's symbols, small files, read back by a real decoder."""

from __future__ import annotations

import random
import re
from io import BytesIO
from itertools import pairwise

import pytest
import qrcode
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image
from playwright.sync_api import Browser

from bench_qr import draw_pixels
from exhibition.diagnostics import Finding
from exhibition.qr import Payload, build_matrix, encode_address, find_long_addresses, list_codes, render_png, render_svg
from exhibition.qr.symbol import LEVELS, SYMBOL_SPECS, SymbolRows, compute_penalty, draw_symbol
from exhibition.text.characters import SHORTEST_CODE, is_short

HOSTS = (
    *("louzu.example", "lz.example", "a.cn", "hl-louzu.example:8443", "louzu.a.example", "x9.example"),
    *("louzu.baoshan.example", "lz.baoshan.gov.example:8443", "huoli-louzu-zhanting.example"),
)
PATHS = ("", "", "lz/")


def random_payloads(count: int, seed: int) -> list[Payload]:
    dice = random.Random(seed)
    addresses = (
        f"{dice.choice(('https', 'https', 'http'))}://{dice.choice(HOSTS)}/{dice.choice(PATHS)}{dice.randrange(10**5):05}/"
        for _ in range(count * 2)
    )
    return [content for content in map(encode_address, addresses) if isinstance(content, Payload)][:count]


def make_with_library(content: Payload) -> SymbolRows:
    code = qrcode.QRCode(version=content.version, error_correction=content.level, border=0)
    for mode, data in content.segments:
        code.add_data(qrcode.util.QRData(data, mode, check_data=False))
    code.make(fit=False)
    return tuple(int("".join(str(int(bool(module))) for module in row), 2) for row in code.modules)


@pytest.mark.parametrize("seed", range(8))
def test_symbols_are_the_librarys_own(seed: int) -> None:
    contents = random_payloads(40, seed)
    assert {(content.version, content.level) for content in contents} == {
        (rung.version, rung.level) for rung in SYMBOL_SPECS
    }
    assert [draw_symbol(content) for content in contents] == [make_with_library(content) for content in contents]


@settings(max_examples=60, deadline=None)
@given(some.integers(0, 2**32), some.sampled_from((0.1, 0.5, 0.5, 0.9)), some.sampled_from((29, 33)))
def test_the_penalty_is_the_librarys_on_any_modules(seed: int, darkness: float, size: int) -> None:
    dice = random.Random(seed)
    modules = [[dice.random() < darkness for _ in range(size)] for _ in range(size)]
    # A row and a column with finder-like patterns, so that the rare rule 3 applies.
    for number, module in enumerate((1, 0, 1, 1, 1, 0, 1, 0, 0, 0, 0)):
        modules[3][size - 11 + number] = modules[size - 1 - number][5] = bool(module)
    guarded = "".join("0" + "".join(str(int(module)) for module in row) for row in modules)
    assert len(guarded) == (size + 1) * size
    assert compute_penalty(int(guarded, 2), size) == qrcode.util.lost_point(modules)


@pytest.mark.parametrize(
    ("address", "text", "symbol"),
    [
        ("https://louzu.example/10064/", "https://LOUZU.EXAMPLE/10064/", "3-H"),
        ("HTTPS://Louzu.Example/10064/", "https://LOUZU.EXAMPLE/10064/", "3-H"),
        ("http://127.0.0.1:8000/10064/", "http://127.0.0.1:8000/10064/", "3-H"),
        ("https://louzu.abc.example/10064/"[:31], "https://LOUZU.ABC.EXAMPLE/10064", "3-H"),
        ("https://louzu.example/a/10064/", "https://louzu.example/a/10064/", "3-Q"),
        ("https://Louzu.example/lou/10064/", "https://louzu.example/lou/10064/", "3-Q"),
        ("https://louzu.example/louz/10064/", "https://LOUZU.EXAMPLE/louz/10064/", "3-Q"),
        ("https://louzu.baoshan.gov.cn/10064/", "https://LOUZU.BAOSHAN.GOV.CN/10064/", "3-Q"),
        ("https://louzu.example/zhantin/10064/", "https://LOUZU.EXAMPLE/zhantin/10064/", "4-H"),
        ("https://huoli-louzu.baoshan.gov.example/10064/"[:45], "https://HUOLI-LOUZU.BAOSHAN.GOV.EXAMPLE/10064", "4-H"),
    ],
)
def test_an_address_takes_the_encoding_that_scans_best(address: str, text: str, symbol: str) -> None:
    content = encode_address(address)
    assert isinstance(content, Payload)
    assert (content.text, f"{content.version}-{LEVELS[content.level]}") == (text, symbol)
    assert read_back(render_png(make_with_library(content))) == text


@pytest.mark.parametrize(("length", "symbol"), [(31, "3-H"), (32, "3-Q"), (42, "3-Q"), (43, "4-H"), (45, "4-H")])
def test_a_longer_address_takes_the_next_symbol(length: int, symbol: str) -> None:
    content = encode_address(f"https://{'a' * (length - 18)}.cn/10064/")
    assert isinstance(content, Payload)
    assert (len(content.text), f"{content.version}-{LEVELS[content.level]}") == (length, symbol)
    assert isinstance(encode_address(f"https://{'a' * 28}.cn/10064/"), Finding)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://huoli-louzu.baoshan.gov.example/10064/", "有 46 个字符，二维码里最多放得下 45 个，多了 1 个"),
        ("https://louzu.example/zhantingzhanting/10064/", "有 45 个字符，二维码里最多放得下 33 个，多了 12 个"),
        ("https://louzu.example/?id=10064", "不能印成二维码"),
        ("https://楼组.example/10064/", "不能印成二维码"),
        ("ftp://louzu.example/10064/", "不能印成二维码"),
        ("louzu.example/10064/", "不能印成二维码"),
    ],
)
def test_an_address_that_fits_no_code_is_reported(address: str, says: str) -> None:
    found = build_matrix(address)
    assert isinstance(found, Finding)
    assert says in found.message
    assert "site_url" in found.hint
    assert list_codes({"10064": address}) == []
    assert [(said.code, said.blocks) for said in find_long_addresses({"10064": address})] == [("E501", True)]


@pytest.mark.parametrize(("length", "symbol"), [(46, "5-Q"), (60, "5-Q"), (100, "7-Q"), (160, "9-Q")])
def test_on_a_proof_a_longer_address_gets_a_finer_symbol(length: int, symbol: str) -> None:
    address = f"https://{'a' * (length - 18)}.cn/10064/"
    assert isinstance(encode_address(address), Finding)
    content = encode_address(address, proof=True)
    assert isinstance(content, Payload)
    assert f"{content.version}-{LEVELS[content.level]}" == symbol
    rows = build_matrix(address, proof=True)
    assert rows == make_with_library(content)
    assert read_back(render_png(rows)).lower() == address
    assert list_codes({"10064": address}) == []
    assert find_long_addresses({"10064": address})
    assert find_long_addresses({"10064": address}, proof=True) == []
    assert find_long_addresses({"10064": f"https://{'a' * 300}.cn/10064/"}, proof=True)


def test_addresses_that_share_what_is_too_long_are_named_once() -> None:
    long = {id: f"https://www.exhibition-of-neighbours.example/{id}/" for id in ("10001", "10002")}
    assert len(find_long_addresses(long)) == 1
    assert find_long_addresses({"10001": "https://louzu.example/10001/"}) == []


def test_every_id_has_one_file() -> None:
    made = list_codes({"10001": "https://louzu.example/10001/", "10002": "https://louzu.example/10002/"})
    assert [artifact.uri for artifact in made] == ["10001/code.png", "10002/code.png"]
    assert read_back(made[1].make()) == "https://LOUZU.EXAMPLE/10002/"


def test_pictures_for_screens_are_read_back() -> None:
    for content in random_payloads(120, seed=11):
        assert read_back(render_png(draw_symbol(content))) == content.text


def test_a_picture_for_screens_is_one_bit_and_whole_pixels() -> None:
    content = random_payloads(1, seed=15)[0]
    picture = Image.open(BytesIO(render_png(draw_symbol(content))))
    whole = content.size + 8
    assert (picture.mode, picture.size, picture.info) == ("1", (8 * whole, 8 * whole), {})
    small = picture.resize((whole, whole), Image.Resampling.NEAREST)
    assert small.resize(picture.size, Image.Resampling.NEAREST).tobytes() == picture.tobytes()
    assert small.tobytes() == draw_pixels(content).tobytes()


def test_the_outline_filled_by_the_even_odd_rule_is_the_symbol() -> None:
    for rows in map(draw_symbol, random_payloads(60, seed=12)):
        drawing = render_svg(rows).decode()
        [path] = re.findall(r'<path fill-rule="evenodd" d="([^"]*)"/>', drawing)
        assert fill_path(path, len(rows)) == rows
        assert len(drawing) <= 1500 * (len(rows) / 29) ** 2


def test_the_outline_turns_at_every_command() -> None:
    rows = build_matrix("https://louzu.example/10064/")
    assert not isinstance(rows, Finding)
    [path] = re.findall(r'evenodd" d="([^"]*)"', render_svg(rows).decode())
    assert re.fullmatch(r"(M\d+ \d+(h-?\d+v-?\d+)+h-?\d+z)+", path)


def test_drawings_are_read_back_from_a_browser(browser: Browser) -> None:
    contents = random_payloads(30, seed=13)
    page = browser.new_page(viewport={"width": 720, "height": 640})
    drawings = "".join(f"<div>{render_svg(draw_symbol(content)).decode()}</div>" for content in contents)
    # 119 px: an odd size, 2.9 px a module of the largest code. The decoder needs 2.8.
    page.set_content(f"<style>body{{margin:0}}div{{float:left;width:119px;height:119px}}</style>{drawings}")
    shot = Image.open(BytesIO(page.screenshot())).convert("L")
    page.close()
    for number, content in enumerate(contents):
        left, top = number % 6 * 119, number // 6 * 119
        found = zxingcpp.read_barcode(shot.crop((left, top, left + 119, top + 119)))
        assert found is not None
        assert found.text == content.text


def test_a_fresh_code_has_all_its_error_correction_left() -> None:
    for content in random_payloads(10, seed=14):
        found = zxingcpp.read_barcode(Image.open(BytesIO(render_png(draw_symbol(content)))))
        assert found is not None
        assert found.extra["UEC"] == 1
        assert found.extra["ECLevel"] == {2: "H", 3: "Q"}[content.level]


def read_back(picture: bytes) -> str:
    found = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    assert len(found) == 1
    return found[0].text


def fill_path(path: str, size: int) -> SymbolRows:
    """Fill path data of M, h, v and z by the even-odd rule, from the vertical lines that cross each row."""
    rows = [0] * size
    for start_x, start_y, lines in re.findall(r"M(\d+) (\d+)([^M]*)z", path):
        x, y = int(start_x), int(start_y)
        stops = [(x, y)]
        for command, length in re.findall(r"([hv])(-?\d+)", lines):
            x, y = (x + int(length), y) if command == "h" else (x, y + int(length))
            stops.append((x, y))
        stops.append(stops[0])
        for (x, above), (_, below) in pairwise(stops):
            for row in range(min(above, below), max(above, below)):
                rows[row] ^= (1 << size - x) - 1
    return tuple(rows)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_short_address_fits_the_first_code_for_certain(scheme: str) -> None:
    host = "a" * (SHORTEST_CODE - len(f"{scheme}:///10001/"))
    longest = encode_address(f"{scheme}://{host}/10001/")
    assert is_short(f"{scheme}://{host}/10001/")
    assert isinstance(longest, Payload)
    assert (longest.version, longest.level) == (SYMBOL_SPECS[0].version, SYMBOL_SPECS[0].level)
    assert not is_short(f"{scheme}://{host}a/10001/")
    assert not is_short(f"{scheme}://a.example/b/10001/")
