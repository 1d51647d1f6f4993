"""Acts of sharing: one identified person, something precise, a basis, a reason, an end; withdrawn at once; what the person agreed to."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Role, RoleGrant
from relais.kernel.decisions import OutOfScope, Refused
from relais.people import queries, services
from relais.people.models import AddressReader, Assignment, Consent, File, Sharing
from relais.people.rules import Level
from relais.people.services import NewChannel, NewSharing, Receiver, UnableToKeepFiles
from relais.people.terms import Basis, InformationForm, InformationKind, Part
from tests.factories.accounts import signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = "Elle reprend la demande de logement."


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, "Inès Bakri", now=NOW - 5 * DAY)


def sharing(to: Member, basis: Basis = Basis.CONSENT, **more: object) -> NewSharing:
    agreed = {"consent_form": "oral", "consent_on": NOW.date()} if basis == Basis.CONSENT else {}
    what: dict[str, object] = {"levels": frozenset({Level.ADMINISTRATIVE}), "ends_at": NOW + 90 * DAY, **agreed, **more}
    return NewSharing(receiver=Receiver(to.pk), basis=basis, necessity=WHY, **what)


def shares(who: Member, found: File, what: NewSharing, *, now: datetime = NOW) -> Sharing:
    return services.share(actor=actor(who), file_id=found.pk, what=what, now=now)


def reads(who: Member, found: File, *, now: datetime = NOW) -> set[str]:
    return {str(level) for level in queries.levels(actor(who), found.pk, now=now)}


def test_what_is_shared_is_read_never_written_and_stops_at_once(awa: Member, leon: Member, found: File) -> None:
    given = shares(awa, found, sharing(leon))
    assert reads(leon, found) == {"existence", "n0", "n1"}
    assert reads(leon, found, now=NOW + 91 * DAY) == set(), "it ends by itself"
    with pytest.raises(OutOfScope):
        services.add_channel(actor=actor(leon), file_id=found.pk, channel=NewChannel("sms", "06"), now=NOW)
    assert queries.levels_worked(actor(leon), found.pk, now=NOW) == frozenset()
    services.withdraw_sharing(actor=actor(awa), file_id=found.pk, sharing_id=given.pk, now=NOW)
    assert reads(leon, found) == set()
    assert Consent.objects.get().withdrawn_at == NOW, "the agreement goes with it"
    with pytest.raises(OutOfScope):
        services.withdraw_sharing(actor=actor(awa), file_id=found.pk, sharing_id=given.pk, now=NOW)


def test_an_agreement_taken_back_stops_what_rested_on_it(awa: Member, leon: Member, found: File) -> None:
    shares(awa, found, sharing(leon))
    services.withdraw_consent(actor=actor(awa), file_id=found.pk, consent_id=Consent.objects.get().pk, now=NOW)
    assert reads(leon, found) == set()
    with pytest.raises(UnableToKeepFiles, match="douze mois"):
        shares(awa, found, sharing(leon, ends_at=NOW + 400 * DAY))
    with pytest.raises(UnableToKeepFiles, match="l’année"):
        shares(awa, found, sharing(leon, Basis.TEAM, ends_at=NOW + 100 * 365 * DAY))
    with pytest.raises(UnableToKeepFiles, match="dit oui"):
        shares(awa, found, replace(sharing(leon), consent_form=""))


def test_an_opposition_closes_the_team_and_leaves_what_the_law_commands(awa: Member, leon: Member, found: File) -> None:
    shares(awa, found, sharing(leon, Basis.TEAM))
    services.oppose(actor=actor(awa), file_id=found.pk, now=NOW)
    assert reads(leon, found) == set()
    for basis in set(Basis) - {Basis.LEGAL_DUTY, Basis.WORRYING, Basis.REQUISITION}:
        with pytest.raises(Refused):
            shares(awa, found, sharing(leon, basis, reference="X", parents_told="fait"))
    with pytest.raises(UnableToKeepFiles):
        services.assign(actor=actor(awa), file_id=found.pk, member_id=leon.pk, part=Part.TEAM, now=NOW)
    shares(awa, found, sharing(leon, Basis.LEGAL_DUTY, reference="Code, article L. 1"))
    assert "n1" in reads(leon, found)
    services.lift_opposition(actor=actor(awa), file_id=found.pk, now=NOW)
    assert not queries.opposed(found)


def test_the_evaluation_and_child_protection_stay_between_the_bound(awa: Member, found: File) -> None:
    unbound = worker(awa.organisation, "zoe", Role.DIGITAL_MEDIATOR, secrecy="aucun")
    bound = worker(awa.organisation, "yan", Role.PARTNER)
    everything = frozenset({Level.ADMINISTRATIVE, Level.EVALUATION})
    for basis in Basis:
        with pytest.raises(Refused):
            shares(awa, found, sharing(unbound, basis, levels=everything, reference="X", parents_told="fait"))
    with pytest.raises(Refused):
        shares(awa, found, sharing(unbound, Basis.CHILD_PROTECTION, parents_told="fait"))
    with pytest.raises(UnableToKeepFiles, match="parents"):
        shares(awa, found, sharing(bound, Basis.CHILD_PROTECTION))
    given = shares(awa, found, sharing(bound, levels=everything))
    assert reads(bound, found) == {"existence", "n0", "n1", "n2"}
    Member.objects.filter(pk=bound.pk).update(secrecy_basis="aucun")
    assert "n2" not in reads(bound, found), "the basis of today counts"
    for wrong in ({"to_secrecy": "aucun"}, {"necessity": ""}, {"to_name": "Aussi quelqu’un"}, {"ends_at": NOW - 9 * DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sharing.objects.filter(pk=given.pk).update(**wrong)


def test_outside_somebody_is_named_and_no_part_of_the_file_opens(awa: Member, found: File) -> None:
    outside = Receiver(name="Claire Duval", body="assistante sociale, CHU", secrecy="profession")
    what = NewSharing(outside, Basis.COORDINATION, WHY, NOW + DAY, things="date du rendez-vous", reference="coordonnatrice : Mme Roy")
    given = shares(awa, found, what)
    assert (given.to_name, given.to_member_id, given.opens_reception) == ("Claire Duval", None, False)
    refusals = (
        replace(what, levels=frozenset({Level.RECEPTION})),
        replace(what, receiver=Receiver(name="Service social")),
        replace(what, things=" "),
        replace(what, necessity="Utile"),
        replace(what, reference=""),
        replace(what, ends_at=NOW),
    )
    for refused in refusals:
        with pytest.raises(UnableToKeepFiles):
            shares(awa, found, refused)
    assert Sharing.objects.count() == 1


def test_outside_the_team_nothing_is_shared_as_within_it(awa: Member, leon: Member, found: File) -> None:
    """CSP L.1110-4: between teams, her agreement or a text; a partner of the house is no more of the team than somebody of elsewhere."""
    partner = worker(awa.organisation, "yan", Role.PARTNER)
    both = worker(awa.organisation, "noe", Role.PARTNER, Role.SOCIAL_WORKER)
    outside = Receiver(name="Claire Duval", body="assistante sociale, CHU", secrecy="profession")
    for receiver in (Receiver(partner.pk), outside):
        what = NewSharing(receiver, Basis.TEAM, WHY, NOW + DAY, things="attestation de mars")
        with pytest.raises(Refused, match="Hors de l’équipe"):
            shares(awa, found, what)
        agreed = replace(what, basis=Basis.CONSENT, consent_form="oral", consent_on=NOW.date())
        assert shares(awa, found, agreed).things == "attestation de mars"
    for colleague in (leon, both):
        shares(awa, found, NewSharing(Receiver(colleague.pk), Basis.TEAM, WHY, NOW + DAY, things="attestation de mars"))


def test_a_partner_reads_what_was_shared_and_only_as_long_as_the_role_lasts(awa: Member, found: File) -> None:
    partner = worker(awa.organisation, "yan", Role.PARTNER)
    everything = frozenset({Level.ADMINISTRATIVE, Level.EVALUATION})
    shares(awa, found, sharing(partner, levels=everything))
    assert reads(partner, found) == {"existence", "n0", "n1", "n2"}
    assert not queries.files(actor(partner), now=NOW).exclude(pk=found.pk).exists()
    RoleGrant.objects.filter(member=partner).update(ends_on=timezone.localdate(NOW))
    assert partner not in queries.may_receive(actor(awa), found, now=NOW), "a role that ended receives nothing"
    with pytest.raises(UnableToKeepFiles, match="Rien de ce dossier"):
        shares(awa, found, sharing(partner))


def test_information_given_and_readers_of_an_address_are_dated(awa: Member, leon: Member) -> None:
    found = file_of(awa, "Sabrina", now=NOW - 5 * DAY, address="3 rue des Quais", address_protected=True)
    told = {"kind": InformationKind.DATA, "form": InformationForm.READ, "given_on": NOW.date()}
    services.record_information(actor=actor(awa), file_id=found.pk, now=NOW, **told)
    assert len(queries.agreements(actor(awa), found.pk, now=NOW).informations) == 1
    Assignment.objects.create(file=found, member=leon, part=Part.CO_LEAD, starts_at=NOW - DAY)
    assert queries.address(actor(leon), found, now=NOW) == ""
    named = services.name_address_reader(actor=actor(awa), file_id=found.pk, member_id=leon.pk, now=NOW)
    assert queries.address(actor(leon), found, now=NOW) == "3 rue des Quais"
    with pytest.raises(OutOfScope):
        services.withdraw_address_reader(actor=actor(leon), file_id=found.pk, reader_id=named.pk, now=NOW)
    services.withdraw_address_reader(actor=actor(awa), file_id=found.pk, reader_id=named.pk, now=NOW)
    assert queries.address(actor(leon), found, now=NOW) == ""
    assert AddressReader.objects.get().withdrawn_at == NOW


def test_on_screen_a_sharing_is_written_printed_and_stopped(awa: Member, leon: Member) -> None:
    found = file_of(awa, "Inès Bakri", now=timezone.now() - 5 * DAY)
    screen, his = signed_in(awa), signed_in(leon)
    at = {"file_id": found.pk}
    typed = {
        "member": str(leon.pk), "levels": ["n1"], "basis": "meme_equipe", "necessity": WHY,
        "until": (timezone.localdate() + 30 * DAY).strftime("%d/%m/%Y"),
    }  # fmt: skip
    wrong = screen.post(reverse("people:share", kwargs=at), {**typed, "necessity": "mot de passe : Toto2024!"})
    assert wrong.status_code == 422
    assert screen.post(reverse("people:share", kwargs=at), typed).status_code == 302
    given = Sharing.objects.get()
    one = {**at, "sharing_id": given.pk}
    assert WHY in screen.get(reverse("people:sharing", kwargs=one)).content.decode()
    page = his.get(reverse("people:file", kwargs=at)).content.decode()
    assert "Inès Bakri" in page
    assert "Compléter ou corriger" not in page
    assert his.get(reverse("people:person", kwargs=at)).status_code == 404
    assert his.post(reverse("people:channels", kwargs=at), {"kind": "sms", "value": "06", "use": "oui"}).status_code == 404
    screen.post(reverse("people:withdraw_sharing", kwargs=one))
    assert his.get(reverse("people:file", kwargs=at)).status_code == 404
    screen.post(reverse("people:oppose", kwargs=at))
    assert "s’oppose au partage" in screen.get(reverse("people:sharings", kwargs=at)).content.decode()
    screen.post(
        reverse("people:consent", kwargs=at), {"kind": "donnees", "form": "oral", "scope": "Rappels par SMS", "given_on": "1/9/2025"}
    )
    screen.post(reverse("people:information", kwargs=at), {"kind": "donnees", "form": "lue", "given_on": "1/9/2025"})
    page = screen.get(reverse("people:sharings", kwargs=at)).content.decode()
    assert "Rappels par SMS" in page
    assert "Lue ensemble" in page
