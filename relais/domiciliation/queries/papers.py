"""What a paper of domiciliation says: the person as her file names her, the address of the service, the days of one request."""

from django.utils.formats import date_format

from relais.domiciliation.models import Desk, Domiciliation
from relais.domiciliation.queries.files import Request, Standing, desk
from relais.domiciliation.rules.clocks import decide_by, renewable_on
from relais.domiciliation.rules.papers import Facts, Paper, Where, Who, paper
from relais.domiciliation.terms import SAID_TO_HER
from relais.foundation.access import Actor
from relais.people.models import File, Person


def named(person: Person) -> str:
    """Her full name where it is known, else what she is called."""
    family = person.family_name or person.birth_name
    return f"{person.given_names} {family}" if person.given_names and family else person.called


def lacks_identity(person: Person) -> bool:
    """Whether an office would find no full name or no date of birth on the attestation."""
    return not (person.given_names and (person.family_name or person.birth_name) and person.birth_on)


def _where(found: Domiciliation, place: Desk | None) -> Where:
    """The service of the domiciliation: that of the file may be another, once two files became one."""
    if place is None:
        return Where(f"{found.organisation.name}, {found.service.name}", ())
    return Where(place.body, tuple(place.address.splitlines()), place.hours, place.approval)


def paper_of(actor: Actor, found: File, standing: Standing, one: Request, kind: str) -> Paper | None:
    """One paper of a request in scope; None when this request has none of that kind."""
    if kind not in one.papers:
        return None
    election, person, kept = one.election, found.person, standing.domiciliation
    born = date_format(person.birth_on, "j F Y") if person.birth_on else ""
    if kind == "avertissement":
        reason = kept.noticed, kept.get_noticed_display()
    else:
        reason = election.end_reason, election.get_end_reason_display()
    facts = Facts(
        number=kept.number,
        asked_on=election.asked_on,
        answer_by=kept.answer_by if kind == "avertissement" else decide_by(asked_on=election.asked_on),
        decided_on=election.decided_on,
        starts_on=election.starts_on,
        ends_on=election.ends_on,
        refusal=_said(election.refusal, election.get_refusal_display()),
        orientation=election.orientation,
        end_reason=_said(*reason),
        ended_on=election.ended_on,
        moved_to=election.moved_to,
        renew_on=renewable_on(ends_on=election.ends_on) if election.ends_on else None,
    )
    who = Who(named(person), born, one.holders)
    return paper(kind, where=_where(kept, desk(actor, kept.service_id)), who=who, facts=facts)


def _said(code: str, label: object) -> str:
    """A reason inside a sentence of a letter to her."""
    words = str(label)
    return SAID_TO_HER.get(code, words[:1].lower() + words[1:])
