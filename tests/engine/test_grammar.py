"""What a listing may not say: each refusal names its line and what to write instead."""

from __future__ import annotations

import textwrap

import pytest

from tutor.engine.listing import listing
from tutor.errors import ListingError

LOOP = "for i in range(3):\n    "


def indented(code: str) -> str:
    return textwrap.indent(code, "    ")


def loops(count: int) -> str:
    """So many loops inside each other."""
    lines = [f"{'    ' * n}for i{n} in range(1):" for n in range(count)]
    return "\n".join([*lines, f"{'    ' * count}x = 1\n"])


REFUSED = [
    ("from os import path\n", 1, "`os` cannot be imported here", "sees nothing but itself"),
    ("from math import sqtr\n", 1, "`sqtr`", "did you mean sqrt?"),
    ("x = 2\ny = sqrt(x)\n", 2, "`sqrt`", "from math import sqrt at the top"),
    ("sqrt = 2\nfrom math import sqrt\n", 2, "`sqrt`", "rename"),
    ("from math import sqrt\nsqrt = 2\n", 1, "`sqrt` is also a name", "rename"),
    ("weight = 1\ny = wieght\n", 2, "no name `wieght`", "did you mean weight?"),
    ("y = zebra\n", 1, "no name `zebra`", "assign it first"),
    ("y = squash(3)\n", 1, "no function `squash`", "there are abs"),
    ("y = rond(3)\n", 1, "no function `rond`", "did you mean round?"),
    ("y = math.sqrt(2)\n", 1, "`math` is not there yet", "write import math at the top"),
    ("x = 1\ny = x.real\n", 2, "a name with a dot", "plain names"),
    ("y = ().__class__\n", 1, "a name with a dot", "plain names"),
    ("y = __import__('os')\n", 1, "no function `__import__`", "there are"),
    ("__x = 1\n", 1, "begins with __", "another name"),
    ("try:\n    x = 1\nexcept Exception:\n    x = 2\n", 1, "`try`", "leave it out"),
    ("class A:\n    pass\n", 1, "`class` is not used here", "write a name for each value, a"),
    ("def f(x):\n    global y\n    return x\n", 2, "`global`", "return"),
    ("with x:\n    pass\n", 1, "`with`", "leave it out"),
    ("x = 1\ndel x\n", 2, "`del`", "leave it out"),
    ("raise 1\n", 1, "`raise` is not used here", "write assert, with what has to"),
    ("x = (y := 3)\n", 1, "`:=`", "line of its own"),
    ("x = {1: 2}\n", 1, "dictionary", "list"),
    ("x = {1}\n", 1, "set", "list"),
    ("x = [1, 2]\ny = x + 1\n", 2, "whole list", "values[0]"),
    ("x = 3\ny = x[0]\n", 2, "only a list", "[ ]"),
    ("y = 'a' + 3\n", 1, "a text and a number", "str(…)"),
    ("y = -'a'\n", 1, "a sign", "number"),
    ("y = 'a' < 3\n", 1, "a text compared", "one kind"),
    ("x = 1 is 1\n", 1, "`is`", "=="),
    ("x = 1 & 2\n", 1, "bits", "+ - *"),
    ("x = 2 ^ 2\n", 1, "`^` is not a power", "**"),
    ("x = input('x')\n", 1, "`input` is not used", "x = 0.5"),
    ("x = 1 << 100000\n", 1, "bits", "+ - *"),
    ("x = ~1\n", 1, "`~`", "write -"),
    ("a, b = 1\n", 1, "several names", "as many values"),
    ("a, b = 1, 2, 3\n", 1, "2 names but 3 values", "as many"),
    ("(a, (b, c)) = (1, 2)\n", 1, "several names but one value", "write as many values as names"),
    (
        "for i, j in range(3):\n    pass\n",
        1,
        "several names but one value",
        "write as many values as names",
    ),
    (
        "for i in range(3):\n    pass\nelse:\n    pass\n",
        4,
        "`else` after a loop",
        "if not found: below",
    ),
    ("for i in range('a'):\n    pass\n", 1, "range(…) of a text", "write range(x) with a number x"),
    ("print = 3\n", 1, "`print` is the name", "another name"),
    ("x = print(3)\n", 1, "print inside", "line of its own"),
    ("print\n", 1, "`print` as a value", "write print(…) on a line of it"),
    ("x = 1\nx + 1\n", 2, "nothing is done", "name ="),
    ("x = 1\nx == 2\n", 2, "a comparison", "one = assigns"),
    ("x = 2\ny = x(3)\n", 2, "`x` is no function", "*"),
    ("x = abs(1, 2)\n", 1, "abs(…)", "abs(x)"),
    ("x = len(3)\n", 1, "len(…)", "len(values)"),
    ("x = max(3)\n", 1, "max(…)", "max(a, b)"),
    ("x = round('a')\n", 1, "round(…)", "round(x)"),
    ("y = f(1)\ndef f(x):\n    return x\n", 1, "`f` is defined further down", "above"),
    ("def f(x):\n    return x\ny = f()\n", 3, "f(…) takes 1 value", "0 are given"),
    ("def f(x, y):\n    return x\ny = f(1)\n", 3, "takes 2 values", "1 are given"),
    ("y = max()\n", 1, "takes at least 1, not 0", "max(x)"),
    (f"y = max({', '.join('1' * 1_000)})\n", 1, "takes at most 999, not 1000", "max(x)"),
    ("def f(*x):\n    return 1\n", 1, "an argument with * or /", "write def f(x, y=1.0):"),
    ("@f\ndef f(x):\n    return x\n", 1, "decorator", "leave it out"),
    ("return 3\n", 1, "outside", "leave it out"),
    ("x = 3j\n", 1, "no number", "number"),
    ("x = b'a'\n", 1, "no number", "number"),
    ("x = " + "9" * 5000 + "\n", 1, "too many digits", "fewer"),
    ("x = '\\x1b[2J'\n", 1, "control character", "visible"),
    ("x = 1 # \x1b[2J\n", 1, "cannot be seen (U+001B)", "take it away"),
    ("x = 1\n\x00\n", 2, "cannot be seen (U+0000)", "take it away"),
    ("x = (1\n", 1, "never closed", "close the bracket"),
    ("x = 1)\n", 1, "unmatched", "bracket"),
    ("x = 'a\n", 1, "unterminated", "quote"),
    ("x = 1\n  y = 2\n", 2, "unexpected indent", "where the one above begins"),
    ("for i in range(3)\n    x = i\n", 1, "expected ':'", "end the line with :"),
    ("for i in range(3):\nx = i\n", 2, "indented block", "four spaces"),
    ("if 1:\n        x = 1\n    y = 2\n", 3, "unindent", "neighbours"),
    ("if 1:\n\tx = 1\n        y = 2\n", 3, "tabs", "spaces only"),
    ("print 3\n", 1, "Missing parentheses", "print(…)"),
    ("x = “a”\n", 1, "`“` is not Python", 'write "'),
    ("x = 2 × 3\n", 1, "`×` is not Python", "write *"),
    ("x = 1 − 2\n", 1, "`−` is not Python", "write -"),
    ("x = 2 ← Try up!\n", 1, "`←` is not Python", "after a #"),
    ("x = 2weight\n", 1, "decimal literal", "a product needs *"),
    ("x = = 2\n", 1, "cannot read this line", "sign by sign"),
    ("def f(x, y, x):\n    return x\n", 1, "two arguments `x`", "a name of its own"),
    ("𝐍one = 1\n", 1, "`None` is a value", "another name"),
    ("for 𝐓rue in range(2):\n    x = 1\n", 1, "`True` is a value", "another name"),
    ("def 𝐅alse(x):\n    return x\n", 1, "`False` is a value", "another name"),
    ("def f(𝐍one):\n    return 1\n", 1, "`None` is a value", "another name"),
    (LOOP + "y = x + 1\n    x = 'a'\n", 2, "a text and a number", "str(…)"),
    (LOOP + "y = abs(x)\n    x = 'a'\n", 2, "abs(…)", "abs(x)"),
    (LOOP + "y = -x\n    x = [1]\n", 2, "a sign before a list", "write it before a number"),
    (
        "def f(a):\n    for i in range(2):\n        y = sqrt(x)\n        x = 'a'\n    return a\n",
        3,
        "`sqrt` is not there yet",
        "from math import sqrt",
    ),
    (loops(20), 20, "more than 19 loops inside each other", "function"),
    ("def f(a):\n" + indented(loops(20)) + "    return a\n", 21, "more than 19 loops", "function"),
    ("x = 1\n" * 6000, 1, "longer than 20000", "write less"),
    ("x = " + "(" * 300 + "1" + ")" * 300 + "\n", 1, "nested", "several lines"),
    ("x = " + "-" * 5000 + "1\n", 1, "nested too deeply", "several lines"),
    ("x = " + "1 + " * 70 + "1\n", 1, "nested too deeply", "several lines"),
    ("x = " + "1 + " * 4000 + "1\n", 1, "nested too deeply", "several lines"),
    ("import math\nx = math\n", 2, "`math` is a module", "math.sqrt(x)"),
    ("import math\nx = math.sqr(2)\n", 2, "`math.sqr`", "did you mean sqrt?"),
    ("import math\nx = math.pi()\n", 2, "`pi` is a number", "leave out"),
    ("x = plt.plot(1)\n", 1, "`plt.plot`", "the picture"),
    ("import os\nx = os.getcwd()\n", 1, "`os`", "sees nothing but itself"),
    ("x = time.time()\n", 1, "`time.time`", "leave it out"),
    ("x = [1, 2]\ny = x[0, 1]\n", 2, "two positions", "rows[0][1]"),
    ("x = [1, 2]\ny = x[:, 1]\n", 2, "two positions", "[row[0] for row in rows]"),
    ("x = [1, 2]\ny = [*x, 3]\n", 2, "a `*` in a list", "values + [3]"),
    ("x = [1, 2]\na, *y = x\n", 2, "a `*` before a name", "values[1:]"),
    ("x = [1, 2]\nx[0:1] = [3]\n", 2, "a slice that is assigned", "for loop"),
    ("x = [1, 2]\ny = x.append\n", 2, "`.append` that is not called", ".append(…)"),
    ("history.append(3)\n", 1, "no name `history`", "assign it first"),
    ("def f(x):\n    return x\ny = eval(1)\n", 3, "no function `eval`", "there are abs, "),
    ("x = [1, 2]\nx.remove(2)\n", 2, ".remove", "[x for x in values if"),
    ("x = 1\nx.y = 2\n", 2, "a name with a dot (.y)", "plain names"),
    ("f(1) = 3\n", 1, "cannot assign", "on the left"),
    ("x = f'{1:{2}}'\n", 1, "a field inside a format", "width out"),
    ("x = f'{1:zz}'\n", 1, "`zz` is no format", ":.4f"),
    ("x = f'{1:500}'\n", 1, "500 wide", "at most 100"),
    ("x = f'{1.5:.500f}'\n", 1, "500 wide", "at most 100"),
    ("x = [y for y[0] in [1]]\n", 1, "a position as a loop variable", "for i in range"),
    ("x = [1]\nfor x[0] in x:\n    pass\n", 2, "a position as a loop variable", "for i in"),
    ("def f(x):\n    return x\ny = f(*[1])\n", 3, "a `*`", "each value out"),
    ("def f(x):\n    return x\ny = f(**1)\n", 3, "`**` in f(…)", "each argument"),
    ("x = sorted([1], by=1)\n", 1, "a named argument in sorted(…): by=", "key=, reverse="),
    ("x = abs(x=1)\n", 1, "a named argument in abs(…): x=", "in order"),
    ("x = len(*[1])\n", 1, "a `*`", "each value out"),
    ("x = ...\n", 1, "three dots", "write pass"),
    ("x = 3 if True\n", 1, "expected 'else'", "else and a value"),
    ("x = True && False\n", 1, "cannot read this line", "write and"),
    ("x = " + hex(2**4096) + "\n", 1, "more than 4096 bits", "smaller"),
    ("".join(f"x{n} = 1\n" for n in range(301)), 1, "more than 300 names", "a list"),
    ("def f(x: Net):\n    return x\n", 1, "a type that is not known", "float"),
    ("import random\nrandom.seed(a=1)\n", 2, "a named argument in seed(…)", "without a name"),
    ("f'a'\n", 1, "a value that nothing is done with", "print(…)"),
    ("yield 3\n", 1, "`yield`", "append to a list"),
    ("def f(a):\n    return a\ny = f(b=1)\n", 3, "takes no `b`", "it takes a"),
    ("def f():\n    return 1\ny = f(b=1)\n", 3, "takes no `b`", "it takes nothing"),
    ("def f(a, b=1):\n    return a\ny = f(1, a=2)\n", 3, "`a` is given twice", "once"),
    ("def f(a, b=1):\n    return a\ny = f(1, 2, 3)\n", 3, "takes 1 to 2 values", "3 are given"),
    ("x = sum([[1], [2]])\n", 1, "sum(…) where each is a list", "for loop"),
    ("x = sorted(3)\n", 1, "sorted(…) of a number", "sorted(values)"),
    ("x = str(zip([1]))\n", 1, "a run of values has no text", "list(…)"),
    ("x = int([1])\n", 1, "int(…) of a list", "int(x)"),
    ("x = 1\nx.append(2)\n", 2, ".append(…) of a number", "lists"),
    ("x = [1]\nx.upper()\n", 2, ".upper(…) of a list", "texts"),
    ("x = (1, 2)\nx.append(2)\n", 2, ".append(…) of a tuple", "lists"),
    ("print(1, sep=3)\n", 1, "sep= of a number", "in quotes"),
    ("x = [1]\nx += 3\n", 2, "a number added to a list", ".append(…)"),
    ("x = abs\ny = x == 1\n", 2, "a function that is compared", "call it"),
    ("f = lambda: 1\nprint(f)\n", 2, "a function has no text", "call it"),
    ("x = [y for y in 3]\n", 1, "a loop over a number", "range(…)"),
    ("x = (1, 2)\nx[0] = 3\n", 2, "a tuple cannot be changed", "a list"),
    ("def f():\n    return 1, 2\na, b, c = f()\n", 3, "3 names but 2 values", "as many"),
    ("x = None\ny = x + 1\n", 2, "arithmetic with None", "give it a number"),
    ("x = None\ny = x < 1\n", 2, "a comparison with None", "give it a number"),
    ("x = [1]['a']\n", 1, "a position that is a text", "a whole number"),
    ("x = [1, 2]\nx[1](3)\n", 2, "is no function", "write *"),
    ("import math\nx = math.exp('a')\n", 2, "exp(…) of a text", "a number"),
    ("x = None()\n", 1, "is no function", "call a function"),
]


@pytest.mark.parametrize(("code", "line", "what", "instead"), REFUSED)
def test_refused(code: str, line: int, what: str, instead: str) -> None:
    with pytest.raises(ListingError) as caught:
        listing(code)
    error = caught.value
    assert error.line == line
    assert error.column >= 1
    assert what in error.what
    assert instead in error.instead
    assert str(error).startswith(f"line {line}: ")


def test_too_many_functions() -> None:
    code = "".join(f"def f{i}(x):\n    return x\n" for i in range(31))
    with pytest.raises(ListingError, match="more than 30 functions"):
        listing(code)


UNSET = [
    ("a = 9007199254740991\nfor i in range(a * a):\n    x = 1\n", 2, "that large"),
    ("a = 9007199254740991\nfor i in range(-a * a, a):\n    x = 1\n", 2, "that large"),
    ("a = 9007199254740991\nif a:\n    for i in range(a * a):\n        x = 1\n", 3, "range(…) of"),
    ("for i in range(2):\n    y = x + 1\n    x = 2\n", 2, "`x` has no value yet"),
    (LOOP + "y = x\n    z = y * 2\n    x = 'a'\n", 2, "`x` has no value yet"),
    ("for i in range(0):\n    x = 2\nprint(x)\n", 3, "`x` has no value yet"),
    ("a = 1\nif a > 2:\n    x = 1\nprint(x)\n", 4, "`x` has no value yet"),
    ("def f(a):\n    return a + k\ny = f(1)\nk = 2 * 1\n", 2, "`k` has no value yet"),
    (
        "def f(a):\n    if a > 2:\n        b = 1\n    return b\ny = f(1)\n",
        4,
        "`b` has no value yet",
    ),
    ("a = [1, 2]\nfor i in range(3):\n    x = a[i]\n", 3, "past the end of the list"),
    ("a = [1, 2]\nx = a[-3]\n", 2, "past the end of the list"),
    ("n = 2.0\nfor i in range(n):\n    x = 1\n", 2, "range(…) of 2.0; write 2"),
    ("n = 0.5\nfor j in range(1):\n    for i in range(n):\n        x = 1\n", 3, "a whole number"),
    ("n = 0\nfor i in range(1, 2, n):\n    x = 1\n", 2, "in steps of 0"),
    ("x = round(1.5, 0.5)\n", 1, "a whole number of digits"),
]


@pytest.mark.parametrize(("code", "line", "what"), UNSET)
def test_what_only_a_run_can_find(code: str, line: int, what: str) -> None:
    with pytest.raises(ListingError) as caught:
        listing(code).run()
    assert caught.value.line == line
    assert what in str(caught.value)


ACCEPTED = [
    "from math import *\nx = sqrt(pi)\n",
    "from random import *\nsqrt = 3\nseed(1)\n",
    "def f(x: int | None, y: tuple[float, float] = (1, 2)) -> list[int]:\n    return x\n",
    "a = [1]\nb = 3\nif b: a = 2\n",
    "f = [abs][0]\ndef g(f):\n    return f(1)\ng(f)\n",
    "def f(x, y=2):\n    return x + y\ng = f\ng(1)\nf(1, y=3)\n",
    "def f(x):\n    return x\ndef g(x, y):\n    return y\nh = f\nh = g\nh(1, 2)\n",
    "def f(x):\n    return x\ndef g(x):\n    return x\nh = f\nh = g\nx = h(1)\n",
    "a = ()\na = (1, 2)\nfor b in a:\n    c = b\na = (1, 2, 3)\n",
    "a = list()\nb = tuple()\nc = [x for x in a]\n",
    "a = (1, 'x')\na = (2, 'y')\nb = a\n",
    "",
    "# only a comment\n",
    "def f(x): return x * 2\ny = f(3)\n",
    "if 1: x = 2\n",
    "x = 1\nif x:\n    y = 2\nelif x > 2:\n    y = 3\nelse:\n    y = 4\n",
    "k = 2\ndef f(x):\n    for i in range(3):\n        k = i\n    return k * x\ny = f(k)\n",
    "x = (1 +\n     2)\ny = 1 + \\\n    2\n",
    "input = 3\nid = 4\nsin = 2\n",
    "größe = 0.5\n",
    "x = True\n",
    "for i in range(2):\n    if i > 0:\n        print(x, str(x) + '!')\n    x = 'a'\n",
    "for i in range(2):\n    if i > 0:\n        y = x\n    x = [1, 2]\n",
    loops(19),
    "if 1:\n" + indented(loops(19)),
    "def f(a):\n" + indented(loops(19)) + "    return a\ny = f(1)\n",
    "x = 0x10\ny = 1_000\n",
    'x = "a" "b"\ny = """c\nd"""\n',
    "x = 1\nwhile x < 3:\n    x += 1\n",
    "import math\n",
    "from math import pi\n",
    "from math import sqrt as root\n",
    "y = sum([1, 2])\n",
    "y = int(2.5)\n",
    "x = [i for i in range(3)]\n",
    "x = 1\nprint(f'{x}')\n",
    "f = lambda x: x\n",
    "assert 1 == 1\n",
    LOOP + "break\n",
    LOOP + "if i:\n        continue\n",
    "x: int = 1\n",
    "x = 1 if 2 else 3\n",
    "x = (1, 2)\n",
    "x = [1, 2]\ny = x[0:1]\n",
    "x = [1, 2]\ny = x[0 + 1]\n",
    "x = [1, 2]\nx[0] = 3\n",
    "x = [1, 2]\nx[0] += 3\n",
    "x = [1, 2]\ny = x * 1000\n",
    "x = [1, 2]\ny = x == x\n",
    "x = [[1]]\n",
    "x = []\n",
    f"x = [{'1, ' * 101}]\n",
    "y = 'abc' * 3\n",
    "y = 3 * 'abc'\n",
    "y = '%f' % 3\n",
    "x = 1\nx = 'a'\n",
    "x = 'a'\nfor x in range(3):\n    pass\n",
    "if 'a':\n    x = 1\n",
    "x = 1 and 'a'\n",
    "x = 1 in [1]\n",
    "a = b = 1\n",
    "x = 1; y = 2\n",
    "for i in [1, 2]:\n    pass\n",
    "x = range(3)\n",
    LOOP + "i = i + 1\n",
    LOOP + "i /= 2\n",
    LOOP + "a, i = 1, 2\n",
    "max = 3\n",
    "print(3, end='')\n",
    "x = abs\n",
    "x = min('a', 'b')\n",
    "x = str()\n",
    "x = round(1.5, ndigits=1)\n",
    "x = max(*[1, 2])\n",
    "def f(x):\n    return f(x)\n",
    "def f(x):\n    return g(x)\ndef g(x):\n    return x\n",
    "def f(x):\n    y = x\n",
    "def f(x):\n    if x:\n        return x\n",
    "def f(x):\n    if x:\n        return x\n    else:\n        y = x\n",
    "def f(x):\n    if x:\n        y = x\n    else:\n        return x\n",
    "def f(x):\n    return\n",
    "def f(x):\n    return 'a'\n",
    "def f(x):\n    return x\ny = f('a')\n",
    "def f(x=1):\n    return x\n",
    "def f(x: int):\n    return x\n",
    "def f(x) -> int:\n    return x\n",
    "def f(x):\n    def g(y):\n        return y\n    return x\n",
    "def f(x):\n    return x\ndef f(y):\n    return y\n",
    "f = 1\ndef f(x):\n    return x\n",
    "x = None\n",
    "x = 9007199254740993\n",
    "x = " + "9" * 400 + "\n",
    "x = [1, 2]\nx[0] += 1\n",
    "def f(a):\n    for i in range(2):\n        y = a < x\n        x = 'a'\n    return a\n",
]


@pytest.mark.parametrize("code", ACCEPTED)
def test_accepted(code: str) -> None:
    assert listing(code).run().stopped == ""
