"""Parser of delimited text, in the encodings that Excel and WPS write: one grid for each possible separator."""

from __future__ import annotations

import csv
import io

from .grid import Cell, Grid

MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
CODECS = ("utf-8", "gb18030")
SEPARATORS = {",": "逗号", ";": "分号", "\t": "制表符"}


def grids_of_text(data: bytes) -> list[Grid]:
    """Return a grid for each separator; nothing where the bytes are no text. The search for headings decides which is
    right.
    """
    text = decoded(data)
    if text is None or "\0" in text:
        return []
    return [Grid(f"CSV（{name}）", rows_of(text, sign)) for sign, name in SEPARATORS.items() if sign in text]


def decoded(data: bytes) -> str | None:
    """Return the text of bytes in UTF-8, UTF-16 with a byte order mark, or GB18030; None where they are none of these."""
    attempts = [(data[len(mark) :], codec) for mark, codec in MARKS if data.startswith(mark)]
    for raw, codec in attempts or [(data, codec) for codec in CODECS]:
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return None


def rows_of(text: str, separator: str) -> list[list[Cell]]:
    """Return the rows with the numbers of spreadsheet programs: a line end inside a cell begins no row."""
    limit = csv.field_size_limit(len(text) + 1)
    try:
        return [[*row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    finally:
        csv.field_size_limit(limit)
