"""What blocks a démarche: noted and ended in the file, counted apart without anybody; nothing for who may not."""

from dataclasses import fields
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.foundation import bus
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope
from relais.people.models import File
from relais.people.models.files import FileState
from relais.people.services.files import set_state
from relais.procedures import facts
from relais.procedures.events import BlockerTold
from relais.procedures.models import Blocker, BlockerFact, Procedure
from relais.procedures.queries import blockers as queries
from relais.procedures.queries import procedures
from relais.procedures.services.blockers import ToldBlocker, UnableToKeepBlocker, end_blocker, note_blocker, resume_blocker
from relais.procedures.services.procedures import NewProcedure, UnableToKeepProcedure, open_procedure
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
#: all that is counted of a blocker. A field more is a decision about the privacy wall (docs/areas/procedures.md).
COUNTED = {"id", "organisation", "moment", "code", "service", "step", "day", "lost", "harm", "solved"}


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=NOW - timedelta(days=9))


@pytest.fixture
def kept(awa: Member, found: File) -> Procedure:
    return open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="rsa", reference="1234567 A"), now=NOW)


def told(code: str = "B04", **more: object) -> ToldBlocker:
    usual: dict[str, object] = {"body": "caf", "way": "en_ligne", "step": "joindre", "seen_on": TODAY, "harm": "retard", "lost": "1h"}
    return ToldBlocker(code, **{**usual, **more})  # type: ignore[arg-type]  # a test's own words


def noted(awa: Member, kept: Procedure, one: ToldBlocker | None = None) -> Blocker:
    return note_blocker(actor=actor(awa), procedure_id=kept.pk, told=one or told(), now=NOW)


def ended(awa: Member, blocker: Blocker, solved: str = "papier") -> Blocker:
    return end_blocker(actor=actor(awa), procedure_id=blocker.procedure_id, blocker_id=blocker.pk, ended_on=TODAY, solved=solved, now=NOW)


def test_the_collective_part_holds_these_fields_and_no_other_and_leads_back_to_nobody(awa: Member, kept: Procedure, monkeypatch) -> None:
    heard: list[object] = []
    monkeypatch.setattr(bus, "publish", heard.append)
    blocker = noted(awa, kept, told(message="Fichier de Mme Martin trop lourd", attempts=3))
    ended(awa, blocker)
    assert {field.name for field in BlockerFact._meta.get_fields()} == COUNTED
    assert {field.name for field in fields(BlockerTold)} == COUNTED - {"id", "organisation"} | {"organisation_id"}
    relations = [field.name for field in BlockerFact._meta.get_fields() if field.is_relation]
    assert relations == ["organisation"]
    seen, over = sorted(BlockerFact.objects.all(), key=lambda one: one.moment, reverse=True)
    assert (seen.code, seen.service, seen.step, seen.day, seen.lost, seen.harm, seen.solved) == (
        "B04", "caf.en_ligne", "joindre", TODAY, "1h", "retard", "",
    )  # fmt: skip
    assert (over.moment, over.solved) == ("fini", "papier")
    forbidden = {str(one) for one in (awa.pk, kept.pk, kept.file_id, blocker.pk, kept.file.person_id)}
    for fact in (seen, over):
        words = {str(getattr(fact, field.attname)) for field in BlockerFact._meta.concrete_fields}
        assert not words & forbidden
        assert not any("Martin" in word for word in words)
        # its number is drawn: it tells neither the order nor the hour of writing (a UUID 1 would)
        assert isinstance(fact.pk, UUID) and fact.pk.version == 4
    assert next(one for one in heard if isinstance(one, BlockerTold)).day == TODAY


def test_fact_and_blocker_are_written_together_or_not_at_all(awa: Member, kept: Procedure, monkeypatch) -> None:
    def breaks(**_kwargs: object) -> None:
        raise RuntimeError("journal")

    monkeypatch.setattr("relais.foundation.journal.record", breaks)
    with pytest.raises(RuntimeError):
        noted(awa, kept)
    assert (Blocker.objects.count(), BlockerFact.objects.count()) == (0, 0)


def test_bad_input_changes_nothing_and_says_why(awa: Member, found: File, kept: Procedure) -> None:
    noted(awa, kept)
    for one, field in (
        (told(), "whole"),
        (told("Z99"), "code"),
        (told(body="lune"), "body"),
        (told(way="pigeon"), "body"),
        (told("B01", seen_on=TODAY + timedelta(days=1)), "seen_on"),
        (told("B01", message="mot de passe : Tulipe59!"), "message"),
    ):
        with pytest.raises(UnableToKeepProcedure) as refusal:
            noted(awa, kept, one)
        assert field in refusal.value.problems, one
    assert Blocker.objects.count() == 1
    blocker = Blocker.objects.get()
    for day, solved, field in ((TODAY - timedelta(days=2), "papier", "ended_on"), (TODAY, "magie", "solved")):
        with pytest.raises(UnableToKeepBlocker) as refusal:
            end_blocker(actor=actor(awa), procedure_id=kept.pk, blocker_id=blocker.pk, ended_on=day, solved=solved, now=NOW)
        assert field in refusal.value.problems
    ended(awa, blocker)
    with pytest.raises(UnableToKeepBlocker, match="déjà terminé"):
        ended(awa, blocker)
    set_state(actor=actor(awa), file_id=found.pk, state=FileState.CLOSED, reason="sans_nouvelles", now=NOW)
    with pytest.raises(UnableToKeepProcedure, match="dossier est clos"):
        noted(awa, kept, told("B01"))
    assert BlockerFact.objects.count() == 2


def test_who_may_not_reads_and_writes_none(awa: Member, house: Organisation, found: File, kept: Procedure) -> None:
    blocker = noted(awa, kept)
    for other in (worker(house, "leon"), worker(house, "petit", Role.HEAD), worker(organisation("B"), "ailleurs")):
        who = actor(other)
        assert not queries.of_procedure(who, found, kept.pk, now=NOW).exists()
        assert not queries.mine(who, now=NOW).exists()
        with pytest.raises(OutOfScope):
            note_blocker(actor=who, procedure_id=kept.pk, told=told("B01"), now=NOW)
        with pytest.raises(OutOfScope):
            ended(other, blocker)
    other = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(title="Autre"), now=NOW)
    with pytest.raises(OutOfScope):
        end_blocker(actor=actor(awa), procedure_id=other.pk, blocker_id=blocker.pk, ended_on=TODAY, solved="papier", now=NOW)


def test_what_is_counted_three_alike_or_one_grave_and_a_mistake_is_taken_away(awa: Member, found: File, house: Organisation) -> None:
    asked = [open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(title=f"N° {n}"), now=NOW) for n in range(4)]
    first, *_others = [noted(awa, one) for one in asked]
    (group,) = facts.alike(actor(awa), on=TODAY)
    assert (group.code, group.service, group.count, group.grave) == ("B04", "caf.en_ligne", 4, False)
    ended(awa, first, "erreur")
    assert facts.alike(actor(awa), on=TODAY)[0].count == 3
    assert [one.count for one in facts.met(actor(awa), first=TODAY, last=TODAY)] == [3]
    noted(awa, asked[0], told("E01", way="courrier", step="paiement", harm="revenu"))
    assert [(one.code, one.grave) for one in facts.alike(actor(awa), on=TODAY)] == [("E01", True), ("B04", False)]
    # older than thirty days, or of another house: not told
    assert len(facts.alike(actor(awa), on=TODAY + timedelta(days=29))) == 2, "thirty days, today among them"
    assert facts.alike(actor(awa), on=TODAY + timedelta(days=30)) == []
    assert facts.alike(actor(worker(organisation("B"), "ailleurs")), on=TODAY) == []


def test_what_worked_elsewhere_is_told_from_eleven_times_or_three_structures_without_what_solved_nothing(house: Organisation) -> None:
    def fact(of: Organisation, solved: str) -> None:
        where = {"code": "B04", "service": "caf.guichet", "step": "joindre", "day": TODAY, "lost": "1h", "harm": "aucun"}
        BlockerFact.objects.create(organisation=of, moment="fini", solved=solved, **where)

    for _ in range(10):
        fact(house, "papier")
    for name in ("B", "C"):
        fact(organisation(name), "mandat")
    for _ in range(12):
        fact(house, "abandon")
    assert facts.worked("B04", "caf.en_ligne") == []
    fact(house, "papier")
    fact(house, "mandat")
    assert [(one.solved, one.count) for one in facts.worked("B04", "caf.en_ligne")] == [("papier", 11), ("mandat", 3)]
    assert facts.worked("B04", "cpam.en_ligne") == []


def test_lists_say_blocked_with_as_many_questions_for_one_as_for_many(
    awa: Member, found: File, kept: Procedure, django_assert_num_queries
) -> None:
    her = actor(awa)

    def asked() -> list[procedures.Line]:
        return procedures.lines(procedures.in_file(her, found, now=NOW), on=TODAY)

    noted(awa, kept)
    with django_assert_num_queries(1):
        (line,) = asked()
    assert line.blocked == TODAY
    for number in range(8):
        one = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(title=f"N° {number}"), now=NOW)
        noted(awa, one)
    with django_assert_num_queries(1):
        assert len(asked()) == 9
    with django_assert_num_queries(1):
        assert len([(one.procedure.file.person.called, one.code) for one in queries.mine(her, now=NOW)]) == 9


def test_by_the_screens_from_the_note_to_the_end(house: Organisation) -> None:
    awa = worker(house, "awa")
    found = file_of(awa, now=timezone.now() - timedelta(days=1))
    new = NewProcedure(sheet="rsa", reference="1234567 A")
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=new, now=timezone.now())
    where = {"file_id": found.pk, "procedure_id": kept.pk}
    client = signed_in(awa)
    note = reverse("procedures:block", kwargs=where)
    assert 'value="caf" selected' in client.get(note).content.decode()
    today = f"{timezone.localdate():%d/%m/%Y}"
    data = {"code": "C01", "body": "caf", "way": "telephone", "step": "contacter", "seen_on": today, "harm": "revenu", "lost": "1h"}
    refused = client.post(note, {**data, "code": "", "message": "« Tapez 1 »"})
    assert (refused.status_code, "Tapez 1" in refused.content.decode()) == (422, True)
    page = client.post(note, {**data, "message": "« Tapez 1 »"}, follow=True).content.decode()
    assert "Aucun interlocuteur" in page
    assert "Écrire pour savoir qui suit le dossier" in page
    assert "Le contact partenaire de l’organisme" in page
    # from another tab, the same again: said, and nothing more is kept
    again = client.post(note, data)
    assert (again.status_code, "déjà noté" in again.content.decode()) == (422, True)
    blocker = Blocker.objects.get()
    for address in (
        reverse("procedures:procedure", kwargs=where),
        reverse("procedures:listed", kwargs={"file_id": found.pk}),
        reverse("people:file", kwargs={"file_id": found.pk}),
    ):
        assert "Bloquée" in client.get(address).content.decode(), address
    assert "Démarches bloquées" in client.get(reverse("day")).content.decode()
    one = reverse("procedures:blocker", kwargs={**where, "blocker_id": blocker.pk})
    assert client.post(one, {"ended_on": today}).status_code == 422
    assert client.post(one, {"ended_on": today, "solved": "lettre"}).status_code == 302
    assert "Démarches bloquées" not in client.get(reverse("day")).content.decode()
    assert "Réglé" in client.get(one).content.decode()
    actions = JournalEntry.objects.filter(action__in=("procedure.blocked", "procedure.unblocked")).order_by("id")
    assert list(actions.values_list("action", flat=True)) == ["procedure.blocked", "procedure.unblocked"]


def test_nobody_to_talk_to_gives_the_letter_in_one_press(house: Organisation) -> None:
    awa = worker(house, "awa")
    found = file_of(awa, "Inès Bakri", now=timezone.now() - timedelta(days=1))
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="rsa", reference="1234567 A"), now=timezone.now())
    from relais.procedures.web.agent_letter import filled

    client = signed_in(awa)
    letter = reverse("procedures:write", kwargs={"file_id": found.pk, "procedure_id": kept.pk, "code": "identite_agent"})
    shown = client.get(reverse("procedures:procedure", kwargs={"file_id": found.pk, "procedure_id": kept.pk})).content.decode()
    assert f'action="{letter}"' in shown, "at the desk of the démarche, where it may be kept to be sent"
    # nothing known of where she lives: the questions, filled with the rest
    questions = client.post(letter, dict(filled(actor(awa), found, kept, now=timezone.now()))).content.decode()
    assert "1234567 A" in questions
    found.person.address = "12 rue des Lilas\n59000 Lille"
    paper = client.post(letter, dict(filled(actor(awa), found, kept, now=timezone.now()))).content.decode()
    assert "L. 111-2" in paper
    assert "12 rue des Lilas" in paper
    # a protected address gives way to the address to write to, also for who may read it
    found.person.address_protected, found.person.correspondence_address = True, "CCAS, 1 place de la Mairie"
    told_now = dict(filled(actor(awa), found, kept, now=timezone.now()))
    assert (told_now["adresse"], told_now["etape"]) == ("CCAS, 1 place de la Mairie", "apercu")
    found.person.correspondence_address = ""
    assert dict(filled(actor(awa), found, kept, now=timezone.now()))["adresse"] == ""


def test_an_ending_noted_too_soon_is_taken_back_and_what_was_counted_of_it_counts_no_more(
    awa: Member, found: File, kept: Procedure
) -> None:
    blocker = noted(awa, kept)
    for solved in ("papier", "erreur"):
        ended(awa, blocker, solved)
        assert signed_in(awa).post(
            reverse("procedures:resume_blocker", kwargs={"file_id": found.pk, "procedure_id": kept.pk, "blocker_id": blocker.pk})
        ).status_code == 302  # fmt: skip
        resume_blocker(actor=actor(awa), procedure_id=kept.pk, blocker_id=blocker.pk, now=NOW)
        blocker.refresh_from_db()
        assert (blocker.ended_on, blocker.solved, blocker.ended_by) == (None, "", None)
    assert JournalEntry.objects.filter(action="procedure.blocked_still").count() == 2
    (met,) = facts.met(actor(awa), first=TODAY, last=TODAY)
    assert met.count == 1, "met once, whatever was written and taken back since"
    assert sorted(BlockerFact.objects.values_list("moment", flat=True)) == ["fini", "repris", "retire", "vu", "vu"]
    assert facts.worked("B04", "caf.en_ligne") == []


def test_an_ending_taken_back_is_not_told_as_what_worked_elsewhere(awa: Member, found: File, kept: Procedure) -> None:
    for number in range(11):
        one = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(title=f"N° {number}"), now=NOW)
        last = ended(awa, noted(awa, one))
    assert [one.count for one in facts.worked("B04", "caf.en_ligne")] == [11]
    resume_blocker(actor=actor(awa), procedure_id=last.procedure_id, blocker_id=last.pk, now=NOW)
    assert facts.worked("B04", "caf.en_ligne") == [], "ten are too few to be told"


def test_an_ending_is_not_taken_back_over_the_same_blocker_met_again_nor_by_a_stranger(
    awa: Member, house: Organisation, found: File, kept: Procedure
) -> None:
    first = ended(awa, noted(awa, kept))
    noted(awa, kept)
    with pytest.raises(UnableToKeepBlocker, match="noté de nouveau"):
        resume_blocker(actor=actor(awa), procedure_id=kept.pk, blocker_id=first.pk, now=NOW)
    with pytest.raises(OutOfScope):
        resume_blocker(actor=actor(worker(house, "leon")), procedure_id=kept.pk, blocker_id=first.pk, now=NOW)
    here = {"file_id": found.pk, "procedure_id": kept.pk, "blocker_id": first.pk}
    answer = signed_in(awa).post(reverse("procedures:resume_blocker", kwargs=here), follow=True)
    assert "noté de nouveau depuis" in answer.content.decode()
