"""Print a page with WebKitGTK to a PDF, as its print dialog does; WebDriver cannot do that there.

It needs the system's Python with the packages `python3-gi` and `gir1.2-webkit2-4.1`:
`webkit_print.py address file.pdf`. The page is loaded, printed after `REST_MS`, and never scrolled.
"""

import sys
from pathlib import Path

REST_MS = 2500
WIDTH, HEIGHT = 1280, 900


def main(address: str, path: str) -> None:
    """Load and print the page, then exit; the exit code is 1 if the page does not load."""
    # Imported here: only the system's Python has it, and pytest imports every module of the tests for doctests.
    import gi

    gi.require_version("Gtk", "3.0")
    gi.require_version("WebKit2", "4.1")
    from gi.repository import GLib, Gtk, WebKit2

    window, view = Gtk.Window(), WebKit2.WebView()
    window.set_default_size(WIDTH, HEIGHT)
    window.add(view)
    window.show_all()

    def print_it() -> bool:
        settings = Gtk.PrintSettings()
        settings.set(Gtk.PRINT_SETTINGS_PRINTER, "Print to File")
        settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
        settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, Path(path).absolute().as_uri())
        setup = Gtk.PageSetup()
        setup.set_paper_size(Gtk.PaperSize.new(Gtk.PAPER_NAME_A4))
        operation = WebKit2.PrintOperation.new(view)
        operation.set_print_settings(settings)
        operation.set_page_setup(setup)
        operation.connect("finished", lambda _: Gtk.main_quit())
        operation.connect("failed", lambda _, problem: sys.exit(str(problem)))
        operation.print_()
        return False

    def changed(_: object, event: object) -> None:
        if event == WebKit2.LoadEvent.FINISHED:
            GLib.timeout_add(REST_MS, print_it)

    view.connect("load-changed", changed)
    view.connect("load-failed", lambda *_: sys.exit(1))
    view.load_uri(address)
    GLib.timeout_add_seconds(60, lambda: sys.exit("nothing was printed"))
    Gtk.main()


if __name__ == "__main__":
    main(*sys.argv[1:])
