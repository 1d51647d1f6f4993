"""Acts on the démarches of a file: opened, moved on by dated acts, taken back. Policy, rule, change, journal, event, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.casework.models import OpenRight
from relais.casework.services.open_rights import UnableToKeepRight
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope, Unable
from relais.kernel.guards.reading import cell_findings
from relais.law.clocks.tables import rules
from relais.law.sheets.sheet import Sheet
from relais.mandates.models import MandateAct
from relais.mandates.queries import acts_signed
from relais.mandates.rules.days import holds
from relais.people.models import File
from relais.people.rules import Level
from relais.people.services.beginnings import file_in_scope, who_acts, whole_record
from relais.procedures.events import ProcedureMoved, ProcedureOpened
from relais.procedures.models import Procedure, ProcedureAct
from relais.procedures.queries.procedures import law_of, steps_of
from relais.procedures.queries.texts import sheets
from relais.procedures.rules.domains import covers
from relais.procedures.rules.progress import Act, State, Step, can_follow, can_stand, dates_hold, progress
from relais.procedures.rules.turns import Whose, late_on, turn
from relais.procedures.services.rights import forget_right, open_right
from relais.procedures.services.unsending import unsent_with
from relais.procedures.terms.procedures import CallResult, Doer, Ending, Pace, Proof, Way

MOVED = gettext_noop("Cette démarche a changé depuis que vous l’avez ouverte. Regardez ce qui est noté, puis recommencez.")


#: what is sent or handed over is always of somebody: the person, with her, for her (S74).
BY_SOMEBODY = frozenset({Act.FILED, Act.COMPLETED, Act.APPEALED})


class UnableToKeepProcedure(Unable):
    """What was asked of a démarche breaks a rule."""


@dataclass(frozen=True, slots=True)
class NewProcedure:
    """A démarche to open. ``sheet``: code of its sheet, "" for another one, which then has a ``title``; the others may be "".

    ``right``, ``renews``, ``mail``: what it is opened from (``Procedure``). ``appeal``: code of the clock of what is answered to a letter,
    in place of that of the sheet.
    """

    sheet: str = ""
    title: str = ""
    body: str = ""
    reference: str = ""
    right: str = ""
    renews: UUID | None = None
    mail: str = ""
    appeal: str = ""


@dataclass(frozen=True, slots=True)
class ToldAct:
    """One act as it is told; days as in ``rules.progress.Step``. ``why_for``: asked when it was done for the person (S66). ``ends_on``: the
    last day of a right that is granted, which then joins the rights open in the file. ``euros``, ``pace``: what it brings, when known."""

    act: Act
    on: date
    received: date | None = None
    until: date | None = None
    doer: Doer | str = ""
    why_for: str = ""
    mandate_act: UUID | None = None
    way: Way | str = ""
    proof: Proof | str = ""
    tracking: str = ""
    words: str = ""
    result: CallResult | str = ""
    ending: Ending | str = ""
    ends_on: date | None = None
    euros: Decimal | None = None
    pace: Pace | str = ""


def clean_lines(**texts: str) -> dict[str, str]:
    """Texts of one line, by field; UnableToKeepProcedure names a field that holds a secret, never the passage."""
    told = {name: " ".join(text.split()) for name, text in texts.items()}
    told_why = "Ceci ressemble à un mot de passe ou à un code : il ne se garde pas ici."
    if problems := {name: told_why for name, text in told.items() if any(one.blocks for one in cell_findings(text, header=""))}:
        raise UnableToKeepProcedure(**problems)
    return told


def _open_file(actor: Actor, file_id: UUID, *, now: datetime) -> File:
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    if found.state == "clos":
        raise UnableToKeepProcedure(whole=gettext_noop("Ce dossier est clos : rouvrez-le pour y suivre une démarche."))
    return found


def _clocks(sheet: Sheet | None) -> tuple[str, str]:
    """The codes of the clocks that a sheet names: of its silence, of its first appeal; "" for none."""
    silence = sheet.silence.rule if sheet is not None and sheet.silence is not None else ""
    return silence, next((one.rule for one in sheet.appeals if one.rule), "") if sheet is not None else ""


@transaction.atomic
def open_procedure(*, actor: Actor, file_id: UUID, new: NewProcedure, now: datetime) -> Procedure:
    """Begin to follow a démarche; its clocks and its body come from its sheet. The same one still to prepare is not opened twice."""
    found = _open_file(actor, file_id, now=now)
    told = clean_lines(title=new.title, body=new.body, reference=new.reference)
    sheet = sheets().get(new.sheet)
    if new.sheet and sheet is None:
        raise UnableToKeepProcedure(sheet=gettext_noop("Cette fiche n’existe plus : choisissez-en une autre."))
    if sheet is None and not told["title"]:
        raise UnableToKeepProcedure(title=gettext_noop("Dites de quelle démarche il s’agit."))
    title = told["title"] or (sheet.title if sheet else "")
    if (twin := _twin(found, new, title)) is not None:
        return twin
    silence, appeal = ("", new.appeal) if new.appeal else _clocks(sheet)
    kept = Procedure(
        organisation_id=found.organisation_id,
        file=found,
        holder_id=who_acts(actor),
        title=title,
        body=told["body"] or (sheet.organisme if sheet else ""),
        reference=told["reference"],
        sheet=new.sheet,
        silence=silence,
        appeal=appeal,
        right=new.right,
        renews_id=new.renews,
        mail=new.mail,
        opened_by_id=who_acts(actor),
        opened_at=now,
    )
    whole_record(kept).save(force_insert=True)
    journal.record(actor=actor, action="procedure.opened", at=now, subject=kept)
    bus.publish(ProcedureOpened(found.organisation_id, found.pk, kept.pk, kept.sheet, now))
    return kept


def _twin(found: File, new: NewProcedure, title: str) -> Procedure | None:
    """The same démarche, already followed: for the same right or the same renewal while it waits for somebody, or not filed yet."""
    under_way = Procedure.objects.filter(file=found).exclude(whose=Whose.NOBODY.value).order_by("opened_at", "pk")
    if new.renews is not None:
        return under_way.filter(renews_id=new.renews).first()
    same_words = under_way.filter(sheet=new.sheet, title__iexact=title, mail=new.mail, renews=None)
    if new.right:
        # two rights of one request (both kinds of C2S) are one démarche
        return under_way.filter(right=new.right, mail=new.mail, renews=None).first() or same_words.first()
    return same_words.filter(state__in=(State.PREPARED.value, State.TO_ANSWER.value)).first()


def procedure_to_change(actor: Actor, procedure_id: UUID, *, now: datetime) -> Procedure:
    """The démarche, locked, when the actor writes it; OutOfScope otherwise, UnableToKeepProcedure when its file is closed."""
    kept = Procedure.objects.within(actor).select_for_update(of=("self",)).filter(pk=procedure_id).first()
    if kept is None:
        raise OutOfScope
    _open_file(actor, kept.file_id, now=now)
    return kept


@transaction.atomic
def record_act(*, actor: Actor, procedure_id: UUID, told: ToldAct, seen: int, now: datetime) -> ProcedureAct:
    """Note what happened. ``seen``: how many acts stood when the screen was opened: sent twice, or from a page left behind, nothing is
    written and the reason is said."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    words = clean_lines(words=told.words, why_for=told.why_for, tracking=told.tracking)
    told = replace(
        told, received=told.received or _at_once(told), words=words["words"], why_for=words["why_for"], tracking=words["tracking"]
    )
    acts = list(kept.acts.filter(undone_at=None))
    if len(acts) != seen:
        raise UnableToKeepProcedure(whole=MOVED)
    _check(told, steps_of(acts), on=timezone.localdate(now))
    under = under_mandate(actor, kept, told, now=now)
    ending = str(told.ending) if told.act is Act.CLOSED else ""
    right, ended_on = _granted(actor, kept, ends_on=told.ends_on, now=now)
    act = ProcedureAct(
        organisation_id=kept.organisation_id,
        procedure=kept,
        act=told.act.value,
        on=told.on,
        received=told.received,
        until=told.until,
        doer=told.doer,
        why_for="" if under is not None else told.why_for,
        mandate_act=under,
        way=told.way,
        proof=told.proof,
        tracking=told.tracking,
        words=told.words,
        result=told.result,
        euros=told.euros,
        pace=told.pace if told.euros is not None else "",
        ending=ending,
        right=right,
        ends_on=told.ends_on,
        ended_on=ended_on,
        author_id=who_acts(actor),
        recorded_at=now,
    )
    whole_record(act).save(force_insert=True)
    _settle(kept, [*acts, act], now=now)
    journal.record(actor=actor, action=f"procedure.{told.act.name.lower()}", at=now, subject=kept)
    return act


def _granted(actor: Actor, kept: Procedure, *, ends_on: date | None, now: datetime) -> tuple[OpenRight | None, date | None]:
    """What a grant with a last day opens, and the last day that it had; the refusal of its day beside its field."""
    if ends_on is None:
        return None, None
    try:
        return open_right(actor, kept, ends_on=ends_on, now=now)
    except UnableToKeepRight as problem:
        raise UnableToKeepProcedure(**problem.problems) from problem


def under_mandate(actor: Actor, kept: Procedure, told: ToldAct, *, now: datetime) -> MandateAct | None:
    """The act of a mandate under which this was done for the person, None without; UnableToKeepProcedure when it did not let us (S74)."""
    if told.doer != Doer.FOR or told.mandate_act is None:
        return None
    let = mandate_act(actor, kept, told.mandate_act, now=now)
    mandate = let.mandate
    if not (decision := holds(signed_on=mandate.signed_on, ends_on=mandate.ends_on, revoked_on=let.revoked_on, on=told.on)):
        raise UnableToKeepProcedure(mandate_act=decision.reason)
    return let


def mandate_act(actor: Actor, kept: Procedure, act_id: UUID, *, now: datetime) -> MandateAct:
    """An act of a signed mandate of the same file, whose domain is that of the démarche; UnableToKeepProcedure otherwise."""
    let = acts_signed(actor, kept.file, now=now).filter(pk=act_id).first()
    if let is None:
        raise UnableToKeepProcedure(mandate_act=gettext_noop("Ce mandat n’est plus dans ce dossier : choisissez-en un autre."))
    sheet = sheets().get(kept.sheet)
    if not covers(let.domain, needs=sheet.needs if sheet is not None else ()):
        raise UnableToKeepProcedure(mandate_act=gettext_noop("Ce mandat porte sur un autre domaine : il ne couvre pas cette démarche."))
    return let


def _at_once(told: ToldAct) -> date | None:
    """What is handed over or sent on a screen arrives the same day; what is posted arrives when somebody knows it."""
    sent = told.act in (Act.FILED, Act.COMPLETED, Act.APPEALED)
    return told.on if sent and told.way in (Way.COUNTER, Way.ONLINE, Way.EMAIL) else None


def _check(told: ToldAct, before: Sequence[Step], *, on: date) -> None:
    was = progress(before)
    if not (decision := can_follow(was, told.act)):
        raise UnableToKeepProcedure(whole=decision.reason)
    problems: dict[str, str] = dict(dates_hold(was, Step(told.act, told.on, told.received, told.until), on=on))
    if told.act in BY_SOMEBODY and told.doer not in Doer.values:
        problems["doer"] = gettext_noop("Dites par qui c’est fait : par la personne, avec elle ou lui, pour elle ou lui.")
    if told.doer == Doer.FOR and not told.why_for and told.mandate_act is None:
        problems["why_for"] = gettext_noop("Choisissez le mandat, ou dites pourquoi vous l’avez fait sans mandat écrit.")
    if told.act is Act.CALLED and not told.result:
        problems["result"] = gettext_noop("Dites ce que l’appel a donné.")
    if told.euros is not None and told.euros <= 0:
        problems["euros"] = gettext_noop("Écrivez un montant plus grand que zéro, ou rien.")
    if told.euros is not None and not told.pace:
        problems["pace"] = gettext_noop("Dites si ce montant est versé chaque mois ou en une fois.")
    if told.act is Act.CLOSED and not told.ending:
        problems["ending"] = gettext_noop("Dites pourquoi la démarche est close.")
    if problems:
        raise UnableToKeepProcedure(**problems)


def _settle(kept: Procedure, acts: Sequence[ProcedureAct], *, now: datetime) -> None:
    """Write what follows from the acts, and tell it."""
    was = progress(steps_of(acts))
    closed = [one.ending for one in sorted(acts, key=lambda one: (one.on, one.recorded_at)) if one.act == Act.CLOSED.value]
    kept.ending = closed[-1] if was.state is State.CLOSED else ""
    on, law = timezone.localdate(now), law_of(kept)
    said = turn(was, law, on=on)
    kept.state, kept.whose, kept.turns_on, kept.before = was.state.value, said.whose.value, said.turns_on, said.before
    kept.late_on = late_on(was, law, on=on)
    kept.save(update_fields=["state", "whose", "turns_on", "before", "late_on", "ending"])
    file_id = kept.file_id
    bus.publish(ProcedureMoved(kept.organisation_id, file_id, kept.pk, kept.state, now))


@transaction.atomic
def take_back(*, actor: Actor, procedure_id: UUID, act_id: UUID, now: datetime) -> Procedure:
    """An act noted by mistake no longer counts; it stays in the story with who took it back. Twice is once."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    act = kept.acts.filter(pk=act_id).first()
    if act is None:
        raise OutOfScope
    standing = list(kept.acts.filter(undone_at=None))
    if act.pk not in {one.pk for one in standing}:
        return kept
    left = [one for one in standing if one.pk != act.pk]
    if not can_stand(steps_of(left)):
        raise UnableToKeepProcedure(whole=gettext_noop("D’autres actes reposent sur celui-ci : retirez d’abord ceux qui l’ont suivi."))
    ProcedureAct.objects.filter(pk=act.pk).update(undone_at=now, undone_by_id=who_acts(actor))
    unsent_with(act, by=who_acts(actor), now=now)
    _settle(kept, left, now=now)
    forget_right(actor, kept, act, now=now)
    journal.record(actor=actor, action="procedure.taken_back", at=now, subject=kept)
    return kept


@transaction.atomic
def choose_clock(*, actor: Actor, procedure_id: UUID, silence: str, appeal: str, now: datetime) -> Procedure:
    """Say which clocks of law hold for a démarche: another than those of its sheet, or none ("")."""
    kept = procedure_to_change(actor, procedure_id, now=now)
    known = rules()
    for field, code, families in (("silence", silence, ("silence",)), ("appeal", appeal, ("recours", "indu"))):
        if code and (code not in known or known[code].family not in families):
            raise UnableToKeepProcedure(**{field: gettext_noop("Ce délai n’est pas dans nos tables.")})
    kept.silence, kept.appeal = silence, appeal
    kept.save(update_fields=["silence", "appeal"])
    _settle(kept, list(kept.acts.filter(undone_at=None)), now=now)
    journal.record(actor=actor, action="procedure.clock", at=now, subject=kept)
    return kept
