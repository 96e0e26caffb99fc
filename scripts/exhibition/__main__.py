"""Entry point of `python -m exhibition`."""

import sys

from .cli import come_again, main

sys.unraisablehook = come_again
sys.exit(main(sys.argv[1:]))
