"""What happens at the counter while a domiciliation lasts: signs of her, absences told, mail, procurations. Reception level (N0)."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.domiciliation.models.files import Domiciliation
from relais.domiciliation.terms import Gone, How, MailKind
from relais.foundation.vault.fields import SealedText


class Sign(OrganisationOwned):
    """She came, or called: a day, once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    domiciliation = models.ForeignKey(Domiciliation, on_delete=models.CASCADE, related_name="signs")
    on = models.DateField(_("jour"))
    how = models.CharField(_("comment"), max_length=12, choices=How)
    recorded_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["Sign"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("passage ou appel")
        constraints = [models.UniqueConstraint(fields=["domiciliation", "on", "how"], name="sign_once_a_day")]

    def __str__(self) -> str:
        return f"{self.how} {self.on} ({self.domiciliation_id})"


class Leave(OrganisationOwned):
    """Days when she said that she would not come; why is never written: it would tell of a hospital or of a prison."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    domiciliation = models.ForeignKey(Domiciliation, on_delete=models.CASCADE, related_name="leaves")
    first = models.DateField(_("du"))
    last = models.DateField(_("au"), null=True, blank=True)
    recorded_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["Leave"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("absence annoncée")
        constraints = [
            models.CheckConstraint(condition=Q(last=None) | Q(last__gte=F("first")), name="leave_ends_after_it_starts"),
            models.UniqueConstraint(fields=["domiciliation"], condition=Q(last=None), name="one_leave_without_end"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ({self.domiciliation_id})"


class Proxy(OrganisationOwned):
    """Whom she lets take her mail, from a day to another, as written on a dated paper."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    domiciliation = models.ForeignKey(Domiciliation, on_delete=models.CASCADE, related_name="proxies")
    called = SealedText("nom", level="N0")
    signed_on = models.DateField(_("signée le"))
    ends_on = models.DateField(_("dernier jour"))
    recorded_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()

    objects: ClassVar[SealedQuerySet["Proxy"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("procuration pour le courrier")
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("signed_on")), name="proxy_ends_after_it_is_signed")]

    def __str__(self) -> str:
        return f"{self.pk} ({self.domiciliation_id})"


class Mail(OrganisationOwned):
    """Something came for her: of what kind and when, never from whom. ``gone``: "" while it waits."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    domiciliation = models.ForeignKey(Domiciliation, on_delete=models.CASCADE, related_name="mails")
    kind = models.CharField(_("nature"), max_length=12, choices=MailKind)
    arrived_on = models.DateField(_("arrivé le"))
    recorded_by = models.ForeignKey(Member, on_delete=models.RESTRICT, related_name="+")
    recorded_at = models.DateTimeField()
    gone = models.CharField(_("devenu"), max_length=12, choices=Gone, blank=True)
    gone_on = models.DateField(_("le"), null=True, blank=True)
    gone_by = models.ForeignKey(Member, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")

    objects: ClassVar[SealedQuerySet["Mail"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("courrier reçu")
        indexes = [models.Index(fields=["domiciliation", "arrived_on"], condition=Q(gone=""), name="mail_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(gone="", gone_on=None, gone_by=None) | (~Q(gone="") & Q(gone_on__isnull=False, gone_by__isnull=False)),
                name="mail_gone_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.arrived_on} ({self.domiciliation_id})"
