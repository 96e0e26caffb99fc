"""Plain signs into the places of long numbers that belong to somebody: identity cards, mobiles, bank cards.

All look at digits with a space or hyphen between them. A number that is part of a longer one is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands: from `start`, up to and without `end`."""

    start: int
    end: int


SEPARATED = re.compile(r"(?<![\dA-Za-z])(?=(\d(?:[ -]{0,2}\d){14,18}(?:[ -]{0,2}[Xx])?)(?![\dA-Za-z]))")
LONG = re.compile(r"(?<!\d)(?=(\d(?:[ -]{0,2}\d){16}[ -]{0,2}[\dXx])(?![\dA-Za-z]))")
"""18 signs of which the last may be an X; a match has no width, so that a number behind another is looked at too."""

PROVINCES = frozenset(
    map(
        str,
        (
            *range(11, 16),
            *range(21, 24),
            *range(31, 38),
            *range(41, 47),
            *range(50, 55),
            *range(61, 66),
            71,
            81,
            82,
            83,
        ),
    )
)
"""First two digits: GB/T 2260, and 81 to 83 of the residence permits."""
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
"""GB 11643: the check digit by the weighted sum modulo 11."""

CODE_AHEAD = re.compile(r"(?:信用代码|机构代码|登记证号|注册号)[^\n]{0,8}$")
CARD_AHEAD = re.compile(r"(?:身份证|证件)[^\d\n]{0,8}$")
BANK_AHEAD = re.compile(r"(?:银行|储蓄|借记|信用)卡[^\d\n]{0,8}$|(?<!\w)卡号[^\d\n]{0,4}$")
"""Words that say what the digits behind them are."""


def identity_cards(signs: str) -> Iterator[Place]:
    """Places of identity card numbers: by their check digit, or because the words before them say so."""
    for number in LONG.finditer(signs):
        ahead, digits = signs[max(0, number.start() - 20) : number.start()], bare(number[1])
        said = CARD_AHEAD.search(ahead) is not None
        if said or (is_identity_card(digits) and not CODE_AHEAD.search(ahead)):
            yield Place(*number.span(1))


def is_identity_card(digits: str) -> bool:
    """Do these 18 signs hold a province, a day of the calendar and the check digit of GB 11643?"""
    return digits[:2] in PROVINCES and is_day(digits[6:14]) and check_digit(digits[:17]) == digits[17].upper()


def check_digit(digits: str) -> str:
    """Return the last sign of an identity card number by its first 17 digits."""
    return CHECK_DIGITS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11]


def is_day(digits: str) -> bool:
    """Are these eight digits a day from 1900 to 2099?"""
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
    except ValueError:
        return False


SPACE = r"[ .·_-]{0,3}"
MOBILE = re.compile(rf"(?<!\d)(?<!\d\.)(?:(?:\+|00)?86[ -]{{0,2}})?(1{SPACE}[3-9](?:{SPACE}\d){{9}})(?!\d|\.\d)")
GROUPS = frozenset(
    [(11,), (3, 4, 4), (3, 3, 5), (4, 3, 4), (4, 4, 3), (3, 8), (7, 4), (5, 6), (6, 5), (3, 5, 3), (3, 2, 2, 2, 2)]
) | {(1,) * 11}
"""How people break a mobile number up; other groups of digits are a row of small numbers."""


def mobiles(signs: str) -> Iterator[Place]:
    """Places of mobile numbers of mainland China, without the country's 86."""
    for number in MOBILE.finditer(signs):
        if tuple(map(len, re.findall(r"\d+", number[1]))) in GROUPS:
            yield Place(*number.span(1))


ISSUED = re.compile(r"6[0-9]|9558|9559|4\d{15}$|5[1-5]\d{14}$|35\d{14}$")
"""First digits of cards that are used here: UnionPay and old cards of 16 to 19 digits, others of 16."""


def bank_cards(signs: str) -> Iterator[Place]:
    """Places of bank card numbers: by issuer and the check digit of ISO/IEC 7812 (Luhn), or because words say so."""
    for number in SEPARATED.finditer(signs):
        digits = bare(number[1])
        if not 16 <= len(digits) <= 19 or not digits.isdecimal():
            continue
        said = BANK_AHEAD.search(signs, max(0, number.start() - 20), number.start()) is not None
        if said or (ISSUED.match(digits) and is_luhn(digits) and all(len(g) > 2 for g in groups(number[1])[:-1])):
            yield Place(*number.span(1))


def is_luhn(digits: str) -> bool:
    """Is the last digit the check digit of the others?"""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(doubled)) % 10 == 0


def groups(text: str) -> list[str]:
    """Return the digits as they are broken up."""
    return re.findall(r"\d+", text)


def bare(text: str) -> str:
    """Return a number without what separates its digits."""
    return re.sub(r"[ -]", "", text)
