"""Fragments rendered once: ``{% kept label=one.label %}…{% endkept %}`` prints the same text for the same values in the same language.

Inside, nothing of the page can be read but the values named, so that what is kept depends on nothing else. Give it words of the law and
of the questions, never what somebody said: fragments stay in the memory of the process (tests/screening/test_nothing_kept.py).
"""

from collections.abc import Hashable, Mapping
from typing import Any, Final

from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString, mark_safe

from relais.ui.sentences import language

#: fragments kept, of half a kilobyte or so; all leave when there are more.
MOST: Final = 4096
_kept: dict[Hashable, SafeString] = {}


class Kept(Node):
    """The fragment, from memory or rendered now. TypeError for a value that has no hash."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, values: Mapping[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self._names = tuple(values)
        self._values = tuple(values.values())

    def render(self, context: Context) -> SafeString:
        """What is between the tags."""
        values = [value.resolve(context) for value in self._values]
        # «1» and True, marked-up text and plain text are equal and are not printed alike
        mark = (self, language(), *values, *map(type, values))
        found = _kept.get(mark)
        if found is None:
            if len(_kept) >= MOST:
                _kept.clear()
            inside = context.new(dict(zip(self._names, values, strict=True)))
            found = _kept[mark] = mark_safe(self.nodelist.render(inside))  # noqa: S308 - rendered by the template, escapes and all
        return found


def kept(parser: Parser, token: Token) -> Kept:
    """``{% kept name=value … %}…{% endkept %}``."""
    bits = token.split_contents()[1:]
    values: dict[str, Any] = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f"kept: name={bits[0]} was expected")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, values)


def fragments() -> Mapping[Hashable, SafeString]:
    """What is kept now, for the proofs."""
    return _kept


def forget() -> None:
    """Keep nothing any more."""
    _kept.clear()
