"""Keep in a file the situation that a screening was told and what it was answered, and open both again (docs/adr/0022)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.months import Month
from relais.kernel.purposes import Purpose
from relais.law.situation.catalogue import facts
from relais.law.situation.document import read_document, write_document
from relais.law.situation.facts import Kind
from relais.law.situation.household import Household as Situation
from relais.people import policies
from relais.people.events import SituationKept
from relais.people.models import File, Household, KeptAnswers, KeptSituation, Person
from relais.people.rules import Level
from relais.people.services.beginnings import UnableToKeepFiles, file_in_scope, who_acts, whole_record

if TYPE_CHECKING:
    from relais.foundation.vault.fields import SealedWords


@transaction.atomic
def keep_situation(*, actor: Actor, file_id: UUID, situation: Situation, now: datetime) -> KeptSituation:
    """Keep what was told, facts known and refused only, by whoever keeps the administrative part; the former ones stay, dated.

    Kept by somebody who does not read a protected address, and who was told nothing of the place: the one known stays known.
    """
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    if not policies.can_read_address(actor, found, now=now):
        situation = _with_place_known(situation, found)
    document = write_document(situation)
    if not any((document["facts"], document.get("refused"), *(one["facts"] or one.get("refused") for one in document["persons"]))):
        raise UnableToKeepFiles(whole=gettext_noop("Rien n’a encore été dit : il n’y a rien à garder."))
    home = Household.objects.filter(members__person_id=found.person_id, members__ends_on=None).order_by("pk").first()
    kept = KeptSituation(
        organisation_id=found.organisation_id,
        file=found,
        household=home,
        document=json.dumps(document, ensure_ascii=False, separators=(",", ":")),
        kept_by_id=who_acts(actor),
        kept_at=now,
    )
    whole_record(kept).save(force_insert=True)
    journal.record(actor=actor, action="file.situation_kept", at=now, subject=found)
    bus.publish(SituationKept(found.organisation_id, found.pk, kept.pk, now))
    return kept


def _with_place_known(situation: Situation, found: File) -> Situation:
    last = KeptSituation.objects.filter(file=found).order_by("-kept_at", "pk").first()
    try:
        before = None if last is None else opened_situation(last)
    except UnableToKeepFiles:
        before = None
    if before is None:
        return situation
    left = _places() - situation.facts.keys() - situation.refused
    known = {code: value for code, value in before.facts.items() if code in left}
    return replace(situation, facts={**situation.facts, **known}, refused=situation.refused | (before.refused & left))


def read_situation(*, actor: Actor, kept: KeptSituation, now: datetime) -> Situation:
    """What was told that day, for whoever ``queries.situations`` gave it to; the reading is written in the journal of the file first.

    Where a person of protected address lives is left out for whoever does not read her address.
    """
    return read_situations(actor=actor, rows=[kept], now=now)[0]


def read_situations(*, actor: Actor, rows: Sequence[KeptSituation], now: datetime) -> list[Situation]:
    """The same for several of one file, at least one: one line of the journal for the lot."""
    found = rows[0].file
    journal.read(actor, found, purpose=Purpose.RIGHTS, at=now, part="situation")
    told = [opened_situation(row) for row in rows]
    return told if policies.can_read_address(actor, found, now=now) else [_without_place(one) for one in told]


def opened_situation(kept: KeptSituation) -> Situation:
    """The whole of it, read by nobody. UnableToKeepFiles when this version no longer reads it."""
    reading = read_document(json.loads(cast("SealedWords", kept.document).open()))
    if reading.household is None:
        raise UnableToKeepFiles(whole=gettext_noop("Cette situation a été gardée par une autre version et ne se lit plus."))
    return reading.household


def situation_to_answer(kept: KeptSituation) -> Situation:
    """What the answers that are kept rest on. They are read by all who follow the file, and a right of one town tells the town: without
    the place when the address is protected. UnableToKeepFiles as above.
    """
    told = opened_situation(kept)
    return _without_place(told) if kept.file.person.address_protected else told


def forget_answers(person: Person) -> None:
    """Erase what the situations of somebody whose address has just become protected were answered: they were answered with the place."""
    KeptAnswers.objects.filter(situation__file__person=person).delete()


def _places() -> frozenset[str]:
    return frozenset(code for code, fact in facts().items() if fact.kind is Kind.PLACE)


def _without_place(told: Situation) -> Situation:
    places = _places()
    kept = {code: value for code, value in told.facts.items() if code not in places}
    return replace(told, facts=kept, refused=told.refused - places)


@transaction.atomic
def keep_answers(*, actor: Actor, kept: KeptSituation, month: Month, answers: str, now: datetime) -> KeptAnswers:
    """Keep what a situation was answered, in the place of what it was answered before; by whoever keeps the administrative part.

    ``answers``: the JSON of the screening. OutOfScope for a file, or a situation, that the actor does not keep.
    """
    found = file_in_scope(actor, kept.file_id, Level.ADMINISTRATIVE, now=now)
    KeptAnswers.objects.within(actor).filter(situation_id=kept.pk, situation__file=found).delete()
    row = KeptAnswers(organisation_id=found.organisation_id, situation=kept, month=str(month), document=answers, computed_at=now)
    whole_record(row).save(force_insert=True)
    journal.record(actor=actor, action="file.rights_computed", at=now, subject=found)
    return row


@transaction.atomic
def keep_answers_again(*, actor: Actor, answers: Mapping[UUID, tuple[KeptSituation, str]], month: Month, now: datetime) -> None:
    """The operator's run over many files: what each situation was answered, in the place of what it was answered before.

    One line of the journal for the lot: nobody read anything, and the file shows the day of its calculation.
    """
    KeptAnswers.objects.filter(situation_id__in=list(answers)).delete()
    rows = [
        KeptAnswers(organisation_id=kept.organisation_id, situation=kept, month=str(month), document=text, computed_at=now)
        for kept, text in answers.values()
    ]
    KeptAnswers.objects.bulk_create(rows)
    journal.record(actor=actor, action="rights.answered_again", at=now, purpose=Purpose.RIGHTS)


def opened_answers(kept: KeptSituation) -> tuple[KeptAnswers, str] | None:
    """What a situation was answered, with its JSON; None when it was not. The page of the file journals its own reading."""
    answers: KeptAnswers | None = getattr(kept, "answers", None)
    return None if answers is None else (answers, cast("SealedWords", answers.document).open())
