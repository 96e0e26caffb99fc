"""Entry and its parts: photos, steps, before/after pairs, life cycle, declared consent.

No pattern finds a name or a child. What can be held to is what somebody has declared: who was asked, when, for what,
and who looked a second time. Consent for the website does not cover print.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from enum import Enum
from functools import lru_cache
from types import MemberDescriptorType
from typing import Annotated, Any, ClassVar, NamedTuple

from ..diagnostics import Span
from ..lazy import dataclass
from .field_types import Boolean, Choice, Date, EntryId, FileName, FocusPoint, NumberedItem, PartialDate, PhotoKey, Text
from .fields import Field, ListOf, Reach, RecordList, Requirement, Section
from .vocabulary import ChoiceWords

AGREED, NOBODY, REPORTED, REFUSED = "已同意", "不涉及人物", "已公开报道", "未取得"
"""What 同意 says: all were asked; nobody is in the picture; published before, by the source; not (yet) obtained."""
SITE, WALL = "网站", "网站和海报"
"""What 同意范围 says: shown on the site, or printed and hung on a wall as well."""
ASKED = {"同意": AGREED, "是": AGREED, "否": REFUSED}
CONSENT = Choice(words=ChoiceWords.from_names((AGREED, NOBODY, REFUSED), {**ASKED, "无人物": NOBODY}))
NAMING = Choice(words=ChoiceWords.from_names((AGREED, REPORTED, REFUSED), {**ASKED, "公开报道": REPORTED}))
SCOPE = Choice(
    words=ChoiceWords.from_names((SITE, WALL), {"只上网": SITE, "海报": WALL, "网站、海报": WALL, "全部": WALL})
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentDeclaration:
    """Who or what is shown with consent. `consented` (同意日期), `scope` (同意范围), `reviewed` (复核: the second person)."""

    consent: Annotated[
        str,
        Field(
            "同意",
            CONSENT,
            "已同意",
            "画面里的人是否同意公开：已同意、不涉及人物、未取得。",
            placed=True,
            section=Section.LIFE,
            internal=True,
        ),
    ] = ""
    consented: Annotated[
        PartialDate | None,
        Field(
            "同意日期",
            Date(),
            "2024-05-01",
            "哪一天问过、都点了头的。",
            placed=True,
            section=Section.LIFE,
            internal=True,
        ),
    ] = None
    scope: Annotated[
        str,
        Field(
            "同意范围",
            SCOPE,
            "网站和海报",
            "同意用在哪里：网站，或者网站和海报；空着就只用在网站。",
            section=Section.LIFE,
            internal=True,
        ),
    ] = ""
    reviewed: Annotated[
        str,
        Field("复核", Text(20), "第二楼组长", "第二个看过、问过的人，写身份。", section=Section.LIFE, internal=True),
    ] = ""

    @property
    def shown(self) -> bool:
        """May it be shown on the site?"""
        return self.consent in (AGREED, NOBODY, REPORTED)

    @property
    def is_printable(self) -> bool:
        """May it be printed on a poster? Whoever was asked about a website was not asked about a wall."""
        return self.consent in (NOBODY, REPORTED) or (self.consent == AGREED and self.scope == WALL)

    @property
    def gaps(self) -> tuple[str, ...]:
        """The keys that a declared consent still lacks."""
        told = {"同意日期": self.consented, "复核": self.reviewed}
        return tuple(key for key, value in told.items() if not value) if self.consent == AGREED else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPerson(ConsentDeclaration):
    """Somebody whom an entry names (具名), as the page calls them."""

    name: Annotated[
        str, Field("称呼", Text(20), "示例老师", "页面上怎么称呼这个人；能写身份，就不要具名。", Requirement.ALWAYS)
    ]
    consent: Annotated[
        str,
        Field(
            "同意",
            NAMING,
            "已同意",
            "本人是否同意：已同意、已公开报道、未取得。",
            Requirement.ALWAYS,
            placed=True,
            section=Section.LIFE,
            internal=True,
        ),
    ] = ""


ALWAYS = Requirement.ALWAYS
PLANNED_YEARS = 5
"""Years ahead that a step may lie: 下一步 tells of plans; a year beyond that is a typing error."""
STATUS = Choice(
    words=ChoiceWords.from_names(
        ("草稿", "发布", "撤下"), {"已发布": "发布", "公开": "发布", "下架": "撤下", "撤回": "撤下"}
    )
)


class Status(Enum):
    """The life cycle of an entry. The value is the word in its front matter."""

    DRAFT = "草稿"
    """Being written: its address answers 正在布展."""
    PUBLISHED = "发布"
    """In the exhibition."""
    WITHDRAWN = "撤下"
    """Taken down: its address answers with a tombstone; name, photos and search rows are gone."""


class Location(NamedTuple):
    """Where an entry is: street, residents' committee, compound, building; each empty where it has none or none is known."""

    street: str = ""
    committee: str = ""
    compound: str = ""
    building: str = ""


NOWHERE = Location()


@dataclass(frozen=True, slots=True)
class Photo(ConsentDeclaration):
    """A picture of an entry: a file beside its `index.md`, or a drawn illustration in its stead.

    Exactly one of `file` and `scene` is set. `caption` (说明) is also the alternative text, everywhere. `focus` (焦点) is
    the point that no crop may lose, in percent of width and height from the top left.
    """

    file: Annotated[
        str | None,
        Field(
            "文件",
            FileName(),
            "photo-01.jpg",
            "照片的文件名，照片和 index.md 放在同一个文件夹。",
            placed=True,
            internal=True,
        ),
    ]
    scene: Annotated[
        str | None,
        Field("插画", Choice("scenes"), "加装电梯", "没有照片时用的一张画，和“文件”二选一。", placed=True),
    ]
    caption: Annotated[
        str,
        Field(
            "说明",
            Text(120),
            "居民一起商量加装电梯",
            "一句话说清画面里有什么，看不见照片的人靠它。",
            ALWAYS,
            schema="caption",
            reach=Reach.FACE,
        ),
    ]
    taken: Annotated[
        PartialDate | None,
        Field("时间", Date(), "2019-05", "拍摄的年、月或日。", placed=True, schema="dateCreated", reach=Reach.FACE),
    ] = None
    kind: Annotated[str | None, Field("类别", Choice("photo_kinds"), "活动", "照片属于哪一类。")] = None
    focus: Annotated[
        tuple[int, int],
        Field(
            "焦点",
            FocusPoint(),
            "50,40",
            "裁剪时不能丢的一点：从左、从上各百分之几。",
            section=Section.LAST,
            internal=True,
            reach=Reach.FACE,
        ),
    ] = (50, 50)
    span: Span = Span("")

    @property
    def key(self) -> str:
        """What names this photo within its entry (in `历程` and `对比` too)."""
        return self.file or self.scene or ""


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step of an entry's 前世今生 (历程). `photo` is the key of one of its photos."""

    date: Annotated[
        PartialDate | None,
        Field(
            "时间",
            Date(),
            "2018-03",
            "这一步发生的年、月或日；记不清就空着。",
            placed=True,
            years_ahead=PLANNED_YEARS,
            schema="startDate",
        ),
    ]
    title: Annotated[
        str, Field("标题", Text(40), "坐下来商量", "这一步叫什么。", ALWAYS, schema="name", reach=Reach.OWN)
    ]
    text: Annotated[
        str,
        Field(
            "经过",
            Text(600),
            "七次议事，从为什么装谈到钱怎么分摊。",
            "说清楚谁、怎么做、结果怎样。",
            schema="description",
            reach=Reach.OWN,
        ),
    ] = ""
    photo: Annotated[
        str | None,
        Field("照片", PhotoKey(), "photo-01.jpg", "上面“照片”里的一张：写它的文件名或插画名。", placed=True),
    ] = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A before/after pair (对比). `before` and `after` are keys of photos of the entry.

    `aligned` (同机位): both were taken from one spot, so that a slider may lay one over the other.
    """

    place: Annotated[str, Field("地点", Text(40), "一楼楼道", "对比的是哪一处。", ALWAYS, reach=Reach.OWN)]
    before: Annotated[
        str, Field("之前", PhotoKey(), "before.jpg", "之前的那一张：写它的文件名或插画名。", ALWAYS, placed=True)
    ]
    after: Annotated[
        str, Field("之后", PhotoKey(), "after.jpg", "之后的那一张：写它的文件名或插画名。", ALWAYS, placed=True)
    ]
    text: Annotated[str, Field("说明", Text(200), "堆物搬走了，墙刷白了。", "一句话说变化。", reach=Reach.OWN)] = ""
    aligned: Annotated[bool, Field("同机位", Boolean(), "是", "两张是不是站在同一个地方拍的。")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One content folder, parsed: a permanent number, a name, a story. Each content type is a dataclass below this one."""

    id: Annotated[
        str,
        Field(
            "编号",
            EntryId(),
            "10001",
            "5 位数字，就是文件夹的名字，二维码靠它，永远不变。",
            ALWAYS,
            section=Section.IDENTITY,
            fixed=True,
            headings=("楼组编号", "楼群编号", "展厅编号", "楼组编码", "楼群编码", "编码", "ID"),
            like=("楼组编号", "楼群编号", "编码"),
            schema="identifier",
        ),
    ]
    """Five digits, opaque, permanent: the address is `/<id>/`."""
    name: Annotated[
        str,
        Field(
            "名称",
            Text(40),
            "64号楼",
            "大家平时怎么叫它。",
            ALWAYS,
            section=Section.IDENTITY,
            asked=True,
            headings=("楼组名称", "楼群名称", "楼组名", "楼群名", "楼名", "活力楼组名称", "活力楼组"),
            like=("楼组名称", "楼群名称", "楼组名", "楼群名"),
            schema="name",
        ),
    ]
    tagline: Annotated[
        str,
        Field(
            "一句话",
            Text(60),
            "七次议事，一起装好了电梯",
            "最想让人记住的一句，60 字以内。",
            Requirement.PUBLISHED,
            section=Section.LIFE,
            asked=True,
            headings=("口号", "楼组口号", "一句话介绍"),
            like=("口号", "一句话"),
            schema="description",
            reach=Reach.FACE,
        ),
    ] = ""
    status: Annotated[
        Status,
        Field(
            "状态",
            STATUS,
            "发布",
            "草稿：还在写；发布：公开；撤下：不再展出。",
            ALWAYS,
            section=Section.LIFE,
            headings=("发布状态", "展出状态"),
            like=("状态",),
            internal=True,
        ),
    ] = Status.DRAFT
    example: Annotated[
        bool,
        Field(
            "示例",
            Boolean(),
            "否",
            "是不是编出来给人看样子的。",
            section=Section.LIFE,
            headings=("是否示例",),
            internal=True,
        ),
    ] = False
    source: Annotated[
        str,
        Field(
            "来源",
            Text(80),
            "宝山区民政局",
            "这些内容是哪里来的。",
            Requirement.SOURCED,
            shown=True,
            section=Section.LIFE,
            asked=True,
            headings=("信息来源", "资料来源", "数据来源"),
            like=("来源",),
            schema="creditText",
        ),
    ] = ""
    photos: Annotated[
        tuple[Photo, ...],
        Field("照片", RecordList(Photo), "", "照片或插画，一条一张。", section=Section.STORY, schema="photo"),
    ] = ()
    steps: Annotated[
        tuple[Step, ...],
        Field("历程", RecordList(Step), "", "前世今生：一步一条，从早到晚。", section=Section.STORY, schema="event"),
    ] = ()
    pairs: Annotated[
        tuple[Pair, ...], Field("对比", RecordList(Pair), "", "同一处的之前和之后。", section=Section.STORY)
    ] = ()
    covenant: Annotated[
        tuple[str, ...],
        Field(
            "公约",
            ListOf(NumberedItem(120, vocabulary="topics")),
            "楼道不放东西",
            "大家约好的事，一条一行；前面可以写话题和中文冒号，例如 楼道：不放过夜的东西。",
            applied=True,
            section=Section.STORY,
            headings=("楼组公约", "楼群公约"),
            like=("公约",),
        ),
    ] = ()
    persons: Annotated[
        tuple[NamedPerson, ...],
        Field(
            "具名",
            RecordList(NamedPerson),
            "",
            "页面上写到名字的人，一条一位；只写身份的不用写。",
            section=Section.STORY,
            internal=True,
        ),
    ] = ()
    body: str = ""
    """Markdown below the front matter."""
    folder: str = ""
    """POSIX path of its folder, relative to the folder that holds `content/`."""
    suspect: bool = field(default=False, compare=False)
    """May its file contain something private? Only then the privacy checks read it again, line by line."""
    spans: Mapping[str, Span]
    """Where each top-level key stands, for messages."""

    @property
    def published(self) -> bool:
        """Is it in the exhibition?"""
        return self.status is Status.PUBLISHED

    @property
    def path(self) -> str:
        """The content file, relative to the folder that holds `content/`."""
        return f"{self.folder}/index.md"

    @property
    def location(self) -> Location:
        """Where it is; all empty for an entry without a place."""
        return NOWHERE

    @property
    def full_name(self) -> str:
        """Place and name in one, the place not twice: 共和十一村64号楼."""
        where = self.location.compound or self.location.committee
        return self.name if self.name.startswith(where) else where + self.name

    @property
    def spoken_names(self) -> tuple[str, ...]:
        """Names by which people may refer to it, in a reference or in speech."""
        return (self.name,)

    @property
    def own_pictures(self) -> tuple[Photo, ...]:
        """Pictures beside its file that stand for a value of it and that no list names."""
        return ()

    def get_span(self, key: str = "") -> Span:
        """Where `key` stands, or the top of the file."""
        return self.spans.get(key) or Span(self.path)

    def find_photo(self, key: str) -> Photo | None:
        """Return the photo of this key (file name or scene)."""
        return next((photo for photo in self.photos if photo.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(Entry):
    """An entry that is somewhere in the district: street, residents' committee, compound."""

    street: Annotated[
        str,
        Field(
            "街镇",
            Choice("streets"),
            "高境镇",
            "从宝山区的街镇里选。",
            ALWAYS,
            shown=True,
            section=Section.IDENTITY,
            asked=True,
            fixed=True,
            headings=(
                "街道",
                "所属街镇",
                "所在街镇",
                "街道(镇)",
                "街道/镇",
                "街道、镇",
                "街道镇",
                "镇",
                "乡镇",
                "街镇名称",
            ),
            like=("街道", "街镇", "乡镇", "镇"),
            schema="containedInPlace",
        ),
    ]
    """名称 of a term of the vocabulary of streets."""
    committee: Annotated[
        str,
        Field(
            "居民区",
            Text(40),
            "示例第一居民区",
            "哪个居委会的。",
            shown=True,
            section=Section.IDENTITY,
            asked=True,
            headings=(
                "居委",
                "居委会",
                "居民区名称",
                "所属居民区",
                "所在居民区",
                "所属居委",
                "村居",
                "居村",
                "居(村)委",
            ),
            like=("居民区", "居委", "村委"),
        ),
    ] = ""
    compound: Annotated[
        str,
        Field(
            "小区",
            Text(40),
            "共和十一村",
            "小区的名字。",
            shown=True,
            section=Section.IDENTITY,
            asked=True,
            headings=("小区名称", "所在小区", "所属小区", "住宅小区"),
            like=("小区",),
        ),
    ] = ""

    @property
    def location(self) -> Location:
        """Where it is."""
        return Location(self.street, self.committee, self.compound)

    @property
    def spoken_names(self) -> tuple[str, ...]:
        """Its name, also behind the compound or the street."""
        return self.name, self.compound + self.name, self.street + self.name, self.compound


# Which entries a page shows is noted where it reads them: no view can forget to tell.


class FaceSlot:
    """The slot of a field that pages of other entries show: reading it notes the entry (see `collect_faces`)."""

    readers: ClassVar[list[set[str]]] = []
    """Who notes what is read, the innermost last."""

    def __init__(self, slot: MemberDescriptorType) -> None:
        self.slot = slot

    def __get__(self, entry: Any, owner: type[Any] | None = None) -> Any:
        """Return the value of an entry."""
        if entry is not None and self.readers:
            self.readers[-1].add(entry.id)
        return self.slot.__get__(entry, owner)

    def __set__(self, entry: Any, value: Any) -> None:
        """Set the value of an entry that is being made."""
        self.slot.__set__(entry, value)


@contextmanager
def collect_faces() -> Iterator[set[str]]:
    """Note the ids of the entries whose faces are read in the block, by one thread: it yields the set that they are added to."""
    found: set[str] = set()
    FaceSlot.readers.append(found)
    try:
        yield found
    finally:
        FaceSlot.readers.pop()


def has_face(field: Field) -> bool:
    """Do pages of other entries show a value of this field, or of its records?"""
    inner = field.kind.fields if isinstance(field.kind, RecordList) else ()
    return any(one.reach is Reach.FACE for one in (field, *inner))


def watch_faces(model: type[Entry], fields: tuple[Field, ...]) -> None:
    """Let the fields of a class of entries that others show note who is read. Raises TypeError where one has no slot."""
    for one in filter(has_face, fields):
        owner = next(base for base in model.__mro__ if one.attribute in vars(base))
        slot = vars(owner)[one.attribute]
        if isinstance(slot, MemberDescriptorType):
            setattr(owner, one.attribute, FaceSlot(slot))
        elif not isinstance(slot, FaceSlot):
            raise TypeError(f"{owner.__name__}.{one.attribute} is shown with its entry and has no slot")


# Life cycle: a draft may be sparse, what is published must be whole; of what was taken down only its address is left.

LASTING = re.compile(
    r"[EW](?:[01]\d\d"  # the file can be read: else nobody knows that it was taken down
    r"|20[35]|210|236|237"  # the fields that are left: see `is_required`
    r"|31[67]|32[1-9]|33\d"  # files and folders, the ledger
    r"|30[79]|347|37\d|437|6\d\d)"  # what pictures and texts tell of people
)
"""Codes of findings that matter after an entry was taken down."""
LEFT = frozenset({"编号", "状态"})
"""All that an entry needs that was taken down."""


def applies_after_takedown(code: str) -> bool:
    """Does a finding of this code matter although its entry was taken down?"""
    return LASTING.fullmatch(code) is not None


def is_required(field: Field, status: Status, *, example: bool = False) -> bool:
    """Must a field of an entry be filled in this state of its life? `example`: nobody is asked for its source."""
    if status is Status.WITHDRAWN:
        return field.key in LEFT
    need = field.required
    if need is Requirement.ALWAYS or need is Requirement.NEVER:
        return need is Requirement.ALWAYS
    return status is Status.PUBLISHED and (need is Requirement.PUBLISHED or not example)


@lru_cache(maxsize=64)
def list_required_fields(fields: tuple[Field, ...], status: Status, *, example: bool = False) -> tuple[Field, ...]:
    """Return those of `fields` that must be filled in this state of an entry's life."""
    return tuple(field for field in fields if is_required(field, status, example=example))


def is_required_within(field: Field, status: Status) -> bool:
    """Must a field of a photo, a step, a pair or a place be filled? Of drafts not yet."""
    return field.required is Requirement.ALWAYS and status is Status.PUBLISHED
