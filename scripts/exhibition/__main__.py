"""`python -m exhibition`: the command line."""

import sys

from .cli import come_again, main

sys.unraisablehook = come_again
sys.exit(main(sys.argv[1:]))
