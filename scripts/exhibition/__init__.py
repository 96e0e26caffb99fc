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
    autofix | pages | print | search corrections of files; pages, lists, walls, guide, help; posters, PDF, preflight, jobs;
                                     search index
    checks | exchange                registry and rules; spreadsheets in and out, CMS
    media                            photos: formats, metadata, renditions, import
    content                          loader, scaffold
    hosting                          code hosts, code owners, buckets
    ledger | report | verification   permalinks; report formats; checks of a published site over HTTP
    qr | storage                     QR codes; files, cache, locks, publishing
    types                            one file for each content type
    model                            frozen dataclasses, no I/O
    bodies | messages | worker_pool  Markdown to safe HTML; messages of the loader; worker processes
    background | privacy             one forked process; detectors and masks of private data
    | progress | text                progress messages; characters, numerals, names of files
    diagnostics                      places and messages
"""
