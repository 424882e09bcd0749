"""Conditions on facts, in pandas' query language: column names, literals, comparisons, and, or, not, in, arithmetic.

An expression is parsed and judged before pandas sees it. Calls, attributes, subscripts, @names and whatever else could
run a user's Python are refused, so that a condition from a stranger's script or a web form does no harm.
"""

from __future__ import annotations

import ast
import math
from typing import TYPE_CHECKING, Any

from ..errors import OptionError
from .tables import BY_NAME, Column

if TYPE_CHECKING:
    import pandas as pd

_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.Invert, ast.USub, ast.UAdd, ast.BinOp,
    ast.BitAnd, ast.BitOr, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE,
    ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Name, ast.Load, ast.Constant, ast.List, ast.Tuple,
)  # fmt: skip
_LITERALS = (str, int, float, bool)
LONGEST = 2000
"""Characters of a condition; a longer one is no condition that a person wrote."""


def fitting(facts: pd.DataFrame, condition: str) -> pd.DataFrame:
    """Return the rows of the table of facts (`Extract.facts`) for which a condition holds.

    Numbers compare as floating-point numbers, days as ISO text ('2023-01-01'). What is not there equals nothing, not
    even itself: `subject_id == subject_id` are the facts with an entity, `subject_id != subject_id` those without.
    Raises OptionError where the condition is none.
    """
    columns = BY_NAME["facts"].columns
    check_condition(condition, tuple(c.name for c in columns))
    try:
        holds: Any = _comparable(facts, columns).eval(condition.strip(), engine="python")
    except Exception as error:  # whatever the values of two columns raise together: TypeError, ValueError, pandas' own
        raise OptionError(f"--where {condition!r}: {error}") from None
    if getattr(holds, "dtype", None) != "bool":
        raise OptionError(f"--where {condition!r}: it is neither true nor false")
    rows: pd.DataFrame = facts[holds]
    return rows


def _comparable(facts: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """Return the table with dtypes that know two truth values: NaN for what is not there, instead of pandas' NA."""
    numbers = [c.name for c in columns if c.type in ("number", "float", "integer")]
    texts = [c.name for c in columns if c.type == "string"]
    plain: dict[str, Any] = {n: facts[n].astype("Float64").to_numpy("float64", na_value=math.nan) for n in numbers}
    plain |= {name: facts[name].astype(object).where(facts[name].notna(), math.nan) for name in texts}
    return facts.assign(**plain)


def check_condition(condition: str, columns: tuple[str, ...]) -> None:
    """Refuse what is no plain condition on the columns: raises OptionError that says what is wrong."""
    if not condition.strip() or len(condition) > LONGEST:
        raise OptionError(f"--where: a condition of 1 to {LONGEST} characters is meant")
    try:
        tree = ast.parse(condition.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise OptionError(f"--where {condition!r}: {getattr(error, 'msg', error)}") from None
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED):
            raise OptionError(f"--where {condition!r}: {_named(node)} is not allowed")
        if isinstance(node, ast.Constant) and not isinstance(node.value, _LITERALS):
            raise OptionError(f"--where {condition!r}: {node.value!r} is no text and no number")
        if isinstance(node, ast.Name) and node.id not in columns:
            raise OptionError(f"--where {condition!r}: no column {node.id!r}; there are {', '.join(columns)}")


def _named(node: ast.AST) -> str:
    """Return a piece of an expression in words."""
    names = {
        ast.Call: "a call", ast.Attribute: "an attribute (a.b)", ast.Subscript: "a subscript (a[b])",
        ast.Lambda: "a lambda", ast.Pow: "a power",
    }  # fmt: skip
    return names.get(type(node), type(node).__name__)
