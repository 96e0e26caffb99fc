"""What is kept of entries from one command to the next: a warm load equals a cold one, whatever has changed between."""

from __future__ import annotations

import os
import pickle
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from exhibition.checks import registry as rules_module
from exhibition.checks import run_checks
from exhibition.checks.registry import CHECKS, SCOPES, CheckContext, Scope, check
from exhibition.content import kept_entries
from exhibition.content.kept_entries import FOLDER, SHARDS, STAMPS, TEXTS, TYPES, KeptEntries, get_shard, get_shard_name
from exhibition.content.loader import LoadedContent, find_entry_folders, load_entries, load_exhibition
from exhibition.content.vocabularies import build_lexicon
from exhibition.diagnostics import Diagnostic, Finding, Severity, Spans
from exhibition.messages.registry import RULES
from exhibition.model import Status
from exhibition.privacy import PrivacyMatch, find_private
from exhibition.progress import Progress
from exhibition.records import MEETINGS
from exhibition.site.pipeline import load_and_check
from exhibition.storage.cache import SETTLED_NS, Cache, add_seal, are_settled, make_exact_stamp
from exhibition.storage.shards import dump_values, load_values
from helpers.cases import CASES, TODAY, lay_out_case, tiny
from synthetic import REPOSITORY, write

UNIT = "content/units/example/20001"
INDEX = f"{UNIT}/index.md"


def test_version_of_a_folder_changes_with_what_was_read_of_it(tmp_path: Path) -> None:
    root = tiny(tmp_path)
    before = load_exhibition(root).versions
    assert before == load_exhibition(root).exhibition.versions
    assert set(before) >= {entry.folder for entry in load_exhibition(root).exhibition.entries}

    edit(root, INDEX, "从前", "以前")
    text = load_exhibition(root).versions
    assert {one for one in before if before[one] != text[one]} == {UNIT}

    (root / UNIT / "photo.jpg").write_bytes(b"")
    beside = load_exhibition(root).versions
    assert {one for one in text if text[one] != beside[one]} == {UNIT}


# A warm load equals a cold one.


class Settled(SimpleNamespace):
    """A clock by which everything was changed long ago."""

    def time_ns(self) -> int:
        return time.time_ns() + 3 * SETTLED_NS


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let stamps prove what they say although the test has changed the files a moment ago."""
    monkeypatch.setattr(kept_entries, "time", Settled())


def flatten(value: Any) -> Any:
    """Return a value with all its parts, also those that do not count when it is compared."""
    if isinstance(value, Spans):
        return sorted((key, value[key]) for key in value), value.path, value.paths
    if is_dataclass(value):
        return type(value).__qualname__, [flatten(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, dict):
        return sorted((key, flatten(one)) for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return type(value).__name__, [flatten(one) for one in value]
    return type(value).__name__, value, getattr(value, "term", "")


def read(root: Path, cache: Cache | None = None, today: date = TODAY) -> tuple[LoadedContent, list[Diagnostic]]:
    kept = KeptEntries(cache) if cache else None
    reading = load_exhibition(root, kept)
    found = [*reading.diagnostics, *run_checks(reading.exhibition, root, today, cache, reading.listings, kept)]
    if kept:
        kept.save(reading.versions)
    return reading, sorted(found, key=lambda one: (one.span, one.code))


def assert_equal(root: Path, cache: Cache, today: date = TODAY) -> list[Diagnostic]:
    """Compare a warm load with a cold one, twice, and return what was found."""
    cold, told = read(root, None, today)
    lines = {
        folder: (parsed.fixed_lines, parsed.diagnostics, parsed.version)
        for folder, parsed in load_entries(root, build_lexicon(cold.exhibition.vocabularies), cold.listings).items()
    }
    for _ in range(2):
        warm, again = read(root, cache, today)
        assert again == told
        assert warm.diagnostics == cold.diagnostics
        assert warm.versions == cold.versions
        assert (list(warm.listings), warm.listings) == (list(cold.listings), cold.listings)
        assert warm.exhibition.ledger == cold.exhibition.ledger
        assert flatten(warm.exhibition.entries) == flatten(cold.exhibition.entries)
        kept = KeptEntries(cache)
        parsed = load_entries(root, build_lexicon(cold.exhibition.vocabularies), cold.listings, kept)
        assert {folder: (one.fixed_lines, one.diagnostics, one.version) for folder, one in parsed.items()} == lines
    return told


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), "utf-8")


def swap_with_same_size_and_time(root: Path) -> None:
    before = (root / INDEX).stat()
    edit(root, INDEX, "党建引领\n", "党建引头\n")
    os.utime(root / INDEX, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = (root / INDEX).stat()
    assert (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)


def move_folder(root: Path) -> None:
    (root / UNIT).rename(root / "content/units/example-two/20001")


def write_meetings(root: Path) -> None:
    text = f"{MEETINGS.label}:\n  - 日期: 2018-03\n    议题: 装电梯\n    看法: 302室说怕挡光，电话 13800000000\n"
    (root / UNIT / MEETINGS.side_file).write_text(text, "utf-8")


EDITS: dict[str, Callable[[Path], Any]] = {
    "body": lambda root: edit(root, INDEX, "第一段正文", "第一段正文，电话 13800000000"),
    "name": lambda root: edit(root, INDEX, "名称: 示例一号楼", "名称: 示例三号楼"),
    "typing error": lambda root: edit(root, INDEX, "户数: 24", "户数：24"),
    "date ahead": lambda root: edit(root, INDEX, "建立: 2018-11", "建立: 2027-11"),
    "broken": lambda root: edit(root, INDEX, "---\n", ""),
    "name instead of id": lambda root: edit(root, INDEX, "楼群: 20010", "楼群: 示例楼群"),
    "link": lambda root: edit(root, INDEX, "../20010/", "../29999/"),
    "withdrawn": lambda root: edit(root, INDEX, "状态: 发布", "状态: 撤下"),
    "same size and time": swap_with_same_size_and_time,
    "deleted": lambda root: shutil.rmtree(root / UNIT),
    "index deleted": lambda root: (root / INDEX).unlink(),
    "moved": move_folder,
    "renamed": lambda root: (root / UNIT).rename(root / "content/units/example/20009"),
    "copied": lambda root: shutil.copytree(root / UNIT, root / "content/units/example/20008"),
    "link in its place": lambda root: ((root / INDEX).rename(root / "text"), (root / INDEX).symlink_to(root / "text")),
    "picture": lambda root: (root / UNIT / "photo.jpg").write_bytes(b"\xff\xd8\xff\xd9"),
    "picture gone": lambda root: (root / UNIT / "photo.jpg").unlink(missing_ok=True),
    "meetings": write_meetings,
    "meetings gone": lambda root: (root / UNIT / MEETINGS.side_file).unlink(missing_ok=True),
    "label": lambda root: edit(root, "content/vocabularies/themes.yml", "名称: 加装电梯", "名称: 装电梯的事"),
    "public contact": lambda root: (root / "content/vocabularies/public-contacts.yml").write_text(
        "- 内容: '13800000000'\n  理由: 居委会公布\n  来源: 测试\n", "utf-8"
    ),
    "settings": lambda root: edit(root, "mkdocs.yml", "site_name:", "site_description: 别的\nsite_name:"),
    "permalink": lambda root: edit(root, "content/permalinks/20001.yml", "示例一号楼", "从前的楼"),
    "permalink gone": lambda root: (root / "content/permalinks/20002.yml").unlink(),
    "stray": lambda root: (root / "content/note.md").write_text("电话 13900000000\n", "utf-8"),
}
ORDERS = (tuple(EDITS), tuple(reversed(EDITS)))


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("name", EDITS)
def test_after_one_edit_a_warm_load_equals_a_cold_one(name: str, tmp_path: Path) -> None:
    root, cache = tiny(tmp_path / "root"), Cache(tmp_path / "cache")
    if name in ("picture gone", "meetings gone"):
        EDITS[name.removesuffix(" gone")](root)
    read(root, cache)
    read(root, cache)
    EDITS[name](root)
    assert_equal(root, cache)


@pytest.mark.parametrize("order", ORDERS)
def test_after_many_edits_a_warm_load_equals_a_cold_one(order: tuple[str, ...], tmp_path: Path) -> None:
    # By the true clock: every file was changed a moment ago.
    root, cache = tiny(tmp_path / "root"), Cache(tmp_path / "cache")
    for name in order:
        try:
            EDITS[name](root)
        except (FileNotFoundError, AssertionError, FileExistsError):
            continue
        assert_equal(root, cache)


@pytest.mark.usefixtures("settled")
def test_rules_that_ask_for_the_day_look_again_on_another(tmp_path: Path) -> None:
    root, cache = tiny(tmp_path / "root"), Cache(tmp_path / "cache")
    edit(root, INDEX, "建立: 2018-11", "建立: 2027-11")
    assert "E234" in {one.code for one in assert_equal(root, cache)}
    assert "E234" not in {one.code for one in assert_equal(root, cache, date(2028, 1, 1))}
    assert "E234" in {one.code for one in assert_equal(root, cache)}


def count_parsed(root: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the folders whose entries a load reads."""
    from exhibition.content import loader

    told: list[str] = []
    real = loader.read_entry_file

    def read_and_tell(data: bytes, folder: str, *rest: Any) -> Any:
        told.append(folder)
        return real(data, folder, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(loader, "read_entry_file", read_and_tell)
        read(root, cache)
    return told


@pytest.mark.usefixtures("settled")
def test_only_what_has_changed_is_read_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = tiny(tmp_path / "root"), Cache(tmp_path / "cache")
    folders = find_entry_folders(load_exhibition(root).listings)
    assert sorted(count_parsed(root, cache, monkeypatch)) == sorted(folders)
    assert count_parsed(root, cache, monkeypatch) == []

    def list_shards() -> dict[str, int]:
        return {path.name: path.stat().st_ino for path in (cache.root / FOLDER).iterdir()}

    before = list_shards()
    assert count_parsed(root, cache, monkeypatch) == []
    assert list_shards() == before
    edit(root, INDEX, "第一段正文", "另一段正文")
    assert count_parsed(root, cache, monkeypatch) == [UNIT]
    after = list_shards()
    assert {name for name in after if after[name] != before.get(name)} == {get_shard_name(get_shard(UNIT)), STAMPS}
    # A checkout elsewhere has other stamps and the same bytes.
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(root, elsewhere)
    assert count_parsed(elsewhere, cache, monkeypatch) == []
    assert_equal(elsewhere, cache)


# Stamps.


def test_a_stamp_of_this_moment_proves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = tiny(tmp_path / "root"), Cache(tmp_path / "cache")
    kept = KeptEntries(cache)
    load_exhibition(root, kept)
    assert not kept.now.entries
    assert not kept.now.links
    # A clock whose ticks last an hour: both contents have one stamp, but for the size.
    stamp = make_exact_stamp(os.lstat(root / INDEX))
    monkeypatch.setattr(kept_entries, "make_exact_stamp", lambda status: stamp)
    read(root, cache)
    edit(root, INDEX, "党建引领\n", "党建引头\n")
    assert_equal(root, cache)


def test_stamps_are_settled_when_no_tick_can_hold_another_change() -> None:
    now = 1_700_000_000_000_000_000
    status = SimpleNamespace(st_size=1, st_mtime_ns=now, st_ctime_ns=now - SETTLED_NS, st_ino=3)
    stamp = make_exact_stamp(status)  # type: ignore[arg-type]
    assert not are_settled(stamp, now)
    assert are_settled(stamp, now + SETTLED_NS)
    assert not are_settled(stamp * 2, now + SETTLED_NS - 1)


# Damage, other programs, hostile bytes, two commands at once.


def damage(cache: Cache, how: str) -> None:
    for path in (cache.root / FOLDER).iterdir():
        data = path.read_bytes()
        if how == "flipped":
            path.write_bytes(data[:40] + bytes((data[40] ^ 1,)) + data[41:])
        elif how == "cut":
            path.write_bytes(data[: len(data) // 2])
        elif how == "empty":
            path.write_bytes(b"")
        elif how == "folder":
            path.unlink()
            path.mkdir()
        elif how == "link":
            path.unlink()
            path.symlink_to("/dev/zero")


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("how", ["flipped", "cut", "empty", "folder", "link"])
def test_a_damaged_shard_counts_as_absent(how: str, tmp_path: Path) -> None:
    root, cache = tiny(tmp_path / "root"), Cache(tmp_path / "cache")
    read(root, cache)
    damage(cache, how)
    assert_equal(root, cache)


@pytest.mark.usefixtures("settled")
def test_what_another_program_has_kept_counts_as_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = tiny(tmp_path / "root"), Cache(tmp_path / "cache")
    read(root, cache)
    monkeypatch.setattr(kept_entries, "compute_program_key", lambda: "another")
    assert not KeptEntries(cache).seen.entries
    assert len(count_parsed(root, cache, monkeypatch)) > 3
    assert_equal(root, cache)


class Bomb:
    """Something that calls a function of the system when it is unpickled."""

    def __init__(self, call: Any, *words: Any) -> None:
        self.call, self.words = call, words

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return self.call, self.words


@pytest.mark.usefixtures("settled")
def test_a_hostile_pickle_is_refused_and_does_nothing(tmp_path: Path) -> None:
    root, cache = tiny(tmp_path / "root"), Cache(tmp_path / "cache")
    read(root, cache)
    target = tmp_path / "made"
    hostile = pickle.dumps({UNIT: Bomb(os.mkdir, str(target))})
    kept = KeptEntries(cache)
    kept.begin("")
    for number in range(SHARDS):
        name = get_shard_name(number)
        (cache.root / FOLDER / name).write_bytes(add_seal(f"{name} {kept.frame}", hostile))
    for name in (STAMPS, TEXTS):
        (cache.root / FOLDER / name).write_bytes(add_seal(f"{name} {kept.program}", hostile))
    assert_equal(root, cache)
    assert not target.exists()


@pytest.mark.parametrize(
    "call",
    [os.mkdir, eval, getattr, Path, Cache, KeptEntries, load_exhibition, CheckContext, pickle.loads, Spans.get],
    ids=lambda call: getattr(call, "__qualname__", str(call)),
)
def test_no_name_is_known_but_those_of_values(call: Any) -> None:
    assert load_values(pickle.dumps(Bomb(call, "x")), TYPES) is None


def test_a_pickle_changes_no_member_of_an_enumeration() -> None:
    before = dict(vars(Status.DRAFT))
    whole = dump_values(Status.DRAFT, TYPES)
    assert load_values(whole, TYPES) is Status.DRAFT
    # Behind the member: its attributes, and the opcode BUILD.
    state = pickle.dumps({"_value_": "发布"}, 5)[2:-1]
    start = 0 if state[:1] != b"\x95" else 9
    assert load_values(whole[:-1] + state[start:] + b"b.", TYPES) is None
    assert vars(Status.DRAFT) == before


@pytest.mark.usefixtures("settled")
def test_two_commands_at_once_lose_nothing(tmp_path: Path) -> None:
    root, cache = tiny(tmp_path / "root"), Cache(tmp_path / "cache")
    read(root, cache)
    one, other = KeptEntries(cache), KeptEntries(cache)
    early = load_exhibition(root, one)
    edit(root, INDEX, "第一段正文", "另一段正文")
    late = load_exhibition(root, other)
    run_checks(late.exhibition, root, TODAY, None, late.listings, other)
    other.save(late.versions)
    # The one that began first judges entries whose lines have changed meanwhile.
    run_checks(early.exhibition, root, TODAY, None, early.listings, one)
    one.save(early.versions)
    assert_equal(root, cache)


def test_without_a_place_for_it_nothing_is_kept(tmp_path: Path) -> None:
    root = tiny(tmp_path / "root")
    (tmp_path / "cache").write_text("a file, not a folder")
    cache = Cache(tmp_path / "cache" / "objects")
    assert read(root)[1] == sorted(
        [one for one in load_and_check(root, Progress(), None)[1] if one.code not in ("W740", "W741")],
        key=lambda one: (one.span, one.code),
    )
    kept = KeptEntries(cache)
    reading = load_exhibition(root, kept)
    kept.save(reading.versions)


# The scope of rules.


def find_wrong_scopes(context: CheckContext) -> set[str]:
    """Return the codes of rules that find something else in all entries together than in each alone."""
    wrong: set[str] = set()
    alone = [
        (entry.folder, {day: context.select_entries({entry.folder}, day) for day in (date.min, context.today)})
        for entry in context.entries
    ]
    for rule, look in CHECKS:
        if SCOPES[rule.code] is Scope.ALL:
            continue
        day = context.today if SCOPES[rule.code] is Scope.ENTRY_AND_DAY else date.min
        each: Counter[Finding] = Counter()
        try:
            for folder, contexts in alone:
                found = list(look(contexts[day]))
                each.update(found)
                if any(one.span.path.rpartition("/")[0] != folder for one in found):
                    wrong.add(rule.code)
        except LookupError:
            wrong.add(rule.code)
        if each != Counter(look(context)):
            wrong.add(rule.code)
    return wrong


def list_cases() -> list[Path]:
    """Return cases of which each expects a rule that looks at one entry alone, two for each rule."""
    chosen: dict[Path, None] = {}
    for code, scope in SCOPES.items():
        if scope is not Scope.ALL:
            chosen |= dict.fromkeys(sorted(CASES.glob(f"{code}-*"))[:2])
    return list(chosen)


def test_rules_of_one_entry_find_the_same_in_each_entry_alone(tmp_path: Path) -> None:
    expected: set[str] = set()
    for case in list_cases():
        root = tmp_path / case.name
        expected |= {code for _, _, code in lay_out_case(case, root)}
        context = CheckContext(load_exhibition(root).exhibition, root, TODAY)
        assert find_wrong_scopes(context) == set(), case.name
        shutil.rmtree(root)
    # Every such rule was seen to find something.
    assert {code for code, scope in SCOPES.items() if scope is not Scope.ALL} - expected == set()


def test_rules_of_one_entry_find_the_same_in_a_district(tmp_path: Path) -> None:
    write(tmp_path, 60, seed=3, records=6)
    reading = load_exhibition(tmp_path)
    assert (
        find_wrong_scopes(CheckContext(reading.exhibition, tmp_path, date(2019, 1, 1), None, reading.listings)) == set()
    )


@pytest.fixture
def registry() -> Iterator[None]:
    """Take back the rules that a test declares."""
    rules, checks, scopes = dict(RULES), list(CHECKS), dict(SCOPES)
    yield
    RULES.clear()
    RULES.update(rules)
    CHECKS[:] = checks
    SCOPES.clear()
    SCOPES.update(scopes)


@pytest.mark.usefixtures("registry")
def test_a_rule_that_looks_further_than_it_says_is_found(tmp_path: Path) -> None:
    def count_entries(context: CheckContext) -> Iterator[Finding]:
        """Speak of all."""
        for entry in context.entries[1:]:
            yield Finding(entry.get_span(), f"{len(context.entries)} entries", "Count.")

    def ask_for_the_day(context: CheckContext) -> Iterator[Finding]:
        """Speak of today."""
        for entry in context.entries:
            yield Finding(entry.get_span(), str(context.today), "Wait.")

    def ask_for_pictures(context: CheckContext) -> Iterator[Finding]:
        """Speak of pictures."""
        context.probe_cache.get_probe("x")
        yield from ()

    def speak_of_another(context: CheckContext) -> Iterator[Finding]:
        """Speak of a file elsewhere."""
        for entry in context.entries:
            span = entry.get_span()
            yield Finding(type(span)("mkdocs.yml"), "elsewhere", "Look.")

    wrong = {"E971": count_entries, "E972": ask_for_the_day, "E973": ask_for_pictures, "E974": speak_of_another}
    for code, look in wrong.items():
        check(code, Severity.ERROR, code, Scope.ENTRY)(look)
    root = tiny(tmp_path)
    assert find_wrong_scopes(CheckContext(load_exhibition(root).exhibition, root, TODAY)) == set(wrong)


def test_the_shipped_content_is_read_warm_as_cold(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cold = load_and_check(REPOSITORY, Progress(), None)
    for _ in range(2):
        warm = load_and_check(REPOSITORY, Progress(), cache)
        assert warm[1] == cold[1]
        assert flatten(warm[0].entries) == flatten(cold[0].entries)


@pytest.mark.usefixtures("settled")
def test_what_one_process_reads_twice_is_looked_through_once_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a preview does: it reads again after each edit, and keeps what it has read when its author rests."""
    root, cache = tiny(tmp_path / "root"), Cache(tmp_path / "cache")
    scanned: list[str] = []

    def find(text: str) -> list[PrivacyMatch]:
        scanned.append(text)
        return find_private(text)

    monkeypatch.setattr(rules_module, "find_private", find)
    kept = KeptEntries(cache)
    for first in (True, False):
        kept.resume_reading()
        reading = load_exhibition(root, kept)
        run_checks(reading.exhibition, root, TODAY, cache, reading.listings, kept)
        # Names of files and folders are looked at each time.
        assert any("\n" in text for text in scanned) == first
        scanned.clear()
    kept.save(reading.versions)
    read(root, cache)
    assert not any("\n" in text for text in scanned), (
        "the second reading was kept, though it has found what the first one found"
    )
