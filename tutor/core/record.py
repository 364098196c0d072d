"""Numbers as the listing language has them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Number = int | float

NOTHING: Mapping[str, Number] = MappingProxyType({})
