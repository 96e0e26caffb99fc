"""Documents of a package: manifest as CSV and workbook, job.json, preflight.json, 印厂须知.txt.

The manifest has one row per page. 印厂须知.txt is one page of plain sentences for the operator at the print shop.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ...exchange.table_files import BOM, Value, WorkbookWriter, format_csv
from ...lazy import dataclass
from ...model.field_types import STARS
from ...qr import Payload, encode_address
from ...qr.symbol import LEVELS
from ..formats import MARKS_MM, RULER_MM, STANDARDS, QrPlacement
from .bundles import BundlePage, BundleResult, PrintBundle, ScannedCode
from .selection import RECORD_KIND, ExcludedEntry, PrintHistory, PrintOrder


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """One poster in the package: its bundle, the number of its first page in the file, what was read from its code."""

    bundle: PrintBundle
    page: BundlePage
    file: str
    number: int
    quantity: int
    decoded: ScannedCode


@dataclass(frozen=True, slots=True)
class ManifestColumn:
    """One column: its key (stable, for programs), its heading, its width in characters, its value."""

    key: str
    heading: str
    width: int
    value: Callable[[ManifestRow], Value]


def list_pages_of_file(row: ManifestRow) -> Value:
    """Return the pages of a poster in its file: a number, or the first and the last."""
    return row.number if row.page.count == 1 else f"{row.number}-{row.number + row.page.count - 1}"


def describe_code_of_file(value: Callable[[ManifestRow], Value]) -> Callable[[ManifestRow], Value]:
    """Return a column's function that leaves the cell empty for products without a code."""
    return lambda row: value(row) if row.bundle.format.has_code else ""


def get_payload(row: ManifestRow) -> Payload:
    """Return what the code of a poster holds."""
    content = encode_address(row.page.poster.address, proof=row.page.poster.proof)
    assert isinstance(content, Payload), "the addresses of a job are checked before it is drawn"
    return content


def get_code_placement(row: ManifestRow) -> QrPlacement:
    """Return where the code of a poster lies and how large it is."""
    return row.bundle.format.place_code(get_payload(row).size)


def format_trim(row: ManifestRow) -> str:
    """Return the trimmed size."""
    return f"{row.bundle.format.width_mm:g}×{row.bundle.format.height_mm:g}"


def format_match(row: ManifestRow) -> str:
    """Return whether the code of the rendered page holds the address. Host names ignore case."""
    return "是" if row.decoded.text.lower() == row.page.poster.address.lower() else "否"


COLUMNS: tuple[ManifestColumn, ...] = (
    ManifestColumn("seq", "序号", 6, lambda row: row.page.seq),
    ManifestColumn("unit_id", "编号", 8, lambda row: row.page.poster.id),
    ManifestColumn("name", "名称", 18, lambda row: row.page.poster.name),
    ManifestColumn("street", "街镇", 12, lambda row: row.page.poster.street),
    ManifestColumn("committee", "居民区", 16, lambda row: row.page.poster.committee),
    ManifestColumn(
        "address", "小区楼号", 20, lambda row: getattr(row.page.planned.entry, "address", row.page.poster.compound)
    ),
    ManifestColumn(
        "stars", "星级", 12, lambda row: STARS[row.page.poster.stars] if row.page.poster.stars is not None else ""
    ),
    ManifestColumn("url", "网址", 34, lambda row: row.page.poster.address),
    ManifestColumn("file", "文件", 44, lambda row: row.file),
    ManifestColumn("page", "页", 6, list_pages_of_file),
    ManifestColumn("product", "产品", 14, lambda row: row.bundle.format.title),
    ManifestColumn("trim", "成品尺寸（毫米）", 16, format_trim),
    ManifestColumn("bleed", "出血（毫米）", 12, lambda row: row.bundle.format.bleed_mm),
    ManifestColumn("quantity", "份数", 6, lambda row: row.quantity),
    ManifestColumn("stock", "纸张", 18, lambda row: row.bundle.format.stock),
    ManifestColumn("lamination", "覆膜", 10, lambda row: row.bundle.format.finish),
    ManifestColumn("qr_version", "二维码版本", 10, describe_code_of_file(lambda row: get_payload(row).version)),
    ManifestColumn("level", "纠错等级", 8, describe_code_of_file(lambda row: LEVELS[get_payload(row).level])),
    ManifestColumn(
        "module_mm", "码点（毫米）", 12, describe_code_of_file(lambda row: round(get_code_placement(row).module_mm, 3))
    ),
    ManifestColumn(
        "code_mm", "码边长（毫米）", 14, describe_code_of_file(lambda row: round(get_code_placement(row).code_mm, 1))
    ),
    ManifestColumn("decoded", "试扫与网址一致", 14, describe_code_of_file(format_match)),
    ManifestColumn("unused_ec", "剩余纠错", 10, describe_code_of_file(lambda row: round(row.decoded.unused, 2))),
    ManifestColumn("deliver_to", "送到", 24, lambda row: row.bundle.deliver_to),
    ManifestColumn("reprint_of", "替换哪一批", 22, lambda row: row.page.planned.reprint_of),
    ManifestColumn("sha256", "内容指纹", 66, lambda row: row.page.planned.sha256),
)
"""Every column, in order. Shops and committees read the headings; programs may rely on the keys (`job.json` has both)."""


def render_manifest_csv(rows: Sequence[ManifestRow]) -> bytes:
    """Return the list as CSV for Excel."""
    return format_csv([[column.heading for column in COLUMNS], *iter_values(rows)])


def iter_values(rows: Sequence[ManifestRow]) -> Iterator[list[Value]]:
    """Yield the cells of every row."""
    return ([column.value(row) for column in COLUMNS] for row in rows)


def render_manifest_xlsx(rows: Sequence[ManifestRow]) -> bytes:
    """Return the list as a workbook; the same rows, the same bytes."""
    with WorkbookWriter("海报清单") as book:
        headings, widths = [column.heading for column in COLUMNS], [column.width for column in COLUMNS]
        book.add_table("清单", headings, widths, iter_values(rows), kept=3)
    return book.data


SCHEMA = 1
"""Version of the record: raised when a key changes its meaning, not for new keys."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One job and its results."""

    name: str
    order: PrintOrder
    key: str
    """Hash of the order and of everything that its files depend on."""
    proof: bool
    bundles: Sequence[PrintBundle]
    results: Mapping[int, BundleResult]
    left_out: Sequence[ExcludedEntry]
    history: PrintHistory
    facts: Mapping[str, Any]
    """What the files depend on besides the content: versions, hashes of palette, profile and fonts."""

    @property
    def complete(self) -> bool:
        """Whether all bundles are without faults."""
        return not any(result.faults for result in self.results.values())

    @property
    def delivered(self) -> list[PrintBundle]:
        """The bundles whose files are in the package."""
        return [bundle for bundle in self.bundles if not self.results[bundle.number].faults]


def render_job_json(job: PrintJob) -> bytes:
    """Return the record of a job: the order, the files, and the last printed poster of every entry."""
    order, delivered = job.order, job.delivered
    pages = sum(len(bundle.pages) for bundle in delivered)
    values = {
        "kind": RECORD_KIND,
        "schema": SCHEMA,
        "name": job.name,
        "date": order.date.isoformat(),
        "product": order.product,
        "standard": STANDARDS[order.standard].title,
        "proof": job.proof,
        "complete": job.complete,
        "key": job.key,
        "order": order.compute_key(job.history.name),
        "selection": {name: words for name, words in asdict(order.criteria).items() if words},
        "since": job.history.name,
        "counts": {
            "files": len(delivered),
            "posters": pages,
            "sheets_of_paper": sum(count_sheets(bundle) for bundle in delivered) * order.quantity,
            "left_out": len(job.left_out),
        },
        "made_with": dict(job.facts),
        "columns": {column.key: column.heading for column in COLUMNS},
        # Of a withdrawn entry only its number may be kept.
        "left_out": [{"id": one.id, "reason": one.reason} for one in job.left_out],
        "printed": list_printed(job),
    }
    return encode_json(values)


def count_sheets(bundle: PrintBundle) -> int:
    """Return the sheets of paper for one copy of each poster of a bundle."""
    return sum(-(-page.count // bundle.format.sides) for page in bundle.pages)


def list_printed(job: PrintJob) -> dict[str, dict[str, str]]:
    """Return the last printed poster of every entry, from this job and those before it."""
    found = {id: {"sha256": one.sha256, "job": one.job} for id, one in job.history.printed.items()}
    for bundle in job.delivered:
        for page in bundle.pages:
            found[page.poster.id] = {"sha256": page.planned.sha256, "job": job.name}
    return dict(sorted(found.items()))


def render_preflight_json(job: PrintJob) -> bytes:
    """Return the results of the preflight, file by file and poster by poster."""
    return encode_json(
        {
            "name": job.name,
            "complete": job.complete,
            "files": [describe_bundle(bundle, job.results[bundle.number]) for bundle in job.bundles],
        }
    )


def describe_bundle(bundle: PrintBundle, result: BundleResult) -> dict[str, Any]:
    """Return the results of the preflight of one bundle."""
    pages = [
        {"seq": page.seq, "id": page.poster.id, "decoded": read.text, "unused_ec": round(read.unused, 3)}
        for page, read in zip(bundle.pages, result.pages, strict=False)
    ]
    return {
        "bundle": bundle.stem,
        "passed": not result.faults,
        "faults": list(result.faults),
        "files": dict(sorted(result.files.items())),
        "pages": pages,
        "checks": dict(result.checks),
    }


def encode_json(values: Any) -> bytes:
    """Return plain values as indented JSON."""
    return (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()


NOTES_FILE = "印厂须知.txt"
NUMERALS = "一二三四五六七八九"
NO_PLACE = "送货点由下单的人写"
NO_CONTACT = "（下单的人请在这里写上姓名和电话）"


@dataclass(frozen=True, slots=True)
class ShopNotes:
    """The facts of a job that the notes state."""

    name: str
    order: PrintOrder
    rows: Sequence[ManifestRow]
    profile: str
    """Name of the colour standard, as the files' output intent has it."""
    proof: bool
    imposed: str = ""
    """How pages are laid together, in a sentence; empty where they are not."""
    complete: bool = True


def render_notes(notes: ShopNotes) -> bytes:
    """Return the notes as UTF-8 with byte order mark and CRLF, which Notepad opens on every Windows."""
    parts = list_proof_paragraphs(notes) if notes.proof else list_print_paragraphs(notes)
    text = "\n\n".join([f"{notes.name}　印厂须知", *parts]) + "\n"
    return BOM + text.replace("\n", "\r\n").encode()


def list_proof_paragraphs(notes: ShopNotes) -> list[str]:
    """Return the paragraphs of a proof: it must not be printed."""
    return [
        "【样张，请不要印】",
        "这一包只给人看样子、提意见。每一页都有“样张”字样，二维码里的网址还不是正式网址，"
        "或者下单的人只想先看一看。印出来、贴出去，邻居扫了会打不开。",
        "等正式的文件来了再印：那个文件夹的名字以 JOB- 开头，里面有 pdf 文件夹。",
        describe_contact(notes.order),
    ]


def list_print_paragraphs(notes: ShopNotes) -> list[str]:
    """Return the paragraphs of a job that may be printed."""
    warning = (
        [] if notes.complete else ["【这一批还不完整，先不要印】\n有文件没有通过检查，没有放进来。请等下单的人重发。"]
    )
    coded = notes.order.format.has_code
    sections = (
        describe_paper(notes),
        *((describe_code(),) if coded else ()),
        describe_files(notes),
        describe_proofs(notes),
        *((describe_trial(notes.rows),) if coded else ()),
        describe_delivery(notes),
    )
    numbered = (f"{numeral}、{section}" for numeral, section in zip(NUMERALS, sections, strict=False))
    return [*warning, *numbered, describe_contact(notes.order)]


def describe_paper(notes: ShopNotes) -> str:
    """Return size, inks, paper, lamination and numbers."""
    format = notes.order.format
    matt = "。请用哑面，不要用亮膜：反光的码扫不出来" if format.has_code else ""
    black = "油墨：只用黑色一种\n" if format.inks == "K" else ""
    return (
        "印什么\n"
        f"产品：{format.title}\n"
        f"成品尺寸：{format.width_mm:g} × {format.height_mm:g} 毫米，四边出血 {format.bleed_mm:g} 毫米\n"
        f"纸张：{format.stock}；{format.finish}{matt}\n"
        f"{black}"
        f"数量：{format_amount(notes)}（清单见 manifest.xlsx）\n"
        f"{'双面印刷，单数页是正面，双数页是反面' if format.sides == 2 else '单面印刷'}，每一页都不一样"
    )


def format_amount(told: ShopNotes) -> str:
    """Return how many pages and copies are printed."""
    posters, pages, order = len(told.rows), sum(row.page.count for row in told.rows), told.order
    if pages == posters:
        return f"{pages} 个版面，每个 {order.quantity} 张，一共 {pages * order.quantity} 张"
    return f"{posters} 种，共 {pages} 个版面；每种 {order.quantity} 份，一共 {posters * order.quantity} 份"


def describe_code() -> str:
    """Return what must not be done to the code."""
    return (
        "二维码是命脉，请不要动它\n"
        "二维码和文字只用黑版（K100），不要转换颜色，不要改成四色黑或套印黑\n"
        "不要缩放，按 100% 输出；不要选“适合页面”\n"
        "不要做补漏白（陷印），不要加粗，不要描边\n"
        "不要盖住、裁掉码四周的白边\n"
        "不要截图、转成图片再印"
    )


def describe_files(notes: ShopNotes) -> str:
    """Return the kind of the files."""
    imposed = f"\nimposed 文件夹里是拼好版的同样页面：{notes.imposed}" if notes.imposed else ""
    inks = "只有黑版（K），没有别的颜色" if notes.order.format.inks == "K" else "只有 CMYK，没有 RGB 和专色"
    read = "，并且照着画面扫过码" if notes.order.format.has_code else ""
    return (
        "文件\n"
        f"pdf 文件夹里是单页文件，一个送货点一个文件。格式：{STANDARDS[notes.order.standard].title}，"
        f"{inks}，字体已嵌入\n"
        f"颜色标准（输出意图）：{notes.profile}\n"
        f"裁切标记在成品外 {notes.order.format.bleed_mm:g} 毫米出血的外面，所有色版都有；"
        f"页面四周比成品多 {MARKS_MM:g} 毫米"
        f"{imposed}\n"
        f"每个文件都已经逐页检查{read}，结果在 preflight.json\n"
        "核对文件有没有传坏：在这个文件夹里运行 sha256sum -c SHA256SUMS"
    )


def describe_proofs(notes: ShopNotes) -> str:
    """Return what the folder proof/ and the ruler are for."""
    return (
        "先看样\n"
        "proof 文件夹里写着“校样”的文件只用来对照，不能拿去印\n"
        f"每一页成品外面的空白处都有一条线，写着“量一量”；拼好版的大张上也有。印出来应该正好是 {RULER_MM:g} 毫米，"
        "长了短了就是被缩放过，请改回 100%"
    )


def describe_trial(rows: Sequence[ManifestRow]) -> str:
    """Return how to test before the run, with the one address that the first page must open."""
    first = next(iter(rows), None)
    expected = f"扫 {first.file} 的第 {first.number} 页应打开 {first.page.poster.address}\n" if first else ""
    return (
        "开机之前请试扫\n"
        "先印一张，等干透、覆好膜，用两部不同的手机（微信和手机自带的相机）各扫一次\n"
        f"{expected}"
        "打开的网址要和码下面印的网址一样。扫不出来，请停下来找我们，不要自己改文件"
    )


def describe_delivery(notes: ShopNotes) -> str:
    """Return the places of delivery with their numbers."""
    counts = Counter[str]()
    for row in notes.rows:
        counts[row.bundle.deliver_to] += row.quantity
    unit = "张" if all(row.page.count == 1 for row in notes.rows) else "份"
    places = "\n".join(f"{place or NO_PLACE}：{count} {unit}" for place, count in counts.items())
    return f"送到哪里\n请按送货点分开包，外面写上送货点\n{places}"


def describe_contact(order: PrintOrder) -> str:
    """Return whom to ask."""
    return f"有不明白的，请先问再印\n联系人：{order.contact or NO_CONTACT}"
