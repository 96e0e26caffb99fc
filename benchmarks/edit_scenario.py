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

    def volunteers_write(self, ids: Sequence[str]) -> None:
        """Let a neighbour of each of these units ask for the households, note it, and add a sentence to the story."""
        for id in ids:
            path = self.file(id)
            text = path.read_text("utf-8")
            line = f"户数: {self.chance.randint(100, 999)}  # 问过楼组长\n"
            text = re.sub(r"^户数:.*\n", lambda found, line=line: line, text, count=1, flags=re.M)
            text += "\n志愿者添的一句。\n"
            path.write_bytes(text.replace("\n", "\r\n").encode() if self.chance.random() < 0.2 else text.encode())

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
