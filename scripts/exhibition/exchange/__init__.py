"""Exchange with other programs: spreadsheets, the CMS, workbooks of spreadsheet programs. This file imports nothing."""
