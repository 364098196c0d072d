"""Which names there are where: those of the listing, of each of its functions, lambdas and
comprehensions."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tutor.engine.language.tree import assigned_names, target_names

if TYPE_CHECKING:
    from tutor.engine.language.kinds import Held

COMPREHENSIONS = (ast.ListComp, ast.GeneratorExp)
MAKERS = (ast.FunctionDef, ast.Lambda, *COMPREHENSIONS)
"""What has names of its own."""


class Scope:
    """The names of the listing itself, or those of one function, lambda or comprehension."""

    def __init__(
        self,
        assigned: frozenset[str],
        outer: Scope | None = None,
        functions: frozenset[str] = frozenset(),
    ) -> None:
        self.assigned = assigned
        """Every name that is given a value somewhere here."""
        self.outer = outer
        self.functions = functions
        """Those of them that a `def` gives its function."""
        self.early: frozenset[str] = frozenset()
        """Names of functions that are built in, and called above the line that takes them over."""
        self.held: dict[str, Held] = {}
        """What each name may hold, in order of first assignment."""

    def of(self, name: str) -> Scope | None:
        """The scope that a name is read from; None where no scope has it."""
        scope: Scope | None = self
        while scope is not None and name not in scope.assigned:
            scope = scope.outer
        return scope

    def around(self) -> Iterator[Scope]:
        """This scope and those around it."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.outer


class Imports(NamedTuple):
    """What `import` has brought, by the name under which it is known here."""

    functions: dict[str, tuple[str, str]]
    """Name → module and name there."""
    modules: dict[str, str]
    """Name → module."""

    def meaning(self, node: ast.expr) -> tuple[str, str] | None:
        """The module and the name there that `exp` or `math.exp` stands for."""
        match node:
            case ast.Name(id=name):
                return self.functions.get(name)
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in self.modules:
                return self.modules[module], name
        return None


def arguments_of(node: ast.FunctionDef | ast.Lambda) -> list[str]:
    """The names of the arguments, in order."""
    return [argument.arg for argument in node.args.args]


def scope_of(node: ast.AST) -> Scope:
    """The scope that a function, a lambda or a comprehension makes."""
    scope: Scope = node.scope  # type: ignore[attr-defined]
    return scope


def give_scopes(trees: Sequence[ast.AST], scope: Scope) -> None:
    """Give each function, lambda and comprehension in the trees the scope of its insides."""
    for tree in trees:
        for node, outer in _makers(tree, scope):
            is_def = isinstance(node, ast.FunctionDef)
            body: Sequence[ast.AST] = node.body if is_def else _inside(node)  # type: ignore[attr-defined]
            inner = Scope(_own(node), outer, frozenset(defined(body) if is_def else ()))
            node.scope = inner  # type: ignore[attr-defined]
            give_scopes(body, inner)


def _makers(tree: ast.AST, scope: Scope) -> list[tuple[ast.AST, Scope]]:
    """The outermost nodes that make a scope in the tree."""
    if isinstance(tree, ast.FunctionDef | ast.Lambda):
        inside = [found for default in tree.args.defaults for found in _makers(default, scope)]
        return [(tree, scope), *inside]
    if isinstance(tree, COMPREHENSIONS):
        # The first of its sources is still read outside.
        return [(tree, scope), *_makers(tree.generators[0].iter, scope)]
    return [found for child in ast.iter_child_nodes(tree) for found in _makers(child, scope)]


def _inside(node: ast.AST) -> list[ast.AST]:
    """What of a lambda or a comprehension is read in its own scope."""
    if isinstance(node, ast.Lambda):
        return [node.body]
    assert isinstance(node, COMPREHENSIONS)
    first, *others = node.generators
    later = [part for one in others for part in (one.iter, *one.ifs)]
    return [*first.ifs, *later, node.elt]


def _own(node: ast.AST) -> frozenset[str]:
    """The names that a scope gives values to."""
    match node:
        case ast.FunctionDef(body=body):
            return frozenset(
                [*arguments_of(node), *assigned_names(body, changed=False), *defined(body)]
            )
        case ast.Lambda():
            return frozenset(arguments_of(node))
        case ast.ListComp(generators=generators) | ast.GeneratorExp(generators=generators):
            return frozenset(name for one in generators for name in target_names(one.target))
    raise AssertionError("only these make a scope")


def defined(statements: Sequence[ast.AST]) -> list[str]:
    """The functions that are defined among the statements, and not in one of these."""
    found = []
    for one in statements:
        if isinstance(one, ast.FunctionDef):
            found.append(one.name)
        else:
            for block in ("body", "orelse"):
                found += defined(getattr(one, block, None) or ())
    return found
