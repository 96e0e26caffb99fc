"""Find long private numbers in normalized text: identity cards, mobiles, bank cards, telephones.

Digits are looked at in groups, with whatever stands between two groups of one number: spaces, slashes, brackets, cells of
a table, ends of lines. How the groups are cut and what stands between them tells a number from a row of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from ..lazy import compile_later


class TextRange(NamedTuple):
    """Where something stands: from `start`, up to and without `end`."""

    start: int
    end: int


class DigitGroup(NamedTuple):
    """Digits that stand together. `gap` is what stands between them and the group before; None where they are apart."""

    start: int
    end: int
    digits: str
    gap: str | None


GROUP = compile_later(r"\d+")
MARKER = compile_later(r"^[ \t>]*(\d{1,2})[.)·、] ?(?=\d)", re.M)
"""The number of an item of a list, in front of digits."""
WORDY = compile_later(r" ?(?:横?杠|斜杠|空格|dash) ?")
WIDEST_GAP = 14
BROKEN = compile_later(r"[^\w\n]{0,6}(?:\n[^\w\n]{0,8}){1,2}")
LIGHT = compile_later(r"(?:[^\w\n]|_){0,8}")
USUAL = frozenset(" -_.,/:()·、;+|\n>\"'")
"""Signs that stand between numbers of any text; with another one between, digits were cut on purpose."""


UNITS = (
    "户人年月日元万亿千百十岁盆棵件次张本平米㎡层个场位名届期号栋幢站路斤公吨套条步分秒时点号楼室弄座区块份家级度页字只箱袋桶"
    "和与及或到至、天周级约多近余"
)
WORD = rf"[^\W\d_囗{UNITS}A-Za-z][^\W\d_囗{UNITS}]{{0,2}}|[A-Wa-wYZyz]{{4,5}}"
"""What is said between the groups of a number to hide it (`139加1765加4321`); none that counts, measures or enumerates."""
WORDED = compile_later(rf"(?<![\d.])1\d{{0,6}}( ?(?:{WORD}) ?)\d{{1,7}}(?:\1\d{{1,7}}){{1,9}}(?![\d.])")

CHAIN = compile_later(r"\d(?:[\W_杠横斜空格dash]{0,14}\d){6,}")
"""Seven digits or more with little between them; a telephone without its area code has seven."""


def find_digit_groups(characters: str, cuts: Collection[int] = (), markers: bool = True) -> list[DigitGroup]:
    """Return the groups of digits of long numbers; `cuts` are places at which one ends. Without `markers`: of lists, none."""
    found: list[DigitGroup] = []
    skipped = frozenset() if markers else frozenset(one.start(1) for one in MARKER.finditer(characters))
    last = -WIDEST_GAP - 1
    for run in (run for chain in CHAIN.finditer(characters) for run in GROUP.finditer(characters, *chain.span())):
        start, end = run.span()
        if start in skipped:
            continue
        inner = [one for one in range(start + 1, end) if one in cuts] if cuts else ()
        for cut in (*inner, end):
            digits = characters[start:cut]
            gap = characters[last:start] if start - last <= WIDEST_GAP else None
            if gap is not None and not markers and "\n" in gap:
                gap = MARKER.sub("", f"{gap}0")[:-1]
            found.append(DigitGroup(start, cut, digits, gap if gap is None or may_join(gap) else None))
            start = last = cut
    return found


MEASURED = compile_later(r"^[%‰℃°]\s")
"""A sign that belongs to the digits before it, and a space: what follows is another number."""


def may_join(gap: str) -> bool:
    """May this stand between two groups of one number?"""
    return not MEASURED.match(gap) and bool(
        LIGHT.fullmatch(gap) or ("\n" in gap and BROKEN.fullmatch(gap)) or WORDY.fullmatch(gap)
    )


class GroupRun(NamedTuple):
    """Some groups that follow one another: the first of them, the one behind the last, and their digits."""

    first: int
    last: int
    digits: str


def iter_group_runs(
    all_groups: list[DigitGroup], lengths: Sequence[int], apart: re.Pattern[str] | None = None
) -> Iterator[GroupRun]:
    """Groups that follow one another and have as many digits as one of `lengths`; a gap that holds `apart` parts them."""
    joined = "".join(group.digits for group in all_groups)
    at = [0, *accumulate(len(group.digits) for group in all_groups)]
    behind = {end: number for number, end in enumerate(at)}
    limit = 0
    for first, start in enumerate(at[:-1]):
        if start >= limit:
            last = first + 1
            while (
                last < len(all_groups)
                and (gap := all_groups[last].gap) is not None
                and not (apart and gap and apart.search(gap))
            ):
                last += 1
            limit = at[last]
        for length in lengths:
            end = start + length
            if end > limit:
                break
            if end in behind:
                yield GroupRun(first, behind[end], joined[start:end])


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

CODE_AHEAD = compile_later(r"(?:信用代码|机构代码|登记证号|注册号)[^\n]{0,8}$")
CARD_AHEAD = compile_later(r"(?:身份证|证件)[^\d\n]{0,8}$")
BANK_AHEAD = compile_later(r"(?:银行|储蓄|借记|信用)卡[^\d\n]{0,8}$|(?<!\w)卡号[^\d\n]{0,4}$")
PHONE_AHEAD = compile_later(r"(?:电话|手机|热线|座机|固话|联系|号码|Tel|☎|📞|📱)[^\d\n]{0,6}$", re.I)
"""Words that say what the digits behind them are."""

X_BEHIND = compile_later(r"(?:[^\w\n]|_){0,8}[Xx×](?![A-Za-z0-9])")


def get_text_before(characters: str, start: int) -> str:
    """Return the signs before a place."""
    return characters[max(0, start - 20) : start]


def find_identity_cards(characters: str, cuts: frozenset[int] = frozenset()) -> Iterator[TextRange]:
    """Places of identity card numbers: by their check digit, or because the words before them say so."""
    for all_groups in find_groups_both_ways(characters, cuts):
        for first, last, digits in iter_group_runs(all_groups, (15, 17, 18)):
            start, end = all_groups[first].start, all_groups[last - 1].end
            if is_letter(characters[start - 1 : start]):
                continue
            if len(digits) == 17:
                behind = X_BEHIND.match(characters, end)
                if not behind:
                    continue
                digits, end = f"{digits}X", behind.end()
            elif is_adjacent(all_groups, last) or is_letter(characters[end : end + 1]):
                continue
            before = get_text_before(characters, start)
            if len(digits) == 18:
                said = CARD_AHEAD.search(before) is not None
                if said or (is_identity_card(digits) and not CODE_AHEAD.search(before)):
                    yield TextRange(start, end)
            elif len(digits) == 15 and CARD_AHEAD.search(before) and is_day(f"19{digits[6:12]}"):
                yield TextRange(start, end)


def is_letter(character: str) -> bool:
    """Is this a Latin letter?"""
    return character.isascii() and character.isalpha()


def is_adjacent(all_groups: list[DigitGroup], number: int) -> bool:
    """Do the digits of this group stand right behind those of the one before?"""
    return number < len(all_groups) and all_groups[number].gap == ""


@lru_cache(maxsize=4)
def find_groups_both_ways(characters: str, cuts: frozenset[int]) -> tuple[list[DigitGroup], ...]:
    """Return the groups of digits with and, where they differ, without the numbers of list items; many ask for one text."""
    found = find_digit_groups(characters, cuts)
    return (
        (found, find_digit_groups(characters, cuts, markers=False)) if found and MARKER.search(characters) else (found,)
    )


def is_identity_card(digits: str) -> bool:
    """Do these 18 signs hold a province, a day of the calendar and the check digit of GB 11643?"""
    return digits[:2] in PROVINCES and is_day(digits[6:14]) and compute_check_digit(digits[:17]) == digits[17].upper()


def compute_check_digit(digits: str) -> str:
    """Return the last sign of an identity card number by its first 17 digits."""
    return CHECK_DIGITS[sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11]


def is_day(digits: str) -> bool:
    """Are these eight digits a day from 1900 to 2099?"""
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2100
    except ValueError:
        return False


CUTS = frozenset(
    [(11,), (3, 4, 4), (3, 3, 5), (4, 3, 4), (4, 4, 3), (3, 8), (7, 4), (5, 6), (6, 5), (3, 5, 3), (3, 2, 2, 2, 2)]
) | {(1,) * 11, (3, 4, 2, 2), (3, 2, 3, 3), (3, 3, 3, 2), (3, 4, 1, 3), (3, 2, 2, 4), (1, 2, 4, 4), (1, 10), (2, 9)}
"""How people break a mobile number up; other groups of digits are a row of small numbers."""

COUNTRY = compile_later(r"(?:00)?86")
COUNTRY_AHEAD = compile_later(r"(?<!\d)\+?(?:00)?86[.·]$")
COUNTS = compile_later(r"[户人年数面积平米层次金元量岁计楼率件本场届位]|合计|总")
"""Words of the heading of a column that counts something."""
OF_SERIES = compile_later(r"[、,;+|\n]")
SERIES_AHEAD = compile_later(r"(?:分别|依次|各有?|每[年月日层]|为|是|=)[^\d\n]{0,3}$")
COUNTED_BEHIND = compile_later(r" ?[=万亿户人年月日元棵盆件次岁张本平㎡层个场位名届期号栋幢站路米斤公吨套条步分秒时点]")
YEAR = compile_later(r"(?:19|20)\d\d")


def find_mobiles(characters: str, cuts: frozenset[int] = frozenset()) -> Iterator[TextRange]:
    """Places of mobile numbers of mainland China, without the country's 86."""
    for all_groups in find_groups_both_ways(characters, cuts):
        for first, last, digits in iter_group_runs(all_groups, range(11, 16)):
            lead = COUNTRY.match(all_groups[first].digits) if len(digits) > 11 else None
            skip = lead.end() if lead and len(digits) - lead.end() == 11 else 0
            if len(digits) - skip != 11 or digits[skip] != "1" or digits[skip + 1] < "3":
                continue
            if skip == len(all_groups[first].digits):
                continue
            if is_mobile(characters, all_groups, first, last, skip):
                yield TextRange(all_groups[first].start + skip, all_groups[last - 1].end)
    for worded in WORDED.finditer(characters):
        if is_worded(characters, worded):
            yield TextRange(*worded.span())


def is_worded(characters: str, worded: re.Match[str]) -> bool:
    """Are groups of digits with one word between them a mobile number, and no sum and no row?"""
    own = GROUP.findall(worded[0])
    sizes, digits = tuple(map(len, own)), "".join(own)
    if len(digits) != 11 or digits[1] < "3" or sizes not in CUTS or (max(sizes) == 1 and own == sorted(own)):
        return False
    return not (COUNTED_BEHIND.match(characters, worded.end()) or characters.startswith("等于", worded.end()))


def is_mobile(characters: str, all_groups: list[DigitGroup], first: int, last: int, skip: int) -> bool:
    """Is this stretch of groups one number, by what stands in it, before it and behind it?"""
    start, end = all_groups[first].start, all_groups[last - 1].end
    if is_decimal(characters, start, end):
        return False
    own = all_groups[first:last]
    gaps = [one.gap or "" for one in own[1:]]
    lengths = tuple(len(one.digits) - (skip if one is own[0] else 0) for one in own)
    odd = any(not USUAL.issuperset(gap) or not gap for gap in gaps)
    said = PHONE_AHEAD.search(characters, max(0, start - 20), start) is not None
    if is_paired(lengths) and not (odd or said):
        return not is_explained(characters, all_groups, first, last, gaps)
    if lengths not in CUTS and not odd and not said:
        return False
    if len(lengths) > 1 and lengths[0] < 3 and len(lengths) < 11 and not (odd or said):
        return False
    series = {kind for gap in gaps for kind in OF_SERIES.findall(gap)}
    return not series or said or not is_row(characters, all_groups, first, last, series)


def is_paired(lengths: Sequence[int]) -> bool:
    """Are eleven digits cut into pairs, with one over?"""
    return lengths in PAIRS


PAIRS = frozenset([(2, 2, 2, 2, 2, 1), (1, 2, 2, 2, 2, 2), (2, 2, 2, 2, 3)])
COUNT_MARKERS = compile_later(r"[分岁户人次年月日周天路层届期第各每盘局场]|成绩|数|班|依次|尺码|鞋码")
"""Words ahead of a row of small numbers: scores, ages, counts, sizes, lines of buses."""


OWN_FIGURE = compile_later(r"(?<!\d)(?:(?:19|20)\d\d ?年|\d{1,4} ?[户人号楼室]{1,2})(?=[\W_])")
"""A figure ahead that is complete with its own word, so that the word does not speak of what follows."""


def is_explained(characters: str, all_groups: list[DigitGroup], first: int, last: int, gaps: list[str]) -> bool:
    """Is it a row of small numbers: not parted alike, in order, part of a longer row, or said to count something?"""
    own = all_groups[first:last]
    if set(gaps) not in ({" "}, {"-"}, {"_"}, {"·"}, {"  "}, {")("}, {") ("}):
        return True
    if is_row_continued(all_groups, first - 1, first) or is_row_continued(all_groups, last, last):
        return True
    pairs = [int(one.digits) for one in own if len(one.digits) == 2]
    if pairs in (sorted(pairs), sorted(pairs, reverse=True)):
        return True
    start, end = own[0].start, own[-1].end
    before = OWN_FIGURE.sub("", characters[max(0, start - 12) : start])
    return bool(
        COUNT_MARKERS.search(before)
        or SERIES_AHEAD.search(characters, max(0, start - 12), start)
        or COUNTED_BEHIND.match(characters, end)
    )


def is_row_continued(all_groups: list[DigitGroup], beside: int, gap: int) -> bool:
    """Does a row of small numbers go on with the group `beside` it, from which the gap before group `gap` parts it?

    A year or a longer number is no part of one, unless it stands on another line, or behind the end of one: rows of a
    table have years at their head.
    """
    if beside < 0 or gap >= len(all_groups) or (between := all_groups[gap].gap) is None:
        return False
    lined = beside < gap and "\n" in (all_groups[beside].gap or "")
    return lined or "\n" in between or len(all_groups[beside].digits) < 4


def is_decimal(characters: str, start: int, end: int) -> bool:
    """Is a stretch of digits only what stands before or behind a decimal point?"""
    return (
        characters[start - 1 : start] in (".", "·")
        and characters[start - 2 : start - 1].isdigit()
        and not COUNTRY_AHEAD.search(characters, max(0, start - 6), start)
    ) or (characters[end : end + 1] == "." and characters[end + 1 : end + 2].isdigit())


def is_row(characters: str, all_groups: list[DigitGroup], first: int, last: int, series: set[str]) -> bool:
    """Are these groups part of a row of numbers: more of them follow, they count something, or they are years?"""
    start, end = all_groups[first].start, all_groups[last - 1].end
    own = all_groups[first:last]
    before = all_groups[first].gap
    behind = all_groups[last].gap if last < len(all_groups) else None
    row = "|" in series and "\n" not in series
    for gap in (before, behind):
        if gap and any(one in gap for one in series) and not (row and "\n" in gap):
            return True
    if sum(bool(YEAR.fullmatch(one.digits)) for one in own) > 1:
        return True
    if series & {"、", ",", ";", "+"}:
        counted = COUNTED_BEHIND.match(characters, end) or SERIES_AHEAD.search(characters, max(0, start - 12), start)
        return bool(counted) or (len(own) > 3 and not is_single(own))
    return row and is_table(characters, start, end)


def is_single(own: list[DigitGroup]) -> bool:
    """Are these single digits that do not rise, as a row of numbers does?"""
    digits = [one.digits for one in own]
    return max(map(len, digits)) == 1 and len({one.gap for one in own[1:]}) == 1 and digits != sorted(digits)


def is_table(characters: str, start: int, end: int) -> bool:
    """Do these cells stand in a table of numbers: a heading says what they count, or other rows hold other numbers?"""
    top = characters.rfind("\n", 0, start) + 1
    lines = [line for line in characters[:top].splitlines()[-3:] if "|" in line] if top else []
    bottom = characters.find("\n", end)
    below = characters[bottom + 1 :].split("\n", 1)[0] if bottom >= 0 else ""
    column = characters.count("|", top, start)
    width = characters.count("|", start, end) + 1
    for line in (*lines, below):
        cells = [cell.strip() for cell in line.split("|")][column : column + width]
        if all(cell.isdigit() for cell in cells) and len(cells) == width and len("".join(cells)) != 11:
            return True
        if sum(bool(COUNTS.search(cell)) for cell in cells) > width / 2:
            return True
    return False


ISSUED = compile_later(r"6[0-9]|9558|9559|4\d{15}$|5[1-5]\d{14}$|35\d{14}$")
"""First digits of cards that are used here: UnionPay and old cards of 16 to 19 digits, others of 16."""


def find_bank_cards(characters: str, cuts: frozenset[int] = frozenset()) -> Iterator[TextRange]:
    """Places of bank card numbers: by issuer and the check digit of ISO/IEC 7812 (Luhn), or because words say so."""
    for all_groups in find_groups_both_ways(characters, cuts):
        # The longest first: a card of 19 digits may hold one of 16.
        for first, last, digits in sorted(iter_group_runs(all_groups, range(16, 20)), key=lambda one: -len(one.digits)):
            start, end = all_groups[first].start, all_groups[last - 1].end
            if is_letter(characters[start - 1 : start]) or is_letter(characters[end : end + 1]):
                continue
            said = BANK_AHEAD.search(characters, max(0, start - 20), start) is not None
            if not said and not (ISSUED.match(digits) and is_luhn(digits)):
                continue
            own = all_groups[first:last]
            odd = any(not USUAL.issuperset(one.gap or "?") for one in own[1:])
            sizes = [len(one.digits) for one in own]
            cut = all(size > 2 for size in sizes[:-1]) or max(sizes) == 1 or odd
            if said or cut:
                yield TextRange(start, end)


def is_luhn(digits: str) -> bool:
    """Is the last digit the check digit of the others?"""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(doubled)) % 10 == 0


LANDLINE = compile_later(r"0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}")
AREA = compile_later(r"0(?:10|2\d|[3-9]\d{2})")
LANDLINE_CUTS = frozenset([(3, 8), (3, 7), (4, 8), (4, 7), (3, 4, 4), (3, 3, 4), (4, 4, 4), (4, 3, 4)])
LOCAL = compile_later(r"[2-9]\d{6,7}")
LOCAL_CUTS = frozenset([(8,), (7,), (4, 4), (3, 4)])


def find_landlines(characters: str, cuts: frozenset[int] = frozenset()) -> Iterator[TextRange]:
    """Places of telephones that are no mobiles: with their area code, or because a word says so."""
    for all_groups in find_groups_both_ways(characters, cuts):
        for first, last, digits in iter_group_runs(all_groups, range(7, 15), OF_SERIES):
            numbered = LANDLINE.fullmatch(digits)
            if not numbered and not LOCAL.fullmatch(digits):
                continue
            own = all_groups[first:last]
            start, end = own[0].start, own[-1].end
            if is_decimal(characters, start, end) or (
                characters[start - 1 : start] == "-"
                and characters[start - 2 : start - 1].isdigit()
                and own[0].digits[0] != "0"
            ):
                continue
            sizes = tuple(len(one.digits) for one in own)
            single = max(sizes) == 1
            lead = COUNTRY.fullmatch(own[0].digits) if len(own) > 1 else None
            if lead:
                continue
            area = AREA.match(digits)
            behind = all_groups[last].gap if last < len(all_groups) else None
            if behind == "-" and len(all_groups[last].digits) > 4:
                continue
            if numbered and (len(own) == 1 or single or sizes in LANDLINE_CUTS):
                if len(own) == 1 or single or (area and (area.end() in (sizes[0], sizes[0] + 1))):
                    yield TextRange(start, end)
            elif (
                not numbered
                and (sizes in LOCAL_CUTS or single)
                and TELEPHONE_AHEAD.search(characters, max(0, start - 20), start)
            ):
                yield TextRange(start, end)


TELEPHONE_AHEAD = compile_later(r"(?:电话|热线|座机|固话|Tel)[^\d\n]{0,4}$", re.I)
