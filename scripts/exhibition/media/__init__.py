"""Image files: their formats and metadata, renditions of photos for the site, and import of camera pictures.

    file ──probe──▶ Probe (header, metadata)                                    for checks; without Pillow
    photo ──rendition_worker: decode ▶ encode──▶ RenditionSet ──renditions──▶ Picture, Artifacts
    camera picture ──import_inputs ▶ import_prepare ▶ import_plan ▶ import_apply──▶ photo-01.jpg, index.md

This file imports nothing: `check` loads `probe` and must not load Pillow.
"""
