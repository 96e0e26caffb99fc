"""What stops a job of posters before anything is made, in a sentence for whoever ordered it."""

from __future__ import annotations


class Refusal(Exception):
    """Something that cannot be done on this machine or with these settings.

    Its only argument is a Chinese sentence that says what to do.
    """
