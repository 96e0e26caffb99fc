"""Turn an application that a maintainer has labelled into a pull request: the parts of that job that hold the token.

They run the code of the main branch with the standard library only; between `begin` and `finish` the command `apply` makes
the files, without a token. Arguments: the part, and the folder in which the parts leave what the next one reads.
"""

from __future__ import annotations

import os
import sys
import urllib.error
from pathlib import Path

from exhibition.hosting.application_requests import NoApplication, begin_application, finish_application

ROOT = Path(__file__).resolve().parents[1]


def main(words: list[str]) -> int:
    """Run one part; exit code 1 where GitHub did not answer as it should, 2 where the part is unknown."""
    if len(words) != 2 or words[0] not in ("begin", "finish"):
        print("answer_application.py begin|finish FOLDER", file=sys.stderr)
        return 2
    folder = Path(words[1])
    try:
        if words[0] == "begin":
            print(begin_application(os.environ, folder))
        else:
            print(finish_application(os.environ, folder, ROOT))
    except NoApplication as reason:
        print(f"Nothing to do: {reason}")
    except urllib.error.URLError as problem:
        print(f"GitHub did not answer: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
