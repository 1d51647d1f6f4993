"""Every form that creates something, sent twice from the same page: it is done once, its author is led where it led, and told so."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.administration.models import RightsRequest
from relais.casework.models import Absence, Appointment, Document, Goal, Interview, Note, OpenRight
from relais.exchange.models import Lot
from relais.foundation import once
from relais.foundation.once import SentForm
from relais.people.models import Bar, Channel, Consent, File, HouseholdMember, Information, Sharing
from relais.reception.models import Visit
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import file_of, service_of, worker
from tests.factories.tables import csv_of, rows_of

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
SAID = "Vous aviez déjà envoyé ce formulaire"
DAY = "1/9/2025"


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house, "awa")


@pytest.fixture
def leon(house: Organisation) -> Member:
    return worker(house, "leon")


def creations(awa: Member, leon: Member, found: File) -> dict[str, tuple[type[Model], dict[str, object]]]:
    """Address → what it creates, and what is typed."""
    tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d/%m/%Y")
    met = {"kind": "accueil_spontane", "on": timezone.localdate().strftime("%d/%m/%Y")}
    meeting = {"day": tomorrow, "hour": "9h30", "minutes": "30", "member": str(awa.pk), "reasons": ["argent"], "place": "bureau"}
    return {
        "people:new": (File, {"called": "Zoé Haddad", "service": str(service_of(awa).pk)}),
        "people:channels": (Channel, {"kind": "telephone", "value": "06 00 00 00 00", "use": "oui"}),
        "people:arrival": (HouseholdMember, {"link": "conjoint", "called": "Marc", "on": DAY}),
        "people:birth": (HouseholdMember, {"called": "Lou", "on": DAY}),
        "people:consent": (Consent, {"kind": "donnees", "form": "oral", "scope": "Rappels par SMS", "given_on": DAY}),
        "people:information": (Information, {"kind": "donnees", "form": "lue", "given_on": DAY}),
        "people:share": (
            Sharing,
            {
                "member": str(leon.pk),
                "levels": ["n1"],
                "basis": "meme_equipe",
                "necessity": "Préparer ensemble le rendez-vous à la CAF",
                "until": tomorrow,
            },
        ),
        "casework:contact": (Interview, {**met, "subject": "Appel de la CAF"}),
        "casework:close": (Interview, {**met, "level": "n2", "facts": "Est venue avec ses courriers."}),
        "casework:write_note": (Note, {"level": "n2", "facts": "Est venue avec ses courriers.", "writing": "apres"}),
        "casework:goals": (Goal, {"add-goal": "oui", "words": "Garder mon logement"}),
        "casework:rights": (OpenRight, {"name": "RSA"}),
        "casework:deposit": (Document, {"kind": "courrier", "file": b"%PDF-1.7\n%%EOF\n"}),
        "casework:new_file_appointment": (Appointment, meeting),
        "casework:new_appointment": (Appointment, {**meeting, "title": "Réunion de service"}),
        "casework:absences": (Absence, {"member": str(awa.pk), "first": tomorrow, "last": tomorrow}),
        "administration:requests_of_file": (RightsRequest, {"kind": "acces", "received_on": DAY, "words": "Je veux ma copie"}),
        "reception:receive": (Visit, {"reasons": ["logement"]}),
        "people:bars": (Bar, {"member": str(leon.pk), "reason": "demande"}),
        "exchange:arrive": (Lot, {"service": str(service_of(awa).pk), "table": csv_of(rows_of(2))}),
    }


def sending(name: str, found: File, typed: dict[str, object], token: str) -> tuple[str, Callable[[], dict[str, object]]]:
    """The address, and the body of the form, its file opened anew each time."""
    at = {"file_id": found.pk} if name in OF_FILE else {}

    def body() -> dict[str, object]:
        files = {
            key: SimpleUploadedFile(f"x{'.csv' if name == 'exchange:arrive' else '.pdf'}", value)
            for key, value in typed.items()
            if isinstance(value, bytes)
        }
        return {**typed, **files, "csrfmiddlewaretoken": token}

    return reverse(name, kwargs=at), body


OF_FILE = {
    *(f"people:{name}" for name in ("channels", "bars", "arrival", "birth", "consent", "information", "share")),
    *(f"casework:{name}" for name in ("contact", "close", "write_note", "goals", "rights", "deposit", "new_file_appointment")),
    "administration:requests_of_file",
}
#: where the page of a form is, when it is posted elsewhere.
PAGE = {"reception:receive": "reception:counter"}


def test_each_form_that_creates_is_done_once_and_says_so(awa: Member, leon: Member) -> None:
    found = file_of(awa, now=timezone.now() - timedelta(days=400))
    screen = signed_in(awa)
    for name, (model, typed) in creations(awa, leon, found).items():
        shown = screen.get(reverse(PAGE.get(name, name), kwargs={"file_id": found.pk} if name in OF_FILE else {}))
        tokens = TOKEN.findall(shown.content.decode())
        assert tokens, name
        address, body = sending(name, found, typed, tokens[0])
        before = model._default_manager.count()

        first = screen.post(address, body())
        made = model._default_manager.count() - before
        again = screen.post(address, body())

        assert first.status_code == 302, (name, re.findall(r'class="[^"]*error[^"]*"[^>]*>([^<]+)', first.content.decode()))
        assert made >= 1, name
        assert (again.status_code, again["Location"]) == (302, first["Location"]), name
        assert model._default_manager.count() == before + made, f"{name}: done twice"
        assert SAID in screen.get(again["Location"], follow=True).content.decode(), name


def test_a_refused_form_is_corrected_and_another_page_is_another_form(awa: Member) -> None:
    found, screen = file_of(awa, now=timezone.now()), signed_in(awa)
    address = reverse("casework:contact", kwargs={"file_id": found.pk})
    met = {"kind": "accueil_spontane", "on": timezone.localdate().strftime("%d/%m/%Y"), "csrfmiddlewaretoken": "a" * 64}
    for _time in range(2):
        assert screen.post(address, {**met, "subject": ""}).status_code == 422, "a refusal is not a sending: it is said again"
    assert screen.post(address, {**met, "subject": "Appel"}).status_code == 302
    assert screen.post(address, {**met, "subject": "Appel", "csrfmiddlewaretoken": "b" * 64}).status_code == 302
    assert screen.post(address, {**met, "subject": "Appel du soir"}).status_code == 302, "the same page with other words is another thing"
    assert Interview.objects.count() == 3
    assert signed_in(worker(found.organisation, "leon")).post(address, {**met, "subject": "Appel"}).status_code == 404


def test_prints_tell_nothing_and_are_forgotten_after_a_day(awa: Member) -> None:
    found, screen = file_of(awa, now=timezone.now()), signed_in(awa)
    typed = {"called": "Zoé Haddad", "service": str(service_of(awa).pk), "csrfmiddlewaretoken": "a" * 64}
    screen.post(reverse("people:new"), typed)
    kept = SentForm.objects.get()
    assert "Zoé" not in str(vars(kept))
    assert kept.led_to == reverse("people:file", kwargs={"file_id": File.objects.exclude(pk=found.pk).get().pk})
    assert once.purge(now=timezone.now() + once.LIFE - timedelta(minutes=1)) == 0
    assert once.purge(now=timezone.now() + once.LIFE) == 1
    Client().post(reverse("people:new"), typed)
    assert not SentForm.objects.exists(), "a visitor leaves no print"
