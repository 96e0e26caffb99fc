"""Writes entries as content folders, in the form that volunteers' files have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from exhibition.ledger.permalink_file import FOLDER, format_permalink, get_path
from exhibition.model import LinkState, Permalink
from exhibition.types import CONTENT_TYPES
from fake_entries import Values

UNIT_KEYS = "编号 名称 街镇 居民区 小区 楼号 星级 建立 户数 主题 培育标准 楼群 一句话 状态 示例 来源 历程 公约 自治小组"
CLUSTER_KEYS = "编号 名称 街镇 居民区 小区 结群 一句话 楼组 牵头 专委会 共享空间 状态 示例 来源 历程 公约"
"""The front matter of a unit and of a cluster, in the order of the templates; other keys follow. Entries of
other types have the keys that they have values for."""
NOTHING: Mapping[str, str] = {}


def write_entry(folder: Path, values: Values, body: str, aside: Mapping[str, str] = NOTHING) -> None:
    """Write `index.md` into `folder`, and a file for each list of `aside`; what is not known stands as an empty key."""
    keys = (UNIT_KEYS if "楼号" in values else CLUSTER_KEYS if "牵头" in values else "").split()
    order = [field.key for field in CONTENT_TYPES.fields]
    keys += sorted(values.keys() - {*keys, *aside.values()}, key=order.index)
    lines = [line for key in keys for line in field_lines(key, values.get(key))]
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("\n".join(["---", *lines, "---", "", body]), encoding="utf-8")
    for name, key in aside.items():
        lines = ["---", *field_lines(key, values[key]), "---", ""]
        (folder / name).write_text("\n".join(lines), encoding="utf-8")


def field_lines(key: str, value: Any) -> Iterator[str]:
    """Yield the lines of one key: a value beside it, or a list below it."""
    if not isinstance(value, list):
        yield f"{key}: {value}" if value not in (None, "") else f"{key}:"
        return
    yield f"{key}:"
    for item in value:
        pairs = [f"{name}: {text}" for name, text in item.items()] if isinstance(item, dict) else [str(item)]
        yield f"  - {pairs[0]}"
        yield from (f"    {pair}" for pair in pairs[1:])


def write_ledger(root: Path, rows: Sequence[tuple[str, str, str, str, str]]) -> None:
    """Write the ledger of permalinks into `root`, a file for each address: id, issued, name, state, target."""
    folder = root / FOLDER
    folder.mkdir(parents=True)
    for id, issued, name, state, target in rows:
        text = format_permalink(Permalink(id, issued, name, LinkState(state), target))
        (root / get_path(id)).write_text(text, encoding="utf-8")
