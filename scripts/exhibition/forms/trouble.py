"""What is said to the keeper where forms are turned on and cannot be made."""

from __future__ import annotations

from ..diagnostics import Diagnostic, Severity
from ..model import Forge
from ..model.rules import Said, wording


@wording("W421", Severity.ADVICE, "表单的组件还没有取来")
def missing_package() -> Said:
    """问题：mkdocs.yml 里打开了表单，可是这台电脑上没有表单的组件（Sveltia CMS）。网站照常建好，“用表单写”那一页会说表单还没有准备好。

    不好：

        一台没有装 npm 的电脑，运行 build

    好：

        装了 Node.js（自带 npm）的电脑，运行 python3 scripts/start.py build

    怎么改：装上 Node.js，再运行一次 build，组件会自动取来，并核对是不是定好的那一版。
    """
    return Said(
        "打开了表单，可是还没有表单的组件，“用表单写”这一页暂时不能用，别的照常。",
        "装上 Node.js（自带 npm），再运行一次 python3 scripts/start.py build。",
    )


def without_package(forge: Forge) -> Diagnostic:
    """Return the reminder that the package is missing, where forms are turned on."""
    slip = missing_package()
    return Diagnostic(forge.span, slip.rule.code, slip.rule.severity, slip.message, slip.hint)
