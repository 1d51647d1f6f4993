"""The work done with the people of the demonstration: interviews, notes of each level, goals and steps, made through the services."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.accounts.queries import actor_of
from relais.casework.models import Interview
from relais.casework.rules.transmissions import AGAINST, Way
from relais.casework.services import interviews, notes, transmissions
from relais.casework.services.goals import NewStep
from relais.casework.services.interviews import Closing, Contact, NewDecision
from relais.casework.services.notes import Parts
from relais.casework.terms.interviews import Cause, Duration, InterviewKind, Mode, Said, Who, Writing
from relais.casework.terms.notes import NoteLevel
from relais.casework.terms.transmissions import SentBy
from relais.foundation.access import Actor
from relais.people.models import File

#: hours since the last interview: it is before now, and on a day that anybody may read as recent.
_LAST = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Met:
    """What one interview with somebody left. ``steps``: whose turn, what, in how many days."""

    called: str
    kind: InterviewKind
    level: NoteLevel
    parts: Parts
    goal: str = ""
    decisions: tuple[NewDecision, ...] = ()
    steps: tuple[tuple[Who, str, int], ...] = ()
    writing: Writing = Writing.AFTER


MET = (
    Met(
        "Inès Bakri",
        InterviewKind.BOOKED,
        NoteLevel.SHARED,
        Parts(
            "Deux loyers manquent depuis septembre. Le bailleur a écrit le mois dernier.",
            "« Je ne dors plus. Je veux garder mon logement pour mon fils. »",
            "La baisse de salaire explique l’impayé. Un plan avec le bailleur paraît possible.",
        ),
        "Garder mon logement",
        (NewDecision("prime_activite", Said.YES), NewDecision("fsl", Said.LATER, Cause.COMPLEX)),
        (
            (Who.US, "J’appelle le bailleur", 2),
            (Who.US, "Je prépare la demande de prime", 5),
            (Who.PERSON, "Vous apportez le bail et le dernier courrier", 6),
            (Who.TOGETHER, "Au bureau, à 14 h", 8),
        ),
    ),
    Met(
        "M. Le Goff",
        InterviewKind.HOME,
        NoteLevel.ADMINISTRATIVE,
        Parts(
            "Le dossier de retraite est complet depuis le début du mois. La caisse n’a pas répondu.",
            "« Je veux juste savoir où ça en est. »",
        ),
        "Savoir où en est ma retraite",
        (NewDecision("aspa", Said.PROPOSED),),
        ((Who.US, "J’écris à la caisse de retraite", -1), (Who.TOGETHER, "Par téléphone, le matin", 12)),
        Writing.DURING,
    ),
    Met(
        "Sabrina",
        InterviewKind.SPONTANEOUS,
        NoteLevel.CONFIDENTIAL,
        Parts(
            "Elle demande que personne n’appelle chez elle.",
            "« Il ne doit pas savoir que je viens. »",
            "Sa sécurité passe avant les démarches.",
        ),
        "Être tranquille",
        steps=((Who.TOGETHER, "Elle revient au bureau", 4),),
    ),
    Met(
        "Mme Delorme",
        InterviewKind.PHONE,
        NoteLevel.SHARED,
        Parts("Sa curatrice prépare le dossier d’aide à domicile.", "« Je préfère rester chez moi. »"),
        "Rester chez moi",
        (NewDecision("apa", Said.YES),),
        ((Who.US, "Je rappelle la curatrice", 3), (Who.PERSON, "Vous gardez le courrier du médecin", 10)),
    ),
)


def do_work(house: Organisation, *, now: datetime) -> None:
    """The interviews of the cast, once; the person answers to one of the notes."""
    awa = Member.objects.filter(organisation=house, identifier="awa").select_related("organisation").first()
    if awa is None or Interview.objects.filter(organisation=house).exists():
        return
    actor = actor_of(awa, on=timezone.localdate(now))
    files = {found.person.called: found for found in File.objects.filter(organisation=house).select_related("person")}
    for met in MET:
        if met.called in files:
            _meet(actor, files[met.called], met, now=now)
    if "Sabrina" in files:
        _transmit(actor, files["Sabrina"], now=now)


def _transmit(actor: Actor, found: File, *, now: datetime) -> None:
    """What the law asked to tell the département of her child, begun after the interview and sent."""
    way = Way(body="CRIP du Haut-Brumois", parents=AGAINST, why_not="Son père vit avec lui, et c’est de lui que l’enfant a peur.")
    told = transmissions.Writing(
        "Noé, sept ans, chez son père une semaine sur deux",
        "Il se cache sous le bureau quand le téléphone sonne.",
        "« Papa tape dans les murs la nuit », dit Noé. Sa mère dit qu’il ne dort plus là-bas.",
        "Sa peur revient à chaque fin de semaine.",
        way,
    )
    row = transmissions.begin_transmission(actor=actor, file_id=found.pk, told=told, now=now - _LAST)
    sent = replace(way, sent_on=timezone.localdate(now), sent_by=SentBy.HAND)
    transmissions.follow_transmission(actor=actor, transmission_id=row.pk, way=sent, now=now)


def _meet(actor: Actor, found: File, met: Met, *, now: datetime) -> None:
    today = timezone.localdate(now)
    closing = Closing(
        contact=Contact(met.kind, now - _LAST, Mode.WITH, Duration.MIDDLE),
        parts=met.parts,
        level=met.level,
        writing=met.writing,
        goal=met.goal,
        decisions=met.decisions,
        steps=tuple(NewStep(who, what, today + timedelta(days=days)) for who, what, days in met.steps),
    )
    interview = interviews.close_interview(actor=actor, file_id=found.pk, closing=closing, now=now)
    if met.level == NoteLevel.ADMINISTRATIVE:
        (note,) = interview.notes.all()
        notes.record_disagreement(actor=actor, note_id=note.pk, words="J’ai aussi appelé la caisse moi-même, deux fois.", now=now)
