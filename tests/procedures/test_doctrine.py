"""The tests that the doctrine itself words for the démarches (§1), by the screens that a worker has."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.casework.services.open_rights import ToldRight, keep_right
from relais.casework.terms.interviews import Cause, Said
from relais.procedures import facts
from relais.procedures.models import BlockerFact, LineTry, Procedure
from relais.procedures.queries import contacts
from relais.procedures.queries import procedures as queries
from relais.procedures.rules.progress import Act
from relais.procedures.services.contacts import ToldLine, add_line, note_try
from relais.procedures.services.decisions import Choice, decide
from relais.procedures.services.procedures import NewProcedure, ToldAct, open_procedure, record_act
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


def flat(content: bytes) -> str:
    return " ".join(content.decode().replace("\u202f", " ").split())


def test_s9_a_whole_c2s_filed_on_3_september_is_granted_on_3_november_with_its_article_and_not_refused(awa: Member) -> None:
    now = NOW
    with time_machine.travel(now, tick=False):
        found = file_of(awa, now=now - 90 * DAY)
        kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=now)
        told = ToldAct(Act.FILED, date(2026, 9, 3), doer="avec", way="guichet", proof="recepisse")
        record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=0, now=now)
        page = flat(signed_in(awa).get(reverse("procedures:procedure", args=[found.pk, kept.pk])).content)
    assert "mardi 3 novembre 2026" in page
    assert "la demande est accordée" in page
    assert "R. 861-16-1" in page
    assert "cela vaut refus" not in page


def test_s22_a_residence_permit_that_ends_in_seventy_days_shows_its_window_and_what_hangs_on_it(awa: Member) -> None:
    with time_machine.travel(NOW, tick=False):
        today = timezone.localdate()
        found = file_of(awa, now=NOW - DAY)
        keep_right(actor=actor(awa), file_id=found.pk, told=ToldRight("Titre de séjour", today + 70 * DAY), now=NOW)
        page = flat(signed_in(awa).get(reverse("people:file", args=[found.pk])).content)
    ends = today + 70 * DAY
    window = page[page.index("À renouveler") :]
    for day in (ends - 120 * DAY, ends - 60 * DAY, ends):
        assert f"{day:%Y}" in window
    assert "Déposez la demande de renouvellement" in window
    assert "La caisse ne peut pas fermer la couverture santé ni la C2S avant la fin de ce mois" in window
    assert "R. 111-4" in window
    assert "prestations de la CAF" in window
    assert "travail et droits sociaux" in window, "the employer"


def test_s24_five_failed_calls_of_several_workers_in_a_week_say_hard_to_reach_and_name_nobody(house: Organisation, awa: Member) -> None:
    others = [worker(house, name) for name in ("leon", "zoe")]
    now = timezone.now()
    line = add_line(actor=actor(awa), told=ToldLine("caf", "CAF, standard", "telephone", "09 69 32 52 52", "caf.fr"), now=now)
    for number, who in enumerate((awa, *others, awa, others[0])):
        note_try(actor=actor(who), line_id=line.pk, worked=False, wait="30min", now=now - (5 - number) * DAY)
    (reached,) = contacts.lines(actor(awa), on=timezone.localdate(now))
    assert reached.hard == timezone.localdate(now) - 5 * DAY
    page = flat(signed_in(awa).get(reverse("procedures:contacts")).content)
    assert "Difficile à joindre depuis" in page
    assert not {"author", "member", "caller"} & {field.name for field in LineTry._meta.get_fields()}
    for who in others:
        assert who.display_name not in page


def test_s27_a_code_sent_to_a_lost_number_on_ameli_tells_what_worked_elsewhere_with_counts_and_the_way_without_a_screen(
    awa: Member,
) -> None:
    now = timezone.now()
    found = file_of(awa, now=now - DAY)
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(sheet="c2s"), now=now)
    for _rank in range(12):
        BlockerFact.objects.create(
            organisation=awa.organisation, moment="fini", code="A04", service="cpam.en_ligne", step="entrer", day=timezone.localdate(),
            lost="1h", harm="retard", solved="guichet",
        )  # fmt: skip
    assert [(one.label, one.count) for one in facts.worked("A04", "cpam.en_ligne")] == [("Au guichet ou en rendez-vous", 12)]
    typed = {
        "code": "A04", "body": "cpam", "way": "en_ligne", "step": "entrer", "seen_on": f"{timezone.localdate():%d/%m/%Y}",
        "harm": "retard", "lost": "1h",
    }  # fmt: skip
    page = flat(signed_in(awa).post(reverse("procedures:block", args=[found.pk, kept.pk]), typed, follow=True).content)
    assert "Au guichet ou en rendez-vous" in page
    assert "12" in page
    assert "Faire changer le numéro au guichet" in page
    assert "Déposer la demande par courrier" in page


def test_s51_a_case_is_opened_and_carried_with_a_first_name_alone(awa: Member) -> None:
    """No e-mail, no phone, no address of her own: «domiciliation CCAS», to the payment."""
    now = timezone.now()
    found = file_of(awa, "Moussa", now=now - DAY)
    client = signed_in(awa)
    where = [found.pk]
    assert client.post(reverse("procedures:begin", args=where), {"sheet": "c2s", "said": "oui"}).status_code == 302
    kept = Procedure.objects.get()
    today = f"{timezone.localdate():%d/%m/%Y}"
    acts = (
        ("deposee", {"doer": "avec", "way": "guichet", "proof": "recepisse"}),
        ("accordee", {}),
        ("versee", {}),
        ("close", {"ending": "obtenue"}),
    )
    for seen, (act, more) in enumerate(acts):
        answer = client.post(reverse("procedures:note", args=[found.pk, kept.pk, act]), {"on": today, "seen": str(seen), **more})
        assert answer.status_code == 302, act
    kept.refresh_from_db()
    assert (kept.state, kept.ending) == ("close", "obtenue")
    assert client.get(reverse("people:file", args=where)).status_code == 200


def test_s75_a_grant_never_paid_comes_back_and_a_refusal_of_the_person_with_its_reason_does_not_nag(awa: Member) -> None:
    found, today = file_of(awa, now=NOW - 99 * DAY), timezone.localdate(NOW)
    kept = decide(actor=actor(awa), file_id=found.pk, choice=Choice(Said.YES, right="c2s_gratuite"), now=NOW)
    assert kept is not None
    for seen, told in enumerate((ToldAct(Act.FILED, today - 50 * DAY, doer="avec", way="guichet"), ToldAct(Act.GRANTED, today))):
        record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=seen, now=NOW)
    assert not queries.my_turn(actor(awa), on=today + 45 * DAY, now=NOW).exists()
    assert [one.pk for one in queries.my_turn(actor(awa), on=today + 46 * DAY, now=NOW)] == [kept.pk]
    followed = queries.followed(actor(awa), found, kept.pk, on=today + 46 * DAY, now=NOW)
    assert followed is not None
    assert "versement pas encore vu" in str(followed.turn.why)
    decide(actor=actor(awa), file_id=found.pk, choice=Choice(Said.NO, Cause.SHAME, "rsa"), now=NOW)
    assert [one.pk for one in queries.my_turn(actor(awa), on=today + 400 * DAY, now=NOW)] == [kept.pk]
