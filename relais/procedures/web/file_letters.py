"""The letters of the toolbox filled from a file and one of its démarches: who writes, to whom, references and days. Level N1 only.

Nothing is stored: the answers go to the tool of letters in the page, which keeps nothing of them either.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.formats import date_format

from relais.accounts.house import address as house_address
from relais.accounts.queries import myself, organisation_of
from relais.foundation.access import Actor
from relais.law.letters.letter import Field, Kind, Letter
from relais.people import queries as people
from relais.procedures.queries.procedures import Followed
from relais.procedures.rules.progress import Act
from relais.procedures.terms.sendings import Sender
from relais.procedures.web.letter_forms import PREFIX

if TYPE_CHECKING:
    from datetime import date

    from relais.people.models import File

#: questions that the name of the démarche answers, when they want a line.
_NAMED: Final = frozenset({"sujet", "demande", "objet", "prestation", "droit"})
#: questions about a day, and the day of the démarche that answers.
_DAYS: Final = {"depose_le": "filed", "demande_le": "filed", "demarche_le": "filed", "complet_le": "complete", "recue_le": "decided"}
#: how a letter calls the way by which a request was made.
_WAYS: Final = {"courrier": "poste", "guichet": "guichet", "en_ligne": "internet"}
#: words of a question whose number is not the one that the démarche holds.
_OTHER_NUMBERS: Final = ("sécurité sociale", "étranger")


def sender(actor: Actor, found: "File", *, now: datetime) -> tuple[str, str]:
    """Her name, and the address that her letters bear: the one to write to, or the one that this actor may read; "" when neither."""
    person = found.person
    name = " ".join(filter(None, (person.given_names, person.family_name or person.birth_name))) or person.called
    address = person.correspondence_address or ("" if person.address_protected else people.address(actor, found, now=now))
    return name, address


def signer(found: "File", address: str) -> Sender:
    """Who signs unless somebody says otherwise: the person; the service when her address is protected and none is known to write to."""
    return Sender.SERVICE if found.person.address_protected and not address else Sender.PERSON


def service_of(actor: Actor, found: "File") -> dict[str, object]:
    """How the service signs: the worker and her function; the house, the service of the file, the address that the house keeps."""
    me, house = myself(actor), organisation_of(actor)
    names = [house.name if house is not None else "", found.service.name, *house_address(actor).split("\n")]
    lines = dict.fromkeys(line.strip() for line in names if line.strip())
    return {
        "signataire": ", ".join(filter(None, (me.display_name, me.job_title))) if me is not None else "",
        "structure": "\n".join(lines),
    }


def answers(actor: Actor, found: "File", followed: Followed, letter: Letter, *, now: datetime) -> dict[str, object]:
    """What is already known of a letter, by the names of its form; the rest stays to be answered."""
    name, address = sender(actor, found, now=now)
    procedure = followed.procedure
    told: dict[str, object] = {"nom": name, "adresse": address, "le": timezone.localdate(now)}
    told |= {"expediteur": signer(found, address), **service_of(actor, found)}
    if procedure.body:
        told["destinataire"] = procedure.body
    for field in letter.fields:
        if field.code == "numero" and not any(word in field.question for word in _OTHER_NUMBERS):
            told[PREFIX + field.code] = procedure.reference
        elif field.code in _NAMED and field.kind is Kind.TEXT:
            told[PREFIX + field.code] = procedure.title
        elif field.code in _DAYS and field.kind is Kind.DATE and (day := _day(followed, _name_of(field))) is not None:
            told[PREFIX + field.code] = date_format(day, "d/m/Y", use_l10n=False)
        elif field.code == "moyen" and field.kind is Kind.CHOICE:
            told[PREFIX + field.code] = _way(followed, field)
        elif field.code == "service" and field.kind is Kind.TEXT and procedure.body:
            told[PREFIX + field.code] = procedure.body
    return told


def _name_of(field: Field) -> str:
    """Which day of the démarche answers: a letter that asks when the service received the request does not ask for its decision."""
    return "received" if "reçu votre demande" in field.question else _DAYS[field.code]


def _way(followed: Followed, field: Field) -> str:
    """By which way the request was made, when the letter offers it; "" when nobody noted it."""
    filed = next((one for one in reversed(followed.standing) if one.act == Act.FILED), None)
    way = _WAYS.get(filed.way, "") if filed is not None else ""
    return way if way in dict(field.choices) else ""


def _day(followed: Followed, name: str) -> "date | None":
    """A day of the démarche; the day a decision was received only when somebody noted a refusal or a grant."""
    was = followed.progress
    found: date | None = getattr(was, name)
    # a file that nobody found incomplete was whole when it arrived
    if name == "complete" and found is None and was.asked is None:
        found = was.received
    if name == "decided" and not any(Act(one.act) in (Act.REFUSED, Act.GRANTED) for one in followed.standing):
        return None
    return found
