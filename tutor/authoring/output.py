"""What a command prints: text in columns, or one JSON document."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns, right-aligned, two blanks apart."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ("  ".join(c.rjust(w) for c, w in zip(row, widths, strict=True)) for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def json_text(document: Mapping[str, Any]) -> str:
    """One document. What JSON has no number for is written as text: "inf", "-inf", "nan"."""
    return json.dumps(_plain(document), ensure_ascii=False, indent=2) + "\n"


def _plain(value: object) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
