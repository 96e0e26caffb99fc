"""Real web servers for tests: nginx, Apache and Caddy as Debian packs them, with a test's configuration text.

    with running("nginx", "server { listen @port@; root @site@; }", tmp_path, site) as server:
        ask(server.port)

`@port@` and `@plain@` in the text become two free ports (the second one for redirects from http to https), `@site@`
the folder to serve, `@folder@` the folder in which the server keeps what it writes (certificates of a test lie
there). The text stands where the guide puts it: for nginx in `http {}` (a file of `sites-enabled`), for Apache at
the end of `apache2.conf` (a file of `sites-enabled`), for Caddy it is the Caddyfile (`@port@` is its port for https
where the text has `tls …`, else that for http). The rest of the configuration is Debian's.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

START_S = 20.0
"""How long a server may take to start."""
STOP_S = 10.0
ATTEMPTS = 3
"""A free port may be taken by another test before the server has it."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    kind: str
    port: int
    plain: int
    """The second port; something listens there only where the text says so."""
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Its address by plain HTTP, with a slash at the end."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def log(self) -> str:
        """Its error log and its output so far."""
        files = (self.folder / "error.log", self.folder / "output.log")
        return "".join(file.read_text("utf-8", "replace") for file in files if file.is_file())


NGINX = """
daemon off;
pid @folder@/nginx.pid;
error_log @folder@/error.log;
worker_processes 1;
{user}
events {{ worker_connections 256; }}
http {{
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log @folder@/access.log;
    gzip on;
    client_body_temp_path @folder@/t1;
    proxy_temp_path @folder@/t2;
    fastcgi_temp_path @folder@/t3;
    uwsgi_temp_path @folder@/t4;
    scgi_temp_path @folder@/t5;
{text}
}}
"""

APACHE_MODULES = Path("/usr/lib/apache2/modules")
APACHE_ENABLED = (
    "mpm_event", "access_compat", "alias", "auth_basic", "authn_core", "authn_file", "authz_core", "authz_host",
    "authz_user", "autoindex", "deflate", "dir", "env", "filter", "mime", "negotiation", "reqtimeout", "setenvif",
)  # fmt: skip
"""Modules that Debian enables by default; `status` is left out, its page would answer on every site."""

APACHE = """
ServerRoot @folder@
DefaultRuntimeDir @folder@
PidFile @folder@/apache.pid
ErrorLog @folder@/error.log
ServerName localhost
{modules}
IncludeOptional /etc/apache2/mods-available/dir.conf
IncludeOptional /etc/apache2/mods-available/mime.conf
IncludeOptional /etc/apache2/mods-available/deflate.conf
IncludeOptional /etc/apache2/mods-available/negotiation.conf
IncludeOptional /etc/apache2/mods-available/autoindex.conf
<Directory />
    Options FollowSymLinks
    AllowOverride None
    Require all denied
</Directory>
AccessFileName .htaccess
<FilesMatch "^\\.ht">
    Require all denied
</FilesMatch>
{text}
"""

CADDY = """
{{
    admin off
    skip_install_trust
    {ports}
}}
{text}
"""


def write_nginx(text: str, folder: Path, modules: Sequence[str]) -> list[str]:
    """Write nginx's configuration; return the command."""
    # Workers that may read a test's private folder.
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(text=text, user=user), encoding="utf-8")
    return ["nginx", "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]


def write_apache(text: str, folder: Path, modules: Sequence[str]) -> list[str]:
    """Write Apache's configuration; return the command. `modules` are loaded besides those that Debian enables."""
    loaded = dict.fromkeys((*APACHE_ENABLED, *modules))
    lines = "\n".join(f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so" for name in loaded)
    (folder / "apache.conf").write_text(APACHE.format(text=text, modules=lines), encoding="utf-8")
    command = ["apache2", "-D", "FOREGROUND", "-f", str(folder / "apache.conf")]
    if os.geteuid():
        return command
    # Apache refuses to serve as root, and another user cannot read a test's private folder without this capability.
    for path in (folder, *folder.iterdir()):
        shutil.chown(path, "nobody", "nogroup")
    ids = ["--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    return ["setpriv", *ids, "--inh-caps=+dac_override", "--ambient-caps=+dac_override", *command]


def write_caddy(text: str, folder: Path, modules: Sequence[str]) -> list[str]:
    """Write the Caddyfile, with our global options where the text has none; return the command."""
    # Caddy has one port for each scheme; everything else is derived from them.
    ports = "https_port @port@\n    http_port @plain@" if "tls " in text else "http_port @port@\n    https_port @plain@"
    whole = text if text.lstrip().startswith("{") else CADDY.format(text=text, ports=ports)
    (folder / "Caddyfile").write_text(whole, encoding="utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


SERVERS: dict[str, Callable[[str, Path, Sequence[str]], list[str]]] = {
    "nginx": write_nginx,
    "apache": write_apache,
    "caddy": write_caddy,
}
"""Servers by name: a function that writes the configuration (of text, folder, modules) and returns the command."""
PROGRAMS = {"nginx": "nginx", "apache": "apache2", "caddy": "caddy"}


def find_free_port() -> int:
    """Return a port of the loopback on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def run_server(kind: str, text: str, folder: Path, site: Path, *, modules: Sequence[str] = ()) -> Iterator[Server]:
    """Run a server with a configuration text until the end of the block.

    Skips the test where the program is not installed; fails it with the server's output where it does not start.
    """
    if not find_program(PROGRAMS[kind]):
        pytest.skip(f"no {PROGRAMS[kind]} here")
    folder.mkdir(parents=True, exist_ok=True)
    for attempt in range(ATTEMPTS):
        server = start_server(kind, text, folder, site, modules)
        if wait_for_server(server):
            break
        stop_server(server)
        if "in use" not in server.log or attempt == ATTEMPTS - 1:
            pytest.fail(f"{kind} did not start:\n{server.log}")
    try:
        yield server
    finally:
        stop_server(server)


def find_program(program: str) -> str | None:
    """Return the path of a program, also where only the administrator's PATH has it."""
    return shutil.which(program, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin")


def start_server(kind: str, text: str, folder: Path, site: Path, modules: Sequence[str]) -> Server:
    """Start a server on two free ports."""
    port, plain = find_free_port(), find_free_port()
    words = {"@port@": port, "@plain@": plain, "@site@": site, "@folder@": folder}
    command = SERVERS[kind](text, folder, modules)
    for name in ("nginx.conf", "apache.conf", "Caddyfile"):
        if (file := folder / name).is_file():
            written = file.read_text("utf-8")
            for word, value in words.items():
                written = written.replace(word, str(value))
            file.write_text(written, encoding="utf-8")
    command[command.index(PROGRAMS[kind])] = str(find_program(PROGRAMS[kind]))
    own = {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config")}
    with (folder / "output.log").open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, env={**os.environ, **own}, start_new_session=True
        )
    return Server(kind, port, plain, folder, process)


def wait_for_server(server: Server) -> bool:
    """Wait until a server accepts connections; return False where it has ended or never does."""
    end = time.monotonic() + START_S
    while time.monotonic() < end and server.process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=1):
            return True
        time.sleep(0.02)
    return False


def stop_server(server: Server) -> None:
    """Stop a server and all its processes."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.process.wait(STOP_S)
            break


AUTHORITY = """
[ca]
default_ca = here
[here]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = anything
[anything]
commonName = supplied
"""


def make_certificate(folder: Path, host: str, *, days: int = 60, trusted: bool = True) -> Path:
    """Make a certificate for `host` and its key in `folder` (`cert.pem`, `key.pem`); return the CA certificate to
    trust.

    It is valid until `days` from now; with a negative number it has expired. One that is not `trusted` is
    self-signed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "host.ext").write_text(f"subjectAltName=DNS:{host}\n", encoding="ascii")
    (folder / "ca.conf").write_text(AUTHORITY, encoding="ascii")
    (folder / "index.txt").write_text("", encoding="ascii")
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    name = ["-subj", "/CN=test authority"]
    run_openssl(folder, "req", "-x509", *key, *name, "-keyout", "ca.key", "-out", "ca.pem", "-days", "90")
    run_openssl(folder, "req", *key, "-keyout", "key.pem", "-out", "host.csr", "-subj", f"/CN={host}")
    signer = ["-cert", "ca.pem", "-keyfile", "ca.key"] if trusted else ["-selfsign", "-keyfile", "key.pem"]
    now = datetime.now(UTC)
    dates = [f"{now + timedelta(days=day):%y%m%d%H%M%SZ}" for day in (min(days, 0) - 30, days)]
    words = [
        "-startdate",
        dates[0],
        "-enddate",
        dates[1],
        "-in",
        "host.csr",
        "-extfile",
        "host.ext",
        "-out",
        "cert.pem",
    ]
    run_openssl(folder, "ca", "-batch", "-notext", "-config", "ca.conf", *signer, *words)
    return folder / "ca.pem"


def run_openssl(folder: Path, *words: str) -> None:
    """Run openssl in a folder."""
    ran = subprocess.run(["openssl", *words], cwd=folder, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
