"""What serves each role on its home: tiles that lead to real pages, with live counts; a page this instance lacks has no tile.

The panels of the day (agenda, counter, files, notes…) are laid by their rooms; here stands what each role opens besides.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Role
from relais.administration.queries import registers, signals
from relais.foundation import day_lines
from relais.foundation.access import Actor, ActorRequest
from relais.foundation.lines import Rows, number
from relais.people import hand
from relais.people import queries as people
from relais.people.examining import TO_REVIEW
from relais.people.policies import CLOSED_BY_NATURE
from relais.reception.queries import WAITING
from relais.shell import queries
from relais.shell.frame import address

#: from the request and a moment, the rows that wait behind a door.
Count = Callable[[ActorRequest, datetime], QuerySet[Any]]
#: name of the numbers of the tiles among the lines of the day.
TILES = "tuiles"


@dataclass(frozen=True, slots=True)
class Door:
    """A tile as declared. ``name``: URL name. ``count``: what waits there, or the name of the lines of the day that a panel already counts;
    None for nothing to count.

    ``counted``: words that follow any number, one or many. ``hidden_when_none``: no tile while nothing waits.
    """

    title: str | Promise
    words: str | Promise
    name: str
    count: Count | str | None = None
    counted: str | Promise = ""
    hidden_when_none: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile as shown. ``number``: how many wait there; None when nothing is counted."""

    title: str | Promise
    words: str | Promise
    url: str
    number: int | None
    counted: str | Promise


def _open_files(request: ActorRequest, now: datetime) -> QuerySet[Any]:
    return people.files(request.actor, now=now, held=hand.of(request)).filter(closed_at=None)


def _copies(request: ActorRequest, _now: datetime) -> QuerySet[Any]:
    return registers.waiting_for(request.actor)


def _unanswered(request: ActorRequest, _now: datetime) -> QuerySet[Any]:
    return registers.requests(request.actor).filter(answer="")


def _announced(request: ActorRequest, _now: datetime) -> QuerySet[Any]:
    return registers.eliminations(request.actor).filter(erased_at=None)


def _reports(request: ActorRequest, _now: datetime) -> QuerySet[Any]:
    return queries.reports_made(request.actor)


def _signals(request: ActorRequest, _now: datetime) -> QuerySet[Any]:
    return signals.to_look_at(request.actor)


_FILES = Door(_("Dossiers"), _("Ceux que vous pouvez ouvrir, par nom."), "people:mine", _open_files, _("en cours"))
_SHARED = Door(
    _("Partagé avec vous"),
    _("Ce qui vous a été confié d’un dossier, pour un motif écrit, jusqu’au jour dit."),
    "people:mine",
    _open_files,
    _("en cours"),
    hidden_when_none=True,
)
_COUNTER = Door(_("Accueillir"), _("Qui vient, pour quoi, un numéro, une heure."), "reception:counter", WAITING, _("en attente"))
_MAIL = Door(_("Courrier au guichet"), _("Domiciliation : une lettre arrive, quelqu’un vient la chercher."), "domiciliation:counter")
_DOMICILED = Door(_("Domiciliations"), _("À décider, à renouveler, à relancer, le courrier qui attend."), "domiciliation:board")
_AGENDA = Door(_("Agenda"), _("Le jour, la semaine, les heures du service."), "casework:agenda")
_RIGHTS = Door(_("Simuler sans dossier"), _("Trouver des droits, sans compte et sans rien garder."), "screening:start")
_TOOLS = Door(_("Boîte à outils"), _("Décoder un courrier, calculer un délai, écrire une lettre."), "tools:home")
_SHEETS = Door(_("Fiches de démarche"), _("Pas à pas, à jour, à imprimer."), "tools:sheets")
_TEXTS = Door(_("Textes de la structure"), _("Fiches et lettres locales : écrire, corriger, retirer."), "tools:texts")
_REPORTS = Door(
    _("Signalements sur Relais"), _("Ce qui ne va pas dans l’outil, et ce qui est répondu."), "feedback-list", _reports, _("en tout")
)
_ALGORITHMS = Door(_("Algorithmes utilisés ici"), _("Ce qui est calculé, avec quelles sources."), "algorithms")
_COPIES = Door(
    _("Copies à relire"),
    _("La copie d’un dossier demandée par la personne : vous êtes la seconde lecture."),
    "administration:readings",
    _copies,
    _("en attente"),
    hidden_when_none=True,
)
_DEBRIEF = Door(_("L’écran et l’entretien"), _("Quand l’équipe écrit ses notes, sans nom : pour en parler ensemble."), "casework:debrief")
_BILAN = Door(_("Bilan"), _("Les chiffres d’une période, les mêmes pour toute l’équipe."), "reporting:report")
_SECURITY = Door(_("Sécurité de mon compte"), _("Second facteur, codes imprimés."), "accounts:security")
_ABILITIES = Door(_("Ce que Relais sait faire"), _("Page par page, ce qui existe et ce qui manque."), "capabilities")

_BOOK = Door(_("Carnet d’adresses des organismes"), _("Les lignes que la structure connaît, et si elles répondent."), "procedures:contacts")
_ALERTS = Door(_("Alertes aux organismes"), _("Ce qui bloque, dit à qui peut le corriger. Personne n’y est nommé."), "observatory:alerts")
_CALLS = Door(_("Appeler une seule fois"), _("Toutes vos questions à un organisme, en un seul appel."), "procedures:calls")
_AIDS = Door(_("Aides facultatives"), _("Demandes, séances, décisions à dire, échéances."), "aids:board")

#: role → its doors, in the order of use. A name that does not exist in this instance is left out.
DOORS: Mapping[str, tuple[Door, ...]] = {
    Role.SOCIAL_WORKER: (_FILES, _AGENDA, _CALLS, _AIDS, _COUNTER, _DOMICILED, _RIGHTS, _TOOLS, _ALERTS, _DEBRIEF, _BILAN, _COPIES),
    Role.HEAD: (
        _FILES,
        _AGENDA,
        Door(_("Absences"), _("Qui est absent, ce qu’il faut couvrir."), "casework:absences"),
        Door(_("Accès exceptionnels"), _("À examiner dans les sept jours."), "people:reviews", TO_REVIEW, _("à examiner")),
        Door(_("Permanences"), _("Qui reçoit, quel jour."), "people:roster"),
        Door(_("Passations"), _("Ce qui passe d’un agent à l’autre."), "people:handovers"),
        _AIDS,
        _COUNTER,
        _DOMICILED,
        _ALERTS,
        _TEXTS,
        _DEBRIEF,
        _BILAN,
        _COPIES,
    ),
    Role.RECEPTION: (
        _COUNTER,
        _MAIL,
        Door(_("File d’attente"), _("Par numéro, avec l’attente."), "reception:line", WAITING, _("en attente")),
        _AGENDA,
        Door(_("Rappels à faire"), _("Appels, messages et lettres, en mots neutres."), "casework:reminders"),
        _FILES,
        _BOOK,
        _ALERTS,
        _SHEETS,
    ),
    Role.DIGITAL_MEDIATOR: (
        _SHARED,
        _RIGHTS,
        _TOOLS,
        _SHEETS,
        Door(_("Carnet de mes codes"), _("Vierge, à imprimer."), "tools:notebook"),
        _BOOK,
        _ALERTS,
        _AGENDA,
    ),
    Role.DIGITAL_LEAD: (
        _ALERTS,
        _TEXTS,
        _SHEETS,
        Door(_("Courriers"), _("Les lettres que Relais sait lire."), "tools:mails"),
        _REPORTS,
        _ABILITIES,
    ),
    Role.COMMISSION: (
        Door(_("Séances de la commission"), _("Des fiches numérotées, sans nom, et leurs décisions."), "aids:sessions"),
        _RIGHTS,
        _SHEETS,
        _ALGORITHMS,
        _ABILITIES,
    ),
    Role.PARTNER: (_SHARED, _RIGHTS, _TOOLS, _SHEETS, _ABILITIES),
    Role.INSTITUTION: (_SHEETS, _ALGORITHMS, _REPORTS, _ABILITIES),
    Role.TECHNICIAN: (
        Door(_("Comptes"), _("Membres, rôles, invitations."), "accounts:members"),
        Door(_("Services et équipes"), _("Ouvrir, renommer, fermer."), "accounts:places"),
        Door(_("État de l’instance"), _("Base, tâches, chiffrement : ce qui répond."), "instance"),
        _REPORTS,
        Door(_("Code source"), _("La version qui tourne ici."), "source"),
        _SECURITY,
    ),
    Role.DPO: (
        Door(_("Registres"), _("Traitements, analyse d’impact, hébergement : à relire et à imprimer."), "administration:home"),
        Door(
            _("Droits des personnes"), _("Demandes d’accès, délais d’un mois."), "administration:requests", _unanswered, _("sans réponse")
        ),
        Door(_("Conservation"), _("Ce qui arrive à échéance."), "administration:eliminations", _announced, _("en attente")),
        Door(
            _("Accès exceptionnels"),
            _("Ceux qu’aucun responsable ne peut examiner, sans nom."),
            "people:reviews",
            TO_REVIEW,
            _("à examiner"),
            hidden_when_none=True,
        ),
        Door(
            _("Signaux du journal"),
            _("Ce que les règles de la semaine ont relevé dans les lectures."),
            "administration:signals",
            _signals,
            _("à regarder"),
        ),
        Door(_("Ce que la structure dit de ses données"), _("Durées, archives, ce qui est dit aux personnes."), "administration:policy"),
        _BILAN,
        _ALGORITHMS,
        _REPORTS,
        _ABILITIES,
        _SECURITY,
    ),
}
#: what a role will do later, said plainly: an empty frame would promise it.
NOT_YET: Mapping[str, str | Promise] = {
    Role.PARTNER: _("Les orientations reçues n’existent pas encore dans cette version. Un dossier s’ouvre à vous par un partage écrit."),
    Role.INSTITUTION: _("Les alertes adressées à votre organisme n’existent pas encore dans cette version."),
    Role.DIGITAL_MEDIATOR: _(
        "Les orientations vers la médiation n’existent pas encore dans cette version. Un dossier s’ouvre à vous par un partage écrit."
    ),
}


def doors(actor: Actor) -> list[Door]:
    """The doors of the actor's roles, each address once, in the order of the list of roles. What a role closes by nature stays closed."""
    closed = actor.has_role(*CLOSED_BY_NATURE)
    shown: dict[str, Door] = {}
    for role in Role:
        for door in DOORS.get(role, ()) if role in actor.roles else ():
            url = address(door.name)
            if url and not (closed and door in {_COUNTER, _AGENDA, _MAIL, _DOMICILED}):
                shown.setdefault(url, door)
    return list(shown.values())


def counts(request: ActorRequest, _day: date) -> list[Rows]:
    """What waits behind each door of this member, asked with the other lines of the day."""
    now = timezone.now()
    counted = [(door.name, door.count) for door in doors(request.actor)]
    return [number(count(request, now), code=name) for name, count in counted if callable(count)]


def tiles(request: ActorRequest, day: date) -> list[Tile]:
    """The tiles of this member; no query once the lines of the day are asked."""
    numbers = {line.code: line.number for line in day_lines.of(request, TILES, day)}

    def waits(door: Door) -> int | None:
        if isinstance(door.count, str):
            return day_lines.number_of(request, door.count, day)
        return None if door.count is None else numbers.get(door.name, 0)

    told = [(door, waits(door)) for door in doors(request.actor)]
    return [
        Tile(door.title, door.words, str(address(door.name)), waiting, door.counted)
        for door, waiting in told
        if waiting or not door.hidden_when_none
    ]


def not_yet(actor: Actor) -> list[str | Promise]:
    """What the actor's roles will do later."""
    return [NOT_YET[role] for role in Role if role in actor.roles and role in NOT_YET]
