"""The notes for the print shop, 印厂须知.txt: one page of plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ..print.formats import MARKS_MM, RULER_MM, STANDARDS
from ..spreadsheet import BOM
from .manifest import Row
from .order import Order

NOTES = "印厂须知.txt"
NUMERALS = "一二三四五六七八九"
NOBODY = "（下单的人请在这里写上姓名和电话）"


@dataclass(frozen=True, slots=True)
class Told:
    """The facts of a job that the notes state."""

    name: str
    order: Order
    rows: Sequence[Row]
    profile: str
    """Name of the colour standard, as the files' output intent has it."""
    proof: bool
    imposed: str = ""
    """How pages are laid together, in a sentence; empty where they are not."""
    complete: bool = True


def notes(told: Told) -> bytes:
    """Return the notes as UTF-8 with byte order mark and CRLF, which Notepad opens on every Windows."""
    parts = proof_parts(told) if told.proof else print_parts(told)
    text = "\n\n".join([f"{told.name}　印厂须知", *parts]) + "\n"
    return BOM + text.replace("\n", "\r\n").encode()


def proof_parts(told: Told) -> list[str]:
    """Return the paragraphs of a proof: it must not be printed."""
    return [
        "【样张，请不要印】",
        "这一包只给人看样子、提意见。每一页都有“样张”字样，二维码里的网址还不是正式网址，"
        "或者下单的人只想先看一看。印出来、贴出去，邻居扫了会打不开。",
        "等正式的文件来了再印：那个文件夹的名字以 JOB- 开头，里面有 pdf 文件夹。",
        contact(told.order),
    ]


def print_parts(told: Told) -> list[str]:
    """Return the paragraphs of a job that may be printed."""
    warning = (
        [] if told.complete else ["【这一批还不完整，先不要印】\n有文件没有通过检查，没有放进来。请等下单的人重发。"]
    )
    coded = told.order.format.has_code
    sections = (
        paper(told),
        *((code(),) if coded else ()),
        files(told),
        ways(told),
        *((trial(told.rows),) if coded else ()),
        delivery(told),
    )
    numbered = (f"{numeral}、{section}" for numeral, section in zip(NUMERALS, sections, strict=False))
    return [*warning, *numbered, contact(told.order)]


def paper(told: Told) -> str:
    """Return size, inks, paper, lamination and numbers."""
    format = told.order.format
    matt = "。请用哑面，不要用亮膜：反光的码扫不出来" if format.has_code else ""
    black = "油墨：只用黑色一种\n" if format.inks == "K" else ""
    return (
        "印什么\n"
        f"产品：{format.title}\n"
        f"成品尺寸：{format.width_mm:g} × {format.height_mm:g} 毫米，四边出血 {format.bleed_mm:g} 毫米\n"
        f"纸张：{format.stock}；{format.finish}{matt}\n"
        f"{black}"
        f"数量：{amount(told)}（清单见 manifest.xlsx）\n"
        f"{'双面印刷，单数页是正面，双数页是反面' if format.sides == 2 else '单面印刷'}，每一页都不一样"
    )


def amount(told: Told) -> str:
    """Return how many pages and copies are printed."""
    posters, pages, order = len(told.rows), sum(row.page.count for row in told.rows), told.order
    if pages == posters:
        return f"{pages} 个版面，每个 {order.quantity} 张，一共 {pages * order.quantity} 张"
    return f"{posters} 种，共 {pages} 个版面；每种 {order.quantity} 份，一共 {posters * order.quantity} 份"


def code() -> str:
    """Return what must not be done to the code."""
    return (
        "二维码是命脉，请不要动它\n"
        "二维码和文字只用黑版（K100），不要转换颜色，不要改成四色黑或套印黑\n"
        "不要缩放，按 100% 输出；不要选“适合页面”\n"
        "不要做补漏白（陷印），不要加粗，不要描边\n"
        "不要盖住、裁掉码四周的白边\n"
        "不要截图、转成图片再印"
    )


def files(told: Told) -> str:
    """Return the kind of the files."""
    imposed = f"\nimposed 文件夹里是拼好版的同样页面：{told.imposed}" if told.imposed else ""
    inks = "只有黑版（K），没有别的颜色" if told.order.format.inks == "K" else "只有 CMYK，没有 RGB 和专色"
    read = "，并且照着画面扫过码" if told.order.format.has_code else ""
    return (
        "文件\n"
        f"pdf 文件夹里是单页文件，一个送货点一个文件。格式：{STANDARDS[told.order.standard].title}，"
        f"{inks}，字体已嵌入\n"
        f"颜色标准（输出意图）：{told.profile}\n"
        f"裁切标记在成品外 {told.order.format.bleed_mm:g} 毫米出血的外面，所有色版都有；"
        f"页面四周比成品多 {MARKS_MM:g} 毫米"
        f"{imposed}\n"
        f"每个文件都已经逐页检查{read}，结果在 preflight.json\n"
        "核对文件有没有传坏：在这个文件夹里运行 sha256sum -c SHA256SUMS"
    )


def ways(told: Told) -> str:
    """Return what the folder proof/ and the ruler are for."""
    return (
        "先看样\n"
        "proof 文件夹里写着“校样”的文件只用来对照，不能拿去印\n"
        f"每一页成品外面的空白处都有一条线，写着“量一量”；拼好版的大张上也有。印出来应该正好是 {RULER_MM:g} 毫米，"
        "长了短了就是被缩放过，请改回 100%"
    )


def trial(rows: Sequence[Row]) -> str:
    """Return how to test before the run, with the one address that the first page must open."""
    first = next(iter(rows), None)
    expected = f"扫 {first.file} 的第 {first.number} 页应打开 {first.page.poster.address}\n" if first else ""
    return (
        "开机之前请试扫\n"
        "先印一张，等干透、覆好膜，用两部不同的手机（微信和手机自带的相机）各扫一次\n"
        f"{expected}"
        "打开的网址要和码下面印的网址一样。扫不出来，请停下来找我们，不要自己改文件"
    )


def delivery(told: Told) -> str:
    """Return the places of delivery with their numbers."""
    counts = Counter[str]()
    for row in told.rows:
        counts[row.bundle.deliver_to] += row.quantity
    unit = "张" if all(row.page.count == 1 for row in told.rows) else "份"
    places = "\n".join(f"{place}：{count} {unit}" for place, count in counts.items())
    return f"送到哪里\n请按送货点分开包，外面写上送货点\n{places}"


def contact(order: Order) -> str:
    """Return whom to ask."""
    return f"有不明白的，请先问再印\n联系人：{order.contact or NOBODY}"
