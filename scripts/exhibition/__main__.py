"""Entry point of `python -m exhibition`."""

import sys

from .cli import end_process, main, repeat_interrupt

sys.unraisablehook = repeat_interrupt
end_process(main(sys.argv[1:]))
