"""The child process that opens a spreadsheet: bytes on its standard input, JSON on its standard output.

It limits itself before it reads the first byte: what goes wrong in here ends here.
"""

from __future__ import annotations

import contextlib
import sys

MEMORY = 1 << 30
"""Bytes of address space; a sheet of 5,500 rows takes a tenth."""
SECONDS = 60
"""Seconds of the processor, for the case that nobody waits any more."""
LONGEST = 64 << 20
"""Bytes of the answer."""


def limit() -> None:
    """Bound memory and time of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        # Some systems know a limit and do not let it be set.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def main() -> int:
    """Read the file and answer; exit code 3 where there was not enough memory."""
    limit()
    try:
        from .answering import answer

        told = answer(sys.stdin.buffer.read())
        if len(told) > LONGEST:
            return 3
        sys.stdout.buffer.write(told)
        sys.stdout.buffer.flush()
    except MemoryError:
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
