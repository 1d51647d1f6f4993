"""Acts on alerts: written, corrected, met again, sent, answered, taken back. Policy, rule, change, journal, event, in one transaction.

What is typed is refused when it leads to a person (``rules/nobody.py``): nothing is saved, nothing is lost.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.foundation.marks import LEFT_BEHIND, is_behind
from relais.kernel.decisions import Decision, OutOfScope, Refused, Unable
from relais.law.blockers.catalogue import blockages, bodies
from relais.observatory import paper, policies, queries
from relais.observatory.events import AlertAnswered, AlertSent
from relais.observatory.models import Alert, AlertAct, AlertCopy, Follower, Sighting
from relais.observatory.rules.life import OPEN, WRITTEN, Act, State, can_do, day_holds, state_after
from relais.observatory.rules.nobody import marks
from relais.observatory.terms import MARKS, Browser, Channel, CopyTo, Device, Meanwhile, Outcome
from relais.procedures.terms.blockers import BlockedStep, Harm
from relais.procedures.terms.procedures import Way

#: a trouble older than this is no longer news for its body.
OLDEST_DAYS = 366
#: lines of an address: the letter holds on one page.
ADDRESS_LINES = 6


class UnableToAlert(Unable):
    """What was asked of an alert breaks a rule."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What blocks and where: the collective part of a blocker, and no other thing. ``service``: «caf.en_ligne»."""

    code: str
    service: str
    step: str


@dataclass(frozen=True, slots=True)
class ToldAlert:
    """The words of an alert. ``levers``: texts of law among those of the blocker; ``message``, ``unfit``, ``meanwhile`` may be "";
    ``copies``: kind of whoever else is told, and the address typed."""

    recipient: str
    fix: str
    address: str = ""
    message: str = ""
    unfit: str = ""
    meanwhile: Meanwhile | str = ""
    levers: tuple[str, ...] = ()
    copies: tuple[tuple[CopyTo | str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ToldSighting:
    """One time the trouble was met. ``people``: situations, a number; ``hour``: 0 to 23."""

    day: date
    harm: Harm | str
    people: int = 1
    hour: int | None = None
    device: Device | str = ""
    browser: Browser | str = ""
    times: int | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class ToldAct:
    """One act as it is told; ``channel`` of a sending, ``outcome`` and ``words`` of an answer."""

    act: Act
    on: date
    channel: Channel | str = ""
    outcome: Outcome | str = ""
    words: str = ""


def _demand(decision: Decision) -> None:
    if not decision:
        raise Refused(decision)


def _house(actor: Actor) -> UUID:
    if actor.organisation_id is None or actor.user_id is None:
        raise OutOfScope
    _demand(policies.can_alert(actor))
    return actor.organisation_id


def _locked(actor: Actor, alert_id: UUID) -> Alert:
    _house(actor)
    kept = Alert.objects.within(actor).select_for_update(of=("self",)).filter(pk=alert_id).first()
    if kept is None:
        raise OutOfScope
    return kept


def _clean(*, on: date, free: Mapping[str, str], plain: Mapping[str, str] | None = None) -> dict[str, str]:
    """Texts in one piece, by field; UnableToAlert names what leads to a person. ``plain``: where numbers belong (an address)."""
    told = {name: " ".join(text.split()) for name, text in free.items()}
    found = {name: [str(MARKS[mark]) for mark in marks(text, on=on)] for name, text in told.items()}
    words = _("Retirez %(what)s : une alerte ne porte aucune donnée sur une personne.")
    if problems := {name: words % {"what": ", ".join(what)} for name, what in found.items() if what}:
        raise UnableToAlert(**problems)
    return told | {name: text.strip() for name, text in (plain or {}).items()}


def _trouble(told: Trouble) -> None:
    body, _dot, way = told.service.partition(".")
    if told.code not in blockages() or body not in bodies() or way not in Way.values or told.step not in BlockedStep.values:
        raise UnableToAlert(whole=_("Choisissez d’abord ce qui bloque, où et à quelle étape."))


def _write(alert: Alert, told: ToldAlert, *, on: date) -> None:
    free = {"message": told.message, "unfit": told.unfit, "fix": told.fix, "recipient": told.recipient}
    words = _clean(on=on, free=free, plain={"address": told.address})
    for name in ("fix", "recipient"):
        if not words[name]:
            raise UnableToAlert(**{name: _("Cette réponse manque.")})
    addresses = {"address": words["address"], **{copy_field(kind): address for kind, address in told.copies}}
    if long := [name for name, address in addresses.items() if len(address.strip().splitlines()) > ADDRESS_LINES]:
        raise UnableToAlert(**dict.fromkeys(long, _("Six lignes au plus.")))
    known = blockages()[alert.code].texts if alert.code in blockages() else ()
    for name, value in words.items():
        setattr(alert, name, value)
    alert.meanwhile = str(told.meanwhile)
    alert.levers = [text for text in known if text in told.levers]


def copy_field(kind: str) -> str:
    """The name of the address of a copy, for a form and for what is wrong with it."""
    return f"copy_{kind}"


def _copy(alert: Alert, told: ToldAlert) -> None:
    """Those told in the same press: what was typed takes the place of what was; an address left empty is no copy."""
    wanted = {str(kind): address.strip() for kind, address in told.copies if address.strip()}
    if not set(wanted) <= set(CopyTo.values):
        raise UnableToAlert(whole=_("Choisissez les destinataires dans la liste."))
    alert.copies.exclude(kind__in=wanted).delete()
    for kind, address in wanted.items():
        plain = {"address": address}
        new = {**plain, "organisation_id": alert.organisation_id}
        AlertCopy.objects.update_or_create(alert=alert, kind=kind, defaults=plain, create_defaults=new)


def _sight(alert: Alert, told: ToldSighting, *, on: date) -> None:
    if told.day > on:
        raise UnableToAlert(day=_("Ce jour n’est pas encore venu."))
    if (on - told.day).days > OLDEST_DAYS:
        raise UnableToAlert(day=_("Ce jour a plus d’un an : racontez une rencontre récente."))
    if told.harm not in Harm.values:
        raise UnableToAlert(harm=_("Choisissez une réponse."))
    Sighting.objects.create(organisation_id=alert.organisation_id, alert=alert, added_on=on, **asdict(told))


def _member(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise OutOfScope
    return actor.user_id


def _wrote(actor: Actor, alert: Alert) -> bool:
    return Follower.objects.within(actor).filter(alert=alert, member_id=_member(actor), wrote=True).exists()


def _follow(actor: Actor, alert: Alert, *, wrote: bool = False) -> None:
    kept, _new = Follower.objects.get_or_create(
        alert=alert, member_id=_member(actor), defaults={"organisation_id": alert.organisation_id, "wrote": wrote}
    )
    if wrote and not kept.wrote:
        kept.wrote = True
        kept.save(update_fields=["wrote"])


@transaction.atomic
def write_alert(*, actor: Actor, trouble: Trouble, told: ToldAlert, seen: ToldSighting, now: datetime) -> Alert:
    """A trouble is told, to be read again before it goes. Who wrote it is known by the return of the answer, and by nothing else."""
    house, on = _house(actor), timezone.localdate(now)
    _trouble(trouble)
    alert = Alert(organisation_id=house, written_on=on, **asdict(trouble))
    _write(alert, told, on=on)
    alert.save(force_insert=True)
    _copy(alert, told)
    _sight(alert, seen, on=on)
    _follow(actor, alert, wrote=True)
    journal.record(actor=actor, action="alert.written", at=now, subject=alert)
    return alert


@transaction.atomic
def correct_alert(*, actor: Actor, alert_id: UUID, told: ToldAlert, seen: str = "", now: datetime) -> Alert:
    """Its words change, before it goes; by who wrote it, or who sends it. ``seen``: the mark of what the page showed, "" for none."""
    alert = _locked(actor, alert_id)
    wrote = _wrote(actor, alert)
    _demand(policies.can_change(actor, wrote=wrote))
    if alert.state not in WRITTEN:
        raise UnableToAlert(whole=_("Cette alerte est partie : son texte ne change plus."))
    if is_behind(seen, queries.mark_of_words(alert)):
        raise UnableToAlert(whole=LEFT_BEHIND)
    _write(alert, told, on=timezone.localdate(now))
    alert.save()
    _copy(alert, told)
    journal.record(actor=actor, action="alert.corrected", at=now, subject=alert)
    return alert


@transaction.atomic
def add_sighting(*, actor: Actor, alert_id: UUID, seen: ToldSighting, now: datetime) -> Alert:
    """The same trouble again: one more time in the same alert, and its answer comes back to one more colleague."""
    alert = _locked(actor, alert_id)
    if alert.state not in OPEN:
        raise UnableToAlert(whole=_("Cette alerte est terminée. Écrivez-en une autre : l’organisme saura que cela revient."))
    _sight(alert, seen, on=timezone.localdate(now))
    _follow(actor, alert)
    journal.record(actor=actor, action="alert.met_again", at=now, subject=alert)
    return alert


@transaction.atomic
def record_act(*, actor: Actor, alert_id: UUID, told: ToldAct, now: datetime) -> AlertAct:
    """An act of its life, in its order. Who wrote it says it is ready, or withdraws it before it goes; the others are for who sends."""
    alert, on = _locked(actor, alert_id), timezone.localdate(now)
    own = told.act is Act.READY or (told.act is Act.WITHDRAWN and alert.state in WRITTEN)
    wrote = own and _wrote(actor, alert)
    _demand(policies.can_change(actor, wrote=wrote) if own else policies.can_send(actor))
    if not (decision := can_do(told.act, state=State(alert.state))):
        raise UnableToAlert(whole=_(decision.reason))
    kept = [one for one in alert.acts.order_by("rank") if not one.undone]
    if (problem := day_holds(on=told.on, last=kept[-1].on if kept else None, today=on)) is not None:
        raise UnableToAlert(on=problem)
    if told.act in {Act.SENT, Act.CHASED} and told.channel not in Channel.values:
        raise UnableToAlert(channel=_("Dites par quel moyen."))
    if told.act is Act.ANSWERED and told.outcome not in Outcome.values:
        raise UnableToAlert(outcome=_("Dites ce qu’il en est."))
    words = _clean(on=on, free={"words": told.words})["words"]
    act = AlertAct.objects.create(
        organisation_id=alert.organisation_id,
        alert=alert,
        rank=alert.acts.count() + 1,
        act=told.act,
        on=told.on,
        channel=told.channel,
        outcome=told.outcome,
        words=words,
    )
    if told.act is Act.SENT:
        met, copies = list(alert.sightings.all()), list(alert.copies.all())
        alert.sent = paper.of_alert(alert, met, house=str(alert.organisation), on=told.on, copies=copies).kept()
    _stand(alert)
    journal.record(actor=actor, action=f"alert.{told.act.name.lower()}", at=now, subject=alert)
    _publish(alert, act)
    return act


@transaction.atomic
def take_back(*, actor: Actor, alert_id: UUID, act_id: UUID, now: datetime) -> Alert:
    """The last act was a mistake: it counts no more, and the alert stands where it stood. ``act_id``: which one the page showed."""
    alert = _locked(actor, alert_id)
    last = alert.acts.filter(undone=False).order_by("-rank").first()
    if last is None or last.pk != act_id:
        raise UnableToAlert(whole=_("Cette alerte a changé depuis que vous l’avez ouverte. Regardez ce qui est noté, puis recommencez."))
    wrote = _wrote(actor, alert)
    _demand(policies.can_change(actor, wrote=wrote and not alert.sent))
    if last.act == Act.SENT and alert.copies.filter(answered_on__isnull=False).exists():
        raise UnableToAlert(whole=_("Une réponse à une copie est notée : retirez-la d’abord."))
    last.undone = True
    last.save(update_fields=["undone"])
    if last.act == Act.SENT:
        alert.sent = {}
    _stand(alert)
    journal.record(actor=actor, action="alert.taken_back", at=now, subject=alert)
    return alert


def _copied(actor: Actor, alert_id: UUID, copy_id: UUID) -> tuple[Alert, AlertCopy]:
    """A copy, and its alert, locked, for who sends."""
    alert = _locked(actor, alert_id)
    kept = alert.copies.filter(pk=copy_id).first()
    if kept is None:
        raise OutOfScope
    _demand(policies.can_send(actor))
    return alert, kept


@transaction.atomic
def note_copy_answer(*, actor: Actor, alert_id: UUID, copy_id: UUID, on: date, words: str, now: datetime) -> AlertCopy:
    """What somebody told by a copy answered; the body's own answer is another line."""
    alert, kept = _copied(actor, alert_id, copy_id)
    went = alert.acts.filter(undone=False, act=Act.SENT).values_list("on", flat=True).first()
    if went is None:
        raise UnableToAlert(whole=_("Cette alerte n’est pas partie : notez d’abord son envoi."))
    if kept.answered_on is not None:
        raise UnableToAlert(whole=_("Cette réponse est déjà notée. Retirez-la d’abord si elle est fausse."))
    today = timezone.localdate(now)
    if (problem := day_holds(on=on, last=went, today=today)) is not None:
        raise UnableToAlert(on=problem)
    kept.answered_on, kept.words = on, _clean(on=today, free={"words": words})["words"]
    kept.save(update_fields=["answered_on", "words"])
    journal.record(actor=actor, action="alert.copy_answered", at=now, subject=alert)
    return kept


@transaction.atomic
def take_back_copy_answer(*, actor: Actor, alert_id: UUID, copy_id: UUID, now: datetime) -> AlertCopy:
    """It was noted by mistake. Twice is once."""
    alert, kept = _copied(actor, alert_id, copy_id)
    if kept.answered_on is not None:
        kept.answered_on, kept.words = None, ""
        kept.save(update_fields=["answered_on", "words"])
        journal.record(actor=actor, action="alert.copy_answer_taken_back", at=now, subject=alert)
    return kept


@transaction.atomic
def read_answer(*, actor: Actor, alert_id: UUID, now: datetime) -> None:
    """What came of it was read: the house forgets that this member had told it. Twice is once."""
    alert = _locked(actor, alert_id)
    if alert.state in OPEN:
        raise UnableToAlert(whole=_("L’organisme n’a pas encore répondu."))
    gone, _tables = Follower.objects.within(actor).filter(alert=alert, member_id=_member(actor)).delete()
    if gone:
        journal.record(actor=actor, action="alert.answer_read", at=now, subject=alert)


def _stand(alert: Alert) -> None:
    done = [Act(act) for act in alert.acts.filter(undone=False).order_by("rank").values_list("act", flat=True)]
    alert.state = state_after(done)
    alert.save(update_fields=["state", "sent"])


def _publish(alert: Alert, act: AlertAct) -> None:
    house, code, service, step = alert.organisation_id, alert.code, alert.service, alert.step
    if act.act == Act.SENT:
        bus.publish(AlertSent(house, code, service, step, act.on))
    elif act.act == Act.ANSWERED:
        bus.publish(AlertAnswered(house, code, service, step, act.on, act.outcome))
