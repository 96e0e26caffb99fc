"""iCalendar files (RFC 5545) of records whose day is known: an all-day event for each.

No clock is asked: DTSTAMP is the day itself, so that two builds of the same content write the same bytes. The UID holds what
does not change when an author moves a record in its file: the entry, the list and the day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from ..model import Exhibition
from ..model.record_types import EntryRecord

LINE_BYTES = 75
"""Bytes of a line without its end (RFC 5545, 3.1); what is longer goes on in the next line, behind a space."""


def format_calendar(title: str, records: Iterable[EntryRecord], exhibition: Exhibition) -> bytes:
    """Return the calendar of the records whose day is known; of records with less there is no event."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//building-exhibition//rooms//ZH", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{escape_text(title)}"]
    for event in iter_events(records, exhibition):
        lines += event
    lines.append("END:VCALENDAR")
    return "".join(f"{fold_line(line)}\r\n" for line in lines).encode()


def iter_events(records: Iterable[EntryRecord], exhibition: Exhibition) -> Iterator[list[str]]:
    """Yield the lines of each event."""
    site_url = exhibition.settings.site_url
    host = urlsplit(site_url).hostname or "localhost"
    days: Counter[str] = Counter()
    for one in records:
        if one.date is None or one.date.day is None:
            continue
        day = one.date.iso.replace("-", "")
        name = f"{one.entry.id}-{one.row.name}-{day}"
        days[name] += 1
        place = "".join((one.entry.location.street, one.entry.location.compound or one.entry.location.committee))
        yield [
            "BEGIN:VEVENT",
            f"UID:{name}-{days[name]}@{host}",
            f"DTSTAMP:{day}T000000Z",
            f"DTSTART;VALUE=DATE:{day}",
            f"SUMMARY:{escape_text(f'{one.row.label}：{one.name}')}",
            f"LOCATION:{escape_text(f'{place}{one.entry.name}')}",
            f"URL:{site_url}{one.path}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]


def escape_text(text: str) -> str:
    r"""Return a text as a value of the type TEXT (RFC 5545, 3.3.11).

    >>> escape_text("窗, 门; 楼\\梯\n再说")
    '窗\\, 门\\; 楼\\\\梯\\n再说'
    """
    return "\\n".join(text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").splitlines())


def fold_line(line: str) -> str:
    r"""Return a line in parts of at most `LINE_BYTES` bytes, no character cut in two.

    >>> fold_line("A" * 80) == "A" * 75 + "\r\n " + "A" * 5
    True
    """
    if len(line.encode()) <= LINE_BYTES:
        return line
    parts: list[str] = []
    part, size = "", 0
    for sign in line:
        width = len(sign.encode())
        # The space with which a part goes on counts too.
        if size + width > LINE_BYTES - bool(parts):
            parts.append(part)
            part, size = "", 0
        part += sign
        size += width
    return "\r\n ".join([*parts, part])
