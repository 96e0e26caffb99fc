"""Ledger of permalinks: one small file for each id that was ever issued, and the operations on it.

    permalink_file   parse and format one file of the ledger
    reader           read the ledger from `content/permalinks/`, from the former CSV table, and from a git revision
    changes          issue a free id, retire or merge a permalink, move units to another street
    renumbering      give an entry another id, while the old one has not been published
    building_match   find entries that may be the same building
    reassignment     find ids that now belong to another building
    swaps            find entries that have swapped a part of their pages while their names stayed

The types (`Permalink`, `Ledger`, `BaseSnapshot`) are in `model`, because the site model holds them. The checks of the ledger
are in `checks` and its pages in `pages`: they depend on packages above this one.
"""
