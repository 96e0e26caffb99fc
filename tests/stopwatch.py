"""Measure regular expressions on long texts; a process of its own for the regex timing tests.

Standard input is a list of {"place", "text", "flags", "tried", "pumps": [[before, piece, tail]]}. Standard output
has a line {"begun": place} for each, and {"slow": words} for one whose cost grows faster than its text.
"""

from __future__ import annotations

import json
import re
import sys
import time

SHORT, LONG = 4_000, 16_000
QUICK_S = 0.004
"""A long text that costs less is accepted: with quadratic cost it would take much more."""
MOST = 9.0
"""Highest ratio of costs for a text that is four times as long: 4 is linear, 16 is quadratic."""
MOST_S = 0.15
"""Highest cost of a long text: each character may be visited by many turns of a bounded repetition."""


ENOUGH_S, MOST_RUNS = 0.06, 64
"""Time of all runs together that is measured before it is accepted, and the highest number of runs."""


def make_text(pump: list[str], length: int) -> str:
    """Return a text of about so many characters."""
    before, piece, tail = pump
    return before + piece * (length // len(piece)) + tail


def measure_matches(pattern: re.Pattern[str], text: str, tried: list[str]) -> float:
    """Return the processor time of all matches of the pattern in a text."""
    began = time.process_time()
    if "finditer" in tried:
        for _ in pattern.finditer(text):
            pass
    if "match" in tried:
        pattern.match(text)
    if "fullmatch" in tried:
        pattern.fullmatch(text)
    return time.process_time() - began


def measure_run(pattern: re.Pattern[str], text: str, tried: list[str]) -> float:
    """Return the processor time of one run, from as many as a coarse clock needs: some have steps of 4 ms."""
    runs = 1
    while True:
        used = sum(measure_matches(pattern, text, tried) for _ in range(runs))
        if used >= ENOUGH_S or runs >= MOST_RUNS:
            return used / runs
        runs *= 4


def find_growth(pattern: re.Pattern[str], pump: list[str], tried: list[str]) -> str:
    """Return the figures of a text that costs too much, or an empty text."""
    short, long = make_text(pump, SHORT), make_text(pump, LONG)
    if measure_matches(pattern, short, tried) < QUICK_S and measure_matches(pattern, long, tried) < QUICK_S:
        return ""
    low, high = measure_run(pattern, short, tried), measure_run(pattern, long, tried)
    if high < QUICK_S or (high < MOST_S and high < MOST * max(low, QUICK_S / 16)):
        return ""
    return f"{low * 1000:.1f} ms, four times as long {high * 1000:.1f} ms"


def main() -> None:
    """Measure each pattern."""
    for job in json.load(sys.stdin):
        print(json.dumps({"begun": job["place"]}), flush=True)
        pattern = re.compile(job["text"], job["flags"])
        for pump in job["pumps"]:
            if figures := find_growth(pattern, pump, job["tried"]):
                print(json.dumps({"slow": f"{job['place']}: {job['text']} on {pump}: {figures}"}), flush=True)
                break


if __name__ == "__main__":
    main()
