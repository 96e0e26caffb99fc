"""Sites for the peers of our search, with the same entries as plain pages: HTML for Pagefind, Markdown for Material's
plugin.
"""

from __future__ import annotations

import html
import sys
from collections.abc import Iterator
from pathlib import Path

from exhibition.model import Entry, Exhibition
from exhibition.search.catalogue import list_story_lines
from exhibition.types import Cluster, Unit
from process_metrics import Cost, cost_of

PAGE = '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title><main data-pagefind-body><h1>{title}</h1>{body}</main></html>'
ASKING = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>-</title><script type="module">
const pagefind = await import("/pagefind/pagefind.js");
window.ask = async text => {
  const found = await pagefind.search(text);
  const first = found.results[0] ? await found.results[0].data() : null;
  return [first ? first.url.split("/")[1] : "", found.results.length];
};
const asked = new URLSearchParams(location.search).get("q");
if (asked) { await window.ask(asked); }
document.title = "ready";
</script></html>"""
SETTINGS = """\
site_name: Peer
theme: {{name: material, language: zh, font: false}}
plugins: {plugins}
nav: [index.md]
validation: {{nav: {{omitted_files: ignore}}}}
"""
SEARCHING = "[{search: {lang: zh}}]"
"""Material's search as its manual configures it for Chinese; jieba segments the words."""


def paragraphs(entry: Entry) -> tuple[str, list[str]]:
    """Return the title and the paragraphs of an entry; name and address are both in the title, to the peers' advantage."""
    where = f"{entry.compound or entry.committee}{getattr(entry, 'building', '')}"
    facts = [f"{entry.street}{where}", " ".join(getattr(entry, "themes", ())), entry.tagline]
    return f"{where} {entry.name}", [text for text in (*facts, *list_story_lines(entry)) if text]


def published(exhibition: Exhibition) -> Iterator[Entry]:
    """Yield every entry that is searched."""
    yield from exhibition.published(Unit)
    yield from exhibition.published(Cluster)


def pagefind_site(exhibition: Exhibition, folder: Path) -> Cost:
    """Write the pages to `folder`, let Pagefind index them, and return the cost."""
    for entry in published(exhibition):
        title, body = paragraphs(entry)
        page = folder / entry.id / "index.html"
        page.parent.mkdir(parents=True)
        told = "".join(f"<p>{html.escape(text)}</p>" for text in body)
        page.write_text(PAGE.format(title=html.escape(title), body=told), encoding="utf-8")
    (folder / "ask.html").write_text(ASKING, encoding="utf-8")
    return cost_of([sys.executable, "-m", "pagefind", "--site", folder])


def material_site(exhibition: Exhibition, folder: Path) -> tuple[Cost, Cost]:
    """Write the pages below `folder`, let MkDocs build them; return the cost without and with Material's search."""
    docs = folder / "docs"
    for entry in published(exhibition):
        title, body = paragraphs(entry)
        page = docs / entry.id / "index.md"
        page.parent.mkdir(parents=True)
        page.write_text("\n\n".join([f"# {title}", *body]) + "\n", encoding="utf-8")
    (docs / "index.md").write_text("# Home\n", encoding="utf-8")
    costs = []
    for name, plugins in (("plain", "[]"), ("site", SEARCHING)):
        settings = folder / f"{name}.yml"
        settings.write_text(SETTINGS.format(plugins=plugins), encoding="utf-8")
        target = ("--config-file", settings, "--site-dir", folder / name)
        costs.append(cost_of([sys.executable, "-m", "mkdocs", "build", "--quiet", *target]))
    return costs[0], costs[1]
