"""Static site generator of the exhibition: from volunteers' Markdown folders to a static site.

    content/ ──content──▶ Site ──checks──▶ Diagnostics
                            │
                            ├──media──▶ ┐
                            ├──qr─────▶ ├─ Artifacts ──site (build, renderer)──▶ site/
                            ├──search─▶ │
                            ├──pages──▶ ┘
                            │
                            └──print──▶ PDF files ──jobs──▶ a package for the print shop
    a body ──bodies──▶ safe HTML for pages, issues for checks
    spreadsheet ◀──exchange──▶ content/

Layers; imports go down, never up (import-linter, in pyproject.toml):

    cli                              commands: arguments, messages, exit codes
    preview                          live preview: build, serve, watch
    site                             the build as one recipe, renderer, incremental state
    print                            posters, PDF, preflight, jobs for the print shop
    exchange                         spreadsheets in and out, CMS
    pages | search                   pages, lists, walls, guide, help; search index
    verification                     checks of a published site over HTTP
    checks                           registry and rules
    media                            photos: formats, metadata, renditions, import
    content                          loader, messages, autofix, scaffold
    hosting                          code hosts, code owners, buckets
    ledger | report | qr             permalinks; report formats; QR codes
    bodies | storage                 Markdown to safe HTML; files, cache, locks, publishing
    worker_pool                      worker processes
    background | progress            one forked process; progress messages
    privacy                          detectors and masks of private data
    model | types                    frozen dataclasses, no I/O; one file per content type
    diagnostics                      places and messages
"""
