"""Ask a published site like a phone and like a printer's operator would, and say what is set wrong.

    an address ──address──▶ Order ──▶ Visit ──checks──▶ Findings ──report──▶ text, JSON
                                       │
                        client (HTTP, exactly as told) · page, decoding (what came)

Each kind of finding is one row of `rules.RULES`: a stable word, what is asked, what is wrong, what that means for people
at the wall, and where it is put right (`hosts`). Checks are generators that look at a `Visit`; what is wrong with a site
is a value, nothing here raises for it.
"""
