"""Selection of entries by an order, and the reasons why others are excluded."""

from __future__ import annotations

from typing import Any

import pytest

from exhibition.diagnostics import Refusal
from exhibition.model import LinkState
from exhibition.print.jobs.selection import select_entries
from helpers.fake_print import UNITS, exhibition, link, order


def chosen(product: str = "a4", **criteria: Any) -> list[str]:
    return [entry.id for entry in select_entries(order(product, **criteria), exhibition()).entries]


@pytest.mark.parametrize(
    ("criteria", "ids"),
    [
        ({"all": True}, ["10001", "10002", "10003", "10004", "10005"]),
        ({"streets": ("高境镇",)}, ["10001", "10002", "10003"]),
        ({"streets": ("高境",)}, ["10001", "10002", "10003"]),
        ({"streets": ("高境镇", "罗店镇")}, ["10001", "10002", "10003", "10004", "10005"]),
        ({"committees": ("共和一居",)}, ["10001", "10003"]),
        ({"committees": ("宝欣苑三村",)}, ["10004"]),
        ({"clusters": ("童盟",)}, ["10001", "10004"]),
        ({"clusters": ("10009",)}, ["10001", "10004"]),
        ({"stars": ("5",)}, ["10001"]),
        ({"stars": ("3+",)}, ["10001", "10002", "10004"]),
        ({"stars": ("三星以上",)}, ["10001", "10002", "10004"]),
        ({"stars": ("３＋",)}, ["10001", "10002", "10004"]),
        ({"stars": ("四星", "3")}, ["10002", "10004"]),
        ({"ids": ("10005", "10001")}, ["10001", "10005"]),
        ({"ids": ("10002-10004",)}, ["10002", "10003", "10004"]),
        ({"streets": ("高境镇",), "stars": ("3+",)}, ["10001", "10002"]),
        ({"streets": ("高境镇",), "ids": ("10004", "10001")}, ["10001"]),
    ],
)
def test_criteria_narrow_down(criteria: dict[str, Any], ids: list[str]) -> None:
    assert chosen(**criteria) == ids


def test_a_cluster_poster_is_for_clusters() -> None:
    assert chosen("cluster", all=True) == ["10009"]
    assert chosen("cluster", clusters=("童盟",)) == ["10009"]
    assert chosen("cluster", streets=("高境镇",)) == ["10009"]


def test_drafts_examples_and_withdrawn_entries_are_named_with_the_reason() -> None:
    left_out = {one.id: one.reason for one in select_entries(order(all=True), exhibition()).left_out}
    assert list(left_out) == ["10006", "10007", "10008"]
    assert "草稿" in left_out["10006"]
    assert "撤下" in left_out["10007"]
    assert "示例" in left_out["10008"]
    assert "--proof" in left_out["10008"]


def test_a_proof_may_show_an_example_but_no_draft() -> None:
    selection = select_entries(order(ids=("10006", "10007", "10008"), proof=True), exhibition())
    assert [entry.id for entry in selection.entries] == ["10008"]
    assert [one.id for one in selection.left_out] == ["10006", "10007"]


def test_what_the_ledger_has_not_promised_is_not_printed() -> None:
    links = [
        link("10001"),
        link("10002", LinkState.RETIRED),
        link("10003", LinkState.MERGED, "10001"),
        link("10099", LinkState.RETIRED),
    ]
    selection = select_entries(order(all=True), exhibition(*UNITS[:5], links=links))
    assert [entry.id for entry in selection.entries] == ["10001"]
    reasons = {one.id: one.reason for one in selection.left_out}
    assert "停用" in reasons["10002"]
    assert "10001" in reasons["10003"]
    assert "登记" in reasons["10004"]
    asked = select_entries(order(ids=("10099",)), exhibition(*UNITS[:5], links=links))
    assert [one.reason for one in asked.left_out] == ["台账里写着已经停用"]


def test_posters_come_in_the_ledgers_order() -> None:
    links = [link(id) for id in ("10003", "10001", "10002")]
    assert [one.id for one in select_entries(order(all=True), exhibition(*UNITS[:3], links=links)).entries] == [
        "10003",
        "10001",
        "10002",
    ]


@pytest.mark.parametrize(
    ("criteria", "sentence"),
    [
        ({"streets": ("高竟镇",)}, "没有街镇“高竟镇”。是不是“高境镇”？"),
        ({"committees": ("共和三居",)}, "没有居民区或小区“共和三居”。是不是“共和"),
        ({"clusters": ("童萌",)}, "没有楼群“童萌”。是不是“童盟”？"),
        ({"ids": ("10091",)}, "没有编号“10091”。是不是“100"),
        ({"ids": ("20001-20009",)}, "台账里没有 20001-20009 之间的编号。"),
        ({"ids": ("10009",)}, "编号 10009（童盟）是楼群，印不成A4 海报。请改用 --product cluster。"),
        ({"stars": ("六",)}, "没看懂星级“六”。"),
        ({"stars": ("好",)}, "没看懂星级“好”。"),
    ],
)
def test_an_unknown_word_is_answered_with_the_nearest(criteria: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence.replace("（", r"\（").replace("+", r"\+")):
        chosen(**criteria)


def test_all_unknown_words_are_said_at_once() -> None:
    with pytest.raises(Refusal) as refusal:
        chosen(streets=("高竟镇",), ids=("99999",))
    assert refusal.value.args[0].count("\n") == 1


def test_an_order_without_words_is_asked_back() -> None:
    with pytest.raises(Refusal, match="没有说要印哪些"):
        select_entries(order(streets=()), exhibition())


def test_clusters_have_no_stars() -> None:
    with pytest.raises(Refusal, match="楼群没有星级"):
        chosen("cluster", stars=("5",))
