"""The text of a setting into the handles of people on the code host, and what in it is none."""

from __future__ import annotations

import re

HANDLE = re.compile(r"@[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?(?:/[A-Za-z0-9_.-]+)*")
"""A person (`@name`) or a group (`@place/group`). Mail addresses, which some hosts take, would be public here."""
BETWEEN = re.compile(r"[\s、，,；;]+")


def handles(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the handles in `text`, and the words that are none.

    >>> handles("@a、@district/keepers 张三")
    (('@a', '@district/keepers'), ('张三',))
    """
    words = [word for word in BETWEEN.split(text) if word]
    good = tuple(word for word in words if HANDLE.fullmatch(word))
    return good, tuple(word for word in words if word not in good)
