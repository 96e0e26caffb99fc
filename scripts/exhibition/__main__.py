"""Entry point of `python -m exhibition`."""

import sys

from .cli import main, repeat_interrupt

sys.unraisablehook = repeat_interrupt
sys.exit(main(sys.argv[1:]))
