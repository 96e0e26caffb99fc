"""Commands `import` and `export`: what an import would change, row by row; the import itself; the export of entries and of
record lists.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from ..content.loader import load_exhibition
from ..exchange.spreadsheets import (
    EXPORTS,
    LISTINGS,
    CellOutcome,
    ImportOptions,
    ImportPlan,
    ImportRemark,
    export_everything,
    list_subjects,
    plan_import,
    write_import,
)
from ..ledger.permalink_file import FOLDER as LEDGER
from ..ledger.reader import is_broken, list_published_ids, read_ledger
from ..model import Exhibition
from ..model.exhibition import iter_records
from ..model.record_types import RecordType
from ..progress import Progress
from ..report.sources import mask_text
from ..storage.cache import write_atomically
from ..storage.safe_files import SHEET_LIMIT, UnsafeFile, read_file
from ..types import CONTENT_TYPES
from .console import print_message, print_result

MOST = 40
"""Lines of one kind that are printed; the report file has all of them."""

HEADINGS = {
    CellOutcome.CONFLICT: "两边都改过，没有动页面（问一问哪个对，把错的那边改掉）：",
    CellOutcome.LEFT: "没有采用，要人看一看：",
}
"""Headings above the remarks of an outcome."""


def add_format_option(parser: ArgumentParser) -> None:
    """Add the choice between the file formats of an export."""
    parser.add_argument("--format", choices=tuple(EXPORTS), default="xlsx", help="文件格式（默认：xlsx）")


def add_list_option(parser: ArgumentParser) -> None:
    """Add the choice of a record list, by its label or its name."""
    rows = CONTENT_TYPES.record_types
    names = {word: row.name for row in rows for word in (row.label, row.name)}
    parser.add_argument(
        "--list",
        choices=tuple(names),
        metavar="清单",
        default="",
        help=f"一条一条的清单：{'、'.join(row.label for row in rows)}",
    )


def add_sheet_type_option(parser: ArgumentParser) -> None:
    """Add the choice of the content type of the sheets; without it their names say what they are."""
    rows = tuple(CONTENT_TYPES)
    words = "，".join(f"{row.name} {row.label}" for row in rows)
    parser.add_argument(
        "--kind",
        choices=[row.name for row in rows],
        default="",
        help=f"{words}（默认：照表名；别的表是{rows[0].label}）",
    )


def get_list_name(options: Namespace) -> str:
    """Return the name of the record list that was chosen by its label or its name; nothing where none was."""
    rows = CONTENT_TYPES.record_types
    return next((row.name for row in rows if options.list in (row.label, row.name)), "")


def run_import(options: Namespace) -> int:
    """Show what a sheet would change, or write it; exit code 1 where something needs attention, 2 where nothing could
    be read.
    """
    told = parse_columns(options.column, list_keys(options))
    if told is None or not is_writable_list(options.report, options.sheet):
        print_message(report_failure(options, told))
        return 2
    try:
        data = read_file(options.sheet, SHEET_LIMIT)
    except UnsafeFile as problem:
        print_message(f"没有导入：表格“{options.sheet}”打不开：{problem}。")
        return 2
    except FileNotFoundError:
        print_message(f"没有导入：找不到表格“{options.sheet}”。")
        return 2
    progress = Progress(print_message)
    known = frozenset(list_published_ids(options.root)) if options.new else frozenset()
    wish = ImportOptions(
        data,
        options.kind,
        told,
        tuple(options.only),
        options.new,
        options.another,
        known,
        list=get_list_name(options),
        name=options.sheet.stem,
    )
    plan = plan_import(options.root, wish, progress)
    if not isinstance(plan, ImportPlan):
        print_message(f"没有导入（{plan.rule.code}）：{mask_text(plan.message)}\n怎么改：{plan.hint}")
        return 2
    if plan.new_rows and is_broken(read_ledger(options.root)[1]):
        print_message(f"没有导入：台账 {LEDGER}/ 里有错误，先改好它（运行 check 看是哪一个）。")
        return 2
    return conclude(plan, options, progress)


def report_failure(options: Namespace, told: dict[str, str] | None) -> str:
    """Return why a command was not carried out."""
    if told is None:
        keys = "、".join(list_keys(options))
        return f"没有导入：--column 要写成 标题=名称，名称从这些里选：{keys}。"
    return f"没有导入：清单“{options.report}”的名字要以 {' 或 '.join(LISTINGS)} 结尾，也不能就是表格自己。"


def list_keys(options: Namespace) -> tuple[str, ...]:
    """Return the keys of the fields that sheets may hold: of the list or the content type that was chosen, else of all."""
    chosen = {get_list_name(options), options.kind} - {""}
    subjects = [one for one in list_subjects() if not chosen or one.row.name in chosen]
    return tuple(dict.fromkeys(field.key for one in subjects for field in one.fields))


def parse_columns(pairs: Sequence[str], keys: Collection[str]) -> dict[str, str] | None:
    """Return keys by their headings from arguments heading=key; None where one cannot be parsed."""
    split = [pair.replace("＝", "=").rpartition("=") for pair in pairs]
    if any(not heading.strip() or key.strip() not in keys for heading, _, key in split):
        return None
    return {heading.strip(): key.strip() for heading, _, key in split}


def is_writable_list(path: Path | None, sheet: Path) -> bool:
    """Return whether this is the path of a report that can be written. It must not overwrite the sheet itself."""
    return path is None or (path.suffix.lower() in LISTINGS and path.resolve() != sheet.resolve())


def conclude(plan: ImportPlan, options: Namespace, progress: Progress) -> int:
    """Print the result, write where asked to, and return the exit code."""
    for line in iter_lines(plan):
        print_result(mask_text(line))
    if options.report:
        write_atomically(options.report.resolve(), LISTINGS[options.report.suffix.lower()](plan.remarks))
        print_message(f"清单写在 {options.report}")
    left = write_import(plan, options.root, progress) if options.write else []
    for draft in left:
        print_message(f"{draft.path} 刚刚被别人改过，这次没有动它。请再运行一遍。")
    print_result(format_summary(plan, {draft.id for draft in left}, written=options.write))
    pending = bool(plan.list_remarks(CellOutcome.CONFLICT, CellOutcome.LEFT)) or bool(left)
    changes = bool(plan.drafts or plan.new_rows) and not options.write
    return int(pending or changes)


def iter_lines(plan: ImportPlan) -> Iterator[str]:
    """Yield the lines about an import before its summary."""
    for sheet, read in zip(plan.sheets, plan.counts, strict=True):
        heading, name = sheet.heading, sheet.heading.grid.name
        known = "、".join(field.key for field in heading.fields.values())
        # What has the name of its subject says it itself; entries of the first type are what one expects.
        as_what = f"（当作“{sheet.subject.label}”）" if sheet.subject.is_list and sheet.subject.label != name else ""
        yield f"读了“{mask_text(name)}”{as_what}：标题在第 {heading.row + 1} 行，共 {read} 行；用了这些列：{known}。"
        if heading.foreign:
            names = "、".join(mask_text(" ".join(one.split())) for one in heading.foreign)
            yield f"有 {len(heading.foreign)} 列展厅不要，没有读：{names}。"
    if plan.unread:
        yield f"没有读的表：{'、'.join(map(mask_text, plan.unread))}（里面没有写着编号或名称的标题行）。"
    yield from iter_block(
        "请留意：" if any(one.code != "W720" for one in plan.list_remarks(CellOutcome.NOTED)) else "请留意（W720）：",
        [format_note(one) for one in plan.list_remarks(CellOutcome.NOTED)],
    )
    taken = plan.list_remarks(CellOutcome.TAKEN)
    yield from iter_block("照表格改：", [f"{format_place(one)}：{one.key} {mask_text(one.change)}" for one in taken])
    added = plan.list_remarks(CellOutcome.ADDED)
    yield from iter_block("照表格添：", [f"{format_place(one)}：{one.label} {mask_text(one.sheet)}" for one in added])
    new = plan.list_remarks(CellOutcome.CREATED)
    yield from iter_block("新建（草稿）：", [f"{one.place}：{one.name}，编号 {one.id}" for one in new])
    gone = plan.list_remarks(CellOutcome.ABSENT)
    for code, title in ABSENCES.items():
        yield from iter_block(title, [format_place(one) for one in gone if one.code == code])
    for outcome, title in HEADINGS.items():
        yield from iter_block(title, [format_remark(one) for one in plan.list_remarks(outcome)])


ABSENCES = {
    "W714": "上次的表格里有、这次没有（W714，页面没有动）：",
    "W750": "上次的表格里有、这次没有的条目（W750，文件没有动）：",
}
"""Headings above what a sheet no longer lists, by code."""


def format_note(remark: ImportRemark) -> str:
    """Return a note as a line: where it is, what it says, what to do."""
    who = f"{remark.id} {mask_text(remark.name)}" if remark.id else ""
    return " ".join(filter(None, (remark.place, who, remark.sentence, remark.hint)))


def format_place(remark: ImportRemark) -> str:
    """Return the row and the entry of a remark, and the record where it is about one that is there already."""
    record = remark.record if remark.outcome is not CellOutcome.ADDED else ""
    label = remark.label if remark.outcome is CellOutcome.ABSENT else ""
    parts = (remark.place.partition("，")[0], remark.id, mask_text(remark.name), label, mask_text(record))
    return " ".join(filter(None, parts))


def format_remark(remark: ImportRemark) -> str:
    """Return a remark as a line, and below it the values of the sheet and the page, and what to do where they differ."""
    who = " ".join(filter(None, (remark.id, mask_text(remark.name), mask_text(remark.record))))
    where = f"{remark.place}（{who}）" if remark.place and remark.id else remark.place
    lines = [f"{where or who}：{remark.sentence}（{remark.code}）"]
    sides = {"页面": remark.page, "表格": remark.sheet, "上次导入": remark.last}
    if any(sides.values()):
        lines.append("；".join(f"{side}：{text}" for side, text in sides.items() if text).replace("\n", "／"))
    if remark.outcome is CellOutcome.LEFT:
        lines.append(f"怎么办：{remark.hint}")
    return "\n      ".join(lines)


def iter_block(title: str, told: Sequence[str]) -> Iterator[str]:
    """Yield a title and the lines below it, shortened where they are very many."""
    if told:
        more = [f"  ……还有 {len(told) - MOST} 处，加上 --report 清单.xlsx 可以看到全部"] if len(told) > MOST else []
        yield "\n".join(["", title, *(f"  {line}" for line in told[:MOST]), *more])


def format_summary(plan: ImportPlan, left: Collection[str], *, written: bool) -> str:
    """Return a paragraph on what was done or would be; `left` are ids of pages that were not written."""
    taken = [one for one in plan.list_remarks(CellOutcome.TAKEN) if one.id not in left]
    added = [one for one in plan.list_remarks(CellOutcome.ADDED) if one.id not in left]
    pages = len({one.id for one in taken})
    counts = [
        f"{'改了' if written else '会改'} {pages} 页里的 {len(taken)} 项" if pages else "",
        f"{'添了' if written else '会添'} {format_additions(added)}" if added else "",
        f"{'新建了' if written else '会新建'} {len(plan.new_rows)} 个草稿" if plan.new_rows else "",
        f"保留了志愿者写的 {len(kept)} 项" if (kept := plan.list_remarks(CellOutcome.KEPT)) else "",
        f"有冲突 {len(found)} 项" if (found := plan.list_remarks(CellOutcome.CONFLICT)) else "",
        f"没有采用 {len(rest)} 处" if (rest := plan.list_remarks(CellOutcome.LEFT)) else "",
        f"{private} 格里有不能公开的内容，没有读" if (private := sum(one.code == "E709" for one in rest)) else "",
        f"上次有、这次没有的 {gone} 条，文件没有动" if (gone := count_absent_records(plan)) else "",
    ]
    told = "；".join(filter(None, counts)) or "表格和页面说的一样，什么都不用改"
    if not written:
        return f"\n{told}。\n现在什么都没有写。看过没有问题，加上 --write 再运行一遍。"
    after = "接下来：运行 check 检查一遍，再提交；content/sheets/ 里的记录要一起提交。"
    return f"\n{told}。\n{after}" if taken or added or plan.new_rows else f"\n{told}。"


def format_additions(added: Sequence[ImportRemark]) -> str:
    """Return how many records of which lists are added to how many pages: 1634 条评定（1634 页）."""
    labels = dict.fromkeys(one.label for one in added)
    told = [(label, [one for one in added if one.label == label]) for label in labels]
    return "、".join(f"{len(those)} 条{label}（{len({one.id for one in those})} 页）" for label, those in told)


def count_absent_records(plan: ImportPlan) -> int:
    """Return how many records of the last import the sheets no longer have."""
    return sum(one.code == "W750" for one in plan.list_remarks(CellOutcome.ABSENT))


def run_export(options: Namespace) -> int:
    """Write all entries of a type, all records of a list, or everything into a file for a spreadsheet program; never over
    another file.
    """
    rows = {row.name: row for row in (*CONTENT_TYPES, *CONTENT_TYPES.record_types)}
    row = rows[get_list_name(options) or options.kind]
    if options.all and options.format != EVERYTHING:
        print_message(f"没有导出：--all 一个文件里有好几张表，只能是 {EVERYTHING}。去掉 --format，或者去掉 --all。")
        return 2
    path = options.file or Path(f"{'展厅' if options.all else row.label}.{options.format}")
    if path.exists():
        print_message(f"没有导出：“{path}”已经在了，怕盖掉您的东西。换一个名字（--out），或者先把它移走。")
        return 2
    exhibition = load_exhibition(options.root).exhibition
    export = EXPORTS[options.format]
    data = export_everything(exhibition) if options.all else export(row.name, exhibition)
    write_atomically(path.resolve(), data)
    if options.all:
        labels = "、".join(one.label for one in rows.values())
        print_result(f"导出了 {len(rows)} 张表（{labels}），放在 {path}")
    elif isinstance(row, RecordType):
        print_result(f"导出了 {count_records(row, exhibition)} 条{row.label}，放在 {path}")
    else:
        print_result(f"导出了 {len(exhibition.of(row.model))} {row.counter}，放在 {path}")
    return 0


EVERYTHING = "xlsx"
"""The format that holds several sheets in one file."""


def count_records(row: RecordType, exhibition: Exhibition) -> int:
    """Return how many records of a list there are, of all entries whatever their state."""
    return sum(1 for entry in exhibition.entries for _ in iter_records(entry, row))
