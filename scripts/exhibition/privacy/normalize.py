"""Normalize text so that one pattern finds every writing of a digit, and keep the place of each character.

Keyboards, chat programs and people who hide a number write a digit in many ways: full width, in circles, as a keycap, as
an HTML entity, with unseen signs, emphasis or tags between. `normalize_text` undoes all of them and remembers where each sign
stood, so that line and column of what is found stay true.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from ..lazy import compile_later, dataclass

LETTER_DASHES = "ーｰㅡㄧ丨ㅣ々ゝヽ〻"
"""Signs that look like a dash, or repeat the one before, but are letters to Unicode."""
DASHES = f"‐‑‒–—―−﹘﹣－~～{LETTER_DASHES}"
CJK_DIGITS = "\u3021-\u3029\u3192-\u3195\u3220-\u3228\u3280-\u3288"
"""Where Unicode keeps numerals in brackets, in circles and of merchants among the signs of East Asia."""
SPACES = "\t\r\v\f\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
DOTS = "•‧∙・･．"
NUMERALS = "零〇○一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖貳參叄陸兩洞拐勾"
READ_AS = "00012345678912123456789233620" + "79"
ALIKE = {"О": "O", "о": "o", "Ο": "O", "ο": "o", "І": "I", "і": "i", "Ι": "I", "ⅼ": "l", "ǀ": "l", "❤": "x", "♥": "x"}
"""Letters of other scripts that look like those of ours, and a heart that chats take for the X of VX."""

BLANK = "囗"
"""What stands for everything exempt: a sign that no pattern looks for, and over which no number is joined."""

COUNTED: dict[int, str] = dict(zip(map(ord, NUMERALS), READ_AS, strict=True))
LETTERED = str.maketrans("OoQDIil", "0000111")


class NormalizationTable(dict[int, str]):
    """The plain sign of every character, worked out when it is first met; nothing for what nobody sees."""

    def __missing__(self, code: int) -> str:
        """Work out the plain sign of the character `code`."""
        character = self[code] = normalize_character(chr(code))
        return character


def normalize_character(character: str) -> str:
    """Return the sign that a pattern reads for `sign`; an empty text where nobody sees it."""
    if character == "\n":
        return character
    if character in DASHES:
        return "-"
    if character in SPACES:
        return " "
    if character in DOTS:
        return "·"
    kind = unicodedata.category(character)
    if kind in ("Cc", "Cf", "Mn", "Me", "Cn", "Cs") or character in "\u115f\u1160\u3164\uffa0":
        return ""
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if kind in ("No", "Nl") and not unicodedata.normalize("NFKC", character).isascii():
        # ㈠, ㊀ and 〡, which are worth a digit without being one.
        value = unicodedata.numeric(character, 0)
        if value in range(1, 10):
            return str(int(value))
    same = unicodedata.normalize("NFKC", character)
    return same if len(same) == 1 and same.isascii() else ALIKE.get(character, character)


PLAIN = NormalizationTable((code, chr(code)) for code in (*range(0x20, 0x7E), 0x0A))
PLAIN[0x7E] = "-"

PIECES = compile_later(
    r"(?P<key>[0-9]\ufe0f?\u20e3)"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[a-z]{2,8});?)"
    # A percent sign between the groups of a mobile (3-4-4, 3-8, 7-4) is no code of a sign.
    r"|(?P<sign>(?<=1[3-9][0-9])(?<![0-9%]1[3-9][0-9])%(?=[0-9]{4}%?[0-9]{4}(?![0-9%]))"
    r"|(?<=1[3-9][0-9]%[0-9]{4})(?<![0-9%]1[3-9][0-9]%[0-9]{4})%(?=[0-9]{4}(?![0-9%]))"
    r"|(?<=1[3-9][0-9]{5})(?<![0-9%]1[3-9][0-9]{5})%(?=[0-9]{4}(?![0-9%])))"
    r"|(?P<hex>%[2-7][0-9A-Fa-f])"
    # Tags, comments and targets of links, unless there are numbers in them.
    r"|(?P<drop></?[A-Za-z](?:[^<>@\d\n]|\d(?!\d\d)){0,80}>|<!--(?:[^<>@\d\n]|\d(?!\d\d)){0,80}-->"
    r"|\]\((?:[^()@\d\n]|\d(?!\d\d)){0,80}\)\[?"
    # Emphasis and code; three stars or more are what a mask leaves.
    r"|(?<!\*)\*{1,2}(?!\*)|`+|~~|(?<!_)__(?!_)|\\(?=[!-/:-@\[-`{-~])|(?<=\d)_(?=\d))"
)
"""What is one sign though it is written with several, and what is none when the page is shown."""

EXEMPT = compile_later(
    r"(?:https?|ftp)://[^\s<>()（）【】，。、；]{1,2000}|\bwww\.[^\s<>()（）【】，。、；]{1,2000}"
    r"|(?<!\w)\w[\w().-]{0,120}\.(?:jpe?g|png|webp|gif|hei[cf]|avif|bmp|tiff?|mp4|mov)\b"
    # A sign of money between two digits parts a number.
    r"|(?<!\d)(?:[¥￥$€]|RMB|CNY) ?\d[\d,]{0,20}(?:\.\d{1,4})?|(?<!\d)\d[\d,]{0,20}(?:\.\d{1,4})? ?(?:万|亿)?(?:元|美元)"
    r"|\bISBN(?:-1[03])?[: ]{0,2}[\dXx](?:[ -]?[\dXx]){9,12}|(?<![\d-])97[89]-\d{1,5}-\d{1,7}-\d{1,7}-[\dXx](?![\d-])"
    r"|(?<![0-9A-Za-z])(?=[0-9a-f]{0,63}[a-f])[0-9a-f]{32,64}(?![0-9A-Za-z])"
    r"|(?<![\d*])\d{3}[^\w\n*]{0,8}\*{4}[^\w\n*]{0,8}\d{4}(?![*\d])",
    re.I,
)
"""What holds digits that are nobody's: addresses of the web, names of pictures, money, numbers of books, digests, masks."""

SPELLED = compile_later(rf"[{NUMERALS}]")
MIXED_IN = compile_later(r"(?<![A-Za-z])[OoIl]{0,11}\d[\dOoIl]{0,20}(?![A-Za-z])|(?<=\d[ ./·-])[Oo]{3,4}(?![A-Za-z])")
"""Digits with letters among them that look like digits."""


ROMAN = "(?:[Ii][VvXx]|[Vv]?[Ii]{1,3}|[Vv])"
"""A Roman numeral from one to nine, in letters of our own."""
ROMANS = compile_later(
    rf"(?<![A-Za-z0-9])(?P<word>{ROMAN})(?![A-Za-z0-9\u2160-\u217f])"
    r"|(?<![A-Za-z])(?P<row>[IiVv]{0,10}[\u2161-\u2168\u2171-\u2178][IiVv\u2161-\u2168\u2171-\u2178]{0,10})(?![A-Za-z])"
)
"""Such a numeral as a word of its own, and signs of Unicode that are one each (I and V among them)."""
WORTH = {word: str(number) for number, word in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"), 1)}
LEAST_ROMANS = 2
"""Words of Roman numerals from which a text may be read as digits; one alone is a class or a chapter."""


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """A text in plain signs. `starts` and `ends` are the places of each in the text, where they are not one for one.

    `cuts` are the signs before which something was left out or the writing of digits changes: a number may begin there.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None
    cuts: frozenset[int] = frozenset()

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Return where the signs from `start` up to `end` stand in the text."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def normalize_text(text: str) -> NormalizedText:
    """Return `text` in plain signs, with what is exempt blanked.

    >>> normalize_text("１３８　００００—００００").text
    '138 0000-0000'
    >>> normalize_text("&#49;3️⃣8**0000**0000").text
    '13800000000'
    """
    characters = None
    if PIECES.search(text) is None:
        whole = text if text.isascii() and "~" not in text else text.translate(PLAIN)
        if len(whole) == len(text):
            characters = NormalizedText(whole, cuts=find_script_changes(text, whole))
    if characters is None:
        characters = normalize_piecewise(text)
    return NormalizedText(EXEMPT.sub(blank_match, characters.text), characters.starts, characters.ends, characters.cuts)


def blank_match(exempt: re.Match[str]) -> str:
    """Return as many blanks as the match has signs."""
    return BLANK * len(exempt[0])


def find_script_changes(text: str, characters: str) -> frozenset[int]:
    """Return where digits of two kinds of writing meet."""
    return (
        frozenset()
        if text.isascii()
        else frozenset(
            at.start() for at in MEETING.finditer(text) if characters[at.start() - 1 : at.start() + 1].isdigit()
        )
    )


MEETING = compile_later(
    rf"(?<=[0-9])(?:[^\x00-\x7f\u2e80-\u9fff]|[{CJK_DIGITS}])"
    rf"|(?:(?<=[^\x00-\x7f\u2e80-\u9fff])|(?<=[{CJK_DIGITS}]))[0-9]"
)


def normalize_piecewise(text: str) -> NormalizedText:
    """Return the plain signs of a text in which some are written with several, or are none."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    cuts: set[int] = set()
    at = 0
    for piece in PIECES.finditer(text):
        append_normalized(text, at, piece.start(), characters, starts, ends, cuts)
        meant = MEANT[piece.lastgroup or "drop"](piece[0])
        cuts.add(len(characters))
        if meant:
            characters.append(meant)
            starts.append(piece.start())
            ends.append(piece.end())
            cuts.add(len(characters))
        at = piece.end()
    append_normalized(text, at, len(text), characters, starts, ends, cuts)
    return NormalizedText("".join(characters), starts, ends, frozenset(cuts))


def append_normalized(
    text: str, start: int, end: int, characters: list[str], starts: list[int], ends: list[int], cuts: set[int]
) -> None:
    """Add the plain signs of a stretch of text."""
    for at in range(start, end):
        code = ord(text[at])
        meant = PLAIN[code]
        if not meant or (code > 0x7F and meant.isdigit()):
            cuts.update((len(characters), len(characters) + len(meant)))
        if meant:
            characters.append(meant)
            starts.append(at)
            ends.append(at + 1)


def decode_entity(text: str) -> str:
    """Return the plain sign that an HTML entity stands for; it stays what it is where there is none."""
    # Few texts hold an entity, and the table of all of them takes its time to load.
    from html import unescape

    meant = unescape(text if text[-1] == ";" else f"{text};")
    return PLAIN[ord(meant)] if len(meant) == 1 else "&"


def decode_octet(text: str) -> str:
    """Return the sign that a percent-encoded octet stands for."""
    return chr(int(text[1:], 16)) if text != "%7F" else ""


MEANT: dict[str, Callable[[str], str]] = {
    "key": lambda text: text[0],
    "entity": decode_entity,
    "sign": lambda text: text,
    "hex": decode_octet,
    "drop": lambda text: "",
}
"""What pieces of each kind mean."""


def replace_chinese_numerals(characters: str) -> str | None:
    """Return plain signs with Chinese numerals as digits; None where there are none.

    >>> replace_chinese_numerals("五〇一室")
    '501室'
    """
    return characters.translate(COUNTED) if SPELLED.search(characters) else None


def replace_letter_digits(characters: str) -> str | None:
    """Return plain signs with the letters O, o, I and l among digits as digits; None where there are none.

    >>> replace_letter_digits("l38OOOOoooo, photo-01")
    '13800000000, photo-01'
    """
    better = MIXED_IN.sub(lambda found: found[0].translate(LETTERED), characters)
    return better if better != characters else None


def replace_roman_numerals(characters: str) -> str | None:
    """Return plain signs with Roman numerals as digits, each as long as before; None where there are hardly any.

    >>> replace_roman_numerals("I III VIII 0000 0001"), replace_roman_numerals("ⅢⅧ"), replace_roman_numerals("Ⅱ型")
    ('1 3   8    0000 0001', '38', '2型')
    >>> replace_roman_numerals("V信")
    """
    found = list(ROMANS.finditer(characters))
    if len(found) < LEAST_ROMANS and not any(one["row"] for one in found):
        return None
    return ROMANS.sub(convert_roman_numeral, characters)


def convert_roman_numeral(roman: re.Match[str]) -> str:
    """Return the digits of Roman numerals, as many signs as there were."""
    if row := roman["row"]:
        return "".join(WORTH[unicodedata.normalize("NFKC", sign).lower()] for sign in row)
    return WORTH[roman["word"].lower()].ljust(len(roman["word"]))


def squeeze_text(text: str) -> str:
    """Return what two writings of one number, name or address have in common.

    >>> squeeze_text("021－0000 0000")
    '02100000000'
    """
    return re.sub(r"[ ()·-]", "", text.translate(PLAIN).translate(COUNTED)).casefold()
