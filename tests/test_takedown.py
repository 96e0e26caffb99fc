"""The recipe of docs/takedown.md, executed as it stands there: a unit with a secret and a photo is removed from
everything.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import HOME
from test_media_renditions import encode_image, flower

BLOCK = re.compile(r"^```sh\n# step: (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STEPS = dict(BLOCK.findall((HOME / "docs" / "takedown.md").read_text("utf-8")))
SECRET, ID = "这一句后来不想公开了", "10009"
UNIT = f"content/units/example/{ID}"
PHOTO = f"{UNIT}/photo-09.jpg"

pytestmark = pytest.mark.skipif(
    not shutil.which("rclone") or os.name != "posix", reason="rclone and a shell are needed"
)


def test_the_recipe_has_every_step() -> None:
    assert list(STEPS) == ["check", "rebuild", "upload", "history", "server", "verify"]


def test_what_is_taken_down_by_the_recipe_is_gone_everywhere(built: Path, tmp_path: Path) -> None:
    origin, work, bucket = tmp_path / "origin.git", tmp_path / "work", tmp_path / "bucket"
    for name, text in {
        "words.txt": f"{SECRET}==>（已删）\n",
        "paths.txt": f"{PHOTO}\n",
        "secrets.txt": f"{SECRET}\n",
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    shell = Shell(work, tmp_path, {"ORIGIN": origin, "BUCKET": f"louzu:{bucket}"})
    publish_with_a_secret(shell, origin, work)
    shutil.copytree(built, bucket)
    (bucket / ID / "index.html").write_text(SECRET, "utf-8")
    (bucket / "photos" / "0123456789ab").mkdir(parents=True)
    (bucket / "photos" / "0123456789ab" / "w720.jpg").write_bytes(photo())

    index = work / UNIT / "index.md"
    index.write_text(index.read_text("utf-8").replace("状态: 发布", "状态: 撤下").replace(SECRET, ""), "utf-8")
    (work / PHOTO).unlink()
    for step in ("check", "rebuild", "upload", "history", "server"):
        shell.run(STEPS[step])
    assert shell.run(STEPS["verify"]).split() == ["0", "0"]

    assert not [path for path in [*work.glob("site/**/*"), *bucket.glob("**/*")] if path.is_file() and told(path)]
    assert (bucket / ID / "index.html").exists()
    assert not (bucket / "photos" / "0123456789ab").exists()
    # Everybody clones again; the issued addresses are the same.
    shell.run('git clone --quiet "$ORIGIN" ../again && diff -r content/permalinks* ../again/content/permalinks*')


def photo() -> bytes:
    """Return a photo as it was handed in."""
    return encode_image(flower(), "JPEG")


def told(path: Path) -> bool:
    """Return whether a file contains the secret."""
    return SECRET.encode() in path.read_bytes()


def publish_with_a_secret(shell: Shell, origin: Path, work: Path) -> None:
    """Make a repository whose history contains the secret in a text, in a message and in a photo."""
    work.mkdir()
    for name in ("content", "overrides", "mkdocs.yml"):
        source = HOME / name
        shutil.copytree(source, work / name) if source.is_dir() else shutil.copy(source, work / name)
    shell.run('git init --quiet --bare --initial-branch main "$ORIGIN" && git init --quiet --initial-branch main .')
    index = work / UNIT / "index.md"
    index.write_text(index.read_text("utf-8") + f"\n{SECRET}\n", "utf-8")
    (work / PHOTO).write_bytes(photo())
    (work / ".gitignore").write_text("site/\n.cache/\n")
    shell.run(f'git add --all && git commit --quiet -m "content: tell {SECRET}" && git push --quiet "$ORIGIN" main')
    shell.run('git remote add origin "$ORIGIN" && git tag first && git push --quiet origin first')


class Shell:
    """Runs scripts of the recipe in the work tree, with our own interpreter and package for the command line."""

    def __init__(self, work: Path, folder: Path, values: dict[str, object]) -> None:
        self.work = work
        author = {
            f"GIT_{who}_{what}": "keeper@louzu.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
        }
        files = {name: folder / f"{name.lower()}.txt" for name in ("WORDS", "PATHS", "SECRETS")}
        paths = [str(Path(sys.executable).parent), os.environ["PATH"]]
        self.environment = {
            **os.environ,
            **author,
            **{name: str(value) for name, value in (values | files).items()},
            "ID": ID,
            "PATH": os.pathsep.join(paths),
            "PYTHONPATH": str(HOME / "scripts"),
            "RCLONE_CONFIG_LOUZU_TYPE": "local",
            "RCLONE_CONFIG": str(folder / "none.conf"),
        }

    def run(self, script: str) -> str:
        """Return the output of a script; fail with its error output where it fails."""
        ours = re.sub(r"python3 scripts/start.py (\w+)", rf'"{sys.executable}" -m exhibition \1 --root .', script)
        command = ["bash", "-euo", "pipefail", "-c", ours]
        ran = subprocess.run(command, cwd=self.work, env=self.environment, capture_output=True, encoding="utf-8")
        if ran.returncode:
            pytest.fail(f"{script}\n{ran.stdout}\n{ran.stderr}")
        return ran.stdout
