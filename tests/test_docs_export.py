"""`export-docs` and the renderer of pages: plain MkDocs gives the same site, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import HOME, commanded
from exhibition.site.docs_export import HOOKS_FILE, MARKER, OWN_FILES, replace_settings
from stress.killed_builds import write_small_site


def build_plainly(folder: Path) -> Path:
    """Run MkDocs in an exported folder, where none of our modules can be imported but those in it; return the site."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    ran = subprocess.run(words, cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder / "site"


def differing(one: Path, other: Path) -> set[str]:
    """Return the files that are not the same in two sites."""
    uris = [{path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} for site in (one, other)]
    both = uris[0] & uris[1]
    return (uris[0] ^ uris[1]) | {uri for uri in both if (one / uri).read_bytes() != (other / uri).read_bytes()}


def test_plain_mkdocs_gives_the_shipped_site(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "docs tree"
    ran = commanded("export-docs", folder, "--cache", tmp_path / "cache", "--site", tmp_path / "none")
    assert str(folder) in ran.stdout
    site = build_plainly(folder)
    assert differing(site, built) == set(OWN_FILES)
    assert not any((site / uri).exists() for uri in OWN_FILES)


HOOK = """
import posixpath


def on_page_markdown(markdown, page, config, files):
    return markdown + "\\n\\n<p>钩子写的</p>" if page.meta.get("template") == "about.html" else markdown


def on_page_context(context, page, config, nav):
    return {**context, "of_hook": f"共{len(context['pages'])}页"}


def on_post_page(output, page, config):
    return output.replace("</body>", f"<p>{page.url} {page.title} {page.is_homepage} {page.edit_url}</p></body>")


def on_env(env, config, files):
    env.globals["own_global"] = "自己的"
    return env
"""


def test_hooks_templates_and_settings_of_mkdocs_work_as_its_manual_says(tmp_path: Path) -> None:
    """A hook with events of pages and of the environment, `nav` and `page` in a template, pages without a title in nav."""
    root = write_small_site(tmp_path / "root")
    (root / "hooks.py").write_text(HOOK, "utf-8")
    text = (root / "mkdocs.yml").read_text("utf-8").replace("展厅首页: index.md", "index.md", 1)
    text = text.replace("开始: guide/index.md", "guide/index.md", 1)
    text = text.replace("  exhibition:\n", "  exhibition:\n    trusted: [hooks]\n", 1)
    text += "hooks: [hooks.py]\nrepo_url: https://git.example/louzu/\nedit_uri: blob/main/docs/\ncopyright: 大家\n"
    (root / "mkdocs.yml").write_text(text, "utf-8")
    footer = root / "overrides/partials/exhibit/footer.html"
    shown = "{{ own_global }} {{ of_hook }} {{ pages | length }} {{ config.copyright }} {% for item in nav %}{{ item.title }}{{ item.active }}{% endfor %}"
    shown += "{% if page %}{{ page.previous_page.url }} {{ page.next_page.url }} {{ base_url }} {{ 'x' | url }} {{ page.content }}{% endif %}"
    footer.write_text(footer.read_text("utf-8") + shown, "utf-8")
    words = ("--root", root, "--cache", tmp_path / "cache", "--site", tmp_path / "site")
    commanded("build", *words)
    commanded("export-docs", tmp_path / "out", *words)
    about = (tmp_path / "site/about/index.html").read_text("utf-8")
    assert (
        "自己的 共" in about
        and "大家" in about
        and "钩子写的" in about
        and "about/ 关于" in about
        and "blob/main/docs/about" in about
    )
    assert differing(build_plainly(tmp_path / "out"), tmp_path / "site") == set(OWN_FILES)


def test_only_a_new_an_empty_or_an_exported_folder_is_written(tmp_path: Path) -> None:
    root = write_small_site(tmp_path / "root")
    out = tmp_path / "out"

    def export(folder: Path) -> str:
        ran = commanded("export-docs", folder, "--root", root, "--cache", tmp_path / "cache", check=False)
        return ran.stderr if ran.returncode else ""

    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "thesis.doc").write_text("years of work")
    assert "已经有别的东西" in export(foreign)
    assert [path.name for path in foreign.iterdir()] == ["thesis.doc"]
    assert "已经有别的东西" in export(foreign / "thesis.doc")
    out.mkdir()
    assert not export(out)
    (out / "docs" / "old.md").write_text("x")
    (out / "site").mkdir()
    assert not export(out)
    assert not (out / "docs" / "old.md").exists() and (out / MARKER).exists()
    (out / ".git").mkdir()
    assert "已经有别的东西" in export(out)
    for inside in ("content/units/example", "overrides/docs"):
        assert "换一个别处" in export(root / inside / "out")
        assert not (root / inside / "out").exists()


def test_a_hook_from_elsewhere_is_not_exported(tmp_path: Path) -> None:
    root = write_small_site(tmp_path / "root")
    (tmp_path / "hook.py").write_text("precious = 1\n")
    text = (root / "mkdocs.yml").read_text("utf-8")
    text = text.replace("  exhibition:\n", "  exhibition:\n    trusted: [hooks]\n", 1) + "hooks: [../hook.py]\n"
    (root / "mkdocs.yml").write_text(text, "utf-8")
    out = tmp_path / "deep" / "out"
    ran = commanded("export-docs", out, "--root", root, "--cache", tmp_path / "cache", check=False)
    assert ran.returncode == 2 and "放进来" in ran.stderr
    assert (tmp_path / "hook.py").read_text() == "precious = 1\n" and not out.exists()


def test_nothing_is_written_with_an_error_in_the_content(tmp_path: Path) -> None:
    root = write_small_site(tmp_path / "root")
    page = next(root.glob("content/units/*/*/index.md"))
    page.write_text(page.read_text("utf-8").replace("名称: ", "名称：", 1), "utf-8")
    ran = commanded("export-docs", tmp_path / "out", "--root", root, "--cache", tmp_path / "cache", check=False)
    assert ran.returncode == 1 and "E105" in ran.stderr and "没有导出" in ran.stderr
    assert not (tmp_path / "out").exists()


def test_the_addresses_of_the_published_site_stay(tmp_path: Path) -> None:
    root = write_small_site(tmp_path / "root")
    (tmp_path / "site" / "streets" / "gone").mkdir(parents=True)
    (tmp_path / "site" / "streets" / "gone" / "index.html").write_text("x")
    words = ("--root", root, "--cache", tmp_path / "cache", "--site", tmp_path / "site")
    ran = commanded("export-docs", tmp_path / "out", *words, check=False)
    assert ran.returncode == 2 and "streets/gone/" in ran.stderr
    assert not (tmp_path / "out").exists()


SETTINGS = {
    "as shipped": (HOME / "mkdocs.yml").read_text("utf-8"),
    "hooks in a block": "hooks:\n  - a.py # 一\n\n  - b.py\nsite_name: x\n",
    "hooks in a line": "site_name: x\nhooks: [a.py,\n  b.py]",
    "first and last": "docs_dir: a\nsite_name: x\nsite_dir:\n  b\n",
    "no line end": "site_name: x",
    "quoted": "'docs_dir': \"a b\"\nsite_name: x\n# docs_dir: y\n",
    "own tags": "site_name: x\nmarkdown_extensions:\n  - a: {b: !!python/name:c.d }\ndocs_dir: >\n  a\n  b\nextra: {}\n",
    "empty": "",
}


@pytest.mark.parametrize("text", SETTINGS.values(), ids=SETTINGS)
def test_an_exported_mkdocs_yml_differs_in_three_settings_only(text: str) -> None:
    loader = type("Loader", (yaml.SafeLoader,), {})
    loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *words: "tagged")  # type: ignore[attr-defined]
    before, after = (yaml.load(one, Loader=loader) or {} for one in (text, replace_settings(text)))
    own = {"docs_dir": "docs", "site_dir": "site", "hooks": [*before.get("hooks", []), HOOKS_FILE]}
    assert after == {**before, **own}
    kept = [line for line in text.split("\n") if line.startswith(("#", "site_name", "nav"))]
    assert [line for line in kept if line not in replace_settings(text).split("\n")] == []


def test_a_warm_build_follows_a_hook_that_was_edited_and_what_it_imports(tmp_path: Path) -> None:
    root = write_small_site(tmp_path / "root")
    text = (root / "mkdocs.yml").read_text("utf-8")
    text = text.replace("  exhibition:\n", "  exhibition:\n    trusted: [hooks]\n", 1) + "hooks: [own/events.py]\n"
    (root / "mkdocs.yml").write_text(text, "utf-8")
    (root / "own").mkdir()
    hook = "from own_words import WORD\n\n\ndef on_post_page(output, page, config):\n    return output.replace('</body>', f'<p>{WORD}{SIGN}</p></body>')\n"
    about = tmp_path / "site/about/index.html"
    for word, sign in (("甲", "一"), ("甲", "一二"), ("甲乙", "一二")):
        (root / "own/own_words.py").write_text(f"WORD = {word!r}\n", "utf-8")
        (root / "own/events.py").write_text(hook.replace("{SIGN}", sign), "utf-8")
        commanded("build", "--root", root, "--cache", tmp_path / "cache", "--site", tmp_path / "site")
        assert f"<p>{word}{sign}</p>" in about.read_text("utf-8")


def test_what_a_plugin_writes_about_all_pages_is_whole_after_a_warm_build(tmp_path: Path) -> None:
    root = write_small_site(tmp_path / "root")
    text = (root / "mkdocs.yml").read_text("utf-8").replace("plugins: []", "plugins: [search]")
    text = text.replace("  exhibition:\n", "  exhibition:\n    trusted: [plugins]\n", 1)
    (root / "mkdocs.yml").write_text(text, "utf-8")
    words = ("--root", root, "--cache", tmp_path / "cache")
    commanded("build", *words, "--site", tmp_path / "site")
    guide, unit = root / "content/guide/photos.md", next((root / "content/units").rglob("index.md"))
    for changed in (guide, unit):
        changed.write_text(changed.read_text("utf-8") + "\n又一句话。\n", "utf-8")
        commanded("build", *words, "--site", tmp_path / "site")
    commanded("build", "--root", root, "--cache", tmp_path / "other", "--site", tmp_path / "cold")
    assert not differing(tmp_path / "site", tmp_path / "cold")
    assert (tmp_path / "site/search/search_index.json").is_file()
