"""Record lists, one file each. A content type holds a list by one line: `meetings: Annotated[…, MEETINGS.field] = ()`."""

from .experience import EXPERIENCES, Experience
from .meeting import MEETINGS, Meeting
from .rating import RATINGS, Rating
from .standard_case import STANDARD_CASES, StandardCase

__all__ = [
    "EXPERIENCES",
    "MEETINGS",
    "RATINGS",
    "STANDARD_CASES",
    "Experience",
    "Meeting",
    "Rating",
    "StandardCase",
]
