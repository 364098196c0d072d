"""Tests know nothing of the machine that they run on; in CI, no test may be skipped."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator

import pytest
from hypothesis import settings

CI = os.environ.get("CI") == "true"

SETTINGS = (
    "NO_COLOR", "FORCE_COLOR", "COLORTERM", "COLORFGBG", "COLUMNS", "LINES", "_ARGCOMPLETE",
    "LANGUAGE", "PYTHONIOENCODING", "PYTEST_ADDOPTS",
)  # fmt: skip
"""What a machine, a terminal or a shell may have set, beside the names that begin like these:"""
PREFIXES = ("TUTOR_", "TEXTUAL", "LC_")

# A slow machine is not a failure. Every run tries examples of its own, except in CI: there they
# are the same each time, and other ones where a seed is given (hypothesis ignores a seed while
# examples are derandomized).
settings.register_profile("tutor", deadline=None, print_blob=True, derandomize=CI)
settings.register_profile("seeded", settings.get_profile("tutor"), derandomize=False)
settings.load_profile("tutor")


def pytest_configure(config: pytest.Config) -> None:
    """Make the environment the same everywhere, before a module of tests copies it."""
    for name in list(os.environ):
        if name in SETTINGS or name.startswith(PREFIXES):
            del os.environ[name]
    os.environ["LANG"] = "C.UTF-8"
    os.environ["TERM"] = "xterm-256color"
    if config.getoption("--hypothesis-seed") is not None:
        settings.load_profile("seeded")
    # What was started in the background ignores ctrl-c, what was started by nohup a closed window;
    # all that the tests start would do so too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session", autouse=True)
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep everything that is stored in a folder that is new."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Two for each core: tests of screens and terminals wait for half of their time."""
    cores = yield
    return 2 * cores


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test has failed: everything that a test needs is installed there."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and CI:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI a skipped file has failed too."""
    report = yield
    if report.skipped and CI:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped: {report.longrepr}"
    return report
