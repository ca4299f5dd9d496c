"""An Excel workbook as rows of cells: its first sheet that has any."""

import io
import zipfile
from typing import Any

from engine.numerals import grouped
from ui.tables.decoding import ACCEPTED, Unreadable

START = b"PK\x03\x04"  # of every zip file, which a workbook is
MAX_UNPACKED = 12_000_000  # bytes; a small zip file can hold a hundred times as much
MAX_CELLS = 200_000  # that are read, in about two seconds
PART = "xl/workbook.xml"  # that every workbook has


def rows(raw: bytes) -> list[tuple[int, list[str]]]:
    """Return the number and the cells of each row that is not empty. Raises Unreadable, with the reason."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            names, size = parts.namelist(), sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Unreadable(f"This looks like an Excel file or an archive, but is damaged. {ACCEPTED}") from None
    if PART not in names:
        raise Unreadable(f"This is an archive or another kind of document: unpack it, or save it as CSV. {ACCEPTED}")
    if size > MAX_UNPACKED:
        raise Unreadable(f"Unpacked this has {size / 1e6:.0f} MB; up to {MAX_UNPACKED / 1e6:.0f} MB can be read.")
    try:
        return _rows(raw)
    except Unreadable:
        raise
    except Exception:  # whatever a damaged workbook makes of the library: there are very many ways
        raise Unreadable(f"This Excel file is damaged. Save it again, or as CSV. {ACCEPTED}") from None


def _rows(raw: bytes) -> list[tuple[int, list[str]]]:
    import openpyxl

    workbook = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    try:
        for sheet in workbook.worksheets:
            found: list[tuple[int, list[str]]] = []
            cells = 0
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
                cells += len(row)
                if cells > MAX_CELLS:
                    raise Unreadable(
                        f"This has more than {grouped(MAX_CELLS)} cells: save a part of it, or all of it as CSV."
                    )
                if any(value not in (None, "") for value in row):
                    found.append((number, [_text(value) for value in row]))
            if found:
                return found
        return []
    finally:
        workbook.close()


def _text(value: Any) -> str:
    """Return what a cell holds as a text file would have it, with a decimal point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"  # what Excel keeps; the rest is noise of its arithmetic
    return str(value).strip()
