"""What is said of a sheet: of the whole of it, of a row, of a cell, each with one thing to do.

It stands here, below what imports sheets, because a site that imports none has a help page for every code all the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..diagnostics import Severity
from .registry import Message, register_message

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


@register_message("E701", ERROR, "表格打不开")
def unreadable_sheet(
    why: str, hint: str = "用 Excel 或 WPS 打开它，另存为“Excel 工作簿（.xlsx）”，再试一次。"
) -> Message:
    """问题：这个文件不是看得懂的表格，一行也没有读。

    不好：把网页或 Word 文档改名为 `名单.xls`；给表格设了打开密码。

    好：用 Excel 或 WPS 打开，另存为 `名单.xlsx`。

    怎么改：另存为 Excel 工作簿（.xlsx）或 CSV，再试一次。
    """
    return Message(f"这个表格打不开：{why}。", hint)


@register_message("E702", ERROR, "找不到标题行")
def no_heading_row(keys: Sequence[str]) -> Message:
    """问题：表格里要有一行标题，写着每一列是什么；没有这一行，就不知道哪一列是星级、哪一列是户数。

    不好：

        10001   64号楼   高境镇   3

    好：

        编号    名称     街镇     星级
        10001   64号楼   高境镇   3

    怎么改：在数据上面加一行标题，写上“编号”“名称”“街镇”等。标题上面有大标题不要紧。
    """
    return Message("表格里找不到标题行。", f"在数据上面加一行标题，用这些名称：{'、'.join(keys)}。")


@register_message("W703", ADVICE, "标题有点像，没有用")
def near_heading(heading: str, key: str) -> Message:
    """问题：有一列的标题和展厅里的名称有点像，又不一样。猜错了会改错一大片，所以没有用这一列。

    不好：`星集`、`等级`、`星级（2026）`

    好：`星级`

    怎么改：把标题改对；或者运行时加上 `--column 星集=星级`。不改也能发布。
    """
    return Message(
        f"“{heading}”这一列没有用：标题像“{key}”，又不一样。",
        f"把标题改成“{key}”；确实是它，也可以加上 --column {heading}={key}。",
    )


@register_message("W719", ADVICE, "好几列都像同一项")
def several_columns(key: str, taken: str, others: Sequence[str]) -> Message:
    """问题：表格里有好几列都可能是同一项，例如每年一列星级。展厅不猜用哪一列。

    不好：有“2026年星级”“2027年星级”两列，没有“星级”。

    好：要用的那一列叫“星级”。

    怎么改：把要用的那一列改名；或者运行时加上 `--column 2027年星级=星级`。不改也能发布。
    """
    names = "".join(f"“{one}”" for one in others)
    which = f"加上 --column {others[-1]}={key}" if len({*others, taken} - {""}) > 1 else "给要用的那一列换个名字"
    if taken:
        return Message(f"“{key}”用的是“{taken}”这一列，没有用{names}。", f"用错了，就{which}；没有错就不用管。")
    ask = f"把要用的那一列改名为“{key}”，别的列删掉；或者{which}。"
    return Message(f"“{key}”有好几列都像：{names}，不知道用哪一列，都没有用。", ask)


@register_message("W720", ADVICE, "表格里有隐藏的内容")
def hidden_parts(what: str, done: str) -> Message:
    """问题：表格里有隐藏的行、列或者整张表，打开的时候看不见。隐藏的行和列照样读，隐藏的表不读。

    不好：筛选以后只看得到一个街镇，以为只导入这一个街镇。

    好：把不要的行删掉，另存一份，再导入。

    怎么改：核对一下：不要的行和列，在表格里删掉；要的表，取消隐藏。不改也能发布。
    """
    return Message(f"{what}是隐藏的，{done}。", "不要的，在表格里删掉；要读的表，取消隐藏，再试一次。")


@register_message("E721", ERROR, "没有这张表")
def no_such_sheet(name: str, there: Sequence[str]) -> Message:
    """问题：`--only` 后面要写表格文件里一张表的名字，一个字也不能差。

    不好：`--only 高镜`

    好：`--only 高境`

    怎么改：照表格下面标签上的名字写。
    """
    return Message(f"表格里没有叫“{name}”的表。", f"这里有：{'、'.join(there)}。照着写。")


@register_message("E704", ERROR, "两行说的是同一个")
def double_row(rows: str) -> Message:
    """问题：表格里有两行（或更多）说的是同一个（楼组、楼群），不知道以哪一行为准，所以都没有用。

    不好：

        编号    星级
        10001   3
        10001   4

    好：

        编号    星级
        10001   4

    怎么改：只留一行，删掉别的。
    """
    return Message(f"{rows}说的是同一个，都没有用。", "只留对的那一行，删掉别的。")


@register_message("E705", ERROR, "编号在展厅里找不到")
def unknown_id(id: str, why: str) -> Message:
    """问题：表格里写的编号没有对应的页面。编号由展厅发，不能在表格里自己编。

    不好：

        编号    名称
        99999   新风楼

    好：

        编号    名称
                新风楼

    怎么改：核对编号；是新的楼组，就把编号空着，导入时加上 `--new`，展厅会发一个新编号。
    """
    return Message(f"编号 {id} {why}，这一行没有用。", "核对编号；是新的，就把编号空着，加上 --new 再导入。")


@register_message("E706", ERROR, "不知道是哪一个")
def ambiguous_row(ids: Sequence[str]) -> Message:
    """问题：这一行没有编号，照街镇、小区、楼号（或名称）去找，有好几个都对得上，不知道是哪一个。

    不好：

        编号   街镇     小区         楼号
               高境镇   示例小区     1号

    好：

        编号    街镇     小区         楼号
        10001   高境镇   示例小区     1号

    怎么改：在“编号”列里写上是哪一个。
    """
    return Message("这一行没有编号，对得上的不止一个，没有用。", f"在“编号”列里写上是哪一个：{'、'.join(ids)}。")


@register_message("W707", ADVICE, "展厅里还没有")
def row_without_folder() -> Message:
    """问题：这一行没有编号，照街镇、小区、楼号和名称也找不到。可能是新的楼组，也可能名字写得不一样。

    不好：

        编号   名称     街镇
               新风楼   高境镇

    好：

        编号    名称     街镇
        10025   新风楼   高境镇

    怎么改：已经有页面的，写上编号；真是新的，加上 `--new`，会建好草稿、领好编号。不改也能发布。
    """
    return Message("展厅里还没有这一个。", "已经有页面的，写上编号；真是新的，加上 --new 再导入。")


@register_message("W708", ADVICE, "两边都改过")
def conflict(key: str) -> Message:
    """问题：上次导入以后，表格里改过这一项，志愿者在页面里也改过，改得不一样。两边都可能是对的，所以没有动页面。

    不好：表格里“户数”是 24，页面里是 26，没有人去问。

    好：问过楼组长，是 26，把表格也改成 26。

    怎么改：问一问哪个对。页面对，就把表格改成一样；表格对，就把页面改成一样。不改也能发布。
    """
    return Message(f"“{key}”两边写得不一样，没有动页面。", "问一问哪个对：页面对，就改表格；表格对，就改页面。")


@register_message("E709", ERROR, "格子里有不能公开的内容")
def private_cell(key: str, kinds: Sequence[str]) -> Message:
    """问题：这个格子里有手机号、身份证号、门牌到室这样的内容。页面谁都看得到，所以整个格子没有用。

    不好：“一句话”里写着 `报名请打 138****0000`（没有打码的）。

    好：`报名请到居委会`

    怎么改：从表格里删掉它，改写成“到居委会找我们”。
    """
    return Message(f"“{key}”里有{'、'.join(kinds)}，没有用。", "从表格里删掉它，改写成“到居委会找我们”。")


@register_message("E710", ERROR, "页面里有错误，先没有动")
def entry_with_errors(path: str, line: int) -> Message:
    """问题：这个楼组的文件里有错误，还没改好。这时候往里写，可能越写越乱，所以一个字也没有动。

    不好：文件里有 `星级：3`（中文冒号），检查说是错误。

    好：

        星级: 3

    怎么改：先运行 `check`，照着改好，再导入一次。
    """
    return Message(f"{path} 第 {line} 行有错误，先没有动它。", "先运行 check，改好这个文件，再导入一次。")


@register_message("E711", ERROR, "编号和别的几格对不上")
def mismatched_row(id: str, keys: Sequence[str]) -> Message:
    """问题：这一行的编号是一个楼组，名称、楼号却都是别的楼组的。多半是排序的时候只排了几列，编号错开了行。

    不好：只选中“名称”一列就点了排序，别的列没有跟着动。

    好：选中整张表格再排序。

    怎么改：核对这一行的编号。整张表都错开了，就从没排过序的那一份重新开始。
    """
    return Message(
        f"编号是 {id}，可是{'、'.join(f'“{key}”' for key in keys)}都和页面不一样，这一行没有用。",
        "核对编号：排序的时候，是不是只排了几列？",
    )


@register_message("E712", ERROR, "被表格软件改成了日期")
def turned_into_date(key: str, shown: str) -> Message:
    """问题：在表格里打 `3-2`，Excel 会自作主张改成“3月2日”。原来写的是什么，已经看不出来了，所以没有用。

    不好：“楼号”列里是 `3月2日`。

    好：先把这一列的格式设成“文本”，再写 `3-2`。

    怎么改：把这一列设成“文本”，重新写一遍。
    """
    return Message(f"“{key}”成了日期“{shown}”，没有用。", "把这一列的格式设成“文本”，重新写一遍。")


@register_message("E713", ERROR, "这一处要人来改")
def unusual_writing(key: str) -> Message:
    """问题：文件里这一项的写法少见，自动改没有十足的把握，所以没有动它。

    不好：一个内容分成好几行写，中间还夹着备注。

    好：一行写完。

    怎么改：打开文件，把表格里的内容照着写进去。
    """
    return Message(f"“{key}”在文件里的写法少见，没有动它。", "打开文件，把表格里的内容写进去。")


@register_message("W714", ADVICE, "这一次表格里没有了")
def no_longer_listed() -> Message:
    """问题：上一次导入的表格里有这个楼组，这一次没有。页面不会因此改动，也不会撤下。

    不好：只导出一个街镇的表格，忘了说。

    好：分街镇导入也可以，这一条只是告诉你一声。

    怎么改：漏掉了就补上；真的不再展出，就把页面里的“状态”改成“撤下”。不改也能发布。
    """
    return Message("上次的表格里有它，这次没有；页面没有动。", "漏掉了就补上；不再展出，就在页面里把“状态”改成“撤下”。")


@register_message("E715", ERROR, "看不出是 1 月还是 10 月")
def january_or_october(key: str, shown: str) -> Message:
    """问题：在表格里打 `2018.10`，Excel 当成小数，最后的 0 就没有了，和 2018 年 1 月分不清。

    不好：`2018.1`

    好：`2018-10`

    怎么改：写成“年-月”，例如 2018-10。
    """
    return Message(f"“{key}”是“{shown}”，看不出是 1 月还是 10 月。", "写成 年-月，例如 2018-10。")


@register_message("E716", ERROR, "写进去页面就不能发布")
def blocked_change(key: str, message: str) -> Message:
    """问题：照表格改了这一项，这一页就会有错误，发布不了，所以没有动它。

    不好：“状态”改成了“发布”，可是页面里还没有写“一句话”。

    好：先把“一句话”写好，再改成“发布”。

    怎么改：先补上缺的，再导入一次。
    """
    return Message(f"“{key}”没有改：改了以后，{message}", "先在页面里补好，再导入一次。")


@register_message("E717", ERROR, "换街镇要搬文件夹")
def moved_street(old: str, new: str) -> Message:
    """问题：楼组的文件夹放在街镇的文件夹里。换街镇要连文件夹一起搬，导入表格不搬东西。

    不好：只把“街镇”从一个改成另一个。

    好：管网站的人运行 `move`，文件夹和“街镇”一起换。

    怎么改：核对街镇；确实换了，请管网站的人运行 `move 编号 --to 街镇`。
    """
    return Message(
        f"“街镇”没有从“{old}”改成“{new}”：换街镇要搬文件夹。",
        f"核对街镇；确实换了，请管网站的人运行 move 编号 --to {new}。",
    )


@register_message("E718", ERROR, "新的一行缺名称或街镇")
def unfoundable_row(missing: Sequence[str]) -> Message:
    """问题：新建一个楼组，至少要有名称和街镇，才知道放在哪里。

    不好：

        编号   名称     街镇
               新风楼

    好：

        编号   名称     街镇
               新风楼   高境镇

    怎么改：在表格里补上，再导入一次。
    """
    return Message(f"没有新建：缺{'、'.join(f'“{key}”' for key in missing)}。", "在表格里补上，再导入一次。")


@register_message("E719", ERROR, "新的一行好像已经有页面")
def perhaps_founded(id: str, name: str, label: str) -> Message:
    """问题：这一行没有编号，可是同一个街镇、同一个小区里，好像已经有它的页面了。编号用一个少一个，所以先没有新建。

    不好：

        名称        街镇      小区          楼号
        64号楼组    高境镇    共和十一村    六十四号

    好：在这一行写上那一页的编号 `10001`。

    怎么改：是同一个，就在这一行写上编号；真是另一个，加上 `--another` 再导入一次。
    """
    return Message(
        f"好像已经有了：编号 {id}（{name}）。没有新建。",
        f"是同一个{label}就写上编号 {id}；真是另一个，加上 --another。",
    )


@register_message("E745", ERROR, "这一行不知道是谁的")
def record_of_unknown_entry(why: str, label: str) -> Message:
    """问题：一条一条的表（评定、议事等），每一行要写清是谁的。编号写错了、空着，或者是停用了的，就不知道写到哪里去。

    不好：

        编号    时间      步骤
        99999   2023-12   发文挂牌

    好：

        编号    时间      步骤
        10001   2023-12   发文挂牌

    怎么改：在“编号”列里写上展厅发的编号，五位数字，可以先 `export` 一张出来照着查。
    """
    return Message(f"{why}，这一行“{label}”没有用。", "核对“编号”这一列：写展厅发的五位数字。")


@register_message("E746", ERROR, "两行说的是同一条")
def double_record(rows: str, record: str) -> Message:
    """问题：表格里有两行说的是同一个楼组的同一条，不知道以哪一行为准，所以都没有用。

    不好：

        编号    时间      步骤       星级
        10001   2023-12   发文挂牌   3
        10001   2023-12   发文挂牌   4

    好：

        编号    时间      步骤       星级
        10001   2023-12   发文挂牌   4

    怎么改：只留对的那一行，删掉别的。
    """
    return Message(f"{rows}说的是同一条（{record}），都没有用。", "只留对的那一行，删掉别的。")


@register_message("E747", ERROR, "不知道是哪一条")
def ambiguous_record(record: str, keys: Sequence[str]) -> Message:
    """问题：这一行和文件里的不止一条对得上，或者有两行都像文件里的同一条，不知道改哪一条，所以没有用。

    不好：文件里有 2021-12 和 2023-12 两次挂牌，表格里的一行没有写时间。

    好：表格里写上 `2023-12`。

    怎么改：在表格里把认得出是哪一条的那几格写全；文件里写得不全的，先在文件里补上。
    """
    names = "".join(f"“{key}”" for key in keys)
    return Message(f"这一条（{record}）对得上的不止一条，没有用。", f"把{names}写全，表格里和文件里都写全。")


@register_message("E748", ERROR, "这一行缺要紧的一格")
def record_without_key(key: str, example: str) -> Message:
    """问题：每一条都有一格非写不可：评定的“步骤”、议事的“议题”、经验的“难题”。缺了它，不知道说的是什么。

    不好：

        编号    时间      步骤
        10001   2023-12

    好：

        编号    时间      步骤
        10001   2023-12   发文挂牌

    怎么改：在表格里补上，再导入一次。
    """
    return Message(f"缺“{key}”，这一行没有用。", f"在“{key}”列里补上，例如：{example}。")


@register_message("E749", ERROR, "表格缺要紧的一列")
def record_sheet_without_column(sheet: str, label: str, missing: tuple[str, str], kind: tuple[str, str]) -> Message:
    """问题：一条一条的表，至少要有“编号”一列，和说清是什么的一列（评定的“步骤”、议事的“议题”）。

    不好：只有“编号”“时间”“星级”三列的评定表，不知道是申报还是挂牌。

    好：加一列“步骤”，每一行写“发文挂牌”。

    怎么改：在表格里加上这一列；每一行都一样的，写好第一格，往下拉。
    """
    key, example = missing
    return Message(
        f"“{sheet}”当作“{label}”来读，可是缺“{key}”这一列。",
        f"加一列“{key}”，例如：{example}；每一行都一样的，写好第一格往下拉。"
        f"标题写得不一样，加上 --column 标题={key}；其实是{kind[0]}的表，加上 --kind {kind[1]}。",
    )


@register_message("W750", ADVICE, "这一次表格里没有这一条")
def record_no_longer_listed() -> Message:
    """问题：上一次导入的表格里有这一条，这一次没有。文件不会因此改动，一条也不会删。

    不好：以为从表格里删掉一行，展厅里就没有了。

    好：每年一张表，分开导入：往年的不在这张表里，照样留着。

    怎么改：漏掉了就补上；真的不要了，在文件里删掉那一条。不改也能发布。
    """
    return Message("上次的表格里有这一条，这次没有；文件没有动。", "漏掉了就补上；真的不要了，在文件里删掉那一条。")


@register_message("W751", ADVICE, "文件里删了，表格里又改了")
def deleted_record() -> Message:
    """问题：这一条上次导入过，后来有人在文件里删掉了；现在表格里又改了它。可能是删错了，也可能是表格没有跟上，所以没有动。

    不好：文件里删了，表格里改了，没有人去问。

    好：问过了，真的不要，就从表格里也删掉这一行。

    怎么改：问一问哪个对。要的，在文件里补上这一条；不要的，从表格里删掉这一行。不改也能发布。
    """
    return Message(
        "这一条在文件里删掉了，表格里又改了，没有动文件。", "问一问：要的，在文件里补上；不要的，从表格里删掉这一行。"
    )


@register_message("W752", ADVICE, "页面和最近一条说的不一样")
def differing_summary(key: str, page: str, record: str) -> Message:
    """问题：“星级”写在 index.md 里，最近一次挂牌写在 评定.md 里，两处不一样。页面上的是志愿者写的，没有替他改。

    不好：index.md 里是 `星级: 5`，最近一次挂牌是 4 星，没有人去问。

    好：问过了，是 4 星，把 index.md 里的也改成 `星级: 4`。

    怎么改：问一问哪个对，把错的那一处改掉。两处不一样，`check` 会一直提醒。
    """
    return Message(f"“{key}”两处不一样：{page}；{record}。没有动 index.md。", "问一问哪个对，把错的那一处改掉。")


@register_message("E753", ERROR, "这一份要放在自己的文件里")
def list_in_page(label: str, path: str, side_file: str) -> Message:
    """问题：有的清单归民政部门管（评定），只放在 评定.md 里；现在却写在 index.md 里。两处都写会打架，所以没有动。

    不好：`评定:` 和下面的几行写在 index.md 里。

    好：`评定:` 和下面的几行搬到 评定.md，上下各一行 `---`。

    怎么改：运行 `fix --write`，会把它搬到 评定.md；再导入一次。
    """
    return Message(
        f"“{label}”写在 {path} 里，这一份归民政部门，只放在 {side_file} 里，没有动它。",
        f"运行 fix --write，会把它搬到 {side_file}；再导入一次。",
    )


@register_message("E754", ERROR, "不知道是哪一份清单")
def several_record_lists(sheet: str, labels: Sequence[str]) -> Message:
    """问题：这张表的标题和好几份清单都对得上，不知道是哪一份。

    不好：一张表，名字是 `Sheet1`，标题在“议事”和“经验”里都有。

    好：表的名字就叫“议事”。

    怎么改：把表名（最下面的标签）改成清单的名字；或者运行时加上 `--list 议事`。
    """
    return Message(
        f"“{sheet}”这张表，像{'、'.join(f'“{one}”' for one in labels)}，不知道是哪一份。",
        f"把表名改成清单的名字，或者加上 --list {labels[0]}。",
    )


@register_message("W755", ADVICE, "好像是改了认人的那一格")
def perhaps_changed_identity(before: str, now: str) -> Message:
    """问题：表格里少了一条，又多了一条，除了时间别的都一样。多半是改了时间。展厅认不准，当作新的一条写了进去。

    不好：文件里留着 2023-11 和 2023-12 两次一样的挂牌。

    好：只留对的那一条。

    怎么改：是改了时间，就在文件里删掉旧的那一条；真是两回事，不用管。不改也能发布。
    """
    return Message(
        f"多了 {now}，少了 {before}，别的都一样。", f"是改了时间，就在文件里删掉 {before} 那一条；不是就不用管。"
    )


@register_message("E756", ERROR, "--column 说明的列不对")
def unknown_column_key(key: str, keys: Sequence[str]) -> Message:
    """问题：`--column 标题=名称` 里的名称，要是读到的表里可以有的一列。

    不好：`--column 星集=照片`，读的是楼组的表，照片不在表格里。

    好：`--column 星集=星级`

    怎么改：照给出的名称写；清单（评定、议事等）的列，表名要是清单的名字，或者加上 `--list 评定`。
    """
    return Message(
        f"--column 要写成 标题=名称，可是读到的表里没有“{key}”这一项。", f"名称从这些里选：{'、'.join(keys)}。"
    )
