"""Writes the verdict of a check below its pull request: what the trusted workflow runs, with the standard library only.

It runs the code of the main branch and reads what the check of a stranger's change has left as data. Settings come from
the environment, as GitHub Actions gives them: GITHUB_EVENT_PATH, GITHUB_REPOSITORY, GITHUB_API_URL, and GITHUB_TOKEN.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.error
from pathlib import Path

from exhibition.forges.github import GitHub, Untold, tell


def main() -> int:
    """Write the comment; exit code 1 only where GitHub did not answer as it should."""
    given = os.environ
    event = json.loads(Path(given["GITHUB_EVENT_PATH"]).read_bytes())
    github = GitHub(given["GITHUB_API_URL"], given["GITHUB_REPOSITORY"], given["GITHUB_TOKEN"])
    try:
        print(tell(event, github))
    except Untold as reason:
        print(f"::notice::No comment: {reason}")
    except urllib.error.URLError as problem:
        print(f"::error::GitHub: {problem}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
