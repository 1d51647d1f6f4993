"""Logs that can be kept: one JSON object per line, no query string, no body, no address, no name, no exception message.

A request is told by the pattern of its route, never by its path; an error by its type and by the lines of code it crossed
(a message may quote what somebody typed). What an administrator needs to find a fault is there; what a person said is not.
"""

import json
import logging
import time
import traceback
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from django.http import HttpRequest, HttpResponse

_log = logging.getLogger("relais.requests")
#: attributes of a record that our own code adds through ``extra``.
FIELDS = ("request_id", "method", "route", "status", "milliseconds")
#: addresses that machines ask every few seconds: told only when they do not answer.
PROBES = frozenset({"health"})
#: loggers whose messages quote the request's path: only the type of what happened is kept.
_QUOTES_THE_REQUEST = ("django.request", "django.security")


class JsonLines(logging.Formatter):
    """One line per event."""

    def format(self, record: logging.LogRecord) -> str:
        """The event, without anything typed by anybody."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": self._event(record),
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            frames = traceback.extract_tb(record.exc_info[2])
            line["error"] = record.exc_info[0].__qualname__
            line["crossed"] = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
        return json.dumps(line, ensure_ascii=False)

    @staticmethod
    def _event(record: logging.LogRecord) -> str:
        if record.name.startswith(_QUOTES_THE_REQUEST):
            return f"{record.name} {getattr(record, 'status_code', '')}".strip()
        return record.getMessage()


class RequestLog:
    """Middleware: one line per request, and an identifier sent back in ``X-Request-ID`` to find it again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write the line."""
        began = time.perf_counter()
        identifier = uuid.uuid4().hex[:12]
        response = self.get_response(request)
        response["X-Request-ID"] = identifier
        if response.status_code == HTTPStatus.OK and request.resolver_match and request.resolver_match.view_name in PROBES:
            return response
        route = request.resolver_match.route if request.resolver_match else ""
        extra = {
            "request_id": identifier,
            "method": request.method,
            "route": f"/{route}" if request.resolver_match else "(aucune)",
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - began) * 1000, 1),
        }
        _log.info("request", extra=extra)
        return response
