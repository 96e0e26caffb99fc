"""Posters of entries: pages for the print shop, and layers from which a browser prints the poster of a page.

    Entry ──poster──▶ Poster ──drawing──▶ plain PDF ──pdfx──▶ PDF/X ──preflight──▶ Report
                        │        ▲  ▲
       FORMATS (layers) ┘        │  └── press: fonts · profile · inks · mascot · photos
                                 └───── fitting ◀── breaking

To add a product: one row in `formats.FORMATS`. This module and `format` are light: building the site imports them and
needs none of the libraries of print.
"""

from . import messages

__all__ = ["messages"]
"""Imported here so that the rules of print are registered wherever help is written."""
