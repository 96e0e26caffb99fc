"""Command `verify`: checks over HTTP whether a published site is set up correctly."""

from __future__ import annotations

import argparse
import random
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ..diagnostics import Refusal
from .arguments import AddOptions, make_option
from .console import print_message, print_result

if TYPE_CHECKING:
    from ..verification.run import VerificationResult
    from ..verification.session import CheckoutInfo, VerificationOptions

RIGHT, WRONG, UNASKED = 0, 1, 2
"""Exit codes: nothing is wrong; something is; the site could not be reached (network, DNS, time)."""

EPILOG = (
    "退出码：0 都对；1 有地方设错了；2 没有问成（网络、域名、时间不够）。"
    "每一处一行，开头是“错误”或“提醒”和一个不会变的词，邮件可以按它分拣。提醒不影响退出码，除非加上 --strict。"
)


def parse_positive(text: str) -> int:
    """Parse a number above 0 of the command line."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 10_000_000:
        raise argparse.ArgumentTypeError(f"“{text}”要写成大于 0 的整数")
    return int(text)


OPTIONS: tuple[AddOptions, ...] = (
    make_option("url", nargs="?", default="", metavar="网址", help="展厅的网址（默认：mkdocs.yml 里的 site_url）"),
    make_option("--sample", type=parse_positive, default=20, metavar="个数", help="随机问多少个编号（默认：20）"),
    make_option("--all", action="store_true", help="每个编号都问"),
    make_option("--seed", type=parse_positive, metavar="数", help="随机的种子：写同一个数，问同样的编号"),
    make_option(
        "--connect",
        action="append",
        default=[],
        metavar="主机[:端口]",
        help="不查域名，连到这里：域名还没有指过去的时候用；也可以写成 域名:端口:主机:端口，可以写几次",
    ),
    make_option("--max-time", type=parse_positive, default=600, metavar="秒", help="最多用多少秒（默认：600）"),
    make_option("--timeout", type=parse_positive, default=20, metavar="秒", help="一个地址最多等多少秒（默认：20）"),
    make_option("--strict", action="store_true", help="有提醒，退出码也是 1"),
    make_option("--quiet", action="store_true", help="都对就什么都不说（给定时任务用）"),
    make_option("--json", action="store_true", help="输出 JSON（给监控用）"),
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command."""
    for add in OPTIONS:
        add(parser)
    parser.epilog = EPILOG


def run_verify(options: Namespace) -> int:
    """Verify a site; return 0 where nothing is wrong, 1 where something is, 2 where it could not be reached."""
    from ..verification.run import format_json, verify

    order = make_options(options)
    if not options.quiet and not options.json:
        print_message(f"正在问 {order.base}，只看，不改……")
    outcome = verify(order)
    code = get_exit_code(outcome, strict=options.strict)
    if options.json:
        print_result(format_json(outcome, code, order.seed))
    elif code != RIGHT or not options.quiet:
        print_outcome(outcome, code, order)
    return code


def get_exit_code(outcome: VerificationResult, *, strict: bool) -> int:
    """Return the exit code of a result."""
    if outcome.faults or (strict and outcome.findings):
        return WRONG
    return UNASKED if outcome.unasked else RIGHT


def make_options(options: Namespace) -> VerificationOptions:
    """Return the options of the verification from those of the command line. Raises Refusal."""
    from ..verification.address import parse_base_url, parse_connect_options
    from ..verification.session import VerificationOptions

    local = read_checkout(options.root)
    if not (options.url or (local and local.address)):
        raise Refusal("没有说问哪个网址。请写在后面，例如 verify https://louzu.example/。")
    base = parse_base_url(options.url or (local.address if local else ""))
    return VerificationOptions(
        base,
        parse_connect_options(options.connect, base),
        None if options.all else options.sample,
        options.seed or random.randrange(1, 1_000_000),
        options.max_time,
        options.timeout,
        local,
    )


def read_checkout(root: Path) -> CheckoutInfo | None:
    """Return the address and the issued ids of the checkout in `root`; None where there is none."""
    from ..content.settings import read_settings
    from ..ledger.reader import read_ledger
    from ..verification.session import CheckoutInfo

    if not (root / "content" / "permalinks").is_dir():
        return None
    return CheckoutInfo(read_settings(root)[0].site_url, frozenset(read_ledger(root)[0].by_id))


def print_outcome(outcome: VerificationResult, code: int, order: VerificationOptions) -> None:
    """Print what is wrong, then how it ended."""
    from ..verification.run import iter_closing_lines, iter_report_lines

    for line in iter_report_lines(outcome):
        print_result(line)
    if outcome.unasked:
        print_result(f"没有问成 {outcome.url}：{outcome.unasked}")
    for line in iter_closing_lines(outcome):
        print_message(line)
    if code == RIGHT:
        print_result(f"都对：{outcome.url}" + ("（有提醒，不改也行）" if outcome.findings else ""))
    elif outcome.ids:
        print_message(f"要再问同样的编号，加上 --seed {order.seed}。")
