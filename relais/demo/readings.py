"""Last week's readings of the demonstration, and what the rules on the journal make of them: three signals, none of them a fault."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from relais.accounts.models import Organisation
from relais.accounts.queries import actor_of
from relais.administration.models import Signal, WatchedWeek
from relais.administration.rules.readings import DAYS_BACK, MOST_AN_HOUR
from relais.administration.services import signals, watch
from relais.administration.terms import SignalRule, SignalState
from relais.demo.files import files_of, members
from relais.foundation.access import Actor
from relais.people.models import File
from relais.people.services import note_reading, put_on_duty, record_presence

_UNDERSTOOD = "La personne appelait chaque matin : l’accueil cherchait l’heure de son rendez-vous."


def look_at_last_week(house: Organisation, *, now: datetime) -> None:
    """Maëlle reads again the files of her year, Yasmine looks for an hour each morning, Mme Petit receives alone; once."""
    cast = members(house)
    if not {"maelle", "yasmine", "petit", "nadia"} <= cast.keys() or WatchedWeek.objects.filter(organisation=house).exists():
        return
    today = timezone.localdate(now)
    maelle, yasmine, petit, nadia = (actor_of(cast[name], on=today) for name in ("maelle", "yasmine", "petit", "nadia"))
    monday = today - timedelta(days=7 + today.weekday())
    led = File.objects.filter(organisation=house, opened_at__lt=_at(monday, 0), lead=cast["maelle"]).select_related("person")
    for rank, found in enumerate(led.order_by("opened_at", "pk")[: MOST_AN_HOUR + 4]):
        note_reading(actor=maelle, found=found, now=_at(monday + timedelta(days=3), 14) + timedelta(seconds=90 * rank))
    asked = files_of(house)
    for day in range(DAYS_BACK):
        note_reading(actor=yasmine, found=asked["Mme Delorme"], now=_at(monday + timedelta(days=day), 9))
    _receive_alone(petit, asked["Ali Haddad"], at=_at(monday + timedelta(days=1), 17))
    watch.watch_week(house, monday=monday, now=now)
    for one in Signal.objects.filter(organisation=house, rule=SignalRule.COMES_BACK).order_by("pk"):
        signals.settle(actor=nadia, signal_id=one.pk, state=SignalState.NOTHING, words=_UNDERSTOOD, now=now)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_current_timezone())


def _receive_alone(head: Actor, found: File, *, at: datetime) -> None:
    if head.user_id is None:
        return
    put_on_duty(actor=head, service_id=found.service_id, member_id=head.user_id, on=timezone.localdate(at), now=at)
    record_presence(actor=head, file_id=found.pk, member_id=head.user_id, now=at)
    note_reading(actor=head, found=found, now=at + timedelta(minutes=1))
