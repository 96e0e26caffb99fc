"""Verification of a published site over HTTP: ask as phones and scanners do, and report what is set wrong.

    an address ──address──▶ VerificationOptions ──▶ SiteSession ──checks──▶ SiteFindings ──run──▶ text, JSON
                                                      │
                                        http_client (redirects, encodings and paths are left as they are)

Each kind of finding is one row of `rules.RULES`: a stable word, the question, what is wrong, what that means for
people who scan a code, and where to fix it (`rules.FIX_INSTRUCTIONS`). Checks are generators over a `SiteSession`. A fault of
a site is a value; nothing here raises for it.
"""
