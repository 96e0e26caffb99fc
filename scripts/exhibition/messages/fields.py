"""Messages about fields and their values.

Fields: unknown, double, missing, empty, or of another shape than the table of fields says. Values: what a field cannot
take, or takes with a reminder.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Severity
from ..model.rules import Said, wording

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@wording("W110", ADVICE, "列表里的中文标点")
def chinese_list(key: str, standard: str) -> Said:
    """问题：列表用了顿号、中文逗号或中文括号。看得懂，只是标准写法是英文方括号和英文逗号。

    不好：

        主题: 加装电梯、楼道清理

    好：

        主题: [加装电梯, 楼道清理]

    怎么改：照上面改，或一行写一个。不改也能发布。
    """
    return Said(
        f"“{key}”是列表，要用英文方括号和英文逗号；已按 {standard} 理解。", "改成英文方括号和英文逗号。", standard
    )


@wording("W127", ADVICE, "列表写成了一行")
def list_on_a_line(key: str, items: Sequence[str], certain: bool, wrapped: bool = False) -> Said:
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
        return Said(said, "写成一条一行，每一条前面加减号和空格；就是 1 条的不用改。")
    if certain:
        return Said(f"“{key}”写成了一行，已按 {len(items)} 条理解：{'；'.join(items)}。", "改成一条一行。")
    return Said(f"“{key}”写成了一行，现在算 1 条，是不是 {len(items)} 条？", "改成一条一行；就是 1 条的不用改。")


@wording("E201", ERROR, "名称打错了")
def misspelt_key(key: str, meant: str) -> Said:
    """问题：信息栏里没有这一项，多半是打错了字。

    不好：

        星集: 4

    好：

        星级: 4

    怎么改：照模板改正。
    """
    return Said(f"没有“{key}”这一项，是不是想写“{meant}”？", f"把“{key}”改成“{meant}”。")


@wording("E202", ERROR, "没有这一项")
def unknown_key(key: str, keys: Sequence[str]) -> Said:
    """问题：信息栏里没有这一项，写了也不会出现在网站上。

    不好：

        微信群: 64号楼邻居群

    好：删掉这一行，想说的话写到信息栏下面的正文里。

    怎么改：删掉这一行，或改成信息栏里有的一项。
    """
    return Said(f"没有“{key}”这一项。", f"删掉这一行，或改成信息栏里有的一项：{'、'.join(keys)}。")


@wording("E203", ERROR, "同一项写了两次")
def double_key(key: str, line: int) -> Said:
    """问题：同一项写了两次，不知道以哪个为准。

    不好：

        星级: 3
        星级: 4

    好：

        星级: 4

    怎么改：只留一行，删掉另一行。
    """
    return Said(f"“{key}”写了两次，第一次在第 {line} 行。", "只留一行，删掉另一行。")


@wording("E205", ERROR, "缺少必填项")
def missing_field(key: str, example: str) -> Said:
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
    return Said(f"缺少必填项“{key}”。", f"加一行，例如：{key}: {example}")


@wording("E210", ERROR, "必填项还空着")
def empty_field(key: str, example: str) -> Said:
    """问题：必填的一项有名称，没有内容。

    不好：

        街镇:

    好：

        街镇: 高境镇

    怎么改：填上内容。
    """
    return Said(f"必填项“{key}”还没填。", f"填上内容，例如：{key}: {example}")


@wording("E208", ERROR, "应该只写一个内容")
def not_single(key: str) -> Said:
    """问题：这一项只能写一个内容，现在写成了列表，或者下面还有缩进的行。

    不好：

        街镇: [高境镇, 庙行镇]

    好：

        街镇: 高境镇

    怎么改：只留一个，写在冒号后面。
    """
    return Said(f"“{key}”只能写一个内容，现在写成了好几个。", "只留一个，写在冒号后面。")


@wording("E209", ERROR, "列表里混进了别的写法")
def not_item(key: str) -> Said:
    """问题：列表的每一行应该是一句话，现在里面还有小项目。

    不好：

        公约:
          - 标题: 楼道不放东西

    好：

        公约:
          - 楼道不放东西

    怎么改：一行只写一句话。
    """
    return Said(f"“{key}”的每一行只写一个内容。", "减号后面直接写内容，不再分小项。")


@wording("E211", ERROR, "应该一条一条写")
def not_records(key: str, keys: Sequence[str]) -> Said:
    """问题：这一项要一条一条写，每一条有自己的小项目，现在只有一句话。

    不好：

        照片: photo-01.jpg

    好：

        照片:
          - 文件: photo-01.jpg
            说明: 居民一起清理楼道

    怎么改：换行，写减号、空格，再写各个小项目。
    """
    return Said(
        f"“{key}”要一条一条写，每条有：{'、'.join(keys)}。", f"换行写“  - {keys[0]}: ……”，其他各行前面空 4 格。"
    )


@wording("E314", ERROR, "“文件”和“插画”只写一个")
def file_or_scene(both: bool) -> Said:
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
        return Said("这一张既写了“文件”又写了“插画”。", "只留一个：有照片就写“文件”，没有就写“插画”。")
    return Said("这一张没有写“文件”，也没有写“插画”。", "加一行“文件: 照片的文件名”；没有照片就写“插画”。")
