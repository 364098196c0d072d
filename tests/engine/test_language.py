"""What the language has of Python, at its edges: each piece prints what CPython prints."""
# ruff: noqa: E501 - the pieces are read as they are

from __future__ import annotations

import re

import pytest

from tests.engine.test_people import python_runs
from tutor.engine.listing import listing
from tutor.errors import ListingError

PIECES = {
    "scopes": """
x = 1
def f():
    x = 2
    return x
print(f(), x, [x for x in range(3)], x)
def outer(rate):
    def inner(w):
        return w * rate
    return inner
half, double = outer(0.5), outer(2)
print(half(10), double(10), (lambda w, rate=3: w * rate)(5))
fs = [lambda: k for k in range(3)]
print([f() for f in fs])
def g(n, seen=[]):
    seen.append(n)
    return len(seen)
print(g(1), g(2), g(3, []))
sum = 2.0
print(sum * 2)
""",
    "defined twice": """
def f(x):
    return 1
g = f
print(f(0))
def f(x):
    return 2 + g(x)
print(f(0), g(0))
for k in range(2):
    def h(n):
        return n + k
    print(h(1))
""",
    "order of what is worked out": """
log = []
def note(x):
    log.append(x)
    return x
y = note(1) + note(2) * note(3)
xs = [0, 0, 0]
xs[note(1)] = note(2)
xs[note(2)] += note(5)
print(log, xs, note(9), log)
print(note(1) < note(2) < note(0) < note(7), log)
print(f"{log} {note(3)} {log}")
a, xs[0], (b, c) = 1, 2, (3, 4)
xs[0], xs[1] = xs[1], xs[0]
print(a, b, c, xs)
""",
    "unpacking in order": """
i, xs = 0, [0, 0, 0, 0]
p = (2, 9)
i, xs[i] = p
print(xs, i)
xs[i], i = p
print(xs, i)
(xs[0], i), y = (7, 3), 8
print(xs, i, y)
ys = [0, 0]
def mut():
    xs[0] = 5
    return 0
ys[mut()] = xs[:]
print(ys, xs)
""",
    "chains": """
def f(v):
    print("f", v)
    return v
print("b" < f("a") < f("c"), "b" > f("a") < f("c"), 1 == f(1) is True, f("a") == f("a") is not None)
print([x for x in "abc" if "a" < f(x) < "c"], [1] <= f([2]) != [3], (lambda q: "" < f(q) < "z")("k"))
print([1 for x in [f(1) < f(2) < 3 in [3]]], list(c for c in [1] if 0 in f([0]) in [[0]]))
""",
    "taken over": """
xs = [1, 2]
print(sum(xs), max(xs))
sum = 0
for x in xs:
    sum += x
max = sum
print(sum, max, sorted(xs, key=None))
""",
    "aliases": """
a = [1, 2]
b = a
b += [3]
b *= 2
b[0] -= 5
print(a, b is None, a == b, a != b, [a, a])
m = [[0] * 2] * 2
m[0][1] += 7
m[1] += [8]
print(m, m[0] == m[1], len(m))
c = a.copy()
c.append(9)
print(len(a), len(c), a[-1], c[1:-1], c[::-2], a[10:], (1, 2, 3)[1:], "hello"[::-1])
def change(xs, value=0):
    xs[0] = value
    xs.append(value)
change(a, value=-1)
print(a, b)
t = (1, "a", [2.5])
t[2].append(t[0])
print(t, t * 2, t + (None,), (1,), ())
""",
    "methods": """
xs = [3, 1, 2]
xs.extend([5, 4])
xs.extend(range(2))
xs.insert(1, 9)
print(xs.pop(), xs.pop(0), xs.index(5), xs.count(1), "hello".count("l"), "hello".index("l"))
xs.reverse()
print(xs)
xs.sort()
print(xs)
xs.sort(key=lambda x: -x, reverse=False)
print(xs, (1, 2, 1).count(1), (1, 2).index(2))
print("ab".upper(), "Ab".lower(), "a".ljust(4) + "|", "a".rjust(4, "."), "a".center(5, "*"))
print(", ".join(["a", "b"]), "-".join(str(x) for x in xs), "".join([]))
print([f for f in [len, abs]][0]([1, 2]), sorted(["bb", "a"], key=len))
""",
    "building": """
print(list(zip([1, 2, 3], "ab")), list(enumerate([5, 6], start=1)), list(enumerate("a", 7)))
print(list(reversed([1, 2])), list(reversed((1, 2))), tuple([1, 2]), list("ab"), list(range(3)))
print(sorted([3, 1, 2], reverse=True), sorted([(2, "b"), (1, "z"), (2, "a")]), sorted("ba"))
print(min([3, 1]), max(3, 1, 2), min([[2], [1, 5]]), max("b", "a"), min([], default=None))
print(max([1, -5, 3], key=abs), min((4, 2), key=lambda x: -x), max(*[1, 2, 3]))
print(sum([1, 2.5]), sum([], 0.5), sum(range(5)), sum([[1], [2]], []), sum(x * x for x in [1, 2]))
print(sum([(1,), (2,)], ()), sum([True, True]), sum([0.1] * 3), sum((1, 2), start=3))
print(any([0, 1]), all([1, 0]), any(x > 1 for x in [1, 2]), all([]), bool([]), bool(3), bool())
print(int(2.9), int("12"), int(-2.9), int(), float("1.5"), float(3), float(), str(), str(None), str(1.0))
print(abs(-2), round(2.5), round(2.567, 2), round(1234, -2), round(2.5, None), round(2.567, ndigits=1))
print(pow(2, 3), pow(2.0, 0.5), len("abc"), len((1,)), len(range(4)), range(2, 8, 2)[1])
print(list(zip(*[[1, 2], [3, 4]])), list(zip()), [list(r) for r in zip([1], [2])])
print([(a, b) for a in range(3) if a for b in range(a) if b != 1], [[i * j for j in range(2)] for i in range(2)])
print(*[1, 2], *("a", "b"), sep="-", end="!\\n")
print(1, 2, sep="", end="")
print(None, sep=None, end=None)
r = range(3)
z = zip(r, r)
g = (x * 2 for x in r)
print(list(z), list(z), list(g), 2 in r, 5 in r, 1.0 in r, "a" in r)
total = 0
for a, (b, c) in [(1, (2, 3)), (4, (5, 6))]:
    total += a * b - c
print(total)
""",
    "logic": """
a, b = 0, "x"
print(a or b, a and b, not a, None or 0, b and None, 1 if a else 2, (a == 0) + True)
print(a is None, a is not None, None is None, a == None, b != 1, "a" == "a", 1 == 1.0, True == 1)
print(1 in [1, 2], "x" in "xyz", 3 not in (1, 2), [1] in [[1]], None in [None], "q" not in "xyz")
print((1, 2) < (1, 3), [1] <= [1, 0], "a" < "b", "b" >= "a", (2,) > (1, 5), 1 < 2 < 3 != 4)
print(1 < 2 > 1 <= 1, [] == (), [1, [2, "a"]] == [1, [2, "a"]], 0 < len(b) < 3)
if b and not a:
    print("yes")
x = None
while x is None or x < 3:
    x = 0 if x is None else x + 1
print(x)
for k in range(10):
    if k % 2:
        continue
    if k > 6:
        break
    print(k, end=" ")
print()
assert x == 3, "no"
pass
""",
    "formats": """
x, n, s = 3.14159, 42, "ab"
print(f"{x:.2f}|{x:8.3f}|{x:<8.2f}|{x:^9.1f}|{x:+.1e}|{n:5d}|{n:05d}|{n:,}|{s:>5}|{s!r}|{x=:.1f}|{n:x}")
print(f"{x}{n}{s}{None}{[1, 'a']}{(1,)}{True}{True:d}{{}}" f"{s!s:*^8}{x!r:>9}{0.256:.1%}{'é'!a}")
print("%d %s %.3f %5.1f %-5s| %+d %e %g %x %% %r %i" % (n, s, x, x, s, n, x, x, n, s, 7.9))
print("%s" % x, "%s %s" % (x, [1]), "%r" % ("a",), "%a" % "é", "%5.1f%%" % 12.345)
print("{} {}".format(x, n), "{0:.2f} {1!r} {0}".format(x, s), "{a:>4}|{b}".format(a=n, b=None))
print("{{}} {!s:>4} {:d}".format(s, n), "{!a}".format("é"), "a" "b" 'c', '''d
e''', "\\t|")
print(str(x) + s * 2, 2 * s, s + "c", [s] * 2, -n, +x, -x, not s)
print(1e16, 1e-5, 123456789.123, 0.1 + 0.2, -0.0, 1e22, 10 ** 20, 2 ** 100, 7 // 2, -7 // 2, -7 % 3, 7.5 % -2)
print(1 / 3, 2 ** -1, 2 ** 0.5, (-2) ** 3, 10 ** 400 % 7, 3 ** 200 // 3 ** 190, 5 - 10 ** 30, -(10 ** 30))
""",
    "large numbers": """
a = 1
for k in range(1, 60):
    a *= k
print(a, a // 10 ** 50, a % 1000003, a / 10 ** 70, a > 1e60, -a, abs(-a), round(a, -70), a == a + 0)
print(f"{a:,} {a:.3e} {a:d}", "%d %e" % (a, a), "{:>90}".format(a), str(a)[:5], int(1e30), round(1e25))
b = [2 ** 60, 1]
b[1] += 2 ** 70
b.append(sum(b))
print(b, max(b), min(b), sum(b), b[0] * 0.5, 2 ** 60 - 2 ** 60 + 1, 1.5 * 2 ** 80, divmod)
""".replace(", divmod", ""),
    "math": """
import math
import math as m
from math import sqrt, pi as circle, log
print(math.sqrt(2), m.exp(1), sqrt(9), circle, math.e, log(10), log(8, 2), math.log10(1000), math.log2(8))
print(math.floor(2.7), math.ceil(2.1), math.trunc(-2.7), math.fabs(-1), math.pow(2, 3), math.hypot(3, 4))
print(math.atan2(1, 2), math.degrees(math.pi), math.isnan(1.0), math.isinf(1.0), math.isfinite(1), math.tanh(0.5))
print([f(0.5) for f in (math.sin, math.cos, sqrt)], math.copysign(1, -0.0), math.fmod(7, 3), m.erf(0.5))
for f in [math.floor, math.exp]:
    print(f(1.5))
print(math.floor(1e300) == int(1e300), math.inf > 1, math.isnan(math.nan))
""",
    "random": """
import random
from random import uniform
random.seed(3)
print(random.random(), uniform(1, 2), random.choice([1, 2, 3]), random.gauss(0, 1), random.randint(1, 6))
xs = [1, 2, 3, 4]
random.shuffle(xs)
print(xs, random.choice("abc"), [random.random() for _ in range(2)])
random.seed("a")
f = random.random
print(f())
""",
    "written as people do": """
\"\"\"A docstring.\"\"\"
x: float = 1.5; y: int = 2
def f(a: float, b: "int" = 2) -> float:
    'Adds.'
    return a + b
def g(values: list[float]) -> None:
    values[0] = 0
    return
def nothing():
    pass
a = b = x
if a: print(f(b=1, a=2), f(1), nothing())
values = [1.0]
g(values)
def main():
    for k in range(2): print(k, values)
if __name__ == "__main__":
    main()
""".replace('b: "int"', "b: int"),
    "recursion": """
def fact(n):
    return 1 if n < 2 else n * fact(n - 1)
def even(n):
    if n == 0:
        return True
    return odd(n - 1)
def odd(n):
    return False if n == 0 else even(n - 1)
fib = lambda n: n if n < 2 else fib(n - 1) + fib(n - 2)
def walk(n):
    if n:
        walk(n - 1)
        print(n, end=" ")
walk(3)
def apply(f, x, times=1):
    return f(x) if times == 1 else apply(f, f(x), times - 1)
print(fact(20), even(10), odd(7), fib(12), apply(lambda x: x * 2, 1, times=5))
""",
}


@pytest.mark.parametrize("name", PIECES)
@pytest.mark.parametrize("within", ["", "def whole():\n{}whole()\n", "for only in range(1):\n{}"])
def test_a_piece_prints_what_cpython_prints(name: str, within: str) -> None:
    """At the top, in a function, and in the main loop; there `import` has to stay outside."""
    code = PIECES[name]
    if within.startswith("def") and name == "taken over":
        within = ""  # a name of a function has no value above its line
    if within:
        if "__main__" in code:
            code = code[: code.index("if __name__")] + "main()\n"
        lines = code.split("\n")
        imports = [line for line in lines if line.startswith(("import", "from"))]
        kept = [line for line in lines if line not in imports]
        inside = "".join(f"    {line}\n" if line != "e'''," else f"{line}\n" for line in kept)
        code = "\n".join(imports) + "\n" + within.format(inside)
    printed, error = python_runs(code)
    assert error is None and printed
    trace = listing(code).run()
    assert (trace.output, trace.stopped) == (printed, "")


ENDS = [
    ("xs = [1]\nprint('a')\nxs[-3] += 1\n", 3, "past the end of the list"),
    ("xs = [1]\nfor i in range(3):\n    print(xs[i])\n", 3, "past the end"),
    ("xs = [1]\nprint(1)\nx = xs[0.5]\n", 3, "no whole number"),
    ("xs = [1]\nxs.pop()\nprint(1)\nxs.pop()\n", 4, "nothing is in the list"),
    ("def f():\n    return [1, 2, 3]\nprint(1)\na, b = f()\n", 4, "2 names but more values"),
    ("def f():\n    return [1]\nprint(1)\na, b = f()\n", 4, "2 names but 1 value"),
    ("print(1)\nassert 1 > 2, [1, 'a']\n", 2, "is not true: [1, 'a']"),
    ("print(1)\nassert 1 > 2\n", 2, "is not true"),
    ("print(1)\nx = int('a')\n", 2, "a text that is no number"),
    ("print(1)\nx = float('1,5')\n", 2, "a text that is no number"),
    ("print(1)\nx = int('9' * 2000)\n", 2, "too many digits"),
    ("print(1)\nx = int(1e400)\n", 2, "int(…) of inf"),
    ("print(1)\nx = max([])\n", 2, "nothing"),
    ("xs = [1]\nxs.pop()\nprint(1)\nx = min(xs)\n", 4, "of nothing"),
    ("xs = ['a', None]\nprint(1)\nx = max(xs)\n", 3, "the order of None and a text"),
    ("xs = ['a', 1]\nprint(1)\nx = sorted(xs)\n", 3, "the order of a number and a text"),
    ("xs = ['a', 1]\nprint(1)\nx = xs[0] + xs[1]\n", 3, "`+` between a text and a number"),
    ("xs = ['a', 1]\nprint(1)\nx = xs[0] - xs[1]\n", 3, "`-` between"),
    ("xs = ['a', [1]]\nprint(1)\nx = xs[1] * 2.5\n", 3, "`*` between a list and a number"),
    ("xs = ['a', 1]\nprint(1)\nx = xs[0] / xs[1]\n", 3, "`/` between"),
    ("xs = ['a', 1]\nprint(1)\nx = xs[0] // 2\n", 3, "`//` between"),
    ("xs = [[], 1]\nprint(1)\nx = xs[0] % 2\n", 3, "`%` between"),
    ("xs = ['a', 1]\nprint(1)\nx = xs[0] ** 2\n", 3, "`**` between"),
    ("xs = ['a', 1]\nprint(1)\nx = -xs[0]\n", 3, "`-` between"),
    ("xs = ['a', 1]\nprint(1)\nx = +xs[0]\n", 3, "`+` between"),
    ("xs = ['a', 1]\nprint(1)\nx = abs(xs[0])\n", 3, "abs(…) of a text"),
    ("xs = ['a', 1]\nprint(1)\nx = round(xs[0])\n", 3, "round(…) of a text"),
    ("xs = ['a', 1]\nprint(1)\nx = xs[0] < xs[1]\n", 3, "`<` between a text and a number"),
    ("xs = ['a', 1]\nprint(1)\nx = xs[1] >= xs[0]\n", 3, "`>=` between"),
    ("xs = ['a', 1]\nprint(1)\nx = xs[1] <= xs[0]\n", 3, "`<=` between"),
    ("xs = ['a', 1]\nprint(1)\nx = xs[1] > xs[0]\n", 3, "`>` between"),
    ("xs = ['a', 1]\nprint(1)\nx = xs[1][0]\n", 3, "a number has no positions"),
    ("xs = ['a', 1]\nprint(1)\nx = xs[1][0:1]\n", 3, "a number has no slices"),
    ("xs = ['a', 1]\nprint(1)\nxs[0][0] = 1\n", 3, "a text cannot be changed"),
    ("xs = ['a', 1]\nprint(1)\nfor x in xs[1]:\n    pass\n", 3, "a loop over a number"),
    ("xs = ['a', 1]\nprint(1)\na, b = xs[1]\n", 3, "several names but a number"),
    ("xs = ['a', 1]\nprint(1)\nx = len(xs[1])\n", 3, "len(…) of a number"),
    ("xs = ['a', 1]\nprint(1)\nx = reversed(xs[1])\n", 3, "reversed(…) of a number"),
    ("xs = ['a', 1]\nprint(1)\nx = sum(xs)\n", 3, "`+` between a number and a text"),
    ("xs = ['a', 1]\nprint(1)\nx = 1 in xs[1]\n", 3, "`in` a number"),
    ("xs = ['a', 1]\nprint(1)\nx = 1 in xs[0]\n", 3, "a number in a text"),
    ("xs = ['a', 1]\nprint(1)\nxs[0].append(1)\n", 3, ".append(…) of a text"),
    ("xs = ['a', 1]\nprint(1)\nxs[1].index(1)\n", 3, ".index(…) of a number"),
    ("xs = ['a', 1]\nprint(1)\nxs.index(3)\n", 3, "3 is not in it"),
    ("xs = ['a', 1]\nprint(1)\nxs[1].upper()\n", 3, ".upper(…) of a number"),
    ("xs = ['a', 1]\nprint(1)\n', '.join(xs)\n", 3, "join(…) of a number"),
    ("xs = ['a', 1]\nprint(1)\nx = xs[1]()\n", 3, "is no function"),
    ("xs = ['a', 1]\nprint(1)\nx = sorted([1], key=xs[1])\n", 3, "a number as a key"),
    ("xs = ['a', 1]\nprint(1)\nx = xs[0].ljust(xs[0])\n", 3, "ljust(…) of a text"),
    ("print(1)\nx = '%d' % 'a'\n", 2, "%d of a text"),
    ("print(1)\nx = '%d %d' % (1,)\n", 2, "a format for 2 values, and 1"),
    ("print(1)\nx = '%(a)s' % 1\n", 2, "a name in a format"),
    ("print(1)\nx = '%*d' % (1, 2)\n", 2, "a `*` in a format"),
    ("print(1)\nx = '%5%' % 1\n", 2, "`%5%` in a format"),
    ("print(1)\nx = '%y' % 1\n", 2, "`%y` in a format"),
    ("print(1)\nx = '%999999d' % 1\n", 2, "999999 wide"),
    ("print(1)\nx = '{:999}'.format(1)\n", 2, "999 wide"),
    ("print(1)\nx = '{.real}'.format(1)\n", 2, "`{.real}` in a format"),
    ("print(1)\nx = '{0[0]}'.format([1])\n", 2, "`{0[0]}` in a format"),
    ("print(1)\nx = '{:{}}'.format(1, 2)\n", 2, "is no format"),
    ("print(1)\nx = '{'.format(1)\n", 2, "is no format"),
    ("print(1)\nx = '{} {}'.format(1)\n", 2, "more fields than values"),
    ("print(1)\nx = '{} {0}'.format(1)\n", 2, "in one format"),
    ("print(1)\nx = '{a}'.format(b=1)\n", 2, "`{a}` in a format has no value"),
    ("print(1)\nx = '{:d}'.format(1.5)\n", 2, "the format `d` for this value"),
    ("print(1)\nx = '{:d}'.format('a')\n", 2, "the format `d` for a text"),
    ("print(1)\nx = f\"{'a':.2f}\"\n", 2, "the format `f` for a text"),
    ("print(1)\nx = '{:.2f}'.format([1])\n", 2, "a format of a list"),
    ("print(1)\nx = '{:.2f}'.format(None)\n", 2, "a format of None"),
    ("xs = ['a', 1]\nprint(1)\nx = xs[1].format(1)\n", 3, ".format(…) of a number"),
    ("xs = [1]\nprint(1)\nxs.append(xs)\n", 3, "a list that holds itself"),
    ("import random\nprint(1)\nx = random.random()\n", 3, "differ each time"),
    ("import random\nrandom.seed(1)\nx = random.choice([])\n", 3, "choice(…) of a list"),
    ("import random\nrandom.seed(1)\nx = random.randint(1.5, 2)\n", 3, "a fraction"),
    ("import random\nrandom.seed(1)\nx = random.randint(5, 2)\n", 3, "nothing in it"),
    ("import random\nrandom.seed([1])\n", 2, "seed(…) of a list"),
    ("import random\nrandom.seed(1)\nrandom.shuffle('ab')\n", 3, ".shuffle(…) of a text"),
    ("xs = [1]\nprint(1)\nx = xs[::0]\n", 3, "in steps of 0"),
    ("print(1)\nx = [(1, 'a'), (1, 2)]\ny = sorted(x)\n", 3, "several kinds"),
    ("print(1)\nf = [lambda x: x, 1][0]\nf()\n", 3, "without 'x'"),
    ("print(1)\nf = [lambda x: x, 1][0]\nf(1, 2)\n", 3, "takes 1 positional argument"),
    (
        "n = 'a'\nfor i in [n, 2]:\n    print(i)\n    for j in range(i):\n        pass\n",
        4,
        "range(…)",
    ),
    ("x = sum(['a'], '')\n", 1, "sum(…) of texts"),
]


@pytest.mark.parametrize(("code", "line", "said"), ENDS)
def test_what_cpython_cannot_do_ends_the_run_at_its_line(code: str, line: int, said: str) -> None:
    """In plain words, and with what was printed until then."""
    with pytest.raises(ListingError) as caught:
        listing(code).run()
    assert caught.value.line == line
    assert said in caught.value.what
    assert "cannot be worked out" not in caught.value.what
    assert caught.value.printed == python_runs(code)[0]


BOUNDS = [
    ("xs = [abs, 1]\nprint(xs)\n", 2, "a function has no text"),
    ("xs = [abs, 1]\nx = xs[0] == 1\n", 2, "a function that is compared"),
    ("xs = [abs, 1]\nx = xs[0] in [1]\n", 2, "a function that is compared"),
    ("xs = [zip([1]), 1]\nprint(xs[0])\n", 2, "a run of values has no text"),
    ("xs = [zip([1]), 1]\nprint(f'{xs[0]:>9}')\n", 2, "a run of values has no text"),
    ("x = list(enumerate([1], 2 ** 60))\n", 1, "from a number that large"),
    ("import math\nx = ['a', 1]\ny = math.exp(x[0])\n", 3, "exp(…) of a text"),
    ("xs = [1]\nfor i in range(9):\n    xs = [xs]\n", 3, "more than 8 deep"),
    ("a = [1]\nb = [[[[a]]]]\nc = [[[1]]]\na[0] = c\nprint(b)\nc[0] = b\n", 6, "holds itself"),
    ("a = [1]\nb = [[[[[a]]]]]\na[0] = [[[[1]]]]\nprint(b)\n", 4, "more than 8 deep"),
    ("a = [1]\nb = [[[[[a]]]]]\na[0] = [[[[1]]]]\nx = b == b\n", 4, "more than 8 deep"),
]


STOPS = [
    ("x = 'a' * 20000\n", "a text grows past 10,000"),
    ("x = 20000 * 'a'\n", "a text grows past 10,000"),
    ("x = 'a'.ljust(20000)\n", "a text grows past 10,000"),
    ("x = [['a' * 5000]] * 3\nprint(x)\n", "a text grows past 10,000"),
    ("x = ['a' * 5000, 'b' * 5001]\ny = x[0] + x[1]\n", "a text grows past 10,000"),
    ("x = 'a' * 5000\ny = f'{x}{x}{x}'\n", "a text grows past 10,000"),
    ("x = [0] * 10 ** 9\n", "too many steps"),
    ("x = [n for n in range(10 ** 7)]\n", "its lists and texts grow too large"),
    ("x = 5 in (n for n in range(10 ** 9) if n < 0)\n", "too many steps"),
    ("x = [(n for n in [1]) for m in range(10 ** 6)]\n", "grow too large"),
    ("x = []\nwhile True:\n    x.append(lambda: 1)\n", "grow too large"),
    ("x = []\nwhile True:\n    x.append(zip([1]))\n", "grow too large"),
    ("def f(n):\n    return f(n + 1)\nf(0)\n", "more than 250 calls"),
    ("f = lambda n: f(n + 1)\nf(0)\n", "more than 250 calls"),
]


@pytest.mark.parametrize(("code", "said"), STOPS)
def test_what_a_run_may_not_use_up(code: str, said: str) -> None:
    assert said in listing(code).run().stopped
    assert said in listing(code).printed().stopped


LARGE = """\
import math
a = 2 ** 3000
b = a + 0.5
c = a * 1.5
d = 1.5 - a
e = a / 2
f = a // 0
g = a % 0
h = sum([a, 0.5])
i = round(a, -900) > 0
j = math.exp(a)
k = f"{a:.2f} {a * 1.5}"
l = "%.1f" % a
m = a ** 2
n = (-3) ** 3001
o = [a][0] * [a][0]
p = +[a][0]
q = math.floor(1e300) + math.log(a, 2)
r = math.pow(1e200, 2) + math.hypot(a, 1)
s = a if a > b else -a
"""


def test_past_the_largest_a_run_goes_on_as_floats() -> None:
    """As division by zero does: it can be watched to its end."""
    trace = listing(LARGE).run()
    row = trace.row(1)
    assert not trace.stopped
    infinite = {name for name, value in row.items() if value == float("inf")}
    assert infinite == set("abcefhjmopr")
    assert row["d"] == row["n"] == row["s"] == float("-inf")
    assert str(row["g"]) == "nan" and row["i"] is True
    assert (row["k"], row["l"]) == ("inf inf", "inf")


def test_a_run_for_its_prints_is_longer_and_keeps_one_row() -> None:
    code = "x = 0\nfor i in range(400000):\n    x = x + 1\nprint(x)\n"
    assert listing(code).run().stopped
    long = listing(code).printed()
    assert (long.output, long.stopped, len(long.rows)) == ("400000\n", "", 1)
    endless = listing("while True:\n    x = 1\n").printed()
    assert endless.stopped.startswith("stopped after ")
    assert int(endless.stopped.split()[2].replace(",", "")) > 1_000_000


def test_numbers_among_other_values() -> None:
    code = (
        "import math\nx = [4, 'a', 2 ** 100][0]\n"
        "print(+x, -x, math.sqrt(x), math.floor(x), math.log(2 ** 3000), math.isfinite(2 ** 90))\n"
    )
    assert listing(code).run().output == python_runs(code)[0]


def test_a_run_quiet_or_loud_is_the_same_run() -> None:
    """What is printed may change something, fail, or use something up."""
    code = (
        "def bump(xs):\n    xs[0] += 1\n    return xs[0]\n"
        "def str_(x):\n    return 'a'\n"
        "xs = [0]\ny = 1\nz = None\ng = (x for x in [1, 2, 3])\n"
        "for i in range(2):\n"
        "    print('a' + str(y), y, -y, f'{y:.2f}', round(1.5), abs(y), y if y else 2)\n"
        "    print(bump(xs), end=str_(bump(xs)))\n"
        "    print(sorted([1, 2], key=lambda x: bump(xs)))\n"
        "    print(z, len(xs))\n"
        "    print(str(xs))\n"
        "    print(list(g))\n"
        "    y = xs[0] + sum(g)\n"
    )
    loud, quiet = listing(code).run(), listing(code).run(quiet=True)
    assert loud.rows == quiet.rows and quiet.output == ""
    shadowed = "str = 2\nfor i in range(2):\n    print(str)\n"
    assert listing(shadowed).run(quiet=True).rows == listing(shadowed).run().rows
    failing = "xs = [1]\nfor i in range(2):\n    print(xs[i])\n"
    for silent in (True, False):
        with pytest.raises(ListingError, match="line 3: a position past the end"):
            listing(failing).run(quiet=silent)


def test_imports_may_stand_in_a_function() -> None:
    code = "def f(x):\n    import math\n    return math.sqrt(x)\nprint(f(2))\ns = '-'\nprint(1, 2, sep=s)\n"
    assert listing(code).run().output == python_runs(code)[0]


def test_faults_of_one_line_are_told_once() -> None:
    with pytest.raises(ListingError) as caught:
        listing("x = {}; y = {}\nz = {}\ndef f(a: A, b: B) -> C:\n    return a\n")
    assert [fault.line for fault in caught.value.all] == [1, 2, 3]


def test_what_python_itself_cannot_go_on_with() -> None:
    """Its own words, where there are none of ours."""
    with pytest.raises(ListingError, match="cannot be worked out: Cannot specify ',' with 's'"):
        listing("x = f'{\"a\":,}'\n").run()
    deep = "z = zip([1])\nfor i in range(9000):\n    z = zip(z)\nx = list(z)\n"
    with pytest.raises(ListingError, match="line 4: too many calls inside each other"):
        listing(deep).run()


@pytest.mark.parametrize("place", ["language.checker.Typer.listing", "compiler.Compiler.listing"])
def test_what_is_too_deep_for_the_engine_is_refused(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_deep(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(f"tutor.engine.{place}", too_deep)
    with pytest.raises(ListingError, match="lists too deep inside each other"):
        listing(f"x = 1  # {place}\n").run()


def test_what_has_no_value_in_a_comprehension() -> None:
    with pytest.raises(ListingError, match="line 2: `b` has no value yet"):
        listing("xs = [1]\ny = [b for a in xs for b in b]\n").run()


@pytest.mark.parametrize(("code", "line", "said"), BOUNDS)
def test_what_the_language_leaves_out(code: str, line: int, said: str) -> None:
    with pytest.raises(ListingError, match=re.escape(said)) as caught:
        listing(code).run()
    assert caught.value.line == line
