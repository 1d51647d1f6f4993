"""One decision, one démarche: on the page of a right, at the end of an interview, for a renewal; changing one's mind keeps the story."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.casework.models import OpenRight, RightDecision
from relais.casework.services.interviews import Closing, Contact, NewDecision, close_interview
from relais.casework.services.open_rights import ToldRight, keep_right
from relais.casework.terms.interviews import Cause, InterviewKind, Said
from relais.kernel.decisions import OutOfScope, Refused
from relais.people.models import File
from relais.people.services.files import set_state
from relais.people.terms import ClosingReason, FileState
from relais.procedures.models import Procedure
from relais.procedures.rules.progress import Act
from relais.procedures.services.decisions import Choice, decide
from relais.procedures.services.procedures import ToldAct, UnableToKeepProcedure, record_act
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def awa() -> Member:
    return worker(organisation())


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=NOW - timedelta(days=1))


def decided(awa: Member, found: File, said: Said, **more: str) -> Procedure | None:
    return decide(actor=actor(awa), file_id=found.pk, choice=Choice(said, **{"right": "c2s_gratuite", **more}), now=NOW)


def test_a_yes_opens_one_demarche_with_its_clocks_and_both_kinds_of_c2s_are_one(awa: Member, found: File) -> None:
    kept = decided(awa, found, Said.YES, cause=Cause.UNKNOWN)
    assert kept is not None
    assert (kept.sheet, kept.silence, kept.right) == ("c2s", "silence.c2s", "c2s_gratuite")
    assert decided(awa, found, Said.YES) == kept
    assert decided(awa, found, Said.YES, right="c2s_participation") == kept
    record_act(actor=actor(awa), procedure_id=kept.pk, told=ToldAct(Act.FILED, timezone.localdate(NOW), doer="avec"), seen=0, now=NOW)
    assert decided(awa, found, Said.YES) == kept
    # a right without a sheet of procedure is followed all the same
    bare = decided(awa, found, Said.YES, right="lep")
    assert bare is not None
    assert (bare.sheet, bare.title[:6]) == ("", "Livret")
    with pytest.raises(Refused, match="Retirez la raison"):
        decided(awa, found, Said.YES, cause=Cause.CONTROL)
    with pytest.raises(UnableToKeepProcedure, match="catalogue"):
        decided(awa, found, Said.YES, right="inconnu")
    assert Procedure.objects.count() == 2


def test_a_mind_that_changes_is_an_act_of_its_own(awa: Member, found: File) -> None:
    kept = decided(awa, found, Said.YES)
    assert kept is not None
    assert decided(awa, found, Said.NO, cause=Cause.SHAME) is None
    kept.refresh_from_db()
    assert (kept.state, kept.ending) == ("close", "abandon")
    again = decided(awa, found, Said.YES)
    assert again is not None
    assert again != kept
    record_act(actor=actor(awa), procedure_id=again.pk, told=ToldAct(Act.FILED, timezone.localdate(NOW), doer="avec"), seen=0, now=NOW)
    decided(awa, found, Said.NO)
    again.refresh_from_db()
    # what was filed goes on until somebody closes it
    assert again.state == "deposee"
    assert list(RightDecision.objects.order_by("decided_at", "pk").values_list("said", flat=True)).count("oui") == 2


def test_a_yes_at_the_end_of_an_interview_opens_the_same_and_a_closed_file_says_why_not(awa: Member, found: File) -> None:
    said = (NewDecision("rsa", Said.YES), NewDecision("aah", Said.NO, Cause.COMPLEX))
    closing = Closing(Contact(InterviewKind.BOOKED, NOW - timedelta(hours=1)), decisions=said)
    close_interview(actor=actor(awa), file_id=found.pk, closing=closing, now=NOW)
    kept = Procedure.objects.get()
    assert (kept.sheet, kept.right, kept.holder) == ("rsa", "rsa", awa)
    assert decided(awa, found, Said.YES, right="rsa") == kept
    set_state(actor=actor(awa), file_id=found.pk, state=FileState.CLOSED, reason=ClosingReason.DONE, now=NOW)
    with pytest.raises(UnableToKeepProcedure, match="clos"):
        decided(awa, found, Said.YES, right="ass")
    with pytest.raises(OutOfScope):  # a colleague who does not read the file is not told that it is closed
        decided(worker(found.organisation, "leon"), found, Said.YES, right="ass")


def test_a_renewal_is_decided_on_the_right_that_ends(awa: Member, found: File) -> None:
    told = ToldRight("C2S", timezone.localdate(NOW) + timedelta(days=70), "CPAM", "123")
    right = keep_right(actor=actor(awa), file_id=found.pk, told=told, now=NOW)
    choice = Choice(Said.YES, renews=right.pk)
    kept = decide(actor=actor(awa), file_id=found.pk, choice=choice, now=NOW)
    assert kept is not None
    assert (kept.renews, kept.title, kept.body, kept.reference) == (right, "Renouveler : C2S", "CPAM", "123")
    assert RightDecision.objects.get().open_right == right
    other = file_of(awa, "Ali Haddad", now=NOW)
    with pytest.raises(OutOfScope):
        decide(actor=actor(awa), file_id=other.pk, choice=choice, now=NOW)


def test_the_page_opens_in_one_press_keeps_what_was_typed_and_tells_the_story(awa: Member, found: File) -> None:
    browser = signed_in(awa)
    page = reverse("procedures:decide", args=[found.pk, "prime_activite"])
    first = browser.get(page)
    assert "Que décide la personne" in first.content.decode()
    wrong = browser.post(page, {"said": "oui", "cause": "peur_controle"})
    assert wrong.status_code == 422
    assert "Retirez la raison" in wrong.content.decode()
    assert 'value="peur_controle" selected' in wrong.content.decode()
    assert browser.post(page, {}).status_code == 422
    assert not Procedure.objects.exists()
    later = browser.post(page, {"said": "plus_tard", "cause": "trop_complique"})
    assert later["Location"] == reverse("people:file", args=[found.pk])
    done = browser.post(page, {"said": "oui"})
    kept = Procedure.objects.get()
    assert done["Location"] == reverse("procedures:procedure", args=[found.pk, kept.pk])
    story = browser.get(page).content.decode()
    assert story.index("<strong>Oui</strong>") < story.index("<strong>Plus tard</strong>")
    assert browser.get(reverse("procedures:decide", args=[found.pk, "rien"])).status_code == 404
    right = OpenRight.objects.create(file=found, name="AAH", recorded_by=awa, recorded_at=NOW)
    assert "Renouveler" in browser.get(reverse("procedures:renew", args=[found.pk, right.pk])).content.decode()


def test_one_overpayment_letter_is_two_demarches_each_with_its_clock(awa: Member, found: File) -> None:
    browser, page = signed_in(awa), reverse("procedures:mail", args=[found.pk, "indu_rsa"])
    day = timezone.localdate() - timedelta(days=5)
    typed = {"recu_le": f"{day:%d/%m/%Y}", "f_numero": "A77", "replies": ["rapo_rsa", "remise_dette"]}
    assert browser.post(page, {**typed, "recu_le": ""}).status_code == 422
    missing = browser.post(page, {**typed, "replies": []})
    assert missing.status_code == 422
    assert "au moins une" in missing.content.decode()
    assert not Procedure.objects.exists()
    assert browser.post(page, typed).status_code == 302
    kept = {one.appeal: one for one in Procedure.objects.all()}
    assert set(kept) == {"recours.rsa", "recours.rsa_remise"}
    for one in kept.values():
        assert (one.state, one.whose, one.mail, one.reference) == ("a_repondre", "a_moi", "indu_rsa", "A77")
        assert one.before is not None
        assert one.before > day + timedelta(days=50)
    assert browser.post(page, typed).status_code == 302
    assert Procedure.objects.count() == 2
    contest = kept["recours.rsa"]
    told = ToldAct(Act.APPEALED, timezone.localdate(), doer="avec", way="guichet")
    record_act(actor=actor(awa), procedure_id=contest.pk, told=told, seen=1, now=timezone.now())
    contest.refresh_from_db()
    assert (contest.state, contest.whose, contest.turns_on is not None) == ("recours", "organisme", True)


def test_by_hand_her_answer_is_kept_on_the_same_screen(awa: Member, found: File) -> None:
    browser, page = signed_in(awa), reverse("procedures:begin", args=[found.pk])
    assert "Plus tard" in browser.get(page).content.decode()
    later = browser.post(page, {"sheet": "aah", "said": "plus_tard", "cause": "trop_complique"})
    assert later["Location"] == reverse("people:file", args=[found.pk])
    kept = RightDecision.objects.get()
    assert (kept.right, kept.said, kept.cause) == ("aah", "plus_tard", "trop_complique")
    assert not Procedure.objects.exists()
    yes = browser.post(page, {"sheet": "aah", "said": "oui", "reference": "A77"})
    opened = Procedure.objects.get()
    assert yes["Location"] == reverse("procedures:procedure", args=[found.pk, opened.pk])
    assert (opened.right, opened.reference) == ("aah", "A77")
    assert RightDecision.objects.filter(said=Said.YES).count() == 1
    # asked again: the same one, told so; another name is another démarche, and no decision on the right
    told = browser.post(page, {"sheet": "aah", "said": "oui"}, follow=True).content.decode()
    assert "déjà suivie" in told
    browser.post(page, {"sheet": "aah", "title": "AAH, déménagement", "said": "oui"})
    assert Procedure.objects.count() == 2
    assert RightDecision.objects.filter(said=Said.YES).count() == 2
    browser.post(page, {"sheet": "aah", "said": "non", "cause": "gene"})
    opened.refresh_from_db()
    assert (opened.state, opened.ending) == ("close", "abandon"), "nothing was sent: her no closes it"


def test_by_hand_what_claims_no_right_is_followed_or_nothing_and_nothing_typed_is_lost(awa: Member, found: File) -> None:
    browser, page = signed_in(awa), reverse("procedures:begin", args=[found.pk])
    no = browser.post(page, {"sheet": "", "title": "Carte de bus", "said": "non", "body": "Ville"})
    words = no.content.decode()
    assert (no.status_code, "aucun droit de nos listes" in words, "Carte de bus" in words) == (422, True, True)
    wrong = browser.post(page, {"sheet": "aah", "said": "oui", "cause": "gene"})
    assert (wrong.status_code, "Retirez la raison" in wrong.content.decode()) == (422, True)
    assert browser.post(page, {"sheet": "aah", "said": "peut-être"}).status_code == 422
    assert not RightDecision.objects.exists()
    assert not Procedure.objects.exists()


def test_a_letter_decoded_later_or_not_answered_keeps_her_word_and_its_clock(awa: Member, found: File) -> None:
    browser, page = signed_in(awa), reverse("procedures:mail", args=[found.pk, "indu_rsa"])
    today = timezone.localdate()
    typed = {"recu_le": f"{today - timedelta(days=5):%d/%m/%Y}", "replies": ["rapo_rsa"], "cause": "peur_controle"}
    browser.post(page, {**typed, "said": "plus_tard"})
    kept = Procedure.objects.get()
    assert (kept.state, kept.whose, kept.before is not None) == ("a_repondre", "personne", True)
    assert kept.turns_on is not None
    assert kept.turns_on < (kept.before or today), "back before the limit, whatever she says"
    assert "Crainte d’un contrôle" in kept.acts.get(act="demande_personne").words
    browser.post(page, {**typed, "said": "non"})
    kept.refresh_from_db()
    assert (kept.state, kept.ending, Procedure.objects.count()) == ("close", "abandon", 1)
    assert "Non" in kept.acts.get(act="close").words
