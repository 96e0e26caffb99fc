"""Units and clusters that do not name each other: each must name the other."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Finding, Severity, Span
from ..model import Status
from ..types import Cluster, Unit
from .rule import Hall, check

ERROR, ADVICE = Severity.ERROR, Severity.ADVICE


def units_by_id(hall: Hall) -> dict[str, Unit]:
    """Return every unit, published or not, by its id."""
    return {unit.id: unit for unit in reversed(hall.exhibition.of(Unit))}


def clusters_by_id(hall: Hall) -> dict[str, Cluster]:
    """Return every cluster, published or not, by its id."""
    return {cluster.id: cluster for cluster in reversed(hall.exhibition.of(Cluster))}


def place(cluster: Cluster, number: int) -> Span:
    """Return where a cluster names its member of this number."""
    return cluster.spans.get(f"楼组.{number}") or cluster.span("楼组")


@check("E341", ERROR, "楼群没有写这个楼组")
def unlisted_member(hall: Hall) -> Iterator[Finding]:
    """问题：楼组说自己在这个楼群里，楼群的“楼组”里却没有它。两边要一致。

    不好：10001 写 `楼群: 10007`，10007 的“楼组”里没有 10001。

    好：10007 的“楼组”里有一行 `- 10001`。

    怎么改：在楼群的“楼组”里加一行；不在这个楼群里就把这一项空着。草稿可以先不加。
    """
    clusters = clusters_by_id(hall)
    for unit in hall.exhibition.of(Unit):
        cluster = clusters.get(unit.cluster or "")
        if unit.published and cluster and unit.id not in cluster.members:
            hint = f"在 {cluster.path} 的“楼组”里加一行“- {unit.id}”；不在这个楼群里就空着。"
            yield Finding(unit.span("楼群"), f"楼群“{cluster.name}”（{cluster.id}）的“楼组”里没有写 {unit.id}。", hint)


@check("E343", ERROR, "楼组没有写这个楼群")
def unaware_member(hall: Hall) -> Iterator[Finding]:
    """问题：楼群说有这个楼组，楼组自己的“楼群”一项却写了别的或空着。两边要一致。

    不好：10007 的“楼组”里有 10001，10001 的“楼群”是空的。

    好：10001 里写 `楼群: 10007`。

    怎么改：在楼组里写上楼群的编号；不是成员就从楼群里删掉这一行。
    """
    units = units_by_id(hall)
    for cluster in hall.exhibition.of(Cluster):
        for number, id in enumerate(cluster.members):
            unit = units.get(id)
            if unit and not unit.cluster and ".楼群" in unit.spans:
                # Something is written there that is no id: that is said where it stands.
                continue
            # Of a unit that was taken down nothing but its address need be left.
            if unit and unit.cluster != cluster.id and unit.status is not Status.WITHDRAWN:
                what = f"写的楼群是 {unit.cluster}" if unit.cluster else "没有写楼群"
                hint = f"在 {unit.path} 里写“楼群: {cluster.id}”；不是成员就删掉这一行。"
                yield Finding(place(cluster, number), f"楼组“{unit.name}”（{id}）{what}。", hint)
