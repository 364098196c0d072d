"""The base of everything that is written in a lesson file.

The parts are plain frozen dataclasses, so that a lesson which was found right before can be opened
without pydantic. Their annotations name types of `schema`, where pydantic reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, eq=False)
class Part:
    """Whatever is written in a lesson file. Unknown keys are errors; `from_` is written `from`."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {
        "extra": "forbid",
        "alias_generator": lambda name: name.rstrip("_"),
    }
