"""«Pour la personne»: under a mandate that holds and covers it, or with a reason put right later; a revoked one is refused."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.foundation.models import JournalEntry
from relais.mandates.models import MandateAct
from relais.mandates.services.mandates import Signed, ToldAct, prepare_mandate, revoke_acts, sign_mandate
from relais.people.models import File
from relais.procedures.models import Procedure
from relais.procedures.queries.settling import to_settle
from relais.procedures.rules.domains import covers
from relais.procedures.rules.progress import Act
from relais.procedures.services import procedures
from relais.procedures.services.procedures import NewProcedure, UnableToKeepProcedure, open_procedure, record_act, take_back
from relais.procedures.services.sendings import PreparedLetter, ToldSending, prepare_letter, record_sending, take_back_sending
from relais.procedures.services.settling import settle_act
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import actor, file_of, worker

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"
LATE = "La personne est à l’hôpital"


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=timezone.now() - timedelta(days=9))


def mandate(awa: Member, found: File, *domains: str) -> list[MandateAct]:
    """A mandate of a month signed five days ago, one act for each domain."""
    then = timezone.now() - timedelta(days=5)
    told = [ToldAct(domain, f"Faire ma demande ({domain})") for domain in domains]
    kept = prepare_mandate(actor=actor(awa), file_id=found.pk, acts=told, days=31, now=then)
    sign_mandate(actor=actor(awa), mandate_id=kept.pk, signed=Signed(timezone.localdate(then), PDF, "m.pdf"), now=then)
    return list(kept.acts.order_by("position"))


def told(**more: object) -> procedures.ToldAct:
    return procedures.ToldAct(Act.FILED, timezone.localdate(), doer="pour", way="courrier", **more)


def test_a_sheet_says_its_domains_and_a_demarche_without_sheet_is_covered_by_the_act_itself() -> None:
    assert covers("social", needs=("sante", "argent"))
    assert not covers("loisirs", needs=("sante",))
    assert covers("loisirs", needs=())


def test_under_a_mandate_no_reason_is_asked_another_domain_a_revoked_or_a_late_one_is_refused(awa: Member, found: File) -> None:
    health, leisure = mandate(awa, found, "social", "loisirs")
    who, now = actor(awa), timezone.now()
    kept = open_procedure(actor=who, file_id=found.pk, new=NewProcedure(sheet="c2s"), now=now)
    with pytest.raises(UnableToKeepProcedure, match="autre domaine"):
        record_act(actor=who, procedure_id=kept.pk, told=told(mandate_act=leisure.pk), seen=0, now=now)
    other = file_of(awa, "Léa", now=now)
    theirs = open_procedure(actor=who, file_id=other.pk, new=NewProcedure(sheet="c2s"), now=now)
    with pytest.raises(UnableToKeepProcedure, match="plus dans ce dossier"):
        record_act(actor=who, procedure_id=theirs.pk, told=told(mandate_act=health.pk), seen=0, now=now)
    act = record_act(actor=who, procedure_id=kept.pk, told=told(mandate_act=health.pk, why_for=LATE), seen=0, now=now)
    assert (act.mandate_act_id, act.why_for) == (health.pk, "")
    assert not to_settle(who, now=now).exists()
    take_back(actor=who, procedure_id=kept.pk, act_id=act.pk, now=now)
    revoke_acts(actor=who, mandate_id=health.mandate_id, act_ids=[health.pk], on=timezone.localdate(), how="telephone", now=now)
    with pytest.raises(UnableToKeepProcedure, match="a révoqué"):
        record_act(actor=who, procedure_id=kept.pk, told=told(mandate_act=health.pk), seen=0, now=now)
    yesterday = procedures.ToldAct(Act.FILED, timezone.localdate() - timedelta(days=1), doer="pour", mandate_act=health.pk)
    assert record_act(actor=who, procedure_id=kept.pk, told=yesterday, seen=0, now=now).mandate_act_id == health.pk


def test_without_one_it_is_put_right_by_her_word_or_by_a_mandate_that_came_since(awa: Member, found: File) -> None:
    who, now, today = actor(awa), timezone.now(), timezone.localdate()
    ids = []
    for sheet in ("c2s", "rsa"):
        kept = open_procedure(actor=who, file_id=found.pk, new=NewProcedure(sheet=sheet), now=now)
        ids.append((kept.pk, record_act(actor=who, procedure_id=kept.pk, told=told(why_for=LATE), seen=0, now=now).pk))
    assert to_settle(who, now=now).count() == 2
    (first, act), (second, other) = ids
    with pytest.raises(UnableToKeepProcedure, match="entre celui de l’acte"):
        settle_act(actor=who, procedure_id=first, act_id=act, mandate=None, on=today - timedelta(days=1), now=now)
    settle_act(actor=who, procedure_id=first, act_id=act, mandate=None, on=today, now=now)
    with pytest.raises(UnableToKeepProcedure, match="plus à régulariser"):
        settle_act(actor=who, procedure_id=first, act_id=act, mandate=None, on=today, now=now)
    (let,) = mandate(awa, found, "social")
    assert settle_act(actor=who, procedure_id=second, act_id=other, mandate=let.pk, on=today, now=now).mandate_act_id == let.pk
    assert not to_settle(who, now=now).exists()
    assert JournalEntry.objects.filter(action="procedure.settled", about_id=found.pk).count() == 2


def test_the_screens_offer_the_mandates_keep_what_was_typed_and_tell_what_is_left(awa: Member, found: File) -> None:
    client = signed_in(awa)
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=timezone.now())
    at = {"file_id": found.pk, "procedure_id": kept.pk}
    note = reverse("procedures:note", kwargs={**at, "act": "deposee"})
    assert "sous quel mandat" not in client.get(note).content.decode()
    (let,) = mandate(awa, found, "social")
    assert "Faire ma demande (social)" in client.get(note).content.decode()
    revoke_acts(actor=actor(awa), mandate_id=let.mandate_id, act_ids=[let.pk], on=timezone.localdate(), how="ecrit", now=timezone.now())
    typed = {"on": f"{timezone.localdate():%d/%m/%Y}", "seen": "0", "doer": "pour", "words": "Envoyée avec trois pièces"}
    refused = client.post(note, {**typed, "mandate_act": let.pk})
    assert refused.status_code == 422
    assert "a révoqué cet acte" in refused.content.decode()
    assert "Envoyée avec trois pièces" in refused.content.decode()
    assert not Procedure.objects.get().acts.exists()
    assert client.post(note, {**typed, "why_for": LATE}).status_code == 302
    assert "À régulariser avec la personne" in client.get(reverse("day")).content.decode()
    act = Procedure.objects.get().acts.get()
    settle = reverse("procedures:settle", kwargs={**at, "act_id": act.pk})
    assert settle in client.get(reverse("procedures:procedure", kwargs=at)).content.decode()
    assert client.post(settle, {"on": "demain"}).status_code == 422
    assert client.post(settle, {"on": typed["on"]}).status_code == 302
    assert "À régulariser avec la personne" not in client.get(reverse("day")).content.decode()


def test_a_letter_sent_for_her_that_moves_nothing_is_put_right_too(awa: Member, found: File) -> None:
    client, who, now, today = signed_in(awa), actor(awa), timezone.now(), timezone.localdate()
    kept = open_procedure(actor=who, file_id=found.pk, new=NewProcedure(sheet="c2s"), now=now)
    letter = prepare_letter(actor=who, procedure_id=kept.pk, letter=PreparedLetter("relance", "Demander", "CPAM", PDF, today), now=now)
    sent = ToldSending(today, doer="pour", why_for=LATE)
    record_sending(actor=who, procedure_id=kept.pk, sending_id=letter.pk, told=sent, seen=0, now=now)
    at = {"file_id": found.pk, "procedure_id": kept.pk, "sending_id": letter.pk}
    settle = reverse("procedures:settle_letter", kwargs=at)
    assert settle in client.get(reverse("day")).content.decode()
    assert settle in client.get(reverse("procedures:sending", kwargs=at)).content.decode()
    typed = f"{today:%d/%m/%Y}"
    assert LATE in client.get(settle).content.decode()
    assert client.post(settle, {"on": "1/1/2020"}).status_code == 422
    assert signed_in(worker(found.organisation, "leon")).get(settle).status_code == 404
    assert client.post(settle, {"on": typed}).status_code == 302
    again = client.post(settle, {"on": typed, "mandate_act": ""})
    assert (again.status_code, "plus à régulariser" in again.content.decode()) == (422, True)
    letter.refresh_from_db()
    assert (letter.settled_on, letter.settled_by) == (today, awa)
    assert settle not in client.get(reverse("day")).content.decode()
    take_back_sending(actor=who, procedure_id=kept.pk, sending_id=letter.pk, now=now)
    letter.refresh_from_db()
    assert letter.settled_on is None
