"""Settings and vocabularies with hostile and odd values: reported, or harmless on every page; never a traceback."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pytest

from conftest import HOME, exhibition
from exhibition.model.vocabulary import DRAWN, POSES
from exhibition.progress import Progress
from exhibition.site.build import compose_artifacts
from exhibition.site.incremental import BuildFolders
from exhibition.site.pipeline import load_and_check
from helpers.cases import copy_books, tiny
from illustrations.mascot_parts import POSES as DRAWN_POSES
from illustrations.scenes import SCENES

ODD = [
    "",
    "red;",
    "#ff0",
    "#12345g",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    '"quoted\\""',
    "}</style><script>",
    "../../etc/passwd",
    "{{ config }}",
    "0",
    "-1,99999999999",
    "一、二",
    "a" * 300,
    "[1, 2]",
    "{a: b}",
    "null",
    "true",
    "1e999",
    "2026-01-01",
    "&x y",
    "|\n      甲\n      乙",
    '"\\u202e\\x07"',
    "!ENV HOME",
    "!!python/object/apply:os.system [id]",
    "'🏠'",
]
WORDS = (
    "slug",
    "名称",
    "别名",
    "说明",
    "示例",
    "accent",
    "on",
    "tile",
    "pose",
    "cover",
    "记事",
    "记事来源",
    "审核",
    "odd",
)
FILES = ("streets", "themes", "scenes")
SETTINGS = ("site_name", "site_description", "site_url", "nav", "theme", "plugins", "hooks", "markdown_extensions", "extra", "docs_dir", "use_directory_urls", "copyright")  # fmt: skip
OWN = ("edit_url", "print_contact", "keepers", "forms", "trusted", "odd")
FORMS = ("backend", "repo", "branch", "host", "app_id", "sign_in")


def survives(root: Path) -> bool:
    """Check, and without errors describe and write every page; return whether that went so far."""
    progress = Progress()
    shown, found = load_and_check(root, progress)
    assert all(one.message and "Traceback" not in one.message for one in found)
    if any(one.blocks for one in found):
        return False
    artifacts, _ = compose_artifacts(shown, BuildFolders(root, root / "site", root / "cache"), progress, 1)
    for artifact in artifacts:
        if artifact.uri.endswith((".md", ".xml")) and not artifact.uri.startswith(("guide", "help")):
            artifact.make()
    return True


@pytest.mark.parametrize("file", FILES)
def test_no_value_in_a_vocabulary_is_a_fault_of_ours(file: str, tmp_path: Path) -> None:
    root = tiny(tmp_path)
    path = root / "content" / "vocabularies" / f"{file}.yml"
    text = path.read_text("utf-8")
    went = 0
    for key, value in product(WORDS, ODD):
        first, rest = text.split("  - slug:", 1)
        head, _, tail = rest.partition("\n  - slug:")
        term = "\n".join(line for line in f"  - slug:{head}".split("\n") if not line.strip("- ").startswith(f"{key}:"))
        term = re.sub(r"^\s+", "  - ", term, count=1) if key == "slug" else term
        path.write_text(f"{first}{term}\n    {key}: {value}\n" + (f"  - slug:{tail}" if tail else ""), "utf-8")
        went += survives(root)
    assert went > 20


@pytest.mark.parametrize("keys", [SETTINGS, OWN, FORMS], ids=["engine", "own", "forms"])
def test_no_value_in_the_settings_is_a_fault_of_ours(keys: tuple[str, ...], tmp_path: Path) -> None:
    root = tiny(tmp_path)
    path = root / "mkdocs.yml"
    text = path.read_text("utf-8")
    for key, value in product(keys, ODD):
        own = "\n".join(line for line in text.split("\n") if not line.strip().startswith(f"{key}:"))
        if keys is SETTINGS:
            shown = text.split("extra:")[0] if key == "extra" else own
            path.write_text(f"{shown}\n{key}: {value}\n", "utf-8")
        elif keys is OWN:
            path.write_text(
                f"{own.rstrip()}\n    {key}: {value}\n".replace("exhibition:\n    \n", "exhibition:\n"), "utf-8"
            )
        else:
            others = "".join(
                f"      {other}: {'gitea' if other == 'backend' else 'a/b'}\n"
                for other in ("backend", "repo")
                if other != key
            )
            path.write_text(f"{text.rstrip()}\n    forms:\n{others}      {key}: {value}\n", "utf-8")
        survives(root)


def test_what_the_model_names_is_what_is_drawn() -> None:
    assert set(DRAWN) == set(SCENES)
    assert set(POSES) == set(DRAWN_POSES) == {path.stem for path in (HOME / "overrides/assets/mascot").glob("*.svg")}


class Elements(HTMLParser):
    """Collects the scripts of a page that contain a word, and its title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)


@pytest.fixture(scope="module")
def odd_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped theme with a tiny exhibition whose settings are as odd as `check` permits."""
    root = tmp_path_factory.mktemp("odd")
    tiny(root)
    shutil.copytree(HOME / "overrides", root / "overrides")
    copy_books(root)
    text = (HOME / "mkdocs.yml").read_text("utf-8")
    text = re.sub("site_name: .*", "site_name: 楼&组 {{ config }} 'x' &lt;b&gt;", text)
    text = re.sub("site_description: .*", "site_description: 一句 & 'x' {% raw %} &amp;", text)
    text = re.sub('edit_url: ""', "edit_url: https://example.test/a&b/{path}?x=1&y=2", text)
    (root / "mkdocs.yml").write_text(text, "utf-8")
    exhibition("build", "--root", root, "--site", root / "site", "--cache", root / "cache")
    return root / "site"


def test_what_is_accepted_is_shown_as_it_was_written(odd_site: Path) -> None:
    for name in (
        "index.html",
        "about/index.html",
        "guide/index.html",
        "help/index.html",
        "20001/index.html",
        "404.html",
    ):
        text = (odd_site / name).read_text("utf-8")
        assert "楼&amp;组 {{ config }} &#x27;x&#x27; &amp;lt;b&amp;gt;" in text.replace("&#39;", "&#x27;"), name
        assert "b" not in Elements(text[text.index("<footer") :]).found
