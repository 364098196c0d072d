"""What is wrong with the shape of a lesson file, in the words of an author."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from tutor.course.part import REQUIRED
from tutor.errors import nearest

if TYPE_CHECKING:
    from tutor.course.part import Field
    from tutor.course.yaml_tree import Document, Node

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
LOOKED_AT = 50
"""Unknown keys that are looked at for the one that stands for a missing key."""


def note_keys(document: Document, node: Node, fields: Mapping[str, Field]) -> bool:
    """Note the keys of a mapping that are missing, and those that are no fields; False where there
    are such keys."""
    there = node.pairs or {}
    known = list(fields)
    unknown = [key for key in there if key not in fields]
    needed = [key for key, field in fields.items() if field.default is REQUIRED]
    missing = [key for key in needed if key not in there]
    if missing and unknown:
        meant = {_meant(key, known) for key in islice(unknown, LOOKED_AT)}
        gone = [key for key in missing if key not in meant]
    else:
        gone = missing
    if gone:
        names = (
            f"`{'`, `'.join(gone[:-1])}` and `{gone[-1]}` are" if gone[1:] else f"`{gone[0]}` is"
        )
        document.problem(node, f"{names} missing here")
    for key in unknown:
        if document.full:
            break
        near = _meant(key, known)
        keys = ANSWERED if key in ANSWERS else f"the keys here are {', '.join(known)}"
        what = f"unknown key `{key}`" + ("" if near else f"; {keys}")
        document.problem(node.key(key), what, near)
    return not unknown and not missing


def note_kind(document: Document, node: Node, kinds: Sequence[str]) -> None:
    """Note that a question has none of the keys that say what kind it is."""
    near = next(filter(None, (nearest(key, kinds) for key in node.pairs or ())), "")
    what = f"a question has one of the keys {', '.join(kinds)}; found {found(node)}"
    document.problem(node, what, near)


def _meant(key: str, known: Sequence[str]) -> str:
    """The key that an unknown one stands for; empty where that cannot be told."""
    same = (one for one in SYNONYMS.get(key, ()) if one in known)
    return nearest(key, known) or next(same, "")


def exponent(node: Node) -> str:
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


def found(node: Node) -> str:
    """What stands at a node, in a few words."""
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
