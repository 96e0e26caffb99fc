"""Turns chosen posters into the package that a print shop receives."""
