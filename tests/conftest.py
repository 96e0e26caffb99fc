"""Shared fixtures: a browser, the built exhibition, a plain file server."""

from __future__ import annotations

import contextlib
import functools
import http.server
import io
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from exhibition.cli import main
from exhibition.print.colour import find_profile
from exhibition.print.fonts import prepare_fonts
from exhibition.print.resources import RenderResources
from exhibition.storage.cache import Cache
from exhibition.storage.locking import lock_folder
from helpers.photo_site import write_photo_site
from helpers.s3_store import Store, configure_rclone, run_store

HOME = Path(__file__).resolve().parents[1]

# A machine that gates merges must not fail by chance: there the examples are the same each time.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("other", deadline=None)
settings.load_profile("other")
if os.environ.get("CI"):
    settings.load_profile("same")

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first one that is installed opens the pages; the shell has the engine without a browser's windows, for half the
time.
"""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Options of a browser that runs as root in a container and makes no requests of its own."""


WAIT_S = 30.0
"""How long a test waits for something in a page to become true."""


def wait_for_function(page: Page, expression: str, *, arg: object = None, timeout: float | None = None) -> None:
    """Wait until a JavaScript expression is true: Playwright's own way is `eval` in the page, which our policy forbids."""
    end = time.monotonic() + (WAIT_S if timeout is None else timeout / 1000)
    while not page.evaluate(expression, arg):
        if time.monotonic() > end:
            pytest.fail(f"never became true: {expression}")
        page.wait_for_timeout(20)


Page.wait_for_function = wait_for_function  # type: ignore[method-assign,assignment]


LONGEST = (
    "test_docs.py",
    "test_fuzz.py",
    "test_hosting_bucket_overlap.py",
    "test_site_visitors.py",
    "test_site_publishing.py",
    "test_contributing.py",
    "test_cms_output.py",
    "test_hostile_settings.py",
    "test_pages_list_state.py",
    "test_media_git_hook.py",
    "test_media_importing.py",
    "test_routes.py",
    "test_cluster.py",
    "test_plays.py",
    "test_covenants.py",
    "test_print_drawing.py",
    "test_browser_engines.py",
    "test_browser_baseline_layout.py",
    "test_check_timing.py",
    "test_guide_rendered.py",
    "test_pages_lightbox.py",
    "test_site_csp.py",
    "test_search_stable_files.py",
    "test_hostile.py",
    "test_print_real_job.py",
    "test_preview.py",
    "test_serving_nightly.py",
    "test_hosting_bucket.py",
    "test_site_trial.py",
    "test_storage_locking.py",
    "test_rooms_browser.py",
    "test_visits_browser.py",
    "test_entry_layout_browser.py",
    "test_kiosk.py",
    "test_hosting_applications.py",
    "test_print_pictures.py",
    "test_print_handouts.py",
)
"""Files that take ten seconds and more. They come first: a long one at the end would leave all workers but one idle."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return the number of test processes: one more than processors, because a third of the time is waiting for others."""
    return (os.cpu_count() or 1) + 1


SLOW_FIXTURES = {"browser", "built", "photographed", "press", "store"}
"""Fixtures that start a browser, build a site, convert fonts or start a store: a test that uses one, directly or
through another fixture, is slow.
"""

SLOW = (
    "test_play_graph.py",
    "test_media_malformed.py",
    "test_cli_commands.py",
    "test_autofix.py",
    "test_hosting_github.py",
    "test_hosting_gitlab.py",
    "test_hosting_code_owners.py",
    "test_media_formats.py",
    "test_cms_configuration.py",
    "test_content_scaffold.py",
    "test_hooks.py",
    "test_print_command.py",
    "test_print_workers.py",
    "test_print_package.py",
    "test_ledger_branches.py",
    "test_ledger_reassignment.py",
    "test_storage_safe_files.py",
    "test_regex_timing.py",
    "test_media_renditions.py",
    "test_checks_file_layout.py",
    "test_print_fonts.py",
    "test_print_preflight.py",
    "test_privacy_detection.py",
    "test_privacy_outputs.py",
    "test_ledger_history.py",
    "test_media_published.py",
    "test_site_reproducible.py",
    "test_message_style.py",
    "test_spreadsheets_editing.py",
    "test_spreadsheets_export.py",
    "test_spreadsheets_import.py",
    "test_exchange_workbooks.py",
    "test_site.py",
    "test_verification_servers.py",
    "test_workflows_run.py",
    "test_content_yaml.py",
    "test_originals.py",
    "test_search_patching.py",
    "test_site_patching.py",
    "test_warm_pages.py",
)
"""Files beside `LONGEST` that take two seconds of processor time and more, most of them because they run commands, git,
servers or worker processes. `test_checks_cases.py`, `test_bodies.py` and `test_qr.py`
take three to five and stay.
"""

FAST = "not slow"
"""Expression of marks that selects the quick tests (`make test-fast`): under a minute on two processors, no browser."""


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark of slow tests."""
    config.addinivalue_line(
        "markers", "slow: needs a browser, a built site, servers or ten seconds (set by conftest.py)"
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the slow files out of quick runs before they are imported."""
    return True if config.option.markexpr == FAST and collection_path.name in {*LONGEST, *SLOW} else None


def is_slow(item: pytest.Item) -> bool:
    """Return whether a test is left out of quick runs."""
    return item.path.name in {*LONGEST, *SLOW} or not SLOW_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow tests, and put the longest files first; xdist distributes files in this order."""
    for item in items:
        if is_slow(item):
            item.add_marker(pytest.mark.slow)
    rank = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    installed = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        yield browser
        browser.close()


def exhibition(*words: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the real command line, as its users do."""
    command = [sys.executable, "-m", "exhibition", *map(str, words)]
    ran = subprocess.run(command, cwd=HOME / "scripts", capture_output=True, encoding="utf-8")
    if check and ran.returncode:
        pytest.fail(f"{words} ended with {ran.returncode}:\n{ran.stdout}\n{ran.stderr}")
    return ran


def commanded(*words: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run the command line as `exhibition` does, but in this process: starting another takes longer than most commands."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([*map(str, words)])
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(left.code is not None)
    said, told = (stream.buffer.getvalue().decode() for stream in (out, err))  # type: ignore[attr-defined]
    if check and code:
        pytest.fail(f"{words} ended with {code}:\n{said}\n{told}")
    return subprocess.CompletedProcess([*map(str, words)], code, said, told)


def shared(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that `make` has filled, once for all workers of a run; no test changes it afterwards."""
    own = factory.getbasetemp()
    # The workers of xdist have folders of their own in one that is the run's.
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / f"shared-{name}"
    made = folder / "made"
    with lock_folder(folder, "pytest", wait_s=SHARED_S):
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            made.touch()
    return folder


SHARED_S = 300.0
"""How long a worker waits for another to make a shared folder."""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped exhibition, built once for all tests that read it."""

    def build(place: Path) -> None:
        exhibition("build", "--site", place / "site", "--cache", place / "cache")

    return shared(tmp_path_factory, "built", build) / "site"


@pytest.fixture(scope="session")
def photographed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small exhibition with real photographs."""

    def build(place: Path) -> None:
        exhibition(
            "build", "--root", write_photo_site(place / "root"), "--site", place / "site", "--cache", place / "cache"
        )

    return shared(tmp_path_factory, "photographed", build) / "site"


class Recorder(http.server.SimpleHTTPRequestHandler):
    """A plain file server, like plain hosting, that records what it could not find."""

    def log_message(self, format: str, *args: object) -> None:
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        self.server.missed.append(self.path)  # type: ignore[attr-defined]
        page = Path(self.server.not_found)  # type: ignore[attr-defined]
        body = page.read_bytes() if page.is_file() else b""
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Hosting:
    """A site served at the root and, as `sub`, at a sub-path, by a server of plain files."""

    def __init__(self, server: http.server.ThreadingHTTPServer, missed: list[str]) -> None:
        self.root = f"http://127.0.0.1:{server.server_address[1]}/"
        self.missed = missed


def hosting(folder: Path, not_found: Path, handler: type[Recorder] = Recorder) -> Iterator[Hosting]:
    """Serve `folder` until the test is over."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    missed: list[str] = []
    server.missed, server.not_found = missed, not_found  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Hosting(server, missed)
    server.shutdown()


@pytest.fixture(scope="session")
def at_root(built: Path) -> Iterator[Hosting]:
    """The shipped exhibition at the root of a host."""
    yield from hosting(built, built / "404.html")


@pytest.fixture(scope="session")
def with_photos(photographed: Path) -> Iterator[Hosting]:
    """The small exhibition with real photographs at the root of a host."""
    yield from hosting(photographed, photographed / "404.html")


@pytest.fixture(scope="session")
def at_sub_path(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosting]:
    """The shipped exhibition below `/a/b/`; nothing else is there."""
    host = tmp_path_factory.mktemp("host")
    (host / "a").mkdir()
    (host / "a" / "b").symlink_to(built, target_is_directory=True)
    for served in hosting(host, built / "404.html"):
        served.root += "a/b/"
        yield served


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> RenderResources:
    """Resources for drawing posters; the fonts contain the characters of the shipped content and the tests."""
    content = HOME / "content"
    sources = (*content.rglob("index.md"), *content.rglob("参访.md"), *(content / "vocabularies").glob("*.yml"))
    written = "".join(path.read_text("utf-8") for path in sources)
    package = HOME / "scripts" / "exhibition"
    # Worksheets print the keys of record lists.
    modules = (*(package / "print").glob("*.py"), *(package / "records").glob("*.py"))
    ours = "".join(path.read_text("utf-8") for path in modules)
    tests = "".join(path.read_text("utf-8") for path in (HOME / "tests").glob("test_print_*.py"))
    signs = "".join(sorted(set(written + ours + tests) - set("\n")))

    def prepare(place: Path) -> None:
        prepare_fonts("", Cache(place), lambda done, total: None, characters=signs)

    cache = Cache(shared(tmp_path_factory, "fonts", prepare))
    return RenderResources(prepare_fonts("", cache, lambda done, total: None, characters=signs), find_profile(), HOME)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Store]:
    """Return an empty S3 store, which rclone knows as `louzu:`."""
    store = Store()
    with run_store(store) as host:
        configure_rclone(monkeypatch, host, tmp_path)
        yield store
