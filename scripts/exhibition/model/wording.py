"""What is said about a value that a field cannot take, or takes with a reminder."""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Severity
from .rules import Said, wording

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@wording("E109", ERROR, "编号、数字、选项外面有引号")
def quoted_value(key: str, text: str, bare: str) -> Said:
    """问题：编号、数字、日期和选项不用加引号，中文引号会被当成内容的一部分。

    不好：

        编号: “10064”

    好：

        编号: 10064

    怎么改：把引号删掉。
    """
    return Said(f"“{key}”的值不要加引号。", "删掉引号。", bare)


@wording("E221", ERROR, "写得太长")
def too_long(key: str, length: int, limit: int) -> Said:
    """问题：这一项有字数上限，手机屏幕上放不下太长的句子。

    不好：

        一句话: 我们楼组从二〇一八年开始……（一百多个字）

    好：

        一句话: 七次议事，一起装好了电梯

    怎么改：只留最要紧的一句，细节写到正文里。
    """
    return Said(f"“{key}”有 {length} 字，最多 {limit} 字，多了 {length - limit} 字。", "缩短它，细节写到正文里。")


@wording("W128", ADVICE, "列表里不用写序号")
def own_number(key: str, text: str, bare: str) -> Said:
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
    return Said(f"“{key}”里不用写序号“{number}”，已经去掉。", "删掉序号。", bare)


@wording("W222", ADVICE, "星级不用写“星”字")
def stars_in_words(key: str, text: str, stars: int) -> Said:
    """问题：星级写成“3星”“三”“★★★”也看得懂，只是标准写法是一个数字。

    不好：

        星级: 三星

    好：

        星级: 3

    怎么改：改成 0 到 5 的一个数字。不改也能发布。
    """
    return Said(f"“{key}”只写数字就好，“{text}”已按 {stars} 处理。", "改成纯数字。", str(stars))


@wording("E223", ERROR, "应该是整数")
def not_whole(key: str, text: str, example: str) -> Said:
    """问题：这一项只能写整数，“约”“多”“左右”这样的字没法统计。

    不好：

        户数: 二十多户

    好：

        户数: 24

    怎么改：写一个整数；不确定就空着，页面会显示“待补充”。
    """
    return Said(f"“{key}”要写整数，现在是“{text}”。", f"改成一个整数，例如 {example}；不确定就空着。")


@wording("E224", ERROR, "数字超出范围")
def out_of_range(key: str, number: int | str, low: int, high: int) -> Said:
    """问题：数字不在允许的范围里。星级是 0 到 5。

    不好：

        星级: 6

    好：

        星级: 5

    怎么改：核对数字再写。
    """
    return Said(f"“{key}”写的是 {number}，应在 {low} 到 {high} 之间。", "核对数字。")


@wording("W225", ADVICE, "整数不用写单位")
def whole_with_unit(key: str, text: str, number: int) -> Said:
    """问题：写成“24户”“２４”“二十四”也看得懂，只是标准写法是一个整数。

    不好：

        户数: 24户

    好：

        户数: 24

    怎么改：去掉单位，只留数字。不改也能发布。
    """
    return Said(f"“{key}”只写数字就好，“{text}”已按 {number} 处理。", "改成纯数字。", str(number))


@wording("W227", ADVICE, "是／否的写法")
def flag_variant(key: str, text: str, flag: str) -> Said:
    """问题：“是”和“否”写成了别的样子。看得懂，只是标准写法是“是”或“否”。

    不好：

        示例: true

    好：

        示例: 是

    怎么改：改成“是”或“否”。不改也能发布。
    """
    return Said(f"“{key}”的“{text}”已按“{flag}”处理。", "改成“是”或“否”。", flag)


@wording("E228", ERROR, "只能写是或否")
def not_a_flag(key: str, text: str) -> Said:
    """问题：这一项只能写“是”或“否”。

    不好：

        示例: 不清楚

    好：

        示例: 否

    怎么改：从“是”“否”里选一个。
    """
    return Said(f"“{key}”只能写“是”或“否”，现在是“{text}”。", "从“是”“否”里选一个。")


@wording("E229", ERROR, "看不懂的日期")
def unreadable_date(key: str, text: str) -> Said:
    """问题：日期写得含糊，不知道哪个是年、哪个是月。

    不好：

        建立: 18.11.26

    好：

        建立: 2018-11-26

    怎么改：写成“年-月-日”；只知道月份就写 2018-11，只知道年份就写 2018。
    """
    return Said(f"“{key}”的日期“{text}”看不懂。", "写成 年-月-日，例如 2024-05-01；只知道月份就写 2024-05。")


@wording("E233", ERROR, "不存在的日期")
def impossible_date(key: str, text: str, why: str) -> Said:
    """问题：日历上没有这一天。

    不好：

        建立: 2018-11-31

    好：

        建立: 2018-11-30

    怎么改：核对日期；记不清哪一天，就只写到月份。
    """
    return Said(f"“{key}”的日期“{text}”不存在：{why}。", "核对日期；记不清哪一天就只写到月份。")


@wording("W235", ADVICE, "日期的写法")
def date_variant(key: str, text: str, iso: str) -> Said:
    """问题：日期写成“2018年11月26日”“2018/11/26”也看得懂，只是标准写法用短横线。

    不好：

        建立: 2018年11月26日

    好：

        建立: 2018-11-26

    怎么改：改成 年-月-日。不改也能发布。
    """
    return Said(f"“{key}”的“{text}”已按 {iso} 处理。", "改成标准写法 年-月-日，例如 2024-05-01。", iso)


@wording("E236", ERROR, "编号的写法不对")
def malformed_id(key: str, text: str, mended: str | None, named: bool = False) -> Said:
    """问题：编号是 5 位数字，写法不对二维码就找不到这一页。

    不好：

        编号: １００６４

    好：

        编号: 10064

    怎么改：照文件夹的名字写 5 位半角数字。
    """
    if named:
        return Said(f"“{key}”写的是名字“{text}”，要写它的编号 {mended}。", "改成编号。", mended)
    return Said(f"“{key}”里的编号“{text}”写法不对。", "改成 5 位数字，例如 10064。", mended)


@wording("E129", ERROR, "同名的有好几个")
def ambiguous_name(key: str, text: str, choices: Sequence[str]) -> Said:
    """问题：这一项写的是名字，叫这个名字的有好几个，不知道说的是哪一个。

    不好：

        牵头: 1号楼

    好：

        牵头: 10001

    怎么改：从提示里的编号中选一个。
    """
    return Said(
        f"“{key}”写的是名字“{text}”，这样叫的有 {len(choices)} 个。", f"从这些编号里选一个：{'、'.join(choices)}。"
    )


@wording("E238", ERROR, "没有这个选项")
def unknown_term(key: str, text: str, near: str | None, names: Sequence[str]) -> Said:
    """问题：这一项只能从固定的词里选，写成简称或错字就对不上。

    不好：

        街镇: 高镜镇

    好：

        街镇: 高境镇

    怎么改：照着选项写，一个字也不要改。
    """
    ask = f"，是不是“{near}”？" if near else "。"
    return Said(f"“{key}”没有“{text}”这个选项{ask}", f"从这些里选：{'、'.join(names)}。", near)


@wording("W239", ADVICE, "选项的别名")
def term_alias(key: str, text: str, name: str) -> Said:
    """问题：写的是一个词的别名。看得懂，只是大家写同一个词，搜索才方便。

    不好：

        主题: [装电梯]

    好：

        主题: [加装电梯]

    怎么改：改成标准的词。不改也能发布。
    """
    return Said(f"“{key}”的“{text}”已按“{name}”处理。", "改成标准的词。", name)


@wording("E226", ERROR, "焦点的写法")
def unreadable_focus(key: str, text: str) -> Said:
    """问题：焦点是照片里最要紧的一点：从左数百分之几、从上数百分之几，用英文逗号隔开。

    不好：

        焦点: 左上角

    好：

        焦点: 25,30

    怎么改：写两个 0 到 100 的整数；不确定就删掉这一行，默认是正中间。
    """
    return Said(f"“{key}”看不懂“{text}”。", "写两个 0 到 100 的整数，用英文逗号隔开，例如 50,40；不确定就删掉这一行。")
