"""Print jobs: from an order to a package for the print shop with print files, a manifest, proofs and checksums.

    PrintOrder ──selection──▶ entries ──▶ PrintBundles ──render_bundle──▶ files ──▶ JOB-20261101-A4/ and .zip
                                 ▲                   (draw, finish, preflight)
                        what an earlier job has printed

Nothing here reads the clock: a job's date is part of its order, and the same order of the same content gives the same
bytes.
"""
