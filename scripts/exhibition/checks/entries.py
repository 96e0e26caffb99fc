"""Rules about entries: units and clusters that do not name each other, pictures that are named but not there, dates in
the future, characters that cannot be printed, emblems that bear the name of others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

from ..content.loader import iter_mentions
from ..diagnostics import Finding, Severity, Span
from ..model import Entry, PartialDate, Status
from ..model.content_types import get_item_kind
from ..model.field_types import Choice, Date
from ..model.fields import ListOf
from ..types import CONTENT_TYPES, UNIT, Cluster, Community, Unit, list_places
from ..types.self_governed import SelfGoverned
from .registry import CheckContext, Scope, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


def index_units(context: CheckContext) -> dict[str, Unit]:
    """Return every unit, published or not, by its id."""
    return {unit.id: unit for unit in reversed(context.exhibition.of(Unit))}


def index_clusters(context: CheckContext) -> dict[str, Cluster]:
    """Return every cluster, published or not, by its id."""
    return {cluster.id: cluster for cluster in reversed(context.exhibition.of(Cluster))}


def get_member_span(cluster: Cluster, number: int) -> Span:
    """Return where a cluster names its member of this number."""
    return cluster.spans.get(f"楼组.{number}") or cluster.get_span("楼组")


@check("E341", ERROR, "楼群没有写这个楼组")
def unlisted_member(context: CheckContext) -> Iterator[Finding]:
    """问题：楼组说自己在这个楼群里，楼群的“楼组”里却没有它。两边要一致。

    不好：10001 写 `楼群: 10007`，10007 的“楼组”里没有 10001。

    好：10007 的“楼组”里有一行 `- 10001`。

    怎么改：在楼群的“楼组”里加一行；不在这个楼群里就把这一项空着。草稿可以先不加。
    """
    clusters = index_clusters(context)
    for unit in context.exhibition.of(Unit):
        cluster = clusters.get(unit.cluster or "")
        if unit.published and cluster and unit.id not in cluster.members:
            hint = f"在 {cluster.path} 的“楼组”里加一行“- {unit.id}”；不在这个楼群里就空着。"
            yield Finding(
                unit.get_span("楼群"), f"楼群“{cluster.name}”（{cluster.id}）的“楼组”里没有写 {unit.id}。", hint
            )


@check("E343", ERROR, "楼组没有写这个楼群")
def unaware_member(context: CheckContext) -> Iterator[Finding]:
    """问题：楼群说有这个楼组，楼组自己的“楼群”一项却写了别的或空着。两边要一致。

    不好：10007 的“楼组”里有 10001，10001 的“楼群”是空的。

    好：10001 里写 `楼群: 10007`。

    怎么改：在楼组里写上楼群的编号；不是成员就从楼群里删掉这一行。
    """
    units = index_units(context)
    for cluster in context.exhibition.of(Cluster):
        for number, id in enumerate(cluster.members):
            unit = units.get(id)
            if unit and not unit.cluster and ".楼群" in unit.spans:
                # Something is written there that is no id: that is said where it stands.
                continue
            # Of a unit that was taken down nothing but its address need be left.
            if unit and unit.cluster != cluster.id and unit.status is not Status.WITHDRAWN:
                what = f"写的楼群是 {unit.cluster}" if unit.cluster else "没有写楼群"
                hint = f"在 {unit.path} 里写“楼群: {cluster.id}”；不是成员就删掉这一行。"
                yield Finding(get_member_span(cluster, number), f"楼组“{unit.name}”（{id}）{what}。", hint)


@check("W453", ADVICE, "社区没有写在哪里", Scope.ENTRY)
def community_without_place(context: CheckContext) -> Iterator[Finding]:
    """问题：社区有哪些楼组和楼群，是照居民区和小区找出来的。两项都空着，一个也找不到。

    不好：

        居民区:
        小区:

    好：

        居民区: 示例第一居民区
        小区:

    怎么改：写上楼组页面上用的那个居民区，或者那个小区，写一样就够。不改也能发布，只是这一页找不到它的楼组。
    """
    for community in context.exhibition.of(Community):
        if community.published and not (community.committee or community.compound):
            message = f"社区“{community.name}”没有写居民区，也没有写小区，找不到它的楼组。"
            yield Finding(community.get_span("居民区"), message, "在“居民区”或“小区”里写一样，和楼组里写的一样。")


@check("E454", ERROR, "两个社区在同一处")
def community_twice(context: CheckContext) -> Iterator[Finding]:
    """问题：两个社区写了同一个居民区（或小区），那里的楼组不知道归哪一个。

    不好：两个社区都写 `居民区: 示例第一居民区`，街镇也一样。

    好：一处只有一个社区；另一个写它自己的居民区。

    怎么改：改正其中一个的居民区或小区；两页说的是同一个社区，就合成一页，多出来的那一页改成“撤下”。
    """
    known: dict[tuple[str, str, str], Community] = {}
    for community in context.exhibition.published(Community):
        for place in list_places(community):
            other = known.setdefault(place, community)
            if other is not community:
                key = COMMUNITY_KEYS[place[1]]
                message = f"社区“{other.name}”（{other.id}）也写了{key}“{place[2]}”。"
                hint = "改正其中一个，一处只能有一个社区；是同一个社区，就合成一页，另一页改成“撤下”。"
                yield Finding(community.get_span(key), message, hint)


@check("W427", ADVICE, "居民区写得不一样")
def near_committee(context: CheckContext) -> Iterator[Finding]:
    """问题：社区写的居民区，和楼组写的只差几个字，程序当成两处，楼组就站不到社区这一页上来。

    不好：社区写 `居民区: 示例居委会`，楼组写 `居民区: 示例居民区`。

    好：两边都写 `居民区: 示例居民区`。

    怎么改：两边改成一样的写法。真是两个地方，不改也能发布。
    """
    homes: dict[tuple[str, str], dict[str, Entry]] = {}
    for kind in (Unit, Cluster):
        for entry in context.exhibition.published(kind):
            if entry.committee:
                homes.setdefault((entry.street, shorten_committee(entry.committee)), {}).setdefault(
                    entry.committee, entry
                )
    for community in context.exhibition.published(Community):
        if not community.committee:
            continue
        known = homes.get((community.street, shorten_committee(community.committee)), {})
        for name, member in known.items():
            if name != community.committee:
                span = community.get_span("居民区")
                fixed = (
                    None if community.committee in known else context.replace_in_line(span, community.committee, name)
                )
                message = f"社区写的居民区是“{community.committee}”，“{member.name}”（{member.id}）写的是“{name}”，是不是同一个？"
                yield Finding(span, message, "改成一样的写法；真是两个地方，就不用改。", fixed)


@lru_cache(maxsize=4096)
def shorten_committee(name: str) -> str:
    """Return the name of a residents' committee without blanks, quotation marks and the word for what it is.

    >>> {shorten_committee(name) for name in ("示例居民区", "示例 居委会", "“示例”", "示例社区居民委员会")}
    {'示例'}
    """
    bare = re.sub(r"[\s“”\"'《》]", "", name)
    while (shorter := re.sub(r"(?:居民区|居委会?|居民委员会|社区|党总支)$", "", bare)) not in (bare, ""):
        bare = shorter
    return bare


COMMUNITY_KEYS = {"committee": "居民区", "compound": "小区"}
"""The keys of the places of a community."""


UNPRINTABLE = re.compile(
    "[\u200d\u20d0-\u20f0\u2139\u231a-\u23ff\u2600-\u2604\u2607-\u263f\u2641\u2643-\u27bf\u2934-\u2935\u2b00-\u2bff\u3297\u3299"
    "\ue000-\uf8ff\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0000-\U000e01ef\U000f0000-\U0010ffff]+"
)
"""Emoji, their modifiers, and characters that only some fonts give a meaning: the font of posters has none of them."""
PRINTED = (("name", "名称"), ("tagline", "一句话"), ("compound", "小区"))
"""Attributes that posters print, and their fields."""


@check("W130", Severity.ADVICE, "海报印不出的符号", Scope.ENTRY)
def unprintable_sign(context: CheckContext) -> Iterator[Finding]:
    """问题：名称、一句话和小区会印在海报上，海报的字体里没有表情符号，做海报时会停下来。

    不好：`一句话: 七次议事，一起装好了电梯🎉`

    好：`一句话: 七次议事，一起装好了电梯`

    怎么改：删掉它，或者换成汉字。不改也能发布，只是海报做不出来。
    """
    for entry in context.entries:
        if entry.published and UNPRINTABLE.search(f"{entry.name}{entry.tagline}{entry.location.compound}"):
            yield from find_unprintable(context, entry)


def find_unprintable(context: CheckContext, entry: Entry) -> Iterator[Finding]:
    """Yield a finding for each field of an entry with such characters."""
    for attribute, field in PRINTED:
        text = getattr(entry, attribute)
        found = UNPRINTABLE.findall(text)
        if found:
            message = f"“{field}”里的“{''.join(found)}”印不到海报上（字体里没有），网页上能看到。"
            yield Finding(entry.get_span(field), message, "删掉它，或者换成汉字；不做海报就不用改。")


@check("E312", ERROR, "提到的照片不在“照片”里", Scope.ENTRY)
def unhung_picture(context: CheckContext) -> Iterator[Finding]:
    """问题：“历程”“对比”“共享空间”里提到的照片，要先写在这一页的“照片”里。

    不好：

        照片:
          - 文件: photo-01.jpg
            说明: 清理以前的楼道
        历程:
          - 标题: 清理楼道
            照片: photo-02.jpg

    好：

        历程:
          - 标题: 清理楼道
            照片: photo-01.jpg

    怎么改：改正文件名，或在“照片”里加上这一条。
    """
    for entry in context.entries:
        mentioned = list(iter_mentions(entry))
        if not mentioned:
            continue
        keys = {photo.key for photo in entry.photos}
        for key, path in mentioned:
            if key not in keys:
                span = entry.spans.get(path) or entry.get_span(path.partition(".")[0])
                near = get_close_matches(key, keys, 1, 0.6)
                names = context.folders[entry.folder].names
                # The picture is there, and “照片” names it wrongly: that line is mended, not this one.
                if near and key in names and near[0] not in names:
                    continue
                ask = f"，是不是“{near[0]}”？" if near else "。"
                fixed = context.replace_in_line(span, key, near[0]) if near else None
                yield Finding(span, f"“照片”里没有“{key}”{ask}", "改正它，或在“照片”里加上这一条。", fixed)


@check("E234", ERROR, "日期还没到", Scope.ENTRY_AND_DAY)
def future_date(context: CheckContext) -> Iterator[Finding]:
    """问题：建立、拍照和征得同意的日期不会在将来，多半是年份打错了。历程里的“下一步”可以写几年以内的打算。

    不好：

        建立: 2108-11

    好：

        建立: 2018-11

    怎么改：核对年份。
    """
    today = context.today
    for entry in context.entries:
        for one in CONTENT_TYPES.get_type_of(entry).iter_values(entry, Date):
            date: PartialDate = one.value
            ahead = one.field.years_ahead
            # Nearly every date lies in a year that is over.
            if date.year >= today.year and date.get_sort_key() > (today.year + ahead, today.month, today.day):
                yield Finding(one.find_span(entry), f"日期“{date.iso}”还没到。", "核对年份。")


@check("E350", ERROR, "自治小组不到三人", Scope.ENTRY)
def small_group(context: CheckContext) -> Iterator[Finding]:
    """问题：自治小组至少要三个人，一行写一位。还没有成立就整项空着。

    不好：

        自治小组:
          - 楼组长

    好：

        自治小组:
          - 楼组长
          - 第二楼组长
          - 自治小组成员

    怎么改：补到三行以上，写身份，不写姓名；还没有就空着。草稿可以先写一两位。
    """
    kind = UNIT.by_key["自治小组"].kind
    least = kind.least if isinstance(kind, ListOf) else 0
    for unit in context.exhibition.of(Unit):
        if unit.published and 0 < len(unit.group) < least:
            hint = "补到三行以上（写身份，不写姓名）；还没有就空着。"
            yield Finding(unit.get_span("自治小组"), f"“自治小组”只有 {len(unit.group)} 位，至少要 {least} 位。", hint)


@check("W370", ADVICE, "两个楼组同一个地址")
def same_address(context: CheckContext) -> Iterator[Finding]:
    """问题：两个楼组写的街镇、小区、楼号完全一样，可能是同一个楼组写了两份，或者楼号抄错了。

    不好：10001 和 10002 都写 `小区: 示例小区`、`楼号: 1号`。

    好：各写各的楼号；一座楼有几个门的，写到门，例如 `1号乙门`。

    怎么改：核对楼号。不改也能发布。
    """
    first: dict[tuple[str, str, str, str], Unit] = {}
    for unit in context.exhibition.published(Unit):
        if not (unit.compound or unit.committee) or not unit.building:
            continue
        other = first.setdefault((unit.street, unit.committee, unit.compound, unit.building), unit)
        if other is not unit:
            message = f"“{unit.address}”和编号 {other.id}（{other.name}）的地址一样。"
            yield Finding(unit.get_span("楼号"), message, "核对楼号；一座楼有几个门的，写到门。")


FOREIGN_NAMES = frozenset(
    ("宝山", "上海", "中国", "宝钢", "宝武", "上港", "华为", "小米", "京东", "美团", "百度", "抖音")
)
"""Names of the district, of the city and of companies that are as short as the characters of an emblem."""
STREET_END = re.compile("(?:街道|镇|乡)$")


@check("W467", ADVICE, "楼标写了别人的名字", Scope.ENTRY)
def emblem_of_others(context: CheckContext) -> Iterator[Finding]:
    """问题：楼标是这座楼的邻居自己的标志。写上区、街镇或公司的名字，走过的人会当成它们的标志。

    不好：

        楼标: 圆·海·宝山

    好：

        楼标: 圆·海·浪

    怎么改：换一样图案，或者换一两个只属于这座楼的字。不改也能发布。
    """
    streets = {STREET_END.sub("", term.name) for term in context.exhibition.vocabularies.streets if not term.example}
    for entry in context.entries:
        emblem = entry.emblem if isinstance(entry, SelfGoverned) else None
        if emblem and (emblem.letters in FOREIGN_NAMES or emblem.letters in streets):
            message = f"楼标上写着“{emblem.letters}”，走过的人会当成它的标志，不是这座楼的。"
            yield Finding(entry.get_span("楼标"), message, "换一样图案，或者换一两个只属于这座楼的字。")


@check("W468", ADVICE, "楼标有词，也有图", Scope.ENTRY)
def emblem_in_words_and_picture(context: CheckContext) -> Iterator[Finding]:
    """问题：信息栏里写了“楼标”，旁边又放了“楼标.jpg”。两样只显示一样：有图就显示图。

    不好：写着 `楼标: 窗·海·灯`，文件夹里还有 `楼标.jpg`

    好：只留一样。

    怎么改：要用图，就删掉“楼标”这一行；要用三个词，就删掉图。不改也能发布，显示的是图。
    """
    for entry in context.entries:
        if isinstance(entry, SelfGoverned) and entry.emblem and entry.emblem_file:
            message = f"写了“楼标”，旁边又有“{entry.emblem_file}”，网站上显示的是图。"
            yield Finding(entry.get_span("楼标"), message, "删掉“楼标”这一行，留着图；或者删掉图，留着三个词。")


@check("E537", ERROR, "名称还不知道，先空着", Scope.ENTRY)
def word_of_unnamed_terms(context: CheckContext) -> Iterator[Finding]:
    """问题：这一项要从一个词表里选，那个词表里的名称还一个也不知道（例如“五社”是哪五样）。不知道的不猜，先空着。

    不好：`五社: 社区`

    好：`五社:` 空着

    怎么改：删掉这个词。知道名称和出处，就先写进词表，再回来选。
    """
    vocabularies = context.exhibition.vocabularies
    for row in CONTENT_TYPES:
        unnamed = {
            kind.vocabulary
            for kind in (get_item_kind(inner or field) for field, inner in row.find_of_kind(Choice))
            if isinstance(kind, Choice)
            and kind.vocabulary
            and vocabularies.get(kind.vocabulary).shown_slots
            and not vocabularies.get(kind.vocabulary).terms
        }
        for entry in context.exhibition.of(row.model) if unnamed else ():
            for one in row.iter_values(entry, Choice):
                kind = get_item_kind(one.field)
                if isinstance(kind, Choice) and kind.vocabulary in unnamed:
                    words = vocabularies.get(kind.vocabulary)
                    span = one.find_span(entry)
                    message = f"“{one.field.key}”写了“{one.value}”，可是{words.name}的名称还一个也不知道（来源：{words.source}）。"
                    yield Finding(span, message, "删掉这个词，先空着；知道名称和出处，就先写进词表。")
