"""Rows for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a text that begins with one of these as a formula, also when it was typed by
somebody else (OWASP, CSV injection)."""


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """One line for each row under a line of names (RFC 4180).

    A text that a spreadsheet would run gets an apostrophe before it; numbers stay numbers.
    """
    page = io.StringIO()
    writer = csv.DictWriter(page, columns)
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return page.getvalue()


def _harmless(value: object) -> object:
    if isinstance(value, str) and value.startswith(STARTS) and not _is_number(value):
        return "'" + value
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
