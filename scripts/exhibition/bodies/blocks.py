"""Lines of a body to HTML: paragraphs, lists as people write them, tables, headings, quotations, rules, code.

A line that is indented, by whatever, is the line. A paragraph ends where a line is empty or another block begins. A block
looks at each of its lines a bounded number of times; quotations and lists nest `DEEPEST` deep, beyond that they are text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ..text.characters import ListMark, parse_list_mark
from .inline import BodyLine, escape, render_inline
from .issues import IssueCollector, IssueTopic

DEEPEST = 5
NESTED = 2
"""Columns by which an item is indented that belongs below the one above."""

WIDTHS = {"\t": 4, "\u3000": 2}
RULE = re.compile(r"(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}")
RULER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
BARS = "|｜"
CELL_END = re.compile(r"(?<!\\)[|｜]")
DEFINITION = re.compile(r"\[([^\[\]\n]{1,200})\][:：][ \t]{0,9}<?([^\s>]{1,1999})>?(?:[ \t]+\S.{0,200})?")
NOTATIONS = re.compile(r"\[TOC\]$|!{3} ?\w|\?{3}\+? ?\w|:{3}|={3} ?[\"“]|\*\[[^\]]{1,50}\]:")


@dataclass(slots=True)
class ListItem:
    """An item of a list: its mark, its lines, the lists below it."""

    mark: ListMark
    lines: list[BodyLine]
    inner: str = ""


def render_blocks(lines: Sequence[BodyLine], notes: IssueCollector, depth: int = 0) -> str:
    """Return the HTML of lines, in which no comment is left."""
    return BlockRenderer(lines, notes, depth).render()


class BlockRenderer:
    """Lines of one level on their way to HTML."""

    def __init__(self, lines: Sequence[BodyLine], notes: IssueCollector, depth: int) -> None:
        self.rows = lines
        self.lines = [line.strip() for line in lines]
        self.texts = [line.text for line in self.lines]
        self.notes, self.depth = notes, depth
        self.fences = [number for number, text in enumerate(self.texts) if text == "```"]
        self.unclosed = False
        self.marks = self.find_list_marks()

    def find_list_marks(self) -> list[ListMark | None]:
        """Return the mark of every line that is an item of a list: one that is certain, or of which there are two."""
        found = [parse_list_mark(text) if text and not RULE.fullmatch(text) else None for text in self.texts]
        kept: list[ListMark | None] = [mark if mark and mark.certain else None for mark in found]
        for number, mark in enumerate(found):
            other = self.find_next_mark(number, found) if mark else None
            if mark and other is not None:
                kept[number], kept[other] = mark, found[other]
        return kept

    def find_next_mark(self, number: int, found: Sequence[ListMark | None]) -> int | None:
        """Return the line of the next item of the same list, or None."""
        mark, indent = found[number], self.measure_indent(number)
        for other in range(number + 1, len(self.texts)):
            if not self.texts[other]:
                continue
            mine = found[other]
            if mine and mark and mine.family == mark.family and abs(self.measure_indent(other) - indent) < NESTED:
                return other
            if self.measure_indent(other) < indent + NESTED:
                return None
        return None

    def measure_indent(self, number: int) -> int:
        """Return by how many columns a line is indented."""
        row = self.rows[number].text
        return sum(WIDTHS.get(sign, 1) for sign in row[: len(row) - len(row.lstrip())])

    def render(self) -> str:
        """Return the HTML of all lines."""
        parts: list[str] = []
        number = 0
        while number < len(self.texts):
            if not self.texts[number]:
                number += 1
                continue
            part, number = self.render_block(number)
            parts.append(part)
        return "\n".join(parts)

    def render_block(self, number: int) -> tuple[str, int]:
        """Return the block that begins at a line, and the line behind it."""
        for make in (
            self.render_fence,
            self.render_heading,
            self.render_rule,
            self.render_quotation,
            self.render_bar_table,
            self.render_tab_table,
            self.render_list,
        ):
            made = make(number)
            if made:
                return made
        return self.render_paragraph(number)

    def render_paragraph(self, number: int) -> tuple[str, int]:
        """Return the paragraph that begins at a line."""
        end = number + 1
        while end < len(self.texts) and self.texts[end] and not self.is_block_start(end):
            end += 1
        for line in self.lines[number:end]:
            self.report_notation(line)
        return f"<p>{render_inline(self.lines[number:end], self.notes)}</p>", end

    def is_block_start(self, number: int) -> bool:
        """Does another block than a paragraph begin at this line?"""
        text = self.texts[number]
        return (
            self.marks[number] is not None
            or (text[0] == "#" and parse_heading_level(text) is not None)
            or (text[0] == ">" and self.depth < DEEPEST)
            or bool(text[0] in "-*" and RULE.fullmatch(text))
            or (text.startswith("```") and not self.unclosed and self.find_fence_end(number) is not None)
            or self.find_table_end(number) is not None
            or self.find_tab_table_end(number) is not None
        )

    def report_notation(self, line: BodyLine) -> None:
        """Say where a line is of a notation that means nothing here."""
        found = NOTATIONS.match(line.text)
        if found:
            self.notes.report(IssueTopic.NOTATION, line.at, line.text[:20])
            return
        named = DEFINITION.fullmatch(line.text) if line.text[0] == "[" else None
        if named:
            self.notes.report(IssueTopic.REFERENCE, line.at, named[1], named[2])

    def render_fence(self, number: int) -> tuple[str, int] | None:
        """Return code between two fences."""
        text = self.texts[number]
        if not text.startswith("```") or self.unclosed:
            return None
        end = self.find_fence_end(number)
        if end is None:
            self.notes.report(IssueTopic.FENCE, self.lines[number].at, text[:20])
            self.unclosed = True
            return None
        code = "\n".join(row.text for row in self.rows[number + 1 : end])
        last = self.rows[end]
        self.notes.mark_covered(self.rows[number].at, last.at + len(last.text))
        return f"<pre><code>{escape(code)}\n</code></pre>", end + 1

    def find_fence_end(self, number: int) -> int | None:
        """Return the line that closes a fence, or None."""
        index = bisect_right(self.fences, number)
        return self.fences[index] if index < len(self.fences) else None

    def render_heading(self, number: int) -> tuple[str, int] | None:
        """Return a heading, one level below those of the page."""
        line = self.lines[number]
        level = parse_heading_level(line.text) if line.text[0] == "#" else None
        if level is None:
            return None
        if level == 1:
            self.notes.report(IssueTopic.HEADING, line.at, line.text.strip("# ")[:20])
        words = line.cut_start(level).strip()
        words = BodyLine(words.text.rstrip("#").rstrip() or words.text, words.at)
        tag = f"h{min(max(level, 2) + 1, 6)}"
        return f"<{tag}>{render_inline([words], self.notes)}</{tag}>", number + 1

    def render_rule(self, number: int) -> tuple[str, int] | None:
        """Return a rule."""
        text = self.texts[number]
        return ("<hr>", number + 1) if text[0] in "-*" and RULE.fullmatch(text) else None

    def render_quotation(self, number: int) -> tuple[str, int] | None:
        """Return a quotation: the lines that have its mark."""
        if self.texts[number][0] != ">" or self.depth >= DEEPEST:
            return None
        end = number
        while end < len(self.texts) and self.texts[end].startswith(">"):
            end += 1
        inner = [line.cut_start(2 if line.text[1:2] == " " else 1) for line in self.lines[number:end]]
        return f"<blockquote>\n{render_blocks(inner, self.notes, self.depth + 1)}\n</blockquote>", end

    def find_table_end(self, number: int) -> int | None:
        """Return the line behind a table of bars that begins at this line, or None."""
        text = self.texts[number]
        if not any(bar in text for bar in BARS):
            return None
        end = number + 1
        if text[0] in BARS:
            while end < len(self.texts) and self.texts[end][:1] in ("|", "｜"):
                end += 1
            return end if end > number + 1 else None
        ruler = self.texts[end] if end < len(self.texts) else ""
        if "|" not in ruler or not RULER.fullmatch(ruler):
            return None
        while end < len(self.texts) and any(bar in self.texts[end] for bar in BARS):
            end += 1
        return end

    def render_bar_table(self, number: int) -> tuple[str, int] | None:
        """Return a table whose cells stand between bars."""
        end = self.find_table_end(number)
        if end is None:
            return None
        rows = [split_cells(line) for line in self.lines[number:end]]
        self.check_table(number, end, [len(row) for row in rows])
        ruled = len(rows) > 1 and RULER.fullmatch(self.texts[number + 1].replace("｜", "|")) is not None
        body = [row for index, row in enumerate(rows) if not (ruled and index == 1)]
        return self.render_table(body, headed=True), end

    def check_table(self, number: int, end: int, widths: Sequence[int]) -> None:
        """Say what of a table is not written as tables are, at the first line where it shows."""
        for index, row in enumerate(range(number, end)):
            if "｜" in self.texts[row]:
                why = "竖线是中文的"
            elif index == 1 and not RULER.fullmatch(self.texts[row]):
                why = "标题下面少了一行减号"
            elif widths[index] != widths[0]:
                why = f"这一行有 {widths[index]} 格，标题有 {widths[0]} 格"
            else:
                continue
            self.notes.report(IssueTopic.TABLE, self.lines[row].at, self.texts[row][:20], why)
            return

    def find_tab_table_end(self, number: int) -> int | None:
        """Return the line behind a table whose cells stand between tabs, or None."""
        count = self.texts[number].count("\t")
        if not count or has_mark_tab(self.texts[number]):
            return None
        end = number + 1
        while end < len(self.texts) and self.texts[end].count("\t") == count:
            end += 1
        return end if end > number + 1 else None

    def render_tab_table(self, number: int) -> tuple[str, int] | None:
        """Return a table as a spreadsheet copies it."""
        end = self.find_tab_table_end(number)
        if end is None:
            if self.texts[number].count("\t") > 1 and self.texts[number + 1 : number + 2]:
                beside = self.texts[number + 1].count("\t")
                if beside:
                    why = f"这一行有 {self.texts[number].count(chr(9)) + 1} 格，下一行有 {beside + 1} 格"
                    self.notes.report(IssueTopic.TABLE, self.lines[number].at, self.texts[number][:20], why)
            return None
        rows = [split_tabs(line) for line in self.lines[number:end]]
        first = [cell.text for cell in rows[0]]
        headed = all(first) and not any(text.endswith((":", "：")) or text.isdecimal() for text in first)
        return self.render_table(rows, headed=headed), end

    def render_table(self, rows: Sequence[Sequence[BodyLine]], *, headed: bool) -> str:
        """Return rows as a table that can be moved sideways where it is wider than a phone."""
        width = max(map(len, rows))
        parts = ['<div role="region" aria-label="表格" tabindex="0"><table>']
        if headed:
            parts.append(f"<thead>\n{self.render_row(rows[0], width, 'th')}</thead>")
        inner = "".join(self.render_row(row, width, "td") for row in rows[headed:])
        parts.append(f"<tbody>\n{inner}</tbody>" if inner else "")
        return "".join([*parts, "</table></div>"])

    def render_row(self, cells: Sequence[BodyLine], width: int, tag: str) -> str:
        """Return one row, filled up with empty cells."""
        inner = [f"<{tag}>{render_inline([cell], self.notes) if cell.text else ''}</{tag}>" for cell in cells]
        return f"<tr>{''.join(inner)}{f'<{tag}></{tag}>' * (width - len(cells))}</tr>\n"

    def render_list(self, number: int) -> tuple[str, int] | None:
        """Return the list that begins at a line."""
        return self.read_items(number, 0) if self.marks[number] else None

    def read_items(self, number: int, depth: int) -> tuple[str, int]:
        """Return a list and those below its items, and the line behind it."""
        indent, items = self.measure_indent(number), list[ListItem]()
        family = mark.family if (mark := self.marks[number]) else ""
        while number < len(self.texts):
            text, mark = self.texts[number], self.marks[number]
            if not text:
                following = next((n for n in range(number, len(self.texts)) if self.texts[n]), None)
                if following is None or not self.marks[following]:
                    break
                number = following
                continue
            here = self.measure_indent(number)
            if mark and here >= indent + NESTED and items:
                if depth + self.depth < DEEPEST:
                    inner, number = self.read_items(number, depth + 1)
                    items[-1].inner += "\n" + inner
                    continue
                items[-1].lines.append(self.lines[number])
            elif mark and mark.family == family and here > indent - NESTED:
                items.append(ListItem(mark, [self.lines[number].cut_start(mark.length)]))
            elif not mark and here > indent and self.texts[number - 1] and not self.has_wide_indent(number):
                items[-1].lines.append(self.lines[number])
            else:
                break
            number += 1
        return self.render_items(items), number

    def has_wide_indent(self, number: int) -> bool:
        """Is a line indented as paragraphs are in Chinese, by wide spaces?"""
        return self.rows[number].text.startswith("\u3000")

    def render_items(self, items: Sequence[ListItem]) -> str:
        """Return a list; numbers stay as they were written, signs that are no numbers stay in the text."""
        first = items[0].mark
        tag, attributes = ("ol" if first.family == "number" else "ul"), ""
        if first.sign:
            attributes = ' class="is-signed"'
        elif first.number > 1 or (tag == "ol" and first.number == 0):
            attributes = f' start="{first.number}"'
        parts, expected = [], first.number
        for item in items:
            value = f' value="{item.mark.number}"' if tag == "ol" and item.mark.number != expected else ""
            expected = item.mark.number + 1
            parts.append(f"<li{value}>{item.mark.sign}{render_inline(item.lines, self.notes)}{item.inner}</li>\n")
        return f"<{tag}{attributes}>\n{''.join(parts)}</{tag}>"


def parse_heading_level(text: str) -> int | None:
    """Return the level of a heading, None where a line is none: one sign needs a space behind it, #话题# is text."""
    level = len(text) - len(text.lstrip("#"))
    if level > 6 or not text[level:].strip() or (level == 1 and not text[1].isspace()):
        return None
    return level


def split_cells(line: BodyLine) -> list[BodyLine]:
    """Return the cells of a row of a table of bars."""
    text, start = line.text, 0
    ends = [found.start() for found in CELL_END.finditer(text)]
    cells: list[BodyLine] = []
    for end in [*ends, len(text)]:
        cells.append(BodyLine(text[start:end], line.at + start).strip())
        start = end + 1
    if ends and ends[0] == 0:
        cells = cells[1:]
    return cells[:-1] if ends and ends[-1] == len(text) - 1 and len(cells) > 1 else cells


def split_tabs(line: BodyLine) -> list[BodyLine]:
    """Return the cells of a row of a spreadsheet."""
    cells, start = [], 0
    for part in line.text.split("\t"):
        cells.append(BodyLine(part, line.at + start).strip())
        start += len(part) + 1
    return cells


def has_mark_tab(text: str) -> bool:
    """Is the only tab of a line the one behind the mark of an item, as word processors copy it?"""
    mark = parse_list_mark(text)
    return mark is not None and "\t" in text[: mark.length] and "\t" not in text[mark.length :]
