"""What pydantic found wrong, as problems at their places in the words of an author."""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from itertools import islice
from typing import Any

from pydantic_core import ErrorDetails

from tutor.course.model import Bowl
from tutor.course.part import Part
from tutor.course.questions import QUESTIONS
from tutor.course.schema import hints
from tutor.course.yaml_tree import Document, Node, Where
from tutor.errors import nearest

_TAGS: Mapping[str, type[Part]] = {**QUESTIONS, "some": Bowl}
_RANGE = ("from", "to", "by")
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "name": ("title", "id"),
    "description": ("about", "text"),
    "summary": ("about", "reveal"),
    "intro": ("text", "about"),
    "content": ("text",),
    "body": ("text",),
    "prose": ("text",),
    "listing": ("code",),
    "python": ("code",),
    "program": ("code",),
    "question": ("ask", "say"),
    "questions": ("ask",),
    "prompt": ("say",),
    "text": ("say",),
    "explanation": ("because", "reveal"),
    "feedback": ("because", "say", "reveal"),
    "why": ("because",),
    "correct": ("right",),
    "choices": ("options",),
    "values": ("with", "edit"),
    "ranges": ("edit",),
    "parameters": ("edit",),
    "constants": ("edit", "with"),
    "chart": ("bowl",),
    "plot": ("bowl",),
    "picture": ("bowl",),
    "min": ("from",),
    "max": ("to",),
    "step": ("by",),
    "steps": ("after",),
    "updates": ("after",),
}
"""Words that authors try first, and the keys that they may mean."""
ANSWERS = ("answer", "answers", "solution", "result", "correct_answer")
ANSWERED = "leave it out: the tutor runs the listing and finds the answer"
GONE = " missing here"
LOOKED_AT = 50
"""Unknown keys that are looked at for the one that stands for a missing key."""


def note(document: Document, model: type[Part], error: ErrorDetails) -> None:
    """Add one error to the document's problems."""
    location = error["loc"]
    node = locate(document.root, location)
    last = str(location[-1]) if location else ""
    match error["type"]:
        case "missing":
            known = _keys(model, location[:-1])
            misspelt = (key for key in node.pairs or () if key not in known)
            if last not in (_meant(key, known) for key in islice(misspelt, LOOKED_AT)):
                _missing(document, node, last)
        case "unexpected_keyword_argument":
            known = _keys(model, location[:-1])
            near = _meant(last, known)
            expected = (
                f"; {ANSWERED if last in ANSWERS else 'the keys here are ' + ', '.join(known)}"
            )
            holder = locate(document.root, location[:-1])
            what = f"unknown key `{last}`{'' if near else expected}"
            document.problem(holder.key(last), what, near)
        case "union_tag_not_found":
            near = next(filter(None, (nearest(key, QUESTIONS) for key in node.pairs or ())), "")
            what = f"a question has one of the keys {', '.join(QUESTIONS)}; found {_found(node)}"
            document.problem(node, what, near)
        case _ if is_echo(error, node):
            pass
        case _:
            document.problem(node, _sentence(model, error, node))


def _meant(key: str, known: Sequence[str]) -> str:
    """The key that an unknown one stands for; empty where that cannot be told."""
    same = (one for one in SYNONYMS.get(key, ()) if one in known)
    return nearest(key, known) or next(same, "")


def _missing(document: Document, node: Node, key: str) -> None:
    """Note a missing key; all that are missing at one place are told in one line."""
    for number, told in enumerate(document.problems):
        if (told.line, told.column) == (node.line, node.column) and told.what.endswith(GONE):
            keys = [*re.findall("`(.*?)`", told.what), key]
            what = f"`{'`, `'.join(keys[:-1])}` and `{key}` are{GONE}"
            document.problems[number] = told._replace(what=what)
            return
    document.problem(node, f"`{key}` is{GONE}")


def is_echo(error: ErrorDetails, node: Node) -> bool:
    """Whether a list counts as too short only because of what is wrong in its items."""
    short = error["type"] == "too_short"
    return short and len(node.items or ()) >= error["ctx"]["min_length"]


def locate(root: Node, location: Where) -> Node:
    """The node of a location, or the last one on the way."""
    node = root
    for part in _path(location):
        if node.pairs is not None and part in node.pairs:
            node = node.pairs[str(part)][1]
        elif node.items is not None:
            index = _RANGE.index(part) if part in _RANGE else part
            if isinstance(index, int) and index < len(node.items):
                node = node.items[index]
    return node


def _is_tag(location: Where, index: int) -> bool:
    """Whether this part of a location is the name of an alternative and not a key."""
    before = location[max(0, index - 2) : index]
    question = len(before) == 2 and before[0] == "ask" and isinstance(before[1], int)
    return question or (before[-1:] == ("bowl",) and location[index] in ("some", "none"))


def _path(location: Where) -> Where:
    """A location without the names of alternatives."""
    return tuple(part for index, part in enumerate(location) if not _is_tag(location, index))


def _sentence(model: type[Part], error: ErrorDetails, node: Node) -> str:
    kind, context = error["type"], error.get("ctx", {})
    path = _path(error["loc"])
    in_list = (
        len(path) > 1 and node.items is None and path[-1] in _RANGE and path[-3:-2] == ("vary",)
    )
    names = [part for part in (path[:-1] if in_list else path) if isinstance(part, str)]
    subject = f"`{names[-1]}`: " if names else ""
    found = _found(node)
    match kind:
        case "string_type":
            quotes = f'; write "{node.raw}" in quotes' if node.style == "" and node.raw else ""
            return f"{subject}expected text, found {found}{quotes}"
        case "number" | "int_type" | "int_from_float":
            whole = "a number" if kind == "number" else "a whole number"
            return f"{subject}expected {whole}, found {found}{_exponent(node)}"
        case "bool_type":
            return f"{subject}expected true or false, found {found}"
        case "tuple_type":
            return f"{subject}expected a list (lines that start with `- `), found {found}"
        case "dataclass_type" | "mapping_type" | "dict_type":
            return f"{subject}expected {_wanted(model, error['loc'])}, found {found}"
        case "literal_error" if path == ("format",):
            return f"this file is of format {node.raw}; this tutor reads format 1"
        case "literal_error":
            return f"{subject}expected {context['expected'].replace(chr(39), '`')}, found {found}"
        case "string_pattern_mismatch":
            return f"{subject}{_pattern(context['pattern'])}, found {found}"
        case "string_too_long":
            return f"{subject}longer than {context['max_length']} characters"
        case "string_too_short":
            return f"{subject}there is no text here"
        case "too_long":
            return f"{subject}more than {context['max_length']}; split the file"
        case "too_short":
            return f"{subject}expected at least {context['min_length']}, found {found}"
        case "greater_than_equal":
            return f"{subject}expected {context['ge']} or more, found {found}"
        case "less_than_equal":
            return f"{subject}expected {context['le']} or less, found {found}"
        case "three" | "finite":
            return f"{subject}{error['msg']}, found {found}"
    return f"{subject}{context.get('error', error['msg'])}"


def _pattern(pattern: str) -> str:
    """What a pattern of the models asks for."""
    if "\\n" in pattern:
        return "expected one line"
    if "A-Z" in pattern:
        return "expected a variable's name"
    return "expected small letters, digits and dashes, as in `smaller-steps`"


def _exponent(node: Node) -> str:
    """What to write for `1e-3`, which YAML 1.1 reads as text."""
    if node.style or not isinstance(node.value, str):
        return ""
    try:
        value = float(node.raw)
    except ValueError:
        return ""
    mantissa, _, exponent = node.raw.lower().partition("e")
    mantissa += "" if "." in mantissa else ".0"
    sign = "" if exponent[:1] in "+-" else "+"
    return f" (YAML needs a dot and a sign); write {mantissa}e{sign}{exponent} or {value:.12g}"


def _found(node: Node) -> str:
    if node.items is not None:
        return f"a list of {len(node.items)}"
    if node.pairs is not None:
        return f"keys ({', '.join(list(node.pairs)[:3])})" if node.pairs else "no keys"
    if node.value is None:
        return "nothing"
    short = node.raw.strip().split("\n")[0]
    short = short if len(short) <= 40 else short[:39] + "…"
    if isinstance(node.value, bool):
        return f"`{short}`"
    kind = "the number" if isinstance(node.value, int | float) else "the text"
    return f"{kind} `{short}`"


def _keys(model: type[Part], location: Where) -> list[str]:
    """The keys that may stand at a location."""
    kind = _kind(model, location)
    return list(hints(kind)) if _is_part(kind) else []


def _kind(model: type[Part], location: Where) -> Any:
    """The type of what stands at a location."""
    kind: Any = model
    for index, part in enumerate(location):
        if _is_tag(location, index):
            kind = _TAGS[str(part)]
        elif isinstance(kind, type) and issubclass(kind, Part):
            kind = hints(kind).get(str(part))
        else:
            kind = _inside(kind)
        kind = _bare(kind)
    return kind


def _wanted(model: type[Part], location: Where) -> str:
    """What should stand where no mapping does: its keys or, where they are free, those beneath."""
    kind = _kind(model, location)
    under = _bare(_inside(kind))
    part = kind if _is_part(kind) else under if _is_part(under) else None
    if part is None:
        return "keys with values"
    free = [f for f in fields(part) if f.init]
    needed = [f for f in free if f.default is MISSING and f.default_factory is MISSING]
    names = [f.name.rstrip("_") for f in needed or free]
    keys = (
        f"the keys {', '.join(names[:-1])} and {names[-1]}" if names[1:] else f"the key {names[0]}"
    )
    keys = keys if needed else f"some of {keys}"
    return keys if part is kind else f"names, and under each {keys}"


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Part)


def _inside(kind: Any) -> Any:
    """The type of a list's items or a mapping's values."""
    arguments = [a for a in typing.get_args(kind) if a is not Ellipsis]
    return arguments[-1] if arguments else None


def _bare(kind: Any) -> Any:
    """A type without `Annotated` and `| None`."""
    while typing.get_origin(kind) is typing.Annotated:
        kind = typing.get_args(kind)[0]
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        some = [a for a in typing.get_args(kind) if a is not type(None)]
        return _bare(some[0]) if len(some) == 1 else kind
    return kind
