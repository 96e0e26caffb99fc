"""Peers of the whole build besides plain MkDocs, on the entries of the same synthetic district.

**Hugo, bodies only** makes the pages that plain MkDocs makes: the Markdown below the front matter, a template of one
line, no list, no sitemap.

**Hugo, full** reads the front matter as it stands and makes of every published entry a page with all its fields: facts,
steps, covenant, group, record lists, picture pairs, stars, cluster and members, four neighbours of its street, and its
code as PNG. Lists by street, theme, star and year are Hugo's own taxonomies, 60 entries a page; a home page and a
sitemap. It has none of our checks, references back, record rooms, search, share pictures, page budgets, policy
headers, and its styles are a few lines: what it costs is a lower bound of a Hugo site that does what ours does. That
its sources are written is no part of its time.

**Zensical** gets the docs folder and the settings of plain MkDocs; it makes its search index all the same. It has a
cache: after an edit it makes only what has changed. Hugo makes all again (its server, which keeps pages in memory, is
measured by nobody here).

The start of Python (`python -m hugo` replaces itself by the program) is part of the time, some 0.03 s.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from exhibition.types import CONTENT_TYPES
from fixtures import PLAIN_SETTINGS, Ground, body_of
from process_metrics import Cost, cost_of

ADDRESS = "https://louzu.example/"
ON_A_PAGE = 60
"""Entries on one page of a list."""
FACETS = {"streets": "街镇", "themes": "主题", "stars": "星", "years": "年份"}
"""Hugo's taxonomies: folder of their pages, key of the front matter."""
QR = 'dict "level" "quartile" "scale" 8 "targetDir" .Params.编号'
"""The symbol of our own codes: the same version, level and pixels."""


@dataclass(frozen=True, slots=True)
class BuildPeer:
    """Another program that builds the district, in a folder of its own."""

    name: str
    package: str
    """The module that is run. Where it is not installed, the rows of the peer are left out."""
    lay_out: Callable[[Ground, Path], None]
    """Writes the sources."""
    source: str
    """Path of the source of an entry, of its number."""
    words: tuple[str, ...]
    """Arguments of the program, of its folder."""
    made: tuple[str, ...]
    """Folders that a build leaves; the site first."""

    def get_folder(self, ground: Ground) -> Path:
        """Return the folder of the peer; its sources are written when they are first asked for."""
        folder = ground.work / self.name.replace(", ", "-").replace(" ", "-").lower()
        if not folder.exists():
            self.lay_out(ground, folder)
        return folder

    def build(self, ground: Ground, *, fresh: bool = True) -> Cost:
        """Build the site, from nothing where `fresh`, and return the cost."""
        folder = self.get_folder(ground)
        if fresh:
            ground.put_away(*(folder / name for name in self.made))
        words = [word.format(folder=folder) for word in self.words]
        return cost_of([sys.executable, "-m", self.package, *words])

    def rebuild(self, ground: Ground) -> Cost:
        """Add a line to the body of one unit, build again as the peer does, and return the cost."""
        id = next(ground.entries()).parent.name
        with open(self.get_folder(ground) / self.source.format(id=id), "a", encoding="utf-8") as file:
            file.write("\n又添了一句话。\n")
        return self.build(ground, fresh=False)

    def count_pages(self, ground: Ground) -> int:
        """Return how many pages the site has."""
        return sum(1 for _ in (self.get_folder(ground) / self.made[0]).rglob("*.html"))


def lay_out_bodies(ground: Ground, folder: Path) -> None:
    """Write a Hugo site of the Markdown that plain MkDocs gets."""
    disabled = ["RSS", "sitemap", "taxonomy", "term", "section", "404"]
    write_file(folder / "hugo.yaml", yaml.safe_dump({"baseURL": ADDRESS, "title": "Peer", "disableKinds": disabled}))
    write_file(folder / "layouts" / "home.html", "<!doctype html><title>Home</title>")
    write_file(
        folder / "layouts" / "page.html",
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{{ .Title }}</title><main>{{ .Content }}</main></html>',
    )
    for path in ground.entries():
        id = path.parent.name
        write_file(folder / "content" / f"{id}.md", f"# {id}\n\n{body_of(path)}")


def lay_out_full(ground: Ground, folder: Path) -> None:
    """Write a Hugo site of all published entries with their front matter."""
    settings = {
        "baseURL": ADDRESS,
        "title": "楼组展厅",
        "disableKinds": ["RSS"],
        "taxonomies": {key: key for key in FACETS.values()},
        "permalinks": {
            "taxonomy": {key: f"/{name}/" for name, key in FACETS.items()},
            "term": {key: f"/{name}/:slug/" for name, key in FACETS.items()},
        },
        "pagination": {"pagerSize": ON_A_PAGE, "disableAliases": True},
    }
    write_file(folder / "hugo.yaml", yaml.safe_dump(settings, allow_unicode=True))
    for name, template in TEMPLATES.items():
        write_file(folder / "layouts" / name, template)
    for path in iter_published(ground):
        text = path.read_text(encoding="utf-8")
        write_file(folder / "content" / f"{path.parent.name}.md", text.replace("---\n", f"---\n{derive(text)}", 1))


def iter_published(ground: Ground) -> Iterator[Path]:
    """Yield the content files of all published entries of all types."""
    for row in CONTENT_TYPES:
        for path in sorted((ground.root / row.root).rglob("index.md")):
            if get_value(path.read_text(encoding="utf-8"), "状态") == "发布":
                yield path


def derive(text: str) -> str:
    """Return lines of front matter that Hugo needs beside those of a content file: title, star and year as words."""
    star, year = get_value(text, "星级"), get_value(text, "建立")[:4]
    lines = {"title": get_value(text, "名称"), "星": f"{star}星" if star else "", "年份": f"{year}年" if year else ""}
    return "".join(f'{key}: "{value}"\n' for key, value in lines.items() if value)


def get_value(text: str, key: str) -> str:
    """Return the value of a key at the top of the front matter, empty where there is none."""
    found = re.search(rf"(?m)^{key}: *(.*)$", text)
    return found[1].strip("\"' ") if found else ""


def lay_out_zensical(ground: Ground, folder: Path) -> None:
    """Write the docs folder and the settings of plain MkDocs."""
    shutil.copytree(ground.plain_root / "docs", folder / "docs")
    write_file(folder / "mkdocs.yml", f"{PLAIN_SETTINGS}site_dir: site\n")


def write_file(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


HUGO = ("--quiet", "--source", "{folder}", "--destination", "{folder}/site")
PEERS = (
    BuildPeer("Hugo, bodies only", "hugo", lay_out_bodies, "content/{id}.md", HUGO, ("site", "resources")),
    BuildPeer("Hugo, full", "hugo", lay_out_full, "content/{id}.md", HUGO, ("site", "resources")),
    BuildPeer(
        "Zensical",
        "zensical",
        lay_out_zensical,
        "docs/{id}/index.md",
        ("build", "--config-file", "{folder}/mkdocs.yml"),
        ("site", ".cache"),
    ),
)

TEMPLATES = {
    "baseof.html": """\
<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{ .Title }}</title>
<link rel="canonical" href="{{ .Permalink }}">
{{ with .Params.一句话 }}<meta name="description" content="{{ . }}">{{ end }}
<style>:root{color-scheme:light dark}body{max-width:78rem;margin:0 auto;padding:0 1rem;font:1.1rem/1.75 sans-serif}dl div{display:flex}.card{display:block}</style>
</head>
<body>
<header><a href="/">{{ site.Title }}</a><nav>{{ range $key, $terms := site.Taxonomies }}<a href="{{ $terms.Page.RelPermalink }}">{{ $key }}</a>{{ end }}</nav></header>
<main>{{ block "main" . }}{{ end }}</main>
<footer><p>{{ site.Title }}</p></footer>
</body>
</html>
""",
    "home.html": """\
{{ define "main" }}<h1>{{ site.Title }}</h1><p>{{ len site.RegularPages }} 页</p>
{{ range $key, $terms := site.Taxonomies }}<h2>{{ $key }}</h2>
<ul>{{ range $terms.ByCount }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>{{ end }}</ul>{{ end }}
{{ range first 12 site.RegularPages }}{{ partial "card.html" . }}{{ end }}{{ end }}
""",
    "taxonomy.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>
<ul>{{ range .Data.Terms.ByCount }}<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>{{ end }}</ul>{{ end }}
""",
    "term.html": """\
{{ define "main" }}<h1>{{ .Title }}</h1>{{ $pager := .Paginate .Pages }}
{{ range $pager.Pages }}{{ partial "card.html" . }}{{ end }}
<nav>{{ range $pager.Pagers }}<a href="{{ .URL }}">{{ .PageNumber }}</a>{{ end }}</nav>{{ end }}
""",
    "_partials/card.html": """\
<a class="card" href="{{ .RelPermalink }}"><b>{{ .Title }}</b> <small>{{ .Params.小区 }}{{ if eq .Params.示例 "是" }} · 示例{{ end }}</small> {{ with .Params.星 }}<span>{{ . }}楼组</span>{{ end }} {{ .Params.一句话 }}</a>
""",
    "page.html": """\
{{ define "main" }}
{{- $shown := slice "title" "date" "draft" "iscjklanguage" "lastmod" "publishdate" "expirydate" "type" "名称" "一句话" "状态" "示例" "主题" "历程" "公约" "自治小组" "照片" "楼组" "楼群" "星" "年份" -}}
<article>
{{ if eq .Params.示例 "是" }}<aside>示例：这一页是编出来的，给人看样子</aside>{{ end }}
<header><p>{{ with .Params.街镇 }}<a href="{{ (site.GetPage (printf "/街镇/%s" .)).RelPermalink }}">{{ . }}</a>{{ end }} · {{ .Params.小区 }}</p>
<h1>{{ .Title }}</h1>{{ with .Params.星级 }}<p>{{ range seq . }}★{{ end }} {{ . }}星楼组</p>{{ end }}<p>{{ .Params.一句话 }}</p></header>
{{ with .Params.照片 }}<section><h2>照片</h2>{{ range . }}<figure><figcaption>{{ with .从前 }}{{ . }}，{{ end }}{{ .说明 }}</figcaption></figure>{{ end }}</section>{{ end }}
{{ with .Params.历程 }}<section><h2 id="story">前世今生</h2><ol>{{ range $number, $step := . }}
<li id="step-{{ add $number 1 }}"><small>{{ .时间 }}</small><h3>{{ .标题 }}</h3><p>{{ .经过 }}</p></li>{{ end }}</ol></section>{{ end }}
<section>{{ .Content }}</section>
{{ with .Params.公约 }}<section><h2>楼组公约</h2><ol>{{ range . }}<li>{{ . }}</li>{{ end }}</ol></section>{{ end }}
{{ with .Params.自治小组 }}<section><h2>自治小组</h2><ul>{{ range . }}<li>{{ . }}</li>{{ end }}</ul></section>{{ end }}
<section><h2>档案</h2><dl>
{{- range $key, $value := .Params }}{{ if and $value (not (in $shown $key)) (not (reflect.IsSlice $value)) }}<div><dt>{{ $key }}</dt><dd>{{ $value }}</dd></div>{{ end }}{{ end }}</dl>
<p>{{ range .Params.主题 }}<a href="{{ (site.GetPage (printf "/主题/%s" .)).RelPermalink }}">{{ . }}</a> {{ end }}
{{- with .Params.年份 }}<a href="{{ (site.GetPage (printf "/年份/%s" .)).RelPermalink }}">{{ . }}</a>{{ end }}</p></section>
{{ range $key, $value := .Params }}{{ if and $value (not (in $shown $key)) (reflect.IsSlice $value) }}<section><h2>{{ $key }}</h2><ul>{{ range $value }}<li>
{{- if reflect.IsMap . }}{{ range $label, $said := . }}<b>{{ $label }}</b> {{ $said }} {{ end }}{{ else }}{{ . }}{{ end }}</li>{{ end }}</ul></section>{{ end }}{{ end }}
{{ with .Params.楼群 }}{{ with site.GetPage (printf "/%v" .) }}<section><h2>楼群</h2>{{ partial "card.html" . }}</section>{{ end }}{{ end }}
{{ with .Params.楼组 }}<section><h2>楼组</h2>{{ range . }}{{ with site.GetPage (printf "/%v" .) }}{{ partial "card.html" . }}{{ end }}{{ end }}</section>{{ end }}
{{ with images.QR .Permalink (QR_OPTIONS) }}<aside><h2>带上这一页</h2><b>{{ $.Permalink }}</b><img src="{{ .RelPermalink }}" alt="{{ $.Title }}的二维码" width="240" height="240"></aside>{{ end }}
{{ with .Params.街镇 }}{{ with site.GetPage (printf "/街镇/%s" .) }}<section><h2>串个门</h2>
{{- $pages := .Pages }}{{ with $pages.Next $ }}{{ partial "card.html" . }}{{ with $pages.Next . }}{{ partial "card.html" . }}{{ end }}{{ end }}
{{- with $pages.Prev $ }}{{ partial "card.html" . }}{{ with $pages.Prev . }}{{ partial "card.html" . }}{{ end }}{{ end }}</section>{{ end }}{{ end }}
</article>{{ end }}
""".replace("QR_OPTIONS", QR),
}
"""The layouts of the full Hugo site."""
