"""Static site generator of the exhibition: from volunteers' Markdown folders to a static site.

    content/ ──content──▶ Exhibition ──checks──▶ Diagnostics
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

    cli                                 commands: arguments, messages, exit codes
    preview                             live preview: build, serve, watch
    site                                the build as one recipe, renderer, incremental state
    autofix | search                    corrections of files; search index
    pages                               pages, lists, walls, guide, help
    checks | print                      registry and rules; posters, PDF, preflight, jobs
    media | exchange                    photos: formats, metadata, renditions, import; spreadsheets, CMS
    content | hosting                   loader, scaffold; code hosts, code owners, buckets
    ledger | report | verification      permalinks; report formats; checks of a published site over HTTP
    qr | storage | bodies               QR codes; files, cache, locks, publishing; authors' text to safe HTML
    types                               one file for each content type
    model                               frozen dataclasses, no I/O
    messages                            messages that authors read
    cluster                             jobs on several machines
    privacy | progress | text | workers | collector detectors and masks; progress messages; characters, names; worker processes
    diagnostics                         places and messages
"""
