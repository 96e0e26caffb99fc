"""What is said about the files that a keeper looks after: settings and vocabularies."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Severity
from ..model.rules import Said, wording
from .naming import SEALED

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@wording("E322", ERROR, "文件夹里没有 index.md")
def folder_without_index(names: Sequence[str], meant: str | None) -> Said:
    """问题：每个楼组、楼群的文件夹里要有一个 index.md，名字要完全一样。

    不好：`index.md.txt`、`Index.MD`、`index (1).md`、`新建文本文档.txt`

    好：`index.md`

    怎么改：把介绍文件改名为 index.md；是 Word 文档的，复制里面的文字，照模板写成 index.md。
    """
    if "index.md" in names:
        return Said("文件夹里的 index.md 打不开。", "删掉它，重新上传 index.md。")
    if meant and meant.lower().endswith(tuple(SEALED)):
        hint = f"打开“{meant}”，复制文字，照模板写成 index.md；再删掉“{meant}”。"
    elif meant:
        hint = f"把“{meant}”改名为 index.md。"
    else:
        there = f"这里有：{'、'.join(names)}。" if names else "这里什么也没有。"
        hint = f"照模板写一个 index.md；不是楼组的文件夹就删掉。{there}"
    return Said("文件夹里没有 index.md。", hint)


@wording("E317", ERROR, "文件太大")
def oversized_file(why: str) -> Said:
    """问题：文件大得不像是人写的，多半是把照片、视频或别的东西贴了进去。网站不会打开它。

    不好：`index.md` 有 30 MB

    好：`index.md` 只有几 KB，照片一张一张放在旁边

    怎么改：把不是文字的内容拿出来，照片另外上传；文字太长就分开写。
    """
    return Said(f"{why}，网站不会打开它。", "把不是文字的内容拿出来，照片另外上传；文字太长就分开写。")


@wording("E380", ERROR, "网站地址的写法")
def wrong_site_url(url: str) -> Said:
    """问题：site_url 是印在二维码里的网址，要以 http:// 或 https:// 开头，以 / 结尾。

    不好：

        site_url: louzu.example

    好：

        site_url: https://louzu.example/

    怎么改：照上面的样子写。二维码贴出去以后就不要再改。
    """
    return Said(
        f"mkdocs.yml 里的 site_url 是“{url}”，要以 http:// 或 https:// 开头，以 / 结尾。",
        "改成完整的网址，例如 https://louzu.example/",
    )


@wording("E381", ERROR, "设置文件读不出来")
def unreadable_settings(why: str) -> Said:
    """问题：mkdocs.yml 是网站的设置，缺了它或写坏了就不知道网站叫什么、在哪里。

    不好：没有 mkdocs.yml，或者里面缩进乱了。

    好：

        site_name: 宝山活力楼组线上展厅
        site_url: https://louzu.example/

    怎么改：从以前的版本里找回来，或照说的那一行改正。
    """
    return Said(f"读不出设置文件 mkdocs.yml：{why}。", "照这一行改正，或从以前的版本里找回来。")


@wording("E387", ERROR, "设置里的一项写错了")
def wrong_setting(key: str, value: str, wanted: str) -> Said:
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
    return Said(f"{key} 是“{shown}”，不能这样写。", f"{wanted}。")


@wording("E388", ERROR, "设置会运行别的程序")
def untrusted_power(name: str, effect: str) -> Said:
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
    return Said(
        f"设置里的 {name} {effect}。",
        f"删掉它；确实要用，看清楚以后把 {name} 写进 extra.exhibition.trusted。",
    )


@wording("W389", ADVICE, "设置会运行别的程序，已写明可信")
def trusted_power(name: str, effect: str) -> Said:
    """问题：mkdocs.yml 里有一项会运行别的程序，或者把别处的文件放进网页。它的名字写在 trusted 里，所以照常发布；每次检查都提一句，让看改动的人知道。

    不好：没有人知道这个程序是做什么的。

    好：管网站的人看过这个程序，知道它为什么在这里。

    怎么改：还要用，不改也能发布；不再用了，把它和 trusted 里的名字一起删掉。
    """
    return Said(f"设置里的 {name} {effect}，trusted 里写明了可信。", "删掉它和 trusted 里的名字；还要用，就不用改。")


@wording("W384", ADVICE, "表单的设置写错了")
def wrong_forms(key: str, value: str, wanted: str) -> Said:
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
    return Said(f"forms 下面的 {key} 是“{value}”，看不懂，这一次没有做表单。", f"{wanted}。")


@wording("E382", ERROR, "词表读不出来")
def unreadable_vocabulary(why: str) -> Said:
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
    return Said(f"读不出这张词表：{why}。", "照这一行改正，或从以前的版本里找回来。")


@wording("E383", ERROR, "词表里的词写错了")
def malformed_term(why: str, hint: str = "补上或改正；slug 只用小写字母、数字和短横线。") -> Said:
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
    return Said(f"词表里的这个词写错了：{why}。", hint)


@wording("W386", ADVICE, "审核人的写法")
def malformed_reviewer(wrong: Sequence[str]) -> Said:
    """问题：审核人要写代码平台上的用户名，前面带 @；写别的，改动来了没有人收到通知。

    不好：

        审核: 王老师

    好：

        审核: "@shili-shenhe"

    怎么改：改成带 @ 的用户名，整个放在英文双引号里；几个人之间空一格。不改也能发布。
    """
    return Said(
        f"审核人“{'”“'.join(wrong)}”不是代码平台上的用户名。",
        '改成带 @ 的用户名，整个放在英文双引号里，例如 "@shili-shenhe"。',
    )


@wording("E609", ERROR, "公开的联系方式没写理由")
def unreasoned_contact(missing: list[str]) -> Said:
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
    return Said(
        f"这一条公开的联系方式少了{'、'.join(f'“{key}”' for key in missing)}。", "补上；说不出理由的就删掉这一条。"
    )
