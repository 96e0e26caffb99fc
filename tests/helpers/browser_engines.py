"""Firefox ESR and WebKitGTK, as Debian packs them, driven by the commands of W3C's WebDriver.

Firefox takes them by Marionette (JSON over a socket), WebKit through WebKitWebDriver (JSON over HTTP). So neither
geckodriver, which Debian does not pack, nor a library is needed: the commands of both are the same few.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

FIREFOX = next(filter(shutil.which, ("firefox-esr", "firefox")), "firefox-esr")
WEBKIT = "WebKitWebDriver"
START_S = 60
"""A loaded machine needs long to start a browser."""
ANSWER_S = 60
PREFERENCES = {
    "marionette.port": 0,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "app.update.disabledForTesting": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "extensions.getAddons.cache.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "browser.region.update.enabled": False,
    "dom.min_background_timeout_value": 4,
}
"""Preferences of a Firefox that makes no requests of its own."""
WATCH = """
window.__errors = window.__errors || [];
if (!window.__watched) {
  window.__watched = true;
  window.addEventListener('error', function (e) { if (e.message) window.__errors.push(e.message); });
}
"""


class Wire(Protocol):
    """Transport of commands to a browser."""

    def send(self, method: str, path: str, marionette: str, values: dict[str, Any]) -> Any: ...


class Socket:
    """Marionette: `length:[0,id,name,values]` there, `length:[1,id,error,result]` back."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=ANSWER_S)
        self.rest = b""
        self.count = 0
        self.read()

    def read(self) -> Any:
        while b":" not in self.rest:
            self.more()
        length, _, self.rest = self.rest.partition(b":")
        while len(self.rest) < int(length):
            self.more()
        body, self.rest = self.rest[: int(length)], self.rest[int(length) :]
        return json.loads(body)

    def more(self) -> None:
        got = self.socket.recv(1 << 16)
        if not got:
            raise ConnectionError("Firefox has closed the connection")
        self.rest += got

    def send(self, method: str, path: str, marionette: str, values: dict[str, Any]) -> Any:
        self.count += 1
        body = json.dumps([0, self.count, f"WebDriver:{marionette}", values]).encode()
        self.socket.sendall(str(len(body)).encode() + b":" + body)
        _, _, error, result = self.read()
        if error:
            raise RuntimeError(f"{marionette}: {error['message']}")
        return result.get("value", result) if isinstance(result, dict) else result


class Http:
    """W3C WebDriver over HTTP."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}/session"

    def send(self, method: str, path: str, marionette: str, values: dict[str, Any]) -> Any:
        data = json.dumps(values).encode() if method == "POST" else None
        request = urllib.request.Request(self.root + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as problem:
            raise RuntimeError(f"{path}: {problem.read().decode()[:500]}") from problem


class Engine:
    """A browser with one page."""

    def __init__(self, name: str, wire: Wire) -> None:
        self.name, self.wire = name, wire

    def goto(self, address: str) -> None:
        self.wire.send("POST", "/url", "Navigate", {"url": address})

    def run(self, script: str, *args: object) -> Any:
        """Return the result of a function body."""
        return self.wire.send("POST", "/execute/sync", "ExecuteScript", {"script": script, "args": list(args)})

    def run_async(self, script: str, *args: object) -> Any:
        """Return what a script passes to its last argument, a function."""
        return self.wire.send("POST", "/execute/async", "ExecuteAsyncScript", {"script": script, "args": list(args)})

    def until(self, expression: str, within_s: float = 15) -> Any:
        """Wait until an expression is true. Raises AssertionError when it does not become so."""
        end = time.monotonic() + within_s
        while not (found := self.run(f"return {expression}")):
            assert time.monotonic() < end, f"{self.name}: never {expression}"
            time.sleep(0.05)
        return found

    def keys(self, *names: str) -> None:
        """Press keys, each by its WebDriver code."""
        actions = [{"type": kind, "value": key} for key in names for kind in ("keyDown", "keyUp")]
        self.act({"type": "key", "id": "keys", "actions": actions})

    def click(self, selector: str, number: int = 0) -> None:
        """Scroll an element into view and press the mouse in its middle."""
        x, y = self.run(
            "var e = document.querySelectorAll(arguments[0])[arguments[1]]; e.scrollIntoView({ block: 'center' });"
            "var b = e.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]",
            selector,
            number,
        )
        down = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self.act(
            {"type": "pointer", "id": "mouse", "actions": [{"type": "pointerMove", "x": int(x), "y": int(y)}, *down]}
        )

    def act(self, source: dict[str, Any]) -> None:
        self.wire.send("POST", "/actions", "PerformActions", {"actions": [source]})

    def back(self) -> None:
        self.wire.send("POST", "/back", "Back", {})

    def screenshot(self) -> bytes:
        return base64.b64decode(self.wire.send("GET", "/screenshot", "TakeScreenshot", {"full": False}))

    def resize(self, width: int, height: int) -> None:
        """Set the page's size in CSS px."""
        for _ in range(3):
            inner = self.run("return [innerWidth, innerHeight, outerWidth, outerHeight]")
            if inner[:2] == [width, height]:
                return
            rect = {"width": width + inner[2] - inner[0], "height": height + inner[3] - inner[1]}
            self.wire.send("POST", "/window/rect", "SetWindowRect", rect)
            time.sleep(0.2)

    def pdf(self) -> bytes:
        """Print the page as its visitor would, without backgrounds."""
        return base64.b64decode(
            self.wire.send(
                "POST",
                "/print",
                "Print",
                {
                    "background": False,
                    "page": {"width": 21.0, "height": 29.7},
                    "margin": {"top": 1, "bottom": 1, "left": 1, "right": 1},
                },
            )
        )


@contextmanager
def run_firefox() -> Iterator[Engine]:
    """Run a headless Firefox ESR with a profile of its own."""
    with tempfile.TemporaryDirectory() as folder:
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
        Path(folder, "user.js").write_text("".join(lines), "utf-8")
        command = [FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", folder]
        environment = {**os.environ, "HOME": folder, "MOZ_HEADLESS_WIDTH": "1280", "MOZ_HEADLESS_HEIGHT": "900"}
        with run_program(command, environment) as process:
            port = Path(folder, "MarionetteActivePort")
            wait_until(lambda: port.is_file() and port.read_text().strip() != "", process)
            wire = Socket(int(port.read_text()))
            wire.send("", "", "NewSession", {"capabilities": {}})
            yield Engine("firefox", wire)


@contextmanager
def run_webkit() -> Iterator[Engine]:
    """Run WebKitGTK's MiniBrowser on a virtual screen of its own."""
    with tempfile.TemporaryDirectory() as folder, run_screen() as display:
        port = free_port()
        environment = {**make_webkit_environment(display), "HOME": folder}
        with run_program([WEBKIT, f"--port={port}"], environment) as process:
            wait_until(lambda: open_port(port), process)
            wire = Http(port)
            options = {"binary": find_minibrowser(), "args": ["--automation"]}
            capabilities = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
            session = wire.send("POST", "", "", {"capabilities": capabilities})["sessionId"]
            wire.root += "/" + session
            yield Engine("webkit", wire)
            wire.send("DELETE", "", "", {})


def make_webkit_environment(display: str) -> dict[str, str]:
    """Return the environment that WebKitGTK needs where there is no graphics card, and where tests run as root."""
    return {
        **os.environ,
        "DISPLAY": display,
        "GDK_BACKEND": "x11",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
    }


def find_minibrowser() -> str:
    """Return the browser that Debian packs with the library."""
    return str(next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))


@contextmanager
def run_screen() -> Iterator[str]:
    """Run a virtual screen; yield its name."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writer], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader) as pipe:
            yield ":" + pipe.readline().strip()
    finally:
        process.terminate()
        process.wait()


@contextmanager
def run_program(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program in a process group of its own, and end all its processes."""
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, 15)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()


def wait_until(ready: Any, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_S
    while not ready():
        assert process.poll() is None, f"{process.args} ended with {process.returncode}"
        assert time.monotonic() < end, f"{process.args} does not start"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def open_port(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def is_installed(name: str) -> bool:
    """Return whether the engine and its requirements are on this machine."""
    needed = [FIREFOX] if name == "firefox" else [WEBKIT, "Xvfb"]
    return all(shutil.which(one) for one in needed)


ENGINES = {"firefox": run_firefox, "webkit": run_webkit}
