"""What every expression of a listing may come to, calls included."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tutor.engine.language.grammar import Kind
from tutor.engine.language.kinds import Held, Signature
from tutor.engine.language.value_typer import GIVES, HOLDING, TEXTS, ValueTyper, meant_by


class ExpressionTyper(ValueTyper):
    """Finds what expressions may come to, as far as is known so far."""

    def call(self, node: ast.Call) -> Held:
        function = node.func
        arguments = [self.argument(one) for one in node.args]
        named = {one.arg or "": self.of(one.value) for one in node.keywords}
        meant = self.imports.meaning(function)
        if meant is not None:
            return self.call_member(node, meant[1], arguments)
        if isinstance(function, ast.Name) and self.scope.of(function.id) is None:
            return self.call_built_in(node, function.id, arguments, named)
        if isinstance(function, ast.Attribute):
            return self.call_method(node, function, arguments, named)
        return self.applied(node, self.of(function), arguments, named)

    def argument(self, node: ast.expr) -> Held:
        """An argument; of `*values` one of them."""
        if isinstance(node, ast.Starred):
            return self.element_of(self.of(node.value))
        return self.of(node)

    def applied(
        self, node: ast.expr, function: Held, arguments: Sequence[Held], named: dict[str, Held]
    ) -> Held:
        """What a function of the listing gives."""
        kind, signature = function.known, function.root().signature
        if kind is None:
            return self.own(node)
        if kind is not Kind.FUNCTION or signature is None or signature.least < 0:
            if kind not in (Kind.FUNCTION, Kind.ANY):
                name = ast.unparse(node.func) if isinstance(node, ast.Call) else "it"
                what = f"`{name}` is no function"
                instead = (
                    "write * between two factors" if kind is Kind.NUMBER else "call a function"
                )
                self.fault(node, what, instead)
            self.escape(*arguments, *named.values())
            if signature is not None and kind is Kind.FUNCTION:
                return signature.gives
            return self.made(node, Kind.ANY)
        given = dict(zip(signature.names, arguments, strict=False))
        self.check_arguments(node, signature, arguments, named)
        for name, held in {**given, **named}.items():
            if name in signature.names:
                self.flow(signature.takes[signature.names.index(name)], held)
        return signature.gives

    def check_arguments(
        self, node: ast.expr, signature: Signature, given: Sequence[Held], named: dict[str, Held]
    ) -> None:
        """Note what is missing, or too much."""
        name = ast.unparse(node.func) if isinstance(node, ast.Call) else "it"
        names, most = signature.names, len(signature.names)
        for word in named:
            if word not in names:
                known = f"it takes {', '.join(names)}" if names else "it takes nothing"
                self.fault(node, f"{name}(…) takes no `{word}`", known)
        left = names[len(given) : signature.least]
        missing = [one for one in left if one not in named]
        twice = [word for word in named if word in names[: len(given)]]
        if twice:
            self.fault(node, f"`{twice[0]}` is given twice to {name}(…)", "write it once")
        elif len(given) > most or missing:
            least = signature.least
            count = str(most) if least == most else f"{least} to {most}"
            values = "value" if count == "1" else "values"
            given_ = f"{len(given) + len(named)} are given"
            self.fault(node, f"{name}(…) takes {count} {values}", given_)

    def call_member(self, node: ast.Call, name: str, arguments: Sequence[Held]) -> Held:
        """A function of math or random."""
        if name in ("choice", "shuffle"):
            base = arguments[0]
            if name == "choice":
                held = self.own(node)
                self.flow(held, self.element_of(base))
                return held
            if base.known in (Kind.LIST, Kind.ANY):
                base.mark(grows=False)
            return self.made(node, Kind.NONE)
        for argument, held in zip(node.args, arguments, strict=False):
            if held.known not in (None, Kind.NUMBER, Kind.ANY) and name != "seed":
                self.fault(argument, f"{name}(…) of {held.known}", "write a number")
        return self.made(node, Kind.NONE if name == "seed" else Kind.NUMBER)

    def call_built_in(
        self, node: ast.Call, name: str, arguments: Sequence[Held], named: dict[str, Held]
    ) -> Held:
        self.judge_call(node, name, arguments)
        first = arguments[0] if arguments else None
        match name:
            case "range":
                held = self.made(node, Kind.LAZY)
                held.element().raise_to(Kind.NUMBER)
                return held
            case "zip" | "enumerate":
                held = self.made(node, Kind.LAZY)
                sources = [*arguments] if name == "zip" else [*arguments[:1]]
                items = [self.made(node, Kind.NUMBER, 1)] if name == "enumerate" else []
                for place, source in enumerate(sources, 2):
                    item = self.own(node, place)
                    self.flow(item, self.element_of(source))
                    items.append(item)
                pair = self.own(node, -1)
                if any(isinstance(one, ast.Starred) for one in node.args):
                    # One source stands for many, each of which gives one of its elements.
                    pair.raise_to(Kind.TUPLE)
                    for item in items:
                        self.flow(pair.element(), item)
                else:
                    pair.of_items(items)
                self.flow(held.element(), pair)
                return held
            case "list" | "sorted" | "reversed" | "tuple":
                kinds = {"reversed": Kind.LAZY, "tuple": Kind.TUPLE}
                held = self.made(node, kinds.get(name, Kind.LIST))
                if first is not None:
                    self.flow(held.element(), self.element_of(first))
                    self.applied_to(node, named, held.element())
                return held
            case "min" | "max":
                held = self.own(node)
                alone = len(node.args) == 1
                if any(isinstance(one, ast.Starred) for one in node.args):
                    # One of them is looked into, several are looked at: nobody knows which.
                    held.raise_to(Kind.ANY)
                    self.escape(*arguments)
                    arguments = ()
                for source in arguments:
                    self.flow(held, self.element_of(source) if alone else source)
                if "default" in named:
                    self.flow(held, named["default"])
                self.applied_to(node, named, held)
                return held
            case "sum":
                return self.summed(node, arguments, named)
        return self.made(node, GIVES[name])

    def summed(self, node: ast.Call, arguments: Sequence[Held], named: dict[str, Held]) -> Held:
        """What `sum` gives: a number, or the lists that it begins with made longer."""
        held, inside = self.own(node), self.element_of(arguments[0])
        start = named.get("start", arguments[1] if len(arguments) > 1 else None)
        if start is None or start.known is Kind.NUMBER:
            if inside.known in (Kind.TEXT, Kind.LIST, Kind.TUPLE):
                self.fault(node, f"sum(…) where each is {inside.known}", "add them in a for loop")
            held.raise_to(Kind.NUMBER)
        elif start.known is inside.known and start.known in (Kind.LIST, Kind.TUPLE):
            self.longer(held, start.known, start, inside)
        elif start.known is not None and inside.known is not None:
            held.raise_to(Kind.ANY)
            self.escape(*(one.element() for one in (start, inside) if one.known in HOLDING))
        return held

    def applied_to(self, node: ast.Call, named: dict[str, Held], held: Held) -> None:
        """The `key` is called with what is looked at."""
        if "key" in named and named["key"].known is not Kind.NONE:
            self.applied(node, named["key"], [held], {})

    def judge_call(self, node: ast.Call, name: str, arguments: Sequence[Held]) -> None:
        """Note what has no meaning for a built-in function."""
        if not arguments:
            return
        kind = arguments[0].known
        nothing = (Kind.NONE, Kind.FUNCTION)
        if name in ("abs", "round", "pow", "range"):
            if name == "round" and len(arguments) > 1 and arguments[1].known is Kind.NONE:
                arguments = arguments[:1]
            wrong = [
                one.known for one in arguments if one.known not in (None, Kind.NUMBER, Kind.ANY)
            ]
            if wrong:
                self.fault(node, f"{name}(…) of {wrong[0]}", f"write {name}(x) with a number x")
        elif name == "len" and kind in (Kind.NUMBER, *nothing):
            self.fault(node, f"len(…) of {kind}", "write len(values) with a list")
        elif name in ("sum", "any", "all", "sorted", "list", "tuple", "enumerate", "reversed"):
            if kind in (Kind.NUMBER, *nothing):
                self.fault(node, f"{name}(…) of {kind}", f"write {name}(values) with a list")
        elif name in ("max", "min") and len(arguments) == 1 and kind in (Kind.NUMBER, *nothing):
            starred = isinstance(node.args[0], ast.Starred)
            if not starred:
                self.fault(node, f"{name}(…) of {kind}", f"write {name}(a, b) or {name}(values)")
        elif name == "str" and kind in (Kind.FUNCTION, Kind.LAZY):
            self.fault(node, f"{kind} has no text", meant_by(kind))
        elif name in ("int", "float") and kind in (Kind.LIST, Kind.TUPLE, Kind.LAZY, *nothing):
            self.fault(node, f"{name}(…) of {kind}", f"write {name}(x) with a number x")

    def call_method(
        self,
        node: ast.Call,
        function: ast.Attribute,
        arguments: Sequence[Held],
        named: dict[str, Held],
    ) -> Held:
        base, name = self.of(function.value), function.attr
        kind = base.known
        if kind is None:
            return self.own(node)
        of_texts = name in TEXTS
        either = name in ("index", "count")
        if kind is not Kind.ANY and (kind is not Kind.TEXT) is of_texts and not either:
            self.fault(node, f".{name}(…) of {kind}", "it is one of texts" if of_texts else "")
        if kind is not Kind.ANY and not of_texts and kind not in (Kind.LIST, Kind.TEXT, Kind.TUPLE):
            self.fault(node, f".{name}(…) of {kind}", "it is one of lists")
        if of_texts or either:
            return self.made(node, GIVES[name])
        if kind not in (Kind.LIST, Kind.ANY):
            self.fault(node, f".{name}(…) of {kind}", "it is one of lists")
            self.escape(*arguments)
            return self.made(node, Kind.ANY)
        match name:
            case "append" | "insert":
                base.mark(grows=True)
                self.flow(base.element(), arguments[-1])
            case "extend":
                base.mark(grows=True)
                self.flow(base.element(), self.element_of(arguments[0]))
            case "pop":
                base.mark(grows=True)
                return base.element()
            case "copy":
                held = self.made(node, Kind.LIST)
                self.flow(held.element(), base.element())
                return held
            case _:
                base.mark(grows=False)
                self.applied_to(node, named, base.element())
        return self.made(node, Kind.NONE)
