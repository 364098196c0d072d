"""Each private part of Textual that the tutor uses, and what to do when one is gone."""

from __future__ import annotations

import ast
import asyncio
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.css.stylesheet import Stylesheet
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen

import tutor.ui

UI = Path(tutor.ui.__file__).parent
REMEDY = (
    "Textual's {name} is gone. TUTOR_STOCK_TEXTUAL=1 runs the tutor without it. Read what Textual "
    "does now in its place, change tutor/ui/terminal/{file}, or allow only older versions in "
    "pyproject.toml."
)
MODULES = {
    ("textual._ansi_sequences", "ANSI_SEQUENCES_KEYS"): "input_parser.py",
    ("textual._ansi_sequences", "SYNC_END"): "diff_host.py",
    ("textual._ansi_sequences", "SYNC_START"): "diff_host.py",
    ("textual._compositor", "ChopsUpdate"): "diff_host.py",
    ("textual._compositor", "Compositor"): "diff_output.py",
    ("textual._compositor", "CompositorMap"): "diff_output.py",
    ("textual._compositor", "LayoutUpdate"): "diff_host.py",
    ("textual._styles_cache", "StylesCache"): "diff_host.py",
    ("textual._xterm_parser", "XTermParser"): "input_parser.py",
}
"""What is imported from private modules, and who imports it."""
PARTS = {
    ("app", "_batch_count"): "diff_host.py",
    ("app", "_capture_stderr"): "diff_host.py",
    ("app", "_capture_stdout"): "diff_host.py",
    ("app", "_close_messages_no_wait"): "diff_host.py",
    ("app", "_closed"): "diff_host.py",
    ("app", "_display"): "diff_host.py",
    ("app", "_driver"): "diff_host.py",
    ("app", "_exit_renderables"): "diff_host.py",
    ("app", "_fatal_error"): "diff_host.py",
    ("app", "_resume_signal"): "diff_host.py",
    ("app", "_running"): "diff_host.py",
    ("app", "_set_pointer_shape"): "diff_host.py",
    ("app", "_sync_available"): "diff_host.py",
    ("screen", "_styles_cache"): "diff_host.py",
    ("screen", "_compositor"): "diff_host.py",
    ("screen", "_compositor_refresh"): "diff_host.py",
    ("screen", "_repaint_required"): "diff_host.py",
    ("compositor", "_dirty_regions"): "diff_output.py",
    ("compositor", "_full_map"): "diff_output.py",
    ("compositor", "_full_map_invalidated"): "diff_output.py",
    ("compositor", "_visible_widgets"): "diff_output.py",
    ("driver", "_app"): "driver.py",
    ("stylesheet", "_parse_cache"): "shared_styles.py",
    ("stylesheet", "_variables"): "shared_styles.py",
    ("parser", "_parse_extended_key"): "input_parser.py",
    ("driver", "_disable_mouse_support"): "driver.py",
    ("driver", "_enable_mouse_support"): "driver.py",
    ("driver", "_file"): "driver.py",
    ("driver", "_get_terminal_size"): "driver.py",
    ("driver", "_loop"): "driver.py",
    ("driver", "_mouse"): "driver.py",
    ("driver", "_query_in_band_window_resize"): "driver.py",
}
"""Private attributes and methods, of whom, and who uses or replaces them."""


def names_of(part: str) -> set[str]:
    """Every attribute that one of Textual's own objects has."""

    async def found() -> set[str]:
        app = App[None]()
        async with app.run_test():
            screen = Screen[None]()
            things = {
                "app": app,
                "screen": screen,
                "compositor": screen._compositor,
                "driver": LinuxDriver(app),
                "parser": XTermParser(),
                "stylesheet": Stylesheet(),
            }
            return set(dir(things[part])) | {"_batch_count"} & set(vars(app))

    return asyncio.run(found())


@pytest.mark.parametrize("part", ["app", "screen", "compositor", "driver", "parser", "stylesheet"])
def test_each_private_part_is_there(part: str) -> None:
    there = names_of(part)
    for (owner, name), file in PARTS.items():
        assert owner != part or name in there, REMEDY.format(name=name, file=file)


def test_each_private_module_is_there() -> None:
    for (module, name), file in MODULES.items():
        assert hasattr(importlib.import_module(module), name), REMEDY.format(name=name, file=file)


def imported(path: Path) -> Iterator[tuple[str, str]]:
    """What a file imports from private modules of Textual."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual._"):
            yield from ((node.module or "", alias.name) for alias in node.names)


def attributes(path: Path) -> set[str]:
    """The private names that a file uses, or gives to a method or a class's attribute."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    used |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return {name for name in used if name.startswith("_") and not name.startswith("__")}


def test_no_private_part_is_used_elsewhere_or_without_being_named_here() -> None:
    """Nor has anything of ours the name of one by chance."""
    ours = names_of("app") | names_of("screen")
    private = ours.union(*map(names_of, ("compositor", "driver", "parser", "stylesheet")))
    for path in sorted(UI.rglob("*.py")):
        if path.parent.name == "terminal":
            assert set(imported(path)) <= set(MODULES), path
            assert attributes(path) & private <= {name for _, name in PARTS}, path
        else:
            assert not set(imported(path)) and not attributes(path) & ours, path
    used = [attributes(path) for path in (UI / "terminal").glob("*.py")]
    assert {name for _, name in PARTS} <= set[str]().union(*used)
