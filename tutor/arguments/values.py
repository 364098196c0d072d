"""What the text of an argument means. Raises argparse.ArgumentTypeError in a sentence."""

from __future__ import annotations

import argparse
import math
import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tutor.errors import UsageError, did_you_mean
from tutor.history.records import ALONE
from tutor.ui.terminal.capabilities import THEMES

if TYPE_CHECKING:
    from tutor.engine.numbers import Number


MOST_MINUTES = 10_000
"""The longest time for a quiz: a week."""


def course_folder(named: str | None) -> Path:
    """The folder of the course in use, which need not be there: a folder or a zip, or that of an
    installed package's lessons."""
    from tutor.course.index import bundled

    named = named or os.environ.get("TUTOR_LESSONS")
    if not named:
        return bundled()
    found = path(named)
    if os.sep in named or os.path.lexists(found):
        return found
    from tutor.course.packs import installed

    return installed(named) or found


def path(text: str) -> Path:
    """A path as typed; `~` is a home, where there is such a home."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # `~` of somebody who has none
        return Path(text)


def file(text: str) -> str:
    """A file's name, which an unset variable of a script is not."""
    if not text:
        raise argparse.ArgumentTypeError("the name of a file is missing")
    return text


def learner(named: str | None) -> str:
    """Under which name a learner's progress is kept. Names that a room would take for one are one.
    Raises UsageError where TUTOR_LEARNER is none."""
    if not named and (named := os.environ.get("TUTOR_LEARNER", "")):
        try:
            named = name(named)
        except argparse.ArgumentTypeError as error:
            raise UsageError(f"TUTOR_LEARNER: {error}") from None
    return unicodedata.normalize("NFKC", named).casefold() if named else ALONE


def setting(text: str) -> tuple[str, Number]:
    """NAME=NUMBER."""
    name, _, digits = text.partition("=")
    try:
        value: Number = int(digits) if digits.strip().lstrip("+-").isdecimal() else float(digits)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not NAME=NUMBER, as in alpha=0.1") from None
    try:
        finite = math.isfinite(value)
    except OverflowError:
        finite = False
    if not finite:
        raise argparse.ArgumentTypeError(f"`{digits}` is not a finite number")
    return name.strip(), value


def theme(text: str) -> str:
    """Colours for which background."""
    if text not in THEMES:
        near = did_you_mean(text, THEMES)
        raise argparse.ArgumentTypeError(
            f"`{text}` is not one of {', '.join(THEMES)}{near and f'; {near}'}"
        )
    return text


def whole(text: str) -> int:
    """A whole number."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is not a whole number") from None


def seed(text: str) -> int:
    """A whole number that a store can hold."""
    value = whole(text)
    if not -(2**63) <= value < 2**63:  # what a database's widest integer holds
        raise argparse.ArgumentTypeError(f"`{text}` is too large a number for a seed")
    return value


def count(text: str) -> int:
    """How many questions: 1 to 1000."""
    if not text.isdecimal() or not 1 <= int(text[:9]) <= 1000:
        raise argparse.ArgumentTypeError(f"`{text}` is not a whole number from 1 to 1000")
    return int(text)


def port(text: str) -> int:
    """A port to listen at: 0 to 65535."""
    if not text.isdecimal() or int(text[:9]) > 65535:
        raise argparse.ArgumentTypeError(f"`{text}` is not a port, a whole number up to 65535")
    return int(text)


def url(text: str) -> str:
    """What a page is called from outside."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(f"`{text}` is no address of a page, as https://host/")
    return text if parts.path else f"{text}/"


def minutes(text: str) -> float:
    """A time of more than nothing."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < math.inf:
        raise argparse.ArgumentTypeError(f"`{text}` is not a number of minutes, as in 10 or 0.5")
    if value > MOST_MINUTES:
        raise argparse.ArgumentTypeError(f"{text} minutes are too many; at most {MOST_MINUTES:,}")
    return value


def times(text: str) -> float:
    """How many times as fast."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not 0.1 <= found <= 100:
        raise argparse.ArgumentTypeError(f"`{text}` is no number from 0.1 to 100")
    return found


def extra(text: str) -> float:
    """Time besides, as a part of the time: 25% or 0.25."""
    return _part(text, 10, "a part of the time, as in 25% or 0.25")


def name(text: str) -> str:
    """A person's name, on one line. A colon is for the names of settings of a store."""
    found = " ".join(text.split())
    if not 0 < len(found) <= 100:
        raise argparse.ArgumentTypeError("a name has 1 to 100 characters")
    if not found.isprintable():
        raise argparse.ArgumentTypeError("a name has no characters in it that cannot be seen")
    if ":" in found:
        raise argparse.ArgumentTypeError("a name has no colon in it")
    return found


def share(text: str) -> float:
    """A part of one, as 0.8 or 80%."""
    return _part(text, 1, "a share, as in 0.8 or 80%")


def _part(text: str, most: float, what: str) -> float:
    """A number from 0 to `most`, or as a percentage."""
    try:
        value = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= most:
        raise argparse.ArgumentTypeError(f"`{text}` is not {what}")
    return value
