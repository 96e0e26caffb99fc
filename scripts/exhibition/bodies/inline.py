"""Lines of one paragraph to HTML: bold and italic, code, links; everything else is text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from .issues import Notes, Topic
from .links import SCHEME, judge


class Line(NamedTuple):
    """A line of the body, or the rest of one: its text and where that begins in the body."""

    text: str
    at: int

    def cut(self, length: int) -> Line:
        """Return the line without its first `length` characters."""
        return Line(self.text[length:], self.at + length)

    def stripped(self) -> Line:
        """Return the line without space around it."""
        bare = self.text.lstrip()
        return Line(bare.rstrip(), self.at + len(self.text) - len(bare))


SPECIAL = re.compile(r"[\\`*<\[\]!{\n]")
NOTABLE = re.compile(r"[\\`*<\[{]")
ESCAPED = re.compile(r"\\[!#()*+\-.:<>\[\]`{|}~]")
TICKS = re.compile(r"`+")
STARS = re.compile(r"\*+")
DANGEROUS = re.compile(
    r"<\s{0,9}/?\s{0,9}(?:script|iframe|object|embed|style|link|meta|base|form|svg|math)\b|<[^<>]{0,999}\bon[a-z]{3,}\s{0,9}=",
    re.I,
)
AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]{0,1999})>")
TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,99}(?:\s[^<>]{0,1999})?>")
COMMENT = re.compile(r"<!--")
SCRIPT = re.compile(r"\b(?:javascript|vbscript)\s{0,9}:|\bdata\s{0,9}:\s{0,9}text/html", re.I)
ATTRIBUTES = re.compile(r"\{:?[^{}\n]{0,500}\}")
HANDLER = re.compile(r"\bon[a-z]{3,}\s{0,9}=", re.I)
TARGET = re.compile(
    r"\(\s{0,99}(?:<([^<>\n]{0,1999})>|([^\s()<>]{0,1999}(?:\([^\s()<>]{0,999}\)[^\s()<>]{0,999}){0,9}))"
    r"(?:[ \t]{1,99}(?:\"([^\"\n]{0,500})\"|'([^'\n]{0,500})'|“([^”\n]{0,500})”))?\s{0,99}\)"
)
ADDRESS_LIKE = re.compile(r"\s*(?:https?:|www\.|\.\./|mailto:)", re.I)
MEANT = re.compile(r"[(（]\s{0,9}([^()（）]{0,2000})[)）]")
"""What stands in brackets behind a link's words, whatever it is."""

OPENING_PUNCTUATION = frozenset("([{（【《〈「『“‘〔［")
EDGE = "\n"
"""What stands before the beginning and behind the end."""


def escape(text: str) -> str:
    """Return text as HTML, written as the allow-list writes it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\u00a0", "&nbsp;")


def escape_value(text: str) -> str:
    """Return text as the value of an attribute."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("\u00a0", "&nbsp;")


def ticks(text: str) -> dict[int, list[int]]:
    """Return where runs of backticks begin, by their length."""
    found: dict[int, list[int]] = defaultdict(list)
    if "`" in text:
        for run in TICKS.finditer(text):
            found[run.end() - run.start()].append(run.start())
    return found


class Stars(NamedTuple):
    """A run of stars: where it stands among the pieces, how many, and what it may do."""

    piece: int
    length: int
    opens: bool
    closes: bool


class Bracket(NamedTuple):
    """An open bracket: its piece, its position, whether a picture's."""

    piece: int
    start: int
    picture: bool


MARKS = {1: ("<em>", "</em>"), 2: ("<strong>", "</strong>"), 3: ("<strong><em>", "</em></strong>")}


def inline(lines: Sequence[Line], notes: Notes) -> str:
    """Return the HTML of the lines of one paragraph; a line break stays one."""
    text = "\n".join(line.text for line in lines)
    if ":" not in text and not NOTABLE.search(text):
        return escape(text).replace("\n", "<br>\n")
    return Inline(lines, text, notes).html()


class Inline:
    """One paragraph on its way to HTML. Each position of its text is visited once."""

    def __init__(self, lines: Sequence[Line], text: str, notes: Notes) -> None:
        self.text, self.notes = text, notes
        self.pieces: list[str] = []
        self.stars: list[Stars] = []
        self.brackets: list[Bracket] = []
        self.at = [line.at for line in lines]
        self.starts = [0]
        for line in lines[:-1]:
            self.starts.append(self.starts[-1] + len(line.text) + 1)
        self.ticks = ticks(text)
        self.linked = -1
        """The last piece that ends a link: a link holds no other."""

    def offset(self, position: int) -> int:
        """Return where a position of the text stands in the body."""
        number = bisect_right(self.starts, position) - 1
        return self.at[number] + position - self.starts[number]

    def html(self) -> str:
        """Return the HTML."""
        position, end = 0, len(self.text)
        while position < end:
            found = SPECIAL.search(self.text, position)
            stop = found.start() if found else end
            if stop > position:
                self.plain(position, stop)
            if not found:
                break
            position = self.special(stop)
        self.embolden(0, 0)
        return "".join(self.pieces)

    def plain(self, start: int, end: int) -> None:
        """Add text as it is."""
        part = self.text[start:end]
        if ":" in part:
            for found in SCRIPT.finditer(part):
                self.say(Topic.SCRIPT, start + found.start(), found[0])
        self.pieces.append(escape(part))

    def raw(self, start: int, end: int) -> int:
        """Add text of which all has been said, and return its end."""
        self.pieces.append(escape(self.text[start:end]).replace("\n", "<br>\n"))
        return end

    def say(self, topic: Topic, position: int, text: str, detail: str = "") -> None:
        """Note an issue at a position of the text."""
        self.notes.say(topic, self.offset(position), text, detail)

    def special(self, position: int) -> int:
        """Handle what stands at a special character; return where to go on."""
        sign = self.text[position]
        if sign == "\n":
            self.pieces.append("<br>\n")
            return position + 1
        return HANDLERS[sign](self, position)

    def escaped(self, position: int) -> int:
        """Handle a backslash: before a sign that means something it makes that sign text."""
        if ESCAPED.match(self.text, position):
            return self.raw(position + 1, position + 2)
        return self.raw(position, position + 1)

    def code(self, position: int) -> int:
        """Handle backticks: code up to as many of them on the same line."""
        run = TICKS.match(self.text, position)
        length = len(run[0]) if run else 1
        same = self.ticks[length]
        index = bisect_left(same, position + 1)
        line_end = self.text.find("\n", position)
        line_end = len(self.text) if line_end < 0 else line_end
        if index >= len(same) or same[index] > line_end:
            return self.raw(position, position + length)
        inner = self.text[position + length : same[index]]
        bare = inner[1:-1] if len(inner) > 2 and inner[0] == inner[-1] == " " else inner
        self.pieces.append(f"<code>{escape(bare)}</code>")
        end = same[index] + length
        self.notes.cover(self.offset(position), self.offset(end - 1) + 1)
        return end

    def star(self, position: int) -> int:
        """Handle stars: they may begin or end bold or italic words."""
        run = STARS.match(self.text, position)
        end = run.end() if run else position + 1
        count = end - position
        before = self.text[position - 1] if position else EDGE
        behind = self.text[end] if end < len(self.text) else EDGE
        if count in MARKS:
            opens, closes = flanks(before, behind, count)
            if opens or closes:
                self.stars.append(Stars(len(self.pieces), count, opens, closes))
        self.pieces.append("*" * count)
        return end

    def embolden(self, first: int, since: int) -> None:
        """Turn pairs of stars from number `first` on into bold and italic; `since` is the first piece of theirs."""
        waiting: dict[int, list[int]] = defaultdict(list)
        for number in range(first, len(self.stars)):
            run = self.stars[number]
            openers = waiting[run.length]
            if run.closes and openers:
                start = self.stars[openers.pop()]
                opening, closing = MARKS[run.length]
                self.pieces[start.piece], self.pieces[run.piece] = opening, closing
                for others in waiting.values():
                    while others and self.stars[others[-1]].piece > start.piece:
                        others.pop()
            elif run.opens:
                openers.append(number)
        del self.stars[first:]

    def less(self, position: int) -> int:
        """Handle `<`: an address in angle brackets is a link; comments and tags are text and are said."""
        text = self.text
        if COMMENT.match(text, position):
            self.say(Topic.COMMENT, position, text[position : position + 20])
            return self.raw(position, position + 4)
        if found := DANGEROUS.match(text, position):
            self.say(Topic.SCRIPT, position, found[0])
        elif found := AUTOLINK.match(text, position):
            target = judge(found[1])
            if target.href and target.kind != "site":
                self.linked = len(self.pieces)
                self.pieces.append(f"{opening_tag(target.href, target.kind)}{escape(found[1])}</a>")
                self.notes.cover(self.offset(position), self.offset(found.end() - 1) + 1)
            else:
                self.say(Topic.SCRIPT if target.kind == "script" else Topic.SCHEME, position, found[0], found[1])
                self.raw(position, found.end())
            return found.end()
        elif found := TAG.match(text, position):
            self.say(Topic.MARKUP, position, found[0])
        return self.raw(position, position + 1)

    def brace(self, position: int) -> int:
        """Handle `{`: a list of attributes is text and is said."""
        found = ATTRIBUTES.match(self.text, position)
        if found and HANDLER.search(found[0]):
            self.say(Topic.SCRIPT, position, found[0])
        elif found and found[0][1:2] in (":", "#", ".") and len(found[0]) > 3:
            self.say(Topic.NOTATION, position, found[0])
        return self.raw(position, position + 1)

    def exclamation(self, position: int) -> int:
        """Handle `!`: before a bracket it makes a picture."""
        if self.text.startswith("![", position):
            self.brackets.append(Bracket(len(self.pieces), position, True))
            return self.raw(position, position + 2)
        return self.raw(position, position + 1)

    def open_bracket(self, position: int) -> int:
        """Handle `[`: a link may begin here."""
        self.brackets.append(Bracket(len(self.pieces), position, False))
        return self.raw(position, position + 1)

    def close_bracket(self, position: int) -> int:
        """Handle `]`: with a target behind it, what stands between the brackets is a link."""
        opened = self.brackets.pop() if self.brackets else None
        behind = self.text[position + 1 : position + 2]
        if opened is None or behind not in ("(", "（", "["):
            return self.raw(position, position + 1)
        if behind == "[":
            return self.raw(position, position + 1)
        found = TARGET.match(self.text, position + 1) if behind == "(" else None
        if not found:
            self.broken(opened, position)
            return self.raw(position, position + 1)
        return self.link(opened, position, found)

    def link(self, opened: Bracket, position: int, found: re.Match[str]) -> int:
        """Make a link of the pieces since a bracket, or say why it is none; return where to go on."""
        written = found[1] if found[1] is not None else found[2]
        target, end = judge(written), found.end()
        whole = self.text[opened.start : end]
        if opened.picture:
            self.say(Topic.IMAGE, opened.start, whole, written)
            self.covered(opened.start, end)
            return self.raw(position, end)
        if target.kind in ("script", "scheme"):
            self.say(Topic.SCRIPT if target.kind == "script" else Topic.SCHEME, opened.start, whole, written)
            self.covered(opened.start, end)
            return self.raw(position, end)
        if target.kind == "site":
            self.say(Topic.LINK, opened.start, whole, written)
        self.covered(opened.start, end)
        if not target.href or position == opened.start + 1 or self.linked > opened.piece:
            return self.raw(position, end)
        title = next((one for one in found.groups()[2:] if one), "")
        if "<" in title:
            self.say(Topic.SCRIPT if DANGEROUS.search(title) else Topic.MARKUP, opened.start, title)
            title = ""
        first = next((n for n, run in enumerate(self.stars) if run.piece > opened.piece), len(self.stars))
        self.embolden(first, opened.piece)
        self.pieces[opened.piece] = opening_tag(target.href, target.kind, title)
        self.linked = len(self.pieces)
        self.pieces.append("</a>")
        self.brackets.clear()
        return end

    def covered(self, start: int, end: int) -> None:
        """Note that a part of the text is no prose."""
        self.notes.cover(self.offset(start), self.offset(end - 1) + 1)

    def broken(self, opened: Bracket, position: int) -> None:
        """Say that what looks like a link is none, where it was probably meant as one."""
        meant = MEANT.match(self.text, position + 1)
        inner = meant[1] if meant else self.text[position + 2 : position + 60]
        whole = self.text[opened.start : meant.end() if meant else position + 30]
        if judge(inner).kind == "script":
            self.say(Topic.SCRIPT, opened.start, whole, inner)
        elif opened.picture:
            self.say(Topic.IMAGE, opened.start, whole, inner)
        elif ADDRESS_LIKE.match(inner) or SCHEME.match(inner.strip()):
            self.say(Topic.BROKEN_LINK, opened.start, whole, inner)
            self.covered(opened.start, opened.start + len(whole))


HANDLERS = {
    "\\": Inline.escaped,
    "`": Inline.code,
    "*": Inline.star,
    "<": Inline.less,
    "{": Inline.brace,
    "!": Inline.exclamation,
    "[": Inline.open_bracket,
    "]": Inline.close_bracket,
}


def opening_tag(href: str, kind: str, title: str = "") -> str:
    """Return the tag that begins a link; another site is not told from where its visitors come."""
    tip = f' title="{escape_value(title)}"' if title else ""
    rel = ' rel="noopener noreferrer"' if kind == "web" else ""
    return f'<a href="{escape_value(href)}"{tip}{rel}>'


def flanks(before: str, behind: str, count: int) -> tuple[bool, bool]:
    """May a run of stars between these characters begin something, and may it end something?

    Between two digits or Latin letters stars are a product or hide a number. A single star between letters is none either:
    长*宽*高. Chinese words have no spaces around them, so two stars need none.
    """
    if alphanumeric(before) and alphanumeric(behind):
        return False, False
    opens = not behind.isspace() and not (is_closing(behind) and not loose(before))
    closes = not before.isspace() and not (before in OPENING_PUNCTUATION and not loose(behind))
    if count == 1:
        opens, closes = opens and not before.isalnum(), closes and not behind.isalnum()
    return opens, closes


def alphanumeric(sign: str) -> bool:
    """Is this a Latin letter or a digit?"""
    return sign.isascii() and sign.isalnum()


def is_closing(sign: str) -> bool:
    """Is this a sign that ends something: a comma, a full stop, a closing bracket?"""
    return sign not in OPENING_PUNCTUATION and unicodedata.category(sign)[0] == "P" and sign not in "#@&*_-—…<"


def loose(sign: str) -> bool:
    """Is this a space or punctuation, so that what stands beside it begins or ends there?"""
    return sign.isspace() or unicodedata.category(sign)[0] == "P"
