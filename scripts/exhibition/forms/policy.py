"""What the page of the form may do, as the Content Security Policy that stands in it (CSP Level 3, W3C).

Whoever signs in there holds a key to the content. So the page runs nothing but what our host serves, and speaks to our
host and the git host alone; should a script of it want another one, the browser refuses.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable


def policy(hosts: Iterable[str], inline: str) -> str:
    """Return the policy; `hosts` hold the content, `inline` is the one script (an import map) that stands in the page."""
    theirs = " ".join(hosts)
    rules = {
        "default-src": "'none'",
        # WebAssembly: turns an iPhone's HEIC into pictures, and writes WebP where the browser cannot.
        "script-src": f"'self' 'wasm-unsafe-eval' '{hashed(inline)}'",
        # Its parts bring their styles along as elements and attributes.
        "style-src": "'self' 'unsafe-inline'",
        "img-src": f"'self' blob: data: {theirs}",
        "media-src": "blob:",
        "font-src": "'self'",
        "connect-src": f"'self' blob: data: {theirs}",
        "worker-src": "'self'",
        "manifest-src": "blob:",
        "form-action": "'none'",
        "base-uri": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def hashed(script: str) -> str:
    """Return what names a script in a policy.

    >>> hashed("")
    'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
