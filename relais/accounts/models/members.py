"""Members and the roles they hold, on days and in services."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from relais.accounts.models.organisations import OrganisationOwned, Service, Team
from relais.foundation.access import Actor


class Role(models.TextChoices):
    """What a member may be; one member may hold several, in several services.

    Ten codes for the twelve people of the product: Awa and Léon hold the same role (being assigned to a file or not makes the
    difference), and the person accompanied needs no account. The other rows of the matrix (doctrine, §3.6: co-référent, substitute,
    former) are dated assignments to one file, never roles.
    """

    SOCIAL_WORKER = "travailleur_social", _("Travailleuse ou travailleur social")
    HEAD = "responsable", _("Responsable de service")
    RECEPTION = "accueil", _("Agente ou agent d’accueil")
    DIGITAL_MEDIATOR = "mediateur_numerique", _("Médiatrice ou médiateur numérique")
    DIGITAL_LEAD = "referent_numerique", _("Référente ou référent numérique")
    COMMISSION = "commission", _("Membre de commission")
    PARTNER = "partenaire", _("Partenaire")
    TECHNICIAN = "admin_technique", _("Administration technique")
    DPO = "dpo", _("Délégué ou déléguée à la protection des données")
    INSTITUTION = "institution", _("Correspondante ou correspondant d’un organisme")


class SecrecyBasis(models.TextChoices):
    """Why a member is bound by professional secrecy; without one, nothing shared (N2) can ever reach them (CP 226-13)."""

    PROFESSION = "profession", _("Par profession")
    MISSION = "mission", _("Par mission")
    NONE = "aucun", _("Non soumis au secret")


class MemberManager(BaseUserManager["Member"]):
    """What Django's authentication asks of a user table; sign-in identifiers ignore case."""

    def get_by_natural_key(self, username: str | None) -> "Member":
        """The member who signs in with this identifier, case ignored."""
        return self.get(identifier=(username or "").lower())

    def within(self, actor: Actor) -> "models.QuerySet[Member]":
        """Only the members of the actor's organisation; none for a visitor or for the terminal."""
        return self.none() if actor.organisation_id is None else self.filter(organisation_id=actor.organisation_id)


class Member(OrganisationOwned, AbstractBaseUser):
    """A person who works with Relais in one organisation: one account each, never shared (CNIL guide)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    identifier = models.CharField(
        _("identifiant"),
        max_length=80,
        unique=True,
        error_messages={"unique": _("Cet identifiant est déjà pris.")},
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9._-]{2,}$", _("Lettres sans accent, chiffres, point et tiret ; au moins 3 signes."))],
    )
    email = models.EmailField(_("adresse électronique"), blank=True)
    display_name = models.CharField(_("nom affiché"), max_length=120)
    job_title = models.CharField(_("fonction"), max_length=120, blank=True)
    secrecy_basis = models.CharField(_("fondement du secret"), max_length=12, choices=SecrecyBasis, default=SecrecyBasis.NONE)
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.SET_NULL, related_name="members")
    teams = models.ManyToManyField(Team, blank=True, related_name="members")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "identifier"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects: ClassVar[MemberManager] = MemberManager()

    class Meta:
        verbose_name = _("membre")
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="member_email_once"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        """The name shown to colleagues."""
        return self.display_name

    @property
    def reference(self) -> str:
        """What names the account without naming anybody: in the journal's signals, on its own page and on that of who administers it."""
        return self.pk.hex[:8].upper()


class GrantQuerySet(models.QuerySet["RoleGrant"]):
    """Roles attributed."""

    def in_force(self, on: date) -> Self:
        """Those that give something on this day: started, not ended, not revoked."""
        not_ended = models.Q(ends_on=None) | models.Q(ends_on__gt=on)
        return self.filter(not_ended, starts_on__lte=on, revoked_at=None)


class RoleGrant(models.Model):
    """A member holds a role in one service (or in the whole organisation), from one day to another; the past is kept for the review.

    ``starts_on`` included, ``ends_on`` excluded, None for no end foreseen; ``revoked_at`` ends it at once. ``granted_by`` is None
    when the terminal granted it.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("rôle"), max_length=24, choices=Role)
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("service"))
    starts_on = models.DateField(_("à partir du"))
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar["GrantQuerySet"] = GrantQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("rôle attribué")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on")), name="role_grant_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["member", "revoked_at"], name="role_grant_of_member")]

    def __str__(self) -> str:
        return f"{self.role} ({self.member_id})"
