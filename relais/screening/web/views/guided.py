"""``/droits/guidee/``: one question a page, large choices, no script needed; stop at any time for the answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from relais.law.situation.facts import Kind, Reserve
from relais.screening import queries
from relais.screening.rules.board import Board
from relais.screening.rules.guided import Step, base_steps, chapters_left, next_base_step, next_step
from relais.screening.rules.layout import CHILDREN
from relais.screening.rules.marking import gettext_noop
from relais.screening.rules.reading import saying
from relais.screening.rules.told import FIELD_NAME, RESERVE, Told
from relais.screening.web.answer_views import question_label
from relais.screening.web.exchange import guarded, received
from relais.screening.web.field_views import field_id, field_named, rights_words
from relais.screening.web.page import Outcome, outcome_of, page_of, read_only
from relais.screening.web.page_state import StateProblem
from relais.screening.web.summary import Unreadable, fact_key, names_of, summary_of, unreadable
from relais.ui.sentences import said

NAME = "screening:guided"

CHAPTERS: Mapping[str, Promise] = {
    "famille": gettext_lazy("la famille"),
    "travail": gettext_lazy("le travail et les revenus"),
    "logement": gettext_lazy("le logement"),
    "precisions": gettext_lazy("ce qui change encore la réponse"),
}


CHILDREN_HINT = gettext_noop("Dates de naissance ou âges, séparés par des virgules ; ou leur nombre. 0 s’il n’y en a pas.")


@dataclass(frozen=True, slots=True)
class Question:
    """One question as printed. ``options`` empty: a text box. ``progress``: where we are, in words."""

    key: str
    id: str
    label: str
    hint: str
    why: str
    rights: str
    paper: str
    options: tuple[tuple[str, str], ...]
    value: str
    numeric: bool
    problem: str
    candidates: tuple[str, ...]
    progress: str
    first: bool


@guarded
@require_http_methods(["GET", "HEAD", "POST"])
def guided(request: HttpRequest) -> HttpResponse:
    """The next question, or the summary with the answers when asked for, or when no question is left."""
    exchange = received(request)
    told, wanted, problem = _answered(request, exchange.told)
    outcome = outcome_of(told) if _stops(request) or (not wanted and next_base_step(told) is None) else read_only(told)
    step = _step(told, wanted, outcome.board)
    if step is None or _stops(request):
        return _summary(request, outcome if outcome.board else outcome_of(told), exchange.state_problem)
    page = page_of(outcome, name=NAME, state_problem=exchange.state_problem)
    question = _question(step, outcome, problem, request.POST.get("reponse", "") if problem else told.text(step.key))
    return render(request, "screening/guidee.html", {"page": page, "question": question}, status=422 if problem else 200)


def _stops(request: HttpRequest) -> bool:
    """«Arrêter ici», or something settled from the summary itself."""
    return any(request.POST.get(act) for act in ("voir", "confirmer", "infirmer", "hesiter", "repondre"))


def _answered(request: HttpRequest, told: Told) -> tuple[Told, str, Unreadable | None]:
    """The page after what was pressed, the question wanted next («» for the natural one), and why the words could not be read."""
    key, post = request.POST.get("question", ""), request.POST
    text = (post.get("choisi") or post.get("reponse", "")).strip()
    if post.get("modifier"):
        return told, post["modifier"] if _is_question(post["modifier"]) else "", None
    if post.get("retour"):
        return *told.back(), None
    if not _is_question(key) or post.get("voir"):
        return told, "", None
    if text and not (post.get("passer") or post.get("refuser")):
        return _said(told, key, text)
    return _unsaid(told, key, post), "", None


def _unsaid(told: Told, key: str, post: QueryDict) -> Told:
    """Refused, «je ne sais pas» (an empty box sent says the same), or nothing pressed."""
    if post.get("refuser"):
        return told.refusing(key).stepped(key)
    return told.skipping(key).stepped(key) if post.get("passer") or post.get("suite") else told


def _said(told: Told, key: str, text: str) -> tuple[Told, str, Unreadable | None]:
    """An answer taken when it can be read; else the same question again with its words."""
    if key.startswith(RESERVE):
        reserve = key.removeprefix(RESERVE)
        return (told.denying(reserve) if text == "oui" else told.confirming(reserve)).stepped(key), "", None
    before = read_only(told)
    after = saying(told=told, key=key, text=text, reading=before.reading)
    problem = unreadable(read_only(after), key)
    return (told, key, problem) if problem else (after.stepped(key), "", None)


def _is_question(key: str) -> bool:
    if key.startswith(RESERVE):
        return key.removeprefix(RESERVE) in queries.reserves()
    return FIELD_NAME.fullmatch(key) is not None and field_named(key) is not None


def _step(told: Told, wanted: str, board: Board | None) -> Step | None:
    if wanted:
        return next((step for step in base_steps(told) if step.key == wanted), Step(wanted, "precisions"))
    return next_step(told, board.questions if board else ())


def _summary(request: HttpRequest, outcome: Outcome, problem: StateProblem | None) -> HttpResponse:
    page = page_of(outcome, name=NAME, state_problem=problem)
    more = next_step(outcome.told, outcome.board.questions if outcome.board else ()) is not None
    return render(request, "screening/guidee_reponses.html", {"page": page, "summary": summary_of(outcome), "more": more, "live": False})


def _question(step: Step, outcome: Outcome, problem: Unreadable | None, value: str) -> Question:
    told = outcome.told
    if step.key.startswith(RESERVE):
        return _reserve_question(step, outcome)
    field = field_named(step.key)
    if field is None:
        raise LookupError(step.key)
    hint = _(CHILDREN_HINT if step.key == CHILDREN else field.hint) if field.hint else ""
    if field.monthly:
        hint = _("%(hint)s ; 0 s’il n’y en a pas") % {"hint": hint}
    return Question(
        key=step.key,
        id=field_id(step.key),
        label=question_label(fact_key(step.key), names_of(outcome)),
        hint=hint,
        why=_(field.why),
        rights=rights_words(field.fact),
        paper=_(field.paper) if field.paper else "",
        options=tuple((code, _(words)) for code, words in field.choices),
        value=value,
        numeric=field.numeric,
        problem=problem.text if problem else "",
        candidates=problem.candidates if problem else (),
        progress=_progress(step, told),
        first=not told.path,
    )


def _reserve_question(step: Step, outcome: Outcome) -> Question:
    reserve = queries.reserves()[step.key.removeprefix(RESERVE)]
    return Question(
        key=step.key,
        id=field_id(step.key.replace(":", "-")),
        label=said(reserve.question),
        hint=_natures(reserve),
        why=_("Sans réponse, nous supposons que non."),
        rights="",
        paper="",
        options=(("oui", _("Oui")), ("non", _("Non"))),
        value="",
        numeric=False,
        problem="",
        candidates=(),
        progress=_progress(step, outcome.told),
        first=not outcome.told.path,
    )


def _natures(reserve: Reserve) -> str:
    """«Par exemple : allocation chômage, retraites…»: the incomes that a reserve holds; «» when it holds none."""
    facts = queries.facts()
    labels = [said(facts[code].label) for code in reserve.facts if facts[code].kind is Kind.MONTHLY]
    names = ", ".join(label[:1].lower() + label[1:] for label in labels)
    return _("Par exemple : %(names)s.") % {"names": names} if names else ""


def _progress(step: Step, told: Told) -> str:
    """«La famille, puis le travail et les revenus, puis le logement»: words, not a false percentage."""
    chapters = [CHAPTERS[step.chapter], *(CHAPTERS[left] for left in chapters_left(told, step.chapter))]
    words = _(", puis ").join(str(chapter) for chapter in chapters)
    return words[:1].upper() + words[1:]
