"""Who takes part in a file, and whom the person keeps out of it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.accounts.models import Member
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.people import policies, queries
from relais.people.events import PartEnded, PartGiven
from relais.people.models import Assignment, Bar, File
from relais.people.rules import Level
from relais.people.services.beginnings import UnableToKeepFiles, demand, file_in_scope
from relais.people.terms import FileState, Part


@transaction.atomic
def assign(*, actor: Actor, file_id: UUID, member_id: UUID, part: Part, now: datetime, ends_at: datetime | None = None) -> Assignment:
    """Give a member a part in a file; the référent who is replaced leaves it, the part that this member held ends."""
    found = file_in_scope(actor, file_id, Level.EXISTENCE, now=now, while_limited=True)
    demand(policies.can_assign(actor, found, part=part, now=now))
    if found.state == FileState.CLOSED:
        raise UnableToKeepFiles(member=gettext_noop("Ce dossier est clos : rouvrez-le d’abord."))
    member = queries.assignable(actor, found).filter(pk=member_id).first()
    if member is None:
        raise UnableToKeepFiles(member=gettext_noop("Cette personne ne peut pas intervenir dans ce dossier."))
    if ends_at is not None and ends_at <= now:
        raise UnableToKeepFiles(until=gettext_noop("La date de fin est déjà passée."))
    if part == Part.TEAM and queries.opposed(found):
        raise UnableToKeepFiles(part=gettext_noop("La personne s’oppose au partage dans l’équipe."))
    if part == Part.SUBSTITUTE and ends_at is None:
        raise UnableToKeepFiles(until=gettext_noop("Dites jusqu’à quand elle ou il supplée."))
    lead = queries.lead_of(found, now=now)
    if part == Part.LEAD and ends_at is not None:
        raise UnableToKeepFiles(until=gettext_noop("Qui suit un dossier n’a pas de date de fin : la prochaine personne prendra la suite."))
    if part != Part.LEAD and lead == member:
        raise UnableToKeepFiles(part=gettext_noop("Elle ou il suit ce dossier : nommez d’abord qui prend la suite."))
    given = take_part(found, member, part, now=now, ends_at=ends_at)
    journal.record(actor=actor, action="file.part_given", at=now, subject=given)
    bus.publish(PartGiven(found.organisation_id, found.pk, member.pk, part, now))
    return given


def take_part(found: File, member: Member, part: Part, *, now: datetime, ends_at: datetime | None = None) -> Assignment:
    """The member has this part from now on and no other; a new référent follows the one who led the file, who leaves it.

    Part of an act: whoever calls has decided, and writes and tells it.
    """
    leaving = found.assignments.filter(ends_at=None, member=member) | found.assignments.filter(policies.current(now), member=member)
    if part == Part.LEAD:
        leaving |= found.assignments.filter(ends_at=None, part=Part.LEAD)
        File.objects.filter(pk=found.pk).update(lead=member)
        found.lead = member
    Assignment.objects.filter(pk__in=list(leaving.values_list("pk", flat=True))).update(ends_at=now)
    return Assignment.objects.create(file=found, member=member, part=part, starts_at=now, ends_at=ends_at)


@transaction.atomic
def end_part(*, actor: Actor, file_id: UUID, assignment_id: int, now: datetime) -> None:
    """A member leaves a file now; never its référent, who is replaced so that no deadline is left without anybody."""
    found = file_in_scope(actor, file_id, Level.EXISTENCE, now=now, while_limited=True)
    given = found.assignments.filter(policies.current(now), pk=assignment_id).first()
    if given is None:
        raise OutOfScope
    if given.part == Part.LEAD:
        raise UnableToKeepFiles(
            whole=gettext_noop("Un dossier ne reste pas sans référente ni référent : nommez d’abord qui prend la suite.")
        )
    if given.member_id != actor.user_id:
        demand(policies.can_assign(actor, found, part=given.part, now=now))
    given.ends_at = now
    given.save(update_fields=["ends_at"])
    journal.record(actor=actor, action="file.part_ended", at=now, subject=given)
    bus.publish(PartEnded(found.organisation_id, found.pk, given.member_id, now))


@transaction.atomic
def bar(*, actor: Actor, file_id: UUID, member_id: UUID, now: datetime) -> Bar:
    """At the person's request, close her files to a member by every path, from now on; their parts in them end."""
    found = file_in_scope(actor, file_id, Level.RECEPTION, now=now, while_limited=True)
    member = Member.objects.within(actor).filter(pk=member_id).first()
    if member is None:
        raise UnableToKeepFiles(member=gettext_noop("Ce compte n’existe pas."))
    lead = queries.lead_of(found, now=now)
    if lead is not None and lead.pk == member.pk:
        raise UnableToKeepFiles(member=gettext_noop("Elle ou il suit ce dossier : nommez d’abord qui prend la suite."))
    kept, _ = Bar.objects.get_or_create(person=found.person, member=member, lifted_at=None, defaults={"asked_at": now})
    for given in Assignment.objects.filter(policies.current(now), file__person=found.person, member=member).order_by("pk"):
        given.ends_at = now
        given.save(update_fields=["ends_at"])
        journal.record(actor=actor, action="file.part_ended", at=now, subject=given)
    # what they lead in another service goes before its head, and whoever asked learns of no file there
    File.objects.filter(person=found.person, lead=member).update(lead=None)
    journal.record(actor=actor, action="person.bar_set", at=now, subject=kept, about_id=found.pk)
    return kept


@transaction.atomic
def lift_bar(*, actor: Actor, file_id: UUID, bar_id: int, now: datetime) -> None:
    """The person changed her mind."""
    found = file_in_scope(actor, file_id, Level.RECEPTION, now=now)
    lifted = found.person.bars.filter(pk=bar_id, lifted_at=None).update(lifted_at=now)
    if not lifted:
        raise OutOfScope
    journal.record(actor=actor, action="person.bar_lifted", at=now, subject=found.person, about_id=found.pk)
