"""Run the programs named on the command line, or all of them, and print one table."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import bench


def main(names: list[str]) -> int:
    """Print every figure beside its goal. A figure is measured here and now, never remembered."""
    found = [module.name for module in pkgutil.iter_modules(bench.__path__)]
    programs = names or [name for name in found if not name.startswith("_")]
    rows: list[tuple[str, str, str]] = []
    for name in programs:
        module = importlib.import_module(f"bench.{name}")
        if hasattr(module, "rows"):
            rows += module.rows()
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    print(f"| {'figure':<{widths[0]}} | {'measured':<{widths[1]}} | {'goal':<{widths[2]}} |")
    print(f"|{'-' * (widths[0] + 2)}|{'-' * (widths[1] + 2)}|{'-' * (widths[2] + 2)}|")
    for figure, measured, goal in rows:
        print(f"| {figure:<{widths[0]}} | {measured:<{widths[1]}} | {goal:<{widths[2]}} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
