"""The ledger of addresses: one small file for each address that was ever promised, and what may become of it.

    address_file   the text of one file ⇄ a Permalink
    folder         `content/permalinks/` → the Ledger
    table          the ledger as one CSV: what it was before, and what the bureau gets
    revision       git → the files of another revision and what has changed since
    drawing        a free number, at random
    turns          an address into its next state: out of use, merged into another
    moving         units to another street: folder and 街镇 together
    renumbering    an entry to another number, while nobody has been promised the old one
    sameness       does a building have a page already?
    hands          an address that has come to belong to another house
    exchanges      houses that have exchanged a part of their pages while their names stayed

The nouns (`Permalink`, `Ledger`, `Past`) are in `model`, because an `Exhibition` holds them. The checks are in `checks`
and the pages in `pages`: they are built on what those packages give, which is above this one.
"""
