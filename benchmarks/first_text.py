"""Time to the first text of a page on a slow line: 400 kbit/s, 400 ms round trip, a processor four times slower.

    python benchmarks/first_text.py SITE [address below the root …]

Files are sent gzipped where that makes them smaller, as a web server does; `--plain` sends them as they are, as many
buckets do.
"""

from __future__ import annotations

import gzip
import shutil
import sys
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from browser_search import BROWSERS

LINE = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
SLOWER = 4
TIMES = 3
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PAGES = ("10001/", "", "walls/", "guide/", "guide/fields/", "help/", "help/E201/")


def first_text_s(browser: Browser, root: str, address: str) -> float:
    """Return seconds to the first contentful paint of a page, in a browser with an empty cache."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(root + address)
    page.wait_for_timeout(300)
    found = page.evaluate("performance.getEntriesByName('first-contentful-paint').map(e => e.startTime)[0]")
    context.close()
    return float(found) / 1000


def serve(site: Path, zipped: bool):  # type: ignore[no-untyped-def]
    """Serve `site` in a thread; return the server."""
    import functools
    import http.server
    import threading

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            path = Path(self.translate_path(urlsplit(self.path).path))
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(404)
                return
            body = path.read_bytes()
            packed = gzip.compress(body, 6) if zipped and path.suffix in TYPES else body
            self.send_response(200)
            self.send_header("Content-Type", TYPES.get(path.suffix, "application/octet-stream"))
            if len(packed) < len(body):
                self.send_header("Content-Encoding", "gzip")
                body = packed
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main(words: list[str]) -> None:
    """Print the median of some visits to each page."""
    zipped = "--plain" not in words
    site, *pages = [word for word in words if word != "--plain"]
    server = serve(Path(site), zipped)
    root = f"http://127.0.0.1:{server.server_address[1]}/"
    with sync_playwright() as playwright:
        installed = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = playwright.chromium.launch(executable_path=installed, args=["--no-sandbox"])
        for address in pages or PAGES:
            seen = median(first_text_s(browser, root, address) for _ in range(TIMES))
            print(f"{seen:5.2f} s  /{address}")
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main(sys.argv[1:])
