"""A checked listing as Python bytecode that watches itself.

The tree of the listing is written anew, line numbers kept: `**`, `/` and the like become calls of
runtime.py, whole numbers are kept from growing, every pass of a loop and every call pays for
the work it does, each pass of the main loop leaves a row with the value of every variable, and
`print` goes to a bounded page. Names that the engine adds begin with `$`: no listing can spell
them.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tutor.engine.expression_compiler import FLAT, PASS_COST, RENAMED, cost, kind, machine, run
from tutor.engine.language import tree
from tutor.engine.language.checker import Script
from tutor.engine.language.grammar import Kind
from tutor.engine.language.kinds import Held
from tutor.engine.machine.meter import MOST_SEEN
from tutor.engine.places import variable_of
from tutor.engine.program import BUDGET, ROW_BYTES, Program, Shape, anew, assembled
from tutor.engine.statement_compiler import StatementCompiler, at_first, unset
from tutor.errors import ListingError


def compile_script(script: Script, shape: Shape, before: Script | None = None) -> Program:
    """The program of `script`. With `before`, its first `$from` updates are those of `before`."""
    shape = shape._replace(exact=shape.exact or script.exact)
    names = tuple({**script.kinds, **(before.kinds if before else {})})
    whole = script
    if shape.wanted:
        script = relevant(script, variable_of(shape.wanted))
    compiler = Compiler(script, shape, names, before)
    try:
        code = assembled(compiler.listing())
    except RecursionError:
        raise ListingError(1, 1, "lists too deep inside each other", "write fewer") from None
    if shape.exact:
        return Program(code, names)
    return Program(code, names, lambda: compile_script(whole, shape._replace(exact=True), before))


def relevant(script: Script, wanted: str) -> Script:
    """The listing without the statements that have no bearing on one variable."""
    everything = [*script.setup, *script.body, *script.rest]
    if script.outer is not script.loop or not all(
        _is_plain(node) for node in tree.walk(*everything)
    ):
        return script
    sets = {statement: frozenset(tree.assigned_names([statement])) for statement in everything}
    reads = {statement: tree.names_read(statement, script.functions) for statement in everything}
    needed, grown = frozenset[str](), frozenset([wanted])
    if script.loop is not None:
        grown |= tree.names_read(tree.header(script.loop), script.functions)
    while grown != needed:
        needed = grown
        grown = needed.union(*(reads[each] for each in everything if sets[each] & needed))

    def kept(statements: Sequence[ast.stmt]) -> tuple[ast.stmt, ...]:
        return tuple(
            each for each in statements if sets[each] & needed or isinstance(each, ast.FunctionDef)
        )

    return script._replace(setup=kept(script.setup), body=kept(script.body), rest=kept(script.rest))


def _is_plain(node: ast.AST) -> bool:
    """Whether all that a statement with this in it does is to give values to the names it says."""
    match node:
        case ast.Name() if hasattr(node, "held") and kind(node) in (Kind.LAZY, Kind.ANY):
            return False
        case ast.While() | ast.Break() | ast.Continue() | ast.Assert() | ast.Attribute():
            return False
        case ast.Subscript(ctx=ast.Store()):
            return False
        case ast.AugAssign(target=target):
            return kind(target) in FLAT
        case ast.Expr():
            return tree.is_print(node)
    return True


class Compiler(StatementCompiler):
    """Writes the tree of one program."""

    def __init__(
        self, script: Script, shape: Shape, names: Sequence[str], before: Script | None = None
    ) -> None:
        super().__init__(script, shape)
        self.before = before
        if before is not None:
            theirs = {one.name: one for one in before.functions}
            self.right = {
                one: right
                for one in script.functions
                if (right := theirs.get(one.name)) and ast.dump(right) != ast.dump(one)
            }
        self.names = names
        inside = [] if script.outer is None else tree.walk(script.outer)
        self.chain_of_loops = frozenset(
            one
            for one in inside
            if isinstance(one, ast.For | ast.While)
            and script.outer is not script.loop
            and any(part is script.loop for part in tree.walk(one))
        )
        """The main loop and those around it, where there are such."""
        self.literals = {
            id(literal.node): constant
            for each in ([script, before] if before else [script])
            for constant, literal in each.parameters.items()
        }

    def listing(self) -> ast.FunctionDef:
        """`def $listing($left, $updates, …, parameters): …`"""
        script, wanted = self.script, self.shape.wanted
        held = dict(script.scope.held)
        if self.before is not None:
            held |= self.before.scope.held
        body = [unset(n, one) for n, one in held.items() if n not in self.known]
        body += [tree.assign(n, machine(RENAMED.get(n, n))) for n in script.scope.early]
        body += self.shared(script.setup)
        if not wanted:
            body.append(self.row_of_all())
        body.append(tree.assign("$pass", ast.Constant(0)))
        body += self.main_loop()
        rest = self.shared(script.rest)
        if rest:
            # What stands behind the loop is for the end of the run, and needs what the loop made.
            body += rest if wanted else [ast.If(tree.name("$end"), rest, [])]
        if wanted:
            body.append(ast.Return(tree.place(wanted)))
        arguments = ["$left", "$updates", "$from", "$row", "$run", "$print"]
        arguments += [anew(one) for one in self.shape.anew]
        return tree.define("$listing", [*arguments, *script.parameters], body)

    def main_loop(self) -> list[ast.stmt]:
        """The updates: as many as are written, or as are asked for."""
        loop = self.script.loop
        if self.script.outer is not loop:
            return self.loops_around()
        if loop is None or (self.counts(loop) and isinstance(loop, ast.For)):
            bounds = [self.clamped(bound) for bound in tree.bounds(loop)] if loop else []
            bounds = bounds or [ast.Constant(1)]
            end = tree.assign("$end", tree.call("$ends", tree.name("$updates"), *bounds))
            passes = tree.call("$passes", tree.name("$updates"), *bounds)
            target = tree.counters(loop)[0] if loop else "$again"
            one = self.repeated(ast.Name(target, ast.Store()), passes, self.update)
            return [end, tree.located(one, loop)]
        # As long as it goes on, and no longer than is asked for.
        made = ast.Compare(tree.name("$pass"), [ast.Eq()], [tree.name("$updates")])
        leave = [tree.assign("$end", ast.Constant(False)), ast.Break()]
        limit = ast.If(made, leave, [])

        def body() -> list[ast.stmt]:
            return [limit, *self.update()]

        if isinstance(loop, ast.While):
            known = set(self.known)
            test = self.expression(loop.test)
            new: ast.stmt = ast.While(test, body(), [])
            self.known = known
        else:
            new = self.gone_through_by(loop, body)
        return [tree.assign("$end", ast.Constant(True)), tree.located(new, loop)]

    def loops_around(self) -> list[ast.stmt]:
        """The loops around the main one. They go on for as many updates as are asked for, and what
        they do behind its last pass is left out where more of its passes were to come."""
        assert self.script.outer is not None
        begun = {"$outer": 0, "$full": False, "$over": False, "$end": True}
        return [
            *(tree.assign(name, ast.Constant(value)) for name, value in begun.items()),
            *self.statement(self.script.outer),
        ]

    def loop(self, statement: ast.For) -> list[ast.stmt]:
        if statement not in self.chain_of_loops:
            return super().loop(statement)

        def body() -> list[ast.stmt]:
            if statement is self.script.loop:
                return self.updates_inside()
            return self.passes_around(statement)

        if not self.counts(statement):
            return [self.gone_through_by(statement, body), *self.behind(statement)]
        bounds = (self.clamped(bound) for bound in tree.bounds(statement))
        passes: ast.expr = tree.call("$range", *bounds)
        found: list[ast.stmt] = []
        if statement is self.script.outer:
            # It goes on where more updates are asked for than it makes.
            passes, found = self.taken(passes)
            found.append(tree.assign("$natural", tree.call("$len", passes)))
            passes = tree.call("$more", tree.name("$updates"), passes)
        target = self.names_of(statement.target)
        return [*found, self.repeated(target, passes, body), *self.behind(statement)]

    def while_loop(self, statement: ast.While) -> list[ast.stmt]:
        if statement not in self.chain_of_loops:
            return super().while_loop(statement)
        test = self.expression(statement.test)
        before = set(self.known)
        is_main = statement is self.script.loop
        body = self.updates_inside() if is_main else self.passes_around(statement)
        self.known = before
        return [ast.While(test, body, []), *self.behind(statement)]

    def updates_inside(self) -> list[ast.stmt]:
        """A pass of the main loop, where others are around it."""
        leave = [tree.assign("$over", ast.Constant(True)), ast.Break()]
        was, self.inner = self.inner, False
        found = [self.if_made(leave), *self.update()]
        self.inner = was
        return found

    def passes_around(self, statement: tree.Loop) -> list[ast.stmt]:
        """A pass of a loop around the main one."""
        found: list[ast.stmt] = self.pay(ast.Constant(self.price(statement)))
        if statement is self.script.outer:
            if isinstance(statement, ast.For) and self.counts(statement):
                made = ast.Compare(tree.name("$outer"), [ast.Eq()], [tree.name("$natural")])
                found.append(ast.If(made, [tree.assign("$full", ast.Constant(True))], []))
                more = ast.BinOp(tree.name("$outer"), ast.Add(), ast.Constant(1))
                found.append(tree.assign("$outer", more))
            leave = [tree.assign("$end", tree.name("$full")), ast.Break()]
            found.append(self.if_made(leave))
        was, self.inner = self.inner, True
        found += self.statements(statement.body)
        self.inner = was
        return found

    def behind(self, statement: tree.Loop) -> list[ast.stmt]:
        """Leave the loop around one in which all updates were made that are asked for."""
        over = tree.name("$over")
        if statement is self.script.outer:
            return [ast.If(over, [tree.assign("$end", tree.name("$full"))], [])]
        return [ast.If(over, [ast.Break()], [])]

    def if_made(self, then: list[ast.stmt]) -> ast.stmt:
        """Where as many updates are made as are asked for."""
        made = ast.Compare(tree.name("$pass"), [ast.Eq()], [tree.name("$updates")])
        return ast.If(made, then, [])

    def row_of_all(self) -> ast.stmt:
        """Keep the value of every variable."""
        values = [self.kept(n) for n in self.names]
        return ast.Expr(tree.call("$row", ast.Tuple(values, ast.Load())))

    def kept(self, identifier: str) -> ast.expr:
        """The value of a variable, as nothing changes it any more."""
        value = tree.name(identifier)
        held = self.script.scope.held.get(identifier)
        if held is None or self.exact or (self.before and not held.is_(Kind.NUMBER)):
            return run("seen", value)
        how = traced(held)
        if how == "copied" and identifier in self.known:
            # The row has paid for a list of that many.
            length = ast.Compare(tree.call("$len", value), [ast.LtE()], [ast.Constant(MOST_SEEN)])
            copy = ast.Call(ast.Attribute(value, "copy", ast.Load()), [], [])
            return ast.IfExp(length, copy, run("seen", value))
        return run("seen" if how == "copied" else how, value) if how else value

    def update(self) -> list[ast.stmt]:
        """One pass of the main loop: pay, do it, keep the row."""
        script, wanted = self.script, self.shape.wanted
        price = PASS_COST + cost(script.body)
        if isinstance(script.loop, ast.While):
            price += cost([script.loop.test])
        if self.before is not None:
            price += cost(self.before.body)
        lists = [n for n in self.names if kind_of_row(script.scope.held.get(n)) == "copied"]
        rows = ROW_BYTES // (80 + 40 * len(self.names) + 9 * MOST_SEEN * len(lists))
        body = self.pay(ast.Constant(max(price, BUDGET // rows + 1)))
        if wanted or self.before is not None or not self.is_counted():
            more = ast.BinOp(tree.name("$pass"), ast.Add(), ast.Constant(1))
            body.append(tree.assign("$pass", more))
        if wanted:
            return [*body, *self.set_anew(), *self.until_wanted(script.body, wanted)]
        if self.before is not None:
            known, scope = set(self.known), self.scope
            self.scope = self.before.scope  # which may have names that the rule has put away
            right = self.shared(self.before.body)
            self.known, self.scope = known, scope
            wrong = self.shared(script.body, self.shape.digits)
            body.append(at_first(right, wrong))
        else:
            body += self.shared(script.body)
        body.append(self.row_of_all())
        return body

    def set_anew(self) -> list[ast.stmt]:
        """In the wanted update, and in no other: set what is given for it."""
        found: list[ast.stmt] = []
        for one in self.shape.anew:
            target = tree.place(one)
            assert isinstance(target, ast.Name | ast.Subscript)
            target.ctx = ast.Store()
            found.append(ast.Assign([target], tree.name(anew(one))))
        return [self.if_made(found)] if found else []

    def is_counted(self) -> bool:
        """Whether the main loop's own counter ends the run."""
        loop = self.script.loop
        return loop is None or (self.script.outer is loop and self.counts(loop))

    def until_wanted(self, statements: Sequence[ast.stmt], wanted: str) -> list[ast.stmt]:
        """The update, left in the last pass right after the wanted variable is settled."""
        wanted = variable_of(wanted)
        at = [i for i, s in enumerate(statements) if wanted in tree.assigned_names([s])]
        if not at:
            return self.shared(statements)
        first = self.shared(statements[: at[-1] + 1])
        return [*first, self.leave(), *self.shared(statements[at[-1] + 1 :])]

    def shared(self, statements: Sequence[ast.stmt], digits: int = 0) -> list[ast.stmt]:
        """Statements of the listing itself, each compiled once for all scripts that share it."""
        found: list[ast.stmt] = []
        self.digits = digits
        for statement in statements:
            shape, known = self.shape._replace(digits=digits), frozenset(self.known)
            key = statement, shape, known, self.names, statement in self.right
            if key not in self.script.compiled:
                new = self.statement(statement)
                for each in new:
                    tree.placed(each)
                self.script.compiled[key] = new, frozenset(self.known)
            new, known = self.script.compiled[key]
            self.known = set(known)
            found += new
        return found


def traced(held: Held, seen: set[int] | None = None) -> str:
    """How a row keeps a value: as it is, or by a method of the machine's."""
    root = held.root()
    kind_ = root.kind()
    seen = set() if seen is None else seen
    if kind_ in (Kind.NUMBER, Kind.TEXT) or id(root) in seen:
        return ""
    seen.add(id(root))
    if kind_ not in (Kind.LIST, Kind.TUPLE):
        return "seen"
    if root.grows:
        return "growing"
    inside = root.items if root.items is not None else (root.element(),)
    if any(traced(one, seen) for one in inside):
        return "seen"
    if root.changes:
        return "copied"
    return ""


def kind_of_row(held: Held | None) -> str:
    """How a row keeps what may not be there."""
    return "seen" if held is None else traced(held)
