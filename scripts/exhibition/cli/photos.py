"""Command `photos`: shrinks photos and strips their metadata; shows the changes photo by photo, and writes them with `--write`."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from .. import privacy
from ..checks.photos import MB, format_size, weigh_folders
from ..checks.registry import CheckContext
from ..content.loader import list_entry_folders, load_exhibition
from ..media.import_apply import (
    FolderPlan,
    NoRepository,
    PictureInput,
    PlannedPhoto,
    apply_plan,
    describe_file,
    find_staged,
    format_new_lines,
    list_unstaged_indexes,
    plan_import,
    resolve_inputs,
    restage,
    write_to_index,
)
from ..media.recordings import TaggedRecording, find_tagged_recordings, is_recording
from ..model.site_settings import find_street
from ..progress import Progress
from ..report.sources import mask_text as masked_text
from ..report.text import flatten
from ..storage.cache import open_objects
from .arguments import parse_machines
from .console import print_message, print_result

DESCRIBE = "把下面几行贴进 {folder}/index.md 的“照片:”下面，写好说明；问过画面里的人，再把“未取得”改成“已同意”（没有人就写“不涉及人物”）："
REFUSED = "没有提交。"
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
"""Mobile number in a file name. The privacy check skips the names of pictures, which are full of other numbers."""


def run_photos(options: Namespace) -> int:
    """Make photos safe. Exit code 1 where there is something to do or something could not be done, 2 for invalid
    arguments.
    """
    if options.staged:
        return secure_commit(options)
    sounds = [] if options.into else find_sounds(options)
    rest = [path for path in options.paths if not is_recording(path)]
    if options.paths and not rest and not options.into:
        return cut_sounds(sounds, options)
    wish = resolve_inputs(options.root, rest, options.into)
    for sentence in wish.refused:
        print_message(format_on_one_line(f"没有做：{sentence}"))
    if wish.refused and not wish.sources:
        return 2
    if wish.skipped:
        print_message(format_on_one_line(print_other_files(wish.skipped)))
    plans = make_plans(options, wish.sources, whole=not options.paths)
    if not options.paths and not options.into:
        print_weights(options)
    code = cut_sounds(sounds, options) if sounds else 0
    code = max(code, apply_plans(plans, options) if options.write else print_plans(plans))
    return max(code, int(bool(wish.refused)))


def find_sounds(options: Namespace) -> list[TaggedRecording]:
    """Return the recordings that hold more than sound, among the given files and folders or in all entries' folders."""
    within = [path if path.exists() else options.root / path for path in options.paths]
    return find_tagged_recordings(options.root, list_entry_folders(options.root), within)


def cut_sounds(sounds: Sequence[TaggedRecording], options: Namespace) -> int:
    """Strip recordings, or print what would be stripped; exit code 1 where there is something to do."""
    for one in sounds:
        if options.write:
            one.write()
        name = one.path.relative_to(options.root.resolve() if one.path.is_absolute() else options.root).as_posix()
        amount = f"{format_size(one.size)} → {format_size(len(one.bare))}"
        print_result(format_on_one_line(f"{name}  {amount}，声音不变，去掉藏着的：{one.hidden.description}"))
    if not sounds:
        print_message("录音都好了，什么都不用做。")
        return 0
    print_message(
        f"{len(sounds)} 段录音，写好了。" if options.write else f"{len(sounds)} 段录音。这只是看看；加上 --write 才写。"
    )
    return 0 if options.write else 1


NAMED = 5
"""Other files that are listed by name; of the rest the number is given."""


def print_other_files(paths: Sequence[Path]) -> str:
    """Return which files in the named folders are no photos, and what they are."""
    told = [
        f"{path.name}（{what}）" if (what := describe_file(path)[1:].strip()) else path.name for path in paths[:NAMED]
    ]
    more = " 等" if len(paths) > NAMED else ""
    return f"另有 {len(paths)} 个文件不是照片，没有动：{'、'.join(told)}{more}。"


def mask_names(text: str) -> str:
    """Return text without private numbers, also in the names of pictures."""
    return MOBILE.sub(lambda found: privacy.mask_mobile(found[0]), masked_text(text))


def format_on_one_line(text: str) -> str:
    """Return a sentence with file names on one line, without private numbers."""
    return flatten(mask_names(text))


def make_plans(options: Namespace, sources: Iterable[PictureInput], *, whole: bool) -> list[FolderPlan]:
    """Return the plans for pictures; reports progress."""
    exhibition = load_exhibition(options.root).exhibition
    with Progress(print_message).time_phase("照片") as advance:
        machines = parse_machines(options)
        return plan_import(
            options.root, exhibition, sources, open_objects(options.cache), advance, whole, machines, print_message
        )


def print_weights(options: Namespace) -> None:
    """Print what the pictures of each street weigh, and which entries are over the budget, heaviest first."""
    exhibition = load_exhibition(options.root).exhibition
    context = CheckContext(exhibition, options.root, date.today(), open_objects(options.cache))
    weights = weigh_folders(context.photos_on_disk)
    names = {street.slug: street.name for street in exhibition.vocabularies.streets}
    streets: dict[str, tuple[int, int, int]] = {}
    for folder, (number, size) in weights.items():
        if street := find_street(f"{folder}/"):
            entries, photos, bytes = streets.get(street, (0, 0, 0))
            streets[street] = (entries + 1, photos + number, bytes + size)
    for street, (entries, photos, bytes) in streets.items():
        print_message(f"{names.get(street, street)}：{entries} 个楼组有照片，{photos} 张，{format_size(bytes)}。")
    budget = exhibition.settings.photo_budget
    heavy = sorted(((size, folder) for folder, (_, size) in weights.items() if size > budget * MB), reverse=True)
    for size, folder in heavy[:NAMED]:
        print_message(format_on_one_line(f"提醒：{folder} 的照片有 {format_size(size)}，最好不超过 {budget:g} MB。"))
    if len(heavy) > NAMED:
        print_message(f"照片超过 {budget:g} MB 的一共 {len(heavy)} 个，上面是最重的 {NAMED} 个。")


def print_plans(plans: Sequence[FolderPlan]) -> int:
    """Print what would be done, and write nothing; exit code 1 where there is anything to do."""
    for plan in plans:
        print_result(mask_names("\n".join(format_plan(plan, plan.changes))))
    changes = [change for plan in plans for change in plan.changes]
    if changes:
        print_message(f"{format_amount(changes)}。这只是看看，什么都没有写；加上 --write 才写。")
    elif not plans:
        print_message("照片都好了，什么都不用做。")
    return int(bool(changes) or any(plan.rejected for plan in plans))


def apply_plans(plans: Sequence[FolderPlan], options: Namespace) -> int:
    """Apply the plans, folder by folder; exit code 1 where something could not be done."""
    done: list[PlannedPhoto] = []
    failed = False
    for plan in plans:
        refused = apply_plan(plan, options.root, open_objects(options.cache))
        kept = [change for change in plan.changes if change not in dict(refused)]
        plan.rejected += ((change.source, why) for change, why in refused)
        print_result(mask_names("\n".join([*format_plan(plan, kept), *format_entries(plan, kept)])))
        failed, done = failed or bool(plan.rejected), done + kept
    print_message(f"{format_amount(done)}，写好了。" if done else "没有要写的。")
    return int(failed)


def format_plan(plan: FolderPlan, changes: Iterable[PlannedPhoto]) -> list[str]:
    """Return the lines about one folder: one for each photo, then what needs attention."""
    lines = [plan.folder]
    lines += (f"  {format_change(change)}" for change in changes)
    lines += (f"  {source.path.name}：已经在这里了，就是 {name}" for source, name in plan.already_present)
    lines += (f"  {source.path.name}：没有动，{why}" for source, why in plan.rejected)
    lines += (f"  提醒：{one} 和 {other} 看起来是同一张，留一张就够。" for one, other in plan.duplicates)
    lines += (f"  提醒：{name} 有点糊，有更清楚的就换一张。" for name in plan.blurred)
    if plan.changed_texts:
        lines.append(f"  {'、'.join(plan.changed_texts)} 里的文件名也一起改。")
    return [flatten(line) for line in lines]


def format_change(change: PlannedPhoto) -> str:
    """Return one photo as text: its names, its bytes before and after, the metadata that was in it."""
    made, name = change.photo, change.source.path.name
    names = name if name == change.target else f"{name} → {change.target}"
    hidden = f"，去掉藏着的：{made.hidden.description}" if made.hidden.needs_stripping else ""
    pixels = "像素不变" if made.is_lossless else f"{made.width}×{made.height}"
    return f"{names}  {format_size(made.original_size)} → {format_size(made.size)}，{pixels}{hidden}"


def format_entries(plan: FolderPlan, changes: Iterable[PlannedPhoto]) -> list[str]:
    """Return the lines to paste for photos that were imported from elsewhere."""
    new = [format_new_lines(change.target, change.photo.month) for change in changes if change.source.is_external]
    return [DESCRIBE.format(folder=plan.folder), *new] if new else []


def format_amount(changes: Sequence[PlannedPhoto]) -> str:
    """Return a summary: how many photos become how much smaller."""
    before, after = (sum(getattr(change.photo, what) for change in changes) for what in ("original_size", "size"))
    return f"{len(changes)} 张照片，{format_size(before)} → {format_size(after)}"


def secure_commit(options: Namespace) -> int:
    """Make the pictures safe that git is about to commit; exit code 1 stops the commit, and then nothing was changed."""
    try:
        found = find_staged(options.root)
    except NoRepository:
        print_message("没有做：这里不是 git 的文件夹，或者没有装 git。")
        return 2
    if found.differing:
        print_message(
            format_on_one_line(f"{REFUSED}{'、'.join(found.differing)} 暂存以后又改过。请先 git add 它，再提交一次。")
        )
        return 1
    for name in found.links:
        print_message(
            format_on_one_line(f"{REFUSED}{name} 是一个链接（快捷方式），不是文件本身。请删掉它，换成真的文件。")
        )
    for name, told in found.with_metadata:
        print_message(
            format_on_one_line(f"{REFUSED}{name} 里藏着：{told}。这里没法替您去掉，请删掉它，或者去掉以后再提交。")
        )
    if found.outside_lfs:
        names = "、".join(found.outside_lfs[:NAMED]) + (
            f" 等 {len(found.outside_lfs)} 张" if len(found.outside_lfs) > NAMED else ""
        )
        print_message(
            format_on_one_line(
                f"{REFUSED}{names} 该存进大文件仓库（Git LFS），这台电脑没有装 git-lfs，会原样放进仓库。"
                "请装 git-lfs，运行 git lfs install，再 git add 它，提交一次。"
            )
        )
    if found.links or found.with_metadata or found.outside_lfs:
        return 1
    for one in found.recordings:
        one.write()
        write_to_index(options.root, one.path)
        print_message(format_on_one_line(f"{one.path.name}：去掉藏着的：{one.hidden.description}，声音不变。"))
    plans = make_plans(options, found.sources, whole=False) if found.sources else []
    for plan in plans:
        for source, why in plan.rejected:
            print_message(format_on_one_line(f"{REFUSED}{plan.folder}/{source.path.name}：{why}"))
    if blocked := list_unstaged_indexes(options.root, plans):
        print_message(
            f"{REFUSED}照片要换名字，可是 {'、'.join(blocked)} 里还有没暂存的改动。请先 git add 它，再提交一次。"
        )
    if blocked or any(plan.rejected for plan in plans):
        return 1
    return restage_plans([plan for plan in plans if plan.changes], options)


def restage_plans(plans: Sequence[FolderPlan], options: Namespace) -> int:
    """Write safe photos and stage them; print what was done."""
    for plan in plans:
        if apply_plan(plan, options.root, open_objects(options.cache)):
            print_message(f"{REFUSED}{plan.folder} 里的照片刚刚被别人改过。请再提交一次。")
            return 1
        for line in format_plan(plan, plan.changes):
            print_message(mask_names(line))
    restage(options.root, plans)
    if plans:
        print_message("照片已经换成安全的，接着提交。")
    return 0


def parse_folder_or_id(text: str) -> str:
    """Return the value of `--into`: an id, or the path of a folder as people type it."""
    return Path(text).as_posix().removeprefix("./").rstrip("/")
