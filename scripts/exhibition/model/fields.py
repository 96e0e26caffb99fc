"""The one table of fields: Chinese key = label = heading, with its kind, example, help and when it is required.

A line here is all that it takes to add a field: reading, messages, the facts panel and the docs of fields follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass
from dataclasses import fields as attributes
from enum import Enum
from functools import cached_property
from typing import Any

from .cluster import SharedPlace
from .consent import AGREED, NOBODY, REFUSED, REPORTED, SITE, WALL, Person
from .entry import Pair, Photo, Step
from .kinds import Choice, Date, File, Flag, Focus, Id, Kind, NumberedItem, Stars, Text, Whole
from .words import Words


class Need(Enum):
    """When a field must be filled."""

    NEVER = "可以空着"
    ALWAYS = "必填"
    PUBLISHED = "发布时必填"
    SOURCED = "发布时必填（示例除外）"


@dataclass(frozen=True, slots=True)
class Many:
    """A list of values of one kind. `split`: an item never holds 、or ， so that a line of them is understood."""

    item: Kind
    split: bool = False

    def show(self, value: Any) -> str:
        """Return the values as visitors read them."""
        return "、".join(self.item.show(one) for one in value)


@dataclass(frozen=True, eq=False)
class Records:
    """A list of records of `fields`, each made into a `noun`."""

    fields: tuple[Field, ...]
    noun: type[Any]

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        """The fields of a record by their key."""
        return table(self.fields)

    @cached_property
    def always(self) -> tuple[Field, ...]:
        """The fields of a record that must be filled."""
        return tuple(field for field in self.fields if field.required is Need.ALWAYS)

    @cached_property
    def blanks(self) -> Mapping[str, Any]:
        """An empty value for each attribute of the noun that has none by itself."""
        needed = (one for one in attributes(self.noun) if one.default is MISSING)
        return {one.name: "" if one.type == "str" else None for one in needed}

    def show(self, value: Any) -> str:
        """Return how many there are."""
        return f"{len(value)} 条"


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field of a content file.

    `key` is the word in front matter, sheets and pages; `attribute` the name in the model; `example` a whole value as
    people write it; `help` one sentence for those who write; `required` when it must be filled; `shown` whether it
    stands in the facts panel; `placed` whether checks need to know where its values stand inside a record or list.
    """

    key: str
    attribute: str
    kind: Kind | Many | Records
    example: str
    help: str
    required: Need = Need.NEVER
    shown: bool = False
    placed: bool = False

    def show(self, value: Any) -> str:
        """Return `value` as visitors read it; nothing for None and for empty lists."""
        return "" if value is None or value == "" or value == () else self.kind.show(value)


def table(fields: tuple[Field, ...]) -> Mapping[str, Field]:
    """Return fields by their key."""
    return {field.key: field for field in fields}


STATUS = Choice(
    words=Words.of(("草稿", "发布", "撤下"), {"已发布": "发布", "公开": "发布", "下架": "撤下", "撤回": "撤下"})
)
ASKED = {"同意": AGREED, "是": AGREED, "否": REFUSED}
CONSENT = Choice(words=Words.of((AGREED, NOBODY, REFUSED), {**ASKED, "无人物": NOBODY}))
NAMING = Choice(words=Words.of((AGREED, REPORTED, REFUSED), {**ASKED, "公开报道": REPORTED}))
SCOPE = Choice(words=Words.of((SITE, WALL), {"只上网": SITE, "海报": WALL, "网站、海报": WALL, "全部": WALL}))
BOND = Choice(words=Words.of(("地缘", "趣缘")))
ALWAYS, PUBLISHED = Need.ALWAYS, Need.PUBLISHED

DECLARATION = (
    Field("同意日期", "consented", Date(), "2024-05-01", "哪一天问过、都点了头的。", placed=True),
    Field("同意范围", "scope", SCOPE, "网站和海报", "同意用在哪里：网站，或者网站和海报；空着就只用在网站。"),
    Field("复核", "reviewed", Text(20), "第二楼组长", "第二个看过、问过的人，写身份。"),
)
"""What goes with 同意, of a photo as of a person."""

PHOTO_FIELDS = (
    Field("文件", "file", File(), "photo-01.jpg", "照片的文件名，照片和 index.md 放在同一个文件夹。", placed=True),
    Field("插画", "scene", Choice("scenes"), "加装电梯", "没有照片时用的一张画，和“文件”二选一。", placed=True),
    Field("说明", "caption", Text(120), "居民一起商量加装电梯", "一句话说清画面里有什么，看不见照片的人靠它。", ALWAYS),
    Field("时间", "taken", Date(), "2019-05", "拍摄的年、月或日。", placed=True),
    Field("类别", "kind", Choice("photo_kinds"), "活动", "照片属于哪一类。"),
    Field("同意", "consent", CONSENT, "已同意", "画面里的人是否同意公开：已同意、不涉及人物、未取得。", placed=True),
    *DECLARATION,
    Field("焦点", "focus", Focus(), "50,40", "裁剪时不能丢的一点：从左、从上各百分之几。"),
)

STEP_FIELDS = (
    Field("时间", "date", Date(), "2018-03", "这一步发生的年、月或日；记不清就空着。", placed=True),
    Field("标题", "title", Text(40), "坐下来商量", "这一步叫什么。", ALWAYS),
    Field("经过", "text", Text(600), "七次议事，从为什么装谈到钱怎么分摊。", "说清楚谁、怎么做、结果怎样。"),
    Field("照片", "photo", Text(), "photo-01.jpg", "上面“照片”里的一张：写它的文件名或插画名。", placed=True),
)

PAIR_FIELDS = (
    Field("地点", "place", Text(40), "一楼楼道", "对比的是哪一处。", ALWAYS),
    Field("之前", "before", Text(), "before.jpg", "之前的那一张：写它的文件名或插画名。", ALWAYS, placed=True),
    Field("之后", "after", Text(), "after.jpg", "之后的那一张：写它的文件名或插画名。", ALWAYS, placed=True),
    Field("说明", "text", Text(200), "堆物搬走了，墙刷白了。", "一句话说变化。"),
    Field("同机位", "aligned", Flag(), "是", "两张是不是站在同一个地方拍的。"),
)

PLACE_FIELDS = (
    Field("名称", "name", Text(40), "瓶子菜园", "共享空间的名字。", ALWAYS),
    Field("说明", "text", Text(200), "用旧瓶子种菜，各家轮流浇水。", "一句话说它怎么用。"),
    Field("照片", "photo", Text(), "photo-02.jpg", "上面“照片”里的一张：写它的文件名或插画名。", placed=True),
)

PERSON_FIELDS = (
    Field("称呼", "name", Text(20), "示例老师", "页面上怎么称呼这个人；能写身份，就不要具名。", ALWAYS),
    Field("同意", "consent", NAMING, "已同意", "本人是否同意：已同意、已公开报道、未取得。", ALWAYS, placed=True),
    *DECLARATION,
)

IDENTITY = (
    Field("编号", "id", Id(), "10001", "5 位数字，就是文件夹的名字，二维码靠它，永远不变。", ALWAYS),
    Field("名称", "name", Text(40), "64号楼", "大家平时怎么叫它。", ALWAYS),
    Field("街镇", "street", Choice("streets"), "高境镇", "从宝山区的街镇里选。", ALWAYS, shown=True),
    Field("居民区", "committee", Text(40), "示例第一居民区", "哪个居委会的。", shown=True),
    Field("小区", "compound", Text(40), "共和十一村", "小区的名字。", shown=True),
)

LIFE = (
    Field("一句话", "tagline", Text(60), "七次议事，一起装好了电梯", "最想让人记住的一句，60 字以内。", PUBLISHED),
    Field("状态", "status", STATUS, "发布", "草稿：还在写；发布：公开；撤下：不再展出。", ALWAYS),
    Field("示例", "example", Flag(), "否", "是不是编出来给人看样子的。"),
    Field("来源", "source", Text(80), "宝山区民政局", "这些内容是哪里来的。", Need.SOURCED, shown=True),
)

STORY = (
    Field("照片", "photos", Records(PHOTO_FIELDS, Photo), "", "照片或插画，一条一张。"),
    Field("历程", "steps", Records(STEP_FIELDS, Step), "", "前世今生：一步一条，从早到晚。"),
    Field("对比", "pairs", Records(PAIR_FIELDS, Pair), "", "同一处的之前和之后。"),
    Field("公约", "covenant", Many(NumberedItem(120)), "楼道不放东西", "大家约好的事，一条一行。"),
    Field("具名", "persons", Records(PERSON_FIELDS, Person), "", "页面上写到名字的人，一条一位；只写身份的不用写。"),
)

UNIT_FIELDS = (
    *IDENTITY,
    Field("楼号", "building", Text(20), "64号", "几号楼，不要写到室。", shown=True),
    Field("星级", "stars", Stars(), "3", "0 到 5 的一个数字；还没评就空着。", shown=True),
    Field("建立", "founded", Date(), "2018-11", "哪一年、哪个月开始的。", shown=True, placed=True),
    Field("户数", "households", Whole(1, 9_999, " 户"), "24", "一共多少户。", shown=True),
    Field("主题", "themes", Many(Choice("themes"), split=True), "加装电梯", "做的是哪些事，从主题里选。", shown=True),
    Field(
        "培育标准", "standards", Many(Choice("standards"), split=True), "党建引领", "在哪几条标准上有心得。", shown=True
    ),
    Field("楼群", "cluster", Id("clusters"), "10007", "所在楼群的编号；没有就空着。", placed=True),
    *LIFE,
    *STORY,
    Field("自治小组", "group", Many(Text(40)), "楼组长", "至少三行，写身份，不写姓名。"),
)

CLUSTER_FIELDS = (
    *IDENTITY,
    Field("结群", "bond", BOND, "地缘", "因为住得近（地缘）还是爱好相同（趣缘）。", shown=True),
    Field("楼组", "members", Many(Id("units"), split=True), "10001", "成员楼组的编号，一行一个。", placed=True),
    Field("牵头", "lead", Id("units"), "10001", "牵头楼组的编号。"),
    Field("专委会", "panel", Many(Text(120)), "老楼组长带教新楼组长", "楼群专委会的成员或做法，写身份，不写姓名。"),
    Field("共享空间", "places", Records(PLACE_FIELDS, SharedPlace), "", "大家一起用的地方。"),
    *LIFE,
    *STORY,
)

FIELDS = (*UNIT_FIELDS, *(field for field in CLUSTER_FIELDS if field not in UNIT_FIELDS))
"""Every top-level field, once."""

EVERY_FIELD = (
    *FIELDS,
    *(
        inner
        for kind in dict.fromkeys(field.kind for field in FIELDS if isinstance(field.kind, Records))
        for inner in kind.fields
    ),
)
"""Every field, those of records too; those that records share more than once."""
