"""What is said about one line of front matter: spaces, dashes, colons, quotes, signs, indentation."""

from __future__ import annotations

from ..diagnostics import Severity
from .registry import Message, register_message

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@register_message("W101", ADVICE, "看不见的字符")
def zero_width() -> Message:
    """问题：从微信或网页复制来的字里夹着看不见的字符，搜索时会找不到这个词，有的还会把前后的字倒过来。

    不好：`名称: 64号<看不见的字符>楼`

    好：`名称: 64号楼`

    怎么改：删掉这一行重新打一遍。不改也能发布，网站会自动去掉它。
    """
    return Message("这一行有看不见的“零宽字符”（从微信或网页复制来的），网站会去掉它。", "删掉这一行重新打一遍。")


@register_message("E399", ERROR, "信息栏里有网页备注")
def comment_in_field() -> Message:
    """问题：信息栏里有一段用 `<!--` 围起来的备注，会原样显示在网页上，谁都看得到。

    不好：`一句话: 一起装好了电梯 <!-- 等书记看过 -->`

    好：`一句话: 一起装好了电梯`

    怎么改：删掉它；要和管理员说的话，写在上传时的说明里。
    """
    return Message(
        "这一行有一段网页备注“<!--”，会原样显示出来，谁都看得到。", "删掉它；要和管理员说的话，写在上传时的说明里。"
    )


@register_message("E102", ERROR, "行首用了 Tab")
def tab_indent() -> Message:
    """问题：信息栏里只能用空格缩进，不能用 Tab 键。

    不好：行首按了一下 Tab 键，再写 `- 议事协商`。

    好：

        公约:
          - 楼道不放东西

    怎么改：把行首的 Tab 换成两个空格。
    """
    return Message("行首用了 Tab 键，信息栏里只能用空格缩进。", "把行首的 Tab 换成两个空格。")


@register_message("E125", ERROR, "行里有 Tab")
def tab_inside(where: str) -> Message:
    """问题：这一行里按了 Tab 键，看着像空格，网站却认不出。

    不好：冒号后面按了一下 Tab 键，再写 `3`。

    好：`星级: 3`

    怎么改：把 Tab 换成一个空格。
    """
    return Message(f"{where}按的是 Tab 键，要用一个空格。", "把 Tab 换成一个空格。")


@register_message("E103", ERROR, "行首用了全角空格")
def wide_indent() -> Message:
    """问题：行首用了中文全角空格，或从网页复制来的特殊空格，看着一样，网站却认不出。

    不好：`　　说明: 居民一起清理楼道`（行首是全角空格）

    好：`    说明: 居民一起清理楼道`（行首是四个英文空格）

    怎么改：换成英文空格；每一级缩进用两个。
    """
    return Message("行首用了中文全角空格（或网页复制来的特殊空格）。", "换成英文空格；缩进用两个。")


@register_message("W117", ADVICE, "内容首尾有特殊空格")
def wide_margin() -> Message:
    """问题：这一行末尾有看不见的全角空格（或网页复制来的特殊空格）。

    不好：`街镇: 高境镇　`（末尾是全角空格）

    好：`街镇: 高境镇`

    怎么改：删掉末尾的空格。不改也能发布，网站会自动去掉它。
    """
    return Message("这一行末尾有看不见的全角空格（或网页复制来的特殊空格）。", "删掉末尾的空格。")


@register_message("E104", ERROR, "列表开头的减号")
def wrong_dash(mark: str) -> Message:
    """问题：列表的每一行要以“英文减号＋空格”开头，圆点、全角减号、数字序号都不行，减号后面少了空格也不行。

    不好：

        公约:
          -楼道不放东西
          • 说话轻声

    好：

        公约:
          - 楼道不放东西
          - 说话轻声

    怎么改：改成减号、空格、内容。
    """
    what = "后面少了空格" if mark == "-" else "要换成英文减号和空格" if mark else "前面少了减号和空格"
    return Message(
        f"列表每一行应以“英文减号＋空格”开头，这里{f'是“{mark}”，' if mark else ''}{what}。", "改成：减号、空格、内容。"
    )


@register_message("E126", ERROR, "列表的每一行前面要有减号")
def list_at_margin(key: str, mark: str) -> Message:
    """问题：“公约”“自治小组”这样的列表，一条一行，每一行以“英文减号＋空格”开头；序号不用写，网站会自己编。

    不好：

        公约:
        1、楼道不放东西
        2、说话轻声

    好：

        公约:
          - 楼道不放东西
          - 说话轻声

    怎么改：把序号换成两个空格、减号、一个空格。
    """
    instead = f"，不用写“{mark}”" if mark else ""
    return Message(f"这是“{key}”里的一条，前面要有减号和空格{instead}。", "在前面加两个空格、减号、一个空格。")


@register_message("E105", ERROR, "中文冒号")
def wide_colon(key: str) -> Message:
    """问题：名称后面打成了中文冒号，网站分不清哪里是名称、哪里是内容。

    不好：

        名称：64号楼

    好：

        名称: 64号楼

    怎么改：切换到英文输入法打冒号，冒号后面空一格。
    """
    return Message(f"“{key}”后面是中文冒号“：”，要用英文冒号。", "切换到英文输入法打冒号，冒号后面空一格。")


@register_message("E106", ERROR, "冒号后面是全角空格")
def wide_space_after_colon(key: str) -> Message:
    """问题：冒号后面是全角空格（或网页复制来的特殊空格），要用英文空格。

    不好：`名称:　64号楼`（冒号后是全角空格）

    好：`名称: 64号楼`

    怎么改：把冒号后的空格换成英文空格。
    """
    return Message(f"“{key}:”后面是全角空格，要用英文空格。", "把冒号后的空格换成英文空格。")


@register_message("E107", ERROR, "冒号后面没有空格")
def no_space_after_colon(key: str) -> Message:
    """问题：英文冒号后面要空一格，不然整行会被当成一个词。

    不好：

        星级:4

    好：

        星级: 4

    怎么改：在冒号后面加一个英文空格。
    """
    return Message(f"“{key}:”的冒号后面少了一个空格。", "在冒号后面加一个英文空格。")


@register_message("E108", ERROR, "引号没有配对")
def unpaired_quotes(opened: str, closed: str) -> Message:
    """问题：开头有英文引号，结尾没有，或者结尾是中文引号，后面的行都会被吞进去。

    不好：

        一句话: "进楼即回家”

    好：

        一句话: 进楼即回家

    怎么改：一般不需要引号，删掉即可；要用就用一对英文引号。
    """
    end = f"结尾是“{closed}”" if closed else "结尾没有引号"
    return Message(f"引号没有配对：开头是 {opened} ，{end}。", "删掉引号（一般不需要）；要用就用一对英文引号。")


@register_message("E132", ERROR, "内容以引号里的词开头")
def opening_quoted_word(mark: str) -> Message:
    """问题：以英文引号开头的内容，会被当成到后面那个引号就结束了，再后面的字读不了。

    不好：

        一句话: "夜里"十点有人敲门

    好：

        一句话: “夜里”十点有人敲门

    怎么改：改成中文引号，或者在整句外面再加一对英文引号。
    """
    return Message(
        f"内容以 {mark} 开头，引号后面还有字，读不了。", "改成中文引号“ ”，或者像这样在整句外面再加一对英文引号。"
    )


@register_message("W131", ADVICE, "前面有 # 的一项")
def hidden_field(key: str) -> Message:
    """问题：以 # 开头的一行是备注，网站不会读它；写在里面的一项，网页上就没有。

    不好：

        # 星级: 5

    好：

        星级: 5

    怎么改：要写上就删掉前面的 #；不要就删掉这一行。不改也能发布。
    """
    return Message(
        f"这一行前面有 #，网站不会读它，“{key}”还没有写，是不是想写上？", "删掉前面的 #；不想写就删掉这一行。"
    )


@register_message("E112", ERROR, "内容以方括号开头")
def starts_with_bracket() -> Message:
    """问题：以“[”开头的内容会被当成列表。

    不好：

        一句话: [新]进楼即回家

    好：

        一句话: "[新]进楼即回家"

    怎么改：在整个内容两边加英文双引号，或者换成中文括号。
    """
    return Message("内容以“[”开头，会被当成列表。", "在两边加英文双引号，或换成中文括号“［］”。")


@register_message("E113", ERROR, "内容以井号开头")
def starts_with_hash() -> Message:
    """问题：以“#”开头的内容会被当成备注，整个丢掉。

    不好：

        一句话: #进楼即回家#

    好：

        一句话: "#进楼即回家#"

    怎么改：在两边加英文双引号。
    """
    return Message("内容以 # 开头，# 后面的字会全部丢掉。", "在两边加英文双引号。")


@register_message("E114", ERROR, "内容以特殊符号开头")
def starts_with_sign(character: str) -> Message:
    """问题：以 @、*、&、!、%、{ 等符号开头的内容，网站读不懂。

    不好：

        来源: @楼组长

    好：

        来源: "@楼组长"

    怎么改：在两边加英文双引号，或去掉这个符号。
    """
    return Message(f"内容以符号“{character}”开头，网站读不懂。", "在两边加英文双引号，或去掉这个符号。")


@register_message("E115", ERROR, "井号后面的字会丢掉")
def hash_inside(lost: str, listed: bool = False) -> Message:
    """问题：“#”前面有空格时，后面的字会被当成备注，整个丢掉。

    不好：

        一句话: 我们是 #1 楼组

    好：

        一句话: "我们是 #1 楼组"

    怎么改：在整个内容两边加英文双引号。
    """
    hint = "删掉它，或者放到方括号里面。" if listed else "在整个内容两边加英文双引号。"
    return Message(f"“{lost}”前面有空格，# 后面的字会被丢掉。", hint)


@register_message("E116", ERROR, "一行里有两个英文冒号")
def two_colons() -> Message:
    """问题：一行里有两个英文冒号，网站分不清哪个是分隔符。

    不好：

        一句话: 口号: 进楼即回家

    好：

        一句话: 口号：进楼即回家

    怎么改：后面文字里的冒号改用中文冒号。
    """
    return Message("一行里有两个英文冒号，网站分不清哪个是分隔符。", "把后面文字里的冒号改成中文冒号“：”。")


@register_message("E122", ERROR, "不是“名称: 内容”的样子")
def not_a_field(meant: str = "") -> Message:
    """问题：信息栏的每一行都要写成“名称: 内容”。等号、空格、书名号都不能代替冒号；内容太长换了行，后半句就没有着落。

    不好：

        一句话: 七次议事，
        一起装好了电梯

    好：

        一句话: 七次议事，一起装好了电梯

    怎么改：写的是一项，就写成“名称: 内容”；是上一行的后半句，就接到上一行后面；大段文字写到信息栏下面的正文里。
    """
    if meant:
        return Message(f"“{meant}”这一行不是“名称: 内容”的样子。", "改成：名称、英文冒号、空格、内容。")
    return Message("这一行不是“名称: 内容”的样子。", "接到上一行后面；大段文字写到信息栏下面的正文里。")


@register_message("E123", ERROR, "缩进没有对齐")
def misaligned() -> Message:
    """问题：同一级的行，行首空格数要一样，不然不知道它属于谁。

    不好：

        照片:
          - 文件: photo-01.jpg
           说明: 居民一起清理楼道

    好：

        照片:
          - 文件: photo-01.jpg
            说明: 居民一起清理楼道

    怎么改：列表项的减号前空 2 格，列表项里的其他行前空 4 格；最外面的名称前不空格。
    """
    return Message(
        "这一行的缩进（行首空格）和上下行对不齐。", "改成同一级一样多的空格：列表项前 2 个，列表项里的各行前 4 个。"
    )


@register_message("E124", ERROR, "方括号没有配对")
def unclosed_bracket() -> Message:
    """问题：方括号只有一半，后面的行都会被当成列表。

    不好：

        主题: [加装电梯, 楼道清理

    好：

        主题: [加装电梯, 楼道清理]

    怎么改：补上缺少的那一半。
    """
    return Message("方括号 [ ] 没有配对。", "补上缺少的那一半。")


@register_message("E199", ERROR, "看不懂的一行")
def unreadable_line(lines: int) -> Message:
    """问题：这一行（或者从它起的几行）的写法网站看不懂，这次先跳过了。

    不好：

        >示例: 是

    好：

        示例: 是

    怎么改：照模板重新打这一行：名称、英文冒号、空格、内容。
    """
    what = "看不懂这一行，这次先跳过了它。" if lines == 1 else f"从这一行起的 {lines} 行看不懂，这次先跳过了。"
    return Message(what, "照模板重新打这一行：名称、英文冒号、空格、内容。")


@register_message("E207", ERROR, "每一条前面少了减号")
def record_without_dash(key: str, first: str) -> Message:
    """问题：照片、历程、对比可以有好几条，每一条的第一行前面要有减号和空格。

    不好：

        照片:
          文件: photo-01.jpg
          说明: 居民一起清理楼道

    好：

        照片:
          - 文件: photo-01.jpg
            说明: 居民一起清理楼道

    怎么改：在每一条的第一行前加减号和空格，其余各行缩进 4 格。
    """
    return Message(f"“{key}”的每一条前面要有“- ”。", f"在“{first}”前加减号和空格，同一条的其他行前面空 4 格。")
