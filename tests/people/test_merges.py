"""Two persons recorded become one, and two again: every row goes where it is told, and comes back where it was."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse

from relais.accounts.models import Member, Organisation
from relais.casework.models import Note, OpenRight
from relais.casework.services import notes, open_rights
from relais.casework.terms.notes import NoteLevel
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import merging, queries, services
from relais.people.freezing import _checks
from relais.people.models import Bar, File, Merge, MergedFile, NameKey, Person
from relais.people.rules import Level
from relais.people.services import OTHER, Arrival, NewChannel, UnableToKeepFiles
from relais.people.terms import ClosingReason, FileState, Link, Part
from relais.procedures.models import Procedure
from relais.procedures.services.procedures import NewProcedure, open_procedure
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)
#: what undoing writes by itself.
_OURS = {"people.Merge", "people.ToCompare", "people.Likeness", "foundation.JournalEntry", "foundation.JournalHead"}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of Relais, but for those that an undo writes."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("relais.") and model._meta.label not in _OURS:
            names = [field.attname for field in model._meta.local_concrete_fields]
            found[model._meta.label] = list(model._base_manager.order_by("pk").values_list(*names))
    # an index is the same whatever the order of its rows
    found["people.NameKey"] = sorted(NameKey.objects.values_list("person_id", "how", "key"))
    return found


def merged(who: Member, kept: File, other: File, now=LATER, **chosen: str) -> Merge:
    preview = queries.merge_preview(actor(who), opened(who, kept), opened(who, other), now=now)
    return services.merge_persons(actor=actor(who), file_id=kept.pk, other_id=other.pk, chosen=chosen, seen=preview.digest, now=now)


def opened(who: Member, found: File) -> File:
    here = queries.file(actor(who), found.pk, now=LATER, level=Level.ADMINISTRATIVE)
    assert here is not None
    return here


@pytest.fixture
def pair(awa: Member, leon: Member) -> tuple[File, File]:
    """Inès, twice: followed by Awa, and by Léon who named Awa co-référente."""
    kept = file_of(awa, "Inès Bakri", language="arabe", address="3 rue des Quais")
    other = file_of(leon, "Inès Bacri", birth_year=1988, birth_name="Haddad", address="5 rue des Prés", do_not_contact=True)
    services.assign(actor=actor(leon), file_id=other.pk, member_id=awa.pk, part=Part.CO_LEAD, now=NOW)
    return kept, other


def test_all_of_one_file_goes_to_the_other_and_comes_back(awa: Member, leon: Member, petit: Member, pair: tuple[File, File]) -> None:
    kept, other = pair
    me, her = actor(awa), actor(leon)
    services.add_channel(actor=me, file_id=kept.pk, channel=NewChannel("telephone", "06 39 98 00 11"), now=NOW)
    services.add_channel(actor=her, file_id=other.pk, channel=NewChannel("telephone", "0639980011", may_be_used=False), now=NOW)
    services.add_channel(actor=her, file_id=other.pk, channel=NewChannel("courriel", "ines@exemple.invalid"), now=NOW)
    services.bar(actor=her, file_id=other.pk, member_id=petit.pk, now=NOW)
    for file, who in ((kept, me), (other, her)):
        services.arrive(actor=who, file_id=file.pk, arrival=Arrival(Link.MINOR_CHILD, "Sami"), now=NOW)
        open_rights.keep_right(actor=who, file_id=file.pk, told=open_rights.ToldRight(name="RSA"), now=NOW)
    words = notes.Parts(facts="Le loyer est payé.")
    note = notes.write_note(actor=her, file_id=other.pk, level=NoteLevel.CONFIDENTIAL, parts=words, now=NOW)
    asked = open_procedure(actor=her, file_id=other.pk, new=NewProcedure(sheet="c2s"), now=NOW)
    before = everything()

    with pytest.raises(UnableToKeepFiles) as missing:
        merged(awa, kept, other)
    assert set(missing.value.problems) == {"called", "address"}, "only what differs is asked"
    assert everything() == before

    done = merged(awa, kept, other, called="garde", address=OTHER)
    person = Person.objects.get(pk=kept.person_id)
    assert (person.called, person.birth_name, person.address, person.language) == ("Inès Bakri", "Haddad", "5 rue des Prés", "arabe")
    assert person.do_not_contact
    assert list(person.former_names.values_list("name", flat=True)) == ["Inès Bacri"], "the name not chosen still finds her"
    assert list(person.channels.order_by("kind").values_list("kind", "may_be_used")) == [("courriel", True), ("telephone", False)]
    assert not File.objects.filter(pk=other.pk).exists()
    assert queries.levels(actor(petit), kept.pk, now=LATER) == frozenset(), "a bar of either file holds"
    assert Note.objects.get(pk=note.pk).file_id == kept.pk
    assert Procedure.objects.get(pk=asked.pk).file_id == kept.pk
    assert OpenRight.objects.filter(file=kept, closed_on=None).count() == 1
    parts = {part.member_id: part.part for part in opened(leon, kept).parts}  # type: ignore[attr-defined]
    assert parts == {awa.pk: Part.LEAD, leon.pk: Part.CO_LEAD}
    assert MergedFile.objects.get(pk=other.pk).file_id == kept.pk
    assert services.add_channel(actor=me, file_id=other.pk, channel=NewChannel("sms", "06 39 98 00 12"), now=LATER).person_id == person.pk

    person.channels.filter(kind="sms").delete()
    after = services.undo_merge(actor=me, file_id=kept.pk, merge_id=done.pk, now=LATER + timedelta(days=1))
    assert not after.ledger
    assert everything() == before


def test_what_was_written_since_stays_and_what_answers_a_note_follows_it(awa: Member, leon: Member, pair: tuple[File, File]) -> None:
    kept, other = pair
    parts = notes.Parts(facts="Le loyer est payé.")
    note = notes.write_note(actor=actor(leon), file_id=other.pk, level=NoteLevel.SHARED, parts=parts, now=NOW)
    done = merged(awa, kept, other, called="garde", address="garde")
    mine = notes.write_note(actor=actor(awa), file_id=kept.pk, level=NoteLevel.SHARED, parts=parts, now=LATER)
    answer = notes.record_disagreement(actor=actor(awa), note_id=note.pk, words="Ce n’est pas cela.", now=LATER)
    services.change_person(actor=actor(awa), file_id=kept.pk, told=services.Told("Inès B.", birth_year=1988), now=LATER)
    preview = queries.undo_preview(actor(awa), opened(awa, kept), done.pk, now=LATER)
    assert preview is not None
    assert ("notes", 1) in preview.since
    services.undo_merge(actor=actor(awa), file_id=kept.pk, merge_id=done.pk, now=LATER)
    mine.refresh_from_db()
    note.refresh_from_db()
    answer.refresh_from_db()
    assert (mine.file_id, note.file_id, answer.file_id) == (kept.pk, other.pk, other.pk)
    assert Person.objects.get(pk=kept.person_id).called == "Inès B.", "what somebody changed since is theirs"
    with pytest.raises(UnableToKeepFiles):
        services.undo_merge(actor=actor(awa), file_id=kept.pk, merge_id=done.pk, now=LATER)


def test_a_merge_is_undone_whole_or_not_at_all_and_says_what_stops_it(awa: Member, leon: Member, pair: tuple[File, File]) -> None:
    kept, other = pair
    short, long = open_rights.ToldRight("RSA", date(2026, 12, 31)), open_rights.ToldRight("RSA", date(2027, 6, 30))
    for who, file, told in ((awa, kept, short), (leon, other, long)):
        open_rights.keep_right(actor=actor(who), file_id=file.pk, told=told, now=NOW)
    done = merged(awa, kept, other, called="garde", address="garde")
    here = OpenRight.objects.get(file=kept, closed_on=None)
    open_rights.close_right(actor=actor(awa), file_id=kept.pk, right_id=here.pk, now=LATER)
    again = open_rights.keep_right(actor=actor(awa), file_id=kept.pk, told=long, now=LATER)
    before = everything()
    page = reverse("people:undo_merge", kwargs={"file_id": kept.pk, "merge_id": done.pk})
    with time_machine.travel(LATER, tick=False):
        screen = signed_in(awa)
        answer = screen.post(page)
    assert (answer.status_code, "droits ouverts (1)" in answer.content.decode()) == (422, True)
    after, rooms = everything(), ("people.", "casework.")
    assert [label for label in before if label.startswith(rooms) and after[label] != before[label]] == [], "nothing half undone"
    assert Merge.objects.get(pk=done.pk).undone_at is None
    open_rights.close_right(actor=actor(awa), file_id=kept.pk, right_id=again.pk, now=LATER)
    services.undo_merge(actor=actor(awa), file_id=kept.pk, merge_id=done.pk, now=LATER)
    assert OpenRight.objects.filter(file=kept, name="RSA", closed_on=None).count() == 1


def test_only_who_keeps_every_file_of_both_merges_them(awa: Member, leon: Member, house: Organisation) -> None:
    kept, theirs = file_of(awa), file_of(leon)
    with pytest.raises(OutOfScope):
        services.merge_persons(actor=actor(awa), file_id=kept.pk, other_id=theirs.pk, chosen={}, seen="", now=LATER)
    services.assign(actor=actor(leon), file_id=theirs.pk, member_id=awa.pk, part=Part.SUBSTITUTE, ends_at=LATER + timedelta(9), now=NOW)
    with pytest.raises(Refused):
        merged(awa, kept, theirs)
    elsewhere = organisation("Ailleurs")
    far = file_of(worker(elsewhere, "zoe"))
    with pytest.raises(OutOfScope):
        services.merge_persons(actor=actor(awa), file_id=kept.pk, other_id=far.pk, chosen={}, seen="", now=LATER)
    assert File.objects.count() == 3


def test_the_stronger_protection_wins_and_nobody_new_reads_the_address(awa: Member, leon: Member, pair: tuple[File, File]) -> None:
    kept, other = pair
    Person.objects.filter(pk=kept.person_id).update(address_protected=True)
    preview = queries.merge_preview(actor(awa), opened(awa, kept), opened(awa, other), now=LATER)
    assert preview.decision
    merged(awa, kept, other, called="garde", address=OTHER)
    found = opened(leon, kept)
    assert found.person.address_protected
    assert queries.address(actor(leon), found, now=LATER) == "", "co-référent from now on, named by nobody to read it"


def test_an_old_preview_a_closed_file_a_limited_one(awa: Member, leon: Member, pair: tuple[File, File]) -> None:
    kept, other = pair
    preview = queries.merge_preview(actor(awa), opened(awa, kept), opened(awa, other), now=LATER)
    services.add_channel(actor=actor(leon), file_id=other.pk, channel=NewChannel("sms", "06 39 98 00 12"), now=NOW)
    asked = {"actor": actor(awa), "file_id": kept.pk, "other_id": other.pk, "chosen": {"called": OTHER, "address": OTHER}, "now": LATER}
    with pytest.raises(UnableToKeepFiles, match="a changé depuis"):
        services.merge_persons(seen=preview.digest, **asked)
    _checks.append(lambda file: file.pk == other.pk)
    try:
        with pytest.raises(UnableToKeepFiles, match="limitation"):
            merged(awa, kept, other, called=OTHER, address=OTHER)
    finally:
        _checks.pop()
    services.set_state(actor=actor(awa), file_id=kept.pk, state=FileState.CLOSED, reason=ClosingReason.DONE, now=LATER)
    merged(awa, kept, other, called=OTHER, address=OTHER)
    found = File.objects.get(pk=kept.pk)
    assert (found.state, found.closed_at, found.name_key) == (FileState.ACTIVE, None, "ines bacri"), "open as either was"
    with pytest.raises(UnableToKeepFiles, match="déjà"):
        services.merge_persons(seen=preview.digest, **asked)


def test_two_merges_are_undone_the_last_first_and_not_after_thirty_days(awa: Member) -> None:
    one, two, three = (file_of(awa, "Inès Bakri") for _ in range(3))
    first = merged(awa, two, three)
    second = merged(awa, one, two, now=LATER + timedelta(hours=1))
    late = LATER + timedelta(days=40)
    assert MergedFile.objects.get(pk=three.pk).file_id == one.pk
    with pytest.raises(UnableToKeepFiles, match="la plus récente"):
        services.undo_merge(actor=actor(awa), file_id=one.pk, merge_id=first.pk, now=LATER + timedelta(days=1))
    services.undo_merge(actor=actor(awa), file_id=one.pk, merge_id=second.pk, now=LATER + timedelta(days=1))
    assert MergedFile.objects.get(pk=three.pk).file_id == two.pk
    with pytest.raises(UnableToKeepFiles, match="trente jours"):
        services.undo_merge(actor=actor(awa), file_id=two.pk, merge_id=first.pk, now=late)
    services.forget_old_merges(now=late)
    assert not Merge.objects.get(pk=first.pk).ledger
    assert JournalEntry.objects.filter(action="file.merged_away", subject=f"people.file:{three.pk}").exists()
    assert Bar.objects.count() == 0


def test_every_column_that_points_to_a_person_or_a_file_says_where_its_rows_go(monkeypatch: pytest.MonkeyPatch) -> None:
    from relais.people.merging import registry

    assert merging.without_rule() == [], "declare a Rule in the room that owns the table (relais/people/merging/registry.py)"
    fewer = {key: rule for key, rule in registry._rules.items() if key != ("casework.Note", "file")}
    monkeypatch.setattr(registry, "_rules", fewer)
    assert merging.without_rule() == ["casework.Note.file"]
