"""Content Security Policy of every built page (CSP Level 3, W3C), written into the page after it is rendered.

A template names the kind of its page in a meta element directly after the charset, and marks its own inline scripts
and styles. `write_policy` replaces that name by the policy, with a hash of each marked element, and removes the
marks. The mark is a random token of one run: text that reaches a page by any other way than a template cannot have
it, so a script or style in it gets no hash and does not run. A data block (`application/ld+json`) runs nothing, so it
needs no hash: browsers look at the type before they ask the policy (HTML, 4.12.1).

`frame-ancestors`, `report-uri` and `sandbox` are not allowed in a meta element (CSP3, 3.3): they belong to the
headers of the web server.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

BASE: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    # The script that filters a long list fetches the list's other pages; auditors of pages fetch robots.txt from within.
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
"""Policy of every page. Objects, frames, workers, media and fonts fall back to `default-src`."""

KINDS: Mapping[str, Mapping[str, str]] = {
    "page": {},
    # Recordings of stations; the styles of the viewer of panoramas have its buttons as data: URLs.
    "visit": {"media-src": "'self'"},
    "panorama": {"media-src": "'self'", "img-src": "'self' data:"},
    # Pictures that the visitor selects: shown from memory (blob:), in WeChat as data:, the only form that it can save.
    "upload": {"img-src": "'self' blob: data:"},
    # The theme's stylesheet has its icons as data: URLs.
    "guide": {"img-src": "'self' data:"},
    # Sveltia CMS: who signs in there has a token for the content, so the page may connect only to our host and to the
    # hosts of the content (HOSTS). WebAssembly decodes HEIC and writes WebP. It brings its styles as elements and
    # attributes.
    "form": {
        "script-src": "'self' 'wasm-unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' blob: data: HOSTS",
        "media-src": "blob:",
        "font-src": "'self'",
        "connect-src": "'self' blob: data: HOSTS",
        "worker-src": "'self'",
        "manifest-src": "blob:",
        "form-action": "'none'",
    },
}
"""Directives of a kind of page, in addition to `BASE` or instead of it."""

MARK = " data-own="
_META = re.compile(
    r'<head>\s*<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" content="([a-z]+)((?: https?://[^\s"<>;,]+)*)">'
)


class MissingPolicy(Exception):
    """A template writes a page without the meta element of its policy directly after the charset."""


def create_mark() -> str:
    """Return the attribute by which templates mark their own inline elements during one run."""
    return f'{MARK}"{secrets.token_hex(16)}"'


def write_policy(html: str, mark: str) -> str:
    """Return a rendered page with its policy. Raises MissingPolicy."""
    found = _META.search(html)
    if not found or found[1] not in KINDS:
        raise MissingPolicy(html[:200])
    parts = html.split(mark)
    scripts, styles = (tuple(list_own_texts(parts, name)) for name in ("script", "style"))
    written = format_policy(found[1], found[2], scripts, styles)
    # The policy stands before everything that is marked.
    head = parts[0]
    return "".join((head[: found.start(1)], written, head[found.end(2) :], *parts[1:]))


def list_own_texts(parts: Sequence[str], name: str) -> list[str]:
    """Return the texts of the marked inline elements `name` of a page that was split at each mark.

    Found from the mark on: a regular expression that begins at every `<` takes ten times as long.

    >>> list_own_texts('<style m>a</style><script m defer>b</script><script>c</script><script m>'.split(" m"), "script")
    ['b']
    """
    texts = []
    for before, after in pairwise(parts):
        if before.endswith(f"<{name}"):
            start = after.find(">") + 1
            end = after.find(f"</{name}>", start)
            if start and end >= 0:
                texts.append(after[start:end])
    return texts


@lru_cache(maxsize=512)
def format_policy(kind: str, hosts: str, scripts: tuple[str, ...], styles: tuple[str, ...]) -> str:
    """Return the policy of a page of `kind` with the texts of its own inline scripts and styles.

    `hosts` are origins separated by spaces. Pictures as data: URLs are allowed where the page's own styles have one.
    """
    rules = dict(BASE) | dict(KINDS[kind])
    rules["script-src"] = " ".join((rules["script-src"], *format_hashes(scripts)))
    # Beside a hash, browsers ignore 'unsafe-inline'.
    if "'unsafe-inline'" not in rules["style-src"]:
        rules["style-src"] = " ".join((rules["style-src"], *format_hashes(styles)))
    if "data:" not in rules["img-src"] and any('url("data:' in style for style in styles):
        rules["img-src"] += " data:"
    return ";".join(f"{name} {value}".replace("HOSTS", hosts.strip()).strip() for name, value in rules.items())


def format_hashes(texts: Iterable[str]) -> list[str]:
    """Return the hashes of inline elements as a policy lists them, each once."""
    return [f"'{compute_hash(text)}'" for text in dict.fromkeys(texts)]


@lru_cache(maxsize=512)
def compute_hash(text: str) -> str:
    """Return the hash source of an inline script or style.

    >>> compute_hash("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
