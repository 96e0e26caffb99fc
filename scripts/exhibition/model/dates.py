"""Dates as precise as people remember them: a year, a month or a day."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A calendar date of which the day, or day and month, may be unknown (ISO 8601 reduced precision)."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        """The canonical form in content files: `2018`, `2018-11` or `2018-11-26`."""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @property
    def chinese(self) -> str:
        """The form that visitors read: `2018年11月26日`, as far as it is known."""
        text = f"{self.year}年"
        if self.month is not None:
            text += f"{self.month}月"
            if self.day is not None:
                text += f"{self.day}日"
        return text

    def sort_key(self) -> tuple[int, int, int]:
        """Order in time; what is unknown comes first within its year or month."""
        return (self.year, self.month or 0, self.day or 0)
