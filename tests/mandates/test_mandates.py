"""A mandate of a person: prepared, signed on paper with its sealed copy, withdrawn act by act, attested; whatever moves in it is told."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.casework.models import Document
from relais.casework.services.absences import cover_absence, record_absence
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope
from relais.mandates import queries
from relais.mandates.models import Mandate, MandateAct
from relais.mandates.services import attesting
from relais.mandates.services.mandates import (
    Pointer,
    Signed,
    ToldAct,
    UnableToKeepMandate,
    drop_mandate,
    point_to_mandate,
    prepare_mandate,
    revoke_acts,
    sign_mandate,
)
from relais.mandates.services.passing import MANDATES
from relais.people.models import File
from relais.people.models.files import FileState
from relais.people.services.files import set_state
from relais.project.cli import main
from tests.factories.accounts import signed_in
from tests.factories.people import NOW, actor

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj % signature\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ACTS = (ToldAct("social", "Déclarer mes ressources à la CAF"), ToldAct("logement", "Écrire à mon bailleur"))


def prepared(awa: Member, found: File, days: int = 31) -> Mandate:
    return prepare_mandate(actor=actor(awa), file_id=found.pk, acts=ACTS, days=days, now=NOW)


def granted(awa: Member, found: File, days: int = 31) -> Mandate:
    signed = Signed(TODAY, PDF, "mandat.pdf")
    return sign_mandate(actor=actor(awa), mandate_id=prepared(awa, found, days).pk, signed=signed, now=NOW)


def checked(mandate: Mandate) -> tuple[str, ...]:
    return attesting.check(next(attesting.signed(mandate.pk))).moved


def test_nothing_holds_before_the_signature_then_each_act_until_the_last_day(awa: Member, found: File) -> None:
    kept = prepared(awa, found)
    assert queries.acts_in_force(actor(awa), found, on=TODAY, now=NOW) == []
    mandate = sign_mandate(actor=actor(awa), mandate_id=kept.pk, signed=Signed(TODAY, PDF, "mandat.pdf"), now=NOW)
    assert (mandate.ends_on, mandate.given_by) == (TODAY + timedelta(days=30), "Inès Bakri")
    assert mandate.given_to == "CCAS de Montbrume, Accompagnement social"
    said = [queries.said(act) for act in queries.acts_in_force(actor(awa), found, on=TODAY + timedelta(days=30), now=NOW)]
    assert said == ["Social, santé : Déclarer mes ressources à la CAF", "Logement : Écrire à mon bailleur"]
    assert queries.acts_in_force(actor(awa), found, on=TODAY + timedelta(days=31), now=NOW) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM casework_documentcontent")
        assert b"signature" not in bytes(cursor.fetchone()[0])
    assert Document.objects.get().level == "n1"
    lines = JournalEntry.objects.filter(action__startswith="mandate.").order_by("id").values_list("action", "about_id")
    assert list(lines) == [("mandate.prepared", found.pk), ("mandate.granted", found.pk)]


def test_bad_input_is_told_beside_its_line_and_nothing_is_written(awa: Member, found: File) -> None:
    for acts, days, field in (
        ([], 31, "words_1"),
        ([ToldAct("social", "")], 31, "words_1"),
        ([ToldAct("", "Écrire")], 31, "domain_1"),
        ([ACTS[0], ToldAct("social", "mdp : Toto2024!")], 31, "words_2"),
        (ACTS, 30, "days"),
        (ACTS * 4, 31, "whole"),
    ):
        with pytest.raises(UnableToKeepMandate) as refusal:
            prepare_mandate(actor=actor(awa), file_id=found.pk, acts=acts, days=days, now=NOW)
        assert field in refusal.value.problems
    assert not Mandate.objects.exists()
    kept = prepared(awa, found)
    for signed, field in (
        (Signed(TODAY + timedelta(days=1), PDF, "m.pdf"), "on"),
        (Signed(TODAY - timedelta(days=1), PDF, "m.pdf"), "on"),
        (Signed(TODAY, b"MZ\x90", "m.exe"), "file"),
        (Signed(TODAY, PDF, "m.png"), "file"),
    ):
        with pytest.raises(UnableToKeepMandate) as refusal:
            sign_mandate(actor=actor(awa), mandate_id=kept.pk, signed=signed, now=NOW)
        assert field in refusal.value.problems
    assert not Document.objects.exists()
    sign_mandate(actor=actor(awa), mandate_id=kept.pk, signed=Signed(TODAY, PDF, "m.pdf"), now=NOW)
    with pytest.raises(UnableToKeepMandate, match="déjà signé"):
        sign_mandate(actor=actor(awa), mandate_id=kept.pk, signed=Signed(TODAY, PDF, "m.pdf"), now=NOW)
    with pytest.raises(UnableToKeepMandate, match="ne s’efface pas"):
        drop_mandate(actor=actor(awa), mandate_id=kept.pk, now=NOW)


def test_a_person_who_says_no_leaves_no_trace_but_a_line_of_the_journal(awa: Member, found: File) -> None:
    drop_mandate(actor=actor(awa), mandate_id=prepared(awa, found).pk, now=NOW)
    assert not Mandate.objects.exists()
    found.refresh_from_db()
    assert found.state == FileState.ACTIVE


def test_one_act_is_withdrawn_at_once_the_other_still_holds_and_a_closed_file_hears_it_too(awa: Member, found: File) -> None:
    mandate = granted(awa, found)
    first, second = mandate.acts.order_by("position")
    before = mandate.fingerprint
    told = {"actor": actor(awa), "mandate_id": mandate.pk, "on": TODAY, "now": NOW}
    for more, field in (({"act_ids": [], "how": "sur_place"}, "acts"), ({"act_ids": [first.pk], "how": ""}, "how")):
        with pytest.raises(UnableToKeepMandate) as refusal:
            revoke_acts(**told, **more)
        assert field in refusal.value.problems
    assert revoke_acts(**told, act_ids=[first.pk], how="telephone") == 1
    assert revoke_acts(**told, act_ids=[first.pk], how="telephone") == 0
    assert [act.pk for act in queries.acts_in_force(actor(awa), found, on=TODAY, now=NOW)] == [second.pk]
    first.refresh_from_db()
    assert (first.revoked_on, first.revoked_by_id) == (TODAY, awa.pk)
    mandate.refresh_from_db()
    assert mandate.fingerprint != before
    assert checked(mandate) == ()
    set_state(actor=actor(awa), file_id=found.pk, state=FileState.CLOSED, now=NOW, reason="sans_nouvelles")
    assert revoke_acts(**told, act_ids=[second.pk], how="ecrit") == 1
    shown = queries.one(actor(awa), found, mandate.pk, on=TODAY, now=NOW)
    assert shown is not None
    assert shown.state == "revoque"
    with pytest.raises(UnableToKeepMandate, match="clos"):
        prepared(awa, found)


def test_whatever_moves_in_the_database_is_told_by_its_name(awa: Member, found: File) -> None:
    mandate = granted(awa, found)
    assert checked(mandate) == ()
    MandateAct.objects.filter(position=1).update(words="Vendre ma maison")
    assert checked(mandate) == ("actes",)
    MandateAct.objects.filter(position=1).update(words=ACTS[0].words)
    Mandate.objects.update(ends_on=TODAY + timedelta(days=300))
    assert checked(mandate) == ("finit_le",)
    # attested anew by somebody who does not hold the key of the instance
    again = next(attesting.signed(mandate.pk))
    attesting.attest(again)
    Mandate.objects.update(digests=again.digests, fingerprint=again.fingerprint)
    assert checked(mandate) == ("sceau",)
    Mandate.objects.update(ends_on=mandate.ends_on, digests=mandate.digests, fingerprint=mandate.fingerprint)
    assert checked(mandate) == ()
    Document.objects.all().delete()
    assert checked(mandate) == ("copie_signee",)


def test_the_command_says_which_hold_and_knows_a_file_of_attestation(
    awa: Member, found: File, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mandate = granted(awa, found)
    proof = tmp_path / "attestation.json"
    proof.write_text(json.dumps({"format": "relais-mandat-1", "mandat": str(mandate.pk), "champs": mandate.digests}), "utf-8")
    for which in ((), (str(mandate.pk),), (str(proof),)):
        assert main(["mandate", "verify", *which]) == 0
        assert f"mandat {mandate.pk} : tient" in capsys.readouterr().out
    revoke_acts(actor=actor(awa), mandate_id=mandate.pk, act_ids=[mandate.acts.order_by("position")[0].pk], on=TODAY, how="ecrit", now=NOW)
    assert main(["mandate", "verify", str(proof)]) == 0
    assert "1 acte(s) révoqué(s) depuis ce fichier" in capsys.readouterr().out
    Mandate.objects.update(given_by="Quelqu’un d’autre")
    assert main(["mandate", "verify"]) == 1
    said = capsys.readouterr().out
    assert "a changé : qui donne le mandat" in said
    assert "1 ne tient pas" in said
    assert "Inès" not in said
    proof.write_text('{"format": "autre"}', "utf-8")
    for which in (str(proof), "nulle-part.json", "00000000-0000-4000-8000-000000000000"):
        assert main(["mandate", "verify", which]) == 2
        assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_mandate_of_aidants_connect_is_a_number_some_domains_and_an_end(awa: Member, found: File) -> None:
    good = {"number": "AC 2026 118", "domains": ["logement", "social"], "signed_on": TODAY, "ends_on": TODAY + timedelta(days=364)}
    for wrong, field in (
        ({"number": " "}, "number"),
        ({"domains": ["tout"]}, "domains"),
        ({"ends_on": TODAY - timedelta(days=1)}, "ends_on"),
        ({"ends_on": TODAY + timedelta(days=400)}, "ends_on"),
        ({"signed_on": TODAY + timedelta(days=1)}, "signed_on"),
    ):
        with pytest.raises(UnableToKeepMandate) as refusal:
            point_to_mandate(actor=actor(awa), file_id=found.pk, told=Pointer(**{**good, **wrong}), now=NOW)
        assert field in refusal.value.problems
    mandate = point_to_mandate(actor=actor(awa), file_id=found.pk, told=Pointer(**good), now=NOW)
    assert [queries.said(act) for act in queries.acts_in_force(actor(awa), found, on=TODAY, now=NOW)] == ["Social, santé", "Logement"]
    assert checked(mandate) == ()
    assert queries.paper(mandate, []) is None


def test_its_end_is_told_to_the_lead_and_falls_due_with_the_file(awa: Member, leon: Member, found: File) -> None:
    mandate = granted(awa, found, days=365)
    assert mandate.ends_on is not None
    near = mandate.ends_on - timedelta(days=20)
    then = NOW + timedelta(days=(near - TODAY).days)
    assert not queries.to_see(actor(awa), on=TODAY, now=NOW).exists()
    assert [one.pk for one in queries.to_see(actor(awa), on=near, now=then)] == [mandate.pk]
    assert not queries.to_see(actor(leon), on=near, now=then).exists()
    assert [one.pk for one in MANDATES.rows(then)] == [mandate.pk]
    assert list(MANDATES.rows(NOW)) == []
    later = NOW + timedelta(days=8)
    kept = prepared(awa, found)
    assert [one.pk for one in queries.to_see(actor(awa), on=timezone.localdate(later), now=later)] == [kept.pk]


def test_who_does_not_work_in_the_file_finds_nothing(awa: Member, leon: Member, found: File) -> None:
    mandate = granted(awa, found)
    assert queries.in_file(actor(leon), found, on=TODAY, now=NOW) == []
    for act in (
        lambda: prepared(leon, found),
        lambda: drop_mandate(actor=actor(leon), mandate_id=mandate.pk, now=NOW),
        lambda: revoke_acts(actor=actor(leon), mandate_id=mandate.pk, act_ids=[], on=TODAY, how="ecrit", now=NOW),
    ):
        with pytest.raises(OutOfScope):
            act()


def test_the_end_is_told_to_who_stands_in_for_the_lead_too(awa: Member, leon: Member, found: File) -> None:
    granted(awa, found, days=31)
    now = timezone.now()
    today = timezone.localdate(now)
    Mandate.objects.update(ends_on=today + timedelta(days=2))
    assert not queries.to_see(actor(leon), on=today, now=now).exists()
    away = record_absence(actor=actor(awa), member_id=awa.pk, first=today, last=today + timedelta(days=3), now=now)
    cover_absence(actor=actor(awa), absence_id=away.pk, substitute_id=leon.pk, file_ids=[found.pk], now=now)
    assert queries.to_see(actor(leon), on=today, now=timezone.now()).count() == 1
    assert "mandat qui se termine" in signed_in(leon).get(reverse("day")).content.decode().replace("\u00a0", " ")
