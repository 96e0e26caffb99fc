"""Browser baseline: built styles and scripts are compared with what it supports, by MDN's compatibility data.

The baseline is iOS 13 and Chromium 78, the phones of old neighbours. `baseline.mjs` finds unsupported features;
those that may be used all the same are in `ALLOWED`, each with its reason. The guide, the help pages and the CMS are
for volunteers and use third-party code with a baseline of its own; of them only our own style parts are checked.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import HOME

BASELINE = {"chrome": "78", "safari_ios": "13"}
SCRIPT = HOME / "tests" / "baseline.mjs"
DATA = HOME / "tests" / "node_modules" / "@mdn" / "browser-compat-data" / "data.json"

ALLOWED = {
    "@page": "paper: without it the browser's own margins print",
    "break-after: avoid": "paper: without it a heading may stand at the foot of a page",
    "property accent-color": "without it controls have the system's colour",
    "property color-scheme": "without it scroll bars stay light; our colours follow the media query",
    "property resize": "without it a text field has its own height, and its text scrolls",
    "property text-decoration-thickness": "typography of the guide: without it the line is a little thicker",
    "property cursor": "phones have no cursor",
    "property text-spacing-trim": "typography: without it a bracket at the start of a line stands in a little",
    "property text-underline-offset": "typography: without it lines are nearer to the letters",
    "property text-wrap": "typography: without it a heading of two lines is less even",
    "selector :focus-visible": "without it the browser draws its own ring",
    "script bytes": "a value of the upload page's limits, no member of the browser's",
    "script quality": "a value of the upload page's limits, no member of the browser's",
    "script side": "a value of the upload page's limits, no member of the browser's",
}
"""Features that the baseline lacks and pages use all the same, with the reason why that harms nobody."""

OURS_IN_THE_GUIDE = ("main.css", "guide.css", "forms.css")
NOT_OURS = ("assets/javascripts/", "assets/stylesheets/", "guide/", "help/")
MODULES = ("assets/exhibit/forms.js",)
"""Loaded as modules only, after a test that older browsers do not pass (test_cms_configuration.py)."""

needs_npm = pytest.mark.skipif(
    not (shutil.which("node") and DATA.exists()), reason="npm ci --prefix tests has not been run here"
)

Found = list[dict[str, str]]


def judged(files: list[dict[str, str]]) -> Found:
    asked = json.dumps({"baseline": BASELINE, "files": files})
    ran = subprocess.run(["node", str(SCRIPT)], input=asked, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
    found: Found = json.loads(ran.stdout)
    return found


def public(site: Path) -> list[dict[str, str]]:
    """Return each style and script of the public pages, once."""
    files: dict[tuple[str, str], str] = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if name.startswith(NOT_OURS) or name in MODULES or path.suffix not in (".html", ".css", ".js"):
            continue
        text = path.read_text("utf-8")
        if path.suffix != ".html":
            files.setdefault((path.suffix[1:], text), name)
            continue
        if "data-module" in text:
            continue
        for style in re.findall(r"<style>(.*?)</style>", text, re.DOTALL):
            files.setdefault(("css", style), name)
        for script in re.findall(r"<script>(.*?)</script>", text, re.DOTALL):
            files.setdefault(("js", script), name)
    for name in OURS_IN_THE_GUIDE:
        text = (HOME / "overrides/partials/exhibit" / name).read_text("utf-8")
        files["css", text.replace("/*{#", "/*").replace("#}*/", "*/")] = name
    return [{"name": name, "kind": kind, "text": text} for (kind, text), name in files.items()]


def is_data(file: dict[str, str]) -> bool:
    """Return whether it is data: a shard of the search, one call of ours with data. Our scripts begin otherwise."""
    return file["kind"] == "js" and file["text"].startswith("exhibit.")


@pytest.fixture(scope="module")
def found(built: Path) -> Found:
    files = [file for file in public(built) if not is_data(file)]
    assert {file["kind"] for file in files} == {"css", "js"}
    assert len(files) > 20
    return judged(files)


@needs_npm
def test_pages_use_nothing_that_old_phones_lack(found: Found) -> None:
    wrong = [f"{one['what']}  in {one['file']}: {one['where']}" for one in found if one["what"] not in ALLOWED]
    assert not wrong, "\n".join(sorted(set(wrong)))


@needs_npm
def test_each_exception_is_still_needed(found: Found) -> None:
    assert set(ALLOWED) - {one["what"] for one in found} == set()


PLANTED = {
    ".a{aspect-ratio:4/3}": "property aspect-ratio",
    ".a{inset:0}": "property inset",
    ".a{display:flex;gap:1em}": "gap in flex",
    ".a{display:flex}.a{column-gap:1em}": "gap in flex",
    ".b{gap:1em}": "gap in flex",
    "@media (min-width:9em){.a{display:inline-flex;row-gap:1em}}": "gap in flex",
    ".a{width:clamp(1px,2vw,3px)}": "clamp()",
    ".a{width:max(1px,2vw)}": "max()",
    ".a{grid-template-columns:repeat(auto-fill,minmax(min(100%,9em),1fr))}": "min()",
    ".a{height:100px;height:max(50px,var(--tap))}": "max()",
    ".a:is(b,i){color:red}": "selector :is",
    ":where(.a){color:red}": "selector :where",
    ".a:has(b){color:red}": "selector :has",
    ".a:not(b,i){color:red}": "selector :not(list)",
    ".a{height:100dvh}": "unit dvh",
    ".a{width:50cqw}": "unit cqw",
    ".a{color:color-mix(in srgb,red,blue)}": "color-mix()",
    ".a{overflow-wrap:anywhere}": "overflow-wrap: anywhere",
    ".a{display:flex;align-items:end;justify-content:start}": "justify-content: start",
    ".a{list-style:revert}": "list-style: revert",
    ".a{overflow:clip}": "overflow: clip",
    ".a{translate:1px}": "property translate",
    ".a{content-visibility:auto}": "property content-visibility",
    "@layer x{.a{color:red}}": "@layer",
    "@container (min-width:9em){.a{color:red}}": "@container",
    "@media (width>=9em){.a{color:red}}": "@media range",
    ".a{color:red;&:hover{color:blue}}": "nesting",
    ".a{color:red;b{color:blue}}": "nesting",
    "@supports (display:grid){.b{color:red}}.a{inset:0}": "property inset",
}
FINE = [
    ".a{padding-top:75%}",
    ".a{top:0;width:10px;width:clamp(1px,2vw,3px)}",
    ".a{overflow-wrap:break-word;overflow-wrap:anywhere}",
    ".a{display:grid;gap:1em;align-content:start;place-items:end center}",
    ".a{display:grid}@media (min-width:9em){.a{gap:2em}}",
    ".a{columns:2;column-gap:2em}",
    "@supports (inset:0){.a{inset:0;width:clamp(1px,2vw,3px)}}",
    ".a{display:flex;gap:1em}@supports not (inset:0){.a>*{margin:0 1em 1em 0}}",
    ".a{-webkit-clip-path:circle(1px);clip-path:circle(1px);-webkit-user-select:none;user-select:none}",
    "html.da .a:not(.b)::before{content:''}",
    ".a{--x:clamp(1px,2px,3px);font-family:ui-monospace,monospace}",
    "@media (prefers-color-scheme:dark) and (max-width:9em){.a{color:red}}",
]
SCRIPTS = {
    "var f=()=>1;": "syntax later than ES5",
    "let a=1;": "syntax later than ES5",
    "var a=b?.c;": "syntax later than ES5",
    "var a=b??c;": "syntax later than ES5",
    "var a=`x`;": "syntax later than ES5",
    "try{x()}catch{y()}": "syntax later than ES5",
    "var {a}=b;": "syntax later than ES5",
    "async function f(){}": "syntax later than ES5",
    "d.body.replaceChildren();": "script replaceChildren",
    "box.showModal();": "script showModal",
    "'a'.replaceAll('b','c');": "script replaceAll",
    "new ResizeObserver(f);": "script ResizeObserver",
    "Promise.any([]);": "script any",
    "structuredClone(a);": "script structuredClone",
    "w.queueMicrotask(f);": "",
    "element.inert=true;": "script inert",
    "if(!box.showModal)return_();box.showModal();": "",
    "if(w.ResizeObserver)new ResizeObserver(f);": "",
    "'inert' in e&&(e.inert=true);": "",
    "var own={popover:1};own.popover;": "",
}


@needs_npm
def test_what_is_planted_is_found_and_what_has_a_fallback_is_not() -> None:
    files = [{"name": css, "kind": "css", "text": css} for css in (*PLANTED, *FINE)]
    found: dict[str, set[str]] = {}
    for one in judged(files):
        found.setdefault(one["file"], set()).add(one["what"])
    assert {css: what for css, what in PLANTED.items() if what not in found.get(css, set())} == {}
    assert {css: found[css] for css in FINE if css in found} == {}


@needs_npm
def test_a_young_script_is_found_and_one_that_tests_first_is_not() -> None:
    found: dict[str, str] = {}
    for one in judged([{"name": script, "kind": "js", "text": script} for script in SCRIPTS]):
        found[one["file"]] = found.get(one["file"], "") + one["what"]
    assert {script: found.get(script, "") for script in SCRIPTS} == SCRIPTS
