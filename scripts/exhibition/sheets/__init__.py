"""Sheets of the bureau into changes of content files, and content files into sheets; nobody's edit is lost.

    file ──opening──▶ grid ──heading──▶ columns ──statements──▶ rows ──matching──▶ entries
    row, page, last import ──merging──▶ decisions ──editing──▶ draft ──verifying──▶ writing ──▶ page, record
    exhibition ──exporting──▶ table ──workbook──▶ file

The merge has three sides: the sheet, the page, and the record of the last import (`content/sheets/`), which everybody
shares. Where two of them tell who has changed something it is settled; where both have, a person is asked.
"""

from __future__ import annotations

from .columns import columns
from .importing import Import, Wish, plan_import
from .listing import LISTINGS
from .remarks import Outcome, Remark
from .workbook import EXPORTS
from .writing import write

__all__ = ["EXPORTS", "LISTINGS", "Import", "Outcome", "Remark", "Wish", "columns", "plan_import", "write"]
