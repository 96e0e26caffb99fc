"""The command `export-docs`: the site as a folder of plain MkDocs."""

from __future__ import annotations

from argparse import Namespace

from ..progress import Progress
from ..site.docs_export import OWN_FILES, export_docs
from ..site.incremental import BuildFolders
from .check_build_serve import format_report, report_lost_addresses, write_timings
from .console import print_message, print_result


def run_export_docs(options: Namespace) -> int:
    """Write the docs tree; exit code 1 with any 错误, 2 where an address would be lost."""
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
