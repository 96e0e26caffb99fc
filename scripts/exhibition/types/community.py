"""A 活力社区: the third level, above unit and cluster. Its members are computed, never written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from ..model.content_types import ContentType
from ..model.fields import Field, RecordList
from .cluster import SharedPlace
from .self_governed import SelfGoverned, describe_self_governed


@dataclass(frozen=True, slots=True, kw_only=True)
class Community(SelfGoverned):
    """One community, parsed: `content/communities/<id>/index.md`."""

    places: Annotated[
        tuple[SharedPlace, ...], Field("共享空间", RecordList(SharedPlace), "", "大家一起用的地方。")
    ] = ()


COMMUNITY = ContentType(
    "community",
    "社区",
    Community,
    folder="communities",
    order=25,
    other_labels=("活力社区",),
    prints_as="cluster",
    invitation="扫一扫，看看我们社区",
    sample={"id": "10029", "name": "我们社区的名字", "street": "月浦镇"},
    lead="楼组结成楼群，楼群连成社区。",
    pose="waving",
    schema=lambda community, exhibition: describe_self_governed(community, (), exhibition),
)
