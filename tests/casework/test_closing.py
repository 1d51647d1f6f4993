"""The end of an interview: the rights that the screening answers, one press each; an hour already taken is told, and nothing is lost."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.casework import offered
from relais.casework.models import Appointment, Interview, RightDecision
from relais.casework.offered import Offered, Screened
from relais.casework.services.agenda import Meeting, make_appointment
from relais.foundation.access import ActorRequest
from relais.kernel.months import Month
from relais.people.models import File
from tests.casework.test_screens import address, typed
from tests.factories.accounts import signed_in
from tests.factories.people import actor, file_of

pytestmark = pytest.mark.django_db
RSA = Offered("rsa", "Revenu de solidarité active (RSA)", "a_demander", "environ 400 € par mois")
AAH = Offered("aah", "Allocation aux adultes handicapés (AAH)", "a_verifier", "")


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=timezone.now() - timedelta(days=1))


@pytest.fixture
def screen(awa: Member) -> Client:
    return signed_in(awa)


@pytest.fixture
def answers() -> Iterator[list[Screened | Exception | None]]:
    """What the screening answers, as the test says it; the true source comes back after."""
    told: list[Screened | Exception | None] = [None]
    before = list(offered._declared)  # put back as it was

    def source(_request: ActorRequest, _found: File) -> Screened | None:
        if isinstance(told[0], Exception):
            raise told[0]
        return told[0]

    offered.answered_by(source, simulates_at=lambda file: reverse("screening:of_file", kwargs={"file_id": file.pk}))
    yield told
    offered._declared[:] = before  # as above


def test_the_rights_are_those_that_the_screening_answers_one_press_each(
    screen: Client, found: File, answers: list[Screened | Exception | None]
) -> None:
    without = screen.get(address("close", found)).content.decode()
    assert "Aucune situation n’est gardée dans ce dossier" in without
    assert reverse("screening:of_file", kwargs={"file_id": found.pk}) in without
    answers[0] = Screened(timezone.now(), Month(2026, 11), (RSA, AAH))
    page = screen.get(address("close", found)).content.decode()
    assert page.index("Revenu de solidarité active") < page.index("Allocation aux adultes handicapés")
    assert "environ 400 € par mois" in page
    assert "novembre 2026" in page
    said = {"said-rsa": "oui", "said-aah": "non", "cause-aah": "trop_complique"}
    assert screen.post(address("close", found), typed(screen, found, **said)).status_code == 302
    kept = set(RightDecision.objects.values_list("right", "said", "cause"))
    assert kept == {("rsa", "oui", ""), ("aah", "non", "trop_complique")}
    again = screen.get(address("close", found))
    assert again.context["form"].spoken == [], "a yes is under way, a no is respected"
    assert "Déjà décidé" in again.content.decode()
    assert "Non, le" in again.content.decode()


def test_what_a_page_posts_is_kept_when_the_answers_changed_meanwhile(
    screen: Client, found: File, answers: list[Screened | Exception | None]
) -> None:
    answers[0] = Screened(timezone.now(), Month(2026, 11), (RSA,))
    fields = typed(screen, found, **{"said-rsa": "plus_tard"})
    for now_answers in (None, Screened(timezone.now()), RuntimeError("the engine fell")):
        RightDecision.objects.within(actor(Member.objects.get(identifier="awa"))).delete()
        answers[0] = now_answers
        assert screen.get(address("close", found)).status_code == 200
        assert screen.post(address("close", found), fields).status_code == 302
        assert RightDecision.objects.get().said == "plus_tard"


def test_an_hour_already_taken_is_told_without_losing_a_word_and_kept_all_the_same(screen: Client, awa: Member, found: File) -> None:
    day = timezone.localdate() + timedelta(days=5)
    at = timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=14)
    leo = file_of(awa, "Léo Martin", now=timezone.now() - timedelta(days=1))
    make_appointment(actor=actor(awa), member_id=awa.pk, meeting=Meeting(at, minutes=60), file_id=leo.pk, now=timezone.now())
    said = {"facts": "Elle est venue.", "next_on": f"{day:%d/%m/%Y}", "next_hour": "14h30", "next_minutes": "30"}
    fields = typed(screen, found, **said)
    told = screen.post(address("close", found), fields)
    page = told.content.decode()
    assert told.status_code == 422
    assert "14:00–15:00 Léo Martin" in page
    assert "Elle est venue." in page
    assert (Interview.objects.count(), Appointment.objects.count()) == (0, 1)
    kept = screen.post(address("close", found), {**fields, "garder": "oui"}, follow=True)
    assert "à 14\u00a0h\u00a030, au bureau" in kept.content.decode()
    assert (Interview.objects.count(), Appointment.objects.count()) == (1, 2)
    during = screen.get(address("interview", found)).content.decode()
    assert "à 14\u00a0h\u00a030, au bureau" in during
    assert "Léo" not in during, "nobody else's data is on the screen of an interview"
