"""Render the body of an entry: the HTML of its page, the issues in it, and its lines as plain text."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from html import unescape

from ..lazy import dataclass
from ..text.characters import remove_invisible
from .blocks import render_blocks
from .inline import SCRIPT, TICKS, BodyLine, find_ticks
from .issues import LIMIT, BodyIssue, IssueCollector, IssueTopic, NonProsePart, judge_link
from .sanitizer import clean_body

KEPT = 8192
"""Bodies that are remembered: check and pages ask for the same ones."""

AHEAD: dict[str, str] = {}
"""The HTML of bodies that another process has rendered (see `bodies.enter_rendered`)."""

CELL = re.compile(r"</t[hd]>(?=<t)")
TAG = re.compile(r"<[^<>]*>")
"""A tag of rendered HTML, in which no value holds a bracket."""


@dataclass(frozen=True, slots=True)
class RenderedBody:
    """What comes of a body: safe HTML, issues in order of place, the parts that are no prose."""

    html: str
    issues: tuple[BodyIssue, ...]
    covered: tuple[NonProsePart, ...]

    @property
    def lines(self) -> list[str]:
        """The text as visitors read it, a line for each of the body's."""
        return [line for line in unescape(TAG.sub("", CELL.sub(" ", self.html))).split("\n") if line.strip()]


@lru_cache(maxsize=KEPT)
def render_cached(body: str) -> RenderedBody:
    """Return what comes of a body. Any text whatever gives safe HTML; no exception is raised for content."""
    if body in AHEAD:
        return RenderedBody(AHEAD[body], (), ())
    notes = IssueCollector(body)
    html = clean_body(remove_invisible(render_blocks(remove_comments(split_body_lines(body[:LIMIT]), notes), notes)))
    issues = deduplicate_issues(notes)
    return RenderedBody(html, tuple(issues), tuple(sorted(notes.covered)))


def split_body_lines(body: str) -> list[BodyLine]:
    """Return the lines of a body with their offsets."""
    lines, at = [], 0
    for text in body.split("\n"):
        lines.append(BodyLine(text, at))
        at += len(text) + 1
    return lines


def remove_comments(lines: list[BodyLine], notes: IssueCollector) -> list[BodyLine]:
    """Return the lines with comments blanked, each of them noted; in code there are none."""
    if not any("<!--" in line.text for line in lines):
        return lines
    fences = [number for number, line in enumerate(lines) if line.text.strip() == "```"]
    kept: list[BodyLine] = []
    inside, fenced_until = -1, -1
    last = next((number for number in range(len(lines) - 1, -1, -1) if "-->" in lines[number].text), -1)
    for number, line in enumerate(lines):
        if number <= fenced_until:
            kept.append(line)
            continue
        if inside < 0 and line.text.lstrip().startswith("```"):
            index = bisect_right(fences, number)
            fenced_until = fences[index] if index < len(fences) else -1
            if fenced_until > 0:
                kept.append(line)
                continue
        text, inside = blank_comments(line, inside, notes, closable=number < last)
        kept.append(BodyLine(text, line.at))
    return kept


def blank_comments(line: BodyLine, inside: int, notes: IssueCollector, *, closable: bool) -> tuple[str, int]:
    """Return a line without its comments; `inside` is where a comment began that is still open, or -1."""
    text, at = line.text, 0
    out: list[str] = []
    codes = find_code_spans(text) if "`" in text else []
    while at < len(text):
        if inside >= 0:
            end = text.find("-->", at)
            stop = len(text) if end < 0 else end + 3
            out.append(" " * (stop - at))
            notes.mark_covered(line.at + at, line.at + stop)
            at, inside = stop, (inside if end < 0 else -1)
            continue
        start = text.find("<!--", at)
        while start >= 0 and any(first <= start < end for first, end in codes):
            start = text.find("<!--", start + 4)
        if start < 0:
            out.append(text[at:])
            break
        out.append(text[at:start])
        at = start
        notes.report(IssueTopic.COMMENT, line.at + start, text[start : start + 40])
        if "-->" not in text[start + 4 :] and not closable:
            # Nothing closes it: the rest of the line is left out, the story below stays.
            out.append(" " * (len(text) - start))
            break
        inside = line.at + start
    return "".join(out), inside


def find_code_spans(text: str) -> list[tuple[int, int]]:
    """Return where code stands in a line, as `InlineRenderer.handle_backtick` finds it."""
    spans, same = [], find_ticks(text)
    behind = 0
    for found in TICKS.finditer(text):
        length = found.end() - found.start()
        index = bisect_right(same[length], found.start())
        if found.start() >= behind and index < len(same[length]):
            behind = same[length][index] + length
            spans.append((found.start(), behind))
    return spans


USED = re.compile(r"(!?)\[([^\[\]\n]{0,200})\](?:\[([^\[\]\n]{0,200})\])?(?![(:：])")
"""A name in brackets behind which no target stands: a link or a picture by name, perhaps."""


def deduplicate_issues(notes: IssueCollector) -> list[BodyIssue]:
    """Return the issues in order of place; a definition only where a picture, a link or a footnote asks for it."""
    found = sorted(notes.issues, key=lambda one: (one.offset, one.topic.name))
    if not any(one.topic is IssueTopic.REFERENCE for one in found):
        return found
    uses = [(bool(mark), name.casefold(), second.casefold()) for mark, name, second in USED.findall(notes.body)]
    pictures = {second or name for picture, name, second in uses if picture}
    links = {second for picture, _, second in uses if second and not picture}
    return [one for issue in found for one in resolve_definition(issue, pictures, links)]


def resolve_definition(issue: BodyIssue, pictures: set[str], links: set[str]) -> list[BodyIssue]:
    """Return what is to be said of an issue: of a definition it depends on what asks for it."""
    name = issue.text.casefold()
    if issue.topic is not IssueTopic.REFERENCE:
        return [issue]
    if judge_link(issue.detail).kind == "script":
        # What its text says by itself has been noted there.
        return [] if SCRIPT.search(issue.detail) else [issue._replace(topic=IssueTopic.SCRIPT, text=issue.detail)]
    if name in pictures:
        return [issue._replace(topic=IssueTopic.IMAGE)]
    return [issue] if name in links or name.startswith("^") else []


def blank_non_prose(body: str) -> str:
    """Return a body with code, comments and links blanked, so that places stay: what is left is prose."""
    parts, at = [], 0
    for start, end in render_cached(body).covered:
        if start >= at:
            parts += [body[at:start], re.sub(r"[^\n]", " ", body[start:end])]
            at = end
    return "".join([*parts, body[at:]])
