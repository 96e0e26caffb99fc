"""Command `address`: shows the recorded address and how many printed codes depend on it, records it, or changes it.

It shows what would be written, and writes with `--write`. `parse_trial_address` parses the address of a trial site.
"""

from __future__ import annotations

import re
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from datetime import date
from difflib import unified_diff
from pathlib import Path

from ..checks.site_address import can_be_printed
from ..content.loader import load_exhibition
from ..content.settings import is_site_url, read_settings, read_site_address, render_site_address
from ..diagnostics import Refusal
from ..lazy import dataclass
from ..ledger.permalink_file import STATES
from ..model import Exhibition, SiteAddress
from ..model.permalinks import PATH
from ..qr import find_long_addresses
from ..storage.cache import write_atomically
from ..storage.safe_files import read_file, read_listing
from ..text.characters import is_unfit_for_walls, normalize_url
from .console import print_message, print_result

SETTINGS = "mkdocs.yml"
LINE = re.compile(r"(site_url\s*:\s*)(?:\"[^\"]*\"|'[^']*'|[^\s#]\S*|)(\s+#.*|\s*)")
"""Line of the settings with the address."""
UNFIT = "是占位的、借来的、带端口号的、写错的，或者不是 https:// 开头的网址"


def run_address(options: Namespace) -> int:
    """Show which address is recorded, record it, or change it; exit code 1 where settings and record differ."""
    reading = load_exhibition(options.root)
    exhibition, record = reading.exhibition, reading.exhibition.site_address
    if any(one.blocks and one.span.path in (SETTINGS, PATH) for one in reading.diagnostics):
        raise Refusal(f"{SETTINGS} 或 {PATH} 里有错误。请先改好它（运行 check 看是哪一行）。")
    if options.to:
        wanted = parse_address(options.to)
    elif record:
        return print_overview(exhibition, record, options.jobs)
    else:
        wanted = exhibition.settings.site_url
        if is_unfit_for_walls(wanted):
            print_result(f"网址现在是 {wanted}，{UNFIT}，还不用记。定了正式网址，运行 address --to 网址。")
            return 0
    require_printable(wanted)
    new = make_successor(exhibition, record, wanted, date.today().isoformat())
    changes = list(iter_changed_files(options.root, exhibition, record, new))
    if not changes:
        print_result(f"网址 {wanted} 已经记着（{new.since} 定下），什么都不用写。")
        return 0
    for line in iter_announcement(exhibition, record, new, options.jobs):
        print_result(line)
    print_result("\n".join(line for change in changes for line in change.iter_difference()))
    if not options.write:
        print_message("什么都没有写。看过没问题，加上 --write 再运行一遍。")
        return 0
    # The record first: after an interruption `check` reports that the settings have to follow.
    for change in changes:
        write_atomically(options.root / change.path, change.new.encode())
    print_message(f"写好了：{'、'.join(change.path for change in changes)}。接下来：运行 check，再把它们一起交上来。")
    return 0


def parse_address(text: str) -> str:
    """Return an address from the command line, with a slash at its end. Raises Refusal where it is invalid."""
    address = text if text.endswith("/") else f"{text}/"
    if not is_site_url(address):
        raise Refusal(f"“{text}”不是完整的网址。请写成 https://louzu.example/ 这样。")
    return address


def parse_trial_address(root: Path, text: str) -> str:
    """Return the address of a trial. Raises Refusal where it is invalid, or is that of the site itself."""
    address = parse_address(text)
    settings, record = read_settings(root)[0], read_site_address(root)[0]
    own = [settings.site_url, *([record.address] if record else [])]
    if normalize_url(address) in map(normalize_url, own):
        raise Refusal(f"{address} 就是正式的网址，那里不放试验站。要生成正式的网站，请去掉 --address。")
    return address


def require_printable(address: str) -> None:
    """Raise Refusal where an address cannot be printed as a code."""
    if is_unfit_for_walls(address):
        raise Refusal(f"{address} {UNFIT}，不能印到墙上。请换成自己的域名。")
    for one in find_long_addresses({"": f"{address}10001/"}):
        raise Refusal(f"{one.message}{one.hint}")


def make_successor(exhibition: Exhibition, record: SiteAddress | None, wanted: str, day: str) -> SiteAddress:
    """Return the record with an address as the site's own from `day` on."""
    if record is None:
        own = exhibition.settings.site_url
        # It is not recorded, but there may be posters with it.
        if normalize_url(own) != normalize_url(wanted) and can_be_printed(own):
            return SiteAddress(own, day).change_address(wanted, day)
        return SiteAddress(wanted, day)
    return record if normalize_url(record.address) == normalize_url(wanted) else record.change_address(wanted, day)


@dataclass(frozen=True, slots=True)
class FileChange:
    """File before and after a change."""

    path: str
    old: str
    new: str

    def iter_difference(self) -> Iterator[str]:
        """Yield the lines of a unified diff."""
        old, new = self.old.splitlines(), self.new.splitlines()
        return unified_diff(old, new, f"a/{self.path}", f"b/{self.path}", n=0, lineterm="")


def iter_changed_files(
    root: Path, exhibition: Exhibition, record: SiteAddress | None, new: SiteAddress
) -> Iterator[FileChange]:
    """Yield the files that have to change, the record before the settings. Raises Refusal where the line is not found."""
    if new != record:
        there = root / PATH
        yield FileChange(PATH, read_file(there).decode("utf-8", "replace") if record else "", render_site_address(new))
    if normalize_url(exhibition.settings.site_url) != normalize_url(new.address):
        text = read_file(root / SETTINGS).decode("utf-8")
        lines = text.split("\n")
        number = exhibition.settings.url_span.line - 1
        found = LINE.fullmatch(lines[number])
        if found is None:
            raise Refusal(f"{SETTINGS} 第 {number + 1} 行看不懂。请把它改成 site_url: {new.address} 再运行一遍。")
        lines[number] = f"{found[1]}{new.address}{found[2]}"
        yield FileChange(SETTINGS, text, "\n".join(lines))


def print_overview(exhibition: Exhibition, record: SiteAddress, jobs: Path) -> int:
    """Print what is recorded and how many codes depend on it; return 1 where the settings differ."""
    print_result(f"网址：{record.address}（{record.since} 定下）")
    for one in record.former:
        print_result(f"从前：{one.address}（用到 {one.until}），旧域名要一直留着，带人到新网址来")
    print_result(describe_printed_codes(exhibition, jobs))
    own = exhibition.settings.site_url
    if normalize_url(own) == normalize_url(record.address):
        print_message("要换网址，运行 address --to 新网址，会先说清要做什么。")
        return 0
    print_message(f"{SETTINGS} 里的 site_url 却是 {own}。请改回 {record.address}；真的要换，运行 address --to {own}。")
    return 1


def describe_printed_codes(exhibition: Exhibition, jobs: Path) -> str:
    """Return how many printed codes there may be: ids by state, and how many of them are known to have been printed."""
    links = exhibition.ledger.by_id
    states = Counter(link.state for link in links.values())
    parts = "，".join(f"{word} {states[state]}" for word, state in STATES.items())
    printed = len(list_printed_ids(jobs) & links.keys())
    known = f"{jobs} 里的记录说，印过其中 {printed} 个的海报。" if printed else f"{jobs} 里没有印过海报的记录。"
    return f"台账里有 {len(links)} 个编号（{parts}），每一个都可能有二维码贴在墙上；{known}"


def list_printed_ids(folder: Path) -> set[str]:
    """Return the ids for which wall posters were made, according to the jobs in a folder."""
    from ..print.jobs.selection import read_record

    here = read_listing(folder)
    places = [folder / name for name in (*here.folders, *here.files)]
    records = [record for place in places if (record := read_record(place)) and not record.get("proof")]
    return {id for record in records if isinstance(record["printed"], dict) for id in record["printed"]}


def iter_announcement(
    exhibition: Exhibition, record: SiteAddress | None, new: SiteAddress, jobs: Path
) -> Iterator[str]:
    """Yield what is about to happen, how many codes it concerns, and what has to be done."""
    old = record.address if record else new.former[-1].address if new.former else ""
    if not old:
        yield f"把网址 {new.address} 记下来。贴上墙以后，它就不能再改。"
        yield describe_printed_codes(exhibition, jobs)
    elif normalize_url(old) == normalize_url(new.address):
        yield f"把 site_url 改回记着的网址 {new.address}。"
    else:
        yield f"网址从 {old} 换成 {new.address}。"
        yield describe_printed_codes(exhibition, jobs)
        yield "墙上的码里还是旧网址。换了以后要做三件事："
        yield f"  1. {'、'.join(one.address for one in new.former)} 一直留着、一直续费，每一页都带人到新网址的同一页（服务器设成 301 跳转）。"
        yield "  2. 重做海报，换下墙上的：posters --all，旧的一张也不能漏。"
        yield "  3. 旧码全部换下以前，隔些日子用旧码扫一次，看看还打不打得开。"
