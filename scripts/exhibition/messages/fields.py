"""Messages about fields and their values.

Fields: unknown, double, missing, empty, or of another shape than the table of fields says. Values: what a field cannot
take, or takes with a reminder.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..diagnostics import Severity
from .registry import FieldIssue, Message, register_message

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@register_message("W110", ADVICE, "列表里的中文标点")
def chinese_list(key: str, standard: str) -> Message:
    """问题：列表用了顿号、中文逗号或中文括号。看得懂，只是标准写法是英文方括号和英文逗号。

    不好：

        主题: 加装电梯、楼道清理

    好：

        主题: [加装电梯, 楼道清理]

    怎么改：照上面改，或一行写一个。不改也能发布。
    """
    return Message(
        f"“{key}”是列表，要用英文方括号和英文逗号；已按 {standard} 理解。", "改成英文方括号和英文逗号。", standard
    )


@register_message("W127", ADVICE, "列表写成了一行")
def list_on_a_line(key: str, items: Sequence[str], certain: bool, wrapped: bool = False) -> Message:
    """问题：“自治小组”“公约”这样的列表，一条写一行。写成一行有时看得懂，有时分不清是几条。

    不好：

        自治小组: 楼组长、第二楼组长、自治小组成员

    好：

        自治小组:
          - 楼组长
          - 第二楼组长
          - 自治小组成员

    怎么改：一条写一行，前面加减号和空格。不改也能发布。
    """
    if wrapped:
        said = f"“{key}”的 {len(items)} 行连成了 1 条，是不是 {len(items)} 条？"
        return Message(said, "写成一条一行，每一条前面加减号和空格；就是 1 条的不用改。")
    if certain:
        return Message(f"“{key}”写成了一行，已按 {len(items)} 条理解：{'；'.join(items)}。", "改成一条一行。")
    return Message(f"“{key}”写成了一行，现在算 1 条，是不是 {len(items)} 条？", "改成一条一行；就是 1 条的不用改。")


@register_message("E201", ERROR, "名称打错了")
def misspelt_key(key: str, meant: str) -> Message:
    """问题：信息栏里没有这一项，多半是打错了字。

    不好：

        星集: 4

    好：

        星级: 4

    怎么改：照模板改正。
    """
    return Message(f"没有“{key}”这一项，是不是想写“{meant}”？", f"把“{key}”改成“{meant}”。")


@register_message("E202", ERROR, "没有这一项")
def unknown_key(key: str, keys: Sequence[str], why: str = "", hint: str = "") -> Message:
    """问题：信息栏里没有这一项，写了也不会出现在网站上。

    不好：

        微信群: 64号楼邻居群

    好：删掉这一行，想说的话写到信息栏下面的正文里。

    怎么改：删掉这一行，或改成信息栏里有的一项。
    """
    return Message(f"没有“{key}”这一项{why}。", hint or f"删掉这一行，或改成信息栏里有的一项：{'、'.join(keys)}。")


@register_message("E203", ERROR, "同一项写了两次")
def double_key(key: str, line: int) -> Message:
    """问题：同一项写了两次，不知道以哪个为准。

    不好：

        星级: 3
        星级: 4

    好：

        星级: 4

    怎么改：只留一行，删掉另一行。
    """
    return Message(f"“{key}”写了两次，第一次在第 {line} 行。", "只留一行，删掉另一行。")


@register_message("E205", ERROR, "缺少必填项")
def missing_field(key: str, example: str) -> Message:
    """问题：少了必填的一项。编号、名称、街镇、状态总要写；发布时还要写一句话和来源。

    不好：

        编号: 10001
        名称: 64号楼

    好：

        编号: 10001
        名称: 64号楼
        街镇: 高境镇
        状态: 草稿

    怎么改：加上这一行。
    """
    return Message(f"缺少必填项“{key}”。", f"加一行{format_example(key, example)}")


@register_message("E210", ERROR, "必填项还空着")
def empty_field(key: str, example: str) -> Message:
    """问题：必填的一项有名称，没有内容。

    不好：

        街镇:

    好：

        街镇: 高境镇

    怎么改：填上内容。
    """
    return Message(f"必填项“{key}”还没填。", f"填上内容{format_example(key, example)}")


def format_example(key: str, example: str) -> str:
    """Return the end of a hint with the example of a field; of records, which have none, that they stand below the key."""
    return f"，例如：{key}: {example}" if example else f"：写“{key}:”，下面一条一条写，照指南里的样子。"


@register_message("E208", ERROR, "应该只写一个内容")
def not_single(key: str) -> Message:
    """问题：这一项只能写一个内容，现在写成了列表，或者下面还有缩进的行。

    不好：

        街镇: [高境镇, 庙行镇]

    好：

        街镇: 高境镇

    怎么改：只留一个，写在冒号后面。
    """
    return Message(f"“{key}”只能写一个内容，现在写成了好几个。", "只留一个，写在冒号后面。")


@register_message("E209", ERROR, "列表里混进了别的写法")
def not_item(key: str) -> Message:
    """问题：列表的每一行应该是一句话，现在里面还有小项目。

    不好：

        公约:
          - 标题: 楼道不放东西

    好：

        公约:
          - 楼道不放东西

    怎么改：一行只写一句话。
    """
    return Message(f"“{key}”的每一行只写一个内容。", "减号后面直接写内容，不再分小项。")


@register_message("E211", ERROR, "应该一条一条写")
def not_records(key: str, keys: Sequence[str]) -> Message:
    """问题：这一项要一条一条写，每一条有自己的小项目，现在只有一句话。

    不好：

        照片: photo-01.jpg

    好：

        照片:
          - 文件: photo-01.jpg
            说明: 居民一起清理楼道

    怎么改：换行，写减号、空格，再写各个小项目。
    """
    return Message(
        f"“{key}”要一条一条写，每条有：{'、'.join(keys)}。", f"换行写“  - {keys[0]}: ……”，其他各行前面空 4 格。"
    )


@register_message("E314", ERROR, "“文件”和“插画”只写一个")
def file_or_scene(both: bool) -> Message:
    """问题：每一张要么是照片（文件），要么是插画，两个都写或都不写就不知道放哪一张。

    不好：

        照片:
          - 文件: photo-01.jpg
            插画: 加装电梯
            说明: 居民一起商量

    好：

        照片:
          - 文件: photo-01.jpg
            说明: 居民一起商量

    怎么改：有照片就写“文件”，没有照片就写“插画”，只留一个。
    """
    if both:
        return Message("这一张既写了“文件”又写了“插画”。", "只留一个：有照片就写“文件”，没有就写“插画”。")
    return Message("这一张没有写“文件”，也没有写“插画”。", "加一行“文件: 照片的文件名”；没有照片就写“插画”。")


@register_message("E109", ERROR, "编号、数字、选项外面有引号")
def quoted_value(key: str, text: str, bare: str) -> Message:
    """问题：编号、数字、日期和选项不用加引号，中文引号会被当成内容的一部分。

    不好：

        编号: “10064”

    好：

        编号: 10064

    怎么改：把引号删掉。
    """
    return Message(f"“{key}”的值不要加引号。", "删掉引号。", bare)


@register_message("E221", ERROR, "写得太长")
def too_long(key: str, length: int, limit: int) -> Message:
    """问题：这一项有字数上限，手机屏幕上放不下太长的句子。

    不好：

        一句话: 我们楼组从二〇一八年开始……（一百多个字）

    好：

        一句话: 七次议事，一起装好了电梯

    怎么改：只留最要紧的一句，细节写到正文里。
    """
    return Message(f"“{key}”有 {length} 字，最多 {limit} 字，多了 {length - limit} 字。", "缩短它，细节写到正文里。")


@register_message("W128", ADVICE, "列表里不用写序号")
def own_number(key: str, text: str, bare: str) -> Message:
    """问题：公约在网页上会自动编号，别的列表不编号；自己写的序号会多出来，例如“一、1、不堆物”。

    不好：

        公约:
          - 1、不堆物
          - 2、说话轻一点

    好：

        公约:
          - 不堆物
          - 说话轻一点

    怎么改：删掉前面的序号。不改也能发布，网站会自动去掉它。
    """
    number = text[: len(text) - len(bare)].strip()
    return Message(f"“{key}”里不用写序号“{number}”，已经去掉。", "删掉序号。", bare)


@register_message("W478", ADVICE, "话题的写法")
def near_prefix(key: str, word: str, near: str, standard: str) -> Message:
    """问题：这一条开头像是话题，可是词表里没有这个词，公约库里就归不到那个话题下面。话题后面要用中文冒号。

    不好：

        公约:
          - 楼道里：不放过夜的东西

    好：

        公约:
          - 楼道：不放过夜的东西

    怎么改：说的就是这个话题，照提示改；本来就是另一件事，不用改。不改也能发布。
    """
    return Message(f"“{key}”里没有话题“{word}”，是不是“{near}”？", f"改成“{near}：”；说的是别的事就不用改。", standard)


def describe_prefix_colon(key: str, word: str, standard: str) -> FieldIssue:
    """Return what is said of another colon behind a word of the vocabulary: what is meant is certain."""
    return replace(
        near_prefix(key, word, word, standard),
        message=f"“{key}”里话题“{word}”后面要用中文冒号，已这样理解。",
        hint="改成中文冒号“：”。",
    )


def describe_prefix_signs(key: str, word: str, standard: str) -> FieldIssue:
    """Return what is said of signs around the word, which make no other word of it."""
    return replace(
        near_prefix(key, word, word, standard),
        message=f"“{key}”里话题“{word}”外面不用加别的符号，已这样理解。",
        hint=f"改成“{word}：”。",
    )


@register_message("W479", ADVICE, "只有话题，没有写约定")
def prefix_alone(key: str, word: str) -> Message:
    """问题：这一条只写了话题，冒号后面空着，没有说约好了什么。

    不好：

        公约:
          - 楼道：
          - 不放过夜的东西

    好：

        公约:
          - 楼道：不放过夜的东西

    怎么改：在冒号后面写上约好的事；话题要写在每一条的最前面。不改也能发布。
    """
    return Message(
        f"“{key}”里这一条只写了话题“{word}”，没有写约好了什么。", f"在“{word}：”后面写上约好的事，或者删掉这一行。"
    )


@register_message("W222", ADVICE, "星级不用写“星”字")
def stars_in_words(key: str, text: str, stars: int) -> Message:
    """问题：星级写成“3星”“三”“★★★”也看得懂，只是标准写法是一个数字。

    不好：

        星级: 三星

    好：

        星级: 3

    怎么改：改成 0 到 5 的一个数字。不改也能发布。
    """
    return Message(f"“{key}”只写数字就好，“{text}”已按 {stars} 处理。", "改成纯数字。", str(stars))


@register_message("E223", ERROR, "应该是整数")
def not_whole(key: str, text: str, example: str) -> Message:
    """问题：这一项只能写整数，“约”“多”“左右”这样的字没法统计。

    不好：

        户数: 二十多户

    好：

        户数: 24

    怎么改：写一个整数；不确定就空着，页面会显示“待补充”。
    """
    return Message(f"“{key}”要写整数，现在是“{text}”。", f"改成一个整数，例如 {example}；不确定就空着。")


@register_message("E224", ERROR, "数字超出范围")
def out_of_range(key: str, number: int | str, low: int, high: int) -> Message:
    """问题：数字不在允许的范围里。星级是 0 到 5。

    不好：

        星级: 6

    好：

        星级: 5

    怎么改：核对数字再写。
    """
    return Message(f"“{key}”写的是 {number}，应在 {low} 到 {high} 之间。", "核对数字。")


@register_message("W225", ADVICE, "整数不用写单位")
def whole_with_unit(key: str, text: str, number: int) -> Message:
    """问题：写成“24户”“２４”“二十四”也看得懂，只是标准写法是一个整数。

    不好：

        户数: 24户

    好：

        户数: 24

    怎么改：去掉单位，只留数字。不改也能发布。
    """
    return Message(f"“{key}”只写数字就好，“{text}”已按 {number} 处理。", "改成纯数字。", str(number))


@register_message("W227", ADVICE, "是／否的写法")
def flag_variant(key: str, text: str, flag: str) -> Message:
    """问题：“是”和“否”写成了别的样子。看得懂，只是标准写法是“是”或“否”。

    不好：

        示例: true

    好：

        示例: 是

    怎么改：改成“是”或“否”。不改也能发布。
    """
    return Message(f"“{key}”的“{text}”已按“{flag}”处理。", "改成“是”或“否”。", flag)


@register_message("E228", ERROR, "只能写是或否")
def not_a_flag(key: str, text: str) -> Message:
    """问题：这一项只能写“是”或“否”。

    不好：

        示例: 不清楚

    好：

        示例: 否

    怎么改：从“是”“否”里选一个。
    """
    return Message(f"“{key}”只能写“是”或“否”，现在是“{text}”。", "从“是”“否”里选一个。")


@register_message("E229", ERROR, "看不懂的日期")
def unreadable_date(key: str, text: str) -> Message:
    """问题：日期写得含糊，不知道哪个是年、哪个是月。

    不好：

        建立: 18.11.26

    好：

        建立: 2018-11-26

    怎么改：写成“年-月-日”；只知道月份就写 2018-11，只知道年份就写 2018。
    """
    return Message(f"“{key}”的日期“{text}”看不懂。", "写成 年-月-日，例如 2024-05-01；只知道月份就写 2024-05。")


@register_message("E233", ERROR, "不存在的日期")
def impossible_date(key: str, text: str, why: str) -> Message:
    """问题：日历上没有这一天。

    不好：

        建立: 2018-11-31

    好：

        建立: 2018-11-30

    怎么改：核对日期；记不清哪一天，就只写到月份。
    """
    return Message(f"“{key}”的日期“{text}”不存在：{why}。", "核对日期；记不清哪一天就只写到月份。")


@register_message("E410", ERROR, "看点看不懂")
def unreadable_hotspot(key: str, text: str) -> Message:
    """问题：看点是照片上的一处：从左数百分之几、从上数百分之几，空一格，再写是什么。几处用“；”分开。

    不好：

        看点: 左上角的信箱

    好：

        看点: 30,40 老信箱；70,55 值日表

    怎么改：把照片想成一张一百格的纸，从左数到第几格、从上数到第几格；数不准就删掉这一行，讲解里说也行。
    """
    return Message(f"“{key}”看不懂“{text}”。", "写两个 0 到 100 的数，再写是什么，例如 30,40 老信箱；几处用“；”分开。")


def describe_hotspot_outside(key: str, text: str, label: str) -> FieldIssue:
    """Return what is said of a point that lies outside the picture."""
    issue = unreadable_hotspot(key, text)
    name = f"“{label}”" if label else f"“{text}”"
    return replace(
        issue,
        message=f"“{key}”里{name}的位置（{text}）在照片外面了：两个数都是百分之几，最小 0，最大 100。",
        hint="改成 0 到 100 的数：从左数百分之几，从上数百分之几，例如 30,40 老信箱。",
    )


def describe_nameless_hotspot(key: str, text: str) -> FieldIssue:
    """Return what is said of a point without words."""
    issue = unreadable_hotspot(key, text)
    return replace(
        issue,
        message=f"“{key}”里的“{text}”没有写是什么。",
        hint=f"在数后面空一格，写上那里有什么，例如 {text} 老信箱。",
    )


@register_message("W416", ADVICE, "看点的写法")
def hotspot_variant(key: str, text: str, standard: str) -> Message:
    """问题：看点写成“30%,40%”、用了中文逗号、少了空格，都看得懂，只是标准写法是：两个数中间一个英文逗号，空一格，再写是什么，几处用“；”分开。

    不好：

        看点: 30%，40% 老信箱，70%，55% 值日表

    好：

        看点: 30,40 老信箱；70,55 值日表

    怎么改：照提示改。不改也能发布。
    """
    return Message(f"“{key}”里的“{text}”已按“{standard}”理解。", f"改成“{standard}”。", standard)


@register_message("W235", ADVICE, "日期的写法")
def date_variant(key: str, text: str, iso: str) -> Message:
    """问题：日期写成“2018年11月26日”“2018/11/26”也看得懂，只是标准写法用短横线。

    不好：

        建立: 2018年11月26日

    好：

        建立: 2018-11-26

    怎么改：改成 年-月-日。不改也能发布。
    """
    return Message(f"“{key}”的“{text}”已按 {iso} 处理。", "改成标准写法 年-月-日，例如 2024-05-01。", iso)


@register_message("E236", ERROR, "编号的写法不对")
def malformed_id(key: str, text: str, mended: str | None, named: bool = False, near: str = "") -> Message:
    """问题：编号是 5 位数字，写法不对二维码就找不到这一页。

    不好：

        编号: １００６４

    好：

        编号: 10064

    怎么改：照文件夹的名字写 5 位半角数字。
    """
    if named:
        return Message(f"“{key}”写的是名字“{text}”，要写它的编号 {mended}。", "改成编号。", mended)
    if near:
        return Message(f"“{key}”里的“{text}”不是编号，也没有叫这个名字的。", f"核对名字，是不是 {near}？写它的编号。")
    message = f"“{key}”里的编号“{text}”写法不对。"
    if mended:
        return Message(message, f"改成 {mended}。", mended)
    if len(set(re.findall(r"(?<!\d)\d{5}(?!\d)", text))) > 1:
        return Message(message, "写一个编号，另一个写成另一条。")
    return Message(message, "改成 5 位数字，例如 10064；没有就空着。")


@register_message("E129", ERROR, "同名的有好几个")
def ambiguous_name(key: str, text: str, choices: Sequence[str]) -> Message:
    """问题：这一项写的是名字，叫这个名字的有好几个，不知道说的是哪一个。

    不好：

        牵头: 1号楼

    好：

        牵头: 10001

    怎么改：从提示里的编号中选一个。
    """
    return Message(
        f"“{key}”写的是名字“{text}”，这样叫的有 {len(choices)} 个。", f"从这些编号里选一个：{'、'.join(choices)}。"
    )


@register_message("E238", ERROR, "没有这个选项")
def unknown_term(key: str, text: str, near: str | None, names: Sequence[str], invitation: str = "") -> Message:
    """问题：这一项只能从固定的词里选，写成简称或错字就对不上。

    不好：

        街镇: 高镜镇

    好：

        街镇: 高境镇

    怎么改：照着选项写，一个字也不要改。
    """
    ask = f"，是不是“{near}”？" if near else "。"
    return Message(f"“{key}”没有“{text}”这个选项{ask}", f"从这些里选：{'、'.join(names)}。{invitation}", near)


@register_message("W239", ADVICE, "选项的别名")
def term_alias(key: str, text: str, name: str) -> Message:
    """问题：写的是一个词的别名。看得懂，只是大家写同一个词，搜索才方便。

    不好：

        主题: [装电梯]

    好：

        主题: [加装电梯]

    怎么改：改成标准的词。不改也能发布。
    """
    return Message(f"“{key}”的“{text}”已按“{name}”处理。", "改成标准的词。", name)


@register_message("E226", ERROR, "焦点的写法")
def unreadable_focus(key: str, text: str) -> Message:
    """问题：焦点是照片里最要紧的一点：从左数百分之几、从上数百分之几，用英文逗号隔开。

    不好：

        焦点: 左上角

    好：

        焦点: 25,30

    怎么改：写两个 0 到 100 的整数；不确定就删掉这一行，默认是正中间。
    """
    return Message(
        f"“{key}”看不懂“{text}”。", "写两个 0 到 100 的整数，用英文逗号隔开，例如 50,40；不确定就删掉这一行。"
    )


@register_message("W443", ADVICE, "大约的数")
def about_number(key: str, text: str, number: int) -> Message:
    """问题：“约20人”“二十多人”看得懂，只是这一项要写一个数，才好统计。

    不好：

        人数: 约20人

    好：

        人数: 20

    怎么改：只留数字；知道准数就写准数。不改也能发布。
    """
    return Message(f"“{key}”的“{text}”已按 {number} 处理。", "改成纯数字；知道准数就写准数。", str(number))


@register_message("W444", ADVICE, "一段话写成了列表")
def text_as_list(key: str, joined: str, joiner: str) -> Message:
    """问题：这一项写在一行里，用“，”“；”或“、”分开；写成一行一条的列表也看得懂，网站会把它们连起来。

    不好：

        做法:
          - 贴纸条
          - 认东西

    好：

        做法: 贴纸条，认东西

    怎么改：照提示接成一行。不改也能发布。
    """
    return Message(f"“{key}”写成了列表，已按“{joined}”理解。", f"接成一行，中间用“{joiner}”；原来一条一行的删掉。")


@register_message("W449", ADVICE, "花费只写一档")
def money_as_band(key: str, text: str, band: str) -> Message:
    """问题：花费写的是一个数目。网站只说大概是哪一档，不说数目。

    不好：

        花费: 3000元

    好：

        花费: 500–5000元

    怎么改：改成提示里的那一档。不改也能发布，页面上只说那一档。
    """
    return Message(f"“{key}”只说一档，“{text}”已按“{band}”处理。", "改成这一档。", band)


@register_message("E495", ERROR, "来路里写了是谁给的")
def named_giver(key: str, meant: str) -> Message:
    """问题：“来路”只说是哪一类，不说是谁给的。谁家捐了、捐了多少，放到网上，会叫没有捐的人为难。

    不好：`来路: ***捐`（写着姓名的）

    好：

        来路: 筹集

    怎么改：改成“奖励”“筹集”“企业支持”“别的”里的一样，不写姓名和店名。
    """
    words = f"“{key}”里写了是谁给的，放到网上谁都看得到。"
    return Message(words, f"改成“{meant}”，不写是谁。" if meant else "写哪一类，不写是谁。", meant)


@register_message("W463", ADVICE, "这不是文号")
def no_document_number(key: str, text: str) -> Message:
    """问题：“文号”里写的不是号码。星的出处靠它，写“不清楚”“待补”不如空着：空着，页面上会写“待核”。

    不好：

        文号: 不清楚

    好：

        文号:

    怎么改：照文件写文号；手边没有文件就空着。不改也能发布，页面上写“待核”。
    """
    return Message(f"“{key}”的“{text}”不像文号，这次没有采用。", "照文件写文号；手边没有文件就空着。")


@register_message("W460", ADVICE, "文号的括号")
def document_brackets(key: str, text: str, standard: str) -> Message:
    """问题：文号里的年份用六角括号“〔〕”（GB/T 9704—2012）。写成别的括号看得懂，只是和文件上的不一样。

    不好：

        文号: 示例民[2023]12号

    好：

        文号: 示例民〔2023〕12号

    怎么改：把年份两边的括号改成“〔〕”。不改也能发布。
    """
    return Message(f"“{key}”的“{text}”已按“{standard}”处理。", "改成和文件上一样的括号“〔〕”。", standard)


EMBLEM_HOW = "写成“底形·颜色·图案”，例如 窗·海·灯；不用图案的，最后写一个或两个字，例如 圆·砖·初。"
"""How an emblem is written."""


@register_message("W465", ADVICE, "楼标的写法")
def emblem_variant(key: str, text: str, standard: str) -> Message:
    """问题：楼标是三个词，中间用“·”隔开，依次是底形、颜色、图案。用逗号、顿号、空格，换了先后，写了别的叫法，都看得懂，只是标准写法是这样。

    不好：

        楼标: 窗，大红，灯笼

    好：

        楼标: 窗·砖·灯

    怎么改：照提示改。不改也能发布。
    """
    return Message(f"“{key}”的“{text}”已按“{standard}”理解。", f"改成“{standard}”。", standard)


@register_message("E466", ERROR, "看不懂的楼标")
def unreadable_emblem(
    key: str, text: str, why: str, choices: Sequence[str] = (), near: str = "", standard: str | None = None
) -> Message:
    """问题：楼标是三个词：底形、颜色、图案。少了一个，或者有一个词不在词表里，就画不出来。不用图案的，最后可以写一个或两个字（汉字、字母、数字）。

    不好：

        楼标: 窗·海·锦鲤跃龙门

    好：

        楼标: 窗·海·鱼

    怎么改：照指南“楼标”一页里的词选三个；不会写就先空着。
    """
    ask = f"，是不是“{near}”？" if near else "。"
    return Message(
        f"“{key}”的“{text}”看不懂：{why}{ask}",
        f"从这些里选：{'、'.join(choices)}。" if choices else EMBLEM_HOW,
        standard,
    )
