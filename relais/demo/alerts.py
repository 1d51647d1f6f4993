"""Alerts of the demonstration: one answered, one without an answer, one to read again; each through the services, none names anybody."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from relais.accounts.models import Member, Organisation
from relais.accounts.queries import actor_of
from relais.foundation.access import Actor
from relais.observatory.models import Alert
from relais.observatory.rules.life import Act
from relais.observatory.services import ToldAct, ToldAlert, ToldSighting, Trouble, add_sighting, note_copy_answer, record_act, write_alert
from relais.observatory.terms import Browser, Channel, CopyTo, Device, Meanwhile, Outcome
from relais.procedures.terms.blockers import BlockedStep, Harm

_PHOTO = (
    Trouble("B04", "caf.en_ligne", BlockedStep.JOIN),
    ToldAlert(
        recipient="CAF, relations avec les partenaires",
        address="12 quai des Brumes\nMontbrume",
        fix="Accepter une photo prise au téléphone jusqu’à 10 Mo, ou la réduire sans le demander à la personne",
        message="Le fichier dépasse la taille autorisée",
        meanwhile=Meanwhile.PAPER,
        levers=("CRPA, article L. 112-8",),
    ),
)
_CARD = (
    Trouble("F01", "anef.en_ligne", BlockedStep.SEND),
    ToldAlert(
        recipient="Préfecture, point d’accueil numérique",
        address="1 place de la Paix\nMontbrume",
        fix="Permettre le dépôt quand la carte précédente n’est pas notée comme remise, ou ouvrir un rendez-vous",
        message="Votre titre précédent n’est pas enregistré comme remis",
        unfit="Le téléservice suppose que la carte précédente a été notée comme remise",
        meanwhile=Meanwhile.COUNTER,
        levers=("CESEDA, article R. 431-2 : solution de substitution au téléservice",),
        copies=((CopyTo.DEFENDER, "Point justice\n3 rue du Palais\nMontbrume"), (CopyTo.DEPARTMENT, "2 cours des Tanneurs\nMontbrume")),
    ),
)
_VOICE = (
    Trouble("C02", "carsat.telephone", BlockedStep.REACH),
    ToldAlert(
        recipient="Caisse de retraite, service social",
        fix="Ouvrir une ligne pour les partenaires, avec une personne au bout",
        message="Toutes nos lignes sont occupées",
        meanwhile=Meanwhile.NO_LATE,
        levers=("CRPA, article L. 111-2 : nom et adresse de l’agente ou de l’agent en charge",),
    ),
)
_DEFENDER = "La préfecture est interrogée. Une réponse est attendue sous deux mois."
_ANSWER = "La limite passe à 10 Mo ce mois-ci. D’ici là, les pièces sur papier sont traitées dans le même délai."


def alert(house: Organisation, *, now: datetime) -> None:
    """Write each alert once."""
    people = {one.identifier: one for one in Member.objects.filter(organisation=house, identifier__in=("awa", "leon", "solene"))}
    if len(people) < 3 or Alert.objects.filter(organisation=house).exists():
        return
    today = timezone.localdate(now)
    who = {name: actor_of(one, on=today) for name, one in people.items()}
    _answered(who, today, now=now)
    _silent(who, today, now=now)
    _to_read(who, today, now=now)


def _answered(who: dict[str, Actor], today: date, *, now: datetime) -> None:
    day = today - timedelta(days=40)
    then = now - timedelta(days=40)
    first = ToldSighting(day, Harm.DELAY, 2, 10, Device.PHONE, Browser.CHROME, 4, 45)
    kept = write_alert(actor=who["awa"], trouble=_PHOTO[0], told=_PHOTO[1], seen=first, now=then)
    again = ToldSighting(day, Harm.INCOME, 1, 15, Device.COMPUTER, Browser.FIREFOX, 2, 30)
    add_sighting(actor=who["leon"], alert_id=kept.pk, seen=again, now=then)
    record_act(actor=who["awa"], alert_id=kept.pk, told=ToldAct(Act.READY, day), now=then)
    for told in (
        ToldAct(Act.SENT, day + timedelta(days=1), channel=Channel.EMAIL),
        ToldAct(Act.ACKNOWLEDGED, day + timedelta(days=5)),
        ToldAct(Act.ANSWERED, today - timedelta(days=2), outcome=Outcome.FIXED, words=_ANSWER),
    ):
        record_act(actor=who["solene"], alert_id=kept.pk, told=told, now=now)


def _silent(who: dict[str, Actor], today: date, *, now: datetime) -> None:
    day, then = today - timedelta(days=75), now - timedelta(days=75)
    first = ToldSighting(day, Harm.STAY, 3, 9, Device.COMPUTER, Browser.FIREFOX, 6, 120)
    kept = write_alert(actor=who["leon"], trouble=_CARD[0], told=_CARD[1], seen=first, now=then)
    record_act(actor=who["leon"], alert_id=kept.pk, told=ToldAct(Act.READY, day), now=then)
    went = ToldAct(Act.SENT, day + timedelta(days=3), channel=Channel.REGISTERED)
    record_act(actor=who["solene"], alert_id=kept.pk, told=went, now=now)
    told = kept.copies.get(kind=CopyTo.DEFENDER)
    on = day + timedelta(days=30)
    note_copy_answer(actor=who["solene"], alert_id=kept.pk, copy_id=told.pk, on=on, words=_DEFENDER, now=now)


def _to_read(who: dict[str, Actor], today: date, *, now: datetime) -> None:
    first = ToldSighting(today - timedelta(days=5), Harm.INCOME, 1, 14, Device.NONE, "", 9, 90)
    write_alert(actor=who["awa"], trouble=_VOICE[0], told=_VOICE[1], seen=first, now=now)
