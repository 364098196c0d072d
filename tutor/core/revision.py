"""Other versions of a listing's text: new constants, one wrong rule, a learner's own update."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from tutor.core.language import Script, assigned_names, assigned_pairs
from tutor.core.record import Number
from tutor.core.syntax import parse
from tutor.errors import ListingError, nearest


def with_values(script: Script, code: str, values: Mapping[str, Number]) -> str:
    """The text with those constants rewritten where they stand."""
    lines = [line.encode() for line in code.split("\n")]
    nodes = [(script.parameters[name].node, value) for name, value in values.items()]
    # From the end to the start, so that earlier places stay true. Columns count bytes.
    for node, value in sorted(nodes, key=lambda n: (n[0].lineno, n[0].col_offset), reverse=True):
        line = lines[node.lineno - 1]
        text = repr(value).encode()
        lines[node.lineno - 1] = line[: node.col_offset] + text + line[node.end_col_offset :]
    return b"\n".join(lines).decode()


def with_rule(script: Script, code: str, rule: str) -> str:
    """The text with the rule in place of the update's statements that assign its variable."""
    target, value = read_rule(rule)
    places = [s for s in script.body if target in assigned_names([s])]
    if not places:
        near = nearest(target, set(assigned_names(script.body)))
        hint = f"did you mean {near}?" if near else "name a variable that the update assigns"
        raise ListingError(1, 1, f"the update does not assign `{target}`", hint)
    lines = code.split("\n")
    for statement in reversed(places):
        last = statement is places[-1]
        indent = lines[statement.lineno - 1][: statement.col_offset]
        new = kept_of_tuple(statement, target, value if last else None)
        if last and not new:
            new = rule.strip()
        lines[statement.lineno - 1 : statement.end_lineno] = [indent + new] if new else []
    return "\n".join(lines)


def read_rule(rule: str) -> tuple[str, ast.expr]:
    """The variable that a rule assigns and the value that it gives."""
    match parse(rule.strip()).body:
        case [ast.Assign(targets=[ast.Name(id=target)], value=value)]:
            return target, value
        case [ast.AugAssign(target=ast.Name(id=target), op=op, value=value)]:
            return target, ast.BinOp(ast.Name(target, ast.Load()), op, value)
        case _:
            what = "a rule is one assignment"
            raise ListingError(1, 1, what, "write weight = weight - alpha * derivative")


def kept_of_tuple(statement: ast.stmt, target: str, value: ast.expr | None) -> str:
    """`a, b = 1, 2` with another value for `target`, or without it; empty for other statements."""
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
