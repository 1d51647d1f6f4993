"""Alerts by their services: told, met again, sent, answered, read, taken back; who may, bad input, and what is proposed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from relais.accounts.models import Member, Organisation, Role
from relais.foundation import bus
from relais.foundation.models import JournalEntry
from relais.kernel.decisions import OutOfScope, Refused
from relais.kernel.months import Month
from relais.observatory import facts, heard, queries, services
from relais.observatory.events import AlertAnswered, AlertSent
from relais.observatory.models import Alert, AlertAct, Follower, Sighting
from relais.observatory.rules.life import Act
from relais.observatory.services import ToldAlert, Trouble, UnableToAlert
from tests.factories.accounts import organisation
from tests.factories.people import NOW, actor, worker
from tests.observatory.alerts import TODAY, UPLOAD, WORDS, done, seen, sent, written

pytestmark = pytest.mark.django_db


def test_written_sent_answered_and_read_then_nobody_knows_who_told_it(
    awa: Member, lead: Member, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[object] = []
    bus.listen(AlertSent, told.append)
    bus.listen(AlertAnswered, told.append)
    alert = written(awa, people=2, minutes=40)
    with django_capture_on_commit_callbacks(execute=True):
        done(awa, alert, Act.READY)
        assert [one.pk for one in queries.to_see(actor(lead), on=TODAY)] == [alert.pk]
        assert not queries.to_see(actor(awa), on=TODAY)
        done(lead, alert, Act.SENT, channel="courriel")
        done(lead, alert, Act.ACKNOWLEDGED)
        assert not queries.to_see(actor(awa), on=TODAY)
        done(lead, alert, Act.ANSWERED, outcome="corrige", words="La limite passe à 10 Mo.")
    assert [type(one) for one in told] == [AlertSent, AlertAnswered]
    assert told[0] == AlertSent(alert.organisation_id, "B04", "caf.en_ligne", "joindre", TODAY)
    assert [one.pk for one in queries.to_see(actor(awa), on=TODAY)] == [alert.pk]
    shown = queries.one(actor(awa), alert.pk, on=TODAY)
    assert shown is not None
    assert (shown.alert.state, shown.people, shown.mine) == ("repondue", 2, True)
    for _ in range(2):
        services.read_answer(actor=actor(awa), alert_id=alert.pk, now=NOW)
    assert not Follower.objects.exists()
    assert not queries.to_see(actor(awa), on=TODAY)
    actions = JournalEntry.objects.filter(action__startswith="alert.").order_by("pk").values_list("action", flat=True)
    assert sorted(actions) == sorted(
        ["alert.written", "alert.ready", "alert.sent", "alert.acknowledged", "alert.answered", "alert.answer_read"]
    )


def test_a_colleague_adds_what_she_met_and_the_answer_comes_back_to_both(awa: Member, lead: Member, house: Organisation) -> None:
    alert = written(awa)
    leon = worker(house, "leon")
    services.add_sighting(actor=actor(leon), alert_id=alert.pk, seen=seen(harm="revenu", people=3), now=NOW)
    services.add_sighting(actor=actor(awa), alert_id=alert.pk, seen=seen(), now=NOW)
    assert (Sighting.objects.count(), Follower.objects.filter(wrote=True).count(), Follower.objects.count()) == (3, 1, 2)
    sent(lead, alert)
    done(lead, alert, Act.ANSWERED, outcome="refus")
    assert queries.to_see(actor(leon), on=TODAY)
    assert queries.to_see(actor(awa), on=TODAY)
    with pytest.raises(UnableToAlert, match="terminée"):
        services.add_sighting(actor=actor(leon), alert_id=alert.pk, seen=seen(), now=NOW)


def test_the_letter_stays_as_it_went(awa: Member, lead: Member) -> None:
    alert = written(awa, people=2)
    sent(lead, alert)
    alert.refresh_from_db()
    went = alert.sent
    services.add_sighting(actor=actor(awa), alert_id=alert.pk, seen=seen(people=5), now=NOW + timedelta(days=3))
    alert.refresh_from_db()
    assert alert.sent == went
    with pytest.raises(UnableToAlert, match="partie"):
        services.correct_alert(actor=actor(lead), alert_id=alert.pk, told=WORDS, now=NOW)


def test_each_act_is_taken_back_the_last_one_first(awa: Member, lead: Member) -> None:
    alert = written(awa)
    acts = [done(awa, alert, Act.READY), done(lead, alert, Act.SENT, channel="courrier")]
    acts += [done(lead, alert, Act.CHASED, channel="courriel"), done(lead, alert, Act.ANSWERED, outcome="refus")]
    with pytest.raises(UnableToAlert, match="a changé"):
        services.take_back(actor=actor(lead), alert_id=alert.pk, act_id=acts[1].pk, now=NOW)
    with pytest.raises(Refused):
        services.take_back(actor=actor(awa), alert_id=alert.pk, act_id=acts[3].pk, now=NOW)
    states = []
    for act in reversed(acts):
        who = awa if act is acts[0] else lead
        states.append(services.take_back(actor=actor(who), alert_id=alert.pk, act_id=act.pk, now=NOW).state)
    assert states == ["envoyee", "envoyee", "a_envoyer", "a_relire"]
    alert.refresh_from_db()
    assert alert.sent == {}
    done(awa, alert, Act.READY)
    assert list(AlertAct.objects.filter(alert=alert, undone=False).values_list("act", "rank")) == [("prete", 5)]


def test_who_may_do_what(awa: Member, lead: Member, house: Organisation) -> None:
    alert = written(awa)
    colleague = worker(house, "leon")
    with pytest.raises(Refused):
        done(colleague, alert, Act.READY)
    with pytest.raises(Refused):
        services.correct_alert(actor=actor(colleague), alert_id=alert.pk, told=WORDS, now=NOW)
    done(awa, alert, Act.READY)
    with pytest.raises(Refused, match="référent numérique"):
        done(awa, alert, Act.SENT, channel="courriel")
    done(worker(house, "cheffe", Role.HEAD), alert, Act.SENT, channel="courriel")
    with pytest.raises(Refused):
        done(awa, alert, Act.WITHDRAWN)
    for role in (Role.PARTNER, Role.TECHNICIAN, Role.DPO, Role.COMMISSION, Role.INSTITUTION):
        other = worker(house, f"autre-{role.value}", role, secrecy="aucun")
        assert not queries.alerts(actor(other))
        with pytest.raises(Refused):
            written(other)
    stranger = worker(organisation("CCAS de Brumeval"), "ailleurs", Role.DIGITAL_LEAD)
    assert queries.one(actor(stranger), alert.pk, on=TODAY) is None
    for act in (
        lambda: done(stranger, alert, Act.ANSWERED, outcome="refus"),
        lambda: services.add_sighting(actor=actor(stranger), alert_id=alert.pk, seen=seen(), now=NOW),
        lambda: services.read_answer(actor=actor(stranger), alert_id=alert.pk, now=NOW),
        lambda: services.take_back(actor=actor(stranger), alert_id=alert.pk, act_id=alert.pk, now=NOW),
        lambda: services.correct_alert(actor=actor(stranger), alert_id=alert.pk, told=WORDS, now=NOW),
    ):
        with pytest.raises(OutOfScope):
            act()


@pytest.mark.parametrize(
    ("trouble", "told", "met", "field"),
    [
        (Trouble("Z99", "caf.en_ligne", "joindre"), WORDS, {}, "whole"),
        (Trouble("B04", "lune.en_ligne", "joindre"), WORDS, {}, "whole"),
        (Trouble("B04", "caf.pigeon", "joindre"), WORDS, {}, "whole"),
        (Trouble("B04", "caf.en_ligne", "danser"), WORDS, {}, "whole"),
        (UPLOAD, ToldAlert("CAF", "Rappeler Mme Bakri"), {}, "fix"),
        (UPLOAD, ToldAlert("CAF", "Corriger", message="Allocataire 1234567 inconnu"), {}, "message"),
        (UPLOAD, ToldAlert("CAF", "Corriger", unfit="Née le 12 mai 1988"), {}, "unfit"),
        (UPLOAD, ToldAlert("M. Durand", "Corriger"), {}, "recipient"),
        (UPLOAD, ToldAlert("CAF", "   "), {}, "fix"),
        (UPLOAD, WORDS, {"day": TODAY + timedelta(days=1)}, "day"),
        (UPLOAD, WORDS, {"day": TODAY - timedelta(days=400)}, "day"),
        (UPLOAD, ToldAlert("CAF", "Corriger", address="rue\n" * 7), {}, "address"),
        (UPLOAD, WORDS, {"harm": "fin du monde"}, "harm"),
    ],
)
def test_bad_input_says_where_and_changes_nothing(awa: Member, trouble: Trouble, told: ToldAlert, met: dict[str, Any], field: str) -> None:
    with pytest.raises(UnableToAlert) as refusal:
        written(awa, trouble=trouble, told=told, **met)
    assert set(refusal.value.problems) == {field}
    assert (Alert.objects.count(), Sighting.objects.count(), Follower.objects.count()) == (0, 0, 0)


def test_acts_out_of_order_or_of_another_day_are_refused(awa: Member, lead: Member) -> None:
    alert = written(awa)
    for act, more, field in (
        (Act.SENT, {"channel": "courriel"}, "whole"),
        (Act.ANSWERED, {"outcome": "refus"}, "whole"),
        (Act.READY, {"on": TODAY + timedelta(days=1)}, "on"),
    ):
        with pytest.raises(UnableToAlert) as refusal:
            done(lead, alert, act, **more)
        assert set(refusal.value.problems) == {field}
    done(lead, alert, Act.READY)
    for act, more, field in (
        (Act.SENT, {"channel": "pigeon"}, "channel"),
        (Act.SENT, {"channel": "courriel", "on": TODAY - timedelta(days=2)}, "on"),
    ):
        with pytest.raises(UnableToAlert) as refusal:
            done(lead, alert, act, **more)
        assert set(refusal.value.problems) == {field}
    done(lead, alert, Act.SENT, channel="courriel")
    for more, field in (({"outcome": "bof"}, "outcome"), ({"outcome": "refus", "words": "Mme Bakri sera rappelée"}, "words")):
        with pytest.raises(UnableToAlert) as refusal:
            done(lead, alert, Act.ANSWERED, **more)
        assert set(refusal.value.problems) == {field}
    with pytest.raises(UnableToAlert, match="pas encore répondu"):
        services.read_answer(actor=actor(awa), alert_id=alert.pk, now=NOW)


def test_three_alike_are_proposed_as_one_until_an_alert_tells_them(awa: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    three = heard.Alike("B04", "caf.en_ligne", "joindre", 3, TODAY - timedelta(days=9), TODAY, ("retard",), grave=False)
    monkeypatch.setattr(heard, "_alike", [lambda _actor, _on: [three]])
    (one,) = queries.proposed(actor(awa), on=TODAY)
    assert (one.alike, one.alert) == (three, None)
    alert = written(awa, people=3)
    (one,) = queries.proposed(actor(awa), on=TODAY)
    assert one.alert == alert
    assert queries.alike(actor(awa), code="B04", service="caf.en_ligne", step="joindre", on=TODAY) == three
    assert queries.same_open(actor(awa), code="B04", service="caf.en_ligne", step="joindre") == alert
    done(awa, alert, Act.WITHDRAWN)
    assert queries.same_open(actor(awa), code="B04", service="caf.en_ligne", step="joindre") is None
    assert [one.alert for one in queries.proposed(actor(awa), on=TODAY)] == [None], "withdrawn: nobody has told it"


def test_what_the_body_answered_is_proposed_again_only_when_it_is_met_again(
    awa: Member, lead: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = heard.Alike(
        "B04", "caf.en_ligne", "joindre", 3, TODAY - timedelta(days=19), TODAY - timedelta(days=2), ("retard",), grave=False
    )
    monkeypatch.setattr(heard, "_alike", [lambda _actor, _on: [before]])
    alert = written(awa, people=3)
    sent(lead, alert, days_ago=9)
    act = done(lead, alert, Act.ANSWERED, on=TODAY - timedelta(days=1), outcome="corrige")
    assert queries.proposed(actor(awa), on=TODAY) == []
    monkeypatch.setattr(heard, "_alike", [lambda _actor, _on: [replace(before, last=TODAY)]])
    assert [one.alert for one in queries.proposed(actor(awa), on=TODAY)] == [None]
    services.take_back(actor=actor(lead), alert_id=alert.pk, act_id=act.pk, now=NOW)
    assert [one.alert for one in queries.proposed(actor(awa), on=TODAY)] == [alert]


def test_what_is_sixty_days_without_an_answer_stands_before_who_sends(awa: Member, lead: Member) -> None:
    old, young = written(awa), written(awa, trouble=Trouble("C02", "caf.telephone", "contacter"))
    sent(lead, old, days_ago=60)
    sent(lead, young, days_ago=59)
    assert [one.pk for one in queries.to_see(actor(lead), on=TODAY)] == [old.pk]
    assert not queries.to_see(actor(awa), on=TODAY)
    shown = queries.one(actor(lead), old.pk, on=TODAY)
    assert shown is not None
    assert shown.late
    done(lead, old, Act.CHASED, channel="courriel")
    assert not queries.to_see(actor(lead), on=TODAY)


def test_figures_count_what_went_and_the_days_waited(awa: Member, lead: Member) -> None:
    first, second = written(awa), written(awa, trouble=Trouble("C02", "cpam.telephone", "contacter"))
    sent(lead, first, days_ago=20)
    sent(lead, second, days_ago=4)
    done(lead, first, Act.ANSWERED, outcome="corrige")
    act = done(lead, second, Act.ANSWERED, outcome="corrige")
    year, month = TODAY.year, Month.of(TODAY)
    went = sorted((one.cell, one.count) for one in facts.SENT.counted(actor(lead), year, year))
    assert went == [("caf", 1), ("cpam", 1)]
    assert [(one.month, one.cell, one.count, one.amount) for one in facts.ANSWERED.counted(actor(lead), year, year)] == [
        (month, "corrige", 2, 24)
    ]
    services.take_back(actor=actor(lead), alert_id=second.pk, act_id=act.pk, now=NOW)
    assert [one.count for one in facts.ANSWERED.counted(actor(lead), year, year)] == [1]
    elsewhere = worker(organisation("CCAS de Brumeval"), "ailleurs")
    assert list(facts.SENT.counted(actor(elsewhere), year, year)) == []


def test_open_data_begin_at_eleven_situations_or_three_houses(awa: Member, lead: Member) -> None:
    few, many = written(awa, people=10), written(awa, trouble=Trouble("C02", "cpam.telephone", "contacter"), people=11)
    unsent = written(awa, trouble=Trouble("B01", "msa.en_ligne", "remplir"), people=40)
    sent(lead, few)
    sent(lead, many)
    assert unsent.state == "a_relire"
    assert [(line.service, line.people) for line in queries.open_lines()] == [("cpam.telephone", 11)]
    for name in ("B", "C"):
        house = organisation(name)
        there = worker(house, f"ailleurs-{name.lower()}", Role.HEAD)
        sent(there, written(there))
    assert [(line.service, line.people, line.month) for line in queries.open_lines()] == [
        ("caf.en_ligne", 12, date(TODAY.year, TODAY.month, 1)),
        ("cpam.telephone", 11, date(TODAY.year, TODAY.month, 1)),
    ]
