"""One line of a listing with its numbers put in: what a learner would write on paper."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tutor.engine.language.grammar import parse_expression
from tutor.engine.language.tree import names_read
from tutor.engine.noise import free_of_noise
from tutor.engine.places import variable_of
from tutor.grading.following import lines_of
from tutor.grading.line import Line, Lines, as_written

if TYPE_CHECKING:
    from tutor.engine.listing import Listing
    from tutor.engine.numbers import Number
    from tutor.grading.ask import Ask


MOST_LINES = 4
"""Lines that a way to a value may have, when it is told."""
LONGEST_CODE = 60
"""Characters of code that a sentence can carry."""


def worked(listing: Listing, values: Mapping[str, Number], variable: str, update: int) -> str:
    """`weight = weight - (alpha * derivative) = 0.5 - (0.1 * 0.4) = 0.46`, or empty.

    Says the whole: a miss must not be told this while tries are left.
    """
    trace = listing.run(values, updates=update, quiet=True)
    if update > trace.updates or not trace.has(variable):
        return ""
    value = free_of_noise(listing, trace, values).value(variable, update)
    if value is None:
        return ""  # a place in a list that grows: the run keeps no such list whole
    result = as_written(value)
    line = lines_of(listing, values, update).find(variable)
    parts = [variable, line.formula, line.unfolded.put_in(), result] if line else [variable, result]
    return " = ".join(part for i, part in enumerate(parts) if part not in parts[max(i, 1) - 1 : i])


def unworked(
    listing: Listing,
    values: Mapping[str, Number],
    variable: str,
    update: int,
    shown: Collection[str],
) -> str:
    """The way to the value without any result on it: `derivative = 2 * (1 - 0.8), then weight =
    0.5 - (0.1 * derivative)`.

    Numbers stand only for what was known before the update and for what is `shown`. Empty where
    the way leads through an `if`: which branch runs is a part of the question; and where it leads
    through a value that a later line has replaced.
    """
    lines = lines_of(listing, values, update)
    known = _known(lines, frozenset(shown), variable)
    needed: list[str] = []
    whole = _needs(variable, lines, known, needed)
    if not whole or any(lines[name].branch for name in needed):
        return ""
    said = []
    for name in needed[-MOST_LINES:]:
        line = lines[name]
        told = _told(line, lines, known)
        known_whole = names_read(parse_expression(line.unfolded.formula)) <= told
        way = line.unfolded if known_whole else line
        said.append(f"{name} = {way.put_in(told) if _computes(way.formula) else line.formula}")
    return ", then ".join(said)


def way_to(ask: Ask[Any]) -> tuple[str, ...]:
    """The variables that the asked update sets on the way to the asked one, without that itself."""
    needed: list[str] = []
    _needs(ask.variable, lines_of(ask.code, ask.values, ask.after), frozenset(), needed)
    return tuple(needed[:-1])


def decides(ask: Ask[Any]) -> str:
    """What decides the way that the asked variable goes; empty where nothing can be said in
    general. Does not tell the way."""
    name, line = ask.variable, _asked_line(ask)
    if line is None:
        return ""
    if line.branch:
        return f"An `if` decides which line sets `{name}`: see which of them runs."
    change = _change(line, name)
    if change:
        sign, text = change
        above, below = ("falls", "rises") if sign == "-" else ("rises", "falls")
        where = f"{name} {above} where that is above 0 and {below} where it is below"
        where += "; at 0 it stays" if ask.question.by == "direction" else ""
        each = "" if ask.after == ask.start + 1 else " in each update"
        return f"`{text}` decides it{each}: {where}."
    text = f"{name} = {line.formula}"
    which = f"`{text}`" if len(text) <= LONGEST_CODE else f"of `{name}`"
    return f"The line {which} decides it: what does it give now?"


def sign_reason(ask: Ask[Any]) -> str:
    """What decides whether the asked value is above 0 or below; empty where nothing can be said in
    general. Does not tell the sign."""
    line = _asked_line(ask)
    if line is None:
        return ""
    if line.branch:
        return decides(ask)
    formula = parse_expression(line.formula)
    match formula:
        case ast.BinOp(left=inside, op=ast.Div(), right=ast.Call(func=ast.Name(id="len"))):
            formula = inside  # how many there are is never below 0
    match formula:
        case ast.BinOp(op=ast.Pow(), right=ast.Constant(value=2)):
            return "A square is never below 0."
        case ast.Call(
            func=ast.Name(id="sum"),
            args=[
                ast.GeneratorExp(elt=ast.BinOp(op=ast.Pow(), right=ast.Constant(value=2)))
                | ast.ListComp(elt=ast.BinOp(op=ast.Pow(), right=ast.Constant(value=2)))
            ],
        ):
            return "A sum of squares is never below 0."
        case ast.Call(func=ast.Name(id="sum")) if isinstance(
            parse_expression(line.formula), ast.BinOp
        ):
            return f"It has the sign of `{_code(line.formula, formula)}`."
        case ast.Call(func=ast.Name(id="abs")):
            return "`abs` takes the sign off."
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            less, more = _code(line.formula, left), _code(line.formula, right)
            if len(less) + len(more) <= LONGEST_CODE:
                return f"It is below 0 when `{more}` is larger than `{less}`."
        case (
            ast.BinOp(left=factor, op=ast.Mult() | ast.Div(), right=ast.Constant())
            | ast.BinOp(left=ast.Constant(), op=ast.Mult() | ast.Div(), right=factor)
        ):
            code = _code(line.formula, factor)
            if len(code) <= LONGEST_CODE:
                return f"It has the sign of `{code}`."
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div(), right=right):
            one, other = _code(line.formula, left), _code(line.formula, right)
            if len(one) + len(other) <= LONGEST_CODE:
                return f"It is below 0 when just one of `{one}` and `{other}` is."
    return ""


def amount(ask: Ask[Any]) -> str:
    """What decides how far the asked variable goes; empty where nothing can be said in general."""
    line = _asked_line(ask)
    change = _change(line, ask.variable) if line is not None and not line.branch else None
    how_far = "How far it goes" if ask.after == ask.start + 1 else "How far each update goes"
    return f"{how_far} is `{change[1]}`." if change else ""


def rounds(ask: Ask[Any]) -> bool:
    """Whether the asked line itself rounds to a whole number."""
    line = _asked_line(ask)
    match parse_expression(line.formula) if line is not None else None:
        case ast.Call(func=ast.Name(id="round")):
            return True
    return False


def line_of(ask: Ask[Any]) -> str:
    """The line that gives the asked variable its value, as it is written; empty where it is not one
    line, or which line it is is a part of the question."""
    line = _asked_line(ask)
    return "" if line is None or line.branch else f"{ask.variable} = {line.formula}"


@lru_cache(maxsize=8)
def _asked_line(ask: Ask[Any]) -> Line | None:
    """The line that gives the asked variable its value in the first update that is asked about."""
    return lines_of(ask.code, ask.values, ask.start + 1).find(ask.variable)


def _change(line: Line, name: str) -> tuple[str, str] | None:
    """The sign and the text of what a line adds to the variable's old value, or takes away."""
    match parse_expression(line.formula):
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            text = _code(line.formula, right)
            itself = line.meant(left) == name and bool({name, variable_of(name)} & line.before)
            if itself and len(text) <= LONGEST_CODE:
                return ("-" if isinstance(op, ast.Sub) else "+"), text
    return None


def _code(formula: str, node: ast.expr) -> str:
    return ast.get_source_segment(formula, node) or ast.unparse(node)


def _known(lines: Lines, shown: frozenset[str], variable: str) -> frozenset[str]:
    """What needs no working out: what is shown, and lines that only copy what is known."""
    known = shown - {variable}
    for name, line in lines.items():
        if lines.find(name) is None:
            continue  # other lines have changed it since, or a part of it
        names = names_read(parse_expression(line.formula))
        # A copy under an `if` is not known: it would tell which branch runs.
        copies = not line.branch and not _computes(line.formula)
        if name != variable and copies and names <= line.before | known:
            known |= {name}
    return known


def _told(line: Line, lines: Lines, known: frozenset[str]) -> frozenset[str]:
    """What was known when a line ran: not what is known of a variable that was set again later."""
    later = {name for name in known if (given := lines.get(name)) and given.at >= line.at}
    return line.before | (known - later)


def _needs(name: str, lines: Lines, known: frozenset[str], needed: list[str]) -> bool:
    """The lines that lead to `name`, in the order in which they run, and whether these are all: one
    may have been followed by another of the same variable, which is the one that is known."""
    line, whole = lines.find(name), True
    if line is None:
        return False
    told = _told(line, lines, known)
    for read in _reads(parse_expression(line.formula), line, lines):
        if variable_of(read) in told or read in told | {name, *needed}:
            continue
        if (given := lines.find(read)) is not None:
            whole &= given.at < line.at and _needs(read, lines, known, needed)
        elif read in lines:
            whole = False
    needed.append(name)
    return whole


def _reads(node: ast.AST, line: Line, lines: Lines) -> Iterator[str]:
    """The variables that a formula reads, and the places in lists that have lines of their own."""
    if isinstance(node, ast.Name | ast.Subscript) and (read := line.meant(node)):
        yield read if lines.find(read) is not None else variable_of(read)
        return
    for child in ast.iter_child_nodes(node):
        yield from _reads(child, line, lines)


def _computes(formula: str) -> bool:
    """Whether there is something to work out in it, and not one value alone."""
    return isinstance(parse_expression(formula), ast.BinOp | ast.Call)
