"""Text into whether it is worth looking at closely: most texts of an entry hold no long number and no word that leads to one.

Three searches a file instead of twenty; whatever the patterns find must be suspected here (a test holds them to it).
"""

from __future__ import annotations

import re

from .homes import PROVINCES
from .plain import DASHES, DOTS, NUMERALS, SPACES, UNSEEN

BETWEEN = re.escape(DASHES + SPACES + UNSEEN + DOTS + "· ._-")
WIDE = r"０-９Ａ-Ｚａ-ｚ＠\U0001d7ce-\U0001d7ff"
HOUSES = "号门楼幢栋座#＃层元梯"

RARE = re.escape(DASHES + SPACES + UNSEEN + DOTS + "·")

DIGITS = re.compile(
    # Seven digits or more with little between them, but not a date that ends its line.
    rf"[0-9](?:(?<![0-9][0-9])(?:[0-9 ._-]|[{RARE}])(?![0-9]{{2}}-[0-9]{{2}}(?:-[0-9]{{2}})?(?:\n|$))"
    rf"(?:[{BETWEEN}]{{0,3}}[0-9]){{5}}"
    rf"|[0-9]{{2}}(?:(?<=[{HOUSES}][0-9]{{3}})|(?<=[{HOUSES}][{BETWEEN}][0-9]{{3}}))"
    rf"|[{BETWEEN}][0-9]{{1,2}}[{BETWEEN}][0-9]{{3}})"
)
WORDS = re.compile(
    rf"[@室微薇威A-Za-z{WIDE}](?:(?<=[{PROVINCES}][A-Za-z])|(?<=[@{WIDE}])|(?<=[0-9 A-Da-d\u3000\u00a0{NUMERALS}]室)"
    r"|(?<=微)[^\n，。、；！群]{1,9}[A-Za-z0-9]|(?<=[薇威])[信 :：]|(?<=[VvWw])(?:[Xx信:： ]|[Ee])|(?<=[Qq])[Qq])"
)
SPELLED = re.compile(rf"一[{BETWEEN}]?[三四五六七八九叁肆伍陆柒捌玖]")
RARE_NUMERALS = "零〇○幺壹"
"""A mobile that is spelled begins with 一三 to 一九, or has one of these; an identity card has a year 一九 or 二零."""


def may_tell(text: str) -> bool:
    """Could there be anything private? Quick, and never says no where there is."""
    if DIGITS.search(text) or WORDS.search(text) or SPELLED.search(text):
        return True
    return any(numeral in text for numeral in RARE_NUMERALS)
