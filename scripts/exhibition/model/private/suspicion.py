"""Text into whether it is worth looking at closely: most texts of an entry hold no long number and no word that leads to one.

Two searches a file instead of twenty; whatever the patterns find must be suspected here (a test holds them to it).
"""

from __future__ import annotations

import re

from .homes import PROVINCES
from .plain import DASHES, DOTS, NUMERALS, SPACES, UNSEEN

BETWEEN = re.escape(DASHES + SPACES + UNSEEN + DOTS + "· ._-")
WIDE = r"０-９Ａ-Ｚａ-ｚ＠\U0001d7ce-\U0001d7ff"
HOUSES = "号门楼幢栋座#＃层元梯"

SUSPICIOUS = re.compile(
    rf"[0-9@室微薇威A-Za-z{WIDE}](?:(?<=[0-9])(?:"
    # Seven digits with little between them, but not a date that ends its line.
    rf"(?<![0-9][0-9])(?![0-9]{{3}}-[0-9]{{2}}(?:-[0-9]{{2}})?(?:\n|$))(?:[{BETWEEN}]{{0,3}}[0-9]){{6}}"
    rf"|(?:(?<=[{HOUSES}][0-9])|(?<=[{HOUSES}][{BETWEEN}][0-9]))[0-9]{{2}}"
    rf"|[{BETWEEN}][0-9]{{1,2}}[{BETWEEN}][0-9]{{3}})"
    rf"|(?<=[{PROVINCES}][A-Za-z])|(?<=[@{WIDE}])|(?<=[0-9 A-Da-d\u3000\u00a0]室)"
    r"|(?<=微)[^\n，。、；！群]{1,9}[A-Za-z0-9]|(?<=[薇威])[信 :：]|(?<=[VvWw])(?:[Xx信:： ]|[Ee])|(?<=[Qq])[Qq])"
)
SPELLED = re.compile(rf"[{NUMERALS}][{BETWEEN}]?[{NUMERALS}][{BETWEEN}]?[{NUMERALS}]")


def may_tell(text: str) -> bool:
    """Could there be anything private? Quick, and never says no where there is."""
    return any(pattern.search(text) for pattern in (SUSPICIOUS, SPELLED))
