"""Two persons recorded become one, and two again within thirty days: every row moved is written down, and goes back where it was."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.people import merging, policies, queries, rules
from relais.people.events import MergeUndone, PersonsMerged
from relais.people.freezing import is_frozen
from relais.people.merging import Ledger
from relais.people.models import Assignment, Bar, File, FormerName, Merge, MergedFile, NameKey, Person, ToCompare
from relais.people.rules import Level
from relais.people.services.beginnings import UnableToKeepFiles, demand, file_in_scope, who_acts, whole_record
from relais.people.services.households import keep_apart
from relais.people.services.situations import forget_answers
from relais.people.terms import FileState, Part

#: the choice of a field: what the file that is kept says, or the other.
KEPT, OTHER = "garde", "autre"


@transaction.atomic
def merge_persons(*, actor: Actor, file_id: UUID, other_id: UUID, chosen: Mapping[str, str], seen: str, now: datetime) -> Merge:
    """Make the person of the other file that of this one, whose address is kept.

    ``chosen``: for each field of ``rules.IDENTITY`` that differs, ``KEPT`` or ``OTHER``. ``seen``: the digest of the preview: nothing
    moves that was not shown. The rules of each table are those of ``merging``; the journal of both files stays where it is.
    """
    kept, other = _both(actor, file_id, other_id, now=now)
    demand(policies.can_merge(actor, kept, other, now=now))
    person, absorbed = _locked(kept.person_id, other.person_id)
    before = merging.image((person.pk, absorbed.pk))
    if merging.digest(before) != seen:
        raise UnableToKeepFiles(whole=_("Un des deux dossiers a changé depuis cet aperçu : relisez-le, rien n’a été réuni."))
    _refuse(person, absorbed, now=now)
    _identity(person, absorbed, chosen, now=now)
    by = who_acts(actor)
    for mine, hers in queries.united_files(person, absorbed):
        _unite(actor, mine, hers, by=by, now=now)
    for rule in merging.rules(Person):
        rule.carry(kept=person.pk, absorbed=absorbed.pk, by=by, now=now)
    _leave_out(person, now=now)
    Person.objects.filter(pk=absorbed.pk).delete()
    whole_record(person).save()
    if person.address_protected:
        keep_apart(person)
        forget_answers(person)
    ToCompare.objects.ask([person.pk])
    ledger = Ledger.between(before, merging.image((person.pk, absorbed.pk), also=before))
    done = Merge(organisation_id=person.organisation_id, kept=person, absorbed=absorbed.pk, merged_by_id=by, merged_at=now)
    done.ledger = ledger.words()
    done.save(force_insert=True)
    journal.record(actor=actor, action="file.merged", at=now, subject=kept)
    bus.publish(PersonsMerged(person.organisation_id, kept.pk, other.pk, now))
    return done


def _both(actor: Actor, file_id: UUID, other_id: UUID, *, now: datetime) -> tuple[File, File]:
    """Both files, locked in the order of their identifiers so that two merges never wait for each other; of two persons."""
    found = {pk: file_in_scope(actor, pk, Level.ADMINISTRATIVE, now=now, while_limited=True) for pk in sorted((file_id, other_id))}
    kept, other = found[file_id], found[other_id]
    if kept.person_id == other.person_id:
        raise UnableToKeepFiles(whole=_("Ces deux dossiers sont déjà ceux d’une même personne."))
    return kept, other


def _locked(*persons: UUID) -> list[Person]:
    found = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=persons).order_by("pk")}
    return [found[pk] for pk in persons]


def _refuse(person: Person, absorbed: Person, *, now: datetime) -> None:
    """What stops a merge whoever asks for it: a limitation, or a référent whom the person keeps out."""
    files = list(File.objects.filter(person__in=(person, absorbed)).select_related("person"))
    if any(is_frozen(file) for file in files):
        raise UnableToKeepFiles(whole=_("La personne a demandé la limitation de ses données : rien n’est réuni avant qu’elle soit levée."))
    if queries.leads_kept_out(person, absorbed, now=now):
        raise UnableToKeepFiles(
            whole=_("L’un des deux dossiers écarte qui suit l’autre : nommez d’abord une autre référente ou un autre référent.")
        )


def _identity(person: Person, absorbed: Person, chosen: Mapping[str, str], *, now: datetime) -> None:
    """Who she is, field by field; names that are not chosen stay names to find her by."""
    lost: set[str] = set()
    missing: dict[str, str] = {}
    for name, columns in rules.IDENTITY.items():
        mine, hers = ([getattr(one, column) for column in columns] for one in (person, absorbed))
        keeps = rules.tells_more(mine, hers)
        if keeps is None and chosen.get(name) not in {KEPT, OTHER}:
            missing[name] = _("Choisissez ce qui est juste.")
            continue
        keeps = chosen[name] == KEPT if keeps is None else keeps
        if name in rules.FOUND_BY:
            lost.add(str(hers[0] if keeps else mine[0]))
        if not keeps:
            for column, value in zip(columns, hers, strict=True):
                setattr(person, column, value)
    if missing:
        raise UnableToKeepFiles(**missing)
    for name in rules.CAREFUL:
        setattr(person, name, getattr(person, name) or getattr(absorbed, name))
    person.recorded_at = min(person.recorded_at, absorbed.recorded_at)
    for words in sorted(lost - {"", *person.names()}):
        FormerName.objects.get_or_create(person=person, name=words, defaults={"recorded_at": now})


def _unite(actor: Actor, mine: File, hers: File, *, by: UUID, now: datetime) -> None:
    """One file where there were two in a service: the older opening, open if either is."""
    for rule in merging.rules(File):
        rule.carry(kept=mine.pk, absorbed=hers.pk, by=by, now=now)
    journal.record(actor=actor, action="file.merged_away", at=now, subject=hers)
    MergedFile.objects.create(pk=hers.pk, file=mine, merged_at=now)
    state: dict[str, Any] = {"opened_at": min(mine.opened_at, hers.opened_at)}
    if mine.state == FileState.CLOSED and hers.state != FileState.CLOSED:
        state |= {"state": hers.state, "closing_reason": "", "closed_at": None}
    File.objects.filter(pk=hers.pk).delete()
    File.objects.filter(pk=mine.pk).update(**state)


def _leave_out(person: Person, *, now: datetime) -> None:
    """Whoever she keeps out leaves all her files."""
    out = Bar.objects.filter(person=person, lifted_at=None).values("member_id")
    Assignment.objects.filter(policies.current(now), file__person=person, member_id__in=out).exclude(part=Part.LEAD).update(ends_at=now)


@transaction.atomic
def undo_merge(*, actor: Actor, file_id: UUID, merge_id: UUID, now: datetime) -> Merge:
    """Make them two again: every row goes back where it was; what was written since stays with the file that was kept.

    All of it or none: UnableToKeepFiles says which rows cannot return, and nothing has changed.
    """
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now, while_limited=True)
    done = Merge.objects.within(actor).select_for_update(of=("self",)).filter(pk=merge_id, kept_id=found.person_id).first()
    if done is None:
        raise OutOfScope
    demand(policies.can_merge(actor, found, now=now))
    if (why := queries.not_to_be_undone(actor, done, now=now)) or is_frozen(found):
        raise UnableToKeepFiles(whole=why or _("La personne a demandé la limitation de ses données : rien ne change avant sa levée."))
    ledger = queries.ledger_of(done)
    done.undone_by_id, done.undone_at, done.ledger = who_acts(actor), now, ""
    done.save()
    if left := merging.put_back(ledger):
        raise UnableToKeepFiles(whole=_cannot_return(left))
    for old_id, kept_id in ledger.united():
        merging.follow(old_id, kept_id)
    both = list(Person.objects.filter(pk__in=(done.kept_id, done.absorbed)))
    NameKey.objects.rewrite(both)
    ToCompare.objects.ask([one.pk for one in both])
    journal.record(actor=actor, action="file.merge_undone", at=now, subject=found)
    bus.publish(MergeUndone(found.organisation_id, found.pk, now))
    return done


def _cannot_return(left: Collection[tuple[str, str]]) -> str:
    """Which rows stop the separation, in the words of the preview, and what to do."""
    told = {rule.table: str(rule.told) for rule in merging.rules() if rule.told}
    counted = Counter(told.get(label, _("autres lignes du dossier")) for label, _pk in left)
    words = ", ".join(f"{name} ({number})" for name, number in sorted(counted.items()))
    reason = _("Rien n’est séparé : ceci ne peut plus revenir où c’était, à cause de ce qui a été écrit depuis : %(words)s.")
    act = _("Corrigez-le dans ce dossier, puis recommencez.")
    return f"{reason % {'words': words}} {act}"


def forget_old_merges(*, now: datetime) -> int:
    """Erase what would undo the merges whose time is over; how many are past it. A daily act of the instance."""
    return Merge.objects.filter(merged_at__lte=now - rules.UNDO_MERGE_WITHIN).update(ledger=b"")
