"""Entry point of the child process that reads a workbook: bytes on standard input, JSON on standard output.

It sets its limits before it reads the first byte, so that a failure affects only this process.
"""

from __future__ import annotations

import contextlib
import sys

MEMORY = 1 << 30
"""Limit of address space in bytes; a sheet of 5,500 rows takes a tenth."""
SECONDS = 60
"""Limit of processor time in seconds, in case the parent is gone."""
LONGEST = 64 << 20
"""Limit of the response in bytes."""


def set_limits() -> None:
    """Limit memory and time of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        # Some systems have a limit that cannot be set.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def main() -> int:
    """Read the file and write the response; exit code 3 where there was not enough memory."""
    set_limits()
    try:
        from . import answer_request

        told = answer_request(sys.stdin.buffer.read())
        if len(told) > LONGEST:
            return 3
        sys.stdout.buffer.write(told)
        sys.stdout.buffer.flush()
    except MemoryError:
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
