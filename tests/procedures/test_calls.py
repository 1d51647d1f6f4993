"""«Appeler une seule fois»: all my questions to a body in one call, what it gave noted démarche by démarche, the line's answer once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member, Organisation, Role
from relais.casework.services.absences import cover_absence, record_absence
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope
from relais.people.models import File
from relais.people.models.files import FileState
from relais.people.services.files import set_state
from relais.procedures.models import Call, LineTry, Procedure
from relais.procedures.queries import blockers, procedures
from relais.procedures.queries import calls as queries
from relais.procedures.rules.progress import Act
from relais.procedures.services.blockers import ToldBlocker, note_blocker
from relais.procedures.services.calls import begin_call, take_line_back, tell_answer, tell_line
from relais.procedures.services.contacts import ToldLine, add_line
from relais.procedures.services.procedures import NewProcedure, ToldAct, UnableToKeepProcedure, open_procedure, record_act
from tests.factories.accounts import organisation, signed_in
from tests.factories.people import NOW, actor, file_of, worker

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


@pytest.fixture
def house() -> Organisation:
    return organisation()


@pytest.fixture
def awa(house: Organisation) -> Member:
    return worker(house)


@pytest.fixture
def found(awa: Member) -> File:
    return file_of(awa, now=NOW - timedelta(days=9))


def filed(awa: Member, found: File, now=NOW, **more: str) -> Procedure:
    kept = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(**(more or {"sheet": "rsa"})), now=now)
    told = ToldAct(Act.FILED, timezone.localdate(now) - timedelta(days=3), doer="avec", way="guichet")
    record_act(actor=actor(awa), procedure_id=kept.pk, told=told, seen=0, now=now)
    return kept


def blocked(awa: Member, kept: Procedure, body: str, code: str = "C02") -> None:
    told = ToldBlocker(code, body, "telephone", "contacter", TODAY, "retard", "1h")
    note_blocker(actor=actor(awa), procedure_id=kept.pk, told=told, now=NOW)


def called(result: str = "obtenu", **more: object) -> ToldAct:
    return ToldAct(Act.CALLED, TODAY, result=result, **more)  # type: ignore[arg-type]  # a test's own words


def test_each_body_has_its_questions_what_waits_for_it_and_what_is_blocked_there(awa: Member, found: File) -> None:
    rsa = filed(awa, found)
    filed(awa, found, title="AAH", body="la MDPH décide, la CAF paie")
    prepared = open_procedure(actor=actor(awa), file_id=found.pk, new=NewProcedure(title="APL", body="CAF"), now=NOW)
    assert queries.by_body(actor(awa), now=NOW) == [("mdph", 1), ("caf", 1)]
    blocked(awa, prepared, "caf")
    blocked(awa, rsa, "franceconnect")
    assert dict(queries.by_body(actor(awa), now=NOW)) == {"mdph": 1, "caf": 2, "franceconnect": 1}
    first, second = queries.questions(actor(awa), "caf", on=TODAY, now=NOW)
    assert (first.procedure.title, [str(one) for one in first.ask], first.blocked) == (
        "APL", [], ("Téléphone injoignable, payant ou serveur vocal",),
    )  # fmt: skip
    assert "bien arrivée" in str(second.ask[0])
    (elsewhere,) = queries.questions(actor(awa), "franceconnect", on=TODAY, now=NOW)
    assert (elsewhere.procedure.pk, elsewhere.ask) == (rsa.pk, ())
    # the body let its time run out: what is asked changes
    late = queries.questions(actor(awa), "caf", on=TODAY + timedelta(days=200), now=NOW)
    assert "délai est passé" in str(late[1].ask[0])


def test_a_call_writes_one_act_each_and_the_line_once(awa: Member, found: File) -> None:
    rsa, apl = filed(awa, found), filed(awa, found, title="APL", body="CAF")
    line = add_line(actor=actor(awa), told=ToldLine("caf", "CAF", "telephone", "1", "s"), now=NOW)
    call = begin_call(actor=actor(awa), body="caf", line_id=line.pk, now=NOW)
    assert JournalEntry.objects.filter(action="file.called_read").count() == 1
    tell_line(actor=actor(awa), call_id=call.pk, answered=True, wait="15min", now=NOW)
    with pytest.raises(UnableToKeepProcedure, match="déjà noté"):
        tell_line(actor=actor(awa), call_id=call.pk, answered=False, wait="", now=NOW)
    tried = LineTry.objects.get()
    assert (tried.worked, tried.wait) == (True, "15min")
    back = TODAY + timedelta(days=6)
    told = called("rappeler", until=back, words="Rappeler vendredi")
    tell_answer(actor=actor(awa), call_id=call.pk, procedure_id=rsa.pk, told=told, seen=1, now=NOW)
    # the same form from another tab
    with pytest.raises(UnableToKeepProcedure, match="a changé"):
        tell_answer(actor=actor(awa), call_id=call.pk, procedure_id=rsa.pk, told=told, seen=1, now=NOW)
    rsa.refresh_from_db()
    assert (rsa.state, rsa.whose, rsa.turns_on) == ("deposee", "organisme", back)
    assert procedures.line(rsa, on=back).mine
    states = {one.procedure.pk: one.told for one in queries.questions(actor(awa), "caf", on=TODAY, now=NOW, call=call)}
    assert (states[rsa.pk].result if states[rsa.pk] else "", states[apl.pk]) == ("rappeler", None)  # type: ignore[union-attr]  # as said
    # taking it back gives the clock of law its turn again
    followed = procedures.followed(actor(awa), found, rsa.pk, on=back, now=NOW)
    assert followed is not None
    assert "Depuis l’appel" in str(followed.turn.why)


def test_bad_input_and_strangers_change_nothing(awa: Member, house: Organisation, found: File) -> None:
    rsa = filed(awa, found)
    call = begin_call(actor=actor(awa), body="caf", line_id=None, now=NOW)
    with pytest.raises(UnableToKeepProcedure) as refusal:
        tell_answer(actor=actor(awa), call_id=call.pk, procedure_id=rsa.pk, told=called(""), seen=1, now=NOW)
    assert "result" in refusal.value.problems
    with pytest.raises(UnableToKeepProcedure) as refusal:
        early = called(until=TODAY - timedelta(days=1))
        tell_answer(actor=actor(awa), call_id=call.pk, procedure_id=rsa.pk, told=early, seen=1, now=NOW)
    assert "until" in refusal.value.problems
    leon = worker(house, "leon")
    for act in (
        lambda: tell_line(actor=actor(leon), call_id=call.pk, answered=True, wait="", now=NOW),
        lambda: tell_answer(actor=actor(leon), call_id=call.pk, procedure_id=rsa.pk, told=called(), seen=1, now=NOW),
        lambda: begin_call(actor=actor(awa), body="lune", line_id=None, now=NOW),
        lambda: begin_call(actor=actor(awa), body="caf", line_id=call.pk, now=NOW),
    ):
        with pytest.raises(OutOfScope):
            act()
    # her own call, a démarche that is not hers
    hers = begin_call(actor=actor(leon), body="caf", line_id=None, now=NOW)
    with pytest.raises(OutOfScope):
        tell_answer(actor=actor(leon), call_id=hers.pk, procedure_id=rsa.pk, told=called(), seen=1, now=NOW)
    assert queries.questions(actor(leon), "caf", on=TODAY, now=NOW) == []
    tell_line(actor=actor(awa), call_id=call.pk, answered=False, wait="", now=NOW)
    with pytest.raises(UnableToKeepProcedure, match="n’a pas répondu"):
        tell_answer(actor=actor(awa), call_id=call.pk, procedure_id=rsa.pk, told=called(), seen=1, now=NOW)
    again = begin_call(actor=actor(awa), body="caf", line_id=None, now=NOW)
    set_state(actor=actor(awa), file_id=found.pk, state=FileState.CLOSED, reason="sans_nouvelles", now=NOW)
    assert queries.by_body(actor(awa), now=NOW) == []
    with pytest.raises(UnableToKeepProcedure, match="dossier est clos"):
        tell_answer(actor=actor(awa), call_id=again.pk, procedure_id=rsa.pk, told=called(), seen=1, now=NOW)
    assert not rsa.acts.filter(act=Act.CALLED.value).exists()


def test_the_pages_ask_as_many_questions_for_one_demarche_as_for_many(awa: Member, found: File, django_assert_max_num_queries) -> None:
    filed(awa, found)
    call = begin_call(actor=actor(awa), body="caf", line_id=None, now=NOW)
    for number in range(12):
        kept = filed(awa, found, title=f"Aide {number}", body="CAF")
        blocked(awa, kept, "caf")
    her = actor(awa)
    with django_assert_max_num_queries(2):
        assert queries.by_body(her, now=NOW) == [("caf", 13)]
    with django_assert_max_num_queries(3):
        asked = queries.questions(her, "caf", on=TODAY, now=NOW, call=call)
        assert len({one.procedure.file.person.called for one in asked}) == 1
    assert {one.seen for one in asked} == {1}


def test_by_the_screens_without_a_script(house: Organisation) -> None:
    awa = worker(house, "awa")
    now = timezone.now()
    found = file_of(awa, "Inès Bakri", now=now - timedelta(days=9))
    kept = filed(awa, found, now, sheet="rsa", reference="1234567 A")
    client = signed_in(awa)
    assert reverse("procedures:prepare_call", kwargs={"body": "caf"}) in client.get(reverse("procedures:calls")).content.decode()
    prepare = reverse("procedures:prepare_call", kwargs={"body": "caf"})
    page = client.get(prepare).content.decode()
    assert "Inès Bakri" in page
    assert "1234567 A" not in page
    assert client.post(prepare, {"ligne": "pas-un-identifiant"}).status_code == 404
    page = client.post(prepare, {"ligne": ""}, follow=True).content.decode()
    assert "1234567 A" in page
    call = Call.objects.get()
    answer = reverse("procedures:call_answer", kwargs={"call_id": call.pk, "procedure_id": kept.pk})
    refused = client.post(answer, {"seen": "1", "words": "Dossier en cours", "until": "demain"})
    assert (refused.status_code, "Dossier en cours" in refused.content.decode()) == (422, True)
    assert client.post(answer, {"seen": "1", "words": "Dossier en cours", "result": "rien"}).status_code == 302
    shown = client.get(reverse("procedures:call", kwargs={"call_id": call.pk})).content.decode()
    assert "1 réponse notée sur 1" in shown
    assert "Rien de nouveau" in shown
    told = reverse("procedures:call_line", kwargs={"call_id": call.pk})
    for _ in range(2):
        client.post(told, {"resultat": "oui", "wait": "5min"})
    call.refresh_from_db()
    assert (call.answered, call.wait) == (True, "5min")
    for other in (worker(house, "leon"), worker(organisation("B"), "ailleurs")):
        assert signed_in(other).get(reverse("procedures:call", kwargs={"call_id": call.pk})).status_code == 404
    assert signed_in(worker(house, "tech", Role.TECHNICIAN)).get(reverse("procedures:calls")).status_code == 404
    assert client.get(reverse("procedures:prepare_call", kwargs={"body": "lune"})).status_code == 404


def test_what_the_line_did_is_taken_back_that_day_and_the_book_forgets_it(awa: Member, house: Organisation, found: File) -> None:
    kept, now = filed(awa, found), timezone.now()
    line = add_line(actor=actor(awa), told=ToldLine("caf", "CAF", "telephone", "03", "s"), now=now)
    call = begin_call(actor=actor(awa), body="caf", line_id=line.pk, now=now)
    tell_line(actor=actor(awa), call_id=call.pk, answered=False, wait="30min", now=now)
    client, here = signed_in(awa), reverse("procedures:call", kwargs={"call_id": call.pk})
    assert "Noter la réponse" not in client.get(here).content.decode()
    back = reverse("procedures:call_line_back", kwargs={"call_id": call.pk})
    for _ in range(2):
        assert "Noter la réponse" in client.post(back, follow=True).content.decode()
    call.refresh_from_db()
    assert (call.answered, call.wait, LineTry.objects.count()) == (None, "", 0)
    tell_line(actor=actor(awa), call_id=call.pk, answered=True, wait="", now=now)
    tell_answer(actor=actor(awa), call_id=call.pk, procedure_id=kept.pk, told=called(), seen=1, now=now)
    with pytest.raises(UnableToKeepProcedure, match="autre jour"):
        take_line_back(actor=actor(awa), call_id=call.pk, now=now + timedelta(days=1))
    with pytest.raises(OutOfScope):
        take_line_back(actor=actor(worker(house, "leon")), call_id=call.pk, now=now)
    assert LineTry.objects.count() == 1


def test_who_stands_in_for_a_colleague_away_calls_for_her_and_sees_what_blocks(awa: Member, house: Organisation, found: File) -> None:
    now = timezone.now()
    kept, leon = filed(awa, found), worker(house, "leon")
    blocked(awa, kept, "franceconnect")
    assert queries.by_body(actor(leon), now=now) == []
    today = timezone.localdate(now)
    away = record_absence(actor=actor(awa), member_id=awa.pk, first=today, last=today + timedelta(days=3), now=now)
    cover_absence(actor=actor(awa), absence_id=away.pk, substitute_id=leon.pk, file_ids=[found.pk], now=now)
    later = timezone.now()
    assert dict(queries.by_body(actor(leon), now=later)) == {"caf": 1, "franceconnect": 1}
    assert [one.code for one in blockers.mine(actor(leon), now=later)] == ["C02"]
    call = begin_call(actor=actor(leon), body="caf", line_id=None, now=later)
    tell_answer(actor=actor(leon), call_id=call.pk, procedure_id=kept.pk, told=called("rien"), seen=1, now=later)
    assert kept.acts.get(act="appel").author_id == leon.pk
