"""Overlapping builds and uploads in pairs, some of them killed, to a store that checks every intermediate state.

`python tests/stress/overlapping_uploads.py --pairs 100 --kills 30` reports what was untrue, missing or left behind;
the tests run a few of them.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath
from random import Random
from urllib.parse import unquote, urlsplit

HOME = Path(__file__).resolve().parents[2]
sys.path[:0] = [path for path in (str(HOME / "scripts"), str(HOME / "tests")) if path not in sys.path]

from exhibition.hosting.bucket_plan import (  # noqa: E402
    STATES,
    UNTOUCHED,
    ServedHeaders,
    UploadStage,
    get_headers,
    is_cached_forever,
    is_hidden,
    is_page,
)
from exhibition.storage.site_records import measure_files  # noqa: E402
from helpers.links import Page  # noqa: E402
from helpers.photo_site import PHOTOS, UNIT, write_photo_site  # noqa: E402
from helpers.s3_store import FOREIGN, Store, make_rclone_settings, run_store  # noqa: E402
from stress.killed_builds import command, make_environment, write_small_site  # noqa: E402

NEVER = ("Traceback", "程序自己出错了", "找回台账", "磁盘满了", "没有权限", "找不到“")
"""Messages that no command has a reason to print here."""
SEARCHED = re.compile(r"(?:catalogue|search|walls|pinyin|echoes|forms)-[0-9a-f]{8}\.js")
FOLDER = re.compile(rb'"folder":"([0-9a-f]+)/"')


def find_links(path: str, body: bytes) -> tuple[set[str], set[str]]:
    """Return the pages and the other files of the site that a page refers to."""
    text = body.decode()
    page = Page()
    page.feed(text)
    pages, files = set(), set()
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not parts.path:
            continue
        target = normpath(f"/{path}/../{unquote(parts.path)}").lstrip("/")
        if parts.path.endswith("/") or target in ("", "."):
            target = f"{target}/index.html".removeprefix("/").removeprefix("./")
        (pages if is_page(target) else files).add(target)
    files |= {f"assets/search/{name}" for name in SEARCHED.findall(text)}
    return pages, files


@dataclass
class Watch:
    """Checks the store after each change; keeps what was wrong."""

    wrong: list[str] = field(default_factory=list)
    known: dict[tuple[str, bytes], tuple[set[str], set[str]]] = field(default_factory=dict)
    promised: set[str] = field(default_factory=set)
    """Ids that a finished publication has answered."""
    looks: int = 0

    def links(self, path: str, body: bytes) -> tuple[set[str], set[str]]:
        if (path, body) not in self.known:
            self.known[path, body] = find_links(path, body)
        return self.known[path, body]

    def look(self, store: Store, what: str, key: str) -> None:
        self.looks += 1
        objects = store.objects
        if what == "put" and not is_hidden(key):
            kept = objects[key][1]
            if not ServedHeaders(kept.get("cache-control", ""), kept.get("content-type", "")).is_equal_to(
                get_headers(key)
            ):
                self.wrong.append(f"{key} has other headers: {kept}")
        for id in self.promised:
            if f"{id}/index.html" not in objects:
                self.wrong.append(f"{what} {key}: the promised {id} is gone")
        if key.startswith("."):
            return
        for path, (body, _) in objects.items():
            if is_page(path) and (lacking := [one for one in self.links(path, body)[1] if one not in objects]):
                self.wrong.append(f"{what} {key}: {path} shows {lacking[:3]}, which is missing")
        seen, queue = {"index.html"}, ["index.html"]
        while queue and "index.html" in objects:
            path = queue.pop()
            for target in self.links(path, objects[path][0])[0] - seen:
                seen.add(target)
                if target in objects:
                    queue.append(target)
                else:
                    self.wrong.append(f"{what} {key}: {path} leads to {target}, which is missing")
        for path in objects:
            if path.startswith("assets/search/catalogue-") and any(path in self.links(one, objects[one][0])[1]
                                                                   for one in ("search/index.html",) if one in objects):  # fmt: skip
                found = FOLDER.search(objects[path][0])
                if found and f"assets/search/{found[1].decode()}/c0.js" not in objects:
                    self.wrong.append(f"{what} {key}: {path} asks for what is missing")


@dataclass
class Run:
    """One command of a pair."""

    name: str
    process: subprocess.Popen[str]
    key: str
    said: str = ""
    killed: int = 0
    """Signal that it was sent."""

    @property
    def code(self) -> int:
        return self.process.returncode


class OverlapRun:
    """An exhibition that changes, its site, and a bucket."""

    def __init__(self, work: Path, store: Store, url: str, chance: Random, *, photos: bool) -> None:
        self.work, self.store, self.chance = work, store, chance
        self.root = (write_photo_site if photos else write_small_site)(work / "root")
        self.site, self.cache = work / "site", work / "cache"
        self.environment = {key: value for key, value in {**make_environment(), **make_rclone_settings(url, work)}.items()
                            if key not in FOREIGN}  # fmt: skip
        self.unit = self.root / "content/units/example" / UNIT / "index.md"
        self.text = self.unit.read_text("utf-8")
        self.watch = Watch()
        store.watch = self.watch.look
        self.by_key: dict[str, list[tuple[str, str, bool]]] = {}
        self.right, store.right = store.right, self.attributed  # type: ignore[method-assign]
        self.asking = threading.local()
        self.runs = 0
        self.added = 0
        self.pids: set[int] = set()
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.doubtful = False
        """Whether the last build of the site may have failed."""

    def attributed(self, asked):  # type: ignore[no-untyped-def]
        """Answer, and record whose request has changed something: each command has a key of its own."""
        found = re.search(r"Credential=(run\d+)/", asked.headers.get("authorization", ""))
        before = set(self.store.objects)
        count = len(self.store.history)
        answer = self.right(asked)
        for what, key in self.store.history[count:]:
            self.by_key.setdefault(found[1] if found else "", []).append((what, key, key not in before))
        return answer

    # The content

    def change(self) -> None:
        """Change the exhibition: a text, sometimes a photograph removed or added again, sometimes one more unit in a
        new street.
        """
        text = f"{self.text}\n第 {self.chance.randrange(10**6)} 种说法。\n"
        if self.chance.random() < 0.4:
            for name in self.chance.sample(sorted(PHOTOS), self.chance.randrange(1, 3)):
                text = re.sub(rf"  - 文件: {name}\n(    .*\n)+", "", text)
                text = text.replace(f"    照片: {name}\n", "")
                text = text.replace(f"之前: {name}", "之前: 楼道从前").replace(f"之后: {name}", "之后: 楼道如今")
        self.unit.write_text(text, "utf-8")
        if self.chance.random() < 0.3 and self.added < 12:
            self.added += 1
            id, street = str(20100 + self.added), f"示例{'甲乙丙丁戊己庚辛壬癸子丑'[self.added - 1]}镇"
            folder = self.root / f"content/units/street-{self.added}" / id
            folder.mkdir(parents=True)
            old = (self.root / "content/units/example/20002/index.md").read_text("utf-8")
            new = old.replace("20002", id).replace("示例二号楼", f"示例{id}号楼").replace("示例街镇", street)
            (folder / "index.md").write_text(new.replace("楼群: 20010", "楼群:"), "utf-8")
            ledger = self.root / "content/permalinks"
            (ledger / f"{id}.yml").write_text(f"发放: 2026-01-01\n名称: 示例{id}号楼\n状态: 在用\n", "utf-8")
            streets = self.root / "content/vocabularies/streets.yml"
            more = f"  - 名称: {street}\n    slug: street-{self.added}\n    示例: 是\n"
            streets.write_text(f"{streets.read_text('utf-8').rstrip()}\n{more}", "utf-8")

    # Commands

    def start(self, name: str) -> Run:
        self.runs += 1
        key = f"run{self.runs}"
        words = ["--root", self.root, "--site", self.site, "--cache", self.cache]
        more = ["--to", "louzu:hall"] if name == "upload" else []
        process = subprocess.Popen(
            command(name, *words, *more),
            env={**self.environment, "RCLONE_CONFIG_LOUZU_ACCESS_KEY_ID": key},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
            start_new_session=True,
        )  # fmt: skip
        self.pids.add(process.pid)
        return Run(name, process, key)

    def pair(self, names: tuple[str, str], kill: bool) -> None:
        """Run two commands that overlap; one may be killed."""
        before = {key: body for key, (body, _) in self.store.objects.items()}
        runs = [self.start(names[0])]
        time.sleep(self.chance.uniform(0, 1.5))
        runs.append(self.start(names[1]))
        if kill:
            self.kill(runs)
        for run in runs:
            run.said = run.process.communicate()[0]
        for run in runs:
            self.counts[run.name] += 1
            for fault in self.untrue(run, runs, before):
                self.wrong.append(f"{run.name} {run.code}: {fault}\n{run.said}")

    def kill(self, runs: list[Run]) -> None:
        """Kill one of two commands: at any moment, or an upload that has begun to change the bucket."""
        victim = self.chance.choice(runs)
        deadline = time.monotonic() + 20
        if victim.name == "upload" and self.chance.random() < 0.7:
            while victim.process.poll() is None and victim.key not in self.by_key and time.monotonic() < deadline:
                time.sleep(0.01)
            time.sleep(self.chance.uniform(0, 1.0))
        else:
            time.sleep(self.chance.uniform(0.2, 4.0))
        if victim.process.poll() is None:
            # A build prints nothing on SIGTERM; on SIGKILL nothing can.
            victim.killed = self.chance.choice((signal.SIGKILL, signal.SIGTERM))
            victim.process.send_signal(victim.killed)
            self.counts["killed"] += 1
            if victim.key in self.by_key:
                self.counts["killed while it changed the bucket"] += 1

    def untrue(self, run: Run, runs: list[Run], before: dict[str, bytes]) -> list[str]:
        """Return the messages of a command that were not true."""
        found = [f"says {word}" for word in NEVER if word in run.said]
        for pid in re.findall(r"（进程 (\d+)，", run.said):
            if int(pid) not in self.pids:
                found.append(f"names process {pid}, which is none of ours")
        if run.name == "build":
            good = (run.code == 0 and "展厅建好了" in run.said) or (run.code == -run.killed and run.killed)
            if not good:
                found.append("ended unexpectedly")
            if run.killed:
                self.doubtful = True
            elif run.code == 0:
                self.doubtful = self.doubtful and any(other.killed and other.name == "build" for other in runs)
            return found
        changes = [one for one in self.by_key.get(run.key, []) if not is_hidden(one[1])]
        if run.code == 0 and "传好了" not in run.said and "没有什么要传" not in run.said:
            found.append("succeeded without a word")
        if run.code == 2:
            late = re.findall(r"编号 ([\d、]+) 已经在台账里", run.said)
            failed = "没有做成" in run.said and (self.doubtful or any(other.killed for other in runs))
            if not failed and not (late and not self.watch.promised.intersection(late[0].split("、"))):
                found.append("refused without a reason")
            if changes:
                found.append(f"says that nothing was changed: {changes[:3]}")
        if run.code == 130 and run.killed != signal.SIGTERM:
            found.append("stopped though nobody has asked it to")
        if run.killed == signal.SIGTERM and run.code == 130:
            self.counts["told what lies online"] += 1
            found += find_contradictions(run.said, changes)
        if run.code not in (0, 2, 130) and run.code != -run.killed:
            found.append("ended unexpectedly")
        return found

    def settle(self) -> None:
        """Build and upload to the end; compare the bucket with the site."""
        for name in ("build", "upload"):
            run = self.start(name)
            run.said = run.process.communicate()[0]
            self.counts[name] += 1
            for fault in self.untrue(run, [run], {}):
                self.wrong.append(f"{name} alone {run.code}: {fault}\n{run.said}")
            if run.code:
                self.wrong.append(f"{name} alone ended with {run.code}\n{run.said}")
        site = {path: (self.site / path).read_bytes() for path in measure_files(self.site)}
        there = self.store.files()
        for path in sorted(site.keys() | there.keys()):
            if site.get(path) != there.get(path) and not (path not in site and is_cached_forever(path)):
                self.wrong.append(f"the bucket differs from the site: {path}")
        for path in site:
            kept = self.store.objects[path][1]
            if not ServedHeaders(kept.get("cache-control", ""), kept.get("content-type", "")).is_equal_to(
                get_headers(path)
            ):
                self.wrong.append(f"headers of {path}: {kept}")
        for path in there.keys() - site.keys():
            if not path.endswith((".js", ".css", ".woff2")):
                self.wrong.append(f"left behind: {path}")
        self.watch.promised |= {path[:5] for path in site if re.fullmatch(r"\d{5}/index\.html", path)}
        beside = [path.name for path in self.work.glob(".site.*")]
        self.wrong += [f"left beside the site: {name}" for name in beside]
        self.counts["compared"] += 1


def find_contradictions(said: str, changes: list[tuple[str, str, bool]]) -> list[str]:
    """Return why the message of a stopped upload about the bucket is not true, given what it has changed (what, key,
    new).
    """
    stage = next((stage for stage, state in STATES.items() if state in said), None)
    pages = [one for one in changes if is_page(one[1])]
    if UNTOUCHED in said:
        return [f"something was changed: {changes[:3]}"] if changes else []
    if stage is None:
        return [] if "桶里原来没有网站" in said else ["does not say what lies online"]
    if stage in (UploadStage.HASHED, UploadStage.SHOWN) and pages:
        return [f"a page was changed: {pages[:3]}"]
    if stage in (UploadStage.NEW_ENTRIES, UploadStage.NEW_PAGES) and any(not new for _, _, new in pages):
        return [f"an old page was changed: {pages[:3]}"]
    if stage is not UploadStage.REMOVALS and any(what == "delete" for what, _, _ in changes):
        return ["something was removed"]
    return []


PAIRS = (("build", "upload"), ("upload", "build"), ("upload", "upload"), ("build", "build"))


def endure(
    work: Path, pairs: int, kills: int, seed: int, say: Callable[[str], None] = print, *, photos: bool = True
) -> OverlapRun:
    """Run so many pairs, so many of them with a kill; return the result. Photographs take some seconds."""
    chance = Random(seed)
    store = Store()
    with run_store(store) as host:
        ordeal = OverlapRun(work, store, host.url, chance, photos=photos)
        ordeal.settle()
        killing = set(chance.sample(range(pairs), kills))
        for number in range(pairs):
            ordeal.change()
            ordeal.pair(PAIRS[number % len(PAIRS)], number in killing)
            if number % 5 == 4 or number == pairs - 1:
                ordeal.settle()
            say(f"pair {number + 1}: {ordeal.wrong[-1:] or 'right'}")
        # A kill that came too late is repeated.
        while ordeal.counts["killed"] < kills:
            ordeal.change()
            ordeal.pair(PAIRS[chance.randrange(2)], True)
            ordeal.settle()
    return ordeal


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="uploads-") as folder:
        done = endure(Path(folder), options.pairs, options.kills, options.seed, lambda line: print(line, flush=True))
    for fault in (*done.wrong, *done.watch.wrong):
        print(fault)
    print(f"{options.pairs} pairs {dict(done.counts)}, {done.watch.looks} states of the bucket looked at")
    print(f"{len(done.wrong)} untrue or left behind, {len(done.watch.wrong)} missing")
    return int(bool(done.wrong or done.watch.wrong))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.pop("RCLONE_RETRIES", None)
    sys.exit(main())
