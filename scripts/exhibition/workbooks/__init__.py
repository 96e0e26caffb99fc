"""Reading of spreadsheet files from untrusted sources, in a child process with limits.

    bytes ──client──▶ child process: reader (calamine) ──JSON──▶ client ──▶ WorkbookContent or WorkbookProblem

A small file can make a parser allocate all memory, or never end: then the child process ends, and the command
reports it. The child imports as little as possible, because it is started for every file.
"""
