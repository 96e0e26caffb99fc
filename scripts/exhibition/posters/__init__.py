"""Posters: pages for the print shop, and layers from which a browser prints a page's own poster.

    Entry ──poster──▶ Poster ──pdf_writer──▶ plain PDF ──▶ PDF/X ──preflight──▶ PreflightReport
                        │        ▲  ▲
       FORMATS (layers) ┘        │  └── resources: fonts · profile · inks · mascot · photos
                                 └───── typesetting: line breaking, text fitting

To add a product, add one row to `formats.FORMATS`. This module must stay light: building the site imports it without
the libraries for PDF.
"""

from . import trouble

__all__ = ["trouble"]
"""Imported here so that the rules of print are registered wherever help is written."""
