"""The exhibition generator: from volunteers' Markdown folders to a static exhibition.

    content/ ──reading──▶ Exhibition ──checks──▶ Diagnostics
                              │
                              ├──photos──▶ ┐
                              ├──scenes──▶ │
                              ├──codes───▶ ├─ Artifacts ──▶ plain docs tree ──engine──▶ site/
                              ├──search──▶ │              (Markdown + assets)
                              └──pages───▶ ┘

Layers; imports go down, never up (`.importlinter`):

    cli | engine                     speak: argv, stdout, the disk, the engine
    build                            composes
    pages | search                   make things to see and to find
    photos | scenes | codes          make pixels, drawings and modules
    checks                           judge
    reading                          understands files
    cache | report                   small services
    model                            the nouns: frozen dataclasses, no I/O
    diagnostics                      places and sentences
"""
