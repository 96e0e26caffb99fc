"""The command `posters`: make posters for a print shop. Builds the order from its options and prints the outcome."""

from __future__ import annotations

import argparse
import re
from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..model import Exhibition
from ..print.formats import FORMATS, PrintFormat
from ..progress import Progress
from ..report import REPORTERS, SourceLines
from ..site.pipeline import load_and_check
from ..storage.locking import lock_folder
from .address import parse_trial_address
from .arguments import MANY, AddOptions, add_machine_options, make_option, parse_machines
from .console import print_message, print_result

if TYPE_CHECKING:
    from ..print.jobs.job import JobOutcome
    from ..print.jobs.selection import PrintOrder

SHOWN = 6
"""Faults of one file that are printed; the record has all."""


def parse_day(text: str) -> date:
    """Parse a date of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2026-11-01 这样") from None


def parse_product(text: str) -> str:
    """Read a product of the command line: its key, its title, or a word that only one has."""
    if found := FORMATS.find(text):
        return found.key
    near = FORMATS.suggest(text)
    guess = f"是不是 {near.key}（{near.title}）？" if near else ""
    raise argparse.ArgumentTypeError(f"没有“{text}”这种产品。{guess}能印的有：{list_products(FORMATS.values())}")


def list_products(products: Iterable[PrintFormat]) -> str:
    """Return products with their keys, for help and messages."""
    return "、".join(f"{one.key} {one.title}" for one in products)


def add_product_option(parser: argparse.ArgumentParser) -> None:
    """Add the option that chooses a product, with all rows in its help."""
    default = FORMATS.default.key
    help = f"印什么：{list_products(FORMATS.values())}（默认：{default}）"
    parser.add_argument("--product", type=parse_product, default=default, metavar="产品", help=help)


def add_imposition_option(parser: argparse.ArgumentParser) -> None:
    """Add the option for larger sheets, with the products that have a scheme in its help."""
    imposed = "、".join(one.title for one in FORMATS.values() if one.imposition)
    parser.add_argument("--impose", action="store_true", help=f"另外拼好大版（{imposed}）")


OPTIONS: tuple[AddOptions, ...] = (
    add_product_option,
    make_option("--street", **MANY, help="哪些街镇"),
    make_option("--committee", **MANY, help="哪些居民区或小区"),
    make_option("--cluster", **MANY, help="哪些楼群（名称或编号）"),
    make_option("--stars", **MANY, help="哪些星级：5，或者 3+（三星和三星以上）"),
    make_option("--ids", **MANY, help="哪些编号：10001，或者 10001-10020"),
    make_option("--all", action="store_true", help="全部"),
    make_option(
        "--since", type=Path, metavar="上一批", help="只印上一批以后新增和改过的（上一批的文件夹、ZIP 或 job.json）"
    ),
    make_option("--standard", choices=("x4", "x1a"), default="x4", help="文件格式：PDF/X-4 或 PDF/X-1a（默认：x4）"),
    add_imposition_option,
    make_option("--proof", action="store_true", help="只做样张，不做印刷文件；示例也可以做"),
    make_option("--quantity", type=int, default=1, metavar="份数", help="每个版面印几张（默认：1）"),
    make_option(
        "--photos",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="同意印上海报、又够清楚的照片，印照片（默认）；不要就写 --no-photos，改印画",
    ),
    make_option(
        "--contact", default="", metavar="联系人", help="印刷厂有问题找谁（默认：mkdocs.yml 里的 print_contact）"
    ),
    make_option(
        "--date", type=parse_day, default=None, metavar="日期", help="这一批的日期，写作 2026-11-01（默认：今天）"
    ),
    make_option("--address", metavar="网址", help="给这个网址的试验站做样张（默认：mkdocs.yml 里的网址）"),
    make_option("--out", type=Path, metavar="文件夹", help="放在哪里（默认：print/）"),
    make_option("--profile", type=Path, metavar="文件", help="FOGRA39 的 ICC 文件在哪里（默认：自己找）"),
    add_machine_options,
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    for add in OPTIONS:
        add(parser)


def run_posters(options: Namespace) -> int:
    """Make a job for the print shop; exit code 1 with any 错误 in the content or any fault in a file."""
    # Imported here: other commands need not wait until the libraries of print are loaded.
    from ..print.jobs.job import JobPaths, run_job
    from ..print.jobs.render_bundle import PdfRendererFactory

    progress = Progress(print_message)
    trial = parse_trial_address(options.root, options.address) if options.address is not None else ""
    exhibition, found = load_and_check(options.root, progress, trial=trial)
    if any(diagnostic.blocks for diagnostic in found):
        print_message(REPORTERS["text"](found, SourceLines(options.root)))
        print_message("没有做海报：请先改好上面的错误。")
        return 1
    order = make_order(options, exhibition.settings.print_contact)
    places = JobPaths(options.root, options.cache, options.out, parse_machines(options))
    with lock_folder(options.out, "posters", print_message):
        outcome = run_job(
            order, exhibition, places, PdfRendererFactory(options.root, options.cache, options.profile), progress
        )
    if outcome.diagnostics:
        print_message(REPORTERS["text"](outcome.diagnostics, SourceLines(options.root)))
    code = report_job(outcome, order, sum(progress.seconds.values()), trial)
    return code or remind_of_address_record(outcome, exhibition)


def remind_of_address_record(outcome: JobOutcome, exhibition: Exhibition) -> int:
    """Print a request to record the address where posters were made for walls and there is no record; return 0."""
    if outcome.folder and not outcome.proof and exhibition.site_address is None:
        print_message(
            f"这一批海报里印的网址是 {exhibition.settings.site_url}，贴上墙就不能再改了。"
            "请运行 address --write 把它记下来，和内容一起交上来：以后谁不小心改了网址，检查会停下来。"
        )
    return 0


def make_order(options: Namespace, contact: str) -> PrintOrder:
    """Return the order of the command line."""
    from ..print.jobs.selection import PrintOrder, SelectionCriteria

    criteria = SelectionCriteria(
        streets=split_words(options.street),
        committees=split_words(options.committee),
        clusters=split_words(options.cluster),
        stars=split_words(options.stars),
        ids=split_words(options.ids),
        all=options.all,
    )
    return PrintOrder(
        product=options.product,
        date=options.date or date.today(),
        criteria=criteria,
        since=options.since,
        standard=options.standard,
        impose=options.impose,
        proof=options.proof,
        quantity=options.quantity,
        photos=options.photos,
        contact=options.contact or contact,
    )


def split_words(given: Iterable[str]) -> tuple[str, ...]:
    """Return the values of an option that was given several times or with commas between them."""
    return tuple(
        dict.fromkeys(word for text in given for word in map(str.strip, re.split(r"[,，、;；]", text)) if word)
    )


def report_job(outcome: JobOutcome, order: PrintOrder, seconds: float, trial: str) -> int:
    """Print how an order ended and return its exit code; `trial` is the address of a trial, empty for the site's own."""
    from ..print.jobs.job import describe_excluded

    if outcome.left_out:
        print_message(f"有 {len(outcome.left_out)} 个没有做：")
        for sentence in describe_excluded(outcome.left_out):
            print_message(sentence)
    if any(diagnostic.blocks for diagnostic in outcome.diagnostics):
        print_message("没有做海报：请先改好上面的错误。")
        return 1
    if outcome.folder is None:
        print_result(f"没有要印的：选中的 {outcome.unchanged} 个和上一批印的一样，墙上的不用换。")
        return 0
    for bundle, faults in outcome.faults.items():
        for fault in faults[:SHOWN]:
            print_message(f"{bundle}：{fault}")
        if len(faults) > SHOWN:
            print_message(f"{bundle}：还有 {len(faults) - SHOWN} 处，见 {outcome.folder / 'preflight.json'}")
    return print_job_summary(outcome, order, seconds, trial)


def print_job_summary(outcome: JobOutcome, order: PrintOrder, seconds: float, trial: str) -> int:
    """Print what was made, and what to do with it; return the exit code."""
    if outcome.unchanged:
        print_message(f"另有 {outcome.unchanged} 个和上一批一样，不用重印。")
    made = f"{outcome.posters} 张{order.format.title}，{outcome.files} 个文件，用了 {seconds:.1f} 秒，放在 {outcome.folder}"
    if outcome.faults:
        print_result(f"这一批不完整：{made}")
        print_message("有文件没有通过检查，没有放进去。上面说了哪一个、为什么。先不要送去印；改好以后再运行一次。")
        return 1
    if outcome.proof:
        print_result(f"样张做好了：{made}")
        why = (
            ""
            if order.proof
            else f"码里是试验站的网址 {trial}。要印正式的海报，去掉 --address 再做一次。"
            if trial
            else ADDRESS
        )
        print_message(f"这些是样张，每一页都有“样张”字样，不能印。{why}")
        return 0
    print_result(f"海报做好了：{made}")
    print_message(f"送去印刷厂的是这一个文件：{outcome.archive}")
    if not order.contact:
        print_message("印厂须知里还没有联系人。加上 --contact，或者在 mkdocs.yml 里填 print_contact。")
    return 0


ADDRESS = "mkdocs.yml 里的 site_url 还是占位的、借来的、带端口号（如 :8443）的、写错的，或者不是 https:// 开头的网址，不能印到墙上。换成正式网址以后，再做一次。"
