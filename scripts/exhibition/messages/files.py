"""Messages about files, vocabularies, settings and the ledger: one function a mistake."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..diagnostics import Severity
from ..text.characters import SEALED
from .registry import Message, register_message

ERROR = Severity.ERROR
MARK = re.compile(r"<{7}(?: |$)|>{7}(?: |$)|\|{7}(?: |$)|={7}\s*$")


@register_message("E010", ERROR, "合并冲突的标记")
def conflict_marks(besides: str = "") -> Message:
    """问题：两个人同时改了同一处，系统把两份都留下来，并用一串尖括号隔开。

    不好：

        <<<<<<< HEAD
        星级: 3
        =======
        星级: 4
        >>>>>>> main

    好：

        星级: 4

    怎么改：只留下对的一份，三行标记都删掉；不会弄就在评论里说一声，管理员来处理。
    """
    return Message(
        "这里留着“合并冲突”的标记（<<<<<<<、=======、>>>>>>>）。",
        f"只留下对的一份，把三行标记都删掉；{besides}不会弄就在评论里说一声。",
    )


def has_conflict(text: str) -> bool:
    """Are there marks of a conflict in a text? A row of equal signs alone is none: it may underline a heading."""
    return ("<<<<<<<" in text or ">>>>>>>" in text) and any(map(is_conflict_side, text.splitlines()))


def is_conflict_side(line: str) -> bool:
    """Does a line name one of the two sides of a conflict?"""
    return line[:1] in "<>" and MARK.match(line) is not None


def keep_first_version(lines: list[str], tell: Callable[[int], None]) -> list[str]:
    """Return the lines with conflict marks and the second of both versions blanked, so that line numbers stay.

    `tell` is called with the number of the line where each conflict begins.
    """
    if not any(line.startswith(("<<<<<<<", ">>>>>>>")) for line in lines):
        return lines
    kept, second, told = [], False, False
    for number, line in enumerate(lines, 1):
        mark = line[0] if MARK.match(line) else ""
        if mark and not told:
            tell(number)
        told = (told or bool(mark)) and mark != ">"
        kept.append("" if mark or second else line)
        second = (second or mark in "|=") and mark != ">" if mark else second
    return kept


def split_conflict_sides(text: str) -> tuple[str, str]:
    """Return the two versions of a text: as it is on the first and on the second side of its conflicts."""
    first: list[str] = []
    second: list[str] = []
    side = ""
    for line in text.split("\n"):
        mark = line[0] if MARK.match(line) else ""
        if mark == "<" or (mark and side):
            side = "" if mark == ">" else mark
            continue
        first += [line] if side in ("", "<") else []
        second += [line] if side in ("", "=") else []
    return "\n".join(first), "\n".join(second)


ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@register_message("E001", ERROR, "空文件")
def empty_file(listed: str = "") -> Message:
    """问题：文件里什么也没有，多半是上传没有成功。

    不好：一个 0 字节的 index.md。

    好：从模板复制来、填好信息栏的 index.md。

    怎么改：从模板重新开始，把内容粘贴进来再保存。
    """
    if listed:
        return Message("文件是空的。", f"照指南写上“{listed}:”和下面的几条；还没有可写的就删掉它。")
    return Message("文件是空的。", "从模板重新开始，把内容粘贴进来再保存。")


@register_message("E002", ERROR, "不是文本文件")
def not_text(kind: str) -> Message:
    """问题：把 Word、PDF 或图片的文件名改成 index.md，里面并不是文字。

    不好：楼组介绍.docx 改名成 index.md。

    好：在网页编辑框里粘贴文字，保存成 index.md。

    怎么改：打开原来的文档，复制文字，粘贴到网页编辑框里再保存。
    """
    return Message(f"这是{kind}，只是把文件名改成了 .md。", "打开原来的文档，复制文字，粘贴到网页编辑框里再保存。")


@register_message("E003", ERROR, "UTF-16 编码")
def utf16() -> Message:
    """问题：记事本另存为时选了“Unicode”，网站读不了这种编码。

    不好：编码是“Unicode”或“UTF-16”。

    好：编码是“UTF-8”。

    怎么改：用记事本打开，文件 → 另存为 → 编码选“UTF-8” → 保存，再重新上传。
    """
    return Message(
        "文件是 UTF-16 编码（记事本里叫“Unicode”），网站读不了。",
        "用记事本打开 → 另存为 → 编码选“UTF-8” → 保存，再重新上传。",
    )


@register_message("E004", ERROR, "GBK 编码")
def gbk() -> Message:
    """问题：旧版记事本默认的“ANSI”就是 GBK 编码，网站只认 UTF-8。

    不好：编码是“ANSI”。

    好：编码是“UTF-8”。

    怎么改：用记事本打开，另存为，编码选“UTF-8”；或者直接在网页上编辑，不上传文件。
    """
    return Message(
        "文件是 GBK 编码（旧版记事本的“ANSI”），网站只认 UTF-8。",
        "用记事本打开 → 另存为 → 编码选“UTF-8”；或者直接在网页上编辑，不要上传文件。",
    )


@register_message("E005", ERROR, "有读不出来的字")
def garbled() -> Message:
    """问题：文件里有一段读不出来的字节，多半是传输时坏了。

    不好：名称: 64号�

    好：名称: 64号楼

    怎么改：找到这一行，删掉乱码重新打一遍；不行就重新上传原来的文件。
    """
    return Message("这一行有读不出来的字（乱码）。", "删掉乱码重新打一遍；不行就重新上传原来的文件。")


@register_message("E011", ERROR, "开头的三横线打错了")
def wrong_opening(line: str) -> Message:
    """问题：第一行应该是三个英文减号，打成了中文破折号，或者个数不对。

    不好：

        ———

    好：

        ---

    怎么改：切换到英文输入法，改成三个减号。
    """
    return Message(f"开头这一行应该是三个英文减号，现在是“{line}”。", "切换到英文输入法，改成三个减号。", "---")


@register_message("E012", ERROR, "信息栏前面有别的字")
def text_before_opening() -> Message:
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
    return Message("开头的 --- 前面还有别的字。", "把这些字删掉，或移到信息栏下面的正文里。")


@register_message("E013", ERROR, "缺少开头的三横线")
def missing_opening() -> Message:
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
    return Message("缺少开头的 --- 。", "在这一行的上面加一行三个英文减号：---")


@register_message("E015", ERROR, "结尾的三横线打错了")
def wrong_closing(line: str) -> Message:
    """问题：信息栏的最后一行应该是三个英文减号，打成了别的横线，或者个数不对。

    不好：

        来源: 宝山区民政局
        －－－

    好：

        来源: 宝山区民政局
        ---

    怎么改：切换到英文输入法，改成三个减号。
    """
    return Message(f"信息栏结尾应该是三个英文减号，现在是“{line}”。", "切换到英文输入法，改成三个减号。", "---")


@register_message("E016", ERROR, "缺少结尾的三横线")
def missing_closing() -> Message:
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
    return Message("信息栏没有结束：缺少结尾的 --- 。", "在这一行前面加一行三个英文减号：---")


@register_message("E322", ERROR, "文件夹里没有 index.md")
def folder_without_index(names: Sequence[str], meant: str | None, file: str = "index.md") -> Message:
    """问题：每个楼组、楼群的文件夹里要有一个 index.md，名字要完全一样。

    不好：`index.md.txt`、`Index.MD`、`index (1).md`、`新建文本文档.txt`

    好：`index.md`

    怎么改：把介绍文件改名为 index.md；是 Word 文档的，复制里面的文字，照模板写成 index.md。
    """
    if file in names:
        return Message(f"文件夹里的 {file} 打不开。", f"删掉它，重新上传 {file}。")
    if meant and meant.lower().endswith(tuple(SEALED)):
        hint = f"打开“{meant}”，复制文字，照模板写成 index.md；再删掉“{meant}”。"
    elif meant:
        hint = f"把“{meant}”改名为 index.md。"
    else:
        there = f"这里有：{'、'.join(names)}。" if names else "这里什么也没有。"
        hint = f"照模板写一个 index.md；不是楼组的文件夹就删掉。{there}"
    return Message("文件夹里没有 index.md。", hint)


@register_message("E317", ERROR, "文件太大")
def oversized_file(why: str) -> Message:
    """问题：文件大得不像是人写的，多半是把照片、视频或别的东西贴了进去。网站不会打开它。

    不好：`index.md` 有 30 MB

    好：`index.md` 只有几 KB，照片一张一张放在旁边

    怎么改：把不是文字的内容拿出来，照片另外上传；文字太长就分开写。
    """
    return Message(f"{why}，网站不会打开它。", "把不是文字的内容拿出来，照片另外上传；文字太长就分开写。")


@register_message("E400", ERROR, "同一份单子写在两处")
def list_in_two_places(key: str, line: int, beside: int) -> Message:
    """问题：一份单子（例如“议事”）写在 index.md 里，或者写在旁边自己的文件里，只选一处。两处都写，不知道以哪一处为准。

    不好：index.md 里有“议事:”，旁边又有一个 `议事.md`，里面也有“议事:”。

    好：都写在 `议事.md` 里，index.md 里没有“议事:”。

    怎么改：合成一处：把 index.md 里那几条移到旁边的文件里，接在最后一条下面，再删掉 index.md 里的这一项。
    """
    return Message(
        f"“{key}”写在两处：index.md 第 {line} 行，{key}.md 第 {beside} 行。",
        f"把两处合成一处：把 index.md 里的几条移到 {key}.md 最后一条的下面，再删掉 index.md 里的“{key}”。",
    )


@register_message("E401", ERROR, "写错了文件")
def foreign_key(key: str, listed: str, home: str) -> Message:
    """问题：旁边的文件叫什么名字，里面就只写那一份单子；别的写在这里，网站不会读。

    不好：`议事.md` 里写了“经验:”。

    好：“经验:”写在 index.md 里，或者写在 `经验.md` 里。

    怎么改：把这一项和它下面的几行移到提示里说的文件。
    """
    place = home if home == "index.md" else f"index.md，或者旁边的 {home}"
    return Message(
        f"{listed}.md 里只写“{listed}”，“{key}”写在这里不会展出。",
        f"把“{key}”和它下面的几行移到 {place}。",
    )


@register_message("W402", ADVICE, "单子下面的字不会展出")
def prose_in_side_file(listed: str) -> Message:
    """问题：旁边的文件（例如 `议事.md`）只读两条 --- 中间的单子，下面写的字不会展出。

    不好：`议事.md` 的第二条 --- 下面写了一段故事。

    好：故事写在 index.md 的正文里。

    怎么改：把这些字移到 index.md 的正文里，或者写进单子的一条。不改也能发布。
    """
    return Message(f"{listed}.md 里只读“{listed}”，--- 下面的字不会展出。", "把这些字移到 index.md 的正文里。")


@register_message("W405", ADVICE, "这一份不由志愿者写")
def owned_list(key: str, owner: str, has_file: bool) -> Message:
    """问题：有的单子（例如“评定”）由民政部门填，写在旁边自己的文件里，改动要由他们看过。写在 index.md 里，他们就看不到。

    不好：index.md 里写“评定:”。

    好：“评定:”写在 `评定.md` 里，由民政部门用表格导入。

    怎么改：运行 fix --write，整份移到旁边的文件，一条不少；或者请管网站的人移。没有核对过的就删掉。不改也能发布。
    """
    if has_file:
        return Message(
            f"“{key}”由{owner}填在 {key}.md 里，不写在 index.md 里。",
            f"核对它和旁边的 {key}.md：以那一份为准，删掉这里的“{key}”；有出入就告诉{owner}。",
        )
    return Message(
        f"“{key}”由{owner}填在 {key}.md 里，不写在 index.md 里。",
        f"请管网站的人运行 fix --write，把这几条原样移到 {key}.md；没有核对过的就删掉。",
    )


@register_message("E380", ERROR, "网站地址的写法")
def wrong_site_url(url: str) -> Message:
    """问题：site_url 是印在二维码里的网址，要以 http:// 或 https:// 开头，以 / 结尾。

    不好：

        site_url: louzu.example

    好：

        site_url: https://louzu.example/

    怎么改：照上面的样子写。二维码贴出去以后就不要再改。
    """
    return Message(
        f"mkdocs.yml 里的 site_url 是“{url}”，要以 http:// 或 https:// 开头，以 / 结尾。",
        "改成完整的网址，例如 https://louzu.example/",
    )


@register_message("E381", ERROR, "设置文件读不出来")
def unreadable_settings(why: str) -> Message:
    """问题：mkdocs.yml 是网站的设置，缺了它或写坏了就不知道网站叫什么、在哪里。

    不好：没有 mkdocs.yml，或者里面缩进乱了。

    好：

        site_name: 宝山活力楼组线上展厅
        site_url: https://louzu.example/

    怎么改：从以前的版本里找回来，或照说的那一行改正。
    """
    return Message(f"读不出设置文件 mkdocs.yml：{why}。", "照这一行改正，或从以前的版本里找回来。")


@register_message("E387", ERROR, "设置里的一项写错了")
def wrong_setting(key: str, value: str, wanted: str) -> Message:
    """问题：mkdocs.yml 里的这些内容会出现在每一页上，或者成为每一页的链接，写错了整个网站都跟着错。

    不好：

        site_name: <b>楼组展厅</b>
        extra:
          exhibition:
            edit_url: javascript:alert(1)

    好：

        site_name: 宝山活力楼组线上展厅
        extra:
          exhibition:
            edit_url: https://git.example.cn/district/louzu/edit/main/{path}

    怎么改：照说的样子改正；不知道怎么写，就从以前的版本里找回这一行。
    """
    shown = value if len(value) <= 40 else f"{value[:40]}…"
    return Message(f"{key} 是“{shown}”，不能这样写。", f"{wanted}。")


@register_message("E483", ERROR, "联系方式的写法")
def wrong_contact(key: str, value: str, wanted: str) -> Message:
    """问题：mkdocs.yml 里写着看展的人可以找谁：电话、邮箱、地点、时间，谁在办，文字和照片能不能转用。它们出现在每一页的最下面，写错了谁也找不到。

    不好：

        contact:
          telephone: 请打居委会

    好：

        contact:
          telephone: 021-12345678
          hours: 周一到周五 9:00–17:00

    怎么改：照提示的样子改正；还不知道，就写成两个引号 "" 空着。
    """
    shown = value if len(value) <= 40 else f"{value[:40]}…"
    return Message(f"{key} 是“{shown}”，看展的人用不上。", f"{wanted}。")


@register_message("E484", ERROR, "备案号的写法")
def wrong_filing_number(key: str, value: str, wanted: str) -> Message:
    """问题：网站放在内地的服务器上，最下面要写备案号，连到工信部（或公安）的查询网站。号码写错了，查出来的就是别人的网站。

    不好：

        icp: 沪备1234

    好：

        icp: 沪ICP备12345678号-1

    怎么改：打开备案系统，把号码整个抄下来，前后不加别的字；还没有备案，就写成两个引号 "" 空着。
    """
    shown = value if len(value) <= 40 else f"{value[:40]}…"
    return Message(f"{key} 是“{shown}”，不像备案号。", f"{wanted}。")


@register_message("W485", Severity.ADVICE, "联系电话像是个人的手机")
def personal_telephone() -> Message:
    """问题：联系电话会出现在每一页，谁都看得到，也会被人抄走。写单位对外公布的电话，换了人也还能打通。

    不好：`telephone: 138****0000`（个人的手机，没有打码）

    好：`telephone: 021-12345678`

    怎么改：换成单位的电话。就是单位公用的手机，不改也能发布。
    """
    return Message(
        "contact 里的 telephone 像是手机号，每一页都会写着它。", "换成单位对外公布的电话；确实公用的，就不用改。"
    )


@register_message("E488", Severity.ERROR, "设置里有私人的号码")
def private_setting(key: str, kind: str, shown: str) -> Message:
    """问题：展厅的名称、单位、地点、邮箱和版权说明，每一页都写着。里面有手机号、身份证号、微信号，谁都抄得走。

    不好：`place: 找老王，138****0000`（没有打码的）

    好：`place: 某某路1号一楼`

    怎么改：删掉号码。对外公布的电话，写进 contact 下面的 telephone。
    """
    return Message(f"{key} 里写了{kind}：“{shown}”，每一页都会写着它。", "删掉它；对外公布的电话，写进 telephone。")


@register_message("W486", Severity.ADVICE, "只写了时间，找不到人")
def half_contact() -> Message:
    """问题：写了什么时候有人，没有写电话、邮箱或地点，看展的人还是不知道找谁。

    不好：

        contact:
          hours: 周一到周五 9:00–17:00

    好：

        contact:
          telephone: 021-12345678
          hours: 周一到周五 9:00–17:00

    怎么改：补上电话、邮箱或者地点里的一样。不改也能发布。
    """
    return Message("contact 里只有时间，没有电话、邮箱和地点。", "补上电话、邮箱、地点里的一样。")


@register_message("E487", ERROR, "联系方式里不认识的一项")
def unknown_contact_key(key: str, known: Sequence[str]) -> Message:
    """问题：`contact` 下面只认 telephone（电话）、mail（邮箱）、place（地点）、hours（时间）四项。别的名字没有人读，写了也不会出现在网页上。

    不好：

        contact:
          phone: 021-12345678

    好：

        contact:
          telephone: 021-12345678

    怎么改：把名字改成四个里的一个。
    """
    return Message(f"contact 下面没有“{key[:20]}”这一项，写了也没有人看得到。", f"改成 {'、'.join(known)} 里的一个。")


@register_message("E388", ERROR, "设置会运行别的程序")
def untrusted_power(name: str, effect: str) -> Message:
    """问题：mkdocs.yml 里有的设置会运行别的程序，或者把别处的文件放进网页。改了它，就能改掉所有的页面。

    不好：

        hooks:
          - tools/hook.py

    好：

        plugins: []

    怎么改：删掉这一项。确实要用，请管网站的人先看清楚它做什么，再把它的名字写进 trusted：

        extra:
          exhibition:
            trusted: [hooks]
    """
    return Message(
        f"设置里的 {name} {effect}。",
        f"删掉它；确实要用，看清楚以后把 {name} 写进 extra.exhibition.trusted。",
    )


@register_message("W389", ADVICE, "设置会运行别的程序，已写明可信")
def trusted_power(name: str, effect: str) -> Message:
    """问题：mkdocs.yml 里有一项会运行别的程序，或者把别处的文件放进网页。它的名字写在 trusted 里，所以照常发布；每次检查都提一句，让看改动的人知道。

    不好：没有人知道这个程序是做什么的。

    好：管网站的人看过这个程序，知道它为什么在这里。

    怎么改：还要用，不改也能发布；不再用了，把它和 trusted 里的名字一起删掉。
    """
    return Message(f"设置里的 {name} {effect}，trusted 里写明了可信。", "删掉它和 trusted 里的名字；还要用，就不用改。")


@register_message("W384", ADVICE, "表单的设置写错了")
def wrong_forms(key: str, value: str, wanted: str) -> Message:
    """问题：mkdocs.yml 里 forms 下面的一项看不懂，所以这一次没有做“用表单写”的页面，别的照常。不改也能发布。

    不好：

        forms:
          backend: Gitee
          repo: louzu

    好：

        forms:
          backend: gitea
          repo: district/louzu

    怎么改：照上面的样子写；不用表单，就让 backend 和 repo 都空着。
    """
    return Message(f"forms 下面的 {key} 是“{value}”，看不懂，这一次没有做表单。", f"{wanted}。")


@register_message("E382", ERROR, "词表读不出来")
def unreadable_vocabulary(why: str) -> Message:
    """问题：词表是街镇、主题、培育标准等可以选的词，缺了它或写坏了，就没法核对内容。

    不好：

        名称: 主题
        词: 加装电梯

    好：

        名称: 主题
        来源: 本展厅
        词:
          - slug: lift
            名称: 加装电梯

    怎么改：照说的那一行改正，或从以前的版本里找回来。
    """
    return Message(f"读不出这张词表：{why}。", "照这一行改正，或从以前的版本里找回来。")


@register_message("E383", ERROR, "词表里的词写错了")
def malformed_term(why: str, hint: str = "补上或改正；slug 只用小写字母、数字和短横线。") -> Message:
    """问题：词表里每个词要有 slug（网址里用的小写英文）和名称，两者都不能和别的词重复；颜色、位置、姿势、插画也有自己的写法。

    不好：

        词:
          - 名称: 加装电梯

    好：

        词:
          - slug: lift
            名称: 加装电梯

    怎么改：补上 slug 和名称；slug 只用小写字母、数字和短横线。颜色写成 `"#0F6B75"` 的样子，tile 写成 `3,2` 的样子。
    """
    return Message(f"词表里的这个词写错了：{why}。", hint)


@register_message("E480", ERROR, "词表没写来源")
def unsourced_vocabulary(name: str = "") -> Message:
    """问题：词表里的词、标准、数字会出现在很多页上，每一个都要说得出是哪里来的。整张表写一次“来源”，或者每个词各写各的。

    不好：

        名称: 难题
        词:
          - slug: lift
            名称: 加装电梯

    好：

        名称: 难题
        来源: 本项目
        词:
          - slug: lift
            名称: 加装电梯

    怎么改：补上一行来源：哪个单位，或者“本项目”。不知道从哪里来的，就不要写进词表。
    """
    if name:
        return Message(f"词表里的“{name}”没有写来源。", "在这个词下面补一行“来源: ”，写明是哪个单位说的。")
    return Message("这张词表没有写来源。", "在“词”的上面补一行“来源: ”，写明是哪个单位说的，或者“本项目”。")


@register_message("E481", ERROR, "空位的写法")
def malformed_slots(text: str) -> Message:
    """问题：“空位”说的是还有几个词不知道名称，要写一个数字；有几个也不知道，就写“不详”。

    不好：

        空位: 还有四条

    好：

        空位: 4

    怎么改：写数字，例如 4；不知道有几个写“不详”；没有空位就删掉这一行。名称知道了，把它写进“词”，空位减一。
    """
    shown = f"是“{text[:20]}”" if text else "不是一个数字"
    return Message(f"“空位”{shown}，看不懂。", "写一个数字，例如 4；不知道有几个，写“不详”。")


@register_message("W482", ADVICE, "词表里少了页面要用的词")
def missing_term(slug: str) -> Message:
    """问题：有的词，页面是照它的 slug 去找的，例如官方数字里的 units。slug 改了或者删了，那句话就不说了，别的照常。

    不好：

        - slug: all-units
          名称: 活力楼组
          数: 5500+

    好：

        - slug: units
          名称: 活力楼组
          数: 5500+

    怎么改：把 slug 改回来，或者从以前的版本里找回这个词。不改也能发布。
    """
    return Message(
        f"词表里没有“{slug}”，用到它的那句话就不说了。", f"把 slug 改回“{slug}”，或者从以前的版本里找回这个词。"
    )


@register_message("W386", ADVICE, "审核人的写法")
def malformed_reviewer(wrong: Sequence[str]) -> Message:
    """问题：审核人要写代码平台上的用户名，前面带 @；写别的，改动来了没有人收到通知。

    不好：

        审核: 王老师

    好：

        审核: "@shili-shenhe"

    怎么改：改成带 @ 的用户名，整个放在英文双引号里；几个人之间空一格。不改也能发布。
    """
    return Message(
        f"审核人“{'”“'.join(wrong)}”不是代码平台上的用户名。",
        '改成带 @ 的用户名，整个放在英文双引号里，例如 "@shili-shenhe"。',
    )


@register_message("E609", ERROR, "公开的联系方式没写理由")
def unreasoned_contact(missing: list[str]) -> Message:
    """问题：放行一个号码，要写明是什么、为什么可以公开、依据在哪里。少一样就不放行。

    不好：

        词:
          - 内容: 居委会的电话

    好：

        词:
          - 内容: 居委会的电话
            理由: 居委会对外公布的值班电话
            来源: 居委会门口的公示牌

    怎么改：补上“理由”和“来源”；说不出理由的，删掉这一条。
    """
    return Message(
        f"这一条公开的联系方式少了{'、'.join(f'“{key}”' for key in missing)}。", "补上；说不出理由的就删掉这一条。"
    )
