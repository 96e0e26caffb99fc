"""Import of the bureau's sheets as changes of content files, and export; nobody's edit is lost.

    file ──opening──▶ grid ──subject──▶ heading ──▶ columns ──statements──▶ rows ──matching──▶ entries, records
    row, page, last import ──merging──▶ decisions ──editing──▶ draft ──verifying──▶ writing ──▶ page, record
    exhibition ──exporting──▶ table ──workbook──▶ file

The merge has three sides: the sheet, the page, and the record of the last import (`content/sheets/`), which everybody
shares. Where two of them tell who has changed something it is settled; where both have, a person is asked.
"""

from __future__ import annotations

from .importing import ImportOptions, ImportPlan, plan_import, write_import
from .output import EXPORTS, LISTINGS, CellOutcome, ImportRemark, export_everything
from .sheet_subjects import list_subjects

__all__ = [
    "EXPORTS",
    "LISTINGS",
    "CellOutcome",
    "ImportOptions",
    "ImportPlan",
    "ImportRemark",
    "export_everything",
    "list_subjects",
    "plan_import",
    "write_import",
]
