"""Tests know nothing of the machine that they run on, and none of them is passed over."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator

import pytest

SETTINGS = (
    "TUTOR_LESSONS", "TUTOR_STORE", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "_ARGCOMPLETE",
)  # fmt: skip
"""What a developer may have set for their own tutor."""


@pytest.fixture(scope="session", autouse=True)
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Everything is kept in a place of its own, and nothing is set in the environment."""
    with pytest.MonkeyPatch.context() as patch:
        for name in SETTINGS:
            patch.delenv(name, raising=False)
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        # What a shell starts in the background hears no ctrl-c, nor does what that starts.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test that is skipped has failed: there is nothing there that it could do without."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid} was skipped: {report.longrepr}"
    return report
