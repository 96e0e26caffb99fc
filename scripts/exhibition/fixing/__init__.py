"""Content files into the same files with every mend that is certain; nothing is written here.

    bytes ──encoding──▶ text ──settling (fences, lines, keeping)──▶ text ──judging──▶ Fixing ──differing──▶ what people read

A mend is certain where the message that speaks of it shows the finished line and does not ask. Of the text below the
front matter only characters go that are no text; what a person must decide is left to a person.
"""

from __future__ import annotations

from .differing import difference, front_matter, lines_changed
from .drafts import Draft, Fixing
from .fix import content_files, fix

__all__ = ["Draft", "Fixing", "content_files", "difference", "fix", "front_matter", "lines_changed"]
