"""Jobs for the print shop: from an order to a package of files to print, manifest, notes, proofs and checksums.

    Order ──selection──▶ entries ──plan──▶ Bundles ──making──▶ files ──packing──▶ JOB-20261101-A4/ and .zip
                           ▲                            (draw, finish, preflight)
                        history: what an earlier job has printed

Nothing here reads the clock: a job's date is in its order, and the same order of the same content gives the same bytes.
"""
