"""One file as years of work leave it, for the page of a person: every panel has its rows."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from relais.accounts.models import Member
    from relais.people.models import File

_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_DAY = timedelta(days=1)


def furnish(found: "File", *, lead: "Member", desk: "Member", now: datetime) -> None:
    """A home of four, four rights, three goals, eight steps, six interviews, notes of three levels, six documents, hours, visits."""
    from relais.accounts.queries import actor_of
    from relais.casework.services.agenda import Meeting, make_appointment
    from relais.casework.services.documents import Deposit, deposit
    from relais.casework.services.goals import NewStep, add_step, set_goal
    from relais.casework.services.interviews import Contact, record_contact
    from relais.casework.services.notes import Parts, write_note
    from relais.casework.services.open_rights import ToldRight, keep_right
    from relais.casework.terms.agenda import Reason
    from relais.casework.terms.documents import DocumentKind
    from relais.casework.terms.interviews import InterviewKind, Who
    from relais.casework.terms.notes import NoteLevel
    from relais.people import services as people
    from relais.people.models import Household, HouseholdMember, KeptSituation
    from relais.people.terms import Link
    from relais.reception.services import Asked, record_visit

    awa, yasmine = (actor_of(who, on=now.date()) for who in (lead, desk))
    act = {"actor": awa, "file_id": found.pk}
    home = Household.objects.create(organisation_id=found.organisation_id)
    links = (Link.SELF, Link.SPOUSE, Link.MINOR_CHILD, Link.MINOR_CHILD)
    HouseholdMember.objects.bulk_create(
        HouseholdMember(household=home, person=found.person if link is Link.SELF else None, called=f"Personne {n}", link=link, told_at=now)
        for n, link in enumerate(links)
    )
    for name in ("RSA", "ALS", "C2S", "AAH"):
        keep_right(**act, told=ToldRight(name, now.date() + 60 * _DAY, "CAF"), now=now)
    for words in ("Garder le logement", "Voir mes enfants le week-end", "Travailler près de chez moi"):
        set_goal(**act, words=words, now=now)
    for number in range(8):
        add_step(**act, step=NewStep(list(Who)[number % 3], f"Étape {number}", now.date() + number * _DAY), now=now)
    for number in range(6):
        record_contact(**act, contact=Contact(list(InterviewKind)[number], now - number * _DAY, subject="Le loyer"), now=now)
        parts = Parts(facts="Elle a reçu un avis.", words="«\u00a0Je veux rester ici.\u00a0»")
        write_note(**act, level=list(NoteLevel)[number % 3], parts=parts, now=now)
        deposit(**act, handed=Deposit(_PDF, "avis.pdf", DocumentKind.LETTER, f"Avis {number}"), now=now)
        starts_at = now.replace(hour=9, minute=0) + (number + 1) * _DAY
        make_appointment(actor=awa, member_id=lead.pk, meeting=Meeting(starts_at), file_id=found.pk, now=now)
        record_visit(actor=yasmine, service_id=found.service_id, asked=Asked((Reason.OTHER,)), file_id=found.pk, now=now)
    for number in range(3):
        people.add_channel(**act, channel=people.NewChannel("courriel", f"personne{number}@exemple.fr"), now=now)
    KeptSituation.objects.create(organisation_id=found.organisation_id, file=found, kept_by=lead, kept_at=now, document="{}")
