"""Turns entries into posters: pages for the print shop, and the print stylesheet of the site's own pages."""
