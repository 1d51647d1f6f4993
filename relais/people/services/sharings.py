"""Acts of sharing (doctrine §3.4): to somebody identified, something precise, on a basis, because it is necessary, until a day.

What a sharing opens is read in ``policies``: its end or its withdrawal closes it at once; the readings that were done stay in the journal.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from relais.accounts.models import Member, SecrecyBasis
from relais.foundation import bus, journal
from relais.foundation.access import Actor
from relais.kernel.decisions import OutOfScope
from relais.people import policies, queries, rules
from relais.people.events import InformationShared, SharingWithdrawn
from relais.people.models import AddressReader, Consent, File, Information, Opposition, Sharing
from relais.people.rules import Level
from relais.people.services.beginnings import UnableToKeepFiles, demand, file_in_scope, who_acts, whole_record
from relais.people.terms import NEEDS_REFERENCE, Basis, ConsentForm, ConsentKind, InformationForm, InformationKind


@dataclass(frozen=True, slots=True)
class Receiver:
    """To whom: a member, or a professional of elsewhere by name, function and body, and on what their secrecy rests."""

    member_id: UUID | None = None
    name: str = ""
    body: str = ""
    secrecy: str = SecrecyBasis.NONE


@dataclass(frozen=True, slots=True)
class NewSharing:
    """What is shared. ``levels``: parts of the file, for a member; ``things``: named, handed over or said.

    ``consent_form`` and ``consent_on``: how and when she said yes, for the basis of that name; ``parents_told``: for child protection.
    """

    receiver: Receiver
    basis: Basis
    necessity: str
    ends_at: datetime
    levels: frozenset[Level] = field(default_factory=frozenset)
    things: str = ""
    reference: str = ""
    consent_form: str = ""
    consent_on: date | None = None
    parents_told: str = ""


@transaction.atomic
def share(*, actor: Actor, file_id: UUID, what: NewSharing, now: datetime) -> Sharing:
    """Share, by whoever keeps the administrative part of the file; the evaluation, by whoever reads it too."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    evaluation = Level.EVALUATION in what.levels
    if evaluation and Level.EVALUATION not in queries.levels_worked(actor, found.pk, now=now):
        raise OutOfScope
    member = _receiver(actor, found, what, now)
    secrecy = what.receiver.secrecy if member is None else member.secrecy_basis
    bound = secrecy != SecrecyBasis.NONE
    giver = actor.is_bound_by_secrecy
    opposed, outside = queries.opposed(found), member is None or queries.is_outside(member)
    both = {"giver_bound": giver, "receiver_bound": bound}
    demand(rules.may_share(basis=what.basis, opposed=opposed, evaluation=evaluation, outside=outside, **both))
    _complete(what, now)
    given = Sharing(
        organisation_id=found.organisation_id,
        file=found,
        shared_by_id=who_acts(actor),
        to_member=member,
        to_name=what.receiver.name.strip() if member is None else "",
        to_body=what.receiver.body.strip() if member is None else "",
        to_secrecy=secrecy,
        opens_reception=bool(what.levels),
        opens_administrative=Level.ADMINISTRATIVE in what.levels,
        opens_evaluation=evaluation,
        things=what.things.strip(),
        basis=what.basis,
        reference=what.reference.strip(),
        parents_told=what.parents_told if what.basis == Basis.CHILD_PROTECTION else "",
        necessity=what.necessity.strip(),
        starts_at=now,
        ends_at=what.ends_at,
    )
    if what.basis == Basis.CONSENT:
        given.consent = _consent(actor, found, what, given, now)
    whole_record(given).save(force_insert=True)
    journal.record(actor=actor, action="file.shared", at=now, subject=found)
    bus.publish(InformationShared(found.organisation_id, found.pk, given.pk, now))
    return given


def _receiver(actor: Actor, found: File, what: NewSharing, now: datetime) -> Member | None:
    """The member who receives; None for somebody of elsewhere, to whom no part of the file opens."""
    if what.receiver.member_id is None:
        if not what.receiver.name.strip() or not what.receiver.body.strip():
            raise UnableToKeepFiles(
                to_name=gettext_noop("Nommez une personne, avec sa fonction et son organisme : jamais une boîte de service.")
            )
        if what.levels:
            raise UnableToKeepFiles(
                levels=gettext_noop("Le dossier ne s’ouvre qu’à un membre de l’organisation : nommez ce que vous remettez ou dites.")
            )
        return None
    member = queries.may_receive(actor, found, now=now).filter(pk=what.receiver.member_id).first()
    if member is None:
        raise UnableToKeepFiles(member=gettext_noop("Rien de ce dossier ne peut être partagé avec cette personne."))
    return member


def _complete(what: NewSharing, now: datetime) -> None:
    """What each basis asks for besides."""
    if not what.levels and not what.things.strip():
        raise UnableToKeepFiles(
            levels=gettext_noop("Dites ce que vous partagez : une partie du dossier, ou des pièces et informations précises.")
        )
    if not rules.words_are_enough(what.necessity):
        raise UnableToKeepFiles(necessity=gettext_noop("Dites en une phrase pourquoi c’est nécessaire."))
    if what.ends_at <= now:
        raise UnableToKeepFiles(until=gettext_noop("La date de fin est déjà passée."))
    if what.ends_at > now + rules.SHARED_AT_MOST:
        raise UnableToKeepFiles(until=gettext_noop("Vérifiez l’année de cette date."))
    if what.basis in NEEDS_REFERENCE and not what.reference.strip():
        raise UnableToKeepFiles(
            reference=gettext_noop("Donnez la référence : le texte, la personne qui coordonne et la date, ou le numéro de l’acte.")
        )
    if what.basis == Basis.CHILD_PROTECTION and not what.parents_told:
        raise UnableToKeepFiles(parents_told=gettext_noop("Dites si les parents sont informés."))
    if what.basis == Basis.CONSENT:
        if not what.consent_form or what.consent_on is None or what.consent_on > timezone.localdate(now):
            raise UnableToKeepFiles(consent_form=gettext_noop("Dites comment et quel jour la personne a dit oui."))
        if what.ends_at > now + rules.CONSENT_LASTS + rules.EXCEPTIONAL_ACCESS:
            raise UnableToKeepFiles(until=gettext_noop("Un accord vaut douze mois au plus : demandez-le-lui de nouveau ensuite."))


def _consent(actor: Actor, found: File, what: NewSharing, given: Sharing, now: datetime) -> Consent:
    whom = given.to_member.display_name if given.to_member else f"{given.to_name}, {given.to_body}"
    consent = Consent(
        organisation_id=found.organisation_id,
        file=found,
        kind=ConsentKind.SHARING,
        form=what.consent_form,
        scope=f"Partage avec {whom}"[:300],
        given_on=what.consent_on or timezone.localdate(now),
        recorded_by_id=who_acts(actor),
        recorded_at=now,
    )
    whole_record(consent).save(force_insert=True)
    return consent


@transaction.atomic
def withdraw_sharing(*, actor: Actor, file_id: UUID, sharing_id: UUID, now: datetime) -> None:
    """Stop a sharing at once; an agreement that it rested on is withdrawn with it."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now, while_limited=True)
    given = found.sharings.select_related("consent").filter(pk=sharing_id, withdrawn_at=None).first()
    if given is None:
        raise OutOfScope
    _withdraw(actor, found, given, now)
    if given.consent is not None:
        Consent.objects.filter(pk=given.consent.pk, withdrawn_at=None).update(withdrawn_at=now)


def _withdraw(actor: Actor, found: File, given: Sharing, now: datetime) -> None:
    given.withdrawn_at, given.withdrawn_by_id = now, who_acts(actor)
    given.save(update_fields=["withdrawn_at", "withdrawn_by"])
    journal.record(actor=actor, action="file.sharing_withdrawn", at=now, subject=found)
    bus.publish(SharingWithdrawn(found.organisation_id, found.pk, given.pk, now))


@transaction.atomic
def oppose(*, actor: Actor, file_id: UUID, now: datetime) -> Opposition:
    """The person says no to sharing within the team: nothing new but what the law commands, and what rested on the team closes at once."""
    found = file_in_scope(actor, file_id, Level.RECEPTION, now=now, while_limited=True)
    standing, _ = Opposition.objects.get_or_create(
        file=found, lifted_at=None, defaults={"asked_at": now, "recorded_by_id": who_acts(actor)}
    )
    for given in found.sharings.filter(basis=Basis.TEAM, withdrawn_at=None, ends_at__gt=now):
        _withdraw(actor, found, given, now)
    journal.record(actor=actor, action="file.opposed", at=now, subject=found)
    return standing


@transaction.atomic
def lift_opposition(*, actor: Actor, file_id: UUID, now: datetime) -> None:
    """The person changed her mind; what was closed stays closed."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    if not found.oppositions.filter(lifted_at=None).update(lifted_at=now):
        raise OutOfScope
    journal.record(actor=actor, action="file.opposition_lifted", at=now, subject=found)


@dataclass(frozen=True, slots=True)
class NewConsent:
    """What the person agrees to besides a sharing, which records its own."""

    kind: ConsentKind
    form: ConsentForm
    scope: str
    given_on: date


@transaction.atomic
def record_consent(*, actor: Actor, file_id: UUID, said: NewConsent, now: datetime) -> Consent:
    """Write what the person agreed to, on which day, in which form."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now, while_limited=True)
    if said.given_on > timezone.localdate(now):
        raise UnableToKeepFiles(given_on=gettext_noop("Cette date n’est pas encore venue."))
    consent = Consent(
        organisation_id=found.organisation_id,
        file=found,
        kind=said.kind,
        form=said.form,
        scope=said.scope.strip(),
        given_on=said.given_on,
        recorded_by_id=who_acts(actor),
        recorded_at=now,
    )
    whole_record(consent).save(force_insert=True)
    journal.record(actor=actor, action="file.consent_recorded", at=now, subject=found)
    return consent


@transaction.atomic
def withdraw_consent(*, actor: Actor, file_id: UUID, consent_id: UUID, now: datetime) -> None:
    """The person takes her agreement back: the sharings that rested on it stop at once."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now, while_limited=True)
    consent = found.consents.filter(pk=consent_id, withdrawn_at=None).first()
    if consent is None:
        raise OutOfScope
    consent.withdrawn_at = now
    consent.save(update_fields=["withdrawn_at"])
    for given in consent.sharings.filter(withdrawn_at=None):
        _withdraw(actor, found, given, now)
    journal.record(actor=actor, action="file.consent_withdrawn", at=now, subject=found)


@transaction.atomic
def record_information(
    *, actor: Actor, file_id: UUID, kind: InformationKind, form: InformationForm, given_on: date, now: datetime
) -> Information:
    """Write that the person was told something, on which day, in which form."""
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now)
    if given_on > timezone.localdate(now):
        raise UnableToKeepFiles(given_on=gettext_noop("Cette date n’est pas encore venue."))
    told = Information(
        organisation_id=found.organisation_id,
        file=found,
        kind=kind,
        form=form,
        given_on=given_on,
        recorded_by_id=who_acts(actor),
        recorded_at=now,
    )
    whole_record(told).save(force_insert=True)
    journal.record(actor=actor, action="file.information_given", at=now, subject=found)
    return told


@transaction.atomic
def name_address_reader(*, actor: Actor, file_id: UUID, member_id: UUID, now: datetime) -> AddressReader:
    """The person lets a member read her protected address; the référent writes it."""
    found = _led(actor, file_id, now)
    member = queries.may_receive(actor, found, now=now).filter(pk=member_id).first()
    if member is None:
        raise UnableToKeepFiles(member=gettext_noop("Cette personne ne peut pas lire l’adresse."))
    named, _ = AddressReader.objects.get_or_create(person=found.person, member=member, withdrawn_at=None, defaults={"named_at": now})
    journal.record(actor=actor, action="file.address_reader_named", at=now, subject=found)
    return named


@transaction.atomic
def withdraw_address_reader(*, actor: Actor, file_id: UUID, reader_id: int, now: datetime) -> None:
    """The person no longer lets this member read her address."""
    found = _led(actor, file_id, now, while_limited=True)
    if not found.person.address_readers.filter(pk=reader_id, withdrawn_at=None).update(withdrawn_at=now):
        raise OutOfScope
    journal.record(actor=actor, action="file.address_reader_withdrawn", at=now, subject=found)


def _led(actor: Actor, file_id: UUID, now: datetime, *, while_limited: bool = False) -> File:
    found = file_in_scope(actor, file_id, Level.ADMINISTRATIVE, now=now, while_limited=while_limited)
    if not policies.leads_file(actor, found, now=now):
        raise OutOfScope
    return found
