"""``POST /api/v1/simulations``: a situation in, rights explained out. Anonymous, limited, nothing stored, nothing logged."""

import json
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from relais.foundation import limits
from relais.foundation.client import address_of
from relais.foundation.problems import CONTENT_TYPE, ProblemError, problem
from relais.kernel.months import Month
from relais.law.answers.serialise import screening_json
from relais.law.situation.checks import Problem
from relais.law.situation.document import read_household
from relais.screening import queries
from relais.screening.api.schemas import ProblemOut, SimulationOut, SituationIn, inlined

router = Router(tags=["simulations"])

#: a household of twenty persons with every fact and every month told takes about 60 kB.
LARGEST_BODY = 128 * 1024
RATE, PER = 60, timedelta(minutes=1)
_PROBLEM = {CONTENT_TYPE: {"schema": inlined(ProblemOut.model_json_schema())}}
_REFUSALS = {
    400: "Le corps n’est pas du JSON.",
    413: "Le corps est trop long.",
    422: "Des valeurs sont refusées, chacune montrée.",
    429: "Trop de demandes ; Retry-After dit quand revenir.",
}


@router.post(
    "/simulations",
    response={200: SimulationOut},
    summary="Droits possibles d’un ménage",
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": SituationIn.model_json_schema()}}},
        "responses": {status: {"description": words, "content": _PROBLEM} for status, words in _REFUSALS.items()},
    },
)
def simulate(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """Rights a household could claim, with reasons; a fact left out is unknown and never counts as a no. Nothing is kept."""
    response["Cache-Control"] = "no-store"
    _spend(request)
    reading = read_household(_body(request), month=Month.of(timezone.localdate()))
    if reading.household is None:
        errors = [{"pointer": pointer(each), "detail": each.message} for each in reading.problems if not each.warning]
        raise ProblemError(problem("demande-invalide", 422, errors=errors))
    screening = queries.answers(reading.household, on=timezone.localdate())
    told = screening_json(screening)
    labels = {code: card.label for code, card in queries.cards().items()}
    return {
        **told,
        "results": [{**answer, "label": labels[answer["right"]]} for answer in told["results"]],
        "month": str(reading.household.month),
        "engine": queries.engine().version,
        "warnings": [{"pointer": pointer(each), "code": each.code, "detail": each.message} for each in reading.problems],
    }


def _spend(request: HttpRequest) -> None:
    verdict = limits.allow(f"api.simulations|{address_of(request)}", rate=RATE, per=PER)
    if not verdict:
        wait = str(verdict.retry_after)
        raise ProblemError(problem("trop-de-demandes", 429, f"Réessayez dans {wait} secondes.", Retry_After=wait))


def _body(request: HttpRequest) -> object:
    """The JSON body; refused when too long, not JSON, or holding what JSON has not (NaN, infinities)."""
    told = request.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) > LARGEST_BODY:
        raise ProblemError(problem("demande-trop-longue", 413, f"Au plus {LARGEST_BODY // 1024} ko."))
    if request.content_type != "application/json":
        raise ProblemError(problem("demande-illisible", 400, "Envoyez du JSON (Content-Type : application/json)."))
    try:
        read = json.loads(request.body, parse_constant=_no_constant)
        json.dumps(read, ensure_ascii=False).encode()  # half of a surrogate pair is no text: it could not be told back
    except (ValueError, RecursionError):
        raise ProblemError(problem("demande-illisible", 400, "Ce n’est pas du JSON en UTF-8.")) from None
    return read


def _no_constant(word: str) -> float:
    raise ValueError(word)


def pointer(each: Problem) -> str:
    """JSON pointer of a problem; a person is named by her id, as the reader numbers those who have none."""
    return f"/persons/{each.key.person}/{each.key.fact}" if each.key.person else f"/{each.key.fact}"
