"""The address of a service, the domiciliation of a person there, and each request with what was decided. Requests are N1."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet, Service
from relais.domiciliation.terms import Cause, EndReason, Home, Kind, Link, Outcome, Reason, RefusalReason, Residence, State
from relais.foundation.vault.fields import SealedText
from relais.people.models import File


class Desk(OrganisationOwned):
    """Where a service receives mail: what attestations print. ``approval``: the number of an approved association, "" for a CCAS."""

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="+")
    body = models.CharField(_("nom à écrire sur l’enveloppe"), max_length=120)
    address = models.CharField(_("adresse"), max_length=300)
    hours = models.CharField(_("heures du courrier"), max_length=160, blank=True)
    approval = models.CharField(_("numéro d’agrément"), max_length=60, blank=True)
    written_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    written_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["Desk"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("adresse de domiciliation")

    def __str__(self) -> str:
        return self.body


class Domiciliation(OrganisationOwned):
    """The domiciliation of the person of a file in its service: its number, how it stands, its clocks.

    ``seen_on``: her last visit or call. ``silent_on``: the first day when three months without news are over (``rules.clocks``), None while
    they do not run. ``noticed``, ``noticed_on``, ``answer_by``: the end that she was written about, and until when she may answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="domiciliations")
    service = models.ForeignKey(Service, on_delete=models.RESTRICT, related_name="+")
    number = models.PositiveIntegerField(_("numéro"))
    state = models.CharField(_("statut"), max_length=12, choices=State, default=State.ASKED)
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True)
    seen_on = models.DateField(_("dernier passage ou appel"), null=True, blank=True)
    silent_on = models.DateField(_("trois mois sans nouvelles"), null=True, blank=True)
    noticed = models.CharField(_("fin annoncée"), max_length=20, choices=EndReason, blank=True)
    noticed_on = models.DateField(_("annoncée le"), null=True, blank=True)
    answer_by = models.DateField(_("peut répondre jusqu’au"), null=True, blank=True)
    opened_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["Domiciliation"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("domiciliation")
        indexes = [
            models.Index(fields=["service", "state", "ends_on"], name="domiciliations_to_renew"),
            models.Index(fields=["service", "state", "silent_on"], name="domiciliations_silent"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="domiciliation_number_once"),
            models.UniqueConstraint(fields=["file"], condition=Q(state__in=("instruction", "active")), name="one_domiciliation_of_a_file"),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(ends_on__isnull=False, seen_on__isnull=False), name="domiciliation_active_until_a_day"
            ),
            models.CheckConstraint(
                condition=Q(noticed="", noticed_on=None, answer_by=None)
                | (~Q(noticed="") & Q(noticed_on__isnull=False, answer_by__gte=F("noticed_on"))),
                name="domiciliation_notice_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"n° {self.number} ({self.file_id})"


class Election(OrganisationOwned):
    """A request, what the interview said, what was decided, and the year that was granted.

    ``orientation``: the structure that a refused person is sent to. ``ended_on``: the first day after it, when it stopped before its term;
    ``end_reason`` stands on the one that was running. ``moved_to``: the structure that follows her from then on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    domiciliation = models.ForeignKey(Domiciliation, on_delete=models.CASCADE, related_name="elections")
    kind = models.CharField(_("nature"), max_length=16, choices=Kind)
    asked_on = models.DateField(_("demandée le"))
    interview_on = models.DateField(_("entretien le"), null=True, blank=True)
    cause = models.CharField(_("cause"), max_length=20, choices=Cause, blank=True)
    residence = models.CharField(_("où la personne dort"), max_length=24, choices=Residence, blank=True)
    home = models.CharField(_("type de ménage"), max_length=20, choices=Home, blank=True)
    link = models.CharField(_("lien avec la commune"), max_length=16, choices=Link, blank=True)
    reason = models.CharField(_("raison de la demande"), max_length=20, choices=Reason, blank=True)
    recorded_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()
    outcome = models.CharField(_("décision"), max_length=12, choices=Outcome, blank=True)
    decided_on = models.DateField(_("décidée le"), null=True, blank=True)
    decided_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    refusal = models.CharField(_("motif du refus"), max_length=16, choices=RefusalReason, blank=True)
    orientation = models.CharField(_("structure proposée"), max_length=200, blank=True)
    starts_on = models.DateField(_("premier jour"), null=True, blank=True)
    ends_on = models.DateField(_("dernier jour"), null=True, blank=True)
    ended_on = models.DateField(_("terminée le"), null=True, blank=True)
    end_reason = models.CharField(_("motif de fin"), max_length=20, choices=EndReason, blank=True)
    moved_to = models.CharField(_("structure qui prend la suite"), max_length=200, blank=True)
    ended_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    objects: ClassVar[SealedQuerySet["Election"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("demande de domiciliation")
        indexes = [models.Index(fields=["organisation", "asked_on"], name="elections_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["domiciliation"], condition=Q(outcome=""), name="one_election_to_decide"),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on=None, decided_by=None)
                | (~Q(outcome="") & Q(decided_on__gte=F("asked_on"), decided_by__isnull=False)),
                name="election_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=(Q(outcome="accordee") & Q(starts_on__isnull=False, ends_on__gte=F("starts_on")))
                | (~Q(outcome="accordee") & Q(starts_on=None, ends_on=None, ended_on=None)),
                name="election_granted_for_days",
            ),
            models.CheckConstraint(
                condition=(Q(outcome="refusee") & ~Q(refusal="") & ~Q(orientation=""))
                | (~Q(outcome="refusee") & Q(refusal="", orientation="")),
                name="election_refused_with_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_on} ({self.domiciliation_id})"

    @property
    def journal_about(self) -> uuid.UUID:
        """The file that the journal tells about."""
        return self.domiciliation.file_id


class Holder(OrganisationOwned):
    """Somebody of her home who receives mail under the same attestation, as she was named the day of the request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="holders")
    called = SealedText("nom", level="N1")
    birth_year = models.PositiveSmallIntegerField(_("année de naissance"), null=True, blank=True)

    objects: ClassVar[SealedQuerySet["Holder"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("ayant droit")

    def __str__(self) -> str:
        return f"{self.pk} ({self.election_id})"
