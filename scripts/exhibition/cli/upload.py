"""Command `upload`: uploads a finished site to a bucket; asks first, refuses faulty sites, runs rclone, and reports the result."""

from __future__ import annotations

import secrets
import shutil
import signal
import socket
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from types import FrameType

from ..content.settings import read_settings
from ..diagnostics import Refusal
from ..hosting import rclone
from ..hosting.bucket_plan import (
    BUCKET_MARKER,
    LEASE_S,
    RENEW_S,
    RETAINED_DAYS,
    STATES,
    TITLES,
    UNTOUCHED,
    BucketRecord,
    FileUpload,
    Lease,
    LocalFile,
    RemoteFile,
    ServedHeaders,
    UploadPlan,
    UploadStage,
    choose_header_checks,
    compute_headers_digest,
    get_headers,
    is_hidden,
    list_addresses,
    plan_upload,
    read_files,
    read_record,
    renew_lease,
)
from ..hosting.bucket_refusals import (
    BucketState,
    FinishedSite,
    UploadPermissions,
    check_removals,
    format_names,
    is_same_address,
    list_refusals,
)
from ..hosting.rclone import Rclone, RcloneError, StoreFeatures
from ..ledger.reader import read_ledger
from ..progress import Advance, Progress
from ..site.incremental import BuildFolders, list_damaged_files, list_recorded_files
from ..storage import site_records
from ..storage.cache import digest, read_regular, write_atomically
from ..storage.locking import lock_folder
from ..storage.patching import recover_site
from ..storage.site_records import measure_files, read_identity, read_manifest, read_note
from .arguments import make_option
from .console import print_message, print_result

BROKEN, INTERRUPTED = 2, 130
WAIT_S, LOOK_S = LEASE_S + 30.0, 5.0
"""Seconds that an upload waits for one from another computer, longer than the lease of a killed one; seconds between
polls.
"""
NOTE_HEADERS = ServedHeaders("no-store", "application/json; charset=utf-8")
FIX_INSTRUCTIONS = {
    "key": "先改好 rclone 设置里的钥匙，",
    "rights": "先给这把钥匙写（PutObject）和删除（DeleteObject）这个桶的权限，",
    "space": "先给桶腾出地方，",
}
"""What has to be done before the upload can go on, by kind of error (`rclone.REASONS`)."""
SHOWN = 30
"""Addresses that are printed; a file gets all of them."""


def add_options(parser: ArgumentParser) -> None:
    """Add the options of the command."""
    for add in (
        make_option("--to", required=True, metavar="名字:桶", help="rclone 设置里的名字和桶，例如 louzu:my-bucket"),
        make_option("--site", type=Path, metavar="文件夹", help="网站放在哪里（默认：site/）"),
        make_option("--dry-run", action="store_true", help="只看看会传什么、会删什么、有什么拦着，什么都不动"),
        make_option(
            "--changed",
            type=Path,
            metavar="文件",
            help="把内容变了、撤下了的完整网址写进这个文件，一行一个，给 CDN 刷新用",
        ),
        make_option("--create", action="store_true", help="桶（或文件夹）还没有，就新建一个"),
        make_option(
            "--removals",
            type=int,
            default=0,
            metavar="个数",
            help="这一次最多可以删这么多个文件（一下子要删很多时才要写）",
        ),
        make_option("--replace", default="", metavar="网址", help="桶里现在是这个网址的网站，换成要传的这一个"),
        make_option("--old-site", action="store_true", help="上一次 build 没有做成，也要传文件夹里更早做好的网站"),
        make_option(
            "--now", action="store_true", help="网站上已经没有的马上全部删掉，旧的脚本、样式、搜索数据也不留一星期"
        ),
        make_option("--repair", action="store_true", help="把桶里每个文件的缓存和类型设置都查一遍，不对的改好"),
    ):
        add(parser)


def run_upload(options: Namespace) -> int:
    """Bring the site into a bucket; exit code 2 where it was refused or not finished."""
    target = options.to.rstrip("/")
    if ":" not in target or not target.split(":", 1)[1]:
        raise Refusal(f"“{options.to}”不完整，要写成“名字:桶”，例如 louzu:my-bucket。名字在 rclone 的设置里。")
    if not shutil.which("rclone"):
        raise Refusal("还缺少 rclone。请用系统的软件管理器装好（Debian、Ubuntu：apt-get install rclone），再试一次。")
    if not (options.site / "index.html").is_file():
        raise Refusal(f"{options.site} 里没有网站。请先运行 build。")
    try:
        with handle_termination(), lock_folder(options.site, "upload", print_message) as handle:
            if (version := rclone.get_version()) < rclone.OLDEST:
                raise Refusal(f"rclone 太旧了（{'.'.join(map(str, version))}），要 1.59 或更新的。请更新它，再试一次。")
            # A build that was killed within a publication: what is uploaded is the site that it has begun.
            recover_site(options.site)
            return UploadRun(options, target, handle).run()
    except KeyboardInterrupt:
        # Once the bucket is being changed, the run itself reports what is there (`UploadRun.run`).
        print_message(f"已停下。{UNTOUCHED}")
        return INTERRUPTED


@contextmanager
def handle_termination() -> Iterator[None]:
    """On SIGTERM or a closed terminal, let the command report what is online before it ends."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, raise_interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def raise_interrupt(number: int, frame: FrameType | None) -> None:
    """Interrupt the command: signal handler."""
    raise KeyboardInterrupt


class LeaseLost(Exception):
    """An upload from another computer has begun meanwhile."""


@dataclass
class UploadRun:
    """One run of the command."""

    options: Namespace
    target: str
    handle: int | None
    progress: Progress = field(default_factory=lambda: Progress(print_message))
    site: FinishedSite = field(default_factory=lambda: FinishedSite({}))
    plan: UploadPlan = field(default_factory=UploadPlan)
    record: BucketRecord = field(default_factory=BucketRecord)
    lease: Lease | None = None
    beaten: float = 0.0
    stage: UploadStage | None = None
    """Stage that has begun last; None while nothing in the bucket has been changed."""
    first: bool = False
    """Whether there is no site in the bucket yet."""
    pending: tuple[str, ...] = ()
    """Files that an interrupted earlier upload may have changed."""
    former: str = ""
    """Address of the site in the bucket where it differs: caches may hold pages under both."""
    abilities: StoreFeatures = field(default_factory=StoreFeatures)

    def __post_init__(self) -> None:
        self.cursor = ""
        self.quiet = Rclone(self.target, self.handle)
        self.brief = Rclone(self.target, self.handle, brief=True)
        self.rclone = Rclone(self.target, self.handle, self.renew_own_lease)

    def run(self) -> int:
        """Run all steps; return the exit code."""
        self.require_writable_list()
        self.site = read_site(self.options, self.progress)
        try:
            if (code := self.prepare()) is not None:
                return code
            self.transfer()
            return self.conclude()
        except RcloneError as problem:
            print_message(self.describe_end(problem.reason, FIX_INSTRUCTIONS.get(problem.kind, "")))
            return BROKEN
        except LeaseLost as problem:
            print_message(self.describe_end(str(problem)))
            return BROKEN
        except OSError as problem:
            # The messages of `explain_error` say that the site is unchanged, which may not be true of a bucket.
            name = f"“{problem.filename}”：" if problem.filename else ""
            print_message(self.describe_end(f"这台电脑上读写文件时出错了（{name}{problem.strerror or problem}）"))
            return BROKEN
        except KeyboardInterrupt:
            print_message(self.describe_end("已停下。"))
            return INTERRUPTED
        except Exception:
            # The message for a bug says nothing of buckets.
            if self.stage is not None:
                print_message(self.describe_end("程序出错了。"))
            raise
        finally:
            self.release_lease()

    # Before anything is changed

    def prepare(self) -> int | None:
        """Make the plan and acquire the lease; return an exit code where the run ends here."""
        for _ in range(3):
            files = self.list_bucket()
            bucket = self.read_bucket_state(files or {})
            found = list_refusals(self.site, bucket, read_permissions(self.options))
            if files is None and not self.can_create(asks=not found):
                found.append(
                    f"还没有 {self.target} 这个桶（或文件夹）。写错了就改 --to；确实要新建一个，请加上 --create。"
                )
            if found:
                return self.refuse(found)
            wrong, self.cursor = self.list_wrong_headers(bucket.files)
            self.plan = plan_upload(
                self.site.files, bucket.files, self.record, date.today(), wrong, at_once=self.options.now
            )
            many = check_removals(self.plan, bucket, read_permissions(self.options))
            if self.options.dry_run:
                return self.print_plan(many)
            allowing = f"确实要删，请加上 --removals {len(self.plan.lost)}。"
            if many and not ask_consent(many, "删"):
                return self.refuse([many + allowing])
            if files is not None and self.is_done():
                self.list_addresses(list(UploadStage), "变了")
                print_result(f"桶里和网站一样，没有什么要传：{self.target}")
                return 0
            if files is None:
                with refuse_on_failure(self.target):
                    self.quiet.create()
                print_message(f"新建好了：{self.target}")
            self.acquire_lease()
            if exclude_marker(self.quiet.list() or {}) == exclude_marker(files or {}):
                return None
            # The bucket has been changed between the listing and the lease: list it again.
            self.release_lease()
        raise Refusal(f"{self.target} 里的文件一直在变，有别的程序在动它。{UNTOUCHED}请等它做完，再运行一次。")

    def is_done(self) -> bool:
        """Return whether there is nothing to do, and nothing to record for the next upload."""
        done = BucketRecord(
            compute_headers_digest(), self.record.checked, self.cursor, self.record.keeps_headers, self.plan.retained
        )
        return not self.plan.puts and not self.plan.removals and replace(self.record, lease=None) == done

    def refuse(self, sentences: Sequence[str]) -> int:
        """Print the reasons against the upload; return the exit code."""
        print_message(f"没有传到 {self.target}。{UNTOUCHED}")
        for sentence in sentences:
            print_message(f"  · {sentence}")
        return BROKEN

    def list_bucket(self) -> dict[str, RemoteFile] | None:
        """Return everything in the bucket, with hidden files, None where there is no bucket.

        Raises Refusal where that cannot be known, or where the content is not ours.
        """
        with self.progress.time_phase("看看桶里有什么"), refuse_on_failure(self.target):
            files = self.quiet.list()
        strange = [path for path in files or {} if not is_hidden(path)]
        if strange and BUCKET_MARKER not in (files or {}):
            raise Refusal(
                f"{self.target} 里有别的东西（例如 {strange[0]}），传上去会把它清掉。{UNTOUCHED}请换一个空的桶或文件夹。"
            )
        return files

    def can_create(self, *, asks: bool) -> bool:
        """Return whether a bucket that does not exist may be created."""
        if self.options.create or self.options.dry_run or not asks:
            return bool(self.options.create)
        return ask_consent(f"还没有 {self.target} 这个桶（或文件夹）。名字写错了，就不要新建，改 --to。", "新建")

    def read_bucket_state(self, files: Mapping[str, RemoteFile]) -> BucketState:
        """Read what the bucket says of itself."""
        with refuse_on_failure(self.target):
            self.record = read_record(self.quiet.read(BUCKET_MARKER)) if BUCKET_MARKER in files else BucketRecord()
            there = (
                read_identity(self.quiet.read(site_records.IDENTITY_FILE))
                if site_records.IDENTITY_FILE in files
                else None
            )
            self.abilities = self.quiet.read_features()
        self.pending = self.record.pending
        self.first = "index.html" not in files
        self.former = there.address if there and not is_same_address(there.address, self.site.base) else ""
        return BucketState({path: file for path, file in files.items() if not is_hidden(path)}, there)

    def list_wrong_headers(self, online: Mapping[str, RemoteFile]) -> tuple[list[str], str]:
        """Return the files of the bucket with wrong headers, and where the next upload continues checking."""
        if not self.abilities.headers or not (self.record.keeps_headers or self.options.repair):
            return [], self.record.cursor
        paths, cursor = choose_header_checks(self.site.files, online, self.record, everything=self.options.repair)
        wrong = []
        with self.progress.time_phase("核对缓存和类型设置") as advance, refuse_on_failure(self.target):
            for start in range(0, len(paths), 1000):
                part = paths[start : start + 1000]
                there = self.quiet.read_headers(part)
                wrong += [path for path in part if path in there and not there[path].is_equal_to(get_headers(path))]
                advance(start + len(part), len(paths))
        return wrong, cursor

    def print_plan(self, many: str) -> int:
        """Print what would be done; return the exit code that the command would begin with."""
        for line in format_summary(self.plan):
            print_message(line)
        print_names("会删掉：", self.plan.removals)
        if self.record.lease and self.record.lease.is_valid(time.time()):
            print_message(f"另外：{describe_lease_holder(self.record.lease)}正在往这里传。")
        if many:
            print_message(f"{many}真的传时要加上 --removals {len(self.plan.lost)}。")
        self.list_addresses(list(UploadStage), "会变")
        print_result(f"演习完了，什么都没有传：{self.target}")
        return BROKEN if many and not sys.stdin.isatty() else 0

    # The lease

    def acquire_lease(self) -> None:
        """Write our lease into the bucket; wait for another upload first. Raises Refusal."""
        ours = Lease(
            secrets.token_hex(8),
            socket.gethostname(),
            get_place(self.options.site),
            time.strftime("%m-%d %H:%M:%S"),
            0.0,
        )
        deadline, told = time.monotonic() + WAIT_S, False
        while (other := self.record.lease) and other.is_valid(time.time()):
            if other.place == ours.place:
                break  # We hold the lock of this folder, so that run has been killed.
            if time.monotonic() >= deadline:
                raise Refusal(
                    f"{describe_lease_holder(other)}正在往 {self.target} 里传。{UNTOUCHED}请等它做完，再运行一次。"
                )
            if not told:
                print_message(
                    f"{describe_lease_holder(other)}正在往 {self.target} 里传。正在等它做完（它要是早就停了，最多等 {LEASE_S // 60} 分钟）……"
                )
                told = True
            time.sleep(LOOK_S)
            with refuse_on_failure(self.target):
                self.record = read_record(self.quiet.read(BUCKET_MARKER))
        self.lease = renew_lease(ours)
        try:
            pending = sorted({*self.record.pending, *self.plan.list_altered(list(UploadStage))})
            with refuse_on_failure(self.target, "写不进"):
                self.write_record(replace(self.record, pending=tuple(pending)))
        except Refusal:
            self.lease = None
            raise
        self.beaten = time.monotonic()

    def write_record(self, record: BucketRecord) -> None:
        """Write the record with our lease."""
        self.record = replace(record, lease=self.lease)
        self.quiet.write(BUCKET_MARKER, self.record.to_bytes(), NOTE_HEADERS)

    def renew_own_lease(self) -> None:
        """Renew the lease where it is time. Raises LeaseLost where it is another's."""
        if self.lease is None or time.monotonic() - self.beaten < RENEW_S:
            return
        self.beaten = time.monotonic()
        with suppress(RcloneError):
            there = read_record(self.quiet.read(BUCKET_MARKER)).lease
            if there and there.token != self.lease.token and there.is_valid(time.time()):
                self.lease = None
                raise LeaseLost(f"{describe_lease_holder(there)}也开始往 {self.target} 里传了，所以这一边停下来。")
            self.lease = renew_lease(self.lease)
            self.write_record(self.record)

    def release_lease(self) -> None:
        """Remove our lease, as far as possible: otherwise others wait until it expires."""
        if self.lease is None:
            return
        self.lease = None
        with suppress(RcloneError, KeyboardInterrupt):
            self.brief.write(BUCKET_MARKER, replace(self.record, lease=None).to_bytes(), NOTE_HEADERS)

    # Changing the bucket

    def transfer(self) -> None:
        """Upload and remove, stage by stage. Raises RcloneError, LeaseLost and KeyboardInterrupt; `stage` says where."""
        for line in format_summary(self.plan):
            print_message(line)
        for stage in UploadStage:
            if stage is not UploadStage.REMOVALS and (puts := self.plan.list_stage(stage)):
                self.stage = stage
                with self.progress.time_phase(TITLES[stage]) as advance:
                    self.upload_stage(puts, advance)
        if self.plan.removals:
            self.stage = UploadStage.REMOVALS
            with self.progress.time_phase(TITLES[UploadStage.REMOVALS]) as advance:
                total = len(self.plan.removals)
                self.rclone.delete(self.plan.removals, lambda done, _: advance(min(done, total), total))
                if self.abilities.folders:
                    self.quiet.remove_empty_folders()

    def upload_stage(self, puts: Sequence[FileUpload], advance: Advance) -> None:
        """Upload the files of one stage, those with the same headers together."""
        groups: dict[ServedHeaders, list[str]] = {}
        for put in puts:
            if put.data is None:
                groups.setdefault(get_headers(put.path), []).append(put.path)
            else:
                self.renew_own_lease()
                self.rclone.write(put.path, put.data, get_headers(put.path))
        before = len(puts) - sum(map(len, groups.values()))
        for headers, paths in groups.items():
            self.rclone.copy(
                self.options.site, paths, headers,
                lambda done, _, before=before: advance(min(before + done, len(puts)), len(puts)),  # type: ignore[misc]
            )  # fmt: skip
            before += len(paths)

    # Afterwards

    def conclude(self) -> int:
        """Compare the bucket with the site once more, and write the record for the next upload."""
        with self.progress.time_phase("核对"):
            there = self.quiet.list() or {}
            wrong = list_different(self.site.files, self.plan, there)
            keeps = self.has_kept_headers()
        if wrong:
            print_message(self.describe_end(f"传完以后核对，这些和网站的文件夹不一样：{format_names(wrong)}。"))
            return BROKEN
        last = max((file.changed for path, file in there.items() if not is_hidden(path)), default="")
        self.lease = None
        self.write_record(BucketRecord(compute_headers_digest(), last, self.cursor, keeps, self.plan.retained))
        self.list_addresses(list(UploadStage), "变了")
        if not keeps:
            print_message(
                "这个桶没有记下缓存设置（Cache-Control）。请在云平台上给这个桶设好：带哈希的文件缓存一年，别的不缓存。"
            )
        if self.plan.retained:
            print_message(
                f"旧的脚本、样式、搜索数据还留 {RETAINED_DAYS} 天，给正开着旧网页的人用。要撤下什么，加上 --now 马上全删。"
            )
        print_result(f"传好了：{self.target}")
        return 0

    def has_kept_headers(self) -> bool:
        """Return whether the store has kept the headers of what was uploaded; one file is checked for all."""
        sent = [put.path for put in self.plan.puts]
        if not self.abilities.headers or not sent:
            return self.record.keeps_headers
        there = self.quiet.read_headers(sent[:1]).get(sent[0])
        return there is None or there.is_equal_to(get_headers(sent[0]))

    def describe_end(self, reason: str, mend: str = "") -> str:
        """Return the message of a run that has ended early: why, what is online now, and what to do.

        `mend` is what has to be done before it is run again.
        """
        if self.stage is None:
            return f"没有传到 {self.target}：{reason.rstrip('。')}。{UNTOUCHED}"
        state = STATES[self.stage]
        if self.first and self.stage < UploadStage.LISTS:
            state = "桶里原来没有网站，现在只有一部分文件，还不能给人看。"
        left = self.report_left_online() if self.stage is UploadStage.REMOVALS else ""
        self.list_addresses([stage for stage in UploadStage if stage <= self.stage], "可能已经变了")
        return f"没有传完：{reason.rstrip('。')}。{state}{left}请{mend}再运行一次，会接着传。"

    def report_left_online(self) -> str:
        """Return which files should be removed and are still there."""
        try:
            there: Mapping[str, object] = self.brief.list() or {}
        except (RcloneError, KeyboardInterrupt):
            there = dict.fromkeys(self.plan.removals)
        left = [f"{self.site.base or '/'}{path}" for path in self.plan.removals if path in there]
        if not left:
            return ""
        return f"还在网上的：{format_names(left)}。急着撤下的，在云平台上手工删掉。"

    def require_writable_list(self) -> None:
        """Raise OSError before anything is changed where the list of addresses cannot be written."""
        if self.options.changed and not self.options.changed.parent.is_dir():
            raise Refusal(f"放清单的文件夹“{self.options.changed.parent}”不存在。请先建好它，再运行一次。")

    def list_addresses(self, stages: Sequence[UploadStage], word: str) -> None:
        """Print the addresses that have changed, or write them where the options say."""
        bases = [self.site.base or "/", *([self.former] if self.former else [])]
        # Files that an interrupted upload has changed may still be in caches.
        paths = self.plan.list_altered(stages) | set(self.pending)
        listed = [one for base in bases for one in list_addresses(base, paths)]
        if self.options.changed:
            try:
                write_atomically(self.options.changed, "".join(f"{one}\n" for one in listed).encode())
            except OSError as problem:
                print_message(f"清单写不进“{self.options.changed}”（{problem.strerror}）。")
            else:
                told = f"{len(listed)} 个网址的内容{word}，写进了 {self.options.changed}。用了 CDN 的，请拿它去刷新。"
                print_message(
                    told if listed else f"没有哪个网址的内容{word}，{self.options.changed} 是空的。CDN 不用刷新。"
                )
                return
        if listed:
            print_message(
                f"{len(listed)} 个网址的内容{word}；用了 CDN 的，请在 CDN 上刷新（--changed 文件 可以写成清单）："
            )
            for one in listed[:SHOWN]:
                print_result(one)
            if len(listed) > SHOWN:
                print_message(f"……一共 {len(listed)} 个")


def read_site(options: Namespace, progress: Progress) -> FinishedSite:
    """Read the finished site, and what is known of it. Raises OSError where one of its files cannot be read."""
    site: Path = options.site
    sizes = measure_files(site)
    files: dict[str, LocalFile] = {}
    with progress.time_phase("核对网站的文件") as advance:
        for path, file in read_files(site, sizes):
            files[path] = file
            advance(len(files), len(sizes))
    told = (
        read_identity(read_regular(site / site_records.IDENTITY_FILE)) if site_records.IDENTITY_FILE in files else None
    )
    places = BuildFolders(options.root, site, options.cache, "trial" if told and told.trial else "build")
    # A ledger is of use only where its content is that of the same site.
    ours = told is not None and is_same_address(read_settings(options.root)[0].site_url, told.address)
    return FinishedSite(
        files,
        told,
        read_manifest(read_regular(site / site_records.MANIFEST_FILE)) if site_records.MANIFEST_FILE in files else None,
        list_recorded_files(places),
        list_damaged_files(places),
        read_ledger(options.root)[0].by_id if ours else (),
        read_note(site, options.cache),
    )


def read_permissions(options: Namespace) -> UploadPermissions:
    """Return what the options permit."""
    return UploadPermissions(options.replace, options.old_site, options.removals)


def format_summary(plan: UploadPlan) -> list[str]:
    """Return in a few lines what is to be done."""
    counts = {why: sum(put.why == why for put in plan.puts) for why in ("new", "changed", "headers")}
    parts = [
        f"新的 {counts['new']} 个",
        f"有改动的 {counts['changed']} 个",
        *([f"只改缓存和类型设置的 {counts['headers']} 个"] if counts["headers"] else []),
        f"要删掉的 {len(plan.removals)} 个",
        *([f"旧的脚本、样式、搜索数据再留一阵 {len(plan.retained)} 份"] if plan.retained else []),
    ]
    led = [f"这些列表页没有了，换成带人去上一级的小页：{format_names(plan.led_on)}"] if plan.led_on else []
    return [f"要做的：{'，'.join(parts)}。", *led]


def print_names(title: str, names: Sequence[str]) -> None:
    """Print names below a title, shortened."""
    if names:
        print_message(title)
        for name in names[:SHOWN]:
            print_message(f"  {name}")
        if len(names) > SHOWN:
            print_message(f"  ……一共 {len(names)} 个")


def list_different(files: Mapping[str, LocalFile], plan: UploadPlan, there: Mapping[str, RemoteFile]) -> list[str]:
    """Return the files of the bucket that are not as planned. Where a store has no MD5, sizes are compared."""
    wrong = [
        path
        for path, file in files.items()
        if path not in there or there[path].size != file.size or (there[path].md5 and there[path].md5 != file.md5)
    ]
    return [*wrong, *(path for path in plan.removals if path in there)]


def ask_consent(question: str, word: str) -> bool:
    """Ask on the terminal; without a terminal the answer is no."""
    if not sys.stdin.isatty():
        return False
    print_message(question)
    print_message(f"同意就输入“{word}”；直接按回车，就什么都不动。")
    try:
        return input("> ").strip().strip("“”\"'。") == word
    except EOFError:
        return False


def exclude_marker(files: Mapping[str, RemoteFile]) -> dict[str, RemoteFile]:
    """Return the files of a bucket without our record."""
    return {path: file for path, file in files.items() if path != BUCKET_MARKER}


@contextmanager
def refuse_on_failure(target: str, what: str = "打不开") -> Iterator[None]:
    """Turn errors of rclone before anything is changed into refusals that say what to do."""
    try:
        yield
    except RcloneError as problem:
        name = target.split(":", 1)[0]
        if problem.kind == "remote":
            known = rclone.list_remotes()
            near = get_close_matches(name, known, 1)
            told = f"有的是：{'、'.join(known)}。" if known else "现在一个也没有，请先运行 rclone config 建一个。"
            hint = f"是不是 {near[0]}？" if near else ""
            raise Refusal(f"rclone 的设置里没有“{name}”这个名字。{told}{hint}{UNTOUCHED}") from None
        if problem.kind == "rights":
            raise Refusal(
                f"{what} {target}：{problem.reason}。{UNTOUCHED}"
                "请给这把钥匙列出（ListBucket）、读（GetObject）、写（PutObject）和删除（DeleteObject）这个桶的权限。"
            ) from None
        raise Refusal(
            f"{what} {target}：{problem.reason}。{UNTOUCHED}请检查网络、桶的名字、地址和密钥，再运行一次。"
        ) from None


def get_place(site: Path) -> str:
    """Return a name for a folder of this computer, which changes when the computer restarts. The path itself is not
    published.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii")
    except OSError:
        boot = ""
    return digest(socket.gethostname(), boot, str(site))[:16]


def describe_lease_holder(lease: Lease) -> str:
    """Return the holder of a lease, as people read it."""
    return f"另一条 upload（电脑 {lease.host}，{lease.since} 开始）"
