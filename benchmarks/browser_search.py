"""Asks a search in a real browser, ours and its peers': who stands first, how many bytes and seconds a first question costs."""

from __future__ import annotations

import functools
import gzip
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
"""A slow line: 1.6 Mbit/s, 150 ms."""
SLOWER = 4
"""How much slower than this machine's the processor of an old phone is."""
OURS = """async asked => {
  const found = [];
  for (const text of asked) found.push(await new Promise(done => exhibit.find(text, result => {
    const hits = result.full.concat(result.near);
    done([hits.length ? hits[0].entry.id : "", result.full.length, result.full.map(hit => hit.entry.id)]);
  })));
  return found;
}"""
LISTEN = """
const Before = window.Worker;
window.Worker = function (address, options) {
  const worker = new Before(address, options);
  worker.addEventListener("message", event => {
    if (event.data.type === 1) window.searches = true;
    if (event.data.type === 3) window.told = event.data.data;
  });
  return worker;
};"""
"""Keeps what Material's search worker says: that it is ready (a message of type 1), what it has found (type 3)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search says: the id that stands first, how many it found, and which where it tells."""

    first: str
    count: int
    ids: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def packed(path: Path) -> bytes:
    """Return the bytes of a file, gzipped."""
    return gzip.compress(path.read_bytes(), 6)


class Compressing(http.server.SimpleHTTPRequestHandler):
    """A silent file server that compresses, as good hosts do."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep silent."""

    def do_GET(self) -> None:
        """Send a file gzipped, a folder's index in its place."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = packed(path)
        self.send_response(200)
        headers = {"Content-Type": self.guess_type(path), "Content-Encoding": "gzip", "Content-Length": str(len(body))}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(body)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder and yield its address."""
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Compressing, directory=str(folder))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start a browser."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def ask_ours(page: Page, root: str, asked: Sequence[str]) -> list[Answer]:
    """Ask our search page."""
    page.goto(f"{root}search/")
    page.wait_for_function("window.exhibit && exhibit.hall")
    return [Answer(first, count, frozenset(ids)) for first, count, ids in page.evaluate(OURS, list(asked))]


def ask_pagefind(page: Page, root: str, asked: Sequence[str]) -> list[Answer]:
    """Ask Pagefind through its own interface."""
    page.goto(f"{root}ask.html")
    page.wait_for_function("document.title === 'ready'")
    return [Answer(*page.evaluate("text => ask(text)", text)) for text in asked]


def ask_material(page: Page, root: str, asked: Sequence[str]) -> list[Answer]:
    """Type into Material's search field and listen to its worker."""
    page.add_init_script(LISTEN)
    page.goto(root)
    page.wait_for_function("window.searches", timeout=300_000)
    page.locator("[data-md-component=search-query]").focus()
    return [typed(page, text) for text in asked]


def typed(page: Page, text: str) -> Answer:
    """Type one question into Material's field, after another since it does not ask twice, and return what the worker says."""
    field = page.locator("[data-md-component=search-query]")
    for words in ("peer", text):
        page.evaluate("window.told = null")
        field.fill(words)
        field.dispatch_event("keyup")
        page.wait_for_function("window.told !== null", timeout=120_000)
    items = page.evaluate("window.told.items.map(item => item[0].location)")
    return Answer(items[0].split("/")[0] if items else "", len(items))


@dataclass(frozen=True, slots=True)
class First:
    """What the first question of a new visitor costs."""

    kilobytes: float
    """Everything but pictures, gzipped."""
    seconds: float
    """Until hits show, on a slow line and an old phone's processor."""


def first_question(browser: Browser, visit: Callable[[Page], None]) -> First:
    """Return what `visit`, which asks and waits for hits, costs in a new browser."""
    with visitor(browser) as (context, page):
        sizes: list[int] = []
        page.on("response", lambda response: sizes.append(weight(response)))
        visit(page)
        page.wait_for_load_state("networkidle")
    with visitor(browser) as (context, page):
        link = context.new_cdp_session(page)
        link.send("Network.enable")
        link.send("Network.emulateNetworkConditions", SLOW)
        link.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        visit(page)
        seconds = float(page.evaluate("performance.now()")) / 1000
    return First(sum(sizes) / 1000, seconds)


@contextmanager
def visitor(browser: Browser) -> Iterator[tuple[BrowserContext, Page]]:
    """Open a browser page that has never been here."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    yield context, context.new_page()
    context.close()


def weight(response: Response) -> int:
    """Return the bytes of a response as a compressing host sends it; pictures weigh nothing here."""
    if response.status != 200 or response.headers.get("content-type", "").startswith("image/"):
        return 0
    body = response.body()
    return min(len(body), len(gzip.compress(body, 6)))
