"""The exhibition generator: from volunteers' Markdown folders to a static exhibition.

    content/ ──reading──▶ Exhibition ──checks──▶ Diagnostics
                              │
                              ├──photos──▶ ┐
                              ├──scenes──▶ │
                              ├──codes───▶ ├─ Artifacts ─┬─ pages ──▶ plain docs tree ──engine──▶ ┐
                              ├──search──▶ │             │            (Markdown)                  ├─▶ site/
                              └──pages───▶ ┘             └─ assets ─────────────────────────────▶ ┘

Layers; imports go down, never up (import-linter, in pyproject.toml):

    cli                              speaks: argv, stdout, what people read
    build                            composes: the recipe from top to bottom
    continuation                     knows what the last build has left
    engine                           the engine's own call
    tree                             trees of files on the disk
    pages | search                   make things to see and to find
    photos | scenes | codes          make pixels, drawings and modules
    checks                           judge
    reading                          understands files
    aside | cache | report           small services
    model                            the nouns: frozen dataclasses, no I/O
    diagnostics                      places and sentences
"""
