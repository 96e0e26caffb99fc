"""Random edits of an exhibition, one after another: after each one a warm build must equal a build from nothing.

`python benchmarks/random_edits.py FOLDER --units 1000 --edits 200` writes a synthetic exhibition below FOLDER, edits it so
often, builds it warm after each edit with the command line, and from nothing after every edit (`--every 10`: after every
tenth). It prints the kinds of edits, the wall seconds of the warm builds by kind, and each file that differs. The exit code
is 1 where one does. An edit that `check` does not let pass must leave the site as it was; it is taken back.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

import synthetic
from exhibition.cli import main as run_command

SCRIPTS = synthetic.REPOSITORY / "scripts"
SOURCES = ("content", "overrides", "mkdocs.yml")
"""What an edit may change, below the root of an exhibition."""

Tree = dict[str, tuple[int, bytes]]
"""Mode and bytes of each file of a site, by its path."""


def read_site(folder: Path) -> Tree:
    """Return every file of a site with its mode; a folder under its path with a slash."""
    found: Tree = {}
    for place, folders, names in os.walk(folder):
        prefix = os.path.relpath(place, folder).replace(os.sep, "/") + "/"
        for name in folders:
            found[f"{prefix}{name}/"] = (os.lstat(f"{place}/{name}").st_mode & 0o7777, b"")
        for name in names:
            path = Path(place, name)
            found[prefix + name] = (path.lstat().st_mode & 0o7777, path.read_bytes())
    return found


def list_unequal(one: Tree, other: Tree) -> list[str]:
    """Return the paths at which two sites differ."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


@dataclass
class Edited:
    """An exhibition at `root` that is edited at random."""

    root: Path
    chance: Random
    photos: list[Path] = field(default_factory=list)
    """Photographs that an edit has added."""
    build_meanwhile: Callable[[], object] = lambda: None
    """Builds the site in the midst of an edit, whatever comes of it."""

    def list_entries(self, kind: str = "units") -> list[Path]:
        """Return the content files of a folder of entries that are published."""
        pattern = "*/*/index.md" if kind == "units" else "*/index.md"
        found = sorted((self.root / "content" / kind).glob(pattern))
        return [path for path in found if "\n状态: 发布\n" in path.read_text("utf-8")]

    def choose(self, kind: str = "units") -> Path:
        """Return the content file of a random published entry; of a unit where no other of that kind is published."""
        return self.chance.choice(self.list_entries(kind) or self.list_entries())

    def replace_value(self, path: Path, key: str, value: str) -> str:
        """Write another value behind a key of the front matter that has one in its line; return what was done."""
        text = path.read_text("utf-8")
        path.write_text(re.sub(rf"(?m)^{key}:.*$", f"{key}: {value}", text, count=1), "utf-8")
        return f"{path.parent.name} {key}: {value}"

    def choose_file(self, *patterns: str) -> Path:
        """Return a random file below the root that fits one of the patterns."""
        return self.chance.choice(sorted(path for pattern in patterns for path in self.root.glob(pattern)))

    def run(self, *words: str) -> str:
        """Run a command of the program on the exhibition; return what was asked."""
        said = io.TextIOWrapper(io.BytesIO())
        with redirect_stdout(said), redirect_stderr(said):
            run_command([*words, "--root", str(self.root)])
        return " ".join(words)


def edit_body(site: Edited) -> str:
    """Add a sentence to a text."""
    path = site.choose(site.chance.choice(["units", "units", "clusters", "communities", "teams"]))
    path.write_text(f"{path.read_text('utf-8')}\n第{site.chance.randint(1, 99)}次又添了一句话。\n", "utf-8")
    return path.parent.name


def edit_step(site: Edited) -> str:
    """Change one step of a story."""
    path = site.choose()
    number = site.chance.randint(2, 99)
    text = re.sub(r"(?m)^(    经过: ).*$", rf"\g<1>量了{number}次，改了{number}稿。", path.read_text("utf-8"), count=1)
    path.write_text(text, "utf-8")
    return path.parent.name


def edit_tagline(site: Edited) -> str:
    """Change the sentence of a card."""
    kind = site.chance.choice(["units", "clusters"])
    return site.replace_value(site.choose(kind), "一句话", f"{site.chance.randint(2, 99)}户人家，一条心")


def edit_name(site: Edited) -> str:
    """Change a name, which changes the order too."""
    return site.replace_value(
        site.choose(), "名称", f"{site.chance.choice('和睦安乐')}{site.chance.choice('风雨晴阳')}楼"
    )


def edit_star(site: Edited) -> str:
    """Change the stars."""
    return site.replace_value(site.choose(), "星级", str(site.chance.randint(0, 5)))


def edit_count(site: Edited) -> str:
    """Change the number of households."""
    return site.replace_value(site.choose(), "户数", str(site.chance.randint(10, 60)))


def edit_year(site: Edited) -> str:
    """Change the month of the founding."""
    return site.replace_value(site.choose(), "建立", f"20{site.chance.randint(17, 24)}-0{site.chance.randint(1, 9)}")


def edit_place(site: Edited) -> str:
    """Change the compound."""
    return site.replace_value(site.choose(), "小区", f"示例{site.chance.choice('东南西北')}苑")


def edit_theme(site: Edited) -> str:
    """Give a unit another theme."""
    path = site.choose()
    text = path.read_text("utf-8")
    word = site.chance.choice(["加装电梯", "花园共建", "时光记忆", "议事协商"])
    path.write_text(re.sub(r"(?m)^主题:\n(  - .*\n)*", f"主题:\n  - {word}\n", text, count=1), "utf-8")
    return f"{path.parent.name} {word}"


def edit_cluster(site: Edited) -> str:
    """Take a unit out of its cluster, on both sides."""
    cluster = site.choose("clusters")
    text = cluster.read_text("utf-8")
    members = re.findall(r"(?m)^  - (\d{5})$", text)
    if len(members) < 3:
        return "no member"
    gone = members[-1]
    cluster.write_text(text.replace(f"  - {gone}\n", "", 1), "utf-8")
    for path in site.root.glob(f"content/units/*/{gone}/index.md"):
        site.replace_value(path, "楼群", "")
    return f"{gone} leaves {cluster.parent.name}"


def edit_status(site: Edited) -> str:
    """Make an entry a draft."""
    return site.replace_value(site.choose(site.chance.choice(["units", "teams", "showcases"])), "状态", "草稿")


def withdraw(site: Edited) -> str:
    """Take an entry down."""
    return site.replace_value(site.choose(), "状态", "撤下")


def publish(site: Edited) -> str:
    """Publish drafts and entries that were taken down."""
    hidden = [path for path in sorted(site.root.glob("content/*/**/index.md")) if "\n状态: " in path.read_text("utf-8")]
    hidden = [path for path in hidden if "\n状态: 发布\n" not in path.read_text("utf-8")]
    return site.replace_value(site.chance.choice(hidden), "状态", "发布") if hidden else "none"


def retire(site: Edited) -> str:
    """Take an address out of use, and its entry down."""
    path = site.choose()
    site.replace_value(path, "状态", "撤下")
    return site.run("permalinks", "--retire", path.parent.name, "--write")


def merge(site: Edited) -> str:
    """Lead an address to another page, and remove its folder."""
    one, other = site.choose(), site.choose()
    if one == other:
        return "the same"
    shutil.rmtree(one.parent)
    return site.run("permalinks", "--merge", one.parent.name, "--into", other.parent.name, "--write")


def delete(site: Edited) -> str:
    """Remove a folder, and take its address out of use."""
    path = site.choose(site.chance.choice(["units", "teams", "showcases", "affairs"]))
    shutil.rmtree(path.parent)
    return site.run("permalinks", "--retire", path.parent.name, "--write")


def move(site: Edited) -> str:
    """Move a unit to another street."""
    path = site.choose()
    streets = ["大场镇", "顾村镇", "罗店镇", "月浦镇", "杨行镇", "高境镇"]
    return site.run("move", path.parent.name, "--to", site.chance.choice(streets), "--write")


def rename_folder(site: Edited) -> str:
    """Give the folder of an entry another name."""
    path = site.choose()
    path.parent.rename(path.parent.with_name(f"u-{path.parent.name}"))
    return path.parent.name


def add_entry(site: Edited) -> str:
    """Make a page of a unit, which is a draft."""
    number = site.chance.randint(1, 999)
    told = ("--name", f"{number}号楼", "--street", "高境镇", "--compound", "示例新村", "--building", f"{number}号")
    return site.run("new", "--no-ask", *told, "--tagline", "一起商量着办", "--source", "示例")


def edit_records(site: Edited) -> str:
    """Write a meeting of a unit in a file of its own."""
    path = site.choose()
    day = f"2024-0{site.chance.randint(1, 9)}-1{site.chance.randint(0, 9)}"
    side = path.with_name("议事.md")
    told = f"  - 日期: {day}\n    议题: 楼道里的灯\n    结果: 议定\n    决定: 换成声控的\n"
    side.write_text(f"---\n议事:\n{told}---\n", "utf-8")
    return f"{path.parent.name} {day}"


def remove_records(site: Edited) -> str:
    """Remove a side file."""
    sides = sorted(site.root.glob("content/units/*/*/议事.md"))
    if not sides:
        return "none"
    side = site.chance.choice(sides)
    side.unlink()
    return side.parent.name


def edit_theme_label(site: Edited) -> str:
    """Change what a vocabulary says of a term."""
    path = site.root / "content/vocabularies/themes.yml"
    text = path.read_text("utf-8")
    lines = re.findall(r"(?m)^    说明: .*$", text)
    path.write_text(
        text.replace(site.chance.choice(lines), f"    说明: 第{site.chance.randint(1, 99)}种说法。", 1), "utf-8"
    )
    return "themes.yml"


def rename_theme(site: Edited) -> str:
    """Give a theme another name; the old one stays as an alias."""
    path = site.root / "content/vocabularies/themes.yml"
    text = path.read_text("utf-8")
    old = site.chance.choice(re.findall(r"(?m)^    名称: (.+)$", text))
    new = f"{old.rstrip('一二三')}{site.chance.choice('一二三')}"
    text = text.replace(f"    名称: {old}\n    别名: [", f"    名称: {new}\n    别名: [{old}, ", 1)
    path.write_text(text, "utf-8")
    return f"{old} → {new}"


def edit_street(site: Edited) -> str:
    """Change the order of streets."""
    path = site.root / "content/vocabularies/streets.yml"
    head, *terms = re.split(r"(?m)^(?=  - slug: )", path.read_text("utf-8"))
    place = site.chance.randrange(len(terms) - 1)
    terms[place], terms[place + 1] = terms[place + 1].rstrip("\n") + "\n", terms[place].rstrip("\n") + "\n"
    path.write_text(head + "".join(terms), "utf-8")
    return "streets.yml"


def edit_template(site: Edited) -> str:
    """Add a comment to a template."""
    path = site.choose_file("overrides/*.html", "overrides/partials/**/*.html")
    path.write_text(f"{path.read_text('utf-8')}<!-- {site.chance.randint(1, 99)} -->\n", "utf-8")
    return path.name


def edit_style(site: Edited) -> str:
    """Add a rule to a style sheet."""
    path = site.choose_file("overrides/**/*.css")
    path.write_text(f"{path.read_text('utf-8')}\n.x{site.chance.randint(1, 99)} {{ color: red; }}\n", "utf-8")
    return path.name


def edit_settings(site: Edited) -> str:
    """Change the settings."""
    path = site.root / "mkdocs.yml"
    text = path.read_text("utf-8")
    change = site.chance.choice(["site_description", "operator"])
    text = re.sub(rf"(?m)^( *{change}:).*$", rf"\1 示例说明{site.chance.randint(1, 99)}", text, count=1)
    path.write_text(text, "utf-8")
    return change


def edit_guide(site: Edited) -> str:
    """Add a sentence to a page of the guide or the handbook."""
    path = site.choose_file("content/guide/*.md", "content/handbook/*.md")
    path.write_text(f"{path.read_text('utf-8')}\n又一句。\n", "utf-8")
    return path.name


def add_photo(site: Edited) -> str:
    """Add a photograph to a unit."""
    path = site.choose()
    text = path.read_text("utf-8")
    if "\n照片:\n" in text and "文件: p" in text:
        return "has one"
    draw_photo(path.with_name("photo-01.jpg"), site.chance)
    told = "照片:\n  - 文件: photo-01.jpg\n    说明: 楼道里的花\n    时间: 2023-05\n    同意: 不涉及人物\n"
    text = re.sub(r"(?m)^照片:\n", "", text) if "\n照片:\n  - 插画" not in text else text.replace("\n照片:\n", "\n", 1)
    path.write_text(re.sub(r"(?m)^状态: ", f"{told}状态: ", text, count=1), "utf-8")
    site.photos.append(path.with_name("photo-01.jpg"))
    return path.parent.name


def draw_photo(path: Path, chance: Random) -> None:
    """Write a photograph; all have the same number of bytes."""
    from PIL import Image

    data = io.BytesIO()
    colour = tuple(chance.randrange(256) for _ in range(3))
    Image.effect_noise((640, 480), 40).convert("RGB").point(lambda one: one * colour[0] // 255).save(data, "JPEG")
    path.write_bytes(data.getvalue().ljust(120_000, b"\0"))


def swap_photo(site: Edited) -> str:
    """Put another photograph in the place of one, of the same size and with the same time."""
    photos = [path for path in site.photos if path.exists()]
    if not photos:
        return add_photo(site)
    path = site.chance.choice(photos)
    before = path.stat()
    draw_photo(path, site.chance)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return path.parent.name


def touch(site: Edited) -> str:
    """Give a file another time."""
    path = site.choose()
    path.touch()
    return path.parent.name


def edit_quietly(site: Edited) -> str:
    """Change a digit of a text; its size and its time stay, as `touch -r` leaves them."""
    path = site.choose(site.chance.choice(["units", "clusters"]))
    before, text = path.stat(), path.read_text("utf-8")
    head, _, body = text.rpartition("\n---\n")
    digits = [one.start() for one in re.finditer(r"[1-8]", body)]
    if not digits:
        return "no digit"
    at = site.chance.choice(digits)
    path.write_text(f"{head}\n---\n{body[:at]}{int(body[at]) + 1}{body[at + 1 :]}", "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return path.parent.name


def edit_in_future(site: Edited) -> str:
    """Change a text whose time is a day ahead, as of a computer whose clock is wrong."""
    path = site.choose()
    path.write_text(f"{path.read_text('utf-8')}\n明天写的{site.chance.randint(1, 99)}。\n", "utf-8")
    ahead = time.time() + 86400
    os.utime(path, (ahead, ahead))
    return path.parent.name


def replace_file(site: Edited) -> str:
    """Put another file in the place of a text, of the same size and with the same time, as `mv` and `rsync -t` do."""
    path = site.choose()
    before, data = path.stat(), path.read_bytes()
    beside = path.with_name("beside")
    beside.write_bytes(data.replace("。".encode(), "！".encode(), site.chance.randint(1, 3)))
    os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
    os.replace(beside, path)
    return path.parent.name


def exchange_texts(site: Edited) -> str:
    """Exchange the bodies of two units by exchanging their folders, numbers in them put right."""
    one, other = site.choose(), site.choose()
    if one == other:
        return "the same"
    beside = one.parent.with_name("beside")
    one.parent.rename(beside)
    other.parent.rename(one.parent)
    beside.rename(other.parent)
    texts = one.read_text("utf-8"), other.read_text("utf-8")
    for path, text in zip((one, other), texts, strict=True):
        street = path.parent.parent.name
        terms = (site.root / "content/vocabularies/streets.yml").read_text("utf-8")
        found = re.search(rf"(?m)^  - slug: {street}\n    名称: (.*)$", terms)
        text = re.sub(r"(?m)^编号:.*$", f"编号: {path.parent.name}", text, count=1)
        path.write_text(re.sub(r"(?m)^街镇:.*$", f"街镇: {found[1] if found else ''}", text, count=1), "utf-8")
    return f"{one.parent.name} {other.parent.name}"


def write_line_ends(site: Edited) -> str:
    """Write a text as Windows does, with line ends of two signs and a mark at its beginning."""
    path = site.choose()
    data = path.read_bytes().replace(b"\r\n", b"\n").removeprefix(b"\xef\xbb\xbf")
    path.write_bytes(b"\xef\xbb\xbf" * site.chance.randint(0, 1) + data.replace(b"\n", b"\r\n"))
    return path.parent.name


def add_stray(site: Edited) -> str:
    """Put something beside a text that is no part of the exhibition, or take such things away."""
    strays = list(site.root.glob("content/**/stray*"))
    if strays and site.chance.randint(0, 1):
        for path in strays:
            path.unlink() if not path.is_dir() else shutil.rmtree(path)
        return "none"
    path = site.choose().with_name(site.chance.choice(["stray.txt", "stray😀.md", "stray", "stray.docx", "stray.jpg"]))
    if path.name == "stray":
        (path / "__pycache__").mkdir(parents=True, exist_ok=True)
        (path / "__pycache__" / "x.txt").write_text("021-12345678")
    else:
        path.write_text("x")
    return path.name


def edit_covenant(site: Edited) -> str:
    """Change a sentence of a covenant."""
    path = site.choose()
    told = f"公约:\n  - 第{site.chance.randint(1, 99)}条，轻声关门\n"
    path.write_text(re.sub(r"(?m)^公约:\n(  - .*\n)*", told, path.read_text("utf-8"), count=1), "utf-8")
    return path.parent.name


def fill_cluster(site: Edited) -> str:
    """Take a unit into a cluster."""
    cluster, unit = site.choose("clusters"), site.choose()
    text = cluster.read_text("utf-8")
    if f"  - {unit.parent.name}\n" in text:
        return "a member"
    cluster.write_text(text.replace("楼组:\n", f"楼组:\n  - {unit.parent.name}\n", 1), "utf-8")
    return f"{unit.parent.name} in {cluster.parent.name}"


def add_term(site: Edited) -> str:
    """Add a term to a vocabulary, or a writing of one."""
    path = site.root / "content/vocabularies/themes.yml"
    number = site.chance.randint(1, 999)
    term = f"  - slug: theme-{number}\n    名称: 第{number}个主题\n    别名: [主题{number}号]\n    说明: 邻居们的事。\n"
    path.write_text(path.read_text("utf-8").rstrip("\n") + f"\n{term}    pose: cheering\n    cover: lift\n", "utf-8")
    return f"theme-{number}"


def remove_term(site: Edited) -> str:
    """Remove a term of the vocabulary of themes; its address leads to another one."""
    path = site.root / "content/vocabularies/themes.yml"
    head, *terms = re.split(r"(?m)^(?=  - slug: )", path.read_text("utf-8"))
    gone = terms.pop(site.chance.randrange(len(terms)))
    slug, name = (re.search(rf"{key}: (.*)", gone)[1] for key in ("slug", "名称"))  # type: ignore[index]
    terms[0] = terms[0].replace("    别名: [", f"    旧slug: [{slug}]\n    别名: [{name}, ", 1)
    path.write_text(head + "".join(terms), "utf-8")
    return slug


def edit_synonyms(site: Edited) -> str:
    """Change what the search takes for the same."""
    path = site.root / "content/vocabularies/synonyms.yml"
    path.write_text(f"{path.read_text('utf-8')}# {site.chance.randint(1, 99)}\n", "utf-8")
    return path.name


def edit_vocabulary(site: Edited) -> str:
    """Change what any vocabulary says of a term."""
    path = site.choose_file("content/vocabularies/*.yml")
    text = path.read_text("utf-8")
    lines = re.findall(r"(?m)^ *(?:- )?说明: [^|>].*$", text)
    if not lines:
        return f"nothing in {path.name}"
    line = site.chance.choice(lines)
    key = line.partition(":")[0]
    path.write_text(text.replace(line, f"{key}: 第{site.chance.randint(1, 99)}种说法。", 1), "utf-8")
    return path.name


def edit_permalink(site: Edited) -> str:
    """Change what the ledger says of a place, by hand."""
    path = site.choose_file("content/permalinks/*.yml")
    return site.replace_value(path, "名称", f"记下的{site.chance.randint(1, 99)}号")


def remove_template(site: Edited) -> str:
    """Remove a file that no template needs, or add one."""
    path = site.root / "overrides/assets/extra.txt"
    if path.exists():
        path.unlink()
        return "gone"
    path.write_text(str(site.chance.random()))
    return "there"


def break_and_mend(site: Edited) -> str:
    """Make an entry wrong for one build, and right again."""
    path = site.choose()
    text, before = path.read_text("utf-8"), path.stat()
    site.replace_value(path, "星级", "九")
    site.build_meanwhile()
    path.write_text(text, "utf-8")
    if site.chance.randint(0, 1):
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return path.parent.name


def break_settings(site: Edited) -> str:
    """Make the settings wrong for one build, and right again."""
    path = site.root / "mkdocs.yml"
    data = path.read_bytes()
    path.write_bytes(data + b"\nextra: [\n")
    site.build_meanwhile()
    path.write_bytes(data)
    return ""


def go_there_and_back(site: Edited) -> str:
    """Change several files, build, and have all as before, with their old times, as a checkout of git."""
    paths = [site.choose() for _ in range(3)]
    kept = {path: (path.read_bytes(), path.stat()) for path in paths}
    for path in paths:
        path.write_bytes(path.read_bytes() + f"\n别的分支{site.chance.randint(1, 99)}。\n".encode())
    site.build_meanwhile()
    for path, (data, before) in kept.items():
        path.unlink()
        path.write_bytes(data)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return " ".join(path.parent.name for path in kept)


def do_nothing(site: Edited) -> str:
    """Change nothing."""
    return ""


EDITS: tuple[Callable[[Edited], str], ...] = (
    edit_body,
    edit_step,
    edit_tagline,
    edit_name,
    edit_star,
    edit_count,
    edit_year,
    edit_place,
    edit_theme,
    edit_cluster,
    edit_status,
    withdraw,
    publish,
    retire,
    merge,
    delete,
    move,
    rename_folder,
    add_entry,
    edit_records,
    remove_records,
    edit_theme_label,
    rename_theme,
    edit_street,
    edit_template,
    edit_style,
    edit_settings,
    edit_guide,
    add_photo,
    swap_photo,
    touch,
    edit_quietly,
    edit_in_future,
    replace_file,
    exchange_texts,
    write_line_ends,
    add_stray,
    edit_covenant,
    fill_cluster,
    add_term,
    remove_term,
    edit_synonyms,
    edit_vocabulary,
    edit_permalink,
    remove_template,
    break_and_mend,
    break_settings,
    go_there_and_back,
    do_nothing,
)
"""Every kind of edit; each returns what it has changed."""


def copy_sources(root: Path, target: Path) -> None:
    """Copy what edits may change."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in SOURCES:
        if (root / name).is_dir():
            shutil.copytree(root / name, target / name, copy_function=shutil.copy2)
        else:
            shutil.copy2(root / name, target)


def restore_sources(saved: Path, root: Path) -> None:
    """Put back what `copy_sources` has copied."""
    for name in SOURCES:
        if (root / name).is_dir():
            shutil.rmtree(root / name)
            shutil.copytree(saved / name, root / name, copy_function=shutil.copy2)
        else:
            shutil.copy2(saved / name, root)


Build = Callable[[Path, Path, Path], bool]
"""Builds a root into a site with a cache; returns whether it was published."""


def build_with_command(root: Path, site: Path, cache: Path) -> bool:
    """Build with the command line."""
    places = ("--root", str(root), "--site", str(site), "--cache", str(cache))
    command = [sys.executable, "-m", "exhibition", "build", *places]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(SCRIPTS)}, capture_output=True, encoding="utf-8"
    )
    if done.returncode not in (0, 1, 2) or "Traceback" in done.stderr:
        raise RuntimeError(done.stdout + done.stderr)
    return done.returncode == 0


Check = Callable[[Path, Path], str]
"""Checks a root with a cache; returns the report."""


def check_with_command(root: Path, cache: Path) -> str:
    """Check with the command line."""
    words = [sys.executable, "-m", "exhibition", "check", "--root", str(root), "--cache", str(cache)]
    done = subprocess.run(words, env={**os.environ, "PYTHONPATH": str(SCRIPTS)}, capture_output=True, encoding="utf-8")
    return done.stdout + done.stderr


@dataclass
class EditedBuilds:
    """Edits the exhibition at `work/root` again and again, and compares warm builds with cold ones."""

    work: Path
    chance: Random
    build: Build = build_with_command
    check: Check = check_with_command
    seconds: dict[str, list[float]] = field(default_factory=dict)
    """Wall seconds of the warm builds, by the kind of the edit."""
    cold_seconds: list[float] = field(default_factory=list)
    """Wall seconds of the builds from nothing."""
    refused: dict[str, int] = field(default_factory=dict)
    """Edits that were taken back, by kind."""

    def __post_init__(self) -> None:
        root, site, cache = (self.work / name for name in ("root", "site", "cache"))
        self.site = Edited(root, self.chance, build_meanwhile=lambda: self.build(root, site, cache))

    def begin(self) -> None:
        """Build for the first time."""
        if not self.build(self.work / "root", self.work / "site", self.work / "cache"):
            raise RuntimeError("the exhibition itself has an error")

    def edit(self, change: Callable[[Edited], str], *, compare: bool = True) -> list[str]:
        """Edit once, build warm and, with `compare`, cold; return what differs."""
        root, site, saved, cold = (self.work / name for name in ("root", "site", "saved", "cold"))
        copy_sources(root, saved)
        if compare:
            # Addresses that were published once are forwarded for ever: a build from nothing has the same site before it.
            shutil.rmtree(cold, ignore_errors=True)
            shutil.copytree(site, cold)
        what = change(self.site)
        name = change.__name__
        start = time.monotonic()
        published = self.build(root, site, self.work / "cache")
        self.seconds.setdefault(name, []).append(time.monotonic() - start)
        if not published:
            self.refused[name] = self.refused.get(name, 0) + 1
            restore_sources(saved, root)
            published = self.build(root, site, self.work / "cache")
        if not compare:
            return []
        shutil.rmtree(self.work / "cold-cache", ignore_errors=True)
        start = time.monotonic()
        self.build(root, cold, self.work / "cold-cache")
        self.cold_seconds.append(time.monotonic() - start)
        said = self.check(root, self.work / "cache")
        # A report that was read again, and one that is said again.
        again = [self.check(root, self.work / "cold-cache" / name) for name in ("", "none", "none")]
        if any(one != said for one in again):
            return [f"{name} ({what}): the report is another"]
        return [f"{name} ({what}): {path}" for path in list_unequal(read_site(site), read_site(cold))]


def run_edits(
    builds: EditedBuilds, kinds: Sequence[Callable[[Edited], str]], edits: int, every: int = 1
) -> Iterator[list[str]]:
    """Edit so often, every kind in turn, in another order each round; yield after each edit what differs, if it is compared."""
    kinds = list(kinds)
    for number in range(edits):
        if number % len(kinds) == 0:
            builds.chance.shuffle(kinds)
        yield builds.edit(kinds[number % len(kinds)], compare=(number + 1) % every == 0)


def main() -> int:
    """Run the edits; the exit code is 1 where a warm build differs from a cold one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="a folder that does not exist")
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--records", type=int, default=0, help="records of each rated unit")
    parser.add_argument("--every", type=int, default=1, help="build from nothing after so many edits")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="one kind of edit")
    options = parser.parse_args()
    work = options.folder.resolve()
    synthetic.write(work / "root", options.units, options.seed, records=options.records)
    builds = EditedBuilds(work, Random(options.seed))
    builds.begin()
    kinds = [one for one in EDITS if options.only in ("", one.__name__)]
    wrong: list[str] = []
    for number, found in enumerate(run_edits(builds, kinds, options.edits, options.every), 1):
        for line in found[:5]:
            print(f"edit {number}: {line}", flush=True)
        wrong += found
        print(f"{number} of {options.edits}, {len(wrong)} files differ", end="\r", file=sys.stderr, flush=True)
    print(f"\n{'edit':<18} builds  median s  slowest s  taken back")
    for name, costs in sorted(builds.seconds.items()):
        print(
            f"{name:<18} {len(costs):>6}  {median(costs):>8.2f}  {max(costs):>9.2f}  {builds.refused.get(name, 0):>10}"
        )
    print(f"{len(wrong)} files differ")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
