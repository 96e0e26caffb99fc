"""Commands `check`, `build`, `serve`, `export-docs` and `mascot`.

Modules that only one of them needs are imported when it runs: `check` must start fast, because editors and every
change wait for it.
"""

from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..collector import pause_collector
from ..diagnostics import Diagnostic
from ..progress import Progress
from ..report import EXTRA_OUTPUTS, REPORTERS, SourceLines
from ..site.pipeline import load_and_check
from ..storage.cache import FileStamp, open_objects
from ..types.completeness import summarize_archives
from .address import parse_trial_address
from .arguments import parse_machines
from .console import mask_sentence, print_message, print_result
from .unchanged import SECONDS

if TYPE_CHECKING:
    from ..site.build import BuildResult
    from ..site.incremental import SiteChanges
    from ..storage.cache import Cache

RememberBuild = Callable[[Sequence[tuple[str, str]], Mapping[str, FileStamp]], None]
"""Records what a build has said and the stamps of the files that it has published."""


def run_check(options: Namespace, remember: Callable[[str, int], None] = lambda text, code: None) -> int:
    """Report on all content; exit code 1 with any 错误. `remember` is called with the report and the code."""
    progress = Progress(print_message)
    cache = open_objects(options.cache)
    exhibition, found = load_and_check(options.root, progress, cache, options.base)
    sources = SourceLines(
        options.root,
        mended=partial(collect_fixes, options.root, cache),
        archives=partial(summarize_archives, exhibition),
        site_url=exhibition.settings.site_url,
    )
    text, code = REPORTERS[options.output](found, sources), int(any(diagnostic.blocks for diagnostic in found))
    print_result(text)
    append_extra_output(options.output, found, sources)
    write_timings(options.timings, progress)
    if is_repeatable(found):
        remember(text, code)
    return code


FROM_ELSEWHERE = frozenset(["W580", "W581", "E582"])
"""Codes of findings that may be gone though no file has changed: what could not be fetched. The next run tries again."""


def is_repeatable(found: Iterable[Diagnostic]) -> bool:
    """Return whether another run over the same files must find the same."""
    return not any(one.code in FROM_ELSEWHERE for one in found)


def collect_fixes(root: Path, cache: Cache) -> Mapping[str, str]:
    """Return the fixed front matter of every file that can be fixed, by path; for reports that show it."""
    from .fix import collect_fixed_front_matter

    return collect_fixed_front_matter(root, cache)


def run_build(options: Namespace, remember: RememberBuild) -> int:
    """Build and publish; exit code 1 with any 错误, 2 where an address would be lost.

    After a publication `remember` is called with what a build will say for which nothing has changed (stream and masked
    text), and with the stamps of the published files.
    """
    with pause_collector():
        from ..site.build import build
        from ..site.incremental import BuildFolders

    progress = Progress(print_message)
    places = BuildFolders(options.root, options.site, options.cache, machines=parse_machines(options))
    if options.address is not None:
        places = replace(places, purpose="trial", trial=parse_trial_address(options.root, options.address))
    outcome = build(places, progress, fresh=options.fresh)
    report = format_report(outcome.diagnostics, options.root, "text") if outcome.diagnostics else ""
    if report:
        print_message(report)
    write_timings(options.timings, progress)
    code = report_build(outcome, options.site, sum(progress.seconds.values()), places.trial)
    if outcome.published and is_repeatable(outcome.diagnostics):
        said = describe_success(outcome.pages, SECONDS, options.site, places.trial, UNCHANGED)
        found = [("err", mask_sentence(report))] if report else []
        found += [("err", mask_sentence(line)) for line in describe_warnings(outcome)]
        remember(
            [*found, *((stream, mask_sentence(text) if stream == "err" else text) for stream, text in said)],
            outcome.stamps,
        )
    return code


def describe_warnings(outcome: BuildResult) -> list[str]:
    """Return what the renderer of pages has warned of, a line each."""
    return [f"排版程序提醒：{warning}" for warning in outcome.warnings]


def report_build(outcome: BuildResult, site: Path, seconds: float, trial: str = "") -> int:
    """Print how a build ended and return its exit code."""
    for line in describe_warnings(outcome):
        print_message(line)
    if outcome.missing:
        for line in report_lost_addresses(outcome.missing):
            print_message(line)
        return 2
    if not outcome.published:
        print_message("没有生成网站：请先改好上面的错误。原来的网站没有动。")
        return 1
    changes = describe_changes(outcome.changes) if outcome.changes else UNCHANGED
    for stream, text in describe_success(outcome.pages, f"{seconds:.1f}", site, trial, changes):
        (print_result if stream == "out" else print_message)(text)
    return 0


def describe_success(pages: int, seconds: str, site: Path, trial: str, changes: str) -> list[tuple[str, str]]:
    """Return what a build says that has published, line by line, with the stream (`out` for results, `err`)."""
    what = f"试验站（{trial}）" if trial else "展厅"
    told = [("out", f"{what}建好了：{pages} 页，用了 {seconds} 秒，放在 {site}"), ("out", changes)]
    if trial:
        told.append(("err", "每一页都写着“试验站”，搜索引擎不收；码和海报都是样张，请不要贴出去。正式的网站没有动。"))
    told.append(("err", f"打开看看：python3 -m http.server -d {site}，然后在浏览器里访问 http://localhost:8000/"))
    return told


UNCHANGED = "和上次一样，没有要上传的。"
"""What is to upload after a build that has changed nothing."""


def describe_changes(changes: SiteChanges) -> str:
    """Return what a publication has changed, and how much that is to upload.

    Compressed is what a server sends; `upload` itself finds out what a bucket has, which may be older.
    """
    parts = [
        *([f"{changes.pages} 页"] if changes.pages else []),
        *([f"{changes.others} 个别的文件"] if changes.others else []),
    ]
    gone = f"，去掉了 {changes.removed} 个文件" if changes.removed else ""
    if changes.packed is None:
        return f"{'、'.join(parts)}都是新做的{gone}，一共 {format_size(changes.size)}。"
    if not parts:
        return f"没有要上传的{gone}。" if gone else UNCHANGED
    size = f"{format_size(changes.size)}（压缩后 {format_size(changes.packed)}）"
    return f"改了 {'、'.join(parts)}{gone}，要上传 {size}。"


def format_size(size: int) -> str:
    """Return a number of bytes for people, rounded up.

    >>> format_size(0), format_size(1), format_size(41_000), format_size(999_001), format_size(15_900_000)
    ('0 KB', '1 KB', '41 KB', '1.0 MB', '15.9 MB')
    """
    kilobytes = -(-size // 1000)
    return f"{kilobytes} KB" if kilobytes < 1000 else f"{size / 1_000_000:.1f} MB"


def report_lost_addresses(missing: Sequence[str]) -> list[str]:
    """Return which addresses would be lost, and what to do."""
    ids = [path.strip("/") for path in missing if path[:5].isdecimal()]
    others = [path for path in missing if not path[:5].isdecimal()]
    told: list[str] = []
    if ids:
        told.append(
            f"没有发布：编号 {'、'.join(ids)} 在台账里，或者在原来的网站上，新的网站却没有这一页，墙上的二维码会扫空。"
        )
    if others:
        told.append(f"没有发布：原来的网站上有 {'、'.join(others)}，新的网站却没有，别人存着的网址会打不开。")
        told.append("街镇、主题合并或改了 slug 的，请在词表里合并后的那一项写上“旧slug”，旧网址就会带人过去。")
    told.append(
        "原来的网站没有动。" + ("请找回台账里的小文件和它的文件夹，再试一次。" if ids else "改好以后再试一次。")
    )
    return told


def run_serve(options: Namespace) -> int:
    """Run the preview until interrupted, which is its normal end."""
    from ..preview import run_preview
    from .console import explain_error

    say_why = partial(explain_error, options.cache)
    try:
        run_preview(options.root, options.cache, options.address, print_message, say_why, open_browser=options.open)
    except KeyboardInterrupt:
        print_message("\n预览停了。")
    return 0


def run_export_docs(options: Namespace) -> int:
    """Write the site as a folder of plain MkDocs; exit code 1 with any 错误, 2 where an address would be lost."""
    from ..site.docs_export import OWN_FILES, export_docs
    from ..site.incremental import BuildFolders

    progress = Progress(print_message)
    folder = options.folder.resolve()
    done = export_docs(BuildFolders(options.root, options.site, options.cache), folder, progress)
    if done.diagnostics:
        print_message(format_report(done.diagnostics, options.root, "text"))
    write_timings(options.timings, progress)
    if done.missing:
        for line in report_lost_addresses(done.missing):
            print_message(line)
        return 2
    if not done.written:
        print_message("没有导出：请先改好上面的错误。")
        return 1
    print_result(f"导出好了：{done.pages} 页，放在 {folder}")
    print_message(
        f"在那个文件夹里运行 python -m mkdocs build，网站在它的 site/ 里；只少 {'、'.join(OWN_FILES)} 这几个发布时才写的文件。"
    )
    return 0


def run_mascot(options: Namespace) -> int:
    """Draw the mascot's files anew."""
    from illustrations.mascot import write_mascot

    folder = options.root / "overrides" / "assets" / "mascot"
    write_mascot(folder)
    print_result(f"吉祥物画好了，放在 {folder}")
    return 0


def format_report(found: Sequence[Diagnostic], root: Path, output: str) -> str:
    """Return the diagnostics in one of the report formats, with their source lines."""
    return REPORTERS[output](found, SourceLines(root))


def append_extra_output(output: str, found: Sequence[Diagnostic], sources: SourceLines) -> None:
    """Append the additional output of a report format to the file that the environment names for it."""
    variable, compose = EXTRA_OUTPUTS.get(output, ("", None))
    place = os.environ.get(variable) if variable else None
    if place and compose:
        with Path(place).open("a", encoding="utf-8") as file:
            file.write(compose(found, sources))


def write_timings(path: Path | None, progress: Progress) -> None:
    """Write wall seconds by phase, where a path is given."""
    if path:
        path.write_text(json.dumps(progress.seconds, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
