"""The tests that the doctrine itself words for alerts (§1, S73 and S78)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.observatory import queries
from relais.observatory.models import Alert, Follower, Sighting
from relais.observatory.services import ToldAlert, Trouble
from relais.procedures.services import blockers, procedures
from tests.factories.accounts import signed_in
from tests.factories.people import actor, file_of, worker
from tests.observatory.alerts import page, written

pytestmark = pytest.mark.django_db
NAME = "Zéphyrine Quatresous"
ANEF = {"code": "B01", "body": "anef", "way": "en_ligne", "step": "envoyer"}


def test_s73_four_workers_meet_the_same_anef_error_in_a_week_one_alert_of_four_without_anybody_and_its_letter(
    house: Organisation, awa: Member, lead: Member
) -> None:
    now, today = timezone.now(), timezone.localdate()
    workers = [awa, *(worker(house, name) for name in ("leon", "zoe", "ines"))]
    for rank, who in enumerate(workers):
        found = file_of(who, f"{NAME} {rank}", now=now - timedelta(days=9))
        kept = procedures.open_procedure(actor=actor(who), file_id=found.pk, new=procedures.NewProcedure(sheet="titre_sejour"), now=now)
        told = blockers.ToldBlocker(**ANEF, seen_on=today - timedelta(days=rank), harm="sejour", lost="1h", message=f"Erreur 500 {NAME}")
        blockers.note_blocker(actor=actor(who), procedure_id=kept.pk, told=told, now=now)
    (proposed,) = queries.proposed(actor(awa), on=today)
    assert (proposed.alike.code, proposed.alike.service, proposed.alike.count) == ("B01", "anef.en_ligne", 4)
    client = signed_in(awa)
    link = f"{reverse('observatory:write')}?blocage=B01&ou=anef.en_ligne&etape=envoyer"
    form = page(client.get(link))
    assert "4 blocages semblables" in form
    typed = {"day": f"{today:%d/%m/%Y}", "harm": "sejour", "people": "4", "fix": "Corriger le dépôt", "recipient": "Préfecture, séjour"}
    assert client.post(link, typed).status_code == 302
    alert = Alert.objects.get()
    assert (Sighting.objects.count(), Sighting.objects.get().people) == (1, 4)
    letter = page(client.get(reverse("observatory:letter", kwargs={"alert_id": alert.pk})))
    assert "4 situations" in letter
    assert "Corriger le dépôt" in letter
    body = letter.partition("<main")[2]
    assert [word for word in (NAME, "Erreur 500", *(who.display_name for who in workers)) if word in body] == []
    # the same trouble told by a colleague is one more time in the same alert, never a second one
    again = page(signed_in(workers[1]).get(link))
    assert "Ce blocage est déjà signalé" in again
    assert Follower.objects.count() == 1


def test_s78_the_alert_states_the_unfit_case_in_general_terms_and_asks_for_another_way(awa: Member) -> None:
    words = ToldAlert(
        recipient="CAF, relations avec les partenaires",
        fix="Ajouter le choix « garde alternée »",
        unfit="Le formulaire suppose que les enfants vivent chez un seul parent",
        meanwhile="papier",
    )
    alert = written(awa, trouble=Trouble("D01", "caf.en_ligne", "remplir"), told=words, now=timezone.now(), day=timezone.localdate())
    letter = page(signed_in(awa).get(reverse("observatory:letter", kwargs={"alert_id": alert.pk})))
    assert "Situation que le service ne prévoit pas" in letter
    assert "Le formulaire suppose que les enfants vivent chez un seul parent" in letter
    assert "accepter la demande sur papier" in letter
