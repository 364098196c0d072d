"""What apps and screens here are built on: our own output and driver, or Textual's as it comes.

TUTOR_STOCK_TEXTUAL=1 chooses Textual's. Everything looks the same then and takes longer; whatever
differs is a fault of ours or of a Textual whose private parts have changed.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

STOCK = os.environ.get("TUTOR_STOCK_TEXTUAL", "") not in ("", "0")

if TYPE_CHECKING or not (STOCK or sys.platform == "win32"):
    from tutor.ui.terminal.diff_host import HostApp, HostScreen
else:
    from tutor.ui.terminal.stock_host import HostApp, HostScreen

__all__ = ["HostApp", "HostScreen"]
