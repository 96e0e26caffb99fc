"""The emblem (楼标) that residents give their building: three words, and how they are read.

`窗·海·灯` is a form, a colour and a sign; `圆·砖·初` bears one or two characters instead of a sign. The words stand in three
vocabularies; `illustrations/emblem.py` draws what their slugs name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any, NamedTuple

from ..lazy import dataclass
from ..messages import fields as messages
from ..messages.registry import FieldIssue
from .vocabulary import ChoiceWords, Lexicon, Vocabularies, strip_quotes, strip_sentence_end

DOT = "·"
"""What stands between the words."""
SEPARATORS = re.compile(r"[·•・‧∙⋅●．.。,，、;；:：/／|｜\\+＋\-‐–—－_→>\s]{1,8}")
"""What people write between the words."""
LETTERS = re.compile(r"[A-Za-z0-9\u4e00-\u9fa5]{1,2}")
"""Characters that an emblem may bear: those that every face has, the posters' (Noto Sans CJK) and the phones'."""
PARTS = (("emblem_forms", "底形"), ("emblem_colours", "颜色"), ("emblem_signs", "图案"))
"""The vocabularies of the three words, and what people call the words."""
PICTURE = re.compile(r"\.(?:jpe?g|png|webp|heic|svg|gif)$")
"""The end of the name of a picture, which needs no words: it is found by its own name."""
LONGEST = 40
"""Characters of a text that may be an emblem."""


@dataclass(frozen=True, slots=True)
class Emblem:
    """A form, a colour, and a sign or one or two characters, as words of the vocabularies. One of the last two is empty."""

    form: str
    colour: str
    sign: str = ""
    letters: str = ""

    def __str__(self) -> str:
        """Return the emblem as people write it: 窗·海·灯."""
        return DOT.join((self.form, self.colour, self.sign or self.letters))


class EmblemSlugs(NamedTuple):
    """An emblem in the names under which its parts are drawn; of sign and letters one is empty."""

    form: str
    colour: str
    sign: str
    letters: str


def find_emblem_slugs(emblem: Emblem, vocabularies: Vocabularies) -> EmblemSlugs | None:
    """Return the names under which an emblem is drawn; None where a vocabulary has lost one of its words."""
    words = (emblem.form, emblem.colour, emblem.sign)
    terms = [vocabularies.get(name).get_term(word) for (name, _), word in zip(PARTS, words, strict=True) if word]
    slugs = [term.slug for term in terms if term]
    return EmblemSlugs(slugs[0], slugs[1], "".join(slugs[2:]), emblem.letters) if len(slugs) == len(terms) else None


@dataclass(frozen=True, slots=True)
class EmblemWords:
    """The kind of value of 楼标: three words, the last one a sign or one or two characters."""

    def parse(self, text: str, key: str, lexicon: Lexicon) -> tuple[Emblem | None, FieldIssue | None]:
        """Return the emblem; other separators, other names and another order are understood with a reminder."""
        words = [lexicon[name] for name, _ in PARTS]
        if not all(part.names for part in words):
            return None, None  # A vocabulary that cannot be read is reported itself.
        if PICTURE.search(text.lower()):
            return None, messages.unreadable_emblem(key, text[:LONGEST], "这是图的名字；图放在旁边就行，这一行空着")
        parts = split_words(text, words) if len(text) <= LONGEST else []
        if len(parts) != len(PARTS):
            return None, messages.unreadable_emblem(key, text[:LONGEST], f"要写三个词，这里是 {len(parts)} 个")
        emblem = next(iter_readings(parts, words), None)
        if emblem is None:
            return None, explain_unknown_word(text, key, parts, words)
        standard = str(emblem)
        return emblem, None if standard == text else messages.emblem_variant(key, text, standard)

    def format_value(self, value: Any) -> str:
        """Return the three words."""
        return str(value)


def split_words(text: str, words: Sequence[ChoiceWords]) -> list[str]:
    """Return the words of a text; where nothing stands between them, form and colour are looked for at its beginning."""
    plain = strip_quotes(strip_sentence_end(unicodedata.normalize("NFC", text)))
    found = [part for part in map(to_half_width, SEPARATORS.split(plain)) if part]
    if len(found) > 1:
        return found
    for form in words[0].known:
        for colour in words[1].known if plain.startswith(form) else ():
            rest = plain.removeprefix(form)
            if rest.startswith(colour) and rest != colour:
                return [form, colour, rest.removeprefix(colour)]
    return found


def to_half_width(word: str) -> str:
    """Return a word with full-width letters and digits in half width, without brackets and quotation marks around it."""
    return strip_quotes(unicodedata.normalize("NFKC", word)).strip("()[]【】<>《》")


def iter_readings(parts: Sequence[str], words: Sequence[ChoiceWords]) -> Iterator[Emblem]:
    """Yield what three words may mean, the surest first: in their order, then in another, then the last as characters."""
    forms, colours, signs = (part.known for part in words)
    orders = list(permutations(parts))
    for first, second, third in orders[:1]:
        if first in forms and second in colours:
            if third in signs:
                yield Emblem(forms[first], colours[second], signs[third])
            elif LETTERS.fullmatch(third):
                yield Emblem(forms[first], colours[second], "", third)
    for first, second, third in orders[1:]:
        if first in forms and second in colours and third in signs:
            yield Emblem(forms[first], colours[second], signs[third])
    for first, second, third in orders[1:]:
        if first in forms and second in colours and LETTERS.fullmatch(third):
            yield Emblem(forms[first], colours[second], "", third)


def explain_unknown_word(text: str, key: str, parts: Sequence[str], words: Sequence[ChoiceWords]) -> FieldIssue:
    """Say which of three words cannot be read, and which one was probably meant."""
    nearest: list[str] = []
    unknown: list[int] = []
    for number, (part, known) in enumerate(zip(parts, words, strict=True)):
        last = number == len(parts) - 1
        name = known.known.get(part) or (part if last and LETTERS.fullmatch(part) else "")
        if not name:
            unknown.append(number)
        nearest.append(name or known.find_nearest(part) or "")
    number = unknown[0]
    part, label = parts[number], PARTS[number][1]
    standard = DOT.join(nearest) if all(nearest) else None
    if number == len(parts) - 1 and not nearest[number]:
        return messages.unreadable_emblem(key, text, describe_bad_letters(part), words[number].names)
    limit = "（写字的话，最多两个）" if number == len(parts) - 1 else ""
    why = f"{label}里没有“{part}”{limit}"
    return messages.unreadable_emblem(key, text, why, words[number].names, nearest[number], standard)


def describe_bad_letters(part: str) -> str:
    """Say why the last word is neither a sign nor characters that an emblem can bear."""
    if len(part) > 2:
        return f"“{part}”不是图案；写字最多两个，这里是 {len(part)} 个"
    return f"“{part}”不是图案，也不是印得出来的汉字、字母和数字"
