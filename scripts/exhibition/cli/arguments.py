"""The words of the command line, as data: every command, its options and its Chinese help."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from . import commands, workshop

HOME = Path(__file__).resolve().parents[3]
"""The checkout: the folder that holds `content/`, `overrides/` and `mkdocs.yml`."""

Add = Callable[[argparse.ArgumentParser], object]


class ChineseHelp(argparse.HelpFormatter):
    """argparse's help with a Chinese first word."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Say 用法 instead of usage."""
        super().add_usage(usage, actions, groups, prefix or "用法：")


class ChineseParser(argparse.ArgumentParser):
    """argparse with Chinese headings and errors."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, formatter_class=ChineseHelp, **options)  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = "命令", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say what was not understood, and how to read on."""
        self.print_usage()
        self.exit(2, f"没看懂这条命令：{message}\n加上 --help 可以看说明。\n")


def option(*names: str, **details: object) -> Add:
    """Describe one option."""
    return lambda parser: parser.add_argument(*names, **details)  # type: ignore[arg-type]


ROOT = option(
    "--root", type=Path, default=HOME, metavar="文件夹", help="放着 content/ 和 mkdocs.yml 的文件夹（默认：本项目）"
)
CACHE = option("--cache", type=Path, metavar="文件夹", help="存放中间结果的文件夹（默认：.cache/exhibition）")
TIMINGS = option("--timings", type=Path, metavar="文件", help="把每一步用的秒数写进这个 JSON 文件")


def hand_down(parser: argparse.ArgumentParser) -> None:
    """Let a command pass on every word that it does not know itself."""
    parser.set_defaults(rest=[])
    parser.epilog = "别的参数原样传下去。"


HANDED_DOWN: Add = hand_down

COMMANDS: dict[str, tuple[str, Callable[[argparse.Namespace], int], tuple[Add, ...]]] = {
    "build": (
        "检查内容，生成整个展厅（site/）",
        commands.run_build,
        (
            option("--site", type=Path, metavar="文件夹", help="网站放在哪里（默认：site/）"),
            option("--fresh", action="store_true", help="每一页都重新排版"),
            TIMINGS,
        ),
    ),
    "check": (
        "只检查内容，不生成网站",
        commands.run_check,
        (option("--output", choices=commands.OUTPUTS, default="text", help="输出格式（默认：text）"), TIMINGS),
    ),
    "serve": (
        "在本机预览，改了内容会自动刷新",
        commands.run_serve,
        (
            option("--address", default="127.0.0.1:8000", metavar="主机:端口", help="预览地址（默认：127.0.0.1:8000）"),
            option("--open", action="store_true", help="顺便打开浏览器"),
        ),
    ),
    "mascot": ("重新画出吉祥物文件夹（overrides/assets/mascot/）", commands.run_mascot, ()),
    "test": ("运行全部测试（给维护者）", workshop.run_tests, (HANDED_DOWN,)),
    "bench": ("运行性能对比（给维护者）", workshop.run_benchmarks, (HANDED_DOWN,)),
}
"""One row a command: its help, what runs it, its options. `--root` and `--cache` belong to all of them."""


def parser() -> argparse.ArgumentParser:
    """Build the parser of all commands."""
    top = ChineseParser(prog="exhibition", description="楼组展厅：把楼组的文件夹变成线上展厅。")
    below = top.add_subparsers(required=True, metavar="命令", dest="command", parser_class=ChineseParser)
    for name, (help_text, run, options) in COMMANDS.items():
        command = below.add_parser(name, help=help_text, description=help_text)
        for add in (ROOT, CACHE, *options):
            add(command)
        command.set_defaults(run=run)
    return top


def understood(words: Sequence[str]) -> argparse.Namespace:
    """Parse `words`; folders that were not given lie in the root."""
    top = parser()
    options, rest = top.parse_known_args(words)
    if "rest" in options:
        options.rest = rest
    elif rest:
        top.error(f"多了 {' '.join(rest)}")
    options.root = options.root.resolve()
    options.cache = (options.cache or options.root / ".cache" / "exhibition").resolve()
    if "site" in options:
        options.site = (options.site or options.root / "site").resolve()
    return options
