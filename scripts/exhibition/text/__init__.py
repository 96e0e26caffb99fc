"""Text utilities without knowledge of the exhibition: characters, numerals, list marks, names of files and addresses.

The lowest layer of the package: standard library only, no I/O, no messages.
"""
