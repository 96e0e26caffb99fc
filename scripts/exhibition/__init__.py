"""The exhibition generator: from volunteers' Markdown folders to a static exhibition.

    content/ ──reading──▶ Exhibition ──checks──▶ Diagnostics
                              │
                              ├──photos──▶ ┐
                              ├──scenes──▶ │
                              ├──codes───▶ ├─ Artifacts ─┬─ pages ──▶ plain docs tree ──engine──▶ ┐
                              ├──search──▶ │             │            (Markdown)                  ├─▶ site/
                              ├──forms───▶ │             │                                        │
                              ├──pages───▶ ┘             └─ assets ─────────────────────────────▶ ┘
                              │
                              └──posters─▶ pages of CMYK ──jobs──▶ a package for the print shop
    a body ──bodies──▶ safe HTML for pages, issues for checks
    spreadsheet ◀──sheets──▶ content/

Layers; imports go down, never up (import-linter, in pyproject.toml):

    cli                              speaks: argv, stdout, what people read
    preview                          follows an author: builds, serves, watches
    build | jobs | sheets | fixing   compose: a site, a print job, sheets out and in, mended files,
    | forges | intake                what code hosts and buckets are given, camera pictures made safe
    founding                         makes new folders with their addresses
    continuation                     knows what the last build has left
    publishing                       puts a finished site in its place
    engine                           the engine's own call
    tree                             trees of files on the disk
    inspection                       reads and judges: what every command begins with
    addressing                       judges the address of the site
    search                           makes what finds entries; its facets are the galleries of pages
    pages | posters | forms          make things to see, to print and to write with
    verification                     asks a published site what is set wrong
    sketches                         draw what the guide explains
    photos | scenes | codes          make pixels, drawings and modules
    checks                           judge
    reading                          understands files
    ledger | toolchain               addresses: their files, what may become of them, what git knows of them; what makes
                                     each kind of file: keys of the cache, names with a hash
    build_note                       says beside a site that its last build has not succeeded
    aside | bodies | cache | csp     small services; bodies: authors' text to safe HTML
    | css_subset | identity
    | locking | manifest | owners
    | report | spreadsheet | workbooks
    files                            opens and lists regular files only, up to a size
    types                            the content types: fields and view of each, one file a type
    model                            the nouns: frozen dataclasses, no I/O
    diagnostics                      places and sentences
"""
