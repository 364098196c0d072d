"""Whether two ways to one number are the same rule: seen with other constants, since by numbers
alone they could be many. A sum that names values is such a rule, and so is a variable."""

from __future__ import annotations

import ast
import math
from itertools import product
from typing import TYPE_CHECKING, Any

from tutor.engine.expression import expression
from tutor.engine.language.grammar import parse_expression
from tutor.engine.language.tree import walk
from tutor.engine.numbers import number, same
from tutor.engine.places import names_in
from tutor.errors import ListingError
from tutor.grading.ask import SHARE

if TYPE_CHECKING:
    from tutor.grading.answer import Reading
    from tutor.grading.ask import Ask

FAR = (0.11, -0.17)
"""By what shares constants are moved to see whether a sum can be right but for rounding."""
OTHER = (0.011, -0.017)
"""By what shares constants are moved to see whether two rules are one: so little that a miss
keeps its sign, where a size is as good as a difference."""
LITERAL = (0, 1, 2, 0.5)
"""Numbers that stand in rules, as those of the listing's own lines do: none was worked out."""
MOST_READINGS = 64
"""Ways in which one sum is read; of one that could be read in more, the number decides."""


def can_be(ask: Ask[Any], reading: Reading, mistake: str) -> bool:
    """Whether what was typed can be the rule of a mistake whose number it gives."""
    if reading.formula in ask.names and _branches(ask):  # a name alone is only itself
        return ask.mistakes[mistake].line.partition("=")[2].strip() == reading.formula
    return any(
        all(same(value, there.given(mistake)) for there, value in found)
        for found in _elsewhere(ask, reading)
    )


def can_be_value(ask: Ask[Any], reading: Reading, name: str) -> bool:
    """Whether what was typed can mean a variable whose value it comes to."""
    named = names_in(reading.formula)
    if not named or reading.formula == name:
        return True
    at = _update(ask, name)
    return any(
        bool(found) and all(_is(there.value(name, at), value) for there, value in found)
        for found in _elsewhere(ask, reading)
    )


def _is(value: object, other: float) -> bool:
    return isinstance(value, int | float) and same(value, other)


def is_value_of(ask: Ask[Any], mistake: str, name: str, update: int | None = None) -> bool:
    """Whether the rule of a mistake only works out what a variable is: at `update`, or where its
    value stands on the screen."""
    at = _update(ask, name) if update is None else update
    for there in (ask.elsewhere(share) for share in FAR):
        value, wrong = there.value(name, at), there.given(mistake)
        if not isinstance(value, int | float) or not same(value, wrong):
            return False
    return True


def can_be_right(ask: Ask[Any], reading: Reading) -> bool:
    """Whether it can be the right rule, with numbers in it that were rounded."""
    return any(
        all(abs(value - there.truth) <= there.tolerance for there, value in found)
        for found in _elsewhere(ask, reading, FAR)
    )


def _elsewhere(
    ask: Ask[Any], reading: Reading, shares: tuple[float, ...] = OTHER
) -> list[list[tuple[Ask[Any], float]]]:
    """Each way to read the typed sum: the question with other constants, and what the sum comes to
    there; one way with nothing in it where it means no value or has numbers in it that were worked
    out, where another branch may run, or where the question cannot be put with others."""
    if not reading.formula or _branches(ask):
        return [[]]
    found = [_others(ask, formula, shares) for formula in _read_as(ask, reading.formula)]
    return [one for one in found if one] or [[]]


def _others(ask: Ask[Any], formula: str, shares: tuple[float, ...]) -> list[tuple[Ask[Any], float]]:
    """The question with other constants, and what a sum comes to there."""
    typed = expression(formula, ask.names)
    places = [(name, _update(ask, name)) for name in typed.names]
    found = []
    for there in (ask.elsewhere(share) for share in shares) if places else ():
        try:
            value = typed.evaluate({name: there.value(name, at) for name, at in places})
            if isinstance(value, int | float) and math.isfinite(there.truth):
                found.append((there, value))
        except ListingError:
            continue  # with these there is no such number
    return found


def _read_as(ask: Ask[Any], formula: str) -> list[str]:
    """The sum as it was typed and with names in place of numerals that may be theirs: who writes
    `0.1 * error` may mean alpha. Empty where a number in it is neither on the screen nor a part of
    a rule: then somebody has worked it out."""
    tree = parse_expression(formula)
    operations = [node for node in walk(tree) if isinstance(node, ast.BinOp)]
    exponents = [node.right for node in operations if isinstance(node.op, ast.Pow)]
    named = names_in(formula)
    positions = {id(node.slice) for node in walk(tree) if isinstance(node, ast.Subscript)}
    known = {name: one for name, one in ask.names.items() if isinstance(one, int | float)}
    own = ask.code.script
    rules = [node for node in walk(*own.setup, *own.body) if isinstance(node, ast.Constant)]
    literal = {*LITERAL, *(node.value for node in rules)}
    written = formula.encode()
    spots: list[tuple[int, int, list[str]]] = []
    for node in walk(tree):
        value = node.value if isinstance(node, ast.Constant) else None
        if not isinstance(node, ast.Constant) or not isinstance(value, int | float):
            continue
        if node in exponents or id(node) in positions:
            continue
        same_size = [n for n, one in known.items() if value in (abs(one), float(number(abs(one))))]
        if not same_size and (value not in literal or _made(ask, value)):
            return []
        # Who names a value does not write its number as well.
        meant = [name for name in same_size if name not in named]
        meant = [name if known[name] >= 0 else f"(-{name})" for name in meant]
        at, end = node.col_offset, node.end_col_offset or 0
        spots.append((at, end, [written[at:end].decode(), *meant]))
    if math.prod(len(meant) for *_, meant in spots) > MOST_READINGS:
        return []
    read = []
    for choice in product(*(meant for *_, meant in spots)):
        text = written
        for (at, end, _), name in sorted(zip(spots, choice, strict=True), reverse=True):
            text = text[:at] + name.encode() + text[end:]
        read.append(text.decode())
    return read


def _made(ask: Ask[Any], made: float) -> bool:
    """Whether updates work that number out, this one or the one before."""
    trace = ask.run(ask.after)
    return any(
        abs(abs(value) - made) <= SHARE * abs(value)
        for update in (ask.start, ask.after)
        for name, value in trace.numbers(update).items()
        if ask.code.assigns(name)
    )


def _branches(ask: Ask[Any]) -> bool:
    """Whether other constants could run other lines."""
    return any(isinstance(node, ast.If | ast.IfExp) for node in walk(*ask.code.script.body))


def _update(ask: Ask[Any], name: str) -> int:
    """The update whose value of a name stands on the screen."""
    shown = ask.names.get(name)
    updates = (ask.start, ask.start + 1, ask.after)
    return next((one for one in updates if ask.value(name, one) == shown), ask.start)
