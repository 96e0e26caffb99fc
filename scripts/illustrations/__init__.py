"""Drawings of the site as code: scenes of cut paper, the hero drawing, the mascot, and the diagrams of the guide.

    seed ──seeded_random──▶ style ──scenes──▶ layers ──svg_writer──▶ SVG

Does not import `exhibition`. This file imports nothing, so that the palette can be loaded alone.
"""
