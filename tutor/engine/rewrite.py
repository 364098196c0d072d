"""Other versions of a listing's text: new constants, one wrong rule, a learner's own update."""

from __future__ import annotations

import ast
import io
import math
import textwrap
import tokenize
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tutor.engine.language.checker import Script
from tutor.engine.language.expression_checker import ExpressionChecker
from tutor.engine.language.grammar import parse, parse_expression
from tutor.engine.language.kinds import ChangesError
from tutor.engine.language.recursion import recursive
from tutor.engine.language.scope import give_scopes
from tutor.engine.language.tree import (
    assigned_names,
    assigned_pairs,
    counters,
    is_print,
    literal_value,
    names_read,
    target_places,
    walk,
)
from tutor.engine.language.typer import Typer
from tutor.engine.numbers import Number
from tutor.errors import ListingError, did_you_mean


def with_values(script: Script, values: Mapping[str, Number]) -> str:
    """The text with those constants rewritten where they stand."""
    lines = [line.encode() for line in script.lines]
    nodes = [(script.parameters[name].node, value) for name, value in values.items()]
    # From the end to the start, so that earlier places stay true. Columns count bytes.
    for node, value in sorted(nodes, key=lambda n: (n[0].lineno, n[0].col_offset), reverse=True):
        line = lines[node.lineno - 1]
        text = written(value).encode()
        lines[node.lineno - 1] = line[: node.col_offset] + text + line[node.end_col_offset :]
    return b"\n".join(lines).decode()


def written(value: Number) -> str:
    """The number as Python reads it back; what no literal can say is the result of a sum."""
    if isinstance(value, int) or math.isfinite(value):
        return repr(value)
    return repr(value).replace("inf", "1e999").replace("nan", "1e999 - 1e999")


def with_rule(script: Script, rule: str) -> str:
    """The text with the rule in place of the update's statements that assign its variable, or that
    place of a list."""
    statement, target, value = read_rule(rule)
    if not isinstance(targets_of(statement)[0], ast.Name):
        return _with_place(script, statement, value, rule)
    places = [s for s in script.body if target in assigned_names([s])]
    if not places:
        otherwise = "name a variable that the update assigns"
        hint = did_you_mean(target, set(assigned_names(script.body)), otherwise)
        raise ListingError(1, 1, f"the update does not assign `{target}`", hint)
    on_lines_of_their_own(script, places)
    lines = list(script.lines)
    for statement in reversed(places):
        last = statement is places[-1]
        indent = lines[statement.lineno - 1][: statement.col_offset]
        new = kept_of_several(statement, target, value if last else None)
        if last and not new:
            new = rule.strip()
        lines[statement.lineno - 1 : statement.end_lineno] = [indent + new] if new else []
    return "\n".join(lines)


def _with_place(script: Script, rule: ast.stmt, value: ast.expr, text: str) -> str:
    """The text with the rule in place of each line that assigns the same place of a list, written
    the same way."""
    meant = ast.unparse(targets_of(rule)[0])
    own = [
        (node, ast.unparse(target))
        for node in walk(*script.body)
        if isinstance(node, ast.stmt)
        for target in targets_of(node)
        if isinstance(target, ast.Subscript)
    ]
    found = {id(node): node for node, place in own if place == meant}.values()
    if not found:
        there = [place for _, place in own]
        otherwise = f"it assigns {', '.join(dict.fromkeys(there))}" if there else ""
        hint = did_you_mean(meant, there, otherwise)
        raise ListingError(1, 1, f"the update does not assign `{meant}`", hint)
    lines = list(script.lines)
    for node in found:
        _put(lines, node, kept_of_several(node, meant, value) or text.strip())
    return "\n".join(lines)


def _put(lines: list[str], node: ast.stmt, text: str) -> None:
    """Another statement in place of one that has its lines for itself; what is left of several
    becomes empty, so that all others stay where they are."""
    first, last = node.lineno, node.end_lineno or node.lineno
    line = lines[first - 1]
    indent = line[: len(line) - len(line.lstrip())]
    lines[first - 1 : last] = [indent + text, *[""] * (last - first)]


def with_line(script: Script, old: str, new: str) -> str:
    """The text with another line in place of one of the update, or of a function that it calls;
    lines are compared without spaces and comments."""
    place = line_of(script, old)
    lines = list(script.lines)
    line = lines[place - 1]
    lines[place - 1] = line[: len(line) - len(line.lstrip())] + new.strip()
    return "\n".join(lines)


def line_of(script: Script, text: str) -> int:
    """The 1-based number of a line of the update, or of a function. Raises ListingError where there
    is none, or several."""
    wanted = _bare(text)
    everywhere = [n for n, line in enumerate(script.lines, 1) if _bare(line) == wanted]
    inside = {
        number
        for statement in (*script.body, *script.functions)
        for number in range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
    }
    found = [number for number in everywhere if number in inside]
    if not found:
        lines = [_shown(script.lines[number - 1]) for number in sorted(inside)]
        hint = did_you_mean(_shown(text), filter(None, lines))
        what = "stands outside of the update" if everywhere else "is no line of the update"
        raise ListingError(1, 1, f"`{_shown(text)}` {what}", hint)
    if len(found) > 1:
        places = ", ".join(map(str, found))
        what = f"`{_shown(text)}` stands on several lines: {places}"
        raise ListingError(1, 1, what, "replace one that stands there once")
    return found[0]


@lru_cache(maxsize=4096)
def _bare(line: str) -> str:
    """A line without what makes no difference."""
    return "".join(_shown(line).split())


def _shown(line: str) -> str:
    """A line without its indent and the comment at its end."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(line.strip() + "\n").readline))
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return line.strip()
    note = next((token for token in tokens if token.type == tokenize.COMMENT), None)
    return line.strip()[: note.start[1]].rstrip() if note else line.strip()


def with_one_line(script: Script, rule: str) -> tuple[str, Script] | None:
    """The same text with its script, where the rule changes one line and nothing around it.

    Only that line is parsed and checked then. None where more has to be looked at: the rule is
    wrong, several lines or names go, or a constant may come or go with them.
    """
    try:
        new, target, _ = read_rule(rule)
        if not isinstance(targets_of(new)[0], ast.Name):
            return None
        places = [n for n, s in enumerate(script.body) if target in assigned_names([s])]
        old = script.body[places[0]] if len(places) == 1 else None
        if old is None or not _alike(script, old, new, target):
            return None
        if script.loop is None and not _same_constants(script, places[0], new):
            return None
        if not fits_in(script, new):
            return None
    except ListingError:
        return None
    lines = list(script.lines)
    lines[old.lineno - 1] = lines[old.lineno - 1][: old.col_offset] + rule.strip()
    for node in walk(new):
        if isinstance(node, ast.expr | ast.stmt):
            node.lineno = node.end_lineno = old.lineno
            node.col_offset += old.col_offset
            node.end_col_offset = old.col_offset + (node.end_col_offset or 0)
    body = (*script.body[: places[0]], new, *script.body[places[0] + 1 :])
    changed = script._replace(lines=tuple(lines), body=body)
    if any(isinstance(node, ast.Lambda) for node in walk(new)):
        everything = walk(*script.setup, *body, *script.rest)
        changed = changed._replace(recursive=recursive(everything))
    return "\n".join(lines), changed


def _alike(script: Script, old: ast.stmt, new: ast.stmt, target: str) -> bool:
    """Whether both are one line that does nothing but assign a number to `target`."""
    try:
        on_lines_of_their_own(script, [old])
    except ListingError:
        return False
    if old.lineno != old.end_lineno or new.lineno != new.end_lineno:
        return False
    if isinstance(old, ast.Assign) and [name for name, _ in assigned_pairs(old)] != [target]:
        return False
    # What a list may do is up to the lines around it.
    return not any(isinstance(node, ast.Subscript | ast.If | ast.For) for node in walk(old, new))


def fits_in(script: Script, new: ast.stmt) -> bool:
    """Whether the statement may stand in the update without any other being looked at again. What
    its parts may come to is noted at them then."""
    checker = ExpressionChecker(script.scope, script.imports)
    assert isinstance(new, ast.Assign | ast.AugAssign)
    give_scopes([new], script.scope)
    checker.check(new.value)
    typer = Typer(script.scope, script.imports, script.world)
    try:
        typer.block([new])
    except (ChangesError, RecursionError):
        return False
    return not typer.suspect


def _same_constants(script: Script, place: int, new: ast.stmt) -> bool:
    """Whether a listing without a loop has the same constants with `new` for that statement."""
    if any(literal_value(value) is not None for _, value in assigned_pairs(new)):
        return False
    old = script.body[place]
    literals = script.parameters.items()
    met = {name for name, literal in literals if literal.node.lineno < old.lineno}
    met |= {name for statement in script.body[:place] for name in names_read(statement)}
    # A constant is only one where no line above has read it.
    return not (names_read(old) | names_read(new)) & set(script.parameters) - met


def read_rule(rule: str) -> tuple[ast.stmt, str, ast.expr]:
    """A rule's statement, the variable that it assigns or changes a value in, and the value that it
    gives."""
    statement: ast.Assign | ast.AugAssign | None = None
    target: ast.expr | None = None
    match parse(rule.strip()).body:
        case [ast.Assign(targets=[target], value=value) as statement]:
            pass
        case [ast.AugAssign(target=target, op=op, value=value) as statement]:
            value = ast.BinOp(parse_expression(ast.unparse(target)), op, value)
    names = [name for name, _ in target_places(target)] if target is not None else []
    if statement is None or len(names) != 1 or not isinstance(target, ast.Name | ast.Subscript):
        what = "a rule is one assignment"
        raise ListingError(1, 1, what, "write weight = weight - alpha * derivative")
    return statement, names[0], value


def targets_of(statement: ast.stmt) -> list[ast.expr]:
    """What an assignment assigns: `a` and `b` in `a = b = 0`."""
    if isinstance(statement, ast.AugAssign):
        return [statement.target]
    return statement.targets if isinstance(statement, ast.Assign) else []


def on_lines_of_their_own(script: Script, replaced: Sequence[ast.stmt]) -> None:
    """Refuse to replace a statement of the update that shares a line with something else."""
    above = script.loop.lineno if script.loop is not None else 0
    before: ast.stmt | None = None
    for statement in script.body:
        if statement.lineno <= above and (statement in replaced or before in replaced):
            what = "the update shares a line with something else"
            raise ListingError(1, 1, what, "write each statement on a line of its own")
        above, before = statement.end_lineno or statement.lineno, statement


def kept_of_several(statement: ast.stmt, target: str, value: ast.expr | None) -> str:
    """`a, b = 1, 2` or `a = b = 1` with another value for `target`, or without it; empty for other
    statements."""
    if isinstance(statement, ast.Assign) and len(statement.targets) > 1:
        return _kept_of_chain(statement, target, value)
    pairs = assigned_pairs(statement)
    if len(pairs) < 2:
        return ""
    if value is None:
        kept = [(name, old) for name, old in pairs if name != target]
    else:
        kept = [(name, value if name == target else old) for name, old in pairs]
    if not kept:
        return ""
    names = ", ".join(name for name, _ in kept)
    return f"{names} = {', '.join(ast.unparse(value) for _, value in kept)}"


def _kept_of_chain(statement: ast.Assign, target: str, value: ast.expr | None) -> str:
    """`a = b = 1` with another value for `a` is `a, b = 2, 1`, and `b = 1` without it."""
    if any(isinstance(one, ast.Tuple | ast.List) for one in statement.targets):
        what = f"`{ast.unparse(statement)}` unpacks a value that it also keeps"
        raise ListingError(1, 1, what, "write each assignment on a line of its own")
    kept = [ast.unparse(one) for one in statement.targets]
    kept = [one for one in kept if one != target]
    same = ast.unparse(statement.value)
    if not kept or value is None:
        return " = ".join([*kept, same]) if kept else ""
    if len(kept) == 1:
        return f"{target}, {kept[0]} = {ast.unparse(value)}, {same}"
    return f"{target}, ({', '.join(kept)}) = {ast.unparse(value)}, [{same}] * {len(kept)}"


def own_lines(lines: Sequence[str]) -> list[str]:
    """A learner's lines, moved to the left edge; raises ListingError where they are no Python."""
    text = textwrap.dedent("\n".join(line.rstrip().expandtabs(4) for line in lines))
    if not text.strip():
        raise ListingError(1, 1, "nothing is written", "write the lines of one update")
    parse(text)
    return text.split("\n")


class OwnLines(NamedTuple):
    """Where a learner's lines stand in a listing."""

    first: int
    """1-based line of the listing."""
    last: int
    indent: int
    """Columns that they were moved to the right."""

    def placed(self, error: ListingError) -> ListingError:
        """The same error with its place among those lines. Of a line that they called it is that of
        the call; of any other it is the last one, since the learner does not see the others."""
        for line in (error.line, *reversed(error.calls)):
            if self.first <= line <= self.last:
                column = max(1, error.column - self.indent) if line == error.line else 1
                return ListingError(line - self.first + 1, column, error.what, error.instead)
        what = f"the listing cannot go on from here: {error.what}"
        return ListingError(self.last - self.first + 1, 1, what, error.instead)


def with_body(script: Script, own: Sequence[str]) -> tuple[str, OwnLines]:
    """The text with these lines for the update, and where they stand in it."""
    on_lines_of_their_own(script, script.body)
    lines = list(script.lines)
    written = parse("\n".join(own)).body
    there = {*script.parameters, *assigned_names([*script.setup, *written, *script.rest])}
    if script.loop is not None:
        there.update(counters(script.loop))
    gone = frozenset(script.kinds) - there  # nothing assigns them any more
    for statement in reversed(script.rest):
        if is_print(statement) and names_read(statement) & gone:
            del lines[statement.lineno - 1 : statement.end_lineno]
    if not script.body:
        return "\n".join([*lines, *own]), OwnLines(len(lines) + 1, len(lines) + len(own), 0)
    above, below = kept_prints(script, written, gone)
    start, stop = script.body[0].lineno - 1, script.body[-1].end_lineno or 0
    if script.loop is None:
        # Constants may stand between the lines of the update; they go before it.
        covered = {n for s in script.body for n in range(s.lineno, (s.end_lineno or 0) + 1)}
        above = [lines[n - 1] for n in range(start + 1, stop + 1) if n not in covered] + above
    indent = lines[start][: script.body[0].col_offset]
    update = [indent + line if line else line for line in own]
    new = [*lines[:start], *above, *update, *below, *lines[stop:]]
    before = start + len(above)
    return "\n".join(new), OwnLines(before + 1, before + len(own), len(indent))


def kept_prints(
    script: Script, written: Sequence[ast.stmt], gone: frozenset[str]
) -> tuple[list[str], list[str]]:
    """The lines of the update's own prints: those before anything else, and the others."""
    above: list[str] = []
    below: list[str] = []
    if any(is_print(node) for node in walk(*written)):
        return above, below
    part = above
    for statement in script.body:
        if not is_print(statement):
            part = below
        elif not names_read(statement) & gone:
            part += script.lines[statement.lineno - 1 : statement.end_lineno]
    return above, below
