"""Reading never writes: a GET, HEAD or OPTIONS that tries to write in the database fails, whatever the view.

An exemption is a sentence: for a table here, for a view with ``writes_on_read("…")``.
"""

import re
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, TypeVar

from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_WRITE = re.compile(
    r"^\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?"
    r"|ALTER\s+\w+|CREATE\s+\w+|DROP\s+\w+|COPY)\s+\"?(\w+)",
    re.IGNORECASE,
)
_WRITE_INSIDE = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+\"(\w+)", re.IGNORECASE)

#: tables that a read may write, and why.
EXEMPT_TABLES = {
    "foundation_journalentry": "Une lecture s’écrit au journal avant d’être montrée ; sans cette ligne, rien n’est montré.",
    "accounts_opensession": "Une session à son terme s’efface, ou se verrouille, à la lecture qui le découvre ; elle ne porte aucun fait.",
}

V = TypeVar("V", bound=Callable[..., HttpResponseBase])


class WriteOnRead(RuntimeError):
    """A view that should only read tried to write; the message names the table."""


def written_table(sql: str) -> str | None:
    """The table that a statement writes, None when it only reads."""
    if match := _WRITE.match(sql):
        return match[1]
    if sql.lstrip()[:4].upper() == "WITH" and (match := _WRITE_INSIDE.search(sql)):
        return match[1]
    return None


def writes_on_read(reason: str) -> Callable[[V], V]:
    """Declare that a view writes although it is called by GET, and why (a sentence for the reviewer)."""

    def declare(view: V) -> V:
        view.writes_on_read = reason  # type: ignore[attr-defined]  # read back by the guard
        return view

    return declare


class _Watch:
    """Stands between the view and the database for one request."""

    def __init__(self) -> None:
        self.lifted = False

    def __call__(self, execute: Callable[..., Any], sql: str, params: object, many: object, context: dict[str, Any]) -> object:
        table = None if self.lifted else written_table(sql)
        if table is not None and table not in EXEMPT_TABLES:
            raise WriteOnRead(f"a read tried to write in {table}")
        return execute(sql, params, many, context)


class ReadsNeverWrite:
    """The middleware; stands outside sessions and sign-in, so that these are watched too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer under the watch when the method only reads."""
        if request.method not in SAFE:
            return self.get_response(request)
        watch = _Watch()
        request.relais_watch = watch  # type: ignore[attr-defined]  # found again in process_view
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(watch))
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., object], _args: object, _kwargs: object) -> None:
        """Lift the watch for a view that declared its reason."""
        watch = getattr(request, "relais_watch", None)
        if watch is not None and hasattr(view, "writes_on_read"):
            watch.lifted = True
