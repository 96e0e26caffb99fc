"""Characters that no poster can print, said while their author still remembers the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..diagnostics import Finding, Severity
from ..model import Entry
from .rule import Hall, check

UNPRINTABLE = re.compile(
    "[\u200d\u20d0-\u20f0\u2139\u231a-\u23ff\u2600-\u2604\u2607-\u263f\u2641\u2643-\u27bf\u2934-\u2935\u2b00-\u2bff\u3297\u3299"
    "\ue000-\uf8ff\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0000-\U000e01ef\U000f0000-\U0010ffff]+"
)
"""Emoji, their modifiers, and characters that only some fonts give a meaning: the font of posters has none of them."""

PRINTED = (("name", "名称"), ("tagline", "一句话"), ("compound", "小区"))
"""Attributes that posters print, and their fields."""


@check("W130", Severity.ADVICE, "海报印不出的符号")
def unprintable_sign(hall: Hall) -> Iterator[Finding]:
    """问题：名称、一句话和小区会印在海报上，海报的字体里没有表情符号，做海报时会停下来。

    不好：`一句话: 七次议事，一起装好了电梯🎉`

    好：`一句话: 七次议事，一起装好了电梯`

    怎么改：删掉它，或者换成汉字。不改也能发布，只是海报做不出来。
    """
    for entry in hall.entries:
        if entry.published and UNPRINTABLE.search(f"{entry.name}{entry.tagline}{entry.location.compound}"):
            yield from signs(hall, entry)


def signs(hall: Hall, entry: Entry) -> Iterator[Finding]:
    """Yield a finding for each field of an entry with such characters."""
    for attribute, field in PRINTED:
        text = getattr(entry, attribute)
        found = UNPRINTABLE.findall(text)
        if found:
            message = f"“{field}”里的“{''.join(found)}”印不到海报上（字体里没有），网页上能看到。"
            yield Finding(entry.span(field), message, "删掉它，或者换成汉字；不做海报就不用改。")
