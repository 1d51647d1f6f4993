"""Problem documents (RFC 9457): how the API refuses, with stable codes and sentences in French.

``type`` is ``urn:relais:probleme:CODE``; codes never change meaning once released, sentences may.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from relais.kernel.decisions import Refused

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Problem:
    """One refusal: ``errors`` point into what was sent (``{"pointer": "/personnes/0/naissance", "detail": "…"}``)."""

    code: str
    status: int
    title: str
    detail: str = ""
    errors: Sequence[Mapping[str, str]] = field(default_factory=tuple)
    headers: Mapping[str, str] = field(default_factory=dict)


#: every code of the API, with its title, French whatever the language asked; a room that refuses otherwise adds its own here.
TITLES = {
    "demande-illisible": "La demande n’est pas lisible.",
    "demande-invalide": "La demande contient des valeurs refusées.",
    "demande-trop-longue": "La demande est trop longue.",
    "introuvable": "Rien à cette adresse.",
    "refuse": "Vous n’avez pas le droit de faire cela.",
    "trop-de-demandes": "Trop de demandes en peu de temps.",
    "erreur-interne": "Relais n’a pas pu répondre.",
}


class ProblemError(Exception):
    """Raised by an endpoint to refuse with this problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def problem(code: str, status: int, detail: str = "", *, errors: Sequence[Mapping[str, str]] = (), **headers: str) -> Problem:
    """A problem of a known code; KeyError when the code is not declared in TITLES."""
    return Problem(code, status, TITLES[code], detail, errors, {name.replace("_", "-"): value for name, value in headers.items()})


def respond(refusal: Problem) -> HttpResponse:
    """The document as a response, never kept by a cache."""
    body: dict[str, Any] = {"type": f"urn:relais:probleme:{refusal.code}", "title": refusal.title, "status": refusal.status}
    if refusal.detail:
        body["detail"] = refusal.detail
    if refusal.errors:
        body["errors"] = [dict(error) for error in refusal.errors]
    response = JsonResponse(body, status=refusal.status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    for name, value in refusal.headers.items():
        response[name] = value
    return response


def _pointer(place: Sequence[object]) -> str:
    """JSON pointer of a pydantic location, without the name that ninja gives to the body parameter."""
    return "/" + "/".join(str(part) for part in place[2:]) if len(place) > 2 else "/"


def _invalid(error: ValidationError) -> Problem:
    errors = [{"pointer": _pointer(tuple(item.get("loc", ()))), "detail": str(item.get("msg", ""))} for item in error.errors]
    return problem("demande-invalide", 422, errors=errors)


def _http(error: HttpError) -> Problem:
    codes = {400: "demande-illisible", 404: "introuvable", 413: "demande-trop-longue", 429: "trop-de-demandes"}
    return problem(codes.get(error.status_code, "refuse"), error.status_code, str(error))


def install(api: NinjaAPI) -> None:
    """Make an API answer every refusal with a problem document."""

    def handler_of(make: Any) -> Any:  # noqa: ANN401  # ninja types its handlers loosely
        def handle(request: HttpRequest, error: Any) -> HttpResponse:  # noqa: ANN401, ARG001  # see above
            return respond(make(error))

        return handle

    api.add_exception_handler(ProblemError, handler_of(lambda error: error.problem))
    api.add_exception_handler(ValidationError, handler_of(_invalid))
    api.add_exception_handler(HttpError, handler_of(_http))
    api.add_exception_handler(Http404, handler_of(lambda _error: problem("introuvable", 404)))
    api.add_exception_handler(Refused, handler_of(lambda error: problem("refuse", 403, error.decision.reason)))
