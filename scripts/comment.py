"""Write the verdict of a check below its pull request: run by a trusted job, with the standard library only.

It runs the code of the main branch and reads what the check of an untrusted change has left as data. The first
argument names the code host; settings come from the environment, as its jobs have them, and the token: GITHUB_TOKEN
on GitHub, COMMENT_TOKEN on GitLab.
"""

from __future__ import annotations

import os
import sys
import urllib.error
from collections.abc import Callable, Iterator, Mapping

from exhibition.hosting.pull_request_comments import NoComment, comment_on_github, comment_on_gitlab

HOSTS: dict[str, Callable[[Mapping[str, str]], Iterator[str]]] = {
    "github": comment_on_github,
    "gitlab": comment_on_gitlab,
}


def main(words: list[str]) -> int:
    """Write the comments; exit code 1 where the host did not answer as it should, 2 where it is unknown."""
    if len(words) != 1 or words[0] not in HOSTS:
        print(f"comment.py {'|'.join(HOSTS)}", file=sys.stderr)
        return 2
    try:
        for line in HOSTS[words[0]](os.environ):
            print(line)
    except NoComment as reason:
        print(f"No comment: {reason}")
    except urllib.error.URLError as problem:
        print(f"{words[0]} did not answer: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
