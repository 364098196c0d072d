"""Which functions may call themselves: those alone count how deep they are."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence

from tutor.engine.language.tree import walk


def recursive(everything: Sequence[ast.AST]) -> frozenset[ast.AST]:
    """Of all nodes of a listing the functions and lambdas that may call themselves, directly or
    through others.

    Whoever calls a function that it was given may call any that is used as a value: `loose` stands
    for these. A name that is given a value beside its def may be either.
    """
    makers = [node for node in everything if isinstance(node, ast.FunctionDef | ast.Lambda)]
    named: dict[str, list[ast.AST]] = {}
    for maker in makers:
        if isinstance(maker, ast.FunctionDef):
            named.setdefault(maker.name, []).append(maker)
    given = {node.arg for node in everything if isinstance(node, ast.arg)}
    given |= {
        node.id
        for node in everything
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    called = {id(node.func) for node in everything if isinstance(node, ast.Call)}
    loose = ast.Pass()
    calls: dict[ast.AST, set[ast.AST]] = {loose: set()}
    for node in everything:
        if isinstance(node, ast.Lambda):
            calls[loose].add(node)
        elif isinstance(node, ast.Name) and node.id in named and id(node) not in called:
            calls[loose].update(named[node.id])
    for maker in makers:
        found = calls[maker] = set()
        for node in walk(maker):
            if isinstance(node, ast.Name):
                found.update(named.get(node.id, ()))
            elif isinstance(node, ast.Call) and not (
                isinstance(node.func, ast.Name) and node.func.id in named.keys() - given
            ):
                found.add(loose)
    return frozenset(going_round(calls)) - {loose}


def going_round(edges: Mapping[ast.AST, Collection[ast.AST]]) -> Iterator[ast.AST]:
    """The nodes of a graph from which a way leads back to themselves (Tarjan 1972)."""
    index: dict[ast.AST, int] = {}
    low: dict[ast.AST, int] = {}
    stack: list[ast.AST] = []
    on_stack: set[ast.AST] = set()
    for start in edges:
        if start in index:
            continue
        work = [(start, iter(edges[start]))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            node, following = work[-1]
            for after in following:
                if after not in index:
                    index[after] = low[after] = len(index)
                    stack.append(after)
                    on_stack.add(after)
                    work.append((after, iter(edges[after])))
                    break
                if after in on_stack:
                    low[node] = min(low[node], index[after])
            else:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == index[node]:
                    group = stack[stack.index(node) :]
                    del stack[-len(group) :]
                    on_stack.difference_update(group)
                    if len(group) > 1 or node in edges[node]:
                        yield from group
