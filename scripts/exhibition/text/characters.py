"""Characters, Chinese numerals, list marks and names of files and addresses, as people type them.

Invisible characters (controls, direction marks, fillers, tags) show nothing; they reorder or hide their neighbours.
Emoji joined to one, variation selectors and ideographic variants are text and are kept.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from ..lazy import compile_later

UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U0001d173-\U0001d17a\U0001fffe\U0001ffff"
    "\U000e0000-\U000e00ff"
)
"""Characters without a shape: controls, joiners, marks of direction, fillers, places of lost pictures, noncharacters."""
EMOJI = "\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
"""Signs of which several may be joined to one by U+200D."""
STACKED = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Marks that stand above or below the letter before them; a tower of them covers the lines around."""
JOINER = rf"(?<=[{EMOJI}\ufe0f])\u200d(?=[{EMOJI}])"
INVISIBLE = compile_later(rf"(?!{JOINER})[{UNSEEN}]|(?<=[{STACKED}]{{3}})[{STACKED}]")
"""One character that is no text."""
USUAL = compile_later(
    "[\n -~\u00b7\u00d7\u2014\u2018-\u201d\u2026\u2460-\u2473\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]*"
)
"""A text of which a look tells that all of it is text: four times faster than to look for what is not."""


def remove_invisible(text: str) -> str:
    r"""Return `text` without the characters that are no text.

    >>> remove_invisible("64\u202e号楼\x1b"), remove_invisible("一家\U0001f468\u200d\U0001f469\u200d\U0001f467人")
    ('64号楼', '一家👨\u200d👩\u200d👧人')
    """
    return text if USUAL.fullmatch(text) else INVISIBLE.sub("", text)


NUMERAL_VALUES = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
PLACES = {"十": 10, "百": 100, "千": 1000}
CAPITAL_VALUES = {character: value for value, character in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
"""The forms of numerals on cheques and plaques."""
LOOSE_VALUES = {**NUMERAL_VALUES, **CAPITAL_VALUES}
MOST_DIGITS = 9
"""Digits beyond which nobody counts: Python itself refuses to read numbers of thousands of them."""
COUNTED_NUMBER = "([0-9]+|[零〇一二两三四五六七八九十百千]+)"
WRITTEN = compile_later(
    rf"{COUNTED_NUMBER}\s{{0,3}}(?:颗|个|位|名)?\s{{0,3}}(?:星级?|户|人|居民|邻居|家|层|次|份|场|件|分钟?|★)?"
    rf"|第\s{{0,3}}{COUNTED_NUMBER}\s{{0,3}}次(?:议事会?|会议?)?"
)
THOUSANDS = compile_later(r"(?<=\d),(?=\d{3}(?!\d))|(?<=\d),(?=\d{3},\d{3}(?!\d))")
"""A comma that parts thousands: 2,062."""
ABOUT = compile_later(r"大约|大概|差不多|将近|接近|估计|约|左右|上下|多|余|来|^近")
"""Words that say that a number is an estimate."""


def parse_chinese_numeral(text: str) -> int | None:
    """Return the value of Chinese numerals below ten thousand (`二十四`, `一百零五`, `二〇一八`); None where they make none.

    >>> [parse_chinese_numeral(text) for text in ("一千二", "一百五", "一千零二", "一百二十五", "十二")]
    [1200, 150, 1002, 125, 12]
    """
    if len(text) > MOST_DIGITS:
        return None
    if not any(character in PLACES for character in text):
        return int("".join(str(NUMERAL_VALUES[character]) for character in text))
    total, digit, last = 0, None, 10_000
    for character in text:
        if character in NUMERAL_VALUES:
            if digit:
                # 二三十 is some number from twenty to forty.
                return None
            digit = NUMERAL_VALUES[character]
            continue
        if PLACES[character] >= last or (digit is None and character != "十"):
            return None
        last = PLACES[character]
        total += (1 if digit is None else digit) * last
        digit = None
    # 一千二 is 1200, as people say it; 一千零二 is 1002.
    is_short = digit is not None and last in (100, 1000) and text[-2] in PLACES
    return total + (digit or 0) * (last // 10 if is_short else 1)


def read_numeral(text: str) -> str:
    """Return in Arabic digits what Chinese numerals say: by place where there is a 十, 百 or 千, else digit by digit.

    Unlike `parse_chinese_numeral` it takes every text of numerals, however people have put them together.

    >>> [read_numeral(text) for text in ("十", "二十四", "一百零五", "二〇一八", "百", "贰")]
    ['10', '24', '105', '2018', '100', '2']
    """
    if not any(character in PLACES for character in text):
        return "".join(str(LOOSE_VALUES[character]) for character in text)
    total, digit = 0, 0
    for character in text:
        if character in PLACES:
            total += (digit or 1) * PLACES[character]
            digit = 0
        else:
            digit = LOOSE_VALUES[character]
    return str(total + digit)


def parse_integer(text: str) -> int | None:
    """Return the number that `text` certainly means, or None: 约 and 多 are no numbers."""
    plain = unicodedata.normalize("NFKC", text).strip("“”\"' ").rstrip("。.；;，,、！! “”\"'")
    if plain and set(plain) <= set("★⭐☆\ufe0f"):
        return plain.count("★") + plain.count("⭐")
    found = WRITTEN.fullmatch(THOUSANDS.sub("", plain))
    number = found and (found[1] or found[2])
    return parse_numeral(number) if number else None


def parse_numeral(number: str) -> int | None:
    """Return the value of Arabic digits or Chinese numerals; None where they make no number, or one too long."""
    if len(number) > MOST_DIGITS or is_guess(number):
        return None
    return int(number) if number.isdecimal() and number.isascii() else parse_chinese_numeral(number)


def is_guess(number: str) -> bool:
    """Are these two numbers at once, of which one is meant: 七八, 两三?"""
    values = [NUMERAL_VALUES.get(character, -1) for character in number]
    return len(values) == 2 and values[0] > 0 and values[1] == values[0] + 1


def parse_estimate(text: str, parse: Callable[[str], int | None] = parse_integer) -> int | None:
    """Return the number of an estimate, which `parse` reads; None where `text` is none.

    >>> parse_estimate("约20人"), parse_estimate("二十多人"), parse_estimate("20")
    (20, 20, None)
    """
    bare = ABOUT.sub("", unicodedata.normalize("NFKC", text))
    return parse(bare) if bare != text and ABOUT.search(text) else None


CLOCK_NUMBER = r"[0-9]{1,3}(?:\.[0-9])?|[一二两三四五六七八九十百]{1,4}"
CLOCK = compile_later(
    rf"(?:(?P<hours>{CLOCK_NUMBER})个?(?P<more>半)?(?:小时|钟头)(?P<half>半)?|(?P<only>半)个?(?:小时|钟头))?"
    rf"(?:零?(?P<quarters>[一三])刻钟?|零?(?P<minutes>{CLOCK_NUMBER})(?:分钟?|min))?"
)


def parse_minutes(text: str) -> int | None:
    """Return the minutes of a time that is told in hours and quarters; None where `text` is none.

    >>> [parse_minutes(text) for text in ("半小时", "一个半钟头", "1.5小时", "1小时20分", "一刻钟", "40min", "半天")]
    [30, 90, 90, 80, 15, 40, None]
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    found = CLOCK.fullmatch(plain) if plain else None
    if found is None:
        return None
    hours, quarters, rest = (parse_clock_number(found[name]) for name in ("hours", "quarters", "minutes"))
    if hours is None or quarters is None or rest is None:
        return None
    halves = sum(30 for name in ("more", "half", "only") if found[name])
    return round(hours * 60 + quarters * 15 + rest) + halves


def parse_clock_number(text: str | None) -> float | None:
    """Return a number of hours or minutes; 0 where there is none, None where the numerals make none."""
    if not text:
        return 0
    return float(text) if text[0].isascii() else parse_numeral(text)


MOST_MONEY = 60
"""Characters beyond which a text is no sum of money."""
BELOW, ABOVE = compile_later("不到|不足|至多|最多|以内|以下"), re.compile("多|余|超过|至少|以上")
MONEY = compile_later(
    r"(?:一共|总共|共)?(?:花了|花费|用了|花)?(?:人民币|[¥￥])?([0-9]{1,9}(?:\.[0-9]{1,2})?|[零〇一二两三四五六七八九十百千]{1,9})"
    r"(百|千|万)?(?:元|块|圆)?钱?"
)
SCALES = {"百": 100, "千": 1000, "万": 10_000}
RANGE = compile_later("[-–—~～至]+|(?<!不)到")


def parse_money(text: str) -> tuple[float, float] | None:
    """Return the least and the most of a sum of money in yuan; None where `text` is none.

    What is more or less than the sum is told by a cent.

    >>> parse_money("约800块"), parse_money("三千元"), parse_money("500多"), parse_money("300-400元"), parse_money("几百块")
    ((800, 800), (3000, 3000), (500.01, 500.01), (300, 400), None)
    """
    if len(text) > MOST_MONEY:
        return None
    plain = re.sub(r"[\s,，。]", "", unicodedata.normalize("NFKC", text))
    parts = [parse_sum(part) for part in RANGE.split(plain)]
    known = [one for one in parts if one is not None]
    return (
        (known[0], known[-1]) if len(known) == len(parts) and len(parts) in (1, 2) and known[0] <= known[-1] else None
    )


def parse_sum(text: str) -> float | None:
    """Return one sum of money in yuan, a cent more or less where it says so; None where there is none."""
    more, less = ABOVE.search(text), BELOW.search(text)
    bare = BELOW.sub("", ABOVE.sub("", ABOUT.sub("", text)))
    found = MONEY.fullmatch(bare)
    if not found or (more and less):
        return None
    value = float(found[1]) if found[1][0].isascii() else parse_chinese_numeral(found[1])
    if value is None:
        return None
    amount = value * SCALES.get(found[2] or "", 1)
    amount = int(amount) if amount == int(amount) else amount
    return amount + 0.01 if more else max(amount - 0.01, 0) if less else amount


def write_chinese(number: int) -> str:
    """Return a number from 1 to 99 in Chinese numerals; other numbers in digits.

    >>> [write_chinese(number) for number in (1, 10, 24, 99, 100)]
    ['一', '十', '二十四', '九十九', '100']
    """
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = "十" if tens == 1 else f"{NUMERALS[tens]}十" if tens else ""
    return f"{ten}{NUMERALS[ones]}"


NUMERALS = ("", *"一二三四五六七八九")
"""Chinese numerals of one digit, by value."""


SPACE = "[ \t\u00a0\u3000]"
COUNT = "一二三四五六七八九十"
COUNTED = rf"(?![{COUNT}]{{1,3}}[、楼号层户栋幢组单门室天年月日人位条项次])"
"""What does not follow a numeral that is a mark: 一、二楼 are two floors."""
DIGITS = "[0-9０-９]{1,2}"
WORDS = rf"[{COUNT}]{{1,3}}"
ENCLOSED = "[\u2460-\u249b\u24eb-\u24fe\u2776-\u2793\u3251-\u325f]"
"""A number in a circle or in brackets, or with a stop, as one character: ①, ⑴, ⒈, ❶."""
BRACKETED = rf"[（(](?:{DIGITS}|{WORDS})[)）]"
WORDED = rf"{WORDS}[、．.]{COUNTED}"
ARTICLE = rf"第{WORDS}条(?:[:：、]|(?![弄街路巷河沟浜道线船]))"
"""第一条：, and no first lane."""
BULLETS = "-•·●○▪◦◆■"
DASHES = "-－–—−‐‑﹣•·●○▪◦◆■*＊+＋"
"""Signs that people put before an item in a field, where each of them can only be meant as a dash."""
NUMBER = rf"{DIGITS} ?[.、．)）](?![0-9０-９])|{ENCLOSED}|{BRACKETED}|{WORDED}"
NUMBERING = rf"{NUMBER}|{ARTICLE}"
"""How the number of an item of a field is written. 第一条 is the item's own title where it is kept."""
MARK = compile_later(
    rf"(?P<number>{DIGITS})(?P<behind>[.)])(?P<spaced>{SPACE}+)(?=\S)"
    rf"|(?P<loose>{DIGITS})[.)、．）]{SPACE}*(?=[^\s0-9０-９.)、．）])"
    rf"|(?P<signed>{BRACKETED}|{WORDED}|{ENCLOSED}){SPACE}*(?=\S)"
    rf"|(?P<bullet>[-*]){SPACE}+(?=\S)"
    rf"|(?P<dot>[{BULLETS}]|\+(?={SPACE})){SPACE}*(?=[^\s\-0-9>])"
)
"""A mark with what stands between it and its text. A year, a decimal and a minus sign before a number are none."""


class ListMark(NamedTuple):
    """What begins an item: its family (items of one list share it), its number or the sign itself, its length."""

    family: str
    number: int
    sign: str
    length: int
    certain: bool
    """Does it make a list by itself? Other marks do so only where a second one follows."""


def parse_list_mark(text: str) -> ListMark | None:
    """Return the mark at the beginning of `text`, or None.

    >>> parse_list_mark("1、扫地").family, parse_list_mark("（2）拖地").sign, parse_list_mark("1985. 我们搬进来")
    ('number', '（2）', None)
    """
    found = MARK.match(text)
    if not found:
        return None
    digits = found["number"] or found["loose"]
    if digits:
        return ListMark("number", int(digits), "", found.end(), found["number"] is not None)
    if found["signed"]:
        return ListMark(normalize_list_sign(found["signed"]), 0, found["signed"], found.end(), False)
    return ListMark(found["bullet"] or found["dot"], 0, "", found.end(), found["bullet"] is not None)


def normalize_list_sign(character: str) -> str:
    """Return what signs of one list have in common."""
    if character[0] in "（(":
        return "brackets" if character[1].isdecimal() else "brackets of words"
    return "words" if character[0] in COUNT else "circles"


OWN_NUMBER = compile_later(rf"(?:{NUMBER}){SPACE}*(?=[^\s0-9０-９])")


def strip_list_number(text: str) -> str:
    """Return an item of a list that is numbered anyway, without a number of its own.

    >>> strip_list_number("1、不堆物"), strip_list_number("3、4号楼共用花园")
    ('不堆物', '3、4号楼共用花园')
    """
    found = OWN_NUMBER.match(text)
    return text[found.end() :] if found else text


PICTURES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".avif", ".heic", ".heif", ".hif")
"""Ends of names of pictures that the exhibition takes: those of `media.file_formats`, which the loader cannot ask."""
ARTICLES = (".md", ".markdown", ".mdown", ".txt", ".text", ".html", ".htm", ".mhtml", ".mht")
"""Ends of names of files with text."""
SEALED = {
    **dict.fromkeys((".doc", ".docx", ".docm", ".wps", ".odt", ".rtf", ".pages"), "Word 一类的文档"),
    **dict.fromkeys((".xls", ".xlsx", ".xlsm", ".et", ".csv", ".ods", ".numbers"), "表格"),
    **dict.fromkeys((".ppt", ".pptx", ".dps", ".odp", ".key"), "幻灯片"),
    **dict.fromkeys((".pdf", ".ofd", ".caj", ".xps"), "PDF 一类的文档"),
    **dict.fromkeys((".zip", ".rar", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".iso"), "压缩文件"),
    **dict.fromkeys((".exe", ".msi", ".bat", ".cmd", ".com", ".scr", ".ps1", ".vbs", ".jar", ".apk", ".dmg"), "程序"),
    **dict.fromkeys((".js", ".sh", ".py", ".php", ".dll"), "程序"),
    **dict.fromkeys((".db", ".sqlite", ".mdb", ".accdb", ".psd", ".ai", ".cdr"), "别的软件的文件"),
}
"""Ends of names of files into which no check can look, and what people call them."""
NUMBERED = compile_later(r"(?<![0-9])[1-9][0-9]{4}(?![0-9])")
"""An id within a name."""
INDEX = compile_later(r"index(?:[\s_-]*+(?:\(?\d++\)?|副本|copy|new|最新|最终))*+(?:\.(?:md|markdown|txt|html?))*")
"""What becomes of the name index.md on its way through browsers, editors and systems."""

COPY_MARKS = compile_later(r"(?:[\s_-]*+(?:\(?\d++\)?|副本|copy|new|最新|最终))*+(?:\.[a-z]++)*+")
"""What browsers, editors and systems put behind the name of a file: ` (1)`, `副本`, `.md.txt`."""


def split_copy_marks(name: str) -> tuple[str, str]:
    """Return a plain name in what it says and what was put behind it; all is said where nothing was.

    >>> split_copy_marks("议事 (1).md"), split_copy_marks("议事.md.txt"), split_copy_marks("2024年.md")
    (('议事', ' (1).md'), ('议事', '.md.txt'), ('2024年', '.md'))
    """
    at = next((at for at in range(1, len(name)) if COPY_MARKS.fullmatch(name, at)), len(name))
    return name[:at], name[at:]


def normalize_file_name(name: str) -> str:
    """Return a name without what differs between systems and input methods: case, full-width forms, composition."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def is_index_candidate(name: str) -> bool:
    """Could a file of this name be the text of an entry, wherever it lies?"""
    text = normalize_file_name(name)
    return bool(INDEX.fullmatch(text)) or (text.endswith(ARTICLES) and NUMBERED.search(text) is not None)


def find_index_file(names: Iterable[str]) -> str | None:
    """Return the file of a folder that was probably meant to be its `index.md`; None where there is none."""
    ranked = sorted((rank_index_name(normalize_file_name(name)), name) for name in names)
    return ranked[0][1] if ranked and ranked[0][0] < UNLIKELY else None


UNLIKELY = 9


def rank_index_name(name: str) -> int:
    """Return how unlikely a plain name is that of an introduction, from 0."""
    tests = (
        name == "index.md",
        INDEX.fullmatch(name) and name.endswith(ARTICLES),
        INDEX.fullmatch(name),
        name.endswith(".md"),
        name.endswith(ARTICLES),
        name.endswith(tuple(SEALED)) and SEALED[name[name.rindex(".") :]].endswith("文档"),
    )
    return next((number for number, fits in enumerate(tests) if fits), UNLIKELY)


FORMS = "forms/"
"""The page of the form."""


def to_page_uri(path: str) -> str:
    """Return the docs-tree file of the page at `path` (as in an address, e.g. `10064/`, or `` for home)."""
    return f"{path}index.md"


def make_relative(target: str, source: str) -> str:
    """Return the link to `target` from the page at `source`; both are paths from the root of the site.

    >>> make_relative("10064/", "streets/gaojing/")
    '../../10064/'
    >>> make_relative("", "10064/")
    '../'
    >>> make_relative("10064/", "10064/")
    './'
    """
    there, here = target.split("/"), source.split("/")
    common = 0
    while common < min(len(there), len(here)) - 1 and there[common] == here[common]:
        common += 1
    return "../" * (len(here) - 1 - common) + "/".join(there[common:]) or "./"


PUBLIC = compile_later(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
"""Names that a public host can have (RFC 1123): labels of letters, digits and hyphens, the last no number."""
ASTRAY = compile_later(r"//|/\.\.?(?:/|$)")
"""What a browser or a server takes for another path."""
RESERVED = ("example", "test", "invalid", "localhost", "local", "internal", "example.com", "example.net", "example.org")
"""Names that can never be a public host (RFC 2606, RFC 6761, RFC 6762)."""
LENT = (
    "github.io",
    "gitlab.io",
    "gitee.io",
    "pages.dev",
    "workers.dev",
    "netlify.app",
    "vercel.app",
    "web.app",
    "firebaseapp.com",
    "myqcloud.com",
    "aliyuncs.com",
    "bcebos.com",
    "amazonaws.com",
    "herokuapp.com",
    "onrender.com",
    "ngrok.io",
    "ngrok.app",
    "ngrok-free.app",
    "trycloudflare.com",
    "nip.io",
    "sslip.io",
)
"""Hosts that somebody else lends: a contract ends, and every poster points to nothing."""
SHORT = compile_later(r"https?://[a-z0-9.:-]+/[0-9A-Z/]*")
SHORTEST_CODE = 31
"""Characters of such an address that the smallest code holds (see `SYMBOL_SPECS` in `qr.symbol`; a test holds both equal)."""


def is_short(address: str) -> bool:
    """Does the code of `address` fit for certain? What is not short may fit all the same: `qr` knows.

    >>> is_short("https://louzu.example/10001/"), is_short("https://louzu.example/shanghai/10001/")
    (True, False)
    """
    return len(address) <= SHORTEST_CODE and SHORT.fullmatch(address) is not None


def is_borrowed(address: str) -> bool:
    """Is `address` on a host that is not the district's own: a placeholder, a lent name, a bare number, a typo, with a port?

    A port is that of somebody's trial: a web server for the public answers without one.

    >>> is_borrowed("https://louzu.example/"), is_borrowed("https://someone.github.io/louzu/")
    (True, True)
    >>> is_borrowed("https://louzu.baoshan/"), is_borrowed("https://louzu.baoshan:8443/")
    (False, True)
    >>> is_borrowed("https://louzu..baoshan/"), is_borrowed("https://-louzu.baoshan/"), is_borrowed("https://louzu.baoshan/../")
    (True, True, True)
    """
    parts = urlsplit(address)
    if ":" in parts.netloc.rpartition("@")[2].rpartition("]")[2]:
        return True
    host = (parts.hostname or "").removesuffix(".").lower()
    if not PUBLIC.fullmatch(host) or is_ip_address(host) or ASTRAY.search(parts.path):
        return True
    return any(host == name or host.endswith(f".{name}") for name in (*RESERVED, *LENT))


def is_unfit_for_walls(address: str) -> bool:
    """May this address only stand on proofs: borrowed, a placeholder, or not encrypted?

    >>> is_unfit_for_walls("https://louzu.baoshan/"), is_unfit_for_walls("http://louzu.baoshan/")
    (False, True)
    """
    return is_borrowed(address) or not address.lower().startswith("https://")


def normalize_url(address: str) -> str:
    """Return an address in the writing by which two are compared: scheme and host ignore case, a path does not.

    >>> normalize_url("HTTPS://Louzu.Example/LouZu/")
    'https://louzu.example/LouZu/'
    """
    scheme, separator, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{separator}{host.lower()}{slash}{path}"


def is_ip_address(host: str) -> bool:
    """Is this an IP address?"""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
