"""Administration of accounts on screen: who comes in, what each act does, and every refusal beside its field."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts import services
from relais.accounts.models import AccessNotice, Member, OpenSession, Role, RoleGrant, SecrecyBasis, Service, Team
from relais.accounts.services import closing
from relais.accounts.web.opening import PROVED
from relais.foundation import limits
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import Refused
from tests.access.doors import ACCOUNT_PAGES
from tests.factories.accounts import NOW, PASSWORD, TERMINAL, acting, member, organisation, signed_in

pytestmark = pytest.mark.django_db
TODAY = "{:%d/%m/%Y}"


class House:
    """Awa who works, Petit who runs her service, Tom and Ines who administer, Bruno who administers elsewhere."""

    def __init__(self) -> None:
        limits.forget_all()
        self.house = organisation()
        self.awa = member(self.house, "awa", service="Accompagnement", team="Quais", display_name="Awa Sarr")
        self.petit = member(self.house, "petit", Role.HEAD, service="Accompagnement")
        self.tom = member(self.house, "tom", Role.TECHNICIAN)
        self.ines = member(self.house, "ines", Role.TECHNICIAN)
        self.bruno = member(organisation("Ailleurs"), "bruno", Role.TECHNICIAN)


@pytest.fixture
def here() -> House:
    return House()


def at(name: str, one: Member, **more: int) -> str:
    return reverse(f"accounts:{name}", kwargs={"member_id": one.pk, **more})


def text(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def test_only_the_administration_comes_in_and_the_head_of_service_looks(here: House) -> None:
    tom, petit, awa, bruno = (signed_in(one) for one in (here.tom, here.petit, here.awa, here.bruno))
    for name in ACCOUNT_PAGES:
        if name == "untie_from_member":
            continue  # nothing is tied: tests/accounts/test_federation.py
        opened = [client.get(at(name, here.awa)).status_code for client in (tom, petit, awa, bruno)]
        assert opened == [200, 200 if name in ("member", "reset_factors") else 404, 404, 404], name
    for name in ("members", "invite", "places"):
        opened = [client.get(reverse(f"accounts:{name}")).status_code for client in (tom, petit, awa, bruno)]
        assert opened == [200, 200 if name == "members" else 404, 404, 200], name
    assert "Awa" not in text(bruno.get(reverse("accounts:members")))
    assert "Inviter" not in text(petit.get(reverse("accounts:members")))
    assert "Comptes" in text(tom.get("/compte/"))
    assert ("Dossiers" in text(awa.get("/compte/")), "Dossiers" in text(tom.get("/compte/"))) == (True, False)


def test_the_list_says_roles_second_factor_and_state_in_a_fixed_number_of_queries(here: House, django_assert_max_num_queries) -> None:
    tom = signed_in(here.tom)
    services.make_link(actor=TERMINAL, member_id=here.awa.pk, now=timezone.now())
    for turn in range(20):
        member(here.house, f"agent{turn}", service="Accompagnement", team="Quais")
    with django_assert_max_num_queries(10):
        page = text(tom.get(reverse("accounts:members")))
    assert "lien en attente" in page
    assert "Travailleuse ou travailleur social · Accompagnement" in page
    assert "pas encore" in page


def test_somebody_is_invited_and_the_link_is_shown_once(here: House, client: Client) -> None:
    tom, url = signed_in(here.tom), reverse("accounts:invite")
    service = Service.objects.get(name="Accompagnement")
    asked = {
        "display_name": "Léa Nimier",
        "identifier": "LEA",
        "service": service.pk,
        "roles": ["travailleur_social", "accueil"],
        "secrecy": "mission",
    }
    empty = tom.post(url, {})
    assert empty.status_code == 422
    assert "Écrivez un identifiant." in text(empty)
    taken = tom.post(url, {**asked, "identifier": "awa"})
    assert taken.status_code == 422
    page = BeautifulSoup(taken.content, "html.parser")
    assert "Cet identifiant est déjà pris." in page.select_one("#id_identifier_error").get_text()
    assert page.select_one("#id_display_name")["value"] == "Léa Nimier"
    done = tom.post(url, asked)
    lea = Member.objects.get(identifier="lea")
    assert done["Location"] == at("link", lea)
    shown = BeautifulSoup(tom.get(done["Location"]).content, "html.parser").select_one("#lien").get_text(strip=True)
    assert "/invitation/" in shown
    assert "/invitation/" not in tom.get(done["Location"]).content.decode(), "once"
    assert {(one.role, one.service_id) for one in lea.grants.all()} == {("travailleur_social", service.pk), ("accueil", service.pk)}
    assert AccessNotice.objects.filter(recipient=here.petit, member=lea, event="account_opened").exists()
    token = shown.rsplit("/invitation/", 1)[1].strip("/")
    assert client.get(f"/invitation/{token}/").status_code == 200
    assert tom.post(at("withdraw_links", lea)).status_code == 302
    assert client.get(f"/invitation/{token}/").status_code == 404
    assert "Aucun lien n’attend." in text(tom.post(at("withdraw_links", lea), follow=True))
    again = tom.post(at("link", lea))
    assert "/invitation/" in tom.get(again["Location"]).content.decode()
    assert tom.post(at("link", here.tom)).status_code == 422, "never one's own"


def test_a_role_is_given_on_days_seen_at_once_and_ended(here: House) -> None:
    tom, url = signed_in(here.tom), at("grant", here.awa)
    service, today = Service.objects.get(name="Accompagnement"), timezone.localdate()
    asked = {"role": "responsable", "service": service.pk, "starts_on": TODAY.format(today), "ends_on": ""}
    late = tom.post(url, {**asked, "starts_on": TODAY.format(today - timedelta(days=3))})
    assert late.status_code == 422
    assert "ne commence pas dans le passé" in text(late)
    assert tom.post(url, {**asked, "role": "roi"}).status_code == 422
    assert tom.post(url, asked).status_code == 302
    replayed = tom.post(url, asked)
    assert replayed.status_code == 422, "a form sent twice gives one role"
    assert "tient déjà ce rôle" in text(replayed)
    grant = RoleGrant.objects.get(member=here.awa, role="responsable")
    assert {one.recipient_id for one in AccessNotice.objects.filter(event="role_granted")} == {here.awa.pk, here.petit.pk}
    assert "a reçu le rôle « Responsable de service »" in text(signed_in(here.petit).get("/compte/")).replace("\u00a0", " ")
    own = tom.post(at("grant", here.tom), {**asked, "role": "travailleur_social"})
    assert own.status_code == 422
    assert "Personne ne se donne un rôle qui ouvre des dossiers" in text(own)
    assert tom.post(at("end_role", here.awa, grant_id=grant.pk)).status_code == 302
    grant.refresh_from_db()
    assert grant.revoked_at is not None
    assert "Rôles passés" in text(tom.get(at("member", here.awa)))
    assert "plus, attribué" in text(tom.post(at("end_role", here.awa, grant_id=grant.pk), follow=True))


def test_secrecy_and_place_are_changed_by_somebody_else(here: House) -> None:
    tom = signed_in(here.tom)
    assert tom.post(at("secrecy", here.awa), {"basis": "profession"}).status_code == 302
    here.awa.refresh_from_db()
    assert here.awa.secrecy_basis == SecrecyBasis.PROFESSION
    assert "déjà ce qui est noté" in text(tom.post(at("secrecy", here.awa), {"basis": "profession"}))
    assert tom.post(at("secrecy", here.tom), {"basis": "profession"}).status_code == 422
    assert "Par profession" in text(signed_in(here.petit).get("/compte/"))
    other = services.open_service(actor=acting(here.tom), name="Accueil", now=NOW)
    quais = Team.objects.get(name="Quais")
    wrong = tom.post(at("place", here.awa), {"job_title": "", "service": other.pk, "teams": [quais.pk]})
    assert wrong.status_code == 422
    assert "n’est pas de ce service" in text(wrong)
    assert tom.post(at("place", here.awa), {"job_title": "référente", "service": other.pk}).status_code == 302
    here.awa.refresh_from_db()
    assert (here.awa.service_id, here.awa.job_title, here.awa.teams.count()) == (other.pk, "référente", 0)


def test_a_lost_factor_is_reset_by_the_head_and_ends_the_sessions(here: House) -> None:
    theirs, petit = signed_in(here.awa), signed_in(here.petit)
    page = petit.get(at("reset_factors", here.awa))
    assert "de vive voix" in text(page)
    assert petit.post(at("reset_factors", here.awa)).status_code == 302
    assert theirs.get("/compte/").status_code == 302
    assert petit.post(at("reset_factors", here.petit)).status_code == 422
    assert JournalEntry.objects.filter(action="second_factor.reset", actor_id=here.petit.pk).count() == 1
    assert AccessNotice.objects.filter(event="factors_reset", recipient=here.awa).count() == 1


def test_an_account_is_closed_once_nothing_is_led_and_reopened_empty(here: House, monkeypatch: pytest.MonkeyPatch) -> None:
    tom, led = signed_in(here.tom), [closing.Held("Cette personne est référente de 3 dossiers.")]
    signed_in(here.awa)
    monkeypatch.setattr(closing, "_holders", {"dossiers": lambda house, who, now: led if who == here.awa.pk else []})
    assert "référente de 3 dossiers" in text(tom.get(at("close_account", here.awa)))
    assert tom.post(at("close_account", here.awa)).status_code == 422
    here.awa.refresh_from_db()
    assert here.awa.is_active
    led.clear()
    assert tom.post(at("close_account", here.tom)).status_code == 422, "never one's own"
    assert tom.post(at("close_account", here.awa)).status_code == 302
    assert not OpenSession.objects.filter(member=here.awa).exists()
    assert AccessNotice.objects.filter(event="account_closed", recipient=here.petit).exists()
    assert "fermé" in text(tom.get(at("member", here.awa)))
    assert tom.post(at("link", here.awa)).status_code == 422
    assert tom.post(at("reopen_account", here.awa)).status_code == 302
    here.awa.refresh_from_db()
    assert here.awa.is_active
    assert not here.awa.has_usable_password()
    assert acting(here.awa).roles == frozenset()
    assert tom.post(at("reopen_account", here.awa)).status_code == 422


def test_services_and_teams_open_change_names_and_close_once_empty(here: House) -> None:
    tom, url = signed_in(here.tom), reverse("accounts:places")
    assert tom.post(url, {"name": "  Logement  "}).status_code == 302
    assert "porte déjà ce nom" in text(tom.post(url, {"name": "Logement"}))
    assert tom.post(url, {"name": " "}).status_code == 422
    new = Service.objects.get(name="Logement")
    team_url = reverse("accounts:open_team", kwargs={"service_id": new.pk})
    assert tom.post(team_url, {"name": "Nord"}).status_code == 302
    assert tom.post(team_url, {"name": "Nord"}).status_code == 422
    nord = Team.objects.get(name="Nord")
    assert tom.post(reverse("accounts:rename_team", kwargs={"team_id": nord.pk}), {"name": "Sud"}).status_code == 302
    assert tom.post(reverse("accounts:rename_service", kwargs={"service_id": new.pk}), {"name": "Accompagnement"}).status_code == 422
    assert tom.post(reverse("accounts:rename_service", kwargs={"service_id": new.pk}), {"name": "Toit"}).status_code == 302
    page = text(tom.get(url))
    assert "Toit" in page
    assert "Sud" in page
    full, quais = Service.objects.get(name="Accompagnement"), Team.objects.get(name="Quais")
    said = text(tom.post(reverse("accounts:close_service", kwargs={"service_id": full.pk}), follow=True))
    assert "2 membres y travaillent" in said
    assert "n’est pas vide" in text(tom.post(reverse("accounts:close_team", kwargs={"team_id": quais.pk}), follow=True))
    assert tom.post(reverse("accounts:close_service", kwargs={"service_id": new.pk})).status_code == 302
    assert "Toit" not in text(tom.get(url))
    assert tom.post(url, {"name": "Toit"}).status_code == 302, "it opens again under its name"
    bruno = signed_in(here.bruno)
    assert bruno.post(reverse("accounts:close_service", kwargs={"service_id": full.pk})).status_code == 404
    assert bruno.get(reverse("accounts:rename_team", kwargs={"team_id": quais.pk})).status_code == 404
    with pytest.raises(Refused):
        services.open_service(actor=acting(here.awa), name="X", now=NOW)


def test_whoever_has_been_here_for_long_proves_who_they_are_first(here: House) -> None:
    tom = signed_in(here.tom)
    session = tom.session
    session[PROVED] = 0
    session.save()
    asked = tom.post(at("reset_factors", here.awa))
    assert asked["Location"].startswith("/compte/confirmer/?next=")
    tom.post("/compte/confirmer/", {"present": PASSWORD, "next": at("reset_factors", here.awa)})
    assert tom.post(at("reset_factors", here.awa)).status_code == 302
