"""Import of the bureau's sheets as changes of content files, and export; nobody's edit is lost.

    file ──opening──▶ grid ──heading──▶ columns ──statements──▶ rows ──matching──▶ entries
    row, page, last import ──merging──▶ decisions ──editing──▶ draft ──verifying──▶ writing ──▶ page, record
    exhibition ──exporting──▶ table ──workbook──▶ file

The merge has three sides: the sheet, the page, and the record of the last import (`content/sheets/`), which everybody
shares. Where two of them tell who has changed something it is settled; where both have, a person is asked.
"""

from __future__ import annotations

from .columns import list_columns
from .importing import ImportOptions, ImportPlan, plan_import, write_import
from .output import EXPORTS, LISTINGS, CellOutcome, ImportRemark

__all__ = [
    "EXPORTS",
    "LISTINGS",
    "CellOutcome",
    "ImportOptions",
    "ImportPlan",
    "ImportRemark",
    "list_columns",
    "plan_import",
    "write_import",
]
