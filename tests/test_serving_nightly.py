"""`serving/update.sh`, its timer and its cron line, night after night; and the restore of a site from git alone."""

from __future__ import annotations

import email
import fcntl
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import HOME, exhibition
from exhibition.cli.arguments import COMMANDS
from helpers.git_repositories import commit, git
from helpers.photo_site import write_photo_site
from helpers.serving_examples import FOLDER

pytestmark = pytest.mark.skipif(
    os.name != "posix" or not shutil.which("flock") or not shutil.which("rclone"), reason="Linux, flock and rclone"
)

UNIT = "content/units/example/20001/index.md"
SET_UP = """import os, sys
os.execv({python!r}, [{python!r}, "-m", "exhibition", sys.argv[1], "--root", ".", *sys.argv[2:]])
"""
"""`scripts/start.py` without installing anything: the test's own interpreter has it."""
SENDMAIL = """#!/bin/sh
cat > "{folder}/mail.txt"
"""


class Keeper:
    """A server that updates itself: a repository that authors change, its clone, a bucket, and a mailbox."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.origin, self.desk, self.repo = folder / "origin.git", folder / "desk", folder / "repo"
        self.bucket, self.site = folder / "bucket", folder / "repo" / "site"
        write_photo_site(self.desk)
        shutil.copytree(FOLDER, self.desk / "serving")
        (self.desk / "scripts").mkdir(exist_ok=True)
        (self.desk / "scripts" / "start.py").write_text(SET_UP.format(python=sys.executable), "utf-8")
        (self.desk / ".gitignore").write_text("site/\n.site.*\n.cache/\n", "utf-8")
        git(self.desk, "init", "-q", "-b", "main")
        commit(self.desk)
        git(folder, "clone", "-q", "--bare", self.desk, self.origin)
        git(self.desk, "remote", "add", "origin", self.origin)
        git(folder, "clone", "-q", self.origin, self.repo)
        self.bucket.mkdir()
        (folder / "bin").mkdir()
        (folder / "bin" / "sendmail").write_text(SENDMAIL.format(folder=folder), "utf-8")
        (folder / "bin" / "sendmail").chmod(0o755)
        self.configure()

    def configure(self, *, bucket: str | None = None, address: str = "") -> None:
        target = f"louzu:{self.bucket}" if bucket is None else bucket
        text = f"LOUZU_BUCKET={target}\nLOUZU_ADDRESS={address}\nLOUZU_MAIL=keeper@louzu.example\n"
        (self.folder / "louzu.conf").write_text(text, "utf-8")

    def push(self, old: str, new: str) -> None:
        """Change the page of a unit as an author does, up to the main branch."""
        page = self.desk / UNIT
        text = page.read_text("utf-8")
        assert text.count(old) == 1
        page.write_text(text.replace(old, new), "utf-8")
        commit(self.desk)
        git(self.desk, "push", "-q", "origin", "main")

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(self.folder / "bin"), os.environ["PATH"]]),
            "PYTHONPATH": str(HOME / "scripts"),
            "LOUZU_CONF": str(self.folder / "louzu.conf"),
            "RCLONE_CONFIG": str(self.folder / "none.conf"),
            "RCLONE_CONFIG_LOUZU_TYPE": "local",
            "GIT_CONFIG_GLOBAL": os.devnull,
        }
        return subprocess.run(
            ["sh", "-c", command], cwd="/", env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def update(self) -> subprocess.CompletedProcess[str]:
        return self.run(str(self.repo / "serving" / "update.sh"))

    def shown(self, root: Path) -> dict[str, bytes]:
        """Return the public files of a folder; hidden files are for our commands."""
        found = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
        return {str(path): (root / path).read_bytes() for path in found if not str(path).startswith(".")}

    def is_uploaded(self) -> bool:
        """Return whether the bucket holds the site. Files of an earlier one may stay there for a while."""
        return self.shown(self.site).items() <= self.shown(self.bucket).items()

    def mail(self) -> tuple[str, str]:
        """Return the subject and the text of the last mail."""
        letter = email.message_from_bytes((self.folder / "mail.txt").read_bytes())
        assert letter["To"] == "keeper@louzu.example"
        (subject, charset), *_ = email.header.decode_header(letter["Subject"])
        return subject.decode(charset), letter.get_payload(decode=True).decode("utf-8")


@pytest.fixture(scope="module")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Keeper:
    """A server whose timer has run the service once, as it stands there."""
    keeper = Keeper(tmp_path_factory.mktemp("keeper"))
    (command,) = re.findall("^ExecStart=(.+)$", (FOLDER / "louzu-update.service").read_text("utf-8"), re.M)
    first = keeper.run(command.replace("/srv/louzu/repo", str(keeper.repo)))
    assert first.returncode == 0, first.stdout
    assert keeper.is_uploaded()
    return keeper


def cron_command(keeper: Keeper) -> str:
    """Return the command that cron would run, in the test's folder."""
    (line,) = re.findall(r"^17 3 \* \* \* louzu (.+)$", (FOLDER / "louzu.cron").read_text("utf-8"), re.M)
    return line.replace("/srv/louzu/repo", str(keeper.repo))


def test_a_night_brings_the_change_of_the_day_into_site_and_bucket(keeper: Keeper) -> None:
    keeper.push("一句话: ", "一句话: 昨天刚改过，")
    ran = keeper.run(cron_command(keeper))
    assert (ran.returncode, ran.stdout) == (0, ""), "cron writes a letter of whatever is said"
    assert (keeper.repo / ".cache/update.log").read_text("utf-8").endswith("更新好了。\n")
    assert "昨天刚改过" in (keeper.site / "20001/index.html").read_text("utf-8")
    assert keeper.is_uploaded()


def test_the_night_a_build_fails_the_public_sees_the_old_site_and_the_keeper_gets_a_letter(keeper: Keeper) -> None:
    site, bucket = keeper.shown(keeper.site), keeper.shown(keeper.bucket)
    keeper.push("编号: 20001", "编号：20001")
    assert keeper.run(cron_command(keeper)).returncode == 0
    assert (keeper.shown(keeper.site), keeper.shown(keeper.bucket)) == (site, bucket)
    subject, text = keeper.mail()
    assert subject.startswith("楼组展厅：这次没有更新好")
    assert UNIT in text
    assert "没有更新：内容里有错误" in text
    ran = keeper.update()
    assert (ran.returncode, ran.stdout.splitlines()[-1].partition("，")[0]) == (1, "没有更新：内容里有错误")
    keeper.push("编号：20001", "编号: 20001")


def test_nothing_changes_where_the_content_cannot_be_fetched(keeper: Keeper) -> None:
    before, away = keeper.shown(keeper.site), keeper.folder / "away.git"
    keeper.origin.rename(away)
    ran = keeper.update()
    away.rename(keeper.origin)
    assert ran.returncode == 2
    assert "没有更新：取不到新的内容" in ran.stdout.splitlines()[-1]
    assert keeper.shown(keeper.site) == before


@pytest.mark.parametrize("tracked", [True, False])
def test_what_was_changed_on_the_server_itself_is_said(keeper: Keeper, tracked: bool) -> None:
    before = keeper.shown(keeper.site)
    keeper.push("一句话: ", "一句话: 白天改过，")
    page = keeper.repo / UNIT
    text = page.read_text("utf-8")
    page.write_text(text.replace("一句话: ", "一句话: 这里改过，"), "utf-8")
    if tracked:
        commit(keeper.repo)
    ran = keeper.update()
    git(keeper.repo, "fetch", "-q")
    git(keeper.repo, "reset", "-q", "--hard", "@{upstream}")
    last = ran.stdout.splitlines()[-1]
    assert ran.returncode == 2
    assert "在这里改过文件" in last and str(keeper.repo) in last and "网络" not in last
    assert keeper.shown(keeper.site) == before
    assert keeper.update().returncode == 0


def test_two_updates_never_run_at_once(keeper: Keeper) -> None:
    with (keeper.repo / ".cache/update.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = keeper.update()
    assert ran.returncode == 75
    assert ran.stdout.startswith("没有更新：上一次还没有做完。")


def test_a_bucket_that_cannot_be_reached_is_said_and_the_code_is_2(keeper: Keeper) -> None:
    keeper.configure(bucket="nobody:bucket")
    ran = keeper.update()
    keeper.configure()
    assert ran.returncode == 2
    assert ran.stdout.splitlines()[-1].startswith("网站生成了，没有传好")


@pytest.mark.skipif("verify" not in COMMANDS, reason="no such command yet")
def test_what_is_wrong_online_is_code_3(keeper: Keeper) -> None:
    keeper.configure(bucket="", address="https://127.0.0.1:9/")
    ran = keeper.update()
    keeper.configure()
    assert ran.returncode == 3
    assert ran.stdout.splitlines()[-1].startswith("更新好了，可是没有看成网上的样子")


def test_without_an_address_no_letter_is_written(keeper: Keeper) -> None:
    ran = keeper.run(f"echo nothing | LOUZU_CONF=/dev/null {keeper.repo}/serving/mail.sh")
    assert (ran.returncode, ran.stdout) == (0, "没有寄信：louzu.conf 里没有写 LOUZU_MAIL。\n")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_the_units_are_understood_by_systemd(keeper: Keeper, tmp_path: Path) -> None:
    units = ("louzu-update.service", "louzu-update.timer", "louzu-failed.service")
    for name in units:
        text = (FOLDER / name).read_text("utf-8").replace("/srv/louzu/repo", str(keeper.repo))
        (tmp_path / name).write_text(text, "utf-8")
    ran = subprocess.run(
        ["systemd-analyze", "verify", *(str(tmp_path / name) for name in units)], capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_letter_of_the_failed_service_holds_the_log(keeper: Keeper) -> None:
    (command,) = re.findall("^ExecStart=/bin/sh -c '(.+)'$", (FOLDER / "louzu-failed.service").read_text("utf-8"), re.M)
    log = keeper.folder / "bin" / "journalctl"
    log.write_text("#!/bin/sh\necho 没有更新：示例\n", "utf-8")
    log.chmod(0o755)
    ran = keeper.run(command.replace("/srv/louzu/repo", str(keeper.repo)))
    assert ran.returncode == 0, ran.stdout
    assert keeper.mail()[1] == "没有更新：示例\n"


@pytest.mark.parametrize("name", ["update.sh", "mail.sh"])
def test_the_scripts_need_nothing_but_a_plain_shell(name: str) -> None:
    assert os.access(FOLDER / name, os.X_OK)
    assert subprocess.run(["sh", "-n", str(FOLDER / name)]).returncode == 0


def test_a_site_restored_from_a_bare_clone_is_the_same_to_the_byte(keeper: Keeper, tmp_path: Path) -> None:
    """Git is the backup: content, the last import of a sheet and the ledger give the same site on another machine."""
    sheet = keeper.desk / "sheet.csv"
    sheet.write_text("编号,户数\n20001,24\n", "utf-8")
    exhibition("import", sheet, "--root", keeper.desk, "--write")
    sheet.unlink()
    assert list((keeper.desk / "content" / "sheets").iterdir())
    commit(keeper.desk)
    git(keeper.desk, "push", "-q", "origin", "main")
    keeper.configure(bucket="")
    assert keeper.update().returncode == 0

    git(tmp_path, "clone", "-q", "--mirror", keeper.origin, tmp_path / "backup.git")
    git(tmp_path, "clone", "-q", tmp_path / "backup.git", tmp_path / "elsewhere")
    exhibition("build", "--root", tmp_path / "elsewhere")
    assert keeper.shown(tmp_path / "elsewhere" / "site") == keeper.shown(keeper.site)
    kept = [path.relative_to(keeper.repo) for path in sorted((keeper.repo / "content").rglob("*")) if path.is_file()]
    assert any(path.is_relative_to("content/sheets") for path in kept)
    assert any(path.is_relative_to("content/permalinks") for path in kept)
    for path in kept:
        assert (tmp_path / "elsewhere" / path).read_bytes() == (keeper.repo / path).read_bytes(), path
