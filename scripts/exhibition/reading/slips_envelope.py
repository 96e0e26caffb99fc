"""What is said about a file as a whole: its encoding, its kind, and the lines that open and close its front matter."""

from __future__ import annotations

from ..diagnostics import Severity
from ..model.rules import Said, wording

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@wording("E001", ERROR, "空文件")
def empty_file() -> Said:
    """问题：文件里什么也没有，多半是上传没有成功。

    不好：一个 0 字节的 index.md。

    好：从模板复制来、填好信息栏的 index.md。

    怎么改：从模板重新开始，把内容粘贴进来再保存。
    """
    return Said("文件是空的。", "从模板重新开始，把内容粘贴进来再保存。")


@wording("E002", ERROR, "不是文本文件")
def not_text(kind: str) -> Said:
    """问题：把 Word、PDF 或图片的文件名改成 index.md，里面并不是文字。

    不好：楼组介绍.docx 改名成 index.md。

    好：在网页编辑框里粘贴文字，保存成 index.md。

    怎么改：打开原来的文档，复制文字，粘贴到网页编辑框里再保存。
    """
    return Said(f"这是{kind}，只是把文件名改成了 .md。", "打开原来的文档，复制文字，粘贴到网页编辑框里再保存。")


@wording("E003", ERROR, "UTF-16 编码")
def utf16() -> Said:
    """问题：记事本另存为时选了“Unicode”，网站读不了这种编码。

    不好：编码是“Unicode”或“UTF-16”。

    好：编码是“UTF-8”。

    怎么改：用记事本打开，文件 → 另存为 → 编码选“UTF-8” → 保存，再重新上传。
    """
    return Said(
        "文件是 UTF-16 编码（记事本里叫“Unicode”），网站读不了。",
        "用记事本打开 → 另存为 → 编码选“UTF-8” → 保存，再重新上传。",
    )


@wording("E004", ERROR, "GBK 编码")
def gbk() -> Said:
    """问题：旧版记事本默认的“ANSI”就是 GBK 编码，网站只认 UTF-8。

    不好：编码是“ANSI”。

    好：编码是“UTF-8”。

    怎么改：用记事本打开，另存为，编码选“UTF-8”；或者直接在网页上编辑，不上传文件。
    """
    return Said(
        "文件是 GBK 编码（旧版记事本的“ANSI”），网站只认 UTF-8。",
        "用记事本打开 → 另存为 → 编码选“UTF-8”；或者直接在网页上编辑，不要上传文件。",
    )


@wording("E005", ERROR, "有读不出来的字")
def garbled() -> Said:
    """问题：文件里有一段读不出来的字节，多半是传输时坏了。

    不好：名称: 64号�

    好：名称: 64号楼

    怎么改：找到这一行，删掉乱码重新打一遍；不行就重新上传原来的文件。
    """
    return Said("这一行有读不出来的字（乱码）。", "删掉乱码重新打一遍；不行就重新上传原来的文件。")


@wording("E011", ERROR, "开头的三横线打错了")
def wrong_opening(line: str) -> Said:
    """问题：第一行应该是三个英文减号，打成了中文破折号，或者个数不对。

    不好：

        ———

    好：

        ---

    怎么改：切换到英文输入法，改成三个减号。
    """
    return Said(f"开头这一行应该是三个英文减号，现在是“{line}”。", "切换到英文输入法，改成三个减号。", "---")


@wording("E012", ERROR, "信息栏前面有别的字")
def text_before_opening() -> Said:
    """问题：信息栏必须从第一行开始，前面写了别的字，那些字不会出现在网站上。

    不好：

        高境镇的楼组
        ---
        编号: 10001

    好：

        ---
        编号: 10001

    怎么改：把前面的字删掉，或移到信息栏下面的正文里。
    """
    return Said("开头的 --- 前面还有别的字。", "把这些字删掉，或移到信息栏下面的正文里。")


@wording("E013", ERROR, "缺少开头的三横线")
def missing_opening() -> Said:
    """问题：第一行应该是三个英文减号，信息栏从那里开始。

    不好：

        编号: 10001
        名称: 64号楼
        ---

    好：

        ---
        编号: 10001
        名称: 64号楼
        ---

    怎么改：在最上面加一行三个英文减号。
    """
    return Said("缺少开头的 --- 。", "在这一行的上面加一行三个英文减号：---")


@wording("E015", ERROR, "结尾的三横线打错了")
def wrong_closing(line: str) -> Said:
    """问题：信息栏的最后一行应该是三个英文减号，打成了别的横线，或者个数不对。

    不好：

        来源: 宝山区民政局
        －－－

    好：

        来源: 宝山区民政局
        ---

    怎么改：切换到英文输入法，改成三个减号。
    """
    return Said(f"信息栏结尾应该是三个英文减号，现在是“{line}”。", "切换到英文输入法，改成三个减号。", "---")


@wording("E016", ERROR, "缺少结尾的三横线")
def missing_closing() -> Said:
    """问题：信息栏没有结束，正文也被当成了信息。

    不好：

        ---
        编号: 10001
        来源: 宝山区民政局

        这是正文……

    好：

        ---
        编号: 10001
        来源: 宝山区民政局
        ---

        这是正文……

    怎么改：在最后一项信息的下一行加三个英文减号。
    """
    return Said("信息栏没有结束：缺少结尾的 --- 。", "在这一行前面加一行三个英文减号：---")
