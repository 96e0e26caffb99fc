"""Hostile texts in bodies and fields, built and opened in a real browser: nothing runs, loads or covers the page.

Checks refuse most of these texts. Here they are disabled, so that the page itself is tested.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

import exhibition.site.build
from entry_writer import write_ledger
from exhibition.bodies import render_body
from exhibition.diagnostics import Diagnostic
from exhibition.exchange.calendar import escape_text, fold_line
from exhibition.progress import Progress
from exhibition.site.build import BuildFolders, build
from exhibition.site.pipeline import load_and_check
from exhibition.types import CONTENT_TYPES
from helpers.hostile_texts import VECTORS
from synthetic import copy_settings, terms

HOST = "http://site.test/"
A_BODY = 16
"""Vectors of one body; every other field of a page has one vector."""

FIELDS = [
    "名称",
    "居民区",
    "小区",
    "楼号",
    "一句话",
    "来源",
    "照片.说明",
    "历程.标题",
    "历程.经过",
    "对比.地点",
    "对比.说明",
    "公约",
    "公约",
    "自治小组",
    "自治小组",
    "自治小组",
    "议事.议题",
    "议事.看法",
    "议事.决定",
    "经验.做法",
    "经验.成效",
    "标准事例.说明",
    "认领.事",
    "认领.地方",
    "认筹.多少",
    "认筹.用在哪",
    "自治金.用途",
    "溢出.名称",
    "溢出.经过",
    "活动.名称",
    "公约版本.改了什么",
    "结对.进展",
    "承诺.谁",
    "承诺.做什么",
]
SIDE = "议事"
"""A list that every other unit has in its side file."""
CLUSTER_FIELDS = [
    "名称",
    "居民区",
    "小区",
    "一句话",
    "来源",
    "历程.标题",
    "历程.经过",
    "专委会",
    "公约",
    "共享空间.名称",
    "共享空间.说明",
    "议事.议题",
    "经验.做法",
    "开讲.题目",
    "开讲.谁讲",
    "开讲.要点",
    "溢出.名称",
    "溢出.经过",
    "活动.名称",
]


class Texts:
    """Vectors in turn, without end."""

    def __init__(self) -> None:
        self.number = 0

    def next(self) -> str:
        self.number += 1
        return VECTORS[self.number % len(VECTORS)]


def front_matter(values: dict[str, Any]) -> str:
    return "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())


def fields_of(names: list[str], texts: Texts) -> dict[str, Any]:
    """Return fields with a vector each; a name with a dot is one of a record."""
    values: dict[str, Any] = {}
    for name in names:
        key, _, inner = name.partition(".")
        if inner:
            values.setdefault(key, [{}])[0][inner] = texts.next()
        elif key in ("公约", "自治小组", "专委会"):
            values.setdefault(key, []).append(texts.next())
        else:
            values[key] = texts.next()
    return values


def write_hostile(root: Path) -> None:
    """Write an exhibition in which every text is a vector."""
    copy_settings(root)
    scenes, street = [term["名称"] for term in terms("scenes")], terms("streets")[0]
    problem, standard, skill = (terms(name)[0]["名称"] for name in ("problems", "standards", "skills"))
    texts, rows = Texts(), []
    words = root / "content" / "vocabularies" / "themes.yml"
    hostile = [
        f"  - {json.dumps({'slug': f'hostile-{n}', '名称': VECTORS[n * 9], '说明': VECTORS[n * 9 + 1]}, ensure_ascii=False)}"
        for n in range(6)
    ]
    words.write_text("\n".join([words.read_text("utf-8").rstrip(), *hostile, ""]), "utf-8")
    groups = [VECTORS[start : start + A_BODY] for start in range(0, len(VECTORS), A_BODY)]
    for number, group in enumerate(groups, 20001):
        cluster = number % 7 == 0
        values = {"编号": str(number), "街镇": street["名称"], "状态": "发布", "示例": "是"}
        if cluster:
            values |= {"结群": "地缘", "楼组": [str(number - 1), str(number - 2)], **fields_of(CLUSTER_FIELDS, texts)}
        else:
            values |= {"星级": "3", "主题": [VECTORS[number % 6 * 9]], **fields_of(list(FIELDS), texts)}
            values["照片"][0] |= {"插画": scenes[0], "同意": "不涉及人物"}
            values["照片"].append({"插画": scenes[1], "说明": texts.next(), "同意": "不涉及人物"})
            values["对比"][0] |= {"之前": scenes[0], "之后": scenes[1]}
            values["标准事例"][0]["标准"] = standard
            values["结对"][0] |= {"楼组": "20001" if number > 20001 else "20002", "学什么": skill}
            values["本领"] = [skill]
            values["认领"][0]["状态"] = "等人认领"
            values["自治金"][0] |= {"进出": "进", "元": "500"}
        folder = root / "content" / (f"clusters/{number}" if cluster else f"units/{street['slug']}/{number}")
        folder.mkdir(parents=True)
        body = "\n\n".join(group)
        values["经验"][0]["难题"] = problem
        values["溢出"][0]["到"] = "社区"
        values["活动"][0]["日期"] = f"2026-04-{number % 28 + 1:02}"
        beside = {SIDE: values.pop(SIDE)} if number % 2 else {}
        for key, records in beside.items():
            text = f"---\n{front_matter({key: records})}\n---\n"
            (folder / f"{key}.md").write_text(text, "utf-8", errors="replace")
        (folder / "index.md").write_text(f"---\n{front_matter(values)}\n---\n\n{body}\n", "utf-8", errors="replace")
        rows.append((str(number), "2026-05-01", "示例", "live", ""))
    write_ledger(root / "content" / "permalinks.csv", rows)


def permissive(*words: Any, **named: Any) -> Any:
    """Load and check as always, but let everything pass; bodies are those that were written, control characters and
    all.
    """
    exhibition, found = load_and_check(*words, **named)
    return exhibition, tuple(dataclasses.replace(one) for one in found if not isinstance(one, Diagnostic))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    write_hostile(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exhibition.site.build, "load_and_check", permissive)
        outcome = build(BuildFolders(root, root / "site", root / "cache"), Progress(lambda line: None))
    assert outcome.published, outcome
    return root / "site"


def test_there_are_enough_of_them_and_check_speaks_of_those_that_could_do_harm() -> None:
    assert len(VECTORS) >= 300
    dangerous = re.compile(r"<(?:script|svg|iframe|img[^>]*onerror)|\((?:java|vb)script:", re.I)
    # In code and after a backslash they are plain text.
    loud = [one for one in VECTORS if dangerous.search(one) and not re.search("[`&\\\\\x00-\x1f\u2028\u200b]", one)]
    silent = [one for one in loud if not render_body(one).issues]
    assert len(loud) > 60
    assert silent == []


LOOK = """() => {
  const bad = [];
  const kinds = /^(https?|mailto|tel|file):$/;
  document.addEventListener('click', event => { if (event.target.closest('a')) event.preventDefault(); }, true);
  document.addEventListener('submit', event => event.preventDefault(), true);
  for (const node of document.querySelectorAll('*')) {
    for (const one of node.attributes) if (/^on/i.test(one.name)) bad.push(node.outerHTML.slice(0, 80));
    const href = node.getAttribute('href') || node.getAttribute('xlink:href');
    if (href !== null && node.tagName === 'A') {
      if (!kinds.test(new URL(href, document.baseURI).protocol)) bad.push(href);
      if (/^(https?:)?\\/\\//.test(href) && !node.closest('.ex-prose') && !node.closest('footer,header')) bad.push('foreign ' + href);
    }
  }
  const safe = /^(P|BR|HR|H[3-6]|UL|OL|LI|BLOCKQUOTE|STRONG|EM|CODE|PRE|DIV|TABLE|THEAD|TBODY|TR|TH|TD|A)$/;
  for (const node of document.querySelectorAll('.ex-prose *')) {
    const style = getComputedStyle(node);
    if (!safe.test(node.tagName)) bad.push(node.outerHTML.slice(0, 80));
    if (!/^(static|relative)$/.test(style.position)) bad.push('covers ' + node.outerHTML.slice(0, 80));
    if (node.id || node.hasAttribute('style') || (node.className && node.className !== 'is-signed')) bad.push(node.outerHTML.slice(0, 80));
  }
  for (const node of document.querySelectorAll('main, main *')) {
    if (node.focus) node.focus();
    for (const kind of ['mouseover', 'mouseenter', 'mousedown', 'pointerdown', 'focus', 'toggle', 'load', 'error'])
      node.dispatchEvent(new Event(kind, {bubbles: false}));
  }
  for (const node of document.querySelectorAll('main a, main .ex-prose *')) node.click();
  return bad;
}"""


class Visit:
    """A browser that gets only the files of a site, and records its requests and the scripts that run."""

    def __init__(self, browser: Browser, site: Path, *, policy: bool) -> None:
        self.site, self.policy = site, policy
        self.asked: set[str] = set()
        self.ran: list[str] = []
        self.context = browser.new_context()
        self.context.add_init_script("window.alert = window.x = function () { console.log('hostile text ran'); };")
        self.context.route("**/*", self.answer)
        self.page: Page = self.context.new_page()
        self.page.on(
            "console", lambda said: self.ran.append(self.page.url) if "hostile text ran" in said.text else None
        )
        self.page.on("dialog", lambda dialog: (self.ran.append(self.page.url), dialog.dismiss()))

    def answer(self, route: Route) -> None:
        """Answer from the site; requests to other hosts are recorded and refused."""
        address = urlsplit(route.request.url)
        if not route.request.url.startswith(HOST):
            self.asked.add(route.request.url)
            route.abort()
            return
        path = self.site / unquote(address.path).lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            route.fulfill(status=404, body="")
        elif path.suffix == ".html" and not self.policy:
            html = re.sub(
                r'<meta[^>]+http-equiv="?Content-Security-Policy[^>]*>', "", path.read_text("utf-8"), flags=re.I
            )
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(path=path)


@pytest.fixture(params=["without a policy", "as built"])
def visit(request: pytest.FixtureRequest, browser: Browser, hostile: Path) -> Iterator[Visit]:
    made = Visit(browser, hostile, policy=request.param == "as built")
    yield made
    made.context.close()


def test_no_text_runs_asks_or_covers(visit: Visit) -> None:
    entries = sorted(path.name for path in visit.site.glob("2[0-9][0-9][0-9][0-9]"))
    others = [f"themes/hostile-{number}" for number in range(6)]
    lists = [
        "",
        *(path.parent.relative_to(visit.site).as_posix() for path in visit.site.glob("[swt][tah]*/index.html")),
    ]
    rooms = [room.path.rstrip("/") for room in CONTENT_TYPES.rooms]
    records = [f"{name}/record" for name in entries[:8]]
    assert {*rooms, *records} <= {
        path.parent.relative_to(visit.site).as_posix() for path in visit.site.rglob("index.html")
    }
    assert len(entries) >= len(VECTORS) / A_BODY
    bad: dict[str, list[str]] = {}
    for name in dict.fromkeys([*entries, *others, *rooms, *records, *lists]):
        if not (visit.site / name / "index.html").exists():
            continue
        visit.page.goto(f"{HOST}{name}/".replace("test//", "test/"), wait_until="load")
        found = visit.page.evaluate(LOOK)
        if found:
            bad[name] = found
    assert bad == {}
    assert visit.ran == []
    assert visit.asked == set()


def test_no_text_adds_a_line_to_a_calendar() -> None:
    for text in (*VECTORS, "楼\r\nEND:VEVENT", "楼\rEND:VEVENT", "楼\u2028END:VEVENT"):
        first, *others = fold_line(f"SUMMARY:{escape_text(text)}").split("\r\n")
        assert first.startswith("SUMMARY:") and all(line.startswith(" ") for line in others), text
        assert not any("\r" in line or "\n" in line for line in (first, *others)), text


BAD = """<main><div class="ex-prose"><img src="https://evil.example/a.png" onerror="alert(1)" style="position:fixed">
<a href="javascript:x()">点</a></div></main>"""


def test_it_would_be_seen(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(BAD, "utf-8")
    made = Visit(browser, tmp_path, policy=False)
    made.page.goto(HOST, wait_until="load")
    found = made.page.evaluate(LOOK)
    assert made.ran
    assert made.asked == {"https://evil.example/a.png"}
    assert any(one.startswith("covers") for one in found)
    assert "javascript:x()" in found
    made.context.close()
