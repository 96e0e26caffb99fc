"""Messages about permalink files."""

from __future__ import annotations

from ..diagnostics import Severity
from ..model.rules import Said, wording

ERROR = Severity.ERROR


@wording("E333", ERROR, "台账的一行写错了")
def malformed_link(why: str, better: str = "") -> Said:
    """问题：台账里每个编号一个小文件 `content/permalinks/编号.yml`，里面三四行：发放、名称、状态，并到别处的还有去向。

    不好：

        状态: 还在用

    好：

        发放: 2026-05-01
        名称: 示例楼
        状态: 在用

    怎么改：照提示改这一行。状态只有三种：在用、停用、并入。
    """
    return Said(
        f"台账的这个小文件写错了：{why}。", f"改成“{better}”。" if better else "照旁边的文件改；不会改就请管理员来改。"
    )


@wording("E338", ERROR, "没有台账")
def missing_ledger() -> Said:
    """问题：台账 content/permalinks/ 记着每一个发出去的编号，没有它不知道哪些二维码已经贴在墙上。

    不好：没有文件夹 content/permalinks/，或者里面是空的。

    好：里面每个编号一个小文件，例如 `10001.yml`。

    怎么改：从以前的版本里找回这个文件夹。
    """
    return Said("找不到台账 content/permalinks/，或者打不开。", "从以前的版本里找回这个文件夹。")


@wording("E339", ERROR, "台账还是一张旧表")
def old_ledger(*, beside: bool) -> Said:
    """问题：台账从前是一张表 content/permalinks.csv，几个人同时加一行就会撞在一起。现在每个编号一个小文件。

    不好：`content/permalinks.csv`

    好：`content/permalinks/10001.yml`、`content/permalinks/10002.yml`……

    怎么改：运行 `python3 scripts/start.py permalinks --migrate`，看过没问题，再加上 `--write`。编号一个也不会变。
    """
    if beside:
        message = "台账已经换成 content/permalinks/ 里的小文件，旧的表 content/permalinks.csv 还在。"
    else:
        message = "台账还是一张旧表，现在每个编号一个小文件。"
    return Said(message, "请管理员运行 permalinks --migrate，看过没问题，再加上 --write；编号一个也不会变。")
