"""A year at the bureau: the sheet that was imported, what volunteers have written since, and the sheet that comes next.

For benchmarks and tests. The bureau's sheet is as such sheets are: a merged title, headings of its own, ids as numbers,
columns that are nobody's business, a sum at the end. What must come of it is told beside: oracles know no merge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from openpyxl import Workbook

from exhibition.content.loader import load_exhibition
from exhibition.exchange.spreadsheets.columns import list_columns
from exhibition.exchange.spreadsheets.output import iter_cells
from exhibition.exchange.table_files import Value

OTHERWISE = {"编号": "楼组编号", "名称": "楼组名称", "居民区": "居委会", "星级": "评定星级\n（0-5）", "户数": "总户数"}
"""What the bureau calls some columns."""
FOREIGN = ("序号", "楼组长姓名", "联系电话")
TELEPHONE = "13800000000"


@dataclass
class Year:
    """An exhibition, the bureau's rows by id, and what every file must be after the next import."""

    root: Path
    chance: Random
    rows: dict[str, dict[str, Value]] = field(default_factory=dict)
    expected: dict[Path, bytes] = field(default_factory=dict)
    """Files that are not what they were before the import, as they must be after it."""
    conflicts: set[tuple[str, str]] = field(default_factory=set)
    """Id and key of what both sides have changed."""

    @classmethod
    def begun(cls, root: Path, seed: int = 1) -> Year:
        """Return the year in which the bureau's list says what the exhibition at `root` says."""
        keys = [column.key for column in list_columns("unit")]
        found = [dict(zip(keys, row, strict=True)) for row in iter_cells("unit", load_exhibition(root).exhibition)]
        return cls(root, Random(seed), {str(row["编号"]): row for row in found})

    def sheet(self, path: Path) -> Path:
        """Write the bureau's list as it stands."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet("汇总表")
        keys = [key for key in next(iter(self.rows.values())) if key not in ("状态", "示例", "公约")]
        sheet.append(["活力楼组汇总表（示例）"])
        sheet.append([*FOREIGN, *(OTHERWISE.get(key, key) for key in keys)])
        for number, row in enumerate(self.rows.values(), 1):
            values = (int(row[key]) if key == "编号" else row[key] for key in keys)
            sheet.append([number, "示例姓名", TELEPHONE, *values])
        sheet.append(["合计", None, None, len(self.rows)])
        book.save(path)
        return path

    def file(self, id: str) -> Path:
        """Return the content file of a unit."""
        return next(self.root.glob(f"content/units/*/{id}/index.md"))

    def volunteers_write(self, ids: Sequence[str], other_line_ends: float = 0.2) -> None:
        """Let a neighbour of each of these units ask for the households, note it, and add a sentence to the story.

        `other_line_ends` of them have an editor that writes the line ends of Windows.
        """
        for id in ids:
            path = self.file(id)
            text = path.read_text("utf-8")
            line = f"户数: {self.chance.randint(100, 999)}  # 问过楼组长\n"
            text = re.sub(r"^户数:.*\n", lambda found, line=line: line, text, count=1, flags=re.M)
            text += "\n志愿者添的一句。\n"
            path.write_bytes(
                text.replace("\n", "\r\n").encode() if self.chance.random() < other_line_ends else text.encode()
            )

    def bureau_rates(self, ids: Sequence[str]) -> None:
        """Let the bureau give each of these units other stars: the page must have them, and no other line changes."""
        for id in ids:
            stars = self.chance.choice([one for one in range(6) if one != self.rows[id]["星级"]])
            self.rows[id]["星级"] = stars
            data = self.file(id).read_bytes()
            self.expected[self.file(id)] = re.sub(
                rb"(?m)^(\xe6\x98\x9f\xe7\xba\xa7:)[^\r\n]*", rb"\1 %d" % stars, data, count=1
            )

    def bureau_counts(self, ids: Sequence[str]) -> None:
        """Let the bureau count other households than the neighbours of these units: nobody knows who is right."""
        for id in ids:
            self.rows[id]["户数"] = self.chance.randint(1000, 1999)
            self.conflicts.add((id, "户数"))


RATING_HEADINGS = (
    "序号",
    "街镇",
    "楼组编号",
    "楼组名称",
    "楼组长姓名",
    "联系电话",
    "步骤",
    "时间",
    "星级\n（1-5）",
    "文号",
)
IN_CHARACTERS = "零一二三四五"
NOTICE = "发文挂牌"


@dataclass
class Notice:
    """One rating as the bureau has it: the year and the month of the notice, the stars, the number of the notice."""

    year: int
    month: int
    stars: int
    document: str = ""

    @property
    def cell(self) -> float | str:
        """The date as such sheets have it: a number that looks like one, where no month is lost by that."""
        if self.month in (1, 10):
            return f"{self.year}年{self.month}月"
        return float(f"{self.year}.{self.month:02d}")

    @property
    def lines(self) -> str:
        """Its lines in the file of a unit."""
        document = f"    文号: {self.document}\n" if self.document else ""
        return f"  - 时间: {self.year}-{self.month:02d}\n    步骤: {NOTICE}\n    星级: {self.stars}\n{document}    来源: 民政局\n"


@dataclass
class RatingYear:
    """An exhibition, the notices of the bureau by the id of their unit, and what every file must be after an import."""

    year: Year
    notices: dict[str, list[Notice]] = field(default_factory=dict)

    @classmethod
    def begun(cls, root: Path, number: int, seed: int = 1) -> RatingYear:
        """Return the year in which the bureau has rated `number` units, with the stars that their pages have."""
        made = cls(Year.begun(root, seed))
        chance = made.year.chance
        # Of those without a star the page would say otherwise, which is a question.
        starred = sorted(id for id, row in made.year.rows.items() if row["星级"] != 0)
        for id in sorted(chance.sample(starred, number)):
            stars = made.year.rows[id]["星级"] or chance.randint(1, 5)
            month = chance.randint(1, 12)
            document = f"示例发〔2023〕{month}号" if chance.random() < 0.5 else ""
            made.notices[id] = [Notice(2023, month, int(stars), document)]
        return made

    def side(self, id: str) -> Path:
        """Return the file of a unit that the bureau writes."""
        return self.year.file(id).with_name("评定.md")

    def render_side(self, id: str) -> bytes:
        """Return what that file must be."""
        return "".join(["---\n评定:\n", *(one.lines for one in self.notices[id]), "---\n"]).encode()

    def render_page(self, id: str) -> bytes:
        """Return what the page of a unit must be: as it is, with the stars of the last notice."""
        pattern, stars = rb"(?m)^(\xe6\x98\x9f\xe7\xba\xa7:)[^\r\n]*", self.notices[id][-1].stars
        return re.sub(pattern, rb"\1 %d" % stars, self.year.file(id).read_bytes(), count=1)

    def announce(self, ids: Sequence[str]) -> None:
        """Let the bureau rate each of these units once more."""
        for id in ids:
            stars = self.year.chance.choice([one for one in range(1, 6) if one != self.notices[id][-1].stars])
            self.notices[id].append(Notice(2025, 12, stars))

    def number(self, ids: Sequence[str]) -> None:
        """Let the bureau write down the number of the first notice of each of these units."""
        for id in ids:
            self.notices[id][0].document = f"示例发〔2023〕{self.year.chance.randint(100, 999)}号"

    def sheet(self, path: Path) -> Path:
        """Write the ratings as such workbooks are: titles over merged cells, stars in words, columns about people."""
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "评定"
        sheet.append(["活力楼组星级评定汇总表（示例）"])
        sheet.append(["填表单位：示例", *[None] * 8, "来源：民政局"])
        sheet.append([*RATING_HEADINGS, "来源"])
        sheet.merge_cells("A1:K1")
        sheet.merge_cells("A2:I2")
        for id, notices in self.notices.items():
            row = self.year.rows[id]
            for one in notices:
                told = (NOTICE, one.cell, f"{IN_CHARACTERS[one.stars]}星", one.document or None, "民政局")
                sheet.append([sheet.max_row - 2, row["街镇"], int(id), row["名称"], "示例姓名", TELEPHONE, *told])
        sheet.append(["合计", None, None, sum(map(len, self.notices.values()))])
        book.save(path)
        return path
