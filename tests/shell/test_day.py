"""Ma journée: the home of every role, never an empty frame; a constant number of queries; every agenda page opens."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Role
from relais.casework.services import absences
from relais.casework.services.agenda import Meeting, make_appointment
from relais.foundation import drafts
from relais.people.rules import Level
from relais.people.services import NewChannel, NewSharing, Receiver, add_channel, share
from relais.people.terms import Basis
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_home_that_leads_somewhere(role: Role) -> None:
    who = worker(organisation(), "celle-ci", role)
    browser = signed_in(who)
    page = browser.get(reverse("day"))
    assert page.status_code == 200
    shown = page.context["tiles"]
    assert len(shown) >= 4
    for tile in shown:
        assert str(tile.url) in page.content.decode()
        assert browser.get(tile.url).status_code == 200, tile.url
    if not {role} & {Role.SOCIAL_WORKER, Role.HEAD, Role.RECEPTION}:
        assert reverse("people:mine") not in page.content.decode()


@pytest.mark.parametrize("role", [Role.PARTNER, Role.DIGITAL_MEDIATOR])
def test_what_was_shared_is_found_from_home_and_nothing_promises_a_file_before(role: Role) -> None:
    house, now = organisation(), timezone.now()
    awa, who = worker(house), worker(house, "celle-ci", role, secrecy="mission")
    found = file_of(awa, "Famille Traoré", now=now - timedelta(days=1))
    assert "aucun dossier ne vous est ouvert" not in signed_in(who).get(reverse("day")).content.decode()
    until, receiver = now + timedelta(days=9), Receiver(member_id=who.pk)
    agreed = {"consent_form": "oral", "consent_on": timezone.localdate()}
    levels = frozenset({Level.RECEPTION})
    what = NewSharing(receiver=receiver, basis=Basis.CONSENT, necessity="Fournitures de l’école.", ends_at=until, levels=levels, **agreed)
    share(actor=actor(awa), file_id=found.pk, what=what, now=now)
    browser = signed_in(who)
    assert "Partagé avec vous" in browser.get(reverse("day")).content.decode()
    assert "Famille Traoré" in browser.get(reverse("people:mine")).content.decode()


def test_the_day_asks_the_same_number_of_queries_however_full_it_is(django_assert_max_num_queries) -> None:
    house = organisation()
    awa = worker(house)
    now = timezone.now()
    found = [file_of(awa, f"Personne {number}", now=now - timedelta(days=1)) for number in range(6)]
    for number, file in enumerate(found):
        meeting = Meeting(starts_at=now + timedelta(minutes=5 * number))
        make_appointment(actor=actor(awa), member_id=awa.pk, meeting=meeting, file_id=file.pk, now=now)
    drafts.keep(actor=actor(awa), key="tests.day", text="Un texte en cours.", now=now, page="/dossiers/ouvrir/")
    browser = signed_in(awa)
    with django_assert_max_num_queries(12):
        page = browser.get(reverse("day")).content.decode()
    assert "Personne 5" in page
    assert "Reprendre le texte" in page


def test_every_page_of_the_agenda_opens_and_reminders_respect_the_person() -> None:
    house = organisation()
    awa = worker(house)
    now = timezone.now()
    day = timezone.localdate() + timedelta(days=2)
    called = {
        "Appelée": NewChannel("telephone", "06 39 98 00 11"),
        "Écrite": NewChannel("courrier", "8 place du Pont"),
        "Silencieuse": NewChannel("telephone", "06 39 98 00 12", may_be_used=False),
        "Protégée": NewChannel("telephone", "06 39 98 00 13", may_be_used=False),
    }
    for name, channel in called.items():
        secret = {"address": "1 rue Secrète", "address_protected": True, "correspondence_address": "CCAS, place du Pont"}
        file = file_of(awa, name, now=now - timedelta(days=1), **(secret if name == "Protégée" else {}))
        add_channel(actor=actor(awa), file_id=file.pk, channel=channel, now=now)
        meeting = Meeting(starts_at=now + timedelta(days=2), reasons=["social"])
        one = make_appointment(actor=actor(awa), member_id=awa.pk, meeting=meeting, file_id=file.pk, now=now)
    absences.record_absence(actor=actor(awa), member_id=awa.pk, first=day + timedelta(days=9), last=day + timedelta(days=9), now=now)
    browser = signed_in(awa)
    pages = ("agenda", "agenda_week", "new_appointment", "reminders", "reminder_letters", "absences", "calendar_feed")
    texts = {name: browser.get(reverse(f"casework:{name}") + f"?jour={day:%Y-%m-%d}") for name in pages}
    assert {answer.status_code for answer in texts.values()} == {200}
    calls = texts["reminders"].content.decode()
    assert "06 39 98 00 11" in calls
    assert "06 39 98 00 12" not in calls
    letters = texts["reminder_letters"].content.decode().split("<main")[1].split("</main")[0]
    assert "8 place du Pont" in letters
    assert "CCAS, place du Pont" in letters
    assert "Secrète" not in letters
    assert "Silencieuse" not in letters
    assert "Montbrume" not in letters, "no name of a service nor of an organisation"
    assert "Santé" not in letters
    for name in ("appointment", "move_appointment"):
        assert browser.get(reverse(f"casework:{name}", kwargs={"appointment_id": one.pk})).status_code == 200
    assert browser.get(reverse("casework:file_appointments", kwargs={"file_id": file.pk})).status_code == 200
    assert "Donner un rendez-vous" in browser.get(reverse("people:file", kwargs={"file_id": file.pk})).content.decode()
    done = browser.post(reverse("casework:appointment_reminded", kwargs={"appointment_id": one.pk}), {"how": "lettre", "retour": "rappels"})
    assert done["Location"] == reverse("casework:reminders")
    assert "CCAS, place du Pont" not in browser.get(reverse("casework:reminder_letters")).content.decode()


def test_forms_of_the_agenda_keep_what_was_typed_and_do_what_they_say() -> None:
    house = organisation()
    awa = worker(house)
    now = timezone.now()
    file = file_of(awa, now=now - timedelta(days=1))
    browser = signed_in(awa)
    address = reverse("casework:new_file_appointment", kwargs={"file_id": file.pk})
    typed = {"day": "31/02/2027", "hour": "25h", "minutes": "30", "member": str(awa.pk), "place": "bureau", "reasons": ["argent"]}
    refused = browser.post(address, typed)
    assert refused.status_code == 422
    assert "25h" in refused.content.decode()
    on = timezone.localdate() + timedelta(days=3)
    kept = browser.post(address, {**typed, "day": f"{on:%d/%m/%Y}", "hour": "9h30"})
    assert kept.status_code == 302
    shown = browser.get(kept["Location"]).content.decode()
    assert "9\u00a0h\u00a030" in shown
    moved = browser.post(kept["Location"] + "deplacer/", {"day": f"{on:%d/%m/%Y}", "hour": "14:00", "minutes": "45"})
    assert "14\u00a0h" in browser.get(moved["Location"]).content.decode()
    assert browser.post(moved["Location"] + "annuler/", {}).status_code == 302
    assert browser.post(moved["Location"] + "annuler/", {"by": "personne"}).status_code == 302
    assert "Annulé" in browser.get(moved["Location"]).content.decode()
    secret = browser.post(reverse("casework:new_appointment"), {**typed, "title": "mdp : Toto2024!"})
    assert secret.status_code == 422
    shown_once = browser.post(reverse("casework:calendar_feed")).content.decode()
    assert "/agenda/flux/" in shown_once
    assert "/agenda/flux/" not in browser.get(reverse("casework:calendar_feed")).content.decode()
    assert browser.post(reverse("casework:close_calendar_feed")).status_code == 302
