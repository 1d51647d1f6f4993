"""Awa ends an interview, writes, corrects and entrusts on screen: one save, nothing lost, no word where it should not be."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.casework.models import Appointment, Goal, Interview, Note, NoteReader, RightDecision, Step
from relais.casework.services import notes as services
from relais.casework.services.goals import NewStep, add_step, set_goal
from relais.casework.services.interviews import Contact, record_contact
from relais.casework.services.notes import Parts
from relais.casework.terms.interviews import InterviewKind, Who
from relais.casework.terms.notes import NoteLevel
from relais.foundation import drafts
from relais.foundation.models import JournalEntry
from relais.people.models import File
from relais.people.services import assign
from relais.people.terms import Part
from tests.factories.accounts import signed_in
from tests.factories.people import actor, file_of

pytestmark = pytest.mark.django_db
SECRET = "mdp CAF : Toto2024!"


@pytest.fixture
def found(awa: Member) -> File:
    """Inès's file, opened yesterday as the clock of the machine says."""
    return file_of(awa, now=timezone.now() - timedelta(days=1))


@pytest.fixture
def screen(awa: Member) -> Client:
    return signed_in(awa)


def address(name: str, found: File, **more: object) -> str:
    return reverse(f"casework:{name}", kwargs={"file_id": found.pk, **more})


def typed(screen: Client, found: File, **more: str) -> dict[str, str]:
    """What the page of the end of an interview sends when nothing else is typed."""
    form = screen.get(address("close", found)).context["form"]
    blank = dict.fromkeys(form.fields, "")
    shown = {name: str(form[name].value() or "") for name in ("kind", "level", "writing", "hour")}
    return {**blank, **shown, "on": timezone.localdate().strftime("%d/%m/%Y"), **more}


def written(who: Member, found: File, level: NoteLevel = NoteLevel.SHARED, words: str = "« Je dors mal. »") -> Note:
    parts = Parts("Venue seule.", words, "À suivre.")
    return services.write_note(actor=actor(who), file_id=found.pk, level=level, parts=parts, now=timezone.now())


def test_a_visit_with_nothing_to_write_is_a_page_and_a_press(screen: Client, found: File) -> None:
    answer = screen.post(address("close", found), typed(screen, found))
    assert answer.status_code == 302
    assert answer["Location"] == address("sheet", found)
    assert (Interview.objects.count(), Note.objects.count(), Step.objects.count()) == (1, 0, 0)
    kept = Interview.objects.get()
    assert (kept.writing, kept.from_person, kept.at <= timezone.now()) == ("rien", True, True)


def test_one_save_keeps_all_that_was_said_and_agreed_then_the_sheet_says_it(screen: Client, found: File) -> None:
    day = (timezone.localdate() + timedelta(days=9)).strftime("%d/%m/%Y")
    said = {
        "words": "« Je veux dormir. »",
        "facts": "Courrier du bailleur.",
        "analysis": "Impayé de deux mois.",
        "goal": "Garder mon logement",
        "right-0": "rsa",
        "said-0": "plus_tard",
        "cause-0": "trop_complique",
        "ours": "J’appelle le bailleur\nJe prépare la lettre",
        "ours_on": day,
        "hers": "Vous apportez le bail",
        "next_on": day,
        "next_hour": "14h30",
        "next_place": "domicile",
        "next_reason": "logement",
        "next_how": "avec le bail",
        "duration": "15_60",
    }
    answer = screen.post(address("close", found), typed(screen, found, **said), follow=True)
    page = answer.content.decode()
    for shown in (
        "Garder mon logement",
        "J’appelle le bailleur",
        "Je prépare la lettre",
        "Vous apportez le bail",
        "à 14\u00a0h\u00a030, à domicile",
        "avec le bail",
    ):
        assert shown in page
    assert page.index("Garder mon logement") < page.index("J’appelle le bailleur")
    assert "dormir" not in page
    note = Note.objects.get()
    assert (note.level, note.interview_id) == ("n2", Interview.objects.get().pk)
    decision = RightDecision.objects.get()
    assert (decision.right, decision.said, decision.cause, decision.interview_id) == (
        "rsa",
        "plus_tard",
        "trop_complique",
        note.interview_id,
    )
    assert list(Step.objects.order_by("recorded_at", "what").values_list("who", flat=True).order_by("who")) == [
        "ensemble",
        "nous",
        "nous",
        "personne",
    ]
    given = Appointment.objects.get()
    assert (given.file_id, given.place, given.reasons, f"{timezone.localtime(given.starts_at):%H:%M}") == (
        found.pk,
        "domicile",
        ["logement"],
        "14:30",
    )
    again = screen.get(address("close", found)).context["form"]
    assert [(one.right, one.before[:10]) for one in again.spoken] == [("rsa", "Plus tard,")]
    actions = set(JournalEntry.objects.values_list("action", flat=True))
    assert {"interview.recorded", "note.written", "goal.set", "right.decided", "step.agreed", "appointment.made"} <= actions


def test_what_cannot_be_kept_leaves_nothing_and_loses_nothing(screen: Client, found: File) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d/%m/%Y")
    for wrong, words in (
        ({"on": tomorrow, "hour": "9:00"}, "pas encore eu lieu"),
        ({"hour": "midi"}, "par exemple 14:30"),
        ({"on": "31/02/2026"}, "31"),
        ({"right-0": "rsa"}, "Choisissez ce qu’elle ou il en dit"),
        ({"said-0": "oui"}, "Dites de quel droit il s’agit"),
        ({"cause-rsa": "trop_complique"}, "Choisissez ce qu’elle ou il en dit"),
        ({"next_hour": "9h"}, "le jour de ce rendez-vous"),
        ({"next_hour": "9h", "next_on": "1/1/2019"}, "passé depuis plus d’une semaine"),
        ({"right-0": "rsa", "said-0": "oui", "cause-0": "trop_complique"}, "Retirez la raison"),
        ({"level": "n9"}, "n9"),
        ({"ours": SECRET}, "mot de passe"),
    ):
        answer = screen.post(address("close", found), typed(screen, found, **{"facts": "Elle est venue.", "goal": "Dormir", **wrong}))
        assert answer.status_code == 422, wrong
        page = answer.content.decode()
        assert words in page, wrong
        assert "Elle est venue." in page
    assert (Interview.objects.count(), Note.objects.count(), Goal.objects.count(), Step.objects.count()) == (0, 0, 0, 0)


def test_a_secret_is_masked_by_one_press_and_is_nowhere(screen: Client, found: File) -> None:
    fields = typed(screen, found, facts=f"Elle me donne son {SECRET}")
    refused = screen.post(address("close", found), fields)
    assert refused.status_code == 422
    assert "Masquer et enregistrer" in refused.content.decode()
    assert "Toto2024!" in refused.content.decode()
    for remedy in ("/outils/demarches/", "/outils/carnet/", f"/dossiers/{found.pk}/mandats/"):
        assert f'href="{remedy}"' in refused.content.decode(), "the remedy is at hand"
    kept = screen.post(address("close", found), {**fields, "facts-masquer": "oui"})
    assert kept.status_code == 302
    opened = services.open_note(actor=actor(Member.objects.get(identifier="awa")), note_id=Note.objects.get().pk, now=timezone.now())
    assert "[masqué]" in opened.last.parts.facts
    if connection.vendor == "sqlite":
        assert b"Toto2024" not in connection.connection.serialize()


def test_the_pad_of_the_interview_is_on_no_server_before_it_is_kept_together(screen: Client, found: File) -> None:
    page = screen.get(address("interview", found)).content.decode()
    assert "Inès Bakri" in page
    assert "data-draft" not in page
    assert "<nav" not in page
    before = JournalEntry.objects.count()
    arrives = screen.post(address("close", found), {"bloc": "Elle veut revoir sa sœur"})
    assert arrives.status_code == 200
    assert "Elle veut revoir sa sœur" in arrives.content.decode()
    assert (Interview.objects.count(), Note.objects.count()) == (0, 0)
    assert not drafts.waiting(actor(Member.objects.get(identifier="awa")), now=timezone.now())
    assert JournalEntry.objects.count() - before == 1
    screen.post(address("close", found), typed(screen, found, words="Elle veut revoir sa sœur", writing="pendant"))
    assert Interview.objects.get().writing == "pendant"


def test_the_writing_aid_speaks_to_the_author_alone_and_is_kept_nowhere(screen: Client, awa: Member, leon: Member, found: File) -> None:
    fields = {"facts": "Madame est hystérique.", "words": "Il est hystérique.", "analysis": "", "level": "n2"}
    read = screen.post(address("write_note", found), {**fields, "relire": "oui"})
    assert read.status_code == 200
    assert read.content.decode().count("<mark>") == 1
    assert not Note.objects.exists()
    answer = screen.post(address("write_note", found), fields, follow=True)
    assert "elle a crié" in answer.content.decode()
    assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.CO_LEAD, now=timezone.now())
    his = signed_in(leon).get(address("note", found, note_id=Note.objects.get().pk))
    assert "hystérique" in his.content.decode()
    assert "<mark>" not in his.content.decode()


def test_a_note_is_opened_corrected_answered_and_printed_with_the_answer(screen: Client, awa: Member, found: File) -> None:
    note = written(awa, found)
    one = {"note_id": note.pk}
    assert "Je dors mal" not in screen.get(address("notes", found)).content.decode()
    screen.post(address("correct_note", found, **one), {"facts": "Venue avec sa fille.", "words": "", "analysis": ""})
    screen.post(address("answer_note", found, **one), {"words": "Je ne suis pas d’accord."})
    page = screen.get(address("note", found, **one)).content.decode()
    for shown in ("Venue avec sa fille", "Je dors mal", "Je ne suis pas d’accord", "1 version"):
        assert shown in page
    listed = screen.get(address("notes", found)).content.decode()
    assert "1 correction" in listed
    assert "la personne a répondu" in listed
    empty = screen.post(address("answer_note", found, **one), {"words": " "})
    assert empty.status_code == 422


def test_a_confidential_note_is_entrusted_on_screen_with_a_ground(screen: Client, awa: Member, leon: Member, found: File) -> None:
    note = written(awa, found, NoteLevel.CONFIDENTIAL)
    assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.CO_LEAD, now=timezone.now() - timedelta(minutes=1))
    his = signed_in(leon)
    one = {"note_id": note.pk}
    assert his.get(address("note", found, **one)).status_code == 404
    where = address("note_readers", found, **one)
    assert screen.post(where, {"member": str(leon.pk), "ground": "consentement", "necessity": "non"}).status_code == 422
    said = {"member": str(leon.pk), "ground": "consentement", "necessity": "Il l’accompagne à l’audience."}
    assert screen.post(where, said).status_code == 302
    assert his.get(address("note", found, **one)).status_code == 200
    for name in ("correct_note", "note_level", "note_readers"):
        assert his.get(address(name, found, **one)).status_code == 404
    reader = NoteReader.objects.get()
    screen.post(address("withdraw_reader", found, **one, reader_id=reader.pk))
    assert his.get(address("note", found, **one)).status_code == 404
    screen.post(address("note_level", found, **one), {"level": "n2"})
    assert his.get(address("note", found, **one)).status_code == 200


def test_a_note_answers_under_its_own_file_only(screen: Client, awa: Member, found: File) -> None:
    other = file_of(awa, "M. Le Goff", now=timezone.now() - timedelta(days=1))
    note = written(awa, found)
    for name in ("note", "correct_note", "note_level", "answer_note"):
        assert screen.get(address(name, other, note_id=note.pk)).status_code == 404, name


def test_a_contact_in_a_line_with_its_reminder_finds_the_file_by_name(screen: Client, awa: Member, found: File) -> None:
    day = (timezone.localdate() + timedelta(days=2)).strftime("%d/%m/%Y")
    said = {"called": "bacri", "subject": "Elle apporte son bail", "remind_on": day, "kind": "accueil_spontane", "hour": "", "reminder": ""}
    said["on"] = timezone.localdate().strftime("%d/%m/%Y")
    answer = screen.post(reverse("casework:brief"), said)
    assert answer["Location"] == reverse("people:file", kwargs={"file_id": found.pk})
    kept = Step.objects.get()
    assert (kept.what, kept.who, kept.member_id, kept.interview_id) == ("Elle apporte son bail", "nous", awa.pk, Interview.objects.get().pk)
    nobody = screen.post(reverse("casework:brief"), {**said, "called": "Zzyx"})
    assert nobody.status_code == 422
    assert "Elle apporte son bail" in nobody.content.decode()
    twin = file_of(awa, "Inès Bakri", birth_year=1960, now=timezone.now() - timedelta(days=1))
    several = screen.post(reverse("casework:brief"), said)
    assert several.status_code == 422
    assert "1960" in several.content.decode()
    chosen = screen.post(reverse("casework:brief"), {**said, "file": str(twin.pk)})
    assert chosen.status_code == 302
    assert Interview.objects.filter(file=twin).count() == 1
    past = screen.post(address("contact", found), {**said, "remind_on": "01/01/2020"})
    assert "Ce jour est passé" in past.content.decode()


def test_a_step_is_done_and_taken_back_by_one_press_each(screen: Client, awa: Member, found: File) -> None:
    goals = address("goals", found)
    assert screen.post(goals, {"add-goal": "oui", "words": "Revoir ma sœur"}).status_code == 302
    goal = Goal.objects.get()
    assert (
        screen.post(goals, {"add-step": "oui", "what": "Écrire", "who": "personne", "due_on": "", "goal": str(goal.pk)}).status_code == 302
    )
    assert screen.post(goals, {"add-step": "oui", "what": "", "who": "personne"}).status_code == 422
    step = Step.objects.get()
    one = {"step_id": step.pk}
    for act, done in (("step_done", True), ("step_done", True), ("step_back", False), ("step_done", True)):
        screen.post(address(act, found, **one))
        step.refresh_from_db()
        assert (step.done_at is not None) is done
    screen.post(address("step_removed", found, **one))
    assert Step.objects.exists()
    screen.post(address("step_back", found, **one))
    screen.post(address("step_removed", found, **one))
    assert not Step.objects.exists()
    for state in ("atteint", "en_cours"):
        screen.post(address("end_goal", found, goal_id=goal.pk), {"etat": state})
        goal.refresh_from_db()
        assert goal.state == state
    assert screen.post(address("end_goal", found, goal_id=goal.pk), {"etat": "autre"}).status_code == 404


def test_what_was_typed_waits_as_a_draft_after_a_lost_session(screen: Client, awa: Member, found: File) -> None:
    page = screen.get(address("close", found))
    keys = page.context["form"]._slip.keys
    drafts.keep(actor=actor(awa), key=keys["facts"], text="Venue ce matin.", now=timezone.now(), page=address("close", found))
    assert "Venue ce matin." in signed_in(awa).get(address("close", found)).content.decode()
    fields = typed(screen, found, facts="Venue ce matin.")
    screen.post(address("close", found), fields)
    assert not drafts.waiting(actor(awa), now=timezone.now())


def full(awa: Member, found: File, times: int) -> None:
    for _ in range(times):
        written(awa, found)
        set_goal(actor=actor(awa), file_id=found.pk, words="Dormir", now=timezone.now())
        add_step(actor=actor(awa), file_id=found.pk, step=NewStep(Who.US, "Appeler", timezone.localdate()), now=timezone.now())
        contact = Contact(InterviewKind.PHONE, timezone.now(), subject="Point")
        record_contact(actor=actor(awa), file_id=found.pk, contact=contact, now=timezone.now())


def test_no_page_asks_more_queries_for_more_rows(screen: Client, awa: Member, found: File) -> None:
    full(awa, found, 1)
    pages = {name: address(name, found) for name in ("notes", "goals", "sheet", "timeline", "interview", "close")}
    pages["file"] = reverse("people:file", kwargs={"file_id": found.pk})

    def counts() -> dict[str, int]:
        asked = {}
        for name, where in pages.items():
            screen.get(where)
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert screen.get(where).status_code == 200
            asked[name] = len(seen)
        return asked

    few = counts()
    full(awa, found, 4)
    assert counts() == few
    assert max(few.values()) <= 22, (
        few
    )  # twenty for the whole page of a person, and the transaction of its reading (a rare panel: people.seldom)
