"""Mutations of content files as by typing, by editors and by uploads; one seed is one set of mutations.

A slip takes the text and a source of chance and returns a text; a mishap does so with the bytes of the whole file.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from random import Random

Slip = Callable[[str, Random], str]
Mishap = Callable[[bytes, Random], bytes]

WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)} | {" ": "\u3000"})
CHINESE = {":": "：", ",": "，", "-": "—", "[": "【", "]": "】", '"': "“", "(": "（", "#": "＃", ".": "。"}
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202e\u202c\u2066\u2069"
SPACES = " \u00a0\u3000\u2002\u2003\u2009\t\u202f\u205f\x0b\x0c\x1c\x85\u2028\u2029"
SIGNS = list(":#-[]{}\"'|>@`*&!%?,\\<=~^、，：；“”‘’《》【】（）—…·•①★")
PASTED = (
    '<p style="mso-line-height">粘贴的字</p>',
    "&nbsp;&nbsp;粘贴的字",
    "# 标题",
    "## 小标题",
    "---",
    "...",
    "----",
    "***",
    "key: value",
    "编号: 20009",
    "  - 楼道不放东西",
    "  - 文件: photo-09.jpg",
    "    说明: 多出来的一行",
    "- ",
    "? 问",
    "%YAML 1.2",
    "!!python/object:os.system",
    "*甲",
    "&甲 乙",
    "<<: *甲",
    "来源: |",
    "来源: >-",
    '一句话: "没有关的引号',
    "微信号和群名",
    "备注：请大家看",
    "| 甲 | 乙 |",
    "👵👴🏠🎉",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "ｆｕｌｌ ｗｉｄｔｈ",
    "<<<<<<< HEAD",
    "=======",
    ">>>>>>> main",
    "```",
    "{甲: 乙}",
    "[甲, 乙",
    "甲, 乙]",
    "",
    "   ",
    "\t",
)


def spot(text: str, chance: Random) -> int:
    """Return a position in the text, mostly above the body, where mistakes have the worst effects."""
    end = text.find("\n---\n", 4)
    return chance.randrange(end if end > 0 and chance.random() < 0.85 else len(text) or 1)


def widened(text: str, chance: Random) -> str:
    """Type one character in full width."""
    at = spot(text, chance)
    return text[:at] + text[at : at + 1].translate(WIDE) + text[at + 1 :]


def widened_stretch(text: str, chance: Random) -> str:
    """Type some characters in full width."""
    at = spot(text, chance)
    end = at + chance.randrange(1, 12)
    return text[:at] + text[at:end].translate(WIDE) + text[end:]


def in_chinese(text: str, chance: Random) -> str:
    """Type one character with the Chinese input method still on."""
    places = [at for at, sign in enumerate(text) if sign in CHINESE]
    if not places:
        return text
    at = chance.choice(places)
    return text[:at] + CHINESE[text[at]] + text[at + 1 :]


def deleted(text: str, chance: Random) -> str:
    """Delete some characters."""
    at = spot(text, chance)
    return text[:at] + text[at + chance.choice((1, 1, 1, 2, 3, 8)) :]


def doubled(text: str, chance: Random) -> str:
    """Type some characters twice."""
    at = spot(text, chance)
    end = at + chance.choice((1, 1, 2, 5))
    return text[:end] + text[at:end] + text[end:]


def swapped(text: str, chance: Random) -> str:
    """Type two characters in the wrong order."""
    at = spot(text, chance)
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def inserted(text: str, chance: Random) -> str:
    """Insert a wrong character."""
    at = spot(text, chance)
    return text[:at] + chance.choice(SIGNS) + text[at:]


def marked_off(text: str, chance: Random) -> str:
    """Insert markup by mistake: a number sign, a second colon, a list."""
    at = spot(text, chance)
    return (
        text[:at] + chance.choice((" #1 ", " #", ": ", " - ", "- ", " & ", " *", "[", "，", "、", '"', "“")) + text[at:]
    )


def spaced(text: str, chance: Random) -> str:
    """Insert a space of another kind."""
    at = spot(text, chance)
    return text[:at] + chance.choice(SPACES) * chance.randrange(1, 4) + text[at:]


def respaced(text: str, chance: Random) -> str:
    """Replace a space by one of another kind, or by none."""
    places = [at for at, sign in enumerate(text) if sign == " "]
    if not places:
        return text
    at = chance.choice(places)
    return text[:at] + chance.choice(("", *SPACES)) + text[at + 1 :]


def haunted(text: str, chance: Random) -> str:
    """Insert invisible characters."""
    at = spot(text, chance)
    return text[:at] + chance.choice(INVISIBLE) + text[at:]


def odd(text: str, chance: Random) -> str:
    """Insert a character from anywhere in Unicode."""
    at = spot(text, chance)
    sign = chr(chance.choice((chance.randrange(32), chance.randrange(0x7F, 0x3000), chance.randrange(0xE000, 0x2FA20))))
    return text[:at] + sign + text[at:]


def indented(text: str, chance: Random) -> str:
    """Change the indentation of a line."""
    lines = text.split("\n")
    at = line_at(text, chance)
    lines[at] = chance.choice(("", " ", "  ", "   ", "    ", "\t", "　　", "      ")) + lines[at].lstrip()
    return "\n".join(lines)


def moved(text: str, chance: Random) -> str:
    """Move a line."""
    lines = text.split("\n")
    line = lines.pop(line_at(text, chance))
    lines.insert(chance.randrange(len(lines) + 1), line)
    return "\n".join(lines)


def missed(text: str, chance: Random) -> str:
    """Remove a line; often a fence."""
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line == "---"]
    del lines[chance.choice(fences) if fences and chance.random() < 0.4 else line_at(text, chance)]
    return "\n".join(lines)


def joined(text: str, chance: Random) -> str:
    """Remove a line end."""
    places = [at for at, sign in enumerate(text) if sign == "\n"]
    if not places:
        return text
    at = chance.choice(places)
    return text[:at] + chance.choice(("", " ", "、")) + text[at + 1 :]


def broken(text: str, chance: Random) -> str:
    """Break a line in its middle."""
    at = spot(text, chance)
    return text[:at] + "\n" + chance.choice(("", "", "  ", "    ")) + text[at:]


def repeated(text: str, chance: Random) -> str:
    """Repeat some lines."""
    lines = text.split("\n")
    at = line_at(text, chance)
    piece = lines[at : at + chance.randrange(1, 5)]
    to = chance.choice((at, chance.randrange(len(lines) + 1)))
    return "\n".join([*lines[:to], *piece, *lines[to:]])


def pasted(text: str, chance: Random) -> str:
    """Paste a line from elsewhere."""
    lines = text.split("\n")
    lines.insert(line_at(text, chance), chance.choice(PASTED))
    return "\n".join(lines)


def pasted_inside(text: str, chance: Random) -> str:
    """Paste something into a line."""
    at = spot(text, chance)
    return text[:at] + chance.choice(PASTED) + text[at:]


def decomposed(text: str, chance: Random) -> str:
    """Decompose characters as macOS does in file names."""
    return unicodedata.normalize(chance.choice(("NFD", "NFKC", "NFKD")), text)


def line_at(text: str, chance: Random) -> int:
    """Return the index of a line."""
    return text.count("\n", 0, spot(text, chance))


SLIPS: tuple[Slip, ...] = (
    widened,
    widened_stretch,
    in_chinese,
    deleted,
    doubled,
    swapped,
    inserted,
    marked_off,
    spaced,
    respaced,
    haunted,
    odd,
    indented,
    moved,
    missed,
    joined,
    broken,
    repeated,
    pasted,
    pasted_inside,
    decomposed,
)


def in_gbk(data: bytes, chance: Random) -> bytes:
    """Save in the encoding of an old editor."""
    return data.decode().encode("gb18030")


def in_utf16(data: bytes, chance: Random) -> bytes:
    """Save as what an editor calls Unicode, with or without a byte order mark."""
    return data.decode().encode(chance.choice(("utf-16", "utf-16-le", "utf-16-be")))


def marked(data: bytes, chance: Random) -> bytes:
    """Save with a byte order mark."""
    return b"\xef\xbb\xbf" * chance.randrange(1, 3) + data


def mistaken(data: bytes, chance: Random) -> bytes:
    """Decode as Latin-1 and save again."""
    return data.decode("latin-1").encode()


def mixed(data: bytes, chance: Random) -> bytes:
    """Save one line in another encoding than the rest."""
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    lines[at] = lines[at].decode().encode("gb18030")
    return b"\n".join(lines)


def cut(data: bytes, chance: Random) -> bytes:
    """Truncate, perhaps within a character."""
    return data[: chance.randrange(len(data) + 1)]


def holed(data: bytes, chance: Random) -> bytes:
    """Remove some bytes."""
    at = chance.randrange(len(data) or 1)
    return data[:at] + data[at + chance.randrange(1, 4) :]


def nulled(data: bytes, chance: Random) -> bytes:
    """Insert bytes that are no text."""
    at = chance.randrange(len(data) or 1)
    return data[:at] + chance.choice((b"\0", b"\0\0\0", b"\xff", b"\xc3", b"\x1b[0m", b"\xed\xa0\x80")) + data[at:]


def line_ends(data: bytes, chance: Random) -> bytes:
    """Write line ends as another system does, all of them or some."""
    end = chance.choice((b"\r\n", b"\r", b"\r\r\n", b"\n\r"))
    return data.replace(b"\n", end, chance.choice((-1, -1, 3)))


MISHAPS: tuple[Mishap, ...] = (in_gbk, in_utf16, marked, mistaken, mixed, cut, holed, nulled, line_ends)


def mutate(text: str, chance: Random) -> bytes:
    """Return the file with one to three slips, and at times a mishap."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        text = chance.choice(SLIPS)(text, chance)
    data = text.encode("utf-8", "surrogatepass")
    if chance.random() < 0.15:
        try:
            data = chance.choice(MISHAPS)(data, chance)
        except UnicodeError:
            return data
    return data
