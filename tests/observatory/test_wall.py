"""The privacy wall: every field of what the room hears, keeps and tells, one by one; and nothing of a file comes through, by any page."""

from dataclasses import fields
from datetime import timedelta
from urllib.parse import parse_qs, urlparse

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from relais.accounts.models import Member
from relais.foundation.models import JournalEntry
from relais.foundation.once import SentForm
from relais.observatory import events, facts, heard, queries
from relais.observatory.models import Alert, Follower
from relais.procedures.events import BlockerTold
from relais.procedures.models import Blocker
from relais.procedures.services import blockers, procedures
from tests.factories.people import actor, file_of
from tests.observatory.alerts import page

#: every field kept behind the wall: label of the table → its fields.
KEPT = {
    "observatory.Alert": {
        *("id", "organisation", "code", "service", "step", "message", "unfit", "levers", "fix", "meanwhile", "recipient", "address"),
        *("state", "written_on", "sent"),
    },
    "observatory.Sighting": {
        *("id", "organisation", "alert", "day", "hour", "device", "browser", "people", "times", "minutes", "harm", "added_on"),
    },
    "observatory.AlertAct": {"id", "organisation", "alert", "rank", "act", "on", "channel", "outcome", "words", "undone"},
    "observatory.AlertCopy": {"id", "organisation", "alert", "kind", "address", "answered_on", "words"},
    "observatory.Follower": {"id", "organisation", "alert", "member", "wrote"},
}
#: what comes through, and what is told above.
HEARD = {
    BlockerTold: {"organisation_id", "moment", "code", "service", "step", "day", "lost", "harm", "solved"},
    heard.Alike: {"code", "service", "step", "count", "first", "last", "harms", "grave"},
    heard.Line: {"name", "value", "post"},
    events.AlertSent: {"organisation_id", "code", "service", "step", "on"},
    events.AlertAnswered: {"organisation_id", "code", "service", "step", "on", "outcome"},
}
#: what the address of the link says, one by one.
ADDRESS = {"blocage": "B01", "ou": "caf.en_ligne", "etape": "remplir", "consequence": "retard"}
NAME, TITLE, MESSAGE = "Zéphyrine Quatresous", "Requête amarante", "Écran vermillon"


def test_every_field_kept_heard_or_told_is_listed() -> None:
    tables = {model._meta.label: model for model in apps.get_app_config("observatory").get_models()}
    assert {label: {field.name for field in model._meta.concrete_fields} for label, model in tables.items()} == KEPT
    assert {kind: {field.name for field in fields(kind)} for kind in HEARD} == HEARD


def test_no_table_leads_anywhere_but_to_its_house_its_alert_and_who_waits_for_the_answer() -> None:
    led = {
        (model.__name__, field.name): field.related_model._meta.label
        for model in apps.get_app_config("observatory").get_models()
        for field in model._meta.concrete_fields
        if field.is_relation
    }
    assert {told for (_table, name), told in led.items() if name == "organisation"} == {"accounts.Organisation"}
    assert {pair: told for pair, told in led.items() if pair[1] != "organisation"} == {
        ("Sighting", "alert"): "observatory.Alert",
        ("AlertAct", "alert"): "observatory.Alert",
        ("AlertCopy", "alert"): "observatory.Alert",
        ("Follower", "alert"): "observatory.Alert",
        ("Follower", "member"): "accounts.Member",
    }
    pointing = [
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label != "observatory"
        for field in model._meta.concrete_fields
        if getattr(field.related_model, "__module__", "") == Alert.__module__
    ]
    assert pointing == []


@pytest.mark.django_db
def test_from_the_blocker_of_a_file_nothing_of_it_comes_through(client: Client, awa: Member) -> None:
    now = timezone.now()
    found = file_of(awa, NAME, now=now - timedelta(days=1))
    kept = procedures.open_procedure(actor=actor(awa), file_id=found.pk, new=procedures.NewProcedure(title=TITLE, body="CAF"), now=now)
    today = timezone.localdate()
    told = blockers.ToldBlocker("B01", "caf", "en_ligne", "remplir", today, "retard", "1h", message=MESSAGE)
    blocker = blockers.note_blocker(actor=actor(awa), procedure_id=kept.pk, told=told, now=now)
    where = {"file_id": found.pk, "procedure_id": kept.pk, "blocker_id": blocker.pk}
    told_page = page(client.get(reverse("procedures:blocker", kwargs=where)))
    begin = told_page.index(reverse("observatory:write"))
    link = told_page[begin : told_page.index('"', begin)].replace("&amp;", "&")
    assert 'rel="noreferrer"' in told_page[begin : begin + 400]
    asked = {name: values[0] for name, values in parse_qs(urlparse(link).query).items()}
    assert asked == {**ADDRESS, "jour": today.isoformat()}
    form = page(client.get(link, headers={"referer": reverse("procedures:blocker", kwargs=where)}))
    secrets = [NAME, TITLE, MESSAGE, *(str(value) for value in where.values()), str(found.person_id)]
    assert [one for one in secrets if one in form] == []
    typed = {"day": f"{today:%d/%m/%Y}", "harm": "retard", "people": "1", "fix": "Corriger la page", "recipient": "CAF, partenaires"}
    made = client.post(link, typed)
    assert made.status_code == 302
    alert = Alert.objects.get()
    with connection.cursor() as cursor:
        for label in KEPT:
            cursor.execute(f'SELECT * FROM "{apps.get_model(label)._meta.db_table}"')
            rows = str(cursor.fetchall())
            bare = [one.replace("-", "") for one in secrets]
            assert [one for one in (*secrets, *bare) if one in rows] == [], label
    (line,) = JournalEntry.objects.filter(action__startswith="alert.")
    assert (line.subject, line.about_id) == (f"observatory.alert:{alert.pk}", None)
    assert [sent.led_to for sent in SentForm.objects.all() if str(found.pk) in sent.led_to] == []
    assert Blocker.objects.filter(pk=blocker.pk).exists()
    assert Follower.objects.count() == 1


@pytest.mark.django_db
def test_three_blockers_of_three_files_are_proposed_as_one_and_one_grave_alone(client: Client, awa: Member) -> None:
    now, today = timezone.now(), timezone.localdate()
    told = [
        ("B01", "caf", "retard"),
        ("B01", "caf", "retard"),
        ("B01", "caf", "aucun"),
        ("C02", "carsat", "revenu"),
        ("B02", "msa", "retard"),
    ]
    for rank, (code, body, harm) in enumerate(told):
        found = file_of(awa, f"{NAME} {rank}", now=now - timedelta(days=1))
        kept = procedures.open_procedure(actor=actor(awa), file_id=found.pk, new=procedures.NewProcedure(title=TITLE), now=now)
        met = blockers.ToldBlocker(code, body, "en_ligne", "remplir", today, harm, "1h", message=MESSAGE)
        blockers.note_blocker(actor=actor(awa), procedure_id=kept.pk, told=met, now=now)
    proposed = queries.proposed(actor(awa), on=today)
    assert [(one.alike.code, one.alike.count, one.alike.grave) for one in proposed] == [("C02", 1, True), ("B01", 3, False)]
    shown = page(client.get(reverse("observatory:alerts")))
    assert "3 blocages semblables" in shown
    assert [one for one in (NAME, TITLE, MESSAGE) if one in shown.partition("<main")[2]] == []


def test_what_is_counted_has_no_place_for_a_person() -> None:
    assert {figure.code for figure in (facts.SENT, facts.ANSWERED)} == {"alertes", "suites_alertes"}
