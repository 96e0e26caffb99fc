"""Where nothing has changed a build and a check say again what they said; any change of anything takes the long way."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from exhibition.cli import check_build_serve, main, unchanged
from exhibition.cli.unchanged import HOME, SCRIPTS, RunRecord, Stamps, read_run, run_build, run_check
from exhibition.diagnostics import Diagnostic, Severity, Span
from exhibition.model import Exhibition, Ledger, Settings, Vocabularies
from exhibition.site import build as build_module
from exhibition.storage.cache import add_seal
from exhibition.storage.locking import list_lock_paths
from exhibition.storage.publishing import SITE_MARKER, set_modes, stamp_files
from stress.killed_builds import DAMAGES, SPOILT, write_small_site

FILES = {
    "root/content/units/10001/index.md": "unit",
    "root/content/units/10001/photo-01.jpg": "photo",
    "root/overrides/main.html": "template",
    "root/mkdocs.yml": "site_name: x\nhooks: [hooks/one.py]\n",
    "root/hooks/one.py": "",
    "root/.git/index": "",
    "program/module.py": "",
    "packages/one-1.dist-info/METADATA": "",
}
SITE = {SITE_MARKER: "mark", "index.html": "home", "10001/index.html": "unit", "10001/code.png": "code"}


class Place:
    """Folders of a build, and in the place of the long way one that counts how often it was taken."""

    def __init__(self, base: Path) -> None:
        self.base, self.root, self.site, self.cache = base, base / "root", base / "site", base / "cache"
        self.builds = self.checks = 0
        self.code = 0
        self.write(FILES)
        self.publish()

    def write(self, files: Mapping[str, str]) -> None:
        for uri, text in files.items():
            (self.base / uri).parent.mkdir(parents=True, exist_ok=True)
            (self.base / uri).write_text(text)

    def publish(self) -> None:
        shutil.rmtree(self.site, ignore_errors=True)
        self.write({f"site/{uri}": text for uri, text in SITE.items()})
        set_modes(self.site)
        self.write({"cache/build/published": "record"})

    def build_fully(self, options: Namespace, remember: Callable[..., None]) -> int:
        self.builds += 1
        remember([("err", "一条提醒"), ("out", f"建好了，用了 {unchanged.SECONDS} 秒")], stamp_files(self.site))
        return 0

    def check_fully(self, options: Namespace, remember: Callable[..., None]) -> int:
        self.checks += 1
        remember("一处错误", self.code)
        return self.code

    def build(self, **changed: object) -> int:
        given = {"root": self.root, "site": self.site, "cache": self.cache, "address": None, "fresh": False}
        return run_build(Namespace(**{**given, "timings": None, **changed}))

    def check(self, **changed: object) -> int:
        given = {"root": self.root, "cache": self.cache, "output": "text", "base": None, "timings": None}
        return run_check(Namespace(**{**given, **changed}))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    place = Place(tmp_path)
    monkeypatch.setattr(check_build_serve, "run_build", place.build_fully)
    monkeypatch.setattr(check_build_serve, "run_check", place.check_fully)
    monkeypatch.setattr(unchanged, "FOLDERS", (*unchanged.FOLDERS[:2], lambda root: tmp_path / "program"))
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "packages")])
    # Until no stamp is of this very moment.
    time.sleep(2 * unchanged.TICK_NS / 1e9)
    return place


def list_stamps(folder: Path) -> dict[str, tuple[int, ...]]:
    """Return what anybody could see change: bytes, mode, inode and times of everything, folders too."""
    found: dict[str, tuple[int, ...]] = {}
    for path in (folder, *folder.rglob("*")):
        status = path.lstat()
        found[str(path)] = (
            status.st_mode,
            status.st_ino,
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
            status.st_nlink,
        )
    return found


def test_the_second_time_nothing_is_done_and_the_same_is_said(place: Place, capfd: pytest.CaptureFixture[str]) -> None:
    assert place.build() == 0 and place.builds == 1
    before = list_stamps(place.base)
    capfd.readouterr()
    assert place.build() == 0 and place.builds == 1
    said = capfd.readouterr()
    assert said.err == "一条提醒\n" and said.out == "建好了，用了 0.0 秒\n"
    assert list_stamps(place.base) == before


def edit_quietly(path: Path) -> None:
    """Change a byte; size and time stay."""
    before = path.stat()
    path.write_bytes(b"X" * before.st_size)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace_quietly(path: Path) -> None:
    """Put another file with the same bytes in its place, as a checkout does."""
    data = path.read_bytes()
    path.with_name("new").write_bytes(data)
    os.replace(path.with_name("new"), path)


def write(path: Path, text: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


UNIT = "root/content/units/10001"
CHANGES: dict[str, Callable[[Path], object]] = {
    "a text": lambda base: (base / UNIT / "index.md").write_text("unit, changed"),
    "a byte, size and time kept": lambda base: edit_quietly(base / UNIT / "index.md"),
    "a photo swapped with the same time": lambda base: edit_quietly(base / UNIT / "photo-01.jpg"),
    "a file of the same bytes": lambda base: replace_quietly(base / UNIT / "index.md"),
    "a time": lambda base: os.utime(base / UNIT / "index.md", (1, 1)),
    "a mode": lambda base: (base / UNIT / "index.md").chmod(0o600),
    "a new file": lambda base: (base / UNIT / "评定.md").write_text(""),
    "a removed file": lambda base: (base / UNIT / "photo-01.jpg").unlink(),
    "a renamed file": lambda base: (base / UNIT / "photo-01.jpg").rename(base / UNIT / "photo-02.jpg"),
    "a renamed folder": lambda base: (base / UNIT).rename(base / UNIT.replace("10001", "10002")),
    "a new folder": lambda base: (base / "root/content/units/10002").mkdir(),
    "a folder of content that bears a name of Python": lambda base: write(base / UNIT / "__pycache__/x.txt", "x"),
    "the mode of a folder": lambda base: (base / UNIT).chmod(0o700),
    "a file outside of the entries": lambda base: (base / "root/content/site-address.yml").write_text(""),
    "a template": lambda base: (base / "root/overrides/main.html").write_text("other"),
    "a new template": lambda base: (base / "root/overrides/new.html").write_text(""),
    "settings": lambda base: (base / "root/mkdocs.yml").write_text("site_name: y\nhooks: [hooks/one.py]\n"),
    "a hook": lambda base: (base / "root/hooks/one.py").write_text("x = 1"),
    "a module beside a hook": lambda base: (base / "root/hooks/two.py").write_text(""),
    "the program": lambda base: (base / "program/module.py").write_text("x = 1"),
    "a new module": lambda base: (base / "program/other.py").write_text(""),
    "a version of a package": lambda base: (base / "packages/one-1.dist-info").rename(
        base / "packages/one-2.dist-info"
    ),
    "the record of the site": lambda base: (base / "cache/build/published").write_text("other!"),
    "no record of the site": lambda base: (base / "cache/build/published").unlink(),
    "a note of a failed build": lambda base: (base / ".site.unfinished").write_text("{}"),
    "a lock of the site": lambda base: list_lock_paths(base / "site")[0].write_text(""),
    "a lock of the cache": lambda base: list_lock_paths(base / "cache/build")[0].write_text(""),
    "what a publication has left": lambda base: (base / ".site.old").mkdir(),
    "a begun patch": lambda base: (base / "site/.exhibition-patch").mkdir(),
    "no mark": lambda base: (base / "site" / SITE_MARKER).unlink(),
    "the mode of the site": lambda base: (base / "site").chmod(0o700),
    "no site": lambda base: shutil.rmtree(base / "site"),
    "a copy of the site": lambda base: (
        (base / "site").rename(base / "before"),
        shutil.copytree(base / "before", base / "site"),
    ),
    "a sparse checkout": lambda base: write(base / "root/.git/info/sparse-checkout"),
    "a sparse checkout of a street": lambda base: write(base / "root/content/units/.git/info/sparse-checkout"),
    "Git LFS": lambda base: write(base / "root/.gitattributes", "*.jpg filter=lfs"),
    "a folder of git in the site": lambda base: (base / "site/.git").mkdir(),
    "a link to a folder": lambda base: (base / UNIT / "link").symlink_to(base / "packages", target_is_directory=True),
    **{
        f"damage: {kind}": lambda base, kind=kind: DAMAGES[kind](base / "site/10001/code.png", base / "site/10001")  # type: ignore[misc]
        for kind in DAMAGES
    },
    **{
        f"a record of ours that is {kind}": lambda base, kind=kind: (base / "cache/build/unchanged").write_bytes(  # type: ignore[misc]
            SPOILT[kind]((base / "cache/build/unchanged").read_bytes())
        )
        for kind in SPOILT
    },
}
"""Each single thing that decides what a build does, or that a build would mend."""


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_takes_the_long_way(change: Callable[[Path], object], place: Place) -> None:
    place.build()
    place.build()
    assert place.builds == 1
    change(place.base)
    place.build()
    assert place.builds == 2


def test_what_git_does_beside_the_files_decides_nothing(place: Place) -> None:
    write(place.root / ".git/index", "one")
    write(place.root / ".gitattributes", "*.md text\n")
    time.sleep(2 * unchanged.TICK_NS / 1e9)
    place.build()
    write(place.root / ".git/index", "two")
    place.build()
    assert place.builds == 1
    # With Git LFS its index says which pictures are there.
    write(place.root / ".gitattributes", "*.jpg filter=lfs\n")
    for number, text in enumerate(("three", "four"), 2):
        write(place.root / ".git/index", text)
        time.sleep(2 * unchanged.TICK_NS / 1e9)
        place.build()
        assert place.builds == number


@pytest.mark.parametrize("option", ["site", "cache", "address", "root", "fresh", "day"])
def test_other_options_and_another_day_take_the_long_way(
    option: str, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.build()
    if option == "day":
        monkeypatch.setattr(unchanged, "get_day", lambda: "2199-01-01")
        place.build()
    elif option == "fresh":
        place.build(fresh=True)
    elif option == "address":
        place.build(address="https://trial.example/")
    else:
        shutil.copytree(place.base / option, place.base / "other")
        place.build(**{option: place.base / "other"})
    assert place.builds == 2


@pytest.mark.parametrize("settings", ["site_name: !ENV NAME", "INHERIT: other.yml"])
def test_settings_from_elsewhere_prove_nothing(settings: str, place: Place) -> None:
    (place.root / "mkdocs.yml").write_text(settings)
    for number in (1, 2):
        place.build()
        assert place.builds == number


def test_a_file_that_may_change_under_its_stamp_proves_nothing(place: Place) -> None:
    """Two changes within one tick of the clock of a disk look like one."""
    ahead = time.time() + 60
    os.utime(place.root / "mkdocs.yml", (ahead, ahead))
    for number in (1, 2):
        place.build()
        assert place.builds == number


def test_coarse_stamps_take_longer_to_settle() -> None:
    now = 1_700_000_000_000_000_000
    fine, coarse = Stamps(youngest=now + 5), Stamps(youngest=now)
    assert fine.is_settled(now + 100_000_000) and not fine.is_settled(now + 1_000_000)
    assert coarse.is_settled(now + 2_100_000_000) and not coarse.is_settled(now + 1_900_000_000)


def test_a_finer_time_of_another_file_does_not_settle_a_coarse_one() -> None:
    now = 1_700_000_000_000_000_000
    mixed = Stamps(youngest=now + 5, youngest_coarse=now)
    assert not mixed.is_settled(now + 1_900_000_000) and mixed.is_settled(now + 2_100_000_000)


def test_folders_of_a_site_that_were_exchanged_take_the_long_way(place: Place) -> None:
    """Their files may have all sizes and times in common: they were written within one tick."""
    twins = [place.site / id / "code.png" for id in ("10001", "10002")]
    for _ in range(1000):
        for path, text in zip(twins, ("one", "two"), strict=True):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
            os.utime(path, (1, 1))
        if len({path.stat().st_ctime_ns for path in twins}) == 1:
            break
    (twins[0].with_name("index.html")).unlink(missing_ok=True)
    set_modes(place.site)
    time.sleep(2 * unchanged.TICK_NS / 1e9)
    place.build()
    place.build()
    assert place.builds == 1
    twins[0].parent.rename(place.base / "beside")
    twins[1].parent.rename(twins[0].parent)
    (place.base / "beside").rename(twins[1].parent)
    place.build()
    assert place.builds == 2


def test_what_the_renderer_has_warned_of_is_said_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = build_module.BuildResult((), published=True, warnings=("guide/a.md leads nowhere",))
    monkeypatch.setattr(build_module, "build", lambda *_, **__: outcome)
    monkeypatch.setattr(check_build_serve, "parse_machines", lambda _: None)
    given = Namespace(root=tmp_path, site=tmp_path, cache=tmp_path, address=None, fresh=False, timings=None)
    said: list[tuple[str, str]] = []
    check_build_serve.run_build(given, lambda told, _: said.extend(told))
    assert ("err", "排版程序提醒：guide/a.md leads nowhere") in said


@pytest.mark.parametrize("code", ["W580", "W581", "E582"])
def test_what_could_not_be_fetched_is_asked_for_again(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pictures may come without that a file of the exhibition changes: into the folder of git, or the network is back."""
    found = (Diagnostic(Span("content/units/x/10001/index.md"), code, Severity.ADVICE, "没有取来", ""),)
    exhibition = Exhibition(Settings("楼组", "https://louzu.example/"), Vocabularies(), Ledger())
    monkeypatch.setattr(check_build_serve, "load_and_check", lambda *_: (exhibition, found))
    given = Namespace(root=tmp_path, cache=tmp_path, output="text", base=None, timings=None)
    check_build_serve.run_check(given, lambda *_: pytest.fail("recorded"))
    outcome = build_module.BuildResult(found, published=True)
    monkeypatch.setattr(build_module, "build", lambda *_, **__: outcome)
    monkeypatch.setattr(check_build_serve, "parse_machines", lambda _: None)
    given = Namespace(root=tmp_path, site=tmp_path, cache=tmp_path, address=None, fresh=False, timings=None)
    assert check_build_serve.run_build(given, lambda *_: pytest.fail("recorded")) == 0


def test_a_site_that_changes_before_it_is_recorded_proves_nothing(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was published is recorded, not what lies there a moment later."""
    full = place.build_fully

    def build_and_damage(options: Namespace, remember: Callable[..., None]) -> int:
        def remember_late(said: object, stamps: Mapping[str, Sequence[int]]) -> None:
            edit_quietly(place.site / "index.html")
            remember(said, stamps)

        return full(options, remember_late)

    monkeypatch.setattr(check_build_serve, "run_build", build_and_damage)
    for number in (1, 2):
        place.build()
        assert place.builds == number


RECORDS: dict[str, object] = {
    "list": [],
    "more": {"inputs": "", "outputs": "", "said": [], "code": 0, "more": 1},
    "said": {"inputs": "", "outputs": "", "said": [["out"]], "code": 0},
    "stream": {"inputs": "", "outputs": "", "said": [["file", "x"]], "code": 0},
    "text": {"inputs": "", "outputs": "", "said": [["out", 3]], "code": 0},
    "code": {"inputs": "", "outputs": "", "said": [], "code": "0"},
    "digest": {"inputs": 3, "outputs": "", "said": [], "code": 0},
}


@pytest.mark.parametrize("told", RECORDS.values(), ids=RECORDS)
def test_a_record_that_no_run_has_written_is_none(told: object, tmp_path: Path) -> None:
    """Caches may be restored from elsewhere: sealed, because the seal is no signature."""
    path = tmp_path / "unchanged"
    path.write_bytes(add_seal("unchanged", json.dumps(told).encode()))
    assert read_run(path) is None


def test_a_record_cannot_command_a_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    unchanged.print_again(RunRecord("", "", [["out", "\x1b[2J好"]]), 0)
    assert "\x1b" not in capfd.readouterr().out


# Check.


@pytest.mark.parametrize("code", [0, 1])
def test_a_check_says_again_what_it_has_found(code: int, place: Place, capfd: pytest.CaptureFixture[str]) -> None:
    place.code = code
    assert place.check() == code
    capfd.readouterr()
    assert place.check() == code and place.checks == 1
    assert capfd.readouterr().out == "一处错误\n"
    (place.root / "content/units/10001/index.md").write_text("other")
    assert place.check() == code and place.checks == 2


@pytest.mark.parametrize("changed", [{"output": "json"}, {"base": "origin/main"}])
def test_other_reports_are_made_each_time(
    changed: dict[str, object], place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Namespace] = []

    def check_fully(options: Namespace, remember: Callable[..., None]) -> int:
        calls.append(options)
        remember("x", 0)
        return 0

    monkeypatch.setattr(check_build_serve, "run_check", check_fully)
    place.check(**changed)
    place.check(**changed)
    assert len(calls) == 2


# With a real site.


class Watch:
    """Collects what is opened or listed while it is on."""

    def __init__(self) -> None:
        self.on = False
        self.paths: set[str] = set()

    def note(self, event: str, words: tuple[object, ...]) -> None:
        if self.on and event in ("open", "os.listdir", "os.scandir") and isinstance(words[0], str | bytes | Path):
            self.paths.add(os.path.realpath(os.fsdecode(words[0])))


WATCH = Watch()
sys.addaudithook(WATCH.note)

ELSEWHERE = {
    str(Path(sys.prefix).resolve()): "packages, known by the stamp of their folder",
    sys.base_prefix: "Python, known by its version",
    "/usr/share/fonts": "ReportLab looks for fonts; ours are in a package",
    "/usr/share/zoneinfo": "the day",
    str(Path.home() / ".reportlab"): "ReportLab looks for settings",
    "/dev": "of the system",
    "/proc": "of the system",
    "/etc": "of the system",
    str(HOME / "tests"): "modules of the tests themselves",
}
"""What a build opens beside its inputs, and why it decides nothing or is known otherwise."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[str]]]:
    """A site that was built in this process alone, and the words of its command."""
    base = tmp_path_factory.mktemp("unchanged")
    root = write_small_site(base / "root")
    time.sleep(2 * unchanged.TICK_NS / 1e9)
    words = ["--root", str(root), "--cache", str(base / "cache")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build_module, "PROCESSES", 1)
        WATCH.on = True
        try:
            assert main(["build", *words, "--site", str(base / "site")]) == 0
            assert main(["check", *words]) == 0
        finally:
            WATCH.on = False
    yield base, words


def test_every_file_that_a_build_or_a_check_opens_is_an_input(built: tuple[Path, list[str]]) -> None:
    base, _ = built
    root = base / "root"
    known = [choose(root) for choose in (*unchanged.FOLDERS, *unchanged.FILES)] + [base / "site", base / "cache"]
    beside = tuple(str(base / name) for name in (".site.", ".new-", ".cache."))
    allowed = tuple(str(path.resolve()) for path in known) + tuple(ELSEWHERE) + beside
    assert len(WATCH.paths) > 100
    assert (
        sorted(path for path in WATCH.paths if not path.startswith(allowed) and path not in (str(base), str(root)))
        == []
    )


def test_nothing_changed_is_said_without_touching_a_file(
    built: tuple[Path, list[str]], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    base, words = built
    capfd.readouterr()
    # Once the long way, for what it says.
    (base / "cache/build/unchanged").unlink()
    assert main(["build", *words, "--site", str(base / "site")]) == 0
    long = capfd.readouterr()
    before = list_stamps(base)
    with monkeypatch.context() as patch:
        patch.setattr(build_module, "build", None)
        assert main(["build", *words, "--site", str(base / "site")]) == 0
    short = capfd.readouterr()
    assert list_stamps(base) == before
    assert short.err == long.err
    assert [line.partition("用了")[0] for line in short.out.splitlines()] == [
        line.partition("用了")[0] for line in long.out.splitlines()
    ]
    assert "和上次一样，没有要上传的。" in short.out


def test_a_damaged_site_is_mended_the_long_way(built: tuple[Path, list[str]]) -> None:
    base, words = built
    page = base / "site/20001/index.html"
    text = page.read_bytes()
    edit_quietly(page)
    assert main(["build", *words, "--site", str(base / "site")]) == 0
    assert page.read_bytes() == text


def test_the_program_itself_is_an_input() -> None:
    folders = [choose(Path("root")) for choose in unchanged.FOLDERS]
    assert folders[:2] == [Path("root/content"), Path("root/overrides")]
    assert SCRIPTS in folders and HOME / "overrides" in folders
    assert Path(unchanged.__file__).is_relative_to(SCRIPTS)


# What a build has published is not looked at again: its stamps are known.


def test_what_is_derived_of_stamps_is_what_is_seen(place: Place) -> None:
    record = place.cache / "build" / "published"
    (place.site / "a" / "b").mkdir(parents=True)
    (place.site / "a" / "b" / "c.txt").write_text("deep")
    set_modes(place.site)
    derived = unchanged.derive_outputs(record, stamp_files(place.site))
    assert derived == unchanged.stamp_outputs(place.site, record)


INTRUSIONS: dict[str, Callable[[Path], object]] = {
    "a byte": lambda site: edit_quietly(site / "index.html"),
    "a file of the same bytes": lambda site: replace_quietly(site / "10001/index.html"),
    "a mode": lambda site: (site / "index.html").chmod(0o600),
    "a folder's mode": lambda site: (site / "10001").chmod(0o700),
    "the site's mode": lambda site: site.chmod(0o700),
    "one more": lambda site: write(site / "more.txt"),
    "an empty folder more": lambda site: (site / "empty").mkdir(),
    "one less": lambda site: (site / "index.html").unlink(),
    "a link": lambda site: (
        (site / "index.html").unlink(),
        (site / "index.html").symlink_to(site / "10001/index.html"),
    ),
}


@pytest.mark.parametrize("intrude", INTRUSIONS.values(), ids=list(INTRUSIONS))
def test_what_others_change_while_a_build_ends_is_not_trusted(
    place: Place, monkeypatch: pytest.MonkeyPatch, intrude: Callable[[Path], object]
) -> None:
    def build_while_others_write(options: Namespace, remember: Callable[..., None]) -> int:
        place.builds += 1
        known = stamp_files(place.site)
        if place.builds == 1:
            intrude(place.site)
        remember([("out", "建好了")], known)
        return 0

    monkeypatch.setattr(check_build_serve, "run_build", build_while_others_write)
    assert place.build() == 0 and place.build() == 0
    assert place.builds == 2
