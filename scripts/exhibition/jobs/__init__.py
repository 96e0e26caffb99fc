"""Turns an order into a package for the print shop: files to print, a manifest, proofs, sums.

    Order ──selection──▶ entries ──plan──▶ Bundles ──making──▶ files ──packing──▶ JOB-20261101-A4/ and .zip
                           ▲                            (draw, finish, preflight)
                        history: what an earlier job has printed

Nothing here looks at a clock: a job's date is in its order, and the same order of the same content gives the same bytes.
"""
