"""Where things stand on the site: one place for every address of our own pages."""

from __future__ import annotations

FORMS = "forms/"
"""The page of the form."""


def page_uri(path: str) -> str:
    """Return the docs-tree file of the page at `path` (as in an address, e.g. `10064/`, or `` for home)."""
    return f"{path}index.md"


def relative(target: str, source: str) -> str:
    """Return the link to `target` from the page at `source`; both are paths from the root of the site.

    >>> relative("10064/", "streets/gaojing/")
    '../../10064/'
    >>> relative("", "10064/")
    '../'
    >>> relative("10064/", "10064/")
    './'
    """
    there, here = target.split("/"), source.split("/")
    common = 0
    while common < min(len(there), len(here)) - 1 and there[common] == here[common]:
        common += 1
    return "../" * (len(here) - 1 - common) + "/".join(there[common:]) or "./"
