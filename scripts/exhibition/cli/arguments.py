"""Command line as data: every command, its options and its Chinese help."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from ..cluster import Machines

AddOptions = Callable[[argparse.ArgumentParser], object]
"""Function that adds an option to the parser of a command."""
MANY: dict[str, object] = {"action": "append", "default": [], "metavar": "名称"}
"""Option that may be given several times, or once with commas between the values."""


def make_option(*names: str, **details: object) -> AddOptions:
    """Return a function that adds one option."""
    return lambda parser: parser.add_argument(*names, **details)  # type: ignore[arg-type]


def add_type_option(parser: argparse.ArgumentParser) -> None:
    """Add the choice between the content types."""
    # Only commands that create or list entries load the types.
    from ..types import CONTENT_TYPES

    rows = tuple(CONTENT_TYPES)
    words = "，".join(f"{row.name} {row.label}" for row in rows)
    names = tuple(row.name for row in rows)
    parser.add_argument("--kind", choices=names, default=names[0], help=f"{words}（默认：{names[0]}）")


def add_output_option(parser: argparse.ArgumentParser) -> None:
    """Add the choice between the formats of a report."""
    # Only `check` loads them: they bring the patterns of private data.
    from ..report import REPORTERS

    parser.add_argument("--output", choices=tuple(REPORTERS), default="text", help="输出格式（默认：text）")


HOME = Path(__file__).resolve().parents[3]
"""The checkout: the folder that contains `content/`, `overrides/` and `mkdocs.yml`."""


def fill_type_labels(help_text: str) -> str:
    """Return a help with the labels of the content types in the place of `{types}` (楼组、楼群), and with those of the
    record lists that everybody may write in the place of `{lists}`.
    """
    if "{types}" not in help_text and "{lists}" not in help_text:
        return help_text
    from ..types import CONTENT_TYPES

    lists = "、".join(told.label for told in CONTENT_TYPES.record_types if not told.owner)
    return help_text.replace("{types}", "、".join(row.label for row in CONTENT_TYPES)).replace("{lists}", lists)


class ChineseHelp(argparse.HelpFormatter):
    """Help formatter of argparse with a Chinese heading, and with the labels of the content types.

    These are filled in when a help is printed: a command that runs does not load the types for it.
    """

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Say 用法 instead of usage."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)

    def _expand_help(self, action: argparse.Action) -> str:
        return fill_type_labels(super()._expand_help(action))

    def _format_text(self, text: str) -> str:
        return super()._format_text(fill_type_labels(text))


ARGPARSE_ERRORS = tuple(
    (re.compile(pattern), told)
    for pattern, told in (
        (
            r"\Aargument ([^:]{1,80}): invalid choice: ([^(]{0,200}) \(choose from ([^)]*)\)",
            r"\1 不能写 \2，能写的有：\3",
        ),
        (r"\Aargument ([^:]{1,80}): invalid \w+ value: (.*)", r"\1 不能写 \2"),
        (r"\Aargument ([^:]{1,80}): expected (?:one|at least one) argument", r"\1 后面少了一个值"),
        (r"\Aargument ([^:]{1,80}): ignored explicit argument (.*)", r"\1 后面不能写 \2"),
        (r"\Aargument ([^:]{1,80}): not allowed with argument (.*)", r"\1 和 \2 不能一起写"),
        (r"\Athe following arguments are required: (.*)", r"少了 \1"),
        (r"\Aambiguous option: ([^ ]{1,80}) could match (.*)", r"\1 可能是 \2，请写全"),
        # An error of a type of ours, which is Chinese.
        (r"\Aargument ([^:]{1,80}): (.*)", r"\1：\2"),
    )
)
"""What argparse says of arguments, and how it is said in Chinese; the first row that matches counts."""


def format_argparse_error(message: str) -> str:
    """Return what argparse says in Chinese.

    >>> format_argparse_error("argument --quantity: invalid int value: 'abc'")
    "--quantity 不能写 'abc'"
    >>> format_argparse_error("argument --product: 没有“a6”这种产品。")
    '--product：没有“a6”这种产品。'
    """
    for pattern, told in ARGPARSE_ERRORS:
        if found := pattern.fullmatch(message):
            return found.expand(told)
    return message


class ChineseParser(argparse.ArgumentParser):
    """Argument parser with Chinese headings and errors."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, formatter_class=ChineseHelp, **options)  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = "命令", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Print what could not be parsed and how to get help, and exit."""
        self.print_usage()
        self.exit(2, f"没看懂这条命令：{format_argparse_error(message)}\n加上 --help 可以看说明。\n")


ROOT = make_option(
    "--root", type=Path, default=HOME, metavar="文件夹", help="放着 content/ 和 mkdocs.yml 的文件夹（默认：本项目）"
)
CACHE = make_option("--cache", type=Path, metavar="文件夹", help="存放中间结果的文件夹（默认：.cache/exhibition）")
TIMINGS = make_option("--timings", type=Path, metavar="文件", help="把每一步用的秒数写进这个 JSON 文件")


def add_machine_options(parser: argparse.ArgumentParser) -> None:
    """Add the options for work on several machines; the environment may hold their values for all commands."""
    for name, metavar, told in (
        ("scheduler", "地址", "把照片和海报分给这个 Dask 调度器那里的机器做，例如 tcp://10.0.0.5:8786"),
        ("cache-store", "网址", "几台机器共用的缓存：一个共享文件夹，或者一个桶 s3://名称/文件夹"),
    ):
        variable = f"EXHIBITION_{name.upper().replace('-', '_')}"
        help = f"{told}（默认：环境变量 {variable}；没有就只用这台机器）"
        parser.add_argument(f"--{name}", default=os.environ.get(variable, ""), metavar=metavar, help=help)


def parse_machines(options: argparse.Namespace) -> Machines:
    """Return the machines that the options of a command name. Raises Refusal for the URL of no store."""
    # Only commands that may use them load this.
    from ..cluster import Machines
    from ..storage.shared_cache import parse_store

    return Machines(options.scheduler, parse_store(options.cache_store) if options.cache_store else "")


def accept_rest(parser: argparse.ArgumentParser) -> None:
    """Let a command pass on every argument that it does not know itself."""
    parser.set_defaults(rest=[])
    parser.epilog = "别的参数原样传下去。"


HANDED_DOWN: AddOptions = accept_rest


def import_later(module: str, function: str) -> Callable[[Any], Any]:
    """Return a function that imports one of ours when it is called, so that each command loads only what it needs."""
    return lambda argument: getattr(import_module(f".{module}", __package__), function)(argument)


COMMANDS: dict[str, tuple[str, Callable[[argparse.Namespace], int], tuple[AddOptions, ...]]] = {
    "build": (
        "检查内容，生成整个展厅（site/）",
        import_later("unchanged", "run_build"),
        (
            make_option(
                "--site", type=Path, metavar="文件夹", help="网站放在哪里（默认：site/；试验站是 site-trial/）"
            ),
            make_option("--address", metavar="网址", help="建一个试验站，放在这个网址下给人试；码和海报都是样张"),
            make_option("--fresh", action="store_true", help="每一页都重新排版"),
            add_machine_options,
            TIMINGS,
        ),
    ),
    "check": (
        "只检查内容，不生成网站",
        import_later("unchanged", "run_check"),
        (
            add_output_option,
            make_option(
                "--base",
                metavar="版本",
                help="和哪个版本比，例如 origin/main：那里有过的编号一个也不能少，也不能换给别的楼",
            ),
            TIMINGS,
        ),
    ),
    "fix": (
        "把拿得准的小错改好；不加 --write 只看看会改什么",
        import_later("fix", "run_fix"),
        (
            make_option("paths", nargs="*", type=Path, metavar="文件或文件夹", help="只看这些（默认：全部内容）"),
            make_option("--write", action="store_true", help="写进文件"),
        ),
    ),
    "photos": (
        "把相机里的照片变小、转正、去掉藏着的信息；不加 --write 只看看会怎么样",
        import_later("photos", "run_photos"),
        (
            make_option("paths", nargs="*", type=Path, metavar="文件或文件夹", help="哪些照片（默认：全部内容里的）"),
            make_option(
                "--into",
                type=import_later("photos", "parse_folder_or_id"),
                metavar="编号",
                help="放进哪个编号的文件夹：10025",
            ),
            make_option("--write", action="store_true", help="写进文件夹"),
            make_option(
                "--staged", action="store_true", help="只看 git 正要提交的照片，换成安全的（给提交前的钩子用）"
            ),
            add_machine_options,
        ),
    ),
    "serve": (
        "在本机预览，改了内容会自动刷新",
        import_later("check_build_serve", "run_serve"),
        (
            make_option(
                "--address", default="127.0.0.1:8000", metavar="主机:端口", help="预览地址（默认：127.0.0.1:8000）"
            ),
            make_option("--open", action="store_true", help="顺便打开浏览器"),
        ),
    ),
    "posters": (
        "给印刷厂做一批海报（print/）",
        import_later("posters", "run_posters"),
        (import_later("posters", "add_options"),),
    ),
    "new": (
        "新建一页的文件夹（{types}）：问几个问题，领好编号",
        import_later("new", "run_new"),
        (
            add_type_option,
            make_option("--no-ask", dest="ask", action="store_false", help="不提问，只用选项里写的"),
            make_option("--dry-run", action="store_true", help="只看看文件会是什么样，什么都不写"),
            make_option("--another", action="store_true", help="有一页看着一样，可是写的确实不是它"),
            import_later("new", "add_answer_options"),
        ),
    ),
    "apply": (
        "照一份申报（议题的正文，或“我要申报”做好的那一段）建一页草稿，领好编号",
        import_later("apply", "run_apply"),
        (
            make_option("file", type=Path, metavar="文件", help="申报的文件：议题的正文，或从 /apply/ 存下来的那一段"),
            make_option("--dry-run", action="store_true", help="只看看文件会是什么样，什么都不写"),
            make_option("--another", action="store_true", help="有一页看着一样，可是申报的确实不是它"),
            make_option("--report", type=Path, metavar="文件", help="把结果写成 JSON，给回话的程序读"),
        ),
    ),
    "add": (
        "在一页的单子（{lists}）里添一块样子，照着改就是一条",
        import_later("add", "run_add"),
        (
            make_option("list", metavar="单子", help="哪一份单子：{lists}"),
            make_option("entry", metavar="编号", help="哪一页，写编号；写名称也认得"),
            make_option("--dry-run", action="store_true", help="只看看文件会是什么样，什么都不写"),
        ),
    ),
    "permalinks": (
        "看台账；停用一个编号，或把它并到别处（不加 --write 只看看会改什么）",
        import_later("permalinks", "run_permalinks"),
        (
            make_option("--retire", metavar="编号", help="停用这个编号"),
            make_option("--merge", metavar="编号", help="把这个编号并到别处"),
            make_option("--into", metavar="编号", help="并到哪个编号"),
            make_option("--migrate", action="store_true", help="把旧的表 permalinks.csv 换成每个编号一个小文件"),
            make_option("--csv", type=Path, metavar="文件", help="把台账导出成一张表（CSV），给要表格的人"),
            make_option("--write", action="store_true", help="写进台账"),
        ),
    ),
    "address": (
        "看印在墙上的网址；把它记下来，或者换一个（不加 --write 只看看会改什么）",
        import_later("address", "run_address"),
        (
            make_option("--to", default="", metavar="网址", help="换成这个网址，例如 https://louzu.example/"),
            make_option(
                "--jobs", type=Path, metavar="文件夹", help="印过的海报放在哪里，用来数印过多少（默认：print/）"
            ),
            make_option("--write", action="store_true", help="写进 mkdocs.yml 和 content/site-address.yml"),
        ),
    ),
    "move": (
        "换街镇：文件夹和“街镇”一起换，编号不变（不加 --write 只看看会改什么）",
        import_later("permalinks", "run_move"),
        (
            make_option("ids", nargs="*", metavar="编号", help="哪些楼组"),
            make_option("--street", metavar="街镇", help="整个街镇的楼组都移走"),
            make_option("--to", required=True, metavar="街镇", help="移到哪个街镇"),
            make_option("--write", action="store_true", help="真的移"),
        ),
    ),
    "renumber": (
        "给还没有发布过的{types}换一个编号（不加 --write 只看看会改什么）",
        import_later("permalinks", "run_renumber"),
        (
            make_option("id", metavar="编号", help="现在的编号；两座楼同号的，换后来的那座"),
            make_option("--to", default="random", metavar="编号", help="换成几号（默认：抽一个没有用过的）"),
            make_option("--base", default="", metavar="版本", help="发布过的是哪个版本（默认：origin/main、main）"),
            make_option("--write", action="store_true", help="真的换"),
        ),
    ),
    "owners": (
        "写好各代码平台的审核人文件（CODEOWNERS）；不加 --write 只看看会改什么",
        import_later("maintenance", "run_owners"),
        (make_option("--write", action="store_true", help="写进文件"),),
    ),
    "upload": (
        "把生成好的网站传到对象存储（要装 rclone）",
        import_later("upload", "run_upload"),
        (import_later("upload", "add_options"),),
    ),
    "verify": (
        "问一遍网上的展厅：扫码打得开吗，服务器有没有设错（只看，不改）",
        import_later("verify", "run_verify"),
        (import_later("verify", "add_options"),),
    ),
    "import": (
        "从 Excel 表格导入；不加 --write 只看看会改什么",
        import_later("import_export", "run_import"),
        (
            make_option("sheet", type=Path, metavar="表格", help="xlsx、xls、ods 或 CSV 文件"),
            import_later("import_export", "add_sheet_type_option"),
            import_later("import_export", "add_list_option"),
            make_option("--write", action="store_true", help="写进文件"),
            make_option("--new", action="store_true", help="没有编号、也找不到的行，新建成草稿，领好编号"),
            make_option("--another", action="store_true", help="和 --new 一起：有一个看着一样，可是确实是另一个"),
            make_option(
                "--column", action="append", default=[], metavar="标题=名称", help="这个标题就是那一项，例如 星数=星级"
            ),
            make_option(
                "--only", action="append", default=[], metavar="表名", help="只读这一张表（默认：有标题行的都读）"
            ),
            make_option("--report", type=Path, metavar="文件", help="把每一行的结果写成清单（.xlsx 或 .csv）"),
        ),
    ),
    "export": (
        "导出成 Excel 表格（xlsx 或 CSV）",
        import_later("import_export", "run_export"),
        (
            add_type_option,
            import_later("import_export", "add_list_option"),
            make_option("--all", action="store_true", help="一个文件里导出所有的表：每一类一张，每一份清单一张"),
            import_later("import_export", "add_format_option"),
            make_option(
                "--out",
                dest="file",
                type=Path,
                metavar="文件",
                help="放在哪里（默认：这里，用表的名字，例如 楼组.xlsx）",
            ),
        ),
    ),
    "export-docs": (
        "导出成 MkDocs 的文件夹：在里面运行 mkdocs build，得到一样的网站（给维护者）",
        import_later("check_build_serve", "run_export_docs"),
        (
            make_option("folder", type=Path, metavar="文件夹", help="放在哪里：新的、空的，或者以前导出过的文件夹"),
            make_option("--site", type=Path, metavar="文件夹", help="发布过的网站，里面的网址都会留着（默认：site/）"),
            TIMINGS,
        ),
    ),
    "mascot": ("重新画出吉祥物文件夹（overrides/assets/mascot/）", import_later("check_build_serve", "run_mascot"), ()),
    "lock": ("重新锁定依赖的软件包和它们的指纹（给维护者）", import_later("maintenance", "run_lock"), (HANDED_DOWN,)),
    "licences": ("列出依赖的软件包和它们的许可证（给维护者）", import_later("maintenance", "run_licences"), ()),
    "test": ("运行全部测试（给维护者）", import_later("maintenance", "run_tests"), (HANDED_DOWN,)),
    "test-fast": (
        "运行快的测试，一分钟以内，不开浏览器（给维护者）",
        import_later("maintenance", "run_fast_tests"),
        (HANDED_DOWN,),
    ),
    "bench": ("运行性能对比（给维护者）", import_later("maintenance", "run_benchmarks"), (HANDED_DOWN,)),
}
"""One row for each command: its help, its function, its options. `--root` and `--cache` belong to all of them.

`{types}` in a help stands for the labels of the content types, `{lists}` for those of the record lists.
"""


def build_parser(chosen: str = "") -> argparse.ArgumentParser:
    """Build the parser of all commands; only the options of the `chosen` one are loaded."""
    top = ChineseParser(prog="exhibition", description="楼组展厅：把楼组的文件夹变成线上展厅。")
    below = top.add_subparsers(required=True, metavar="命令", dest="command", parser_class=ChineseParser)
    for name, (help_text, run, options) in COMMANDS.items():
        command = below.add_parser(name, help=help_text, description=help_text)
        for add in (ROOT, CACHE, *options) if name == chosen else ():
            add(command)
        command.set_defaults(run=run)
    return top


def parse_arguments(words: Sequence[str]) -> argparse.Namespace:
    """Parse `words`; default folders are below the root."""
    top = build_parser(next(iter(words), ""))
    options, rest = top.parse_known_args(words)
    if "rest" in options:
        options.rest = rest
    elif rest:
        top.error(f"多了 {' '.join(rest)}")
    options.root = options.root.resolve()
    options.cache = (options.cache or options.root / ".cache" / "exhibition").resolve()
    if "out" in options:
        options.out = (options.out or options.root / "print").resolve()
    if "jobs" in options:
        options.jobs = (options.jobs or options.root / "print").resolve()
    if "site" in options:
        # An empty value, from a variable that is not set, must not select the site itself.
        trial = getattr(options, "address", None) is not None
        options.site = (options.site or options.root / ("site-trial" if trial else "site")).resolve()
    return options
