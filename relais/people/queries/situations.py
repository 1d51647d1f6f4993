"""The situations kept in a file: when, by whom; their contents are opened by a service, that journals it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from relais.foundation.access import Actor
from relais.foundation.among import Among
from relais.people import policies
from relais.people.freezing import not_set_aside
from relais.people.models import File, KeptSituation
from relais.people.reading import Hand
from relais.people.rules import Level


def situations(actor: Actor, file_id: UUID, *, now: datetime) -> QuerySet[KeptSituation]:
    """Those kept in this file, the newest first, for whoever reads its administrative part; none otherwise."""
    kept = KeptSituation.objects.within(actor).filter(policies.in_file(actor, Level.ADMINISTRATIVE, now=now), file_id=file_id)
    return kept.select_related("kept_by", "file__person").order_by("-kept_at", "pk")


def answers_in_hand(actor: Actor, held: Hand, *, files: Collection[UUID] | None = None) -> QuerySet[KeptSituation]:
    """The last situation of each file in hand (of these alone, when ``files`` says which), with its answers and its file; those of
    persons who asked for a limitation, or objected, are left out. One query."""
    mine = held.files if held.actor == actor else frozenset[UUID]()
    asked = mine if files is None else mine & set(files)
    found = KeptSituation.objects.within(actor).filter(not_set_aside(), file_id__in=Among(asked), pk=_last()).select_related("answers")
    return found.defer("document").order_by("file_id")


def to_answer_again(month: str) -> QuerySet[KeptSituation]:
    """For the operator: the last situation of each open file that the rules of this month have not answered; the same are left out."""
    there = KeptSituation.objects.order_by("pk").filter(not_set_aside(), file__closed_at=None, pk=_last())
    return there.exclude(answers__month=month).select_related("file__person")


def answered_in_service(actor: Actor, month: str) -> int:
    """For whoever heads a service: of how many of its files the rules of this month have answered the last situation. No name."""
    headed = policies.headed_files(actor).filter(closed_at=None).order_by().values("pk")
    found = KeptSituation.objects.within(actor).filter(file_id__in=headed, answers__month=month, pk=_last())
    return found.count()


def _last() -> Subquery:
    same = KeptSituation.objects.filter(file_id=OuterRef("file_id")).order_by("-kept_at", "pk")
    return Subquery(same.values("pk")[:1])


def last_situation(actor: Actor, found: File, *, now: datetime) -> KeptSituation | None:
    """When and by whom the last one was kept, and what it was answered; None when there is none, or out of scope.

    ``services.read_situation`` opens the situation itself, ``services.opened_answers`` the answers.
    """
    kept = KeptSituation.objects.within(actor).filter(policies.in_file(actor, Level.ADMINISTRATIVE, now=now, found=found))
    told = ("kept_at", "file_id", "organisation_id", "kept_by__display_name")
    answered = ("answers__month", "answers__document", "answers__computed_at", "answers__organisation_id")
    last = kept.select_related("kept_by", "answers").only(*told, *answered).order_by("-kept_at", "pk").first()
    if last is not None:
        last.file = found
    return last
