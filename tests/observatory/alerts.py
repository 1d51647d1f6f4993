"""An alert as tests write it, and the words of a page."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from relais.accounts.models import Member
from relais.observatory import services
from relais.observatory.models import Alert, AlertAct
from relais.observatory.rules.life import Act
from relais.observatory.services import ToldAct, ToldAlert, ToldSighting, Trouble
from tests.factories.people import NOW, actor

TODAY = timezone.localdate(NOW)
UPLOAD = Trouble("B04", "caf.en_ligne", "joindre")
WORDS = ToldAlert(recipient="CAF, relations avec les partenaires", fix="Accepter un fichier de 10 Mo", message="Fichier trop lourd")


def seen(day: date = TODAY, **more: Any) -> ToldSighting:
    return ToldSighting(day=day, harm=more.pop("harm", "retard"), **more)


def written(who: Member, *, trouble: Trouble = UPLOAD, told: ToldAlert = WORDS, now: datetime = NOW, **met: Any) -> Alert:
    first = seen(met.pop("day", timezone.localdate(now)), **met)
    return services.write_alert(actor=actor(who), trouble=trouble, told=told, seen=first, now=now)


def done(who: Member, alert: Alert, act: Act, *, on: date = TODAY, now: datetime = NOW, **more: Any) -> AlertAct:
    return services.record_act(actor=actor(who), alert_id=alert.pk, told=ToldAct(act, on, **more), now=now)


def sent(who: Member, alert: Alert, *, days_ago: int = 0) -> None:
    day = TODAY - timedelta(days=days_ago)
    done(who, alert, Act.READY, on=day)
    done(who, alert, Act.SENT, on=day, channel="courriel")


def page(answer: Any) -> str:
    return answer.content.decode().replace("\u00a0", " ").replace("\u202f", " ")
