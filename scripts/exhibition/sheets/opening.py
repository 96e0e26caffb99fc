"""The bytes of a file of a spreadsheet program (xlsx, xls, ods, CSV) into the sheets in it, or into what is wrong."""

from __future__ import annotations

from ..exchange.workbooks import WorkbookContent, WorkbookProblem
from ..exchange.workbooks.client import read_in_child
from ..files import MIB, SHEET_LIMIT
from ..model.rules import Slip
from ..reading import slips_sheets as said

FAR = "在 Excel 里按 Ctrl+End，看最远的一格在哪里；把它和中间空着的行、列删掉，保存，再试一次。"
PASSWORD = (
    "用 Excel 打开它：文件 → 信息 → 保护工作簿 → 用密码进行加密，把密码删空，点确定，保存，再试一次；"
    "WPS 里是：文件 → 文档加密 → 密码加密。"
)

REASONS: dict[WorkbookProblem, tuple[str, ...]] = {
    WorkbookProblem.EMPTY: ("它是空的",),
    WorkbookProblem.LARGE: ("它太大了",),
    WorkbookProblem.PAGE: ("它其实是一个网页，只是名字写成了表格",),
    WorkbookProblem.TEXT: ("它不是表格，也不是文字",),
    WorkbookProblem.PASSWORD: ("它设了打开密码", PASSWORD),
    WorkbookProblem.FAR: ("有字写在很远的格子里，或者里面的东西太多，内存装不下", FAR),
    WorkbookProblem.BROKEN: ("它坏了，或者不是表格",),
    WorkbookProblem.SLOW: ("读了一分钟还没有读完，没有再等", FAR),
}
"""What is said of a file that gives no sheets, and what to do where that is special."""


def opened(data: bytes) -> WorkbookContent | Slip:
    """Return the sheets of a file, or why there are none. Which kind of file it is, its bytes say, not its name."""
    if len(data) > SHEET_LIMIT:
        return said.unreadable_sheet(f"它太大了，最多 {SHEET_LIMIT // MIB} MB")
    told = read_in_child(data)
    return said.unreadable_sheet(*REASONS[told]) if isinstance(told, WorkbookProblem) else told
