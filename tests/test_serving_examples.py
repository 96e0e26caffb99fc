"""The example configurations in nginx, Apache and Caddy as Debian packs them: at the root and below `/a/b/`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

from conftest import HOME, exhibition
from exhibition.hosting.bucket_plan import IMMUTABLE_HEADER, REVALIDATED_HEADER
from exhibition.model.site_settings import is_cached_forever
from helpers.links import is_foreign, read_page
from helpers.serving_examples import (
    APACHE_MODULES,
    DOMAIN,
    KINDS,
    PLACES,
    SUB_PATH,
    Answer,
    ServedExample,
    read_example,
    run_example,
)

TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "javascript; charset=utf-8",
    "mjs": "javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "webmanifest": "application/manifest+json; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "xml": "xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "vcf": "text/vcard; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
    "woff2": "font/woff2",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
"""Content type of each kind of file; scripts and XML have two correct types, so only its end."""
COMPRESSED = {ending for ending, kind in TYPES.items() if kind.endswith("utf-8")}

SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Content-Security-Policy": "frame-ancestors 'self'",
}
LOST = "没有找到这一页".encode()
HASHED = "samples/sample-0123456789abcdef.svg"


def with_samples(built: Path, site: Path) -> Path:
    """Return a copy of a site with a file of every kind, one with a hash in its name, and hidden ones."""
    shutil.copytree(built, site, copy_function=os.link)
    (site / "samples").mkdir()
    for ending in TYPES:
        (site / "samples" / f"sample.{ending}").write_text("示例" * 1000, "utf-8")
    (site / HASHED).write_text("示例" * 1000, "utf-8")
    (site / ".git").mkdir()
    for path in (".git/config", "10009/.draft", ".env"):
        (site / path).write_text("不给看", "utf-8")
    return site


@pytest.fixture(scope="module")
def sites(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The shipped exhibition for the root of a host and, built with another `site_url`, for a sub-path."""
    place = tmp_path_factory.mktemp("serving")
    root = place / "root"
    shutil.copytree(HOME / "content", root / "content")
    (root / "overrides").symlink_to(HOME / "overrides")
    settings = (HOME / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(re.sub(r"^(site_url: .+)/$", rf"\1{SUB_PATH}/", settings, flags=re.M), "utf-8")
    exhibition("build", "--root", root, "--site", place / "built", "--cache", place / "cache")
    return {"": with_samples(built, place / "site"), SUB_PATH: with_samples(place / "built", place / "sub")}


@pytest.fixture(scope="module", params=[(kind, place) for kind in KINDS for place in PLACES], ids="{0[0]}{0[1]}".format)
def host(
    request: pytest.FixtureRequest, sites: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedExample]:
    """A server with an example configuration."""
    kind, place = request.param
    with run_example(kind, place, sites[place], tmp_path_factory.mktemp(kind)) as host:
        yield host


@pytest.fixture
def site(host: ServedExample, sites: dict[str, Path]) -> Path:
    return sites[host.place]


def is_lost(answer: Answer) -> bool:
    """Return whether it is the site's own 404 page."""
    return answer.status == 404 and LOST in answer.content and answer.header("Content-Type") == TYPES["html"]


def test_every_file_answers_with_its_bytes_its_type_and_its_lifetime(host: ServedExample, site: Path) -> None:
    """One rule for cache lifetimes: that of `upload` (`is_cached_forever`) is that of the three servers, for every file of the
    site.
    """
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        if "/." in f"/{name}":
            continue
        answer = host.ask(f"{host.place}/{name}")
        assert answer.status == 200, name
        assert answer.body == path.read_bytes(), name
        assert answer.header("Content-Type").endswith(TYPES[path.suffix[1:]]), name
        assert answer.header("Cache-Control") == (
            IMMUTABLE_HEADER if is_cached_forever(name) else REVALIDATED_HEADER
        ).removeprefix("Cache-Control: "), name
        assert {header: answer.header(header) for header in SECURITY} == SECURITY, name


def test_every_link_of_every_page_leads_to_a_file_without_detour(host: ServedExample, site: Path) -> None:
    """A crawl: links as they stand, resolved as browsers do, each answered without a redirect."""
    asked: dict[str, str] = {}
    for page in sorted(site.rglob("*.html")):
        name = page.relative_to(site).as_posix()
        if name.startswith("samples/"):
            continue
        here = f"{host.place}/{name.removesuffix('index.html')}"
        for link in read_page(page).links:
            if not is_foreign(link):
                asked.setdefault(urljoin(here, link).partition("#")[0], name)
    statuses = {path: host.ask(path).status for path in asked}
    assert {path: (status, asked[path]) for path, status in statuses.items() if status != 200} == {}
    assert len(statuses) > 400
    assert all(path.startswith(f"{host.place}/") for path in asked)


GUIDE = (HOME / "content/guide/server.md").read_text("utf-8")
ROW = re.compile(r"^\| `(/\S*|https?://\S+)` \| (.+?) \|$", re.M)
FORMS = ROW.findall(GUIDE.partition("{#forms}")[2])
"""The guide's table of address forms: the form, and the response."""


def test_the_guide_lists_at_least_19_forms() -> None:
    assert len(dict(FORMS)) == len(FORMS) >= 19


@pytest.mark.parametrize(("form", "promised"), FORMS, ids=[form for form, _ in FORMS])
def test_a_form_of_an_address_behaves_as_the_guide_says(
    form: str, promised: str, host: ServedExample, site: Path
) -> None:
    whole = f"https://{DOMAIN}{form}" if form.startswith("/") else form
    scheme, name, path = re.fullmatch(r"(https?)://([^/]+)(/.*)", whole).groups()
    if host.place and (scheme == "http" or name.endswith(".")):
        pytest.skip("what to do with it is up to the site that was there before")
    answer = host.ask(host.place + path, host=name, plain=scheme == "http")
    if promised.startswith("转到"):
        there = re.fullmatch(r"转到 `(\S+)`", promised)[1]
        # Only the path: scheme, host and port stay as they were. From http to https all of it.
        wanted = there if scheme == "http" else host.place + there
        assert answer.status in (301, 308)
        assert answer.header("Location") == wanted
    elif promised.startswith("打开"):
        id = re.fullmatch(r"打开 (\d{5}) 的页面", promised)[1]
        for _ in range(3):
            if answer.status in (301, 308):
                answer = host.ask(
                    urljoin(host.place + path, answer.header("Location")).removeprefix(f"https://{DOMAIN}")
                )
        assert answer.status == 200
        assert answer.body == (site / id / "index.html").read_bytes()
    else:
        assert promised.startswith("“没有找到这一页”")
        if ".." in path and answer.status in (400, 403):
            return
        if host.place and ".." in path:
            assert b"root:" not in answer.body
            return
        assert is_lost(answer), (answer.status, answer.headers)


@pytest.mark.parametrize(
    "path", ["/10009/deadbeefdeadbeef.svg", "/samples/none.csv", "/assets", "/assets/", "/10009/code.png/"]
)
def test_what_is_not_there_is_never_kept(path: str, host: ServedExample) -> None:
    """An unknown address with a hash in it must not be cached for a year; a folder without a page is not listed."""
    answer = host.ask(host.place + path)
    if answer.status in (301, 308):
        answer = host.ask(answer.header("Location"))
    assert is_lost(answer), (answer.status, answer.headers)
    assert answer.header("Cache-Control") in ("", "no-cache")
    assert {header: answer.header(header) for header in SECURITY} == SECURITY


@pytest.mark.parametrize("ending", sorted(TYPES))
def test_text_is_compressed_and_says_what_it_depends_on(ending: str, host: ServedExample, site: Path) -> None:
    path = f"{host.place}/samples/sample.{ending}"
    plain, packed = host.ask(path), host.ask(path, Accept_Encoding="gzip, br")
    assert packed.content == plain.body == (site / "samples" / f"sample.{ending}").read_bytes()
    if ending in COMPRESSED:
        assert packed.header("Content-Encoding") == "gzip"
        assert packed.header("Vary") == plain.header("Vary") == "Accept-Encoding"
        assert len(packed.body) < len(plain.body) / 2
    else:
        assert packed.header("Content-Encoding") == ""


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_what_has_not_changed_is_not_sent_again(accepted: str, host: ServedExample) -> None:
    path = f"{host.place}/10009/"
    tag = host.ask(path, Accept_Encoding=accepted).header("ETag")
    again = host.ask(path, Accept_Encoding=accepted, If_None_Match=tag)
    assert (again.status, again.body) == (304, b"")
    assert host.ask(path, Accept_Encoding=accepted, If_None_Match='"another"').status == 200


def test_parts_and_headers_alone_can_be_asked_for(host: ServedExample, site: Path) -> None:
    whole = (site / HASHED).read_bytes()
    part = host.ask(f"{host.place}/{HASHED}", Range="bytes=10-19")
    assert (part.status, part.body) == (206, whole[10:20])
    assert part.header("Content-Range") == f"bytes 10-19/{len(whole)}"
    for path in ("10009/", HASHED):
        head, full = host.ask(f"{host.place}/{path}", "HEAD"), host.ask(f"{host.place}/{path}")
        assert (head.status, head.body) == (200, b"")
        assert head.header("Content-Length") in ("", str(len(full.body)))
        assert head.header("Content-Type") == full.header("Content-Type")


def test_the_home_of_a_sub_path_is_found_without_its_slash(host: ServedExample) -> None:
    if host.place:
        assert host.ask(host.place).header("Location") == f"{host.place}/"
        assert host.ask(f"{host.place}?from=x").header("Location") == f"{host.place}/?from=x"
    assert host.ask(f"{host.place}/").status == 200


def test_a_redirect_never_leads_to_another_host(host: ServedExample) -> None:
    for path in (
        "//elsewhere.example/%2e%2e",
        "//elsewhere.example",
        "/%0d%0aX-Own:%20yes//",
        "/\\elsewhere.example//",
    ):
        answer = host.ask(host.place + path)
        assert "x-own" not in answer.headers
        assert re.match(r"$|/(?![/\\])|https://louzu\.example/", answer.header("Location")), path


def test_verify_finds_nothing_wrong(host: ServedExample, monkeypatch: pytest.MonkeyPatch) -> None:
    """`verify`, with `--connect`, and every issued address."""
    monkeypatch.setenv("SSL_CERT_FILE", str(host.server.folder / "ca.pem"))
    here = [f"{DOMAIN}:443:127.0.0.1:{host.server.port}", f"{DOMAIN}:80:127.0.0.1:{host.server.plain}"]
    words = [word for place in here[: 1 if host.place else 2] for word in ("--connect", place)]
    ran = exhibition("verify", f"https://{DOMAIN}{host.place}/", "--all", *words, check=False)
    assert (ran.returncode, ran.stdout.splitlines()) == (0, [f"都对：https://{DOMAIN}{host.place}/"]), ran.stdout


@pytest.mark.parametrize("place", PLACES, ids=["root", "sub-path"])
@pytest.mark.parametrize("kind", KINDS)
def test_one_command_of_the_guide_fills_in_an_example(kind: str, place: str, tmp_path: Path) -> None:
    name = f"{kind}-{'sub-path' if place else 'root'}.conf"
    copied, filled = re.search(rf"^sudo cp serving/{name} (\S+)\nsudo (sed -i \S+ \S+)$", GUIDE, re.M).groups()
    assert filled.endswith(copied)
    assert f"放到 {copied}" in read_example(kind, place)
    (tmp_path / "copy").write_text(read_example(kind, place), "utf-8")
    subprocess.run(["sh", "-c", f"SITE=a.b.cn; {filled.replace(copied, 'copy')}"], cwd=tmp_path, check=True)
    left = re.sub(r"^\s*#.*$", "", (tmp_path / "copy").read_text("utf-8"), flags=re.M)
    assert "louzu.example" not in left
    assert SUB_PATH not in left
    assert ("/louzu/" if place else "a.b.cn") in left


def test_the_guide_turns_on_the_modules_that_the_examples_need() -> None:
    told = {name for line in re.findall(r"a2enmod ([a-z0-9 ]+)", GUIDE) for name in line.split()}
    assert told == set(APACHE_MODULES)


@pytest.mark.parametrize("kind", KINDS)
def test_certificates_are_renewed_over_http(kind: str, sites: dict[str, Path], tmp_path: Path) -> None:
    """Certbot writes its answer below /var/www/html; everything else by http is redirected to https. Caddy does so by
    itself.
    """
    text = read_example(kind, "")
    if kind == "caddy":
        assert "certbot" not in text
        return
    proof = tmp_path / "html/.well-known/acme-challenge"
    proof.mkdir(parents=True)
    (proof / "token").write_text("proof", "utf-8")
    replaced = {"/var/www/html": str(tmp_path / "html")}
    with run_example(kind, "", sites[""], tmp_path / "server", replaced=replaced) as host:
        assert host.ask("/.well-known/acme-challenge/token", plain=True).body == b"proof"
        assert host.ask("/10009?from=x", plain=True).header("Location") == "https://louzu.example/10009?from=x"
