"""Record lists, one file each, or one for those of one room. A content type holds a list by one line:
`meetings: Annotated[…, MEETINGS.field] = ()`.
"""

from .activity import ACTIVITIES, Activity
from .covenant import CLAUSES, COVENANT_VERSIONS, CovenantVersion
from .experience import EXPERIENCES, Experience
from .meeting import MEETINGS, Meeting
from .mentoring import PAIRINGS, SKILLS, Pairing
from .quiz import QUIZZES, Quiz
from .rating import RATINGS, Rating
from .ripple import RIPPLES, Ripple
from .standard_case import STANDARD_CASES, StandardCase
from .station import STATIONS, Station
from .talk import PLEDGES, TALKS, Pledge, Talk
from .together import CLAIMS, FUND, POOLINGS, Claim, FundEntry, Pooling

__all__ = [
    "ACTIVITIES",
    "CLAIMS",
    "CLAUSES",
    "COVENANT_VERSIONS",
    "EXPERIENCES",
    "FUND",
    "MEETINGS",
    "PAIRINGS",
    "PLEDGES",
    "POOLINGS",
    "QUIZZES",
    "RATINGS",
    "RIPPLES",
    "SKILLS",
    "STANDARD_CASES",
    "STATIONS",
    "TALKS",
    "Activity",
    "Claim",
    "CovenantVersion",
    "Experience",
    "FundEntry",
    "Meeting",
    "Pairing",
    "Pledge",
    "Pooling",
    "Quiz",
    "Rating",
    "Ripple",
    "StandardCase",
    "Station",
    "Talk",
]
