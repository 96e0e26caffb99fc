"""The table of fields into the columns of a sheet: which fields a sheet may hold, and what else sheets call them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from ..founding import PLANS
from ..model.fields import Field

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "编号": ("楼组编号", "楼群编号", "展厅编号", "楼组编码", "楼群编码", "编码", "ID"),
    "名称": ("楼组名称", "楼群名称", "楼组名", "楼群名", "楼名", "活力楼组名称", "活力楼组"),
    "街镇": ("街道", "所属街镇", "所在街镇", "街道(镇)", "街道/镇", "街道、镇", "街道镇", "镇", "乡镇", "街镇名称"),
    "居民区": ("居委", "居委会", "居民区名称", "所属居民区", "所在居民区", "所属居委", "村居", "居村", "居(村)委"),
    "小区": ("小区名称", "所在小区", "所属小区", "住宅小区"),
    "楼号": ("门牌号", "楼栋", "楼栋号", "门号", "幢号", "号楼", "楼幢号"),
    "星级": ("评定星级", "楼组星级", "星级评定", "星数", "现有星级"),
    "建立": ("建立时间", "建立日期", "成立时间", "成立日期", "创建时间", "创建日期"),
    "户数": ("总户数", "居民户数", "住户数", "户数(户)"),
    "主题": ("楼组主题", "特色主题", "特色", "楼组特色"),
    "培育标准": ("标准", "培育项目"),
    "楼群": ("所属楼群", "所在楼群", "所属楼群编号"),
    "结群": ("结群方式", "楼群类型"),
    "楼组": ("成员楼组", "成员", "成员编号"),
    "牵头": ("牵头楼组", "牵头楼组编号"),
    "一句话": ("口号", "楼组口号", "一句话介绍"),
    "状态": ("发布状态", "展出状态"),
    "示例": ("是否示例",),
    "来源": ("信息来源", "资料来源", "数据来源"),
    "公约": ("楼组公约", "楼群公约"),
}
"""The fields that a sheet may hold, by key, each with other headings for it.

It is an allow-list: whatever else stands in a sheet is not read. Photos and steps do not fit a cell; 自治小组 and 专委会 are
left out because that is where a list of the bureau has names of people.
"""

LIKE: Mapping[str, tuple[str, ...]] = {
    "编号": ("楼组编号", "楼群编号", "编码"),
    "名称": ("楼组名称", "楼群名称", "楼组名", "楼群名"),
    "街镇": ("街道", "街镇", "乡镇", "镇"),
    "居民区": ("居民区", "居委", "村委"),
    "小区": ("小区",),
    "楼号": ("楼号", "门牌", "楼栋", "幢号"),
    "星级": ("星级", "等级", "几星"),
    "建立": ("成立", "建立", "创建"),
    "户数": ("户数",),
    "主题": ("主题", "特色"),
    "培育标准": ("标准",),
    "楼群": ("楼群",),
    "结群": ("结群",),
    "牵头": ("牵头",),
    "一句话": ("口号", "一句话"),
    "状态": ("状态",),
    "来源": ("来源",),
    "公约": ("公约",),
}
"""Words in headings that are none of `HEADINGS`, by the field that such a column may be: it is asked about, never taken."""

BASES = {kind: PurePosixPath("content", "sheets", f"{kind}s.csv") for kind in PLANS}
"""Where the last import of each kind is kept, for everybody: below the folder that holds `content/`."""


def columns(kind: str) -> tuple[Field, ...]:
    """Return the fields of units or clusters (a key of `PLANS`) that a sheet may hold, in the order of their table."""
    return tuple(field for field in PLANS[kind].fields if field.key in HEADINGS)
