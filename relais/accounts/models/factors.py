"""Second factors of sign-in: an authenticator application, passkeys, printed codes. What proves them is sealed or digested."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models.members import Member


class FactorKind(models.TextChoices):
    """What a member proves beside the password."""

    TOTP = "application", _("Application de codes")
    PASSKEY = "cle", _("Clé d’accès")


class SecondFactor(models.Model):
    """One authenticator application or one passkey of a member.

    ``sealed``: the application's shared secret, or the passkey's public credential, under the keys of the instance.
    ``counter``: the last time step accepted (a code serves once), or the passkey's signature counter.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=12, choices=FactorKind)
    label = models.CharField(_("nom"), max_length=60, blank=True)
    sealed = models.TextField()
    counter = models.PositiveBigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("second facteur")
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=models.Q(kind="application"), name="one_application_per_member"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.member_id})"


class RecoveryCode(models.Model):
    """One printed code, usable once; only its keyed digest is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="recovery_codes")
    key_id = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("code imprimé")
        constraints = [models.UniqueConstraint(fields=["member", "digest"], name="recovery_code_once_per_member")]

    def __str__(self) -> str:
        return f"code ({self.member_id})"


class AccessNotice(models.Model):
    """What a member must see at once about an account: theirs, or one of the service they run. Codes, never a text somebody typed.

    ``event``: ``role_granted``, ``role_ended``, ``factors_reset``, ``factor_added``, ``account_closed``… ``detail``: code of a role.
    """

    recipient = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    event = models.CharField(max_length=24)
    detail = models.CharField(max_length=24, blank=True)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("avis sur un compte")
        indexes = [models.Index(fields=["recipient", "seen_at"], name="notices_to_see")]

    def __str__(self) -> str:
        return f"{self.event} ({self.member_id})"
