"""Record lists, one file each. A content type holds a list by one line: `meetings: Annotated[…, MEETINGS.field] = ()`."""

from .experience import EXPERIENCES, Experience
from .meeting import MEETINGS, Meeting
from .quiz import QUIZZES, Quiz
from .rating import RATINGS, Rating
from .standard_case import STANDARD_CASES, StandardCase
from .station import STATIONS, Station

__all__ = [
    "EXPERIENCES",
    "MEETINGS",
    "QUIZZES",
    "RATINGS",
    "STANDARD_CASES",
    "STATIONS",
    "Experience",
    "Meeting",
    "Quiz",
    "Rating",
    "StandardCase",
    "Station",
]
