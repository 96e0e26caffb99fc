"""The exhibition generator: from volunteers' Markdown folders to a static exhibition.

    content/ ──reading──▶ Exhibition ──checks──▶ Diagnostics
                              │
                              ├──photos──▶ ┐
                              ├──scenes──▶ │
                              ├──codes───▶ ├─ Artifacts ─┬─ pages ──engine──▶ ┐
                              ├──search──▶ │             │  (in memory)       ├─▶ site/
                              ├──forms───▶ │             ├─ assets ─────────▶ ┘
                              ├──pages───▶ ┘             └─ docs_export ────▶ a docs tree for plain MkDocs
                              │
                              └──posters─▶ pages of CMYK ──jobs──▶ a package for the print shop
    a body ──bodies──▶ safe HTML for pages, issues for checks
    spreadsheet ◀──sheets──▶ content/

Layers; imports go down, never up (import-linter, in pyproject.toml):

    cli                              speaks: argv, stdout, what people read
    docs_export | preview            writes the docs tree of plain MkDocs; follows an author: builds, serves, watches
    build | jobs | sheets | fixing   compose: a site, a print job, sheets out and in, mended files,
    | forges | intake                what code hosts and buckets are given, camera pictures made safe
    founding                         makes new folders with their addresses
    continuation                     decides what of the last build can stay
    publishing                       puts a finished site in its place
    engine                           renders pages; the only module that imports MkDocs
    mkdocs_hooks | tree              events of MkDocs: policy, allow-list, assets; trees of files on the disk
    forking                          a function over many items in forked processes
    inspection                       reads and judges: what every command begins with
    addressing                       judges the address of the site
    pages | search | posters | forms make things to see, to find, to print and to write with
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
    model                            the nouns: frozen dataclasses, no I/O
    diagnostics                      places and sentences
"""
