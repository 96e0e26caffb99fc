"""How often the word that was meant is guessed: misspelt fields and options, as pinyin keyboards and habits make them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from exhibition.content.line_fixes import find_near_key
from exhibition.content.vocabularies import build_lexicon, read_vocabularies
from exhibition.model import Pair, Photo, Step
from exhibition.model.fields import collect_fields, index_by_key
from exhibition.types import CLUSTER, UNIT
from synthetic import REPOSITORY

LEXICON = build_lexicon(read_vocabularies(REPOSITORY)[0])

FIELDS = {
    "unit": (
        UNIT.by_key,
        "编码=编号 编好=编号 号编=编号 编号码=编号 名子=名称 名=名称 楼名称=名称 名城=名称 街道=街镇 街真=街镇 镇街=街镇 居名区=居民区 "
        "居民=居民区 居民小区=居民区 小区名=小区 小区名称=小区 小去=小区 楼栋号=楼号 楼好=楼号 楼=楼号 星集=星级 星=星级 星级数=星级 "
        "行级=星级 建立时间=建立 建力=建立 建立日期=建立 户教=户数 总户数=户数 户=户数 主体=主题 主提=主题 主题词=主题 培养标准=培育标准 "
        "培育标谁=培育标准 培育=培育标准 标准=培育标准 楼裙=楼群 所在楼群=楼群 一句活=一句话 一句=一句话 一句话介绍=一句话 壮态=状态 状太=状态 "
        "发布状态=状态 示列=示例 示范=示例 来原=来源 来源于=来源 资料来源=来源 相片=照片 图片=照片 照片集=照片 照骗=照片 历成=历程 历史=历程 "
        "发展历程=历程 对笔=对比 前后对比=对比 公约书=公约 楼组公约=公约 公月=公约 自制小组=自治小组 自治=自治小组 小组=自治小组 自治组=自治小组",
    ),
    "cluster": (
        CLUSTER.by_key,
        "结裙=结群 接群=结群 楼组员=楼组 成员楼组=楼组 楼祖=楼组 牵头楼=牵头 迁头=牵头 专委=专委会 专业委员会=专委会 专委员会=专委会 "
        "共享=共享空间 公共空间=共享空间 共享空问=共享空间 空间=共享空间",
    ),
    "photo": (
        index_by_key(collect_fields(Photo)),
        "文件名=文件 文建=文件 插图=插画 插话=插画 说名=说明 图片说明=说明 拍摄时间=时间 时问=时间 类型=类别 分类=类别 同意书=同意 "
        "是否同意=同意 焦距=焦点 交点=焦点",
    ),
    "step": (
        index_by_key(collect_fields(Step)),
        "标提=标题 小标题=标题 经过情况=经过 经历=经过 日间=时间 时间点=时间 图片=照片",
    ),
    "pair": (
        index_by_key(collect_fields(Pair)),
        "地方=地点 地点位置=地点 以前=之前 之前照片=之前 之後=之后 以后=之后 同一机位=同机位 同机=同机位",
    ),
}

OPTIONS = {
    "streets": "高境=高境镇 高镜镇=高境镇 高境街道=高境镇 吴松街道=吴淞街道 吴淞=吴淞街道 吴淞镇=吴淞街道 友谊路=友谊路街道 友谊街道=友谊路街道 "
    "友谊路镇=友谊路街道 张庙=张庙街道 张庙镇=张庙街道 罗店=罗店镇 罗店真=罗店镇 大场=大场镇 大厂镇=大场镇 杨行=杨行镇 扬行镇=杨行镇 月浦=月浦镇 "
    "月蒲镇=月浦镇 罗泾=罗泾镇 罗径镇=罗泾镇 顾村=顾村镇 庙行=庙行镇 庙行街道=庙行镇 淞南=淞南镇 松南镇=淞南镇 宝山区淞南镇=淞南镇",
    "themes": "电梯加装=加装电梯 加装电悌=加装电梯 楼道清洁=楼道清理 清理楼道=楼道清理 议事=议事协商 议事协调=议事协商 花园=花园共建 共建花园=花园共建 "
    "邻里互帮=邻里互助 邻里帮助=邻里互助 手艺=手艺与美食 手艺和美食=手艺与美食 美食=手艺与美食 楼道安全=安全楼道 时光回忆=时光记忆 儿童=儿童参与 共享=共享空间",
    "standards": "党建=党建引领 党建引导=党建引领 党建引岭=党建引领 人员=人员队伍 人才队伍=人员队伍 制度=制度规范 制度规则=制度规范 环境=人文环境 人文=人文环境",
}

ENOUGH = 0.95
"""Share of words that must be guessed right."""


def pairs(text: str) -> list[tuple[str, str]]:
    return [(written, meant) for written, _, meant in (word.partition("=") for word in text.split())]


def shares(guesses: Mapping[tuple[str, str, str], str | None]) -> tuple[float, list[str]]:
    """Return the share of right guesses, and the wrong ones."""
    wrong = [f"{written}: {guess}, not {meant}" for (_, written, meant), guess in guesses.items() if guess != meant]
    return 1 - len(wrong) / len(guesses), wrong


def test_most_misspelt_fields_are_guessed() -> None:
    """98 % of 109: 楼好 might be 楼号 or 楼群."""
    share, wrong = shares(
        {(kind, *pair): find_near_key(pair[0], known) for kind, (known, text) in FIELDS.items() for pair in pairs(text)}
    )
    print(f"fields guessed right: {share:.1%}")
    assert share >= ENOUGH, wrong


def test_most_misspelt_options_are_guessed() -> None:
    """98 % of 53: 庙行街道 is as near to 张庙街道 as to 庙行镇."""
    words = {(name, *pair): LEXICON[name] for name, text in OPTIONS.items() for pair in pairs(text)}
    share, wrong = shares({key: known.known.get(key[1]) or known.find_nearest(key[1]) for key, known in words.items()})
    print(f"options guessed right: {share:.1%}")
    assert share >= ENOUGH, wrong


@pytest.mark.parametrize("word", ["微信", "微信群", "电话", "联系人", "备注", "作者", "物业", "天气", "网址"])
def test_what_means_nothing_here_is_not_guessed_at(word: str) -> None:
    assert find_near_key(word, UNIT.by_key) is None
