"""Lines of one paragraph to HTML: bold and italic, code, links; everything else is text."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from .issues import SCHEME, IssueCollector, IssueTopic, judge_link


class BodyLine(NamedTuple):
    """A line of the body, or the rest of one: its text and where that begins in the body."""

    text: str
    at: int

    def cut_start(self, length: int) -> BodyLine:
        """Return the line without its first `length` characters."""
        return BodyLine(self.text[length:], self.at + length)

    def strip(self) -> BodyLine:
        """Return the line without space around it."""
        bare = self.text.lstrip()
        return BodyLine(bare.rstrip(), self.at + len(self.text) - len(bare))


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


def find_ticks(text: str) -> dict[int, list[int]]:
    """Return where runs of backticks begin, by their length."""
    found: dict[int, list[int]] = defaultdict(list)
    if "`" in text:
        for run in TICKS.finditer(text):
            found[run.end() - run.start()].append(run.start())
    return found


class StarRun(NamedTuple):
    """A run of stars: where it stands among the pieces, how many, and what it may do."""

    piece: int
    length: int
    opens: bool
    closes: bool


class OpenBracket(NamedTuple):
    """An open bracket: its piece, its position, whether a picture's."""

    piece: int
    start: int
    picture: bool


MARKS = {1: ("<em>", "</em>"), 2: ("<strong>", "</strong>"), 3: ("<strong><em>", "</em></strong>")}


def render_inline(lines: Sequence[BodyLine], notes: IssueCollector) -> str:
    """Return the HTML of the lines of one paragraph; a line break stays one."""
    text = "\n".join(line.text for line in lines)
    if ":" not in text and not NOTABLE.search(text):
        return escape(text).replace("\n", "<br>\n")
    return InlineRenderer(lines, text, notes).render()


class InlineRenderer:
    """One paragraph on its way to HTML. Each position of its text is visited once."""

    def __init__(self, lines: Sequence[BodyLine], text: str, notes: IssueCollector) -> None:
        self.text, self.notes = text, notes
        self.pieces: list[str] = []
        self.stars: list[StarRun] = []
        self.brackets: list[OpenBracket] = []
        self.at = [line.at for line in lines]
        self.starts = [0]
        for line in lines[:-1]:
            self.starts.append(self.starts[-1] + len(line.text) + 1)
        self.ticks = find_ticks(text)
        self.linked = -1
        """The last piece that ends a link: a link holds no other."""

    def get_offset(self, position: int) -> int:
        """Return where a position of the text stands in the body."""
        number = bisect_right(self.starts, position) - 1
        return self.at[number] + position - self.starts[number]

    def render(self) -> str:
        """Return the HTML."""
        position, end = 0, len(self.text)
        while position < end:
            found = SPECIAL.search(self.text, position)
            stop = found.start() if found else end
            if stop > position:
                self.add_plain(position, stop)
            if not found:
                break
            position = self.handle_special(stop)
        self.embolden(0, 0)
        return "".join(self.pieces)

    def add_plain(self, start: int, end: int) -> None:
        """Add text as it is."""
        part = self.text[start:end]
        if ":" in part:
            for found in SCRIPT.finditer(part):
                self.report(IssueTopic.SCRIPT, start + found.start(), found[0])
        self.pieces.append(escape(part))

    def add_raw(self, start: int, end: int) -> int:
        """Add text of which all has been said, and return its end."""
        self.pieces.append(escape(self.text[start:end]).replace("\n", "<br>\n"))
        return end

    def report(self, topic: IssueTopic, position: int, text: str, detail: str = "") -> None:
        """Note an issue at a position of the text."""
        self.notes.report(topic, self.get_offset(position), text, detail)

    def handle_special(self, position: int) -> int:
        """Handle what stands at a special character; return where to go on."""
        character = self.text[position]
        if character == "\n":
            self.pieces.append("<br>\n")
            return position + 1
        return HANDLERS[character](self, position)

    def handle_backslash(self, position: int) -> int:
        """Handle a backslash: before a sign that means something it makes that sign text."""
        if ESCAPED.match(self.text, position):
            return self.add_raw(position + 1, position + 2)
        return self.add_raw(position, position + 1)

    def handle_backtick(self, position: int) -> int:
        """Handle backticks: code up to as many of them on the same line."""
        run = TICKS.match(self.text, position)
        length = len(run[0]) if run else 1
        same = self.ticks[length]
        index = bisect_left(same, position + 1)
        line_end = self.text.find("\n", position)
        line_end = len(self.text) if line_end < 0 else line_end
        if index >= len(same) or same[index] > line_end:
            return self.add_raw(position, position + length)
        inner = self.text[position + length : same[index]]
        bare = inner[1:-1] if len(inner) > 2 and inner[0] == inner[-1] == " " else inner
        self.pieces.append(f"<code>{escape(bare)}</code>")
        end = same[index] + length
        self.notes.mark_covered(self.get_offset(position), self.get_offset(end - 1) + 1)
        return end

    def handle_star(self, position: int) -> int:
        """Handle stars: they may begin or end bold or italic words."""
        run = STARS.match(self.text, position)
        end = run.end() if run else position + 1
        count = end - position
        before = self.text[position - 1] if position else EDGE
        behind = self.text[end] if end < len(self.text) else EDGE
        if count in MARKS:
            opens, closes = classify_star_run(before, behind, count)
            if opens or closes:
                self.stars.append(StarRun(len(self.pieces), count, opens, closes))
        self.pieces.append("*" * count)
        return end

    def embolden(self, first: int, since: int) -> None:
        """Replace pairs of stars from number `first` on by bold and italic; `since` is the index of their first piece."""
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

    def handle_less(self, position: int) -> int:
        """Handle `<`: an address in angle brackets is a link; comments and tags are text and are said."""
        text = self.text
        if COMMENT.match(text, position):
            self.report(IssueTopic.COMMENT, position, text[position : position + 20])
            return self.add_raw(position, position + 4)
        if found := DANGEROUS.match(text, position):
            self.report(IssueTopic.SCRIPT, position, found[0])
        elif found := AUTOLINK.match(text, position):
            target = judge_link(found[1])
            if target.href and target.kind != "site":
                self.linked = len(self.pieces)
                self.pieces.append(f"{render_opening_tag(target.href, target.kind)}{escape(found[1])}</a>")
                self.notes.mark_covered(self.get_offset(position), self.get_offset(found.end() - 1) + 1)
            else:
                self.report(
                    IssueTopic.SCRIPT if target.kind == "script" else IssueTopic.SCHEME, position, found[0], found[1]
                )
                self.add_raw(position, found.end())
            return found.end()
        elif found := TAG.match(text, position):
            self.report(IssueTopic.MARKUP, position, found[0])
        return self.add_raw(position, position + 1)

    def handle_brace(self, position: int) -> int:
        """Handle `{`: a list of attributes is text and is said."""
        found = ATTRIBUTES.match(self.text, position)
        if found and HANDLER.search(found[0]):
            self.report(IssueTopic.SCRIPT, position, found[0])
        elif found and found[0][1:2] in (":", "#", ".") and len(found[0]) > 3:
            self.report(IssueTopic.NOTATION, position, found[0])
        return self.add_raw(position, position + 1)

    def handle_exclamation(self, position: int) -> int:
        """Handle `!`: before a bracket it makes a picture."""
        if self.text.startswith("![", position):
            self.brackets.append(OpenBracket(len(self.pieces), position, True))
            return self.add_raw(position, position + 2)
        return self.add_raw(position, position + 1)

    def open_bracket(self, position: int) -> int:
        """Handle `[`: a link may begin here."""
        self.brackets.append(OpenBracket(len(self.pieces), position, False))
        return self.add_raw(position, position + 1)

    def close_bracket(self, position: int) -> int:
        """Handle `]`: with a target behind it, what stands between the brackets is a link."""
        opened = self.brackets.pop() if self.brackets else None
        behind = self.text[position + 1 : position + 2]
        if opened is None or behind not in ("(", "（", "["):
            return self.add_raw(position, position + 1)
        if behind == "[":
            return self.add_raw(position, position + 1)
        found = TARGET.match(self.text, position + 1) if behind == "(" else None
        if not found:
            self.report_broken_link(opened, position)
            return self.add_raw(position, position + 1)
        return self.render_link(opened, position, found)

    def render_link(self, opened: OpenBracket, position: int, found: re.Match[str]) -> int:
        """Make a link of the pieces since a bracket, or say why it is none; return where to go on."""
        written = found[1] if found[1] is not None else found[2]
        target, end = judge_link(written), found.end()
        whole = self.text[opened.start : end]
        if opened.picture:
            self.report(IssueTopic.IMAGE, opened.start, whole, written)
            self.mark_covered(opened.start, end)
            return self.add_raw(position, end)
        if target.kind in ("script", "scheme"):
            self.report(
                IssueTopic.SCRIPT if target.kind == "script" else IssueTopic.SCHEME, opened.start, whole, written
            )
            self.mark_covered(opened.start, end)
            return self.add_raw(position, end)
        if target.kind == "site":
            self.report(IssueTopic.LINK, opened.start, whole, written)
        self.mark_covered(opened.start, end)
        if not target.href or position == opened.start + 1 or self.linked > opened.piece:
            return self.add_raw(position, end)
        title = next((one for one in found.groups()[2:] if one), "")
        if "<" in title:
            self.report(IssueTopic.SCRIPT if DANGEROUS.search(title) else IssueTopic.MARKUP, opened.start, title)
            title = ""
        first = next((n for n, run in enumerate(self.stars) if run.piece > opened.piece), len(self.stars))
        self.embolden(first, opened.piece)
        self.pieces[opened.piece] = render_opening_tag(target.href, target.kind, title)
        self.linked = len(self.pieces)
        self.pieces.append("</a>")
        self.brackets.clear()
        return end

    def mark_covered(self, start: int, end: int) -> None:
        """Note that a part of the text is no prose."""
        self.notes.mark_covered(self.get_offset(start), self.get_offset(end - 1) + 1)

    def report_broken_link(self, opened: OpenBracket, position: int) -> None:
        """Say that what looks like a link is none, where it was probably meant as one."""
        meant = MEANT.match(self.text, position + 1)
        inner = meant[1] if meant else self.text[position + 2 : position + 60]
        whole = self.text[opened.start : meant.end() if meant else position + 30]
        if judge_link(inner).kind == "script":
            self.report(IssueTopic.SCRIPT, opened.start, whole, inner)
        elif opened.picture:
            self.report(IssueTopic.IMAGE, opened.start, whole, inner)
        elif ADDRESS_LIKE.match(inner) or SCHEME.match(inner.strip()):
            self.report(IssueTopic.BROKEN_LINK, opened.start, whole, inner)
            self.mark_covered(opened.start, opened.start + len(whole))


HANDLERS = {
    "\\": InlineRenderer.handle_backslash,
    "`": InlineRenderer.handle_backtick,
    "*": InlineRenderer.handle_star,
    "<": InlineRenderer.handle_less,
    "{": InlineRenderer.handle_brace,
    "!": InlineRenderer.handle_exclamation,
    "[": InlineRenderer.open_bracket,
    "]": InlineRenderer.close_bracket,
}


def render_opening_tag(href: str, kind: str, title: str = "") -> str:
    """Return the tag that begins a link; another site is not told from where its visitors come."""
    tip = f' title="{escape_value(title)}"' if title else ""
    rel = ' rel="noopener noreferrer"' if kind == "web" else ""
    return f'<a href="{escape_value(href)}"{tip}{rel}>'


def classify_star_run(before: str, behind: str, count: int) -> tuple[bool, bool]:
    """May a run of stars between these characters begin something, and may it end something?

    Between two digits or Latin letters stars are a product or hide a number. A single star between letters is none either:
    长*宽*高. Chinese words have no spaces around them, so two stars need none.
    """
    if is_alphanumeric(before) and is_alphanumeric(behind):
        return False, False
    opens = not behind.isspace() and not (is_closing(behind) and not is_space_or_punctuation(before))
    closes = not before.isspace() and not (before in OPENING_PUNCTUATION and not is_space_or_punctuation(behind))
    if count == 1:
        opens, closes = opens and not before.isalnum(), closes and not behind.isalnum()
    return opens, closes


def is_alphanumeric(character: str) -> bool:
    """Is this a Latin letter or a digit?"""
    return character.isascii() and character.isalnum()


def is_closing(character: str) -> bool:
    """Is this a sign that ends something: a comma, a full stop, a closing bracket?"""
    return (
        character not in OPENING_PUNCTUATION
        and unicodedata.category(character)[0] == "P"
        and character not in "#@&*_-—…<"
    )


def is_space_or_punctuation(character: str) -> bool:
    """Is this a space or punctuation, so that what stands beside it begins or ends there?"""
    return character.isspace() or unicodedata.category(character)[0] == "P"
