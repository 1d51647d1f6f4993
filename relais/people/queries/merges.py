"""What two files would be as one, told before anything moves; what undoing would put back; where an old address leads."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _

from relais.accounts.models import Member
from relais.foundation.access import Actor
from relais.foundation.vault.fields import SealedWords
from relais.kernel.decisions import ALLOWED, Decision
from relais.people import merging, policies, rules, seldom
from relais.people.freezing import is_frozen
from relais.people.merging import Ledger
from relais.people.models import Assignment, Bar, File, Household, Merge, MergedFile, Opposition, Person, Sharing
from relais.people.queries.files import file
from relais.people.rules import Level
from relais.people.terms import HandoverState, Part

#: asked with the file (``people.seldom``).
SELDOM: Mapping[str, seldom.Rows] = {"merges": seldom.Rows(Merge, "kept_id", "person_id", {"undone_at": None})}
#: a text, or one to be said in the language of the page.
Words = Any


def merged_into(file_id: UUID) -> UUID | None:
    """The file that was kept when this one was merged; the scope is asked of it afterwards."""
    return MergedFile.objects.filter(pk=file_id).values_list("file_id", flat=True).first()


def other_file(actor: Actor, found: File, other_id: UUID, *, now: datetime) -> File | None:
    """The file to merge with this one, worked in by the same actor, of another person; None out of scope."""
    other = file(actor, other_id, now=now, level=Level.ADMINISTRATIVE, works=True)
    return None if other is None or other.person_id == found.person_id else other


def united_files(person: Person, absorbed: Person) -> list[tuple[File, File]]:
    """The files of both that are in one service, and become one: that of ``person`` (the open one, else the last) and the other's."""
    mine = sorted(person.files.all(), key=lambda one: (one.closed_at is None, one.opened_at), reverse=True)
    kept: dict[int, File] = {}
    for one in mine:
        kept.setdefault(one.service_id, one)
    hers = sorted(absorbed.files.all(), key=lambda one: (one.opened_at, one.pk))
    return [(kept[one.service_id], one) for one in hers if one.service_id in kept]


def leads_kept_out(person: Person, absorbed: Person, *, now: datetime) -> bool:
    """Whether somebody who would lead a file of hers is kept out by one of the two."""
    united = [hers.pk for _mine, hers in united_files(person, absorbed)]
    out = Bar.objects.filter(person__in=(person, absorbed), lifted_at=None).values("member_id")
    leads = Assignment.objects.filter(policies.current(now), file__person__in=(person, absorbed), part=Part.LEAD, member_id__in=out)
    return leads.exclude(file_id__in=united).exists()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing known of the person. ``kept``: whether the file that is kept says it (True), the other (False), or one chooses (None)."""

    name: str
    label: Words
    mine: str
    hers: str
    kept: bool | None


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who works in one of the files. ``gains``: which of the two they did not read; ``out``: the person keeps them out."""

    member: Member
    part: Words
    gains: str
    out: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What merging would do, and whether this actor may (``decision``). ``digest``: what was shown, sent back with the act."""

    decision: Decision
    differences: tuple[Difference, ...]
    going: tuple[tuple[Words, int], ...]
    workers: tuple[Worker, ...]
    effects: tuple[str, ...]
    united: bool
    digest: str


def merge_preview(actor: Actor, kept: File, other: File, *, now: datetime) -> Preview:
    """What would become of both files if the other became this one; a number of queries that does not grow with their rows."""
    decision = policies.can_merge(actor, kept, other, now=now)
    seen = decision is ALLOWED or bool(decision)
    united = united_files(kept.person, other.person)
    return Preview(
        decision=decision,
        differences=_differences(kept.person, other.person, address=seen),
        going=_counted(actor, other),
        workers=_workers(kept, other, now=now),
        effects=tuple(_effects(actor, kept, other, now=now)),
        united=bool(united),
        digest=merging.digest(merging.image((kept.person_id, other.person_id))),
    )


def _differences(person: Person, absorbed: Person, *, address: bool) -> tuple[Difference, ...]:
    found = []
    for name, columns in rules.IDENTITY.items():
        if name == "address" and not address:
            continue
        mine, hers = ([getattr(one, column) for column in columns] for one in (person, absorbed))
        if any(mine) or any(hers):
            label = Person._meta.get_field(columns[0]).verbose_name  # type: ignore[union-attr]  # noqa: SLF001  # Django's documented meta interface
            found.append(Difference(name, label, _said(person, columns), _said(absorbed, columns), rules.tells_more(mine, hers)))
    return tuple(found)


def _said(person: Person, columns: Iterable[str]) -> str:
    """What is known, as people read it: a date rather than its year."""
    words = []
    for column in columns:
        value = getattr(person, column)
        shown = getattr(person, f"get_{column}_display", lambda told=value: told)()
        words.append(f"{shown:%d/%m/%Y}" if hasattr(shown, "strftime") else str(shown or ""))
    return words[0] if columns == ("birth_on", "birth_year") and words[0] else ", ".join(filter(None, words))


def _counted(actor: Actor, other: File) -> tuple[tuple[Words, int], ...]:
    """What would change place, in the words of the rules."""
    found: list[tuple[Words, int]] = []
    files = list(File.objects.within(actor).filter(person_id=other.person_id).values_list("pk", flat=True))
    for rule in merging.rules():
        targets = [other.person_id] if rule.target is Person else files
        if rule.told and (number := rule.model._base_manager.filter(**{f"{rule.column}__in": targets}).count()):  # noqa: SLF001  # as above
            found.append((rule.told, number))
    return tuple(found)


def _workers(kept: File, other: File, *, now: datetime) -> tuple[Worker, ...]:
    """Who works in either file today, and what each will read that they did not."""
    parts = Assignment.objects.filter(policies.current(now), file__in=(kept, other)).select_related("member")
    out = set(Bar.objects.filter(person_id__in=(kept.person_id, other.person_id), lifted_at=None).values_list("member_id", flat=True))
    held: dict[UUID, dict[UUID, Assignment]] = {}
    for part in parts.order_by("member__display_name", "pk"):
        held.setdefault(part.member_id, {})[part.file_id] = part
    found = []
    for mine in held.values():
        one = mine.get(kept.pk) or mine[other.pk]
        words = one.get_part_display() if one.file_id == kept.pk or one.part != Part.LEAD else Part.CO_LEAD.label
        missing = next((here.person.called for here in (kept, other) if here.pk not in mine), "")
        found.append(Worker(one.member, words, missing, one.member_id in out))
    return tuple(found)


def _effects(actor: Actor, kept: File, other: File, *, now: datetime) -> Iterable[str]:
    """What stops, and what stays closed: told before, one sentence each."""
    both, persons = (kept, other), (kept.person, other.person)
    if any(person.address_protected for person in persons):
        yield _("L’adresse reste protégée : seules les personnes qui la lisaient déjà la lisent.")
    if any(person.do_not_contact for person in persons):
        yield _("« Ne pas contacter » reste écrit.")
    if Opposition.objects.filter(file__in=both, lifted_at=None).exists():
        yield _("L’opposition au partage vaut pour le dossier réuni.")
    if Sharing.objects.within(actor).filter(policies.current(now), file__in=both, to_member__isnull=False, withdrawn_at=None).exists():
        yield _("Les partages en cours avec des collègues s’arrêtent : refaites ceux qui restent nécessaires.")
    if kept.handovers.filter(state=HandoverState.PROPOSED).exists() or other.handovers.filter(state=HandoverState.PROPOSED).exists():
        yield _("La passation proposée est retirée : proposez-la de nouveau.")
    homes = (
        Household.objects.within(actor).filter(members__person__in=persons, members__ends_on=None, members__alternating=False).distinct()
    )
    if homes.count() > 1:
        yield _("Le foyer d’aujourd’hui reste celui du dossier gardé.")
    if any(is_frozen(file) for file in both):
        yield _("La personne a demandé la limitation de ses données : rien n’est réuni avant qu’elle soit levée.")


def merges_to_undo(actor: Actor, found: File, *, now: datetime) -> list[Merge]:
    """The merges of the person of this file that may still be undone, the newest first, for whoever works in it; with who did each."""
    if not seldom.may_have(found, "merges"):
        return []
    rows = Merge.objects.within(actor).filter(kept_id=found.person_id, undone_at=None, merged_at__gt=now - rules.UNDO_MERGE_WITHIN)
    return list(rows.select_related("merged_by").order_by("-merged_at", "pk"))


def not_to_be_undone(actor: Actor, done: Merge, *, now: datetime) -> str:
    """Why this merge is not undone; "" when it may be."""
    if done.undone_at is not None:
        return _("Cette réunion est déjà annulée.")
    if done.merged_at <= now - rules.UNDO_MERGE_WITHIN:
        return _("Plus de trente jours ont passé : cette réunion ne s’annule plus.")
    if Merge.objects.within(actor).filter(kept_id=done.kept_id, undone_at=None, merged_at__gt=done.merged_at).exists():
        return _("Un autre dossier a été réuni depuis : annulez d’abord la réunion la plus récente.")
    return ""


def ledger_of(done: Merge) -> Ledger:
    """What this merge changed, opened; empty once its time to undo is over."""
    words = cast("SealedWords", done.ledger)
    return Ledger.read(words.open()) if words else Ledger()


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What undoing would do. ``back``: what returns to the other file; ``since``: what was written since, and stays."""

    merge: Merge
    until: datetime
    why_not: str
    back: tuple[tuple[Words, int], ...]
    since: tuple[tuple[Words, int], ...]


def undo_preview(actor: Actor, found: File, merge_id: UUID, *, now: datetime) -> UndoPreview | None:
    """What undoing this merge would put back and leave; None for a merge that is not of this person."""
    done = Merge.objects.within(actor).filter(pk=merge_id, kept_id=found.person_id).select_related("merged_by").first()
    if done is None:
        return None
    why_not = not_to_be_undone(actor, done, now=now)
    ledger = Ledger() if why_not else ledger_of(done)
    told = {rule.table: rule.told for rule in merging.rules() if rule.told}
    back = Counter(label for label, _pk in [*ledger.changed, *ledger.removed] if label in told)
    since: Counter[str] = Counter()
    if not why_not:
        since.update(label for label, pk in merging.image((done.kept_id,)) if (label, pk) not in ledger.known and label in told)
    counted = [tuple((told[label], number) for label, number in sorted(one.items())) for one in (back, since)]
    return UndoPreview(done, done.merged_at + timedelta(days=rules.UNDO_MERGE_WITHIN.days), why_not, counted[0], counted[1])
