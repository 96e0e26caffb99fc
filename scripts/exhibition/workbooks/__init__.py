"""Files of spreadsheet programs that strangers wrote into sheets of plain cells, read in a child process with limits.

    bytes ──asking──▶ child process: reading (calamine, looks) ──JSON──▶ asking ──▶ Book or Trouble

A small file can make a reader ask for all the memory that there is, or never come to an end: then the child ends, and the
command says so. What the child runs imports as little as it can, for it is started for every sheet.
"""
