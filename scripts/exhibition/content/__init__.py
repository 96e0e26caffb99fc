"""Content files: load them into an `Exhibition`, and create new ones.

    bytes --document--> lines --front_matter (fast, or line fixes and YAML)--> nodes --field_parser--> entries

Nothing here raises for content: faults become diagnostics. In-memory fixes are in `line_fixes` and
`front_matter_fixes`; the package `autofix` writes the certain ones to disk.
"""
