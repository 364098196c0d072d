"""What does nothing in a listing: texts on lines of their own, types, the main guard."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tutor.engine.language.tree import walk
from tutor.errors import ListingError

ANNOTATIONS = frozenset(["int", "float", "bool", "str", "list", "tuple", "None"])
"""Types that may be written behind a name; they do nothing."""


def take_out_inert(tree: ast.Module) -> list[ListingError]:
    """Take out of the tree what does nothing: texts on lines of their own, types, the main guard.
    Returns what is wrong with types."""
    faults: list[ListingError] = []
    tree.body = _without(tree.body, faults, top=True)
    return faults


def _without(
    statements: Sequence[ast.stmt], faults: list[ListingError], top: bool = False
) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for one in statements:
        match one:
            case ast.Expr(value=ast.Constant(value=str())):
                continue
            case ast.If(test=test, body=body) if top and _is_guard(test):
                found += _without(body, faults, top)
                continue
            case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
                _check_type(one.annotation, faults)
                assigned = ast.Assign([target], value)
                found.append(ast.copy_location(assigned, one))
                continue
            case ast.FunctionDef():
                for argument in one.args.args:
                    if argument.annotation is not None:
                        _check_type(argument.annotation, faults)
                if one.returns is not None:
                    _check_type(one.returns, faults)
        for block in ("body", "orelse"):
            if isinstance(one, ast.If | ast.For | ast.While | ast.FunctionDef):
                inside = getattr(one, block, None)
                if inside:
                    setattr(
                        one,
                        block,
                        _without(inside, faults) or [ast.copy_location(ast.Pass(), inside[0])],
                    )
        found.append(one)
    return found


def _is_guard(test: ast.expr) -> bool:
    """Whether it is `__name__ == "__main__"`."""
    match test:
        case (
            ast.Compare(
                left=ast.Name(id="__name__"),
                ops=[ast.Eq()],
                comparators=[ast.Constant(value="__main__")],
            )
            | ast.Compare(
                left=ast.Constant(value="__main__"),
                ops=[ast.Eq()],
                comparators=[ast.Name(id="__name__")],
            )
        ):
            return True
    return False


def _check_type(node: ast.expr, faults: list[ListingError]) -> None:
    """Note a type that Python itself might not know."""
    for part in walk(node):
        match part:
            case ast.Name(id=name) if name in ANNOTATIONS:
                pass
            case ast.Constant(value=None) | ast.Subscript() | ast.Tuple() | ast.expr_context():
                pass
            case ast.BinOp(op=ast.BitOr()) | ast.BitOr():
                pass
            case _:
                what, instead = "a type that is not known here", "leave it out, or write float"
                faults.append(ListingError(node.lineno, node.col_offset + 1, what, instead))
                return
