"""Making the nodes of a program's tree."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=ast.AST)


def name(identifier: str) -> ast.Name:
    return ast.Name(identifier, ast.Load())


def call(function: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(name(function), list(arguments), [])


def assign(identifier: str, value: ast.expr) -> ast.Assign:
    return ast.Assign([ast.Name(identifier, ast.Store())], value)


def define(identifier: str, arguments: Sequence[str], body: list[ast.stmt]) -> ast.FunctionDef:
    parameters = ast.arguments(
        posonlyargs=[],
        args=[ast.arg(argument) for argument in arguments],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[],
    )
    return ast.FunctionDef(identifier, parameters, body, [])


def located(new: Node, old: ast.AST | None) -> Node:
    """`new` at the place of `old`, so that an error at run time names the line."""
    return new if old is None else ast.copy_location(new, old)
