"""Random programs of the listing language: typed, bounded, and talkative.

A type is a short text: `int float bool str big maybe`, `[int]` a list of two or more, `[int]?` one
that may be empty, `(int,str)` a tuple, `{int,float->str}` a function, `<int>` what one can iterate.
Numbers with a promise are types too: `small` (0 to 5), `count` (0 to 30), `pos` (a whole number
from 1), `tame` (-5 to 5), `end` (an index that every list has), `step` (of a slice).

`TABLE` says how an expression of a kind of type is made: by a template whose holes are types
between backticks, or by a maker. In a hole `T` is the wanted type, `E` its element; `A`, `B`, `ANY`
and `LIST` are drawn, once for each template. A template that begins with `~` is small whatever its
holes are. Every expression knows its degree: how many stored values are multiplied (or strung
together) in it. What is stored is clipped to a low degree, so that no value ever flies apart.
"""

import ast
import random
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

ATOM = 11
GROWING = re.compile(r" [+*] |join|str\(|sum\(")  # what makes texts and lists longer
LEVELS = (  # one expression for each level of precedence, the loosest first
    "a for b in c", "lambda: a", "a if b else c", "a or b", "a and b", "not a", "a < b",
    "a + b", "a * b", "-a", "a ** b",
)  # fmt: skip
SCALARS = ("int", "float", "bool", "str")
LISTS = (
    "[int]", "[float]", "[str]", "[bool]", "[[int]]", "[[float]]", "[(int,float)]", "[(str,int)]",
)  # fmt: skip
TUPLES = ("(int,int)", "(int,float)", "(str,int)", "(float,float,float)", "(int,(str,float))")
FUNCTIONS = ("{float->float}", "{int->int}", "{float,float->float}", "{->int}", "{[float]->float}")
PRINTABLE = (*SCALARS, *SCALARS, "maybe", "big", *LISTS, *TUPLES, "[int]?", "[float]?", "[str]?")
WIDER = {
    "int": ("small", "pos", "bool"),
    "float": ("int", "small", "pos", "tame", "bool", "float"),
    "big": ("int", "small"),
    "maybe": ("int", "small"),
}
WORDS = ("a", "b", "w", "alpha", "", "Error:", "up", "x y", "Zoë", "100%", "it's", "ab\\tc", "-")
PLAIN = """a b c d k n m p q s t u v w x y z alpha beta bias cost data delta error goal grad hidden
    i j item layer lr miss node note out pred rate row score seen step target temp total weight
    weights xs ys"""
LITERALS = {
    "int": "0 1 2 3 -1 -2 7 10 12 1000",
    "float": "0.5 0.1 2.0 -0.25 0.001 0.0 1e-3 .5 1.",
    "bool": "True False",
    "big": "2**100 3**50 10**20 7**33 12345678901234567890 2**1000 -3**600",
    "maybe": "None None 3",
    "count": "0 1 2 5 11 20 30",
    "small": "0 1 2 3 4 5",
    "pos": "1 2 3 4 5 9",
    "tame": "-4.0 -1.5 -0.5 0.1 1 2.5 3.9",
    "end": "0 1 -1 -2",
    "step": "-1 2 -2 1 3",
}
SHADOWS = "sum max min abs round sorted list all any input iter id"
VERBS = """act blend cost_of drop feed fit forward grow loss mix move neural rule scale settle show
    try_it"""
SPECS = {
    "int": "d|5d|05d|+d|,|<6|>6|^7|*^9|.2f|e|08.1f|-4d| d",
    "float": ".3f|8.3f|+.2f|.2e|g|.4g|.1%|,.2f|*^12.3f|08.2f|<9.1f|.0f",
    "str": "8|<8|>8|^9|.3|*>6|s|-<7.2",
    "bool": "d|>6|^3",
    "big": "d|,|+d|>40",
}
PERCENTS = {
    "int": "%d|%5d|%05d|%+d|%-6d|%s|%.2f|%i",
    "float": "%f|%.3f|%8.2f|%+.2e|%g|%-9.1f|%d|%s|%06.2f",
    "str": "%s|%8s|%-8s|%.2s|%r",
}
CLIPS = {
    "int": "`X` % 101;`X` % 17 - 8;max(-50, min(50, `X`));abs(`X`) % 23;`X` // 10 % 10",
    "float": "`X` % 10;`X` % 7.5;round(`X` % 9, 3);math.tanh(`X`);max(-9.5, min(9.5, `X`))",
    "big": "`X` % 10 ** 30;`X` % (2 ** 89 - 1)",
    "str": "`X`[:12];`X`[-9:]",
    "list": "`X`[:5];`X`[-4:];`X`[:3]",
    "loose": "`X`[:5];`X`[-4:]",
}


class Expr(NamedTuple):
    text: str
    level: int = ATOM
    degree: int = 0


@dataclass
class Function:
    params: list[tuple[str, str, bool]]  # name, type, whether it has a default
    result: str
    cost: int = 30
    appends: bool = False


@dataclass
class Var:
    type: str
    function: Function | None = None
    fixed: bool = False  # a function may look at it: its type stays
    counter: bool = False  # a loop hangs on it: nobody else assigns it


Frame = dict[str, Var]


@dataclass
class Place:
    """Where the next statement goes: the module or a function's body."""

    frames: list[Frame]  # the first one is from outside: read only
    limit: int
    result: str = ""  # of the function
    weight: int = 1  # how often the next line runs
    spent: int = 0  # lines run so far, roughly
    loops: int = 0
    deep: int = 0
    growing: bool = True  # may lists grow here, or does a loop run over one?
    appends: bool = False

    def visible(self) -> Frame:
        return {name: var for frame in self.frames for name, var in frame.items()}

    def own(self) -> Frame:
        return {name: var for frame in self.frames[1:] for name, var in frame.items()}


Maker = Callable[["Writer", str, int], Expr | None]


# Types and templates


def kind(t: str) -> str:
    if t.endswith("?"):
        return "loose"
    return {"[": "list", "(": "tuple", "{": "function", "<": "iterable"}.get(t[0], t)


def split(t: str, by: str = ",") -> list[str]:
    """The parts of a text at the marks that stand outside all brackets."""
    found, depth = [""], 0
    for char in t.replace("->", ":"):
        depth += (char in "[({<") - (char in "])}>")
        if char == by and depth == 0:
            found.append("")
        else:
            found[-1] += char
    return [part.replace(":", "->") for part in found if part or by == ":"]


def element(t: str) -> str:
    return t.removesuffix("?")[1:-1]


def signature(t: str) -> tuple[list[str], str]:
    args, result = split(element(t), ":")
    return split(args), result


def serves(given: str, wanted: str) -> bool:
    if given == wanted or given in WIDER.get(wanted, ()):
        return True
    if not wanted.endswith("?") or kind(given) not in ("list", "loose"):
        return False
    return serves(element(given), element(wanted))


def sortable(t: str) -> bool:
    return t in SCALARS or t == "big" or (t[0] in "[(" and all(map(sortable, split(element(t)))))


@lru_cache(maxsize=20_000)
def fits(parts: tuple[str, ...], hole: int, level: int) -> bool:
    """Does an expression of that level keep its sense there without parentheses?"""

    def dump(text: str) -> str:
        texts = list(parts)
        texts[1::2] = ["h"] * (len(parts) // 2)
        texts[hole] = text
        return ast.dump(ast.parse("".join(texts), mode="eval"))

    try:
        return level == ATOM or dump(LEVELS[level]) == dump(f"({LEVELS[level]})")
    except SyntaxError:
        return False


@lru_cache(maxsize=20_000)
def level_of(text: str) -> int:
    node = ast.parse(text, mode="eval").body
    operator = getattr(node, "op", None)
    for level, example in enumerate(LEVELS[1:], 1):
        other = ast.parse(example, mode="eval").body
        if type(other) is type(node) and type(getattr(other, "op", None)) is type(operator):
            return level
    if isinstance(node, ast.BinOp):
        return 7 if isinstance(operator, ast.Sub) else 8
    return ATOM


def plug(template: str, *values: Expr) -> Expr:
    """The template with expressions in its holes, in parentheses where they need them."""
    parts = template.removeprefix("~").split("`")
    if not parts[0] and parts[2:] == [""]:
        return values[0]
    texts = list(parts)
    for hole, value in zip(range(1, len(parts), 2), values, strict=True):
        loose = not fits(tuple(parts), hole, value.level)
        texts[hole] = f"({value.text})" if loose else value.text
    degrees = [value.degree for value in values] or [0]
    degree = sum(degrees) if " * " in template else max(degrees)
    degree *= 2 if " ** " in template else 1
    level = level_of("h".join(parts[::2]))
    return Expr("".join(texts), level, 0 if template[0] == "~" else degree)


# Makers of expressions


def literal(w: "Writer", t: str, depth: int = 0) -> Expr:
    pick, kind_of = w.rng.choice, kind(t)
    if kind_of in ("list", "loose", "iterable"):
        count = w.rng.randint(0 if kind_of == "loose" else 2, 4)
        return Expr(f"[{w.values([element(t)] * count, depth - 1)}]")
    if kind_of == "tuple":
        return Expr(f"({w.values(split(element(t)), depth - 1)})")
    if kind_of == "function":
        return lambda_(w, t, depth)
    if t in ("int", "float") and w.rng.random() < 0.3:
        number = w.rng.randint(-99, 99) if t == "int" else round(w.rng.uniform(-5, 5), 2)
        return Expr(str(number), level_of(str(number)))
    text = w.quote(pick(WORDS)) if t == "str" else pick(LITERALS[t].split())
    return Expr(text, level_of(text))


def lambda_(w: "Writer", t: str, depth: int) -> Expr:
    args, result = signature(t)
    names = [w.fresh() for _ in args]
    if len(set(names)) < len(names):
        names = [f"{name}{i}" for i, name in enumerate(names)]
    with w.frame({name: Var(arg) for name, arg in zip(names, args, strict=True)}, 1):
        body = w.value(result, min(depth, 2))
    w.fix(body.text)
    return Expr(f"lambda {', '.join(names)}: {body.text}".replace("lambda :", "lambda:"), 1)


def function_name(w: "Writer", t: str, depth: int) -> Expr | None:
    known = {
        "{float->float}": ("abs", "float", "math.tanh", "math.sin", "math.cos"),
        "{int->int}": ("abs", "int"),
        "{float,float->float}": ("max", "min"),
        "{[float]->float}": ("sum", "max", "len", "min"),
    }
    names = [name for name in known.get(t, ()) if name not in w.shadows]
    return Expr(w.rng.choice(names)) if names else None


def call(w: "Writer", t: str, depth: int) -> Expr | None:
    """A call of a function in scope that gives the wanted type, or one of a lambda on the spot."""
    found = []
    for name, var in w.place.visible().items():
        if kind(var.type) == "function":
            result = signature(var.type)[1]
            inner = signature(result)[1] if kind(result) == "function" else ""
            if t in (result, inner):
                found.append((name, var, result))
    if not found and w.rng.random() < 0.8:
        return None
    if not found:
        arg = w.rng.choice(SCALARS)
        made = lambda_(w, f"{{{arg}->{t}}}", 1)
        return Expr(f"({made.text})({w.value(arg, 1).text})", ATOM, 1)
    name, var, result = w.rng.choice(found)
    if not w.afford(var.function.cost if var.function else 30):
        return None
    if var.function and var.function.appends:
        if not w.place.growing:
            return None
        w.place.appends = True
    text = f"{name}({w.arguments(var, depth - 1)})"
    if result != t:
        text += f"({w.values(signature(result)[0], depth - 1)})"
    return Expr(text, ATOM, 1)


def item(w: "Writer", t: str, depth: int) -> Expr | None:
    name = w.name(f"[{t}]")
    if name is None:
        return None
    index = w.rng.choice((w.expr("end", 0), plug(f"`int` % len({name})", w.expr("int", depth - 1))))
    return Expr(f"{name}[{index.text}]", ATOM, 1)


def member(w: "Writer", t: str, depth: int) -> Expr | None:
    whole = w.rng.choice(TUPLES)
    parts = split(element(whole))
    if t not in parts:
        return None
    at = w.rng.choice([i for i, part in enumerate(parts * 2) if part == t]) - len(parts)
    return plug(f"`X`[{at}]", w.expr(whole, depth - 1))


def comprehension(w: "Writer", t: str, depth: int) -> Expr | None:
    sure = kind(t) == "list"
    degree = 1
    with w.frame({}, 1):
        clauses = ""
        for turn in range(1 if w.rng.random() < 0.8 else 2):
            target, source, names = w.source(depth - 1, sure)
            clauses += f" for {target} in {source}"
            w.place.frames[-1].update({name: Var(type_) for name, type_ in names.items()})
            w.place.weight *= 5
            degree += turn
            while not sure and w.rng.random() < 0.4:
                test = w.expr("bool", depth - 1)
                clauses += f" if {f'({test.text})' if test.level < 3 else test.text}"
        text = w.value(element(t), depth - 1).text + clauses
    return Expr(text, 0, degree) if kind(t) == "iterable" else Expr(f"[{text}]", ATOM, degree)


def ordered(w: "Writer", t: str, depth: int) -> Expr | None:
    """sorted, or max and min, with all their options."""
    of, rng, options = element(t) if t[0] == "[" else t, w.rng, []
    if rng.random() < 0.5:
        plain = "abs" if of in ("int", "float") else "len" if of[0] in "s[(" else "str"
        to = rng.choice(("int", "float", "str", "(int,float)"))
        key = plain if rng.random() < 0.3 else lambda_(w, f"{{{of}->{to}}}", 2).text
        options.append(f"key={key}")
    elif not sortable(of):
        return None
    if of != t:
        word, given = "sorted", t
        if rng.random() < 0.5:
            options.append("reverse=" + rng.choice(("True", "False", w.value("bool", 1).text)))
    else:
        word, given = rng.choice(("max", "min")), f"[{t}]{rng.choice(('', '?'))}"
        if given.endswith("?"):
            options.append(f"default={w.value(t, 0).text}")
    return Expr(f"{word}({', '.join([w.expr(given, depth - 1).text, *options])})", ATOM, 1)


def pairs(w: "Writer", t: str, depth: int) -> Expr | None:
    if kind(element(t)) != "tuple":
        return None
    first, second = split(element(element(t)))
    left, right = (w.expr(f"[{part}]", depth - 1).text for part in (first, second))
    if first == "int" and w.rng.random() < 0.5:
        return Expr(f"list(enumerate({right}{w.rng.choice(('', ', 1', ', start=5'))}))", ATOM, 1)
    return Expr(f"list(zip({left}, {right}))", ATOM, 1)


def pair(w: "Writer", t: str, depth: int) -> Expr | None:
    """Tuples from other tuples, and from lists."""
    form = w.rng.choice(("tuple(`[int]`[:2])", "`T`[::-1]", "(`int`,) + (`int`,)", "(`int`,) * 2"))
    return w.fill(form, t, depth) if t == "(int,int)" else literal(w, t, depth)


def is_none(w: "Writer", t: str, depth: int) -> Expr:
    given = w.name("maybe") or f"({plug('None if `bool` else 2', w.expr('bool', depth - 1)).text})"
    return Expr(f"{given} is{w.rng.choice(('', ' not'))} None", 6)


def f_string(w: "Writer", t: str, depth: int) -> Expr | None:
    text = ""
    for _ in range(w.rng.randint(1, 3)):
        of = w.rng.choice(PRINTABLE)
        made = w.expr(of, min(depth - 1, 2))
        spec = (
            ":" + w.rng.choice(SPECS[of].split("|")) if of in SPECS and w.rng.random() < 0.6 else ""
        )
        inner = f"({made.text})" if made.level < 2 else made.text
        text += w.rng.choice(("", "w = ", " | ", "{{x}} ", "err ", ", ")) + f"{{{inner}{spec}}}"
    quotes = [quote for quote in "\"'" if quote not in text]
    return Expr(f"f{quotes[0]}{text}{quotes[0]}", ATOM, 2) if quotes and "\\" not in text else None


def percent(w: "Writer", t: str, depth: int) -> Expr | None:
    types = [w.rng.choice(list(PERCENTS)) for _ in range(w.rng.randint(1, 3))]
    text = " ".join(
        w.rng.choice(("", "x=", "")) + w.rng.choice(PERCENTS[of].split("|")) for of in types
    )
    values = [w.value(of, depth - 1) for of in types]
    if len(values) == 1 and w.rng.random() < 0.6:
        return plug(f"{w.quote(text)} % `X`", values[0])._replace(degree=2)
    listed = ", ".join(value.text for value in values) + ("," if len(values) == 1 else "")
    return Expr(f"{w.quote(text + ' 5%%')} % ({listed})", 8, 2)


def format_method(w: "Writer", t: str, depth: int) -> Expr | None:
    types = [w.rng.choice(tuple(SPECS)) for _ in range(w.rng.randint(1, 3))]
    style = w.rng.choice(("auto", "number", "name"))
    text, values = "", []
    for i, of in enumerate(types):
        spec = ":" + w.rng.choice(SPECS[of].split("|")) if w.rng.random() < 0.6 else ""
        at = {"auto": "", "number": str(i), "name": f"v{i}"}[style]
        text += w.rng.choice(("", "w = ", " / ", "{{}} ")) + f"{{{at}{spec}}}"
        values.append((f"v{i}=" if style == "name" else "") + w.value(of, depth - 1).text)
    text += " {0}" if style == "number" else ""
    return Expr(f"{w.quote(text)}.format({', '.join(values)})", ATOM, 2)


def spaced(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.split(";"))


TABLE: dict[str, tuple[str | Maker, ...]] = {
    "any": ("`T` if `bool` else `T`", "`T` or `T`", "`T` and `T`", call, call, item, item, member),
    "int": (
        *spaced("""
        `int` + `int`; `int` - `int`; `int` * `int`; `int` * `int` + `int`; `int` // `pos`;
        `int` % `pos`; `int` // -`pos`; `int` ** 2; ~(`int` % 5) ** `small`; -`int`; +`int`;
        `int` + `bool`; abs(`int`); ~len(`LIST`); ~len(`str`);
        ~len(`(int,int)` + `(str,int)`);
        ~len(tuple(`<int>`)); sum(`<int>`); sum(`[int]?`, `int`);
        sum(`[int]?`, start=`int`); ~sum(`<bool>`); ~int(`bool`); ~int(`float`) % 100; ~int("12");
        ~round(`float`) % 9; round(`int`, -1); ~math.floor(`float`) % `pos`;
        ~math.ceil(`float`) % 10; ~`big` % `pos`; ~len(str(`big`)); max(`int`, `int`);
        min(`int`, `int`, `int`); max(`<int>`, default=`int`); random.choice(`[T]`);
        `maybe` or `int`
        """),
        ordered,
    ),
    "float": (
        *spaced("""
        `float` + `float`; `float` - `float`; `float` * `float`; `float` * `int` - `float`;
        `float` / `pos`; `int` / `pos`; `float` / (`float` ** 2 + 1);
        `float` / (abs(`float`) + 1); `float` // `pos`; `float` % `pos`; `float` % -`pos`;
        `float` ** 2; `pos` ** -1; `pos` ** 0.5; -`float`; -`float` ** 2; `float` + `bool`; `int`;
        abs(`float`); float(`int`); float(`bool`); float("2.5"); round(`float`, `small`);
        round(`float`, 2); sum(`<float>`); sum(`[float]?`, `float`);
        sum(`<float>`) / len(`[float]`); max(`float`, `int`); min(`float`, `float`, 0.5);
        max(`<float>`, default=`float`); math.sqrt(abs(`float`)); math.sqrt(`pos`);
        ~math.exp(`tame`); math.log(`pos`); math.log(abs(`float`) + 0.5); ~math.sin(`float`);
        ~math.cos(`int`); math.tanh(`float`); ~1 / (1 + math.exp(-`tame`)); ~math.pi;
        ~math.e / `pos`; ~`tame` ** 3; (`big` % 10 ** 40) / `pos`
        """),
        *("~random.random()", "~random.uniform(-1, `tame`)", "~random.gauss(0, 1)"),
        ordered,
    ),
    "bool": (
        *spaced("""
        `A` == `A`; `A` != `B`; `T` == `T` != `T`; `float` < `float`; `int` <= `int` < `int`;
        `float` > `int` == `int`; `int` >= `float`; `str` < `str`; `LIST` == `LIST`;
        `[int]?` < `[int]?`; `(int,float)` <= `(int,float)`; not `A`; not `LIST`;
        tuple(`[A]?`) == tuple(`[A]?`); `A` in tuple(`[A]`); `A` in `[A]?`;
        `A` not in `[A]?`; `str` in `str`; `int` in range(`int`); `int` in `(int,int)`;
        bool(`ANY`); any(`<bool>`); all(`<bool>`); `bool` and `bool`; `bool` or `bool`;
        `big` > `int`; `big` == `big`
        """),
        is_none,
    ),
    "str": (
        *spaced("""
        `str` + `str`; `str` * `small`; str(`ANY`); `str`[:`int`]; `str`[`int`:`int`];
        `str`[::`step`]; `str`[`int`::`step`]; (`str` + "!")[0]; ", ".join(`<str>`);
        `str`.join(`[str]?`); min(`[str]`); random.choice(`[T]`)
        """),
        *(f_string, f_string, percent, format_method),
    ),
    "big": spaced("""
        `big` + `int`; `big` * `pos`; `big` - `big`; `big` // `pos`; -`big`;
        ~2 ** (100 + `small`); ~`big` * `big` % 10 ** 99; abs(`big`); ~int("98765432109876543210")
        """),
    "maybe": ("None", "`maybe` or None", "None if `bool` else `small`"),
    "count": ("~abs(`int`) % 30", "~`small` * 5"),
    "small": ("~abs(`int`) % 6", "~len(`LIST`) % 5", "~int(`bool`)"),
    "pos": ("abs(`int`) + 1", "~`small` + 1", "~len(`[int]`)", "~`int` % 7 + 1"),
    "tame": ("~math.tanh(`float`)", "~`float` % 3", "~max(-4, min(4, `float`))"),
    "list": (
        *spaced("""
        `T` + `T`; `T` * 2; `T`.copy(); `T`[:]; list(`T`); list(tuple(`T`)); `T`[::-1];
        list(reversed(`T`));
        [`E`] * 3; `T`[:-1] + `T`
        """),
        *(ordered, ordered, pairs, *[comprehension] * 4),
    ),
    "loose": (
        *spaced("""
        `[E]`; `T` + `[E]`; `T` * `small`; `T`[`int`:]; `T`[:`int`]; `T`[`int`:`int`];
        `T`[::`step`]; `T`[`int`:`int`:`step`]; `[E]`[1:]; `[E]`[:-1]; sorted(`T`, key=str);
        sum(`[[E]]`, []); list(`<E>`); []
        """),
        *(comprehension, comprehension, ordered),
    ),
    "tuple": (literal, pair),
    "function": (lambda_, lambda_, function_name),
    "iterable": ("`[E]`", "`[E]?`", "reversed(`[E]`)", *[comprehension] * 6),
    "end": (literal,),
    "step": (literal,),
}
SOURCES = spaced("""
    a:small in range(`small`); a:int in range(`small`, `small`); a:int in range(5, `small`, -1);
    a:int, b:E in enumerate(`[E]?`); a:int, b:E in enumerate(`[E]?`, 1); a:E in `[E]?`;
    a:str in `str`[:6]; a:A, b:B in zip(`[A]?`, `[B]?`); a:E in sorted(`[E]`, key=str)
    """)
SURE_SOURCES = spaced("""
    a:small in range(3); a:small in range(2, 5); a:int in range(9, 0, -3);
    a:int in range(len(`LIST`)); a:E in `[E]`; a:E in `[E]`; a:E in reversed(`[E]`);
    a:int, b:E in enumerate(`[E]`); a:int, b:E in enumerate(`[E]`, start=1);
    a:int, (b:A, c:B) in enumerate(zip(`[A]`, `[B]`)); a:A, b:B in zip(`[A]`, `[B]`);
    a:A, b:B, c:int in zip(`[A]`, `[B]`, range(4)); a:int, b:float in `[(int,float)]`;
    (a:str, b:int), c:A in zip(`[(str,int)]`, `[A]`);
    (a:int, (b:str, c:float)), d:E in zip([`(int,(str,float))`] * 2, `[E]`);
    a:str in "abc"; a:float in (0.1, 0.5, 1)
    """)
KNOWN = (  # parameters, result, body of F, its cost
    ("n:count", "big", "if n <= 1:|    return 1|return n * F(n - 1)", 90),
    ("n:count", "big", "out = 1|for k in range(2, n + 1):|    out *= k|return out", 70),
    ("n:small", "int", "return n if n < 2 else F(n - 1) + F(n - 2)", 20),
    ("a:pos;b:small", "int", "if b == 0:|    return a|return F(b, a % b)", 12),
    ("xs:[float]?", "float", "if not xs:|    return 0|return xs[0] + F(xs[1:])", 30),
    ("xs:[int]?", "[int]?", "if xs == []:|    return xs|return F(xs[1:]) + [xs[0]]", 30),
    ("s:str", "str", "return s if len(s) < 2 else F(s[1:]) + s[0]", 60),
    ("x:tame;n:small=3", "float", "return 1 if n == 0 else x * F(x, n - 1)", 7),
    ("w:float;lr:tame=0.1;n:small=4", "float", "while n:|    w -= lr * w|    n -= 1|return w", 15),
    ("k:float", "{float->float}", "def inner(x):|    return x - k|return inner", 3),
    ("f:{float->float};x:float;h:pos=1", "float", "return (f(x + h) - f(x - h)) / (2 * h)", 70),
    ("f:{float->float}", "{float->float}", "return lambda x: f(f(x) % 5)", 3),
    (
        "n:small;a:str='A';b:str='B'",
        "none",
        "if n > 0:|    F(n - 2, b, a)|    print(a, '->', b)",
        9,
    ),
    ("n:small", "bool", "return True if n == 0 else not F(n - 1)", 7),
    ("x:int;seen:[int]=[1, 2]", "int", "if len(seen) < 6:|    seen.append(x)|return len(seen)", 4),
    ("n:small", "(int,int)", "if n == 0:|    return 0, 1|a, b = F(n - 1)|return b, a + b", 24),
)
PARAMS = (*PRINTABLE[:10], "[int]", "[float]", "[[int]]", "small", *FUNCTIONS)
RESULTS = (*SCALARS, "none", "[int]", "[float]", *TUPLES[1:2], *TUPLES[-1:], *FUNCTIONS[:3])
# Lines. A hole is an expression, or `!T` a value to keep, `+T` a new name, `@T` a name of this
# place, `#T` one from anywhere; equal holes hold the same, and a prime makes another one.
SIMPLE = """
print()
print(`ANY`)
print(`ANY`)
print(`ANY`, `MORE`)
print(`A`, `B`, `MORE`, `ANY`)
print("Error:", `float`, "w", `@MORE`)
print("w =", `#float`)
print(`@LIST`, `#TUPLE`)
print("Error:" + str(`@float`) + " Prediction:" + str(`#int`))
print(f"{`#float`:.3f} and {`@LIST`}")
print(`A`, `ANY`, sep=", ")
print(`A`, `B`, `LIST`, sep="")
print(`ANY`, `B`, sep="-", end="!")
print(`ANY`, end=" ")
if `bool`: print(`A`)
`+A` = `!A`
`+ANY` = `!ANY`
`+ANY` = `!ANY`
`+LIST` = `!LIST`
`+LIST` = `!LIST`
`+TUPLE` = `!TUPLE`
`+FUNCTION` = `FUNCTION`
`@A` = `!A`
`@A` = `!A`
`@ANY` = `!ANY`
`@LIST` = `!LIST`
`+A` = `+A'` = `!A`
`@A` = `+A` = `!A`
`+A`, `+B` = `!A`, `!B`
`@A` = `!A`; `@B` = `!B`
`@int`, `@float` = `!int`, `!float`
`+int`, `+float` = `!(int,float)`
`+int`, (`+str`, `+float`) = `!(int,(str,float))`
`+(int,int)` = `+int`, `+int'` = `!int`, `!int'`
`+A`, `+A'` = [`!A`, `!A'`]
(`+A`, `+B`), `+ANY` = (`!A`, `!B`), `!ANY`
`@A`, `@A'` = `@A'`, `@A`
`@int` += `!int`
`@int` -= `!int`
`@int` *= -1
`@int` *= 2
`@int` //= `!pos`
`@int` %= `!pos`
`@int` **= 2; `@int` %= 97
`@float` += `!float`
`@float` -= `!float`
`@float` -= 0.1 * `#float`
`@float` *= 0.5
`@float` *= -1.1
`@float` /= `!pos`
`@str` += "ab"
`@big` //= `!pos`
`#[A]`[`end`] = `!A`
`#LIST`[`end`] = `#LIST`[`end'`]
`#[(int,float)]`[`end`] = `!(int,float)`
`#[[int]]`[`end`] = `@[int]`
`#[[float]]`[`end`][-1] = `!float`
`#[[int]]`[`end`][`end'`] -= `!int`
`#[int]`[(`int`) % len(`#[int]`)] += `!int`
`#[float]`[(`int`) % len(`#[float]`)] = `!float`
`#[float]`[`end`] -= 0.1 * `#float`
`#[float]`[`end`] *= -0.5
`#[int]`[`end`] //= `!pos`
`#[str]`[`end`] += "x"
`#[float]`[0], `#[float]`[-1] = `#[float]`[-1], `#[float]`[0]
`+LIST` = `#LIST`
`+LIST` = `#LIST`
`+LIST`, `+LIST'` = `#LIST`, `#LIST`
`+[[int]]` = [`#[int]`, `#[int]`]
`+[[float]]` = [`#[float]`, `![float]`, `#[float]`]
# the step
# --- run it: 'quoted' "text" ---
pass
\"""A text that nobody uses.\"""
""".strip().splitlines()
ITEMS = [line for line in SIMPLE if line.startswith("`#")]
PRINTS = [line for line in SIMPLE if line.startswith("print")]
DOCSTRINGS = ('"""Move downhill."""', "'''One step.'''", '"Try it."', '"""Several\n\n    lines."""')


class Writer:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.lines: list[str] = []
        self.indent = ""
        self.place = Place([{}, {}], limit=1500)
        self.shadows = rng.sample(SHADOWS.split(), rng.choice((0, 0, 1, 2)))
        self.seeded = rng.random() < 0.3
        banned = [rf"\b{name}\(|={name}\b" for name in self.shadows]
        banned += [] if self.seeded else [r"\brandom\."]
        self.banned = re.compile("|".join(banned) or r"\0")

    # Names

    def fresh(self, words: str = "") -> str:
        pool = words.split() or [*PLAIN.split(), *self.shadows * 3]
        name, known = self.rng.choice(pool), self.place.visible()
        return next(n for n in (name, *(f"{name}{i}" for i in range(999))) if n not in known)

    def name(self, t: str, own: bool = False) -> str | None:
        frame = self.place.own() if own else self.place.visible()
        names = [
            name
            for name, var in frame.items()
            if (var.type == t and not var.counter if own else serves(var.type, t))
            and not (var.function and (var.function.appends or var.function.cost > 30))
        ]
        return self.rng.choice(names[-6:]) if names else None

    def declare(self, t: str, taken: Iterable[str] = ()) -> str:
        """A new name, or an old one that now holds something else."""
        here = self.place.frames[-1]
        loose = [n for n, v in here.items() if not (v.fixed or v.counter or v.function)]
        free = [n for n in loose if n not in taken]
        name = self.rng.choice(free) if free and self.rng.random() < 0.2 else self.fresh()
        here[name] = Var(t)
        return name

    def fix(self, text: str) -> None:
        """A function looks at these names: their types stay."""
        words = set(re.findall(r"\w+", text))
        for name, var in self.place.visible().items():
            var.fixed |= name in words

    @contextmanager
    def frame(self, names: Frame, times: int, growing: bool = False) -> Iterator[None]:
        place = self.place
        kept = place.weight, place.growing
        place.frames.append(names)
        place.weight, place.growing = place.weight * times, place.growing and growing
        yield
        place.frames.pop()
        place.weight, place.growing = kept

    def afford(self, cost: int) -> bool:
        if self.place.spent + cost * self.place.weight > self.place.limit:
            return False
        self.place.spent += cost * self.place.weight
        return True

    # Expressions

    def quote(self, text: str) -> str:
        quote = self.rng.choice([quote for quote in ('"', '"', "'") if quote not in text])
        return f"{quote}{text}{quote}"

    def allowed(self, text: str) -> bool:
        return not self.banned.search(text)

    def expr(self, t: str, depth: int) -> Expr:
        for _ in range(12):
            made = self.attempt(t, depth)
            if made and made.degree < 4 and len(made.text) < 110 and self.allowed(made.text):
                return made
        return literal(self, t)

    def attempt(self, t: str, depth: int) -> Expr | None:
        if self.rng.random() < (0.25 if depth > 0 else 0.7):
            name = self.name(t)
            return Expr(name, ATOM, 1) if name else None
        if depth <= 0 or self.rng.random() < 0.1:
            return literal(self, t)
        general = self.rng.random() < 0.2 and kind(t) not in ("end", "step", "iterable")
        made = self.rng.choice(TABLE["any" if general else kind(t)])
        return self.fill(made, t, depth) if isinstance(made, str) else made(self, t, depth)

    def draw(self) -> dict[str, str]:
        """Types for the letters of a template."""
        pools = {"LIST": LISTS, "ANY": PRINTABLE, "MORE": PRINTABLE, "FUNCTION": FUNCTIONS[:3]}
        pools |= dict.fromkeys("ABE", SCALARS) | {"TUPLE": TUPLES}
        return {letter: self.rng.choice(pool) for letter, pool in pools.items()}

    def fill(self, template: str, t: str, depth: int) -> Expr:
        drawn = self.draw() | {"T": t}
        drawn["E"] = element(t) if t[0] in "[<" else drawn["E"]
        holes = template.split("`")[1::2]
        types = [re.sub(r"\b[A-Z]+\b", lambda found: drawn[found[0]], hole) for hole in holes]
        made = plug(template, *(self.expr(of.replace("??", "?"), depth - 1) for of in types))
        grows = kind(t) in ("str", "list", "loose") and GROWING.search(template)
        return made._replace(degree=made.degree + 1) if grows else made

    def value(self, t: str, depth: int, most: int = 1) -> Expr:
        """An expression that may be kept: of low degree."""
        made = self.expr(t, depth)
        if made.degree <= most or kind(t) not in CLIPS:
            return made
        clips = [clip for clip in CLIPS[kind(t)].split(";") if self.allowed(clip)]
        return plug(self.rng.choice(clips), made)

    def values(self, types: Iterable[str], depth: int) -> str:
        return ", ".join(self.value(t, depth).text for t in types)

    def stored(self, t: str, depth: int = 3) -> str:
        strict = self.place.weight > 1 and (t == "big" or self.rng.random() < 0.6)
        return self.value(t, self.rng.randint(0, depth), 0 if strict else 1).text

    def arguments(self, var: Var, depth: int) -> str:
        if not var.function:
            return self.values(signature(var.type)[0], depth)
        plain: list[str] = []
        named: list[str] = []
        by_name = False
        for name, t, optional in var.function.params:
            if optional and self.rng.random() < 0.5:
                by_name = True
                continue
            by_name = by_name or self.rng.random() < 0.15
            text = self.value(t, depth).text
            (named if by_name else plain).append(f"{name}={text}" if by_name else text)
        return ", ".join(plain + named[:: self.rng.choice((1, -1))])

    def source(self, depth: int, sure: bool) -> tuple[str, str, dict[str, str]]:
        """Target and source of a `for`, and the types of the names it binds."""
        sources = [text for text in (SURE_SOURCES if sure else SOURCES) if self.allowed(text)]
        target, template = self.rng.choice(sources).split(" in ")
        drawn = {letter: self.rng.choice((*SCALARS, "int", "float")) for letter in "AB"}
        drawn["E"] = self.rng.choice((*SCALARS, "[int]", "[float]", "(int,float)"))
        names: dict[str, str] = {}

        def bind(found: re.Match[str]) -> str:
            name = self.fresh()
            name = name if name not in names else f"{name}_{found[1]}"
            names[name] = drawn.get(found[2], found[2])
            return name

        target = re.sub(r"([a-d]):(\w+)", bind, target)
        template = re.sub(r"\b[ABE]\b", lambda found: drawn[found[0]], template)
        made = self.fill(template, "int", depth)
        return target, made.text if made.level > 2 else f"({made.text})", names

    # Statements

    def emit(self, text: str) -> None:
        self.lines.append(self.indent + text)
        self.place.spent += self.place.weight

    @contextmanager
    def block(self, head: str, times: int = 1, growing: bool = True) -> Iterator[None]:
        self.emit(head)
        start, outer = len(self.lines), self.indent
        self.indent += "    "
        self.place.deep += 1
        with self.frame({}, times, growing):
            yield
        if all(line.strip()[:1] in ("", "#") for line in self.lines[start:]):
            self.emit("pass")
        self.place.deep -= 1
        self.indent = outer

    def statements(self, most: int) -> None:
        for _ in range(self.rng.randint(1, most)):
            makers = BLOCKS if self.place.deep < 3 and self.rng.random() < 0.25 else LINES
            self.rng.choice(makers)(self)

    @contextmanager
    def function(self, head: str, params: Frame, result: str) -> Iterator[Place]:
        outer, start = self.place, len(self.lines)
        seen = {n: v for n, v in outer.visible().items() if v.function or self.rng.random() < 0.6}
        limit = min(150, (outer.limit - outer.spent) // outer.weight // 2)
        inner = Place([seen, params], limit, result, deep=outer.deep)
        self.emit(head)
        indent, self.indent, self.place = self.indent, self.indent + "    ", inner
        yield inner
        self.indent, self.place = indent, outer
        self.fix("\n".join(self.lines[start:]))


# Makers of statements


def simple(w: Writer) -> None:
    """A line from the first template that there are names for."""
    tables = w.rng.choices((PRINTS, ITEMS, SIMPLE), (40, 20, 40), k=8)
    next((True for table in tables if fill_line(w, w.rng.choice(table))), False)


def fill_line(w: Writer, template: str) -> bool:
    parts = template.split("`")
    drawn = w.draw()
    holes = [re.sub(r"\b[A-Z]+\b", lambda found: drawn[found[0]], hole) for hole in parts[1::2]]
    texts: dict[str, str] = {}
    for hole in sorted(dict.fromkeys(holes), key=lambda hole: hole[0] == "+"):
        t = hole.strip("+@#!'")
        if hole[0] in "@#":
            text = w.name(t, own=hole[0] == "@")
        elif hole[0] == "+":
            text = w.declare(t, texts.values())
        else:
            text = w.stored(t) if hole[0] == "!" else w.expr(t, 3).text
        if not text or (hole[0] == "@" and text in texts.values()):
            return False
        texts[hole] = text
    parts[1::2] = [texts[hole] for hole in holes]
    w.emit("".join(parts))
    return True


def targets(w: Writer, t: str) -> str:
    """New names for the parts of a tuple."""
    parts = split(element(t))
    return ", ".join(f"({targets(w, p)})" if kind(p) == "tuple" else w.declare(p) for p in parts)


def bare(text: str) -> str:
    """A tuple as one may write it, without its parentheses."""
    return text[1:-1] if isinstance(ast.parse(text, mode="eval").body, ast.Tuple) else text


def append(w: Writer) -> None:
    t = w.rng.choice([t for t in LISTS if w.name(t)] or ["[int]"])
    name = w.name(t)
    if not (name and w.place.growing):
        return simple(w)
    w.place.appends = True
    more = w.value(element(t), 2).text
    own = w.name(t, own=True)
    text = f"{own} += [{more}]" if own and w.rng.random() < 0.2 else f"{name}.append({more})"
    if w.place.weight < 5 and not w.place.result:
        w.emit(text)
    else:
        w.emit(f"if len({own if own and '+=' in text else name}) < {w.rng.randint(4, 8)}:")
        w.emit("    " + text)
    return None


def show_text(w: Writer) -> None:
    maker = w.rng.choice((f_string, f_string, percent, format_method))
    made = maker(w, "str", 3)
    if made and w.allowed(made.text):
        w.emit(f"print({made.text})")


def assertion(w: Writer) -> None:
    """Nearly always a true one."""
    name = w.name(w.rng.choice(LISTS))
    true = f"len({name}) >= 2" if name else f"1 < 2 < {w.value('pos', 1).text} + 2"
    test = w.expr("bool", 2).text
    text = w.rng.choice((true, f"({test}) or True")) if w.rng.random() < 0.98 else test
    w.emit(f"assert {text}" + w.rng.choice(("", ', "no"', f", {w.value('str', 1).text}")))


def leave(w: Writer) -> None:
    """break, continue or return, under a condition."""
    words = ["break", "continue"] if w.place.loops else []
    if w.place.result == "none":
        words.append("return")
    elif w.place.result:
        words.append(f"return {w.value(w.place.result, 2).text}")
    if words:
        word, test = w.rng.choice(words), w.expr("bool", 2).text
        if w.rng.random() < 0.3:
            w.emit(f"if {test}: {word}")
        else:
            w.emit(f"if {test}:")
            w.emit(f"    {word}")


def use_call(w: Writer) -> None:
    known = [(n, v) for n, v in w.place.visible().items() if v.function]
    if not known:
        return define(w)
    name, var = w.rng.choice(known)
    assert var.function
    if (var.function.appends and not w.place.growing) or not w.afford(var.function.cost):
        return None
    w.place.appends |= var.function.appends
    text, t = f"{name}({w.arguments(var, 2)})", var.function.result
    if kind(t) == "tuple" and w.rng.random() < 0.7:
        w.emit(f"{targets(w, t)} = {text}")
    elif kind(t) == "function" or w.rng.random() < 0.4:
        w.emit(f"{w.declare(t)} = {text}" if t != "none" else text)
    else:
        w.emit(w.rng.choice((text, f"print({text})", f'print("{name}", {text})')))
    return None


def branch(w: Writer) -> None:
    test = w.rng.choice(("bool", "bool", "bool", "int", "[int]?", "str"))
    with w.block(f"if {w.expr(test, 3).text}:"):
        w.statements(2)
    for _ in range(w.rng.choice((0, 0, 1, 2))):
        with w.block(f"elif {w.expr('bool', 2).text}:"):
            w.statements(2)
    if w.rng.random() < 0.5:
        with w.block("else:"):
            w.statements(2)


def for_loop(w: Writer) -> None:
    if not w.afford(25):
        return simple(w)
    sure = w.rng.random() < 0.6
    if w.rng.random() < 0.08:
        target, source = w.fresh(), "(math.sin, math.cos, lambda x: x / 2)"
        names = {target: "{float->float}"}
    else:
        target, source, names = w.source(2, sure)
    growing = source.startswith("range(")
    w.place.loops += 1
    with w.block(f"for {target} in {source}:", 4, growing):
        w.place.frames[-1].update({name: Var(t, fixed=True) for name, t in names.items()})
        w.statements(4)
    w.place.loops -= 1
    if sure:
        w.place.frames[-1].update({name: Var(t) for name, t in names.items()})
    return None


def while_loop(w: Writer) -> None:
    if not w.afford(25):
        return simple(w)
    name, listed = w.declare("int"), w.name(w.rng.choice(LISTS))
    w.place.frames[-1][name] = Var("float", fixed=True, counter=True)
    most = w.rng.randint(2, 5)
    forms = [
        (f"{most}", f"{name} > 0", f"{name} -= 1"),
        ("0", f"{name} < {most}", f"{name} += 1"),
        ("0", f"{name} < {most} and ({w.expr('bool', 2).text})", f"{name} = {name} + 1"),
        (str(most / 2), f"abs({name}) > 0.3", f"{name} *= -0.5"),
        ("1", f"not {name} >= {most}", f"{name} += 0.75"),
        ("0", "True", f"{name} += 1|if {name} >= {most}:|    break"),
    ]
    start, test, step = w.rng.choice([form for form in forms if w.allowed(form[1])])
    if listed and w.place.growing and w.rng.random() < 0.1:
        w.place.appends = True
        w.emit(f"while len({listed}) < {most}:")
        w.emit(f"    {listed}.append({listed}[0])")
    w.emit(f"{name} = {start}")
    w.place.loops += 1
    with w.block(f"while {test}:", 4):
        for line in step.split("|"):
            w.emit(line)
        w.statements(3)
    w.place.loops -= 1
    return None


def signature_of(params: list[tuple[str, str, bool]], result: str) -> str:
    return "{" + ",".join(t for _, t, optional in params if not optional) + f"->{result}}}"


def define(w: Writer) -> None:
    if w.rng.random() < 0.35:
        return known_function(w)
    rng, name = w.rng, w.fresh(VERBS)
    result = rng.choice(RESULTS)
    recursive = rng.random() < 0.2 and result in ("int", "float", "str", "[int]")
    params: list[tuple[str, str, bool]] = [("n", "small", False)] * recursive
    texts = ["n"] * recursive
    pool = list({*PLAIN.split(), *w.shadows} - {name, "n"})
    optional = False
    for word in rng.sample(sorted(pool), rng.randint(0, 4)):
        optional = optional or rng.random() < 0.25
        t = rng.choice(PARAMS)
        params.append((word, t, optional))
        texts.append(f"{word}={literal(w, t, 1).text}" if optional else word)
    w.fix(" ".join(texts))
    function = Function(params, result)
    frame = {word: Var(t, fixed=word == "n", counter=word == "n") for word, t, _ in params}
    if recursive:
        frame[name] = Var("{->itself}", fixed=True)
    with w.function(f"def {name}({', '.join(texts)}):", frame, result) as place:
        if rng.random() < 0.3:
            w.emit(rng.choice(DOCSTRINGS))
        if recursive:
            w.emit("if n <= 0:")
            w.emit(f"    return {w.value(result, 1).text}")
        w.statements(4)
        if recursive:
            again = w.values((t for _, t, has_default in params[1:] if not has_default), 1)
            template = {"str": "`X`[:9] + f", "[int]": "`X`[:3] + f"}.get(result, "`X` + f")
            more = plug(template, w.expr(result, 1)).text[:-1]
            w.emit(f"return {more}{name}({', '.join(filter(None, ('n - 1', again)))})")
        elif result == "none":
            w.emit(rng.choice(("return", "pass", "print()", "return None")))
        else:
            w.emit(f"return {bare(w.stored(result))}")
        function.cost = (place.spent + 1) * (6 if recursive else 1)
        function.appends = place.appends
    w.place.frames[-1][name] = Var(signature_of(params, result), function)
    return None


def known_function(w: Writer) -> None:
    params_text, result, body, cost = w.rng.choice(KNOWN)
    if "seen" in params_text and not w.place.growing:
        return
    name = w.fresh(VERBS)
    params, texts = [], []
    for word, t, default in re.findall(r"(\w+):([^=;]+)=?([^;]*)", params_text):
        params.append((word, t, bool(default)))
        texts.append(f"{word}={default}" if default else word)
    w.emit(f"def {name}({', '.join(texts)}):")
    for line in body.replace("F(", f"{name}(").split("|"):
        w.emit("    " + line)
    function = Function(params, result, cost, ".append" in body)
    w.place.frames[-1][name] = Var(signature_of(params, result), function)


StatementMaker = Callable[[Writer], None]
LINES: tuple[StatementMaker, ...] = (
    *[simple] * 11,
    append,
    append,
    show_text,
    use_call,
    use_call,
    leave,
)
LINES += (*LINES, assertion)
BLOCKS: tuple[StatementMaker, ...] = (branch, branch, for_loop, for_loop, while_loop, define)


def program(rng: random.Random) -> str:
    """The text of a random program."""
    w = Writer(rng)
    for _ in range(rng.randint(3, 8)):
        simple(w)
    for _ in range(rng.randint(0, 3)):
        define(w)
    if rng.random() < 0.3:
        name = w.fresh("main run demo")
        with w.function(f"def {name}():", {}, "none") as place:
            place.limit = 800
            body(w)
        with w.block('if __name__ == "__main__":') if rng.random() < 0.7 else w.frame({}, 1):
            w.emit(f"{name}()")
    else:
        body(w)
    for name, var in list(w.place.own().items())[:9]:
        if kind(var.type) != "function":
            w.emit(f'print("{name}", {name})')
    return heading(w) + "\n".join(w.lines) + "\n"


def body(w: Writer) -> None:
    for _ in range(w.rng.randint(2, 4)):
        w.statements(4)
        w.rng.choice((for_loop, branch, while_loop))(w)
        show_text(w)


def heading(w: Writer) -> str:
    """Docstring and imports, as the lines need them."""
    lines = ['"""A random program."""'] * (w.rng.random() < 0.2)
    text = "\n".join(w.lines)
    used = sorted(set(re.findall(r"\bmath\.(\w+)", text)))
    if used and w.rng.random() < 0.3:
        lines.append(f"from math import {', '.join(used)}")
        w.lines = [re.sub(r"\bmath\.", "", line) for line in w.lines]
    elif used:
        lines.append("import math")
    if w.seeded:
        lines += ["import random", f"random.seed({w.rng.randint(0, 99)})"]
    return "".join(f"{line}\n" for line in lines)
