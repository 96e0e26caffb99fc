"""Renumbering of an unpublished entry: folder, 编号, permalink file, references in other entries, records of imports.

Of two entries with one id it is always the newer one that gets another: the id never led to it. Where both are the
two sides of a merge conflict in one file, the sides are separated.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from pathlib import Path

from ..diagnostics import Refusal
from ..lazy import dataclass
from ..messages.files import has_conflict, split_conflict_sides
from ..model import BaseSnapshot, Entry, Exhibition, LinkState, Permalink
from ..model.content_types import get_item_kind
from ..model.exhibition import iter_links as references_of
from ..model.field_types import ID, Reference
from ..storage.cache import write_atomically
from ..storage.originals import require_whole
from ..storage.safe_files import PHOTO_LIMIT, is_file, read_file
from ..types import CONTENT_TYPES
from .changes import replace_value
from .permalink_file import LIMIT, format_permalink, get_path, read_permalink_file


def list_reference_keys() -> frozenset[str]:
    """Return the keys of the fields whose values are numbers of other entries, those of records too."""
    return frozenset((inner or field).key for row in CONTENT_TYPES for field, inner in row.find_of_kind(Reference))


def list_sheet_records() -> tuple[str, ...]:
    """Return the paths of the records of imports: one for each content type, one for each record list."""
    names = (*(row.folder for row in CONTENT_TYPES), *(row.name for row in CONTENT_TYPES.record_types))
    return tuple(f"content/sheets/{name}.csv" for name in names)


@dataclass(slots=True)
class Renumbering:
    """Planned changes of a renumbering. Paths are relative to the root; texts are whole files."""

    old: str
    new: str
    name: str
    folder: str
    target: str
    texts: dict[str, bytes] = field(default_factory=dict)
    """Contents of files afterwards, by their paths afterwards."""
    kept: bool = False
    """Whether the folder stays for the other entry, so that only the newer one's files move."""
    photos: tuple[str, ...] = ()
    """Photos that move to the new folder, where the old one is kept."""
    gone: tuple[str, ...] = ()
    """Files that are deleted."""


@dataclass(frozen=True, slots=True)
class RenumberingContext:
    """Data that a renumbering is planned from."""

    root: Path
    exhibition: Exhibition
    past: BaseSnapshot | None
    """What had been issued in the published revision; None where that cannot be known."""


def plan_renumbering(scene: RenumberingContext, old: str, new: str, today: str) -> Renumbering:
    """Return the changes that give the newer entry of `old` the id `new`. Raises Refusal where it must not or cannot be
    done.
    """
    claimants = [one for one in scene.exhibition.entries if one.id == old]
    claimants += [one for one in scene.exhibition.entries if one.id != old and has_folder_id(one, old)]
    if not claimants:
        raise Refusal(f"编号 {old} 没有文件夹。请核对编号。")
    require_free_id(scene, new)
    holder = scene.exhibition.by_id.get(old, claimants[0])
    newcomers = [one for one in claimants if one is not holder]
    if len(newcomers) > 1:
        raise Refusal(f"编号 {old} 有 {len(claimants)} 个文件夹。请先把多出来的副本删掉，只留两个。")
    if newcomers:
        return plan_folder(scene, newcomers[0], old, new, today, promised=True)
    data = read_file(scene.root / holder.path)
    if has_conflict(data.decode("utf-8", "replace")):
        return plan_conflict_side(scene, holder, data.decode("utf-8"), old, new, today)
    require_unpublished_id(scene, holder, old)
    return plan_folder(scene, holder, old, new, today, promised=False)


def has_folder_id(entry: Entry, id: str) -> bool:
    """Return whether an entry's folder has this id."""
    return entry.folder.endswith(f"/{id}")


def require_free_id(scene: RenumberingContext, new: str) -> None:
    """Raise Refusal where an id is invalid or in use."""
    if not ID.fullmatch(new):
        raise Refusal(f"“{new}”不是编号。编号是 5 位数字，10001 到 99999。")
    known = scene.past.ledger.by_id.keys() | scene.past.folders.keys() if scene.past else set()
    if new in scene.exhibition.ledger.by_id or new in scene.exhibition.by_id or new in known:
        raise Refusal(f"编号 {new} 已经有了。请换一个，或者不写 --to，让电脑抽一个。")


def require_unpublished_id(scene: RenumberingContext, entry: Entry, old: str) -> None:
    """Raise Refusal where an id has been published for its entry, or where that cannot be known."""
    if scene.past is None:
        raise Refusal(
            f"没法知道编号 {old} 有没有发布过（这里没有 git 的记录，也没有主线可比），不能换。请写上 --base 版本，例如 origin/main。"
        )
    if old in scene.past.ledger.by_id or old in scene.past.folders:
        raise Refusal(
            f"编号 {old}（{entry.name}）已经发布过，它的二维码可能已经贴在墙上，不能再换。"
            f"真要搬到别的编号，请新建一个，再运行 permalinks --merge {old} --into 新编号。"
        )


def plan_folder(
    scene: RenumberingContext, entry: Entry, old: str, new: str, today: str, *, promised: bool
) -> Renumbering:
    """Return the changes for an entry that has a folder of its own."""
    target = f"{entry.folder.rpartition('/')[0]}/{new}"
    data = read_file(scene.root / entry.path)
    text = replace_id(data, entry, new)
    made = Renumbering(old, new, entry.name, entry.folder, target, {f"{target}/index.md": text})
    made.texts[get_path(new)] = format_permalink(format_new_permalink(scene, entry.name, old, new, today)).encode()
    if promised:
        first = format_kept_permalink(scene, old, entry.name)
        made.texts.update({get_path(old): format_permalink(first).encode()} if first else {})
        made.texts.update(iter_reference_edits(scene, list_related_entries(scene.exhibition, entry, old), old, new))
    else:
        made.gone = (get_path(old),)
        everybody = scene.exhibition.entries
        made.texts.update(iter_reference_edits(scene, [one for one in everybody if one is not entry], old, new))
        made.texts.update(iter_import_record_edits(scene.root, old, new))
    return made


def replace_id(data: bytes, entry: Entry, new: str) -> bytes:
    """Return the file with the new id in it, where it states one."""
    if "编号" not in entry.spans:
        return data
    return replace_value(data, entry.spans["编号"].line, "编号", new, entry.path)


def format_new_permalink(scene: RenumberingContext, name: str, old: str, new: str, today: str) -> Permalink:
    """Return the permalink of the new id, with the date of issue of the old one and its present name."""
    found = [link for link in list_permalinks(scene.root, old) if link.name == name]
    issued = next((link.issued for link in found if link.issued), today)
    return Permalink(new, issued, name, LinkState.LIVE)


def list_permalinks(root: Path, id: str) -> list[Permalink]:
    """Return every permalink in a file, on either side of a conflict."""
    try:
        data = read_file(root / get_path(id), LIMIT)
    except OSError:
        return []
    texts = split_conflict_sides(data.decode("utf-8", "replace"))
    return [
        link for text in dict.fromkeys(texts) for link in read_permalink_file(id, text.encode()).links if link.issued
    ]


def format_kept_permalink(scene: RenumberingContext, old: str, newcomer: str) -> Permalink | None:
    """Return the permalink that stays under the old id: the published one, else the one that is not the newer entry's."""
    if scene.past and (promised := scene.past.ledger.by_id.get(old)) and promised.issued:
        return promised
    found = [link for link in list_permalinks(scene.root, old) if link.name != newcomer]
    if found:
        return found[0]
    holder = scene.exhibition.by_id.get(old)
    mine = list_permalinks(scene.root, old)
    # A conflict was resolved for the newer entry: the file has only its name, but the id is the other's.
    return replace(mine[0], name=holder.name) if holder and mine else None


def plan_conflict_side(
    scene: RenumberingContext, holder: Entry, text: str, old: str, new: str, today: str
) -> Renumbering:
    """Return the changes that give the newer side of a conflict a folder and an id of its own."""
    first, second = split_conflict_sides(text)
    names = [parse_entry_name(side) for side in (first, second)]
    if not all(names) or names[0] == names[1]:
        raise Refusal(f"{holder.path} 里有冲突，可是分不出两座楼。请先照检查的提示留下对的一份。")
    past = scene.past
    was = past.changed.get(old) if past else None
    promised = was.name if was else past.ledger.by_id[old].name if past and old in past.ledger.by_id else ""
    swapped = promised == names[1]
    if swapped:
        first, second, names = second, first, names[::-1]
    target = f"{holder.folder.rpartition('/')[0]}/{new}"
    mine, theirs = list_photo_names(second), list_photo_names(first)
    made = Renumbering(old, new, names[1], holder.folder, target, kept=True)
    made.texts[holder.path] = first.encode()
    made.texts[f"{target}/index.md"] = re.sub(
        rf"(?m)^(编号[ \t]*[:：][ \t]*){old}\b", rf"\g<1>{new}", second, count=1
    ).encode()
    made.texts.update(split_side_files(scene.root, holder, target, swapped=swapped))
    made.texts[get_path(new)] = format_permalink(format_new_permalink(scene, names[1], old, new, today)).encode()
    stays = format_kept_permalink(scene, old, names[1])
    made.texts.update({get_path(old): format_permalink(stays).encode()} if stays else {})
    made.photos = tuple(name for name in mine if (scene.root / holder.folder / name).is_file())
    made.gone = tuple(f"{holder.folder}/{name}" for name in made.photos if name not in theirs)
    return made


def split_side_files(root: Path, holder: Entry, target: str, *, swapped: bool) -> Iterator[tuple[str, bytes]]:
    """Yield the two versions of each side file in which there is a conflict: that of the folder, that of `target`.

    `swapped`: the second side of a conflict is the folder's. A side file without a conflict stays where it is: nobody
    knows that it is the newer entry's.
    """
    for path in list_texts(root, holder)[1:]:
        text = read_file(root / path).decode("utf-8", "surrogateescape")
        sides = split_conflict_sides(text)
        if sides[0] != sides[1]:
            first, second = sides[::-1] if swapped else sides
            yield path, first.encode("utf-8", "surrogateescape")
            yield f"{target}/{path.rpartition('/')[2]}", second.encode("utf-8", "surrogateescape")


def parse_entry_name(text: str) -> str:
    """Return the name of the entry in a file."""
    found = re.search(r"(?m)^名称[ \t]*[:：](.*)$", text)
    return found[1].strip(" \t\r").strip("\"'") if found else ""


def list_photo_names(text: str) -> list[str]:
    """Return the names of the picture files that a file lists."""
    return re.findall(r"(?m)^[ \t]*(?:-[ \t]+)?文件[ \t]*[:：][ \t]*([^\s#]+)", text)


def list_related_entries(exhibition: Exhibition, entry: Entry, old: str) -> list[Entry]:
    """Return the entries that mean the newer entry where they name an id that is another's too.

    They are those that it names itself: the members of a cluster, the cluster of a unit. Entries that the older one
    names as well mean the older one.
    """
    others = [one for one in exhibition.entries if one.id == old and one is not entry]
    mine, theirs = list_referenced_ids(entry), {id for other in others for id in list_referenced_ids(other)}
    return [exhibition.by_id[id] for id in sorted(mine - theirs) if id in exhibition.by_id]


def list_referenced_ids(entry: Entry) -> set[str]:
    """Return the ids that an entry names in its fields."""
    return {link.target for link in references_of(entry, CONTENT_TYPES.get_type_of(entry))}


def iter_reference_edits(
    scene: RenumberingContext, others: Iterable[Entry], old: str, new: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of `others` that name the old id, with the new id instead."""
    for other in others:
        keys = list_body_reference_keys(other)
        for path in list_texts(scene.root, other):
            data = read_file(scene.root / path)
            text = data.decode("utf-8", "surrogateescape")
            if old.encode() in data and (better := replace_references(text, old, new, keys)):
                yield path, better.encode("utf-8", "surrogateescape")


def list_body_reference_keys(entry: Entry) -> frozenset[str]:
    """Return the keys whose values in the body of an entry are numbers of other entries."""
    fields = CONTENT_TYPES.get_type_of(entry).body_fields
    return frozenset(field.key for field in fields if isinstance(get_item_kind(field), Reference))


def list_texts(root: Path, entry: Entry) -> list[str]:
    """Return the paths of the `index.md` of an entry and of its side files."""
    beside = (f"{entry.folder}/{name}" for name in CONTENT_TYPES.get_type_of(entry).side_files)
    return [entry.path, *(path for path in beside if is_file(root / path))]


LINE_OF_BODY = re.compile(r"\s*(?:[-*•·] *)?([^\s:：]+)\s*[:：]")
"""How a line of a body begins that holds a value of a field."""


def replace_references(text: str, old: str, new: str, in_body: frozenset[str] = frozenset()) -> str:
    """Return the text of an entry with its references to a number led to another; empty where it has none.

    References are fields of this kind, on one line, as a list or in records, links `../10025/` in the body, and lines of the
    body with one of the keys `in_body`.
    """
    lines, keys = text.splitlines(keepends=True), list_reference_keys()
    better: list[str] = []
    key = ""
    fences = 0
    for line in lines:
        fences += line.strip() == "---"
        if fences < 2:
            found = re.match(r"\s*(?:- +)?([^\s#:：-][^\s:：]*)\s*[:：]", line)
            key = found[1] if found else key
            better.append(re.sub(rf"(?<!\d){old}(?!\d)", new, line) if key in keys else line)
            continue
        head = LINE_OF_BODY.match(line)
        named = head is not None and head[1] in in_body
        better.append(re.sub(rf"(?<!\d){old}(?!\d)" if named else rf"(?<=\.\./){old}(?=[/)#?\s])", new, line))
    return "".join(better) if better != lines else ""


def iter_import_record_edits(root: Path, old: str, new: str) -> Iterator[tuple[str, bytes]]:
    """Yield the import records that contain the old id, with the new one."""
    for path in list_sheet_records():
        try:
            data = read_file(root / path, 64 << 20)
        except OSError:
            continue
        better = re.sub(rb"(?m)^(\"?)%b(?=[\",])" % old.encode(), rb"\g<1>" + new.encode(), data)
        if better != data:
            yield path, better


def apply_renumbering(made: Renumbering, root: Path) -> None:
    """Write all changes. Raises Refusal, before anything is changed, where the new folder exists already.

    The new permalink is written last but one and the old one is removed last: after an interruption it can be run
    again.
    """
    if os.path.lexists(root / made.target):
        raise Refusal(f"“{made.target}”已经在了。请换一个编号。")
    require_whole(root, [made.folder])
    if made.kept:
        (root / made.target).mkdir(parents=True)
        for name in made.photos:
            write_atomically(root / made.target / name, read_file(root / made.folder / name, PHOTO_LIMIT))
    else:
        (root / made.folder).rename(root / made.target)
    order = sorted(made.texts, key=lambda path: (path == get_path(made.old), path == get_path(made.new), path))
    for path in order:
        write_atomically(root / path, made.texts[path])
    for path in made.gone:
        (root / path).unlink(missing_ok=True)


def list_changed_files(made: Renumbering) -> Sequence[str]:
    """Return the plan as text for people: one line for each file that changes."""
    moved = (
        f"{made.folder}/ → {made.target}/"
        if not made.kept
        else f"{made.folder}/ 里“{made.name}”的那一份 → {made.target}/"
    )
    others = [path for path in sorted(made.texts) if not path.startswith(f"{made.target}/")]
    return [moved, *(f"改 {path}" for path in others), *(f"删 {path}" for path in made.gone)]
