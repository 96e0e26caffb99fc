"""Files of owners against what `owners` would write: once somebody looks after the site, the code host must know it."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity, Span
from ..files import read_file
from ..model.reviewers import handles
from ..owners import owners
from .rule import Hall, check


@check("E318", Severity.ERROR, "审核人文件不是最新的")
def stale_owners(hall: Hall) -> Iterator[Finding]:
    """问题：管网站的人（keepers）或者街镇的审核人改了，代码平台读的文件没有跟着改。改动来了，平台会请错人看，或者谁也不请。

    不好：mkdocs.yml 里写了 keepers，`.github/CODEOWNERS` 还是“还没有人”。

    好：运行过 `python3 scripts/start.py owners --write`，三个文件都是它写的。

    怎么改：运行 `python3 scripts/start.py owners --write`，把改了的文件一起交上去。
    """
    if not handles(hall.exhibition.settings.keepers)[0]:
        return
    for path, text in owners(hall.exhibition).items():
        try:
            written = read_file(hall.root / path).decode("utf-8", "replace").replace("\r\n", "\n")
        except OSError:
            written = ""
        if written != text:
            line = first_difference(written, text)
            stale = f"{path} 和设置里写的审核人不一样。"
            missing = f"没有 {path}，代码平台不知道该请谁看改动。"
            yield Finding(
                Span(path if written else "mkdocs.yml", line if written else 1),
                stale if written else missing,
                "在电脑上运行 python3 scripts/start.py owners --write，把改了的文件一起交上去。",
            )


def first_difference(written: str, text: str) -> int:
    """Return the number of the first line of `written` that is not as in `text`, from 1."""
    pairs = zip(written.split("\n"), text.split("\n"), strict=False)
    return next((number for number, (old, new) in enumerate(pairs, 1) if old != new), 1)
