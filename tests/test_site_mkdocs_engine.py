"""The renderer: front matter read as JSON says what MkDocs' reader says; pages from memory, and what they depend on."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, UndefinedError
from jinja2.compiler import CodeGenerator
from mkdocs.utils import meta

from conftest import HOME
from exhibition.model import Artifact
from exhibition.pages import Page
from exhibition.progress import Progress
from exhibition.site import template_compiler
from exhibition.site.build import compose_artifacts
from exhibition.site.incremental import BuildFolders, compute_look
from exhibition.site.mkdocs_engine import (
    PART,
    DirectRenderer,
    PreparedTemplates,
    Rendered,
    RenderError,
    RenderSettings,
    list_theme_files,
    parse_json_front_matter,
    prepare_templates,
    render,
)
from exhibition.site.pipeline import load_and_check
from exhibition.site.template_compiler import FastGenerator, compile_faster
from exhibition.storage.cache import Cache
from exhibition.storage.output_tree import compute_digests
from stress.killed_builds import write_small_site


def test_both_readings_of_every_page_agree(tmp_path: Path) -> None:
    progress = Progress()
    exhibition, _ = load_and_check(HOME, progress)
    artifacts, _ = compose_artifacts(exhibition, BuildFolders(HOME, tmp_path / "site", tmp_path), progress)
    pages = [artifact.make().decode() for artifact in artifacts if artifact.uri.endswith(".md")]
    read = [(parse_json_front_matter(page), page) for page in pages]
    assert sum(quickly is not None for quickly, _ in read) > len(pages) / 3
    for quickly, page in read:
        if quickly is not None:
            assert quickly == meta.get_data(page)


def test_a_page_of_the_guide_goes_the_engines_own_way() -> None:
    assert parse_json_front_matter("---\ntitle: 照片怎么拍\n---\n\n正文\n") is None
    assert parse_json_front_matter("# 没有信息栏\n") is None


TEMPLATES = {
    "part": "{% set own = [] %}{% macro show(x) %}{{ x.name }}|{{ x.items }}|{{ range(3) | list }}|{{ shared }}{% endmacro %}",
    "values": "{{ d.name }} {{ d.none }} {{ d.absent }} {{ d.absent is defined }} {{ d['name'] }} {{ d.deep.er }}",
    "methods": "{% for key, value in d.deep.items() %}{{ key }}={{ value }}{% endfor %} {{ d.copy is callable }} {{ d.keys() | list }}",
    "objects": "{{ o.attribute }} {{ o.absent }} {{ text.upper() }} {{ list.0 }} {{ d.list[1] }}",
    "import": "{% from 'part' import show %}{{ show(d.deep) }}{% include 'values' %}{% import 'part' as p with context %}{{ p.show(d) }}",
    "branches": "a{% if d.name %}b{{ d.name }}{% if d.none %}c{% elif d.copy %}{{ d.copy }}{% else %}e{% endif %}{% endif %}{{ d.none }}",
    "statements": "{% if d.name %}b{% set n = 1 %}{{ n }}{% endif %}{{ n }}{% for x in list %}{{ loop.index }}{% if x %}{{ x }}, {% endif %}{% endfor %}",
    "empty": "{% if d.none %}{% endif %}{{ d.name if d.none }}|{{ (d.name if d.none) is defined }}|{{ d.name ~ d.none ~ 1 }}",
    "caller": "{% macro box(x) %}<{{ x }}{{ caller() }}>{% endmacro %}{% call box(1) %}{{ d.name }}{% endcall %}",
    "defaults": "{% macro two(x, y=2) %}{{ x }}{{ y }}{{ varargs }}{% endmacro %}{{ two(1) }}{{ two(1, y=3) }}{{ two(1, 2, 4) }}{{ two() }}",
    "filter": "{% filter upper %}a{% if d.name %}b{% endif %}{% include 'inner' %}{% endfilter %}{% set s %}c{{ text }}{% endset %}{{ s }}",
    "inner": "{% set here = 'h' %}{{ here }}{{ near }}{{ loop is defined }}",
    "plain": "{{ near }}{% if near %}{{ d.name }}{% endif %}",
    "locals": "{% with near = 'n' %}{% include 'plain' %}{% include 'inner' %}{% endwith %}{% include 'plain' %}{{ here }}{{ near }}",
    "loops": "{% for near in list if near %}{% include 'inner' %}{% include 'plain' %}{% else %}none{% endfor %}",
    "base": "{% set top = 't' %}<{% block one %}1{% endblock %}{% block two %}{{ top }}{% endblock %}>{{ late }}",
    "child": "{% extends 'base' %}{% set late = 'l' %}{% block one %}{{ super() }}{{ top }}{{ late }}{% include 'inner' %}{% endblock %}",
    "names": "{{ d.deep['er'] }}{{ d.get('name') }}{{ namespace(a=1).a }}{{ [d.name, d.absent] | join('-') }}{{ d.list | map('string') | list }}",
    "error": "{{ d.absent.deeper }}",
    "error in a branch": "a{% if d.name %}{{ d.absent.deeper }}{% endif %}",
    "error of a macro": "{% macro one(x) %}{{ x }}{% endmacro %}{{ one(1, 2) }}",
    "error of a call": "{{ d.absent() }}",
}


class Thing:
    attribute = "of a class"


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_makes_templates_faster_changes_nothing(name: str) -> None:
    def filled(*, fast: bool) -> str:
        env = Environment(loader=DictLoader(TEMPLATES))
        if fast:
            env = env.overlay(cache_size=-1)
            compile_faster(env)
        env.globals["shared"] = "global"
        d = {
            "name": "甲",
            "none": None,
            "deep": {"er": 1, "name": "乙", "items": 3, "copy": 4},
            "list": [1, 2],
            "copy": 5,
        }
        try:
            return env.get_template(name).render(d=d, o=Thing(), text="x", list=[1]).replace(" at 0x", "")
        except (UndefinedError, TypeError) as problem:
            return str(problem)

    hidden = re.compile(r"object[0-9a-f]+")
    assert hidden.sub("", filled(fast=True)) == hidden.sub("", filled(fast=False))


def test_another_version_of_jinja_compiles_templates_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    env, other = Environment(), Environment()
    compile_faster(env)
    monkeypatch.setattr("exhibition.site.template_compiler.TESTED", "0")
    compile_faster(other)
    assert env.code_generator_class is FastGenerator
    assert other.code_generator_class is CodeGenerator


def notice(number: int) -> Artifact:
    """Return a small page with a template of its own."""
    data = {"pose": "waving", "lines": [f"第{number}页 {{{{ 1 + 1 }}}} & <b>"], "actions": [], "number": str(number)}
    return Page(f"{number}/", "notice.html", f"第{number}页", data).artifact


def leaflet(name: str, text: str) -> Artifact:
    """Return a page of Markdown."""
    return Artifact(f"guide/{name}.md", partial(bytes, text.encode()))


def rendered(
    place: Path,
    pages: list[Artifact],
    stale: list[Artifact] | None = None,
    *,
    theme: bool = True,
    processes: int = 1,
    root: Path = HOME,
) -> tuple[Rendered, dict[str, bytes]]:
    """Render pages into a stage below `place`; return what is said of it, and every file."""
    settings, stage = RenderSettings(root / "mkdocs.yml", place / "docs", "look"), place / "stage"
    wanted = pages if stale is None else stale
    done = render(settings, pages, wanted, stage, theme=theme, meanwhile=lambda: None, processes=processes)
    files = (path for path in stage.rglob("*") if path.is_file())
    return done, {path.relative_to(stage).as_posix(): path.read_bytes() for path in files}


HOMEPAGE = Page("", "notice.html", "首页", {"pose": "waving", "lines": [], "actions": [], "number": ""}).artifact


def test_pages_from_several_processes_are_those_of_one(tmp_path: Path) -> None:
    pages = [
        HOMEPAGE,
        *map(notice, range(10001, 10001 + 2 * PART)),
        leaflet("index", "# 指南\n\n[首页](../index.md)\n"),
    ]
    one, alone = rendered(tmp_path / "one", pages)
    two, shared = rendered(tmp_path / "two", pages, processes=2)
    assert alone == shared and one == two
    assert len([uri for uri in alone if uri.endswith("/index.html")]) == len(pages) - 1
    assert (
        one.digests == compute_digests(pages, Cache(tmp_path)) == compute_digests(pages, Cache(tmp_path), processes=2)
    )
    assert "第10001页 {{ 1 + 1 }} &amp; &lt;b&gt;" in alone["10001/index.html"].decode()
    assert {"404.html", "assets/exhibit/below.css", "assets/favicon.svg"} <= set(one.theme) <= set(alone)
    assert not any(uri.startswith(("partials/", "assets/stylesheets/")) for uri in alone), "the theme's own"


def test_only_what_is_stale_is_rendered(tmp_path: Path) -> None:
    pages = [
        HOMEPAGE,
        notice(10001),
        notice(10002),
        leaflet("index", "# 一\n\n[二](two.md)\n"),
        leaflet("two", "# 二\n"),
    ]
    nothing, files = rendered(tmp_path, pages, [], theme=False)
    assert files == {} and nothing == Rendered()
    done, files = rendered(tmp_path, pages, [pages[1]], theme=False)
    assert list(files) == ["10001/index.html"] and list(done.digests) == ["10001/index.md"]
    done, files = rendered(tmp_path / "guide", pages, [pages[3]], theme=False)
    assert {uri for uri in files if uri.endswith("index.html")} == {"guide/index.html"}
    assert b'<a href="two/">' in files["guide/index.html"], "a page that is not rendered is known all the same"
    assert done.theme and all("'nav' configuration" in warning for warning in done.warnings)


def test_links_of_the_guide_that_lead_nowhere_are_warned_of(tmp_path: Path) -> None:
    done, _ = rendered(
        tmp_path, [HOMEPAGE, leaflet("index", "# 一\n\n[二](two.md) [三](#three) [首页](../index.md)\n")]
    )
    told = "\n".join(line for line in done.warnings if "'nav' configuration" not in line)
    assert "'two.md'" in told and "'#three'" in told and "../index.md" not in told
    assert len(done.warnings) == len(set(done.warnings)), "each is said once, though two configurations are loaded"


FAILURES: dict[str, Callable[[], Artifact]] = {
    "no such template": lambda: Page("10001/", "no-such.html", "x").artifact,
    "undefined": lambda: Page("10001/", "wall.html", "x").artifact,
}


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("kind", FAILURES)
def test_a_template_that_fails_is_said_with_its_page(kind: str, processes: int, tmp_path: Path) -> None:
    pages = [FAILURES[kind](), *map(notice, range(10002, 10002 + 2 * PART))]
    with pytest.raises(RenderError, match=r"10001/index\.md"):
        rendered(tmp_path, pages, theme=False, processes=processes)


def test_markdown_outside_its_folders_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="MARKDOWN"):
        rendered(tmp_path, [Artifact("news/index.md", partial(bytes, b"# \xe4\xb8\x80\n"))], theme=False)


TEMPLATE_ERRORS = {
    "syntax": ("{% if %}", "footer.html 第 1 行：TemplateSyntaxError: Expected an expression"),
    "undefined": ("{{ meta.nothing.more }}", "footer.html 第 1 行：UndefinedError: "),
    "filter": ("{{ 1 | nofilter }}", "footer.html 第 1 行：TemplateAssertionError: No filter named 'nofilter'"),
    "include": ("{% include 'none.html' %}", "footer.html 第 1 行：TemplateNotFound: 'none.html'"),
    "type": ("{{ 1 + 'a' }}", "footer.html 第 1 行：TypeError: "),
    "zero": ("{{ 1 // 0 }}", "footer.html 第 1 行：ZeroDivisionError: "),
    "in a filter": ("{{ [1, 'a'] | sort }}", "footer.html 第 1 行：TypeError: "),
    "encoding": (b"\xff\xfe", "footer.html 不是 UTF-8：UnicodeDecodeError: "),
}


@pytest.mark.parametrize("kind", TEMPLATE_ERRORS)
def test_an_error_in_a_template_is_said_with_template_line_and_page(kind: str, tmp_path: Path) -> None:
    root = write_small_site(tmp_path / "root")
    written, told = TEMPLATE_ERRORS[kind]
    footer = root / "overrides/partials/exhibit/footer.html"
    footer.write_bytes(written if isinstance(written, bytes) else written.encode())
    with pytest.raises(RenderError) as caught:
        rendered(tmp_path, [notice(10001)], theme=False, root=root)
    assert f"模板 overrides/partials/exhibit/{told}" in str(caught.value)
    assert "页面 10001/index.md：" in str(caught.value)


HOOK = "def on_post_page(output, page, config):\n    return output + str(1 / 0)\n"


def test_an_error_in_a_hook_is_said_with_its_line_and_one_of_ours_is_a_bug(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_small_site(tmp_path / "root")
    (root / "hooks.py").write_text(HOOK, "utf-8")
    settings = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(settings + "hooks: [hooks.py]\n", "utf-8")
    with pytest.raises(RenderError, match=r"钩子 hooks\.py 第 2 行：ZeroDivisionError: division by zero"):
        rendered(tmp_path, [notice(10001)], theme=False, root=root)
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    monkeypatch.setattr("exhibition.site.csp.write_policy", lambda output, mark: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        rendered(tmp_path, [notice(10001)], theme=False, root=root)


def test_strict_fails_over_a_warning_which_is_said_and_over_nothing_else(tmp_path: Path) -> None:
    root = write_small_site(tmp_path / "root")
    settings = (root / "mkdocs.yml").read_text("utf-8")
    nav = settings[settings.index("nav:\n") : settings.index("validation:\n")]
    (root / "mkdocs.yml").write_text(settings.replace(nav, "nav: [index.md]\n") + "strict: true\n", "utf-8")
    rendered(tmp_path, [HOMEPAGE, notice(10001)], root=root)
    shutil.rmtree(tmp_path / "stage")
    (root / "mkdocs.yml").write_text(settings.replace(nav, "nav: [index.md, none.md]\n") + "strict: true\n", "utf-8")
    for theme in (True, False):
        with pytest.raises(RenderError, match=r"none\.md"):
            rendered(tmp_path, [HOMEPAGE, notice(10001)], root=root, theme=theme)
        shutil.rmtree(tmp_path / "stage")


def refuse_to_compile(*_: object) -> None:
    raise AssertionError("compiled")


def test_compiled_templates_are_kept_beside_our_compiled_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, pages = tmp_path / "__pycache__", [HOMEPAGE, notice(10001)]
    folder.mkdir()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(template_compiler, "cache_from_source", lambda _: str(folder / "template_compiler.pyc"))
    _, first = rendered(tmp_path / "one", pages, theme=False)
    (kept,) = folder.iterdir()
    with monkeypatch.context() as context:
        context.setattr(template_compiler.FastGenerator, "visit_Template", refuse_to_compile)
        _, second = rendered(tmp_path / "two", pages, theme=False)
    assert second == first
    # What is not as it was written is compiled again.
    for harm in (b"", kept.read_bytes()[:-9], kept.read_bytes() + b"x"):
        kept.write_bytes(harm)
        assert rendered(tmp_path / f"harm {len(harm)}", pages, theme=False)[1] == first
    assert template_compiler.locate_compiled("other sources") != template_compiler.locate_compiled("sources")
    for number in range(9):
        template_compiler.keep_compiled(f"sources {number}", {})
    assert len(list(folder.iterdir())) == template_compiler.MOST_KEPT
    # Where Python keeps no code, we keep none.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert template_compiler.locate_compiled("sources") is None


def test_templates_that_were_compiled_ahead_are_used_where_nothing_has_changed_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, docs, stage = tmp_path / "root", tmp_path / "docs", tmp_path / "stage"
    shutil.copytree(HOME / "overrides", root / "overrides")
    shutil.copy(HOME / "mkdocs.yml", root)
    prepared = prepare_templates(root, docs)
    assert prepared.codes
    settings = RenderSettings(root / "mkdocs.yml", docs, "0", templates=prepared)

    def fail(*_: object, **__: object) -> str:
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr(Environment, "compile", fail)
        DirectRenderer(settings, [], stage, []).env.get_template("unit.html")
    with (root / "overrides" / "partials" / "exhibit" / "lean.html").open("a") as file:
        file.write("{# another #}")
    assert DirectRenderer(settings, [], stage, []).compiled.codes == {}


def test_templates_that_are_kept_are_not_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, docs = tmp_path / "root", tmp_path / "docs"
    shutil.copytree(HOME / "overrides", root / "overrides")
    shutil.copy(HOME / "mkdocs.yml", root)
    first = prepare_templates(root, docs)
    monkeypatch.setattr(template_compiler, "read_compiled", lambda sources: dict(first.codes))

    def fail(*_: object, **__: object) -> str:
        raise AssertionError

    monkeypatch.setattr(Environment, "compile", fail)
    assert prepare_templates(root, docs) == first


def test_mkdocs_knows_of_a_page_while_it_is_rendered(tmp_path: Path) -> None:
    source = b'---\ntemplate: "exhibit.html"\ntitle: "A"\nroot: "../"\n---\n'
    page = Artifact("10001/index.md", partial(bytes, source))
    stage = tmp_path / "stage"
    (stage / "10001").mkdir(parents=True)
    docs = tmp_path / "docs"
    docs.mkdir()
    renderer = DirectRenderer(RenderSettings(HOME / "mkdocs.yml", docs, "0"), [page], stage, [page])
    known = set(renderer.files.src_uris)
    assert page.uri not in known
    with renderer.enter_page(page.uri) as entered:
        assert renderer.files.get_file_from_path(page.uri).page is entered
    renderer.render(page.uri, source)
    assert (stage / "10001" / "index.html").read_bytes().startswith(b"<!doctype html>")
    assert set(renderer.files.src_uris) == known


def test_templates_that_were_changed_while_others_were_compiled_are_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code of one may hold texts of another: under the digest of the old sources it would come back with them."""
    kept: list[str] = []
    monkeypatch.setattr(template_compiler, "keep_compiled", lambda sources, codes: kept.append(sources))
    shutil.copytree(HOME / "overrides", tmp_path / "overrides")
    shutil.copy(HOME / "mkdocs.yml", tmp_path)
    (tmp_path / "docs").mkdir()
    renderer = DirectRenderer(
        RenderSettings(tmp_path / "mkdocs.yml", tmp_path / "docs", ""), [], tmp_path / "stage", []
    )
    renderer.compiled.more = True
    renderer.keep_templates()
    assert kept == [renderer.sources]
    (tmp_path / "overrides/more.html").write_text("new")
    renderer.keep_templates()
    assert kept == [renderer.sources]


def test_the_files_of_the_theme_are_those_that_templates_are_loaded_from(tmp_path: Path) -> None:
    """Templates are loaded from behind links; what Python and git keep in a folder is no part of them."""
    theme, elsewhere = tmp_path / "overrides", tmp_path / "elsewhere"
    for path in (theme / "a.html", theme / "__pycache__/a.pyc", theme / ".git/index", elsewhere / "b.html"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (theme / "partials").symlink_to(elsewhere, target_is_directory=True)
    (elsewhere / "above").symlink_to(theme, target_is_directory=True)
    assert [path.relative_to(theme).as_posix() for path in list_theme_files(tmp_path)] == ["a.html", "partials/b.html"]
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n")
    before = compute_look(tmp_path, ())
    (elsewhere / "b.html").write_text("y")
    assert compute_look(tmp_path, ()) != before


def test_templates_are_not_compiled_ahead_where_a_hook_may_change_them(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "overrides").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("hooks: [a.py]\n", "utf-8")
    assert prepare_templates(root, tmp_path / "docs") == PreparedTemplates()
