"""Tables of the room: an alert, its copies, each time its trouble was met, what was done of it, who waits for its answer.

No person, no file, no démarche, and nothing that leads to one: tests/observatory/test_wall.py lists every field. Who wrote is known by
``Follower`` alone, which goes once the answer is read.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from relais.accounts.models import Member, OrganisationOwned, SealedQuerySet
from relais.observatory.rules.life import OPEN
from relais.observatory.terms import ActLabel, Browser, Channel, CopyTo, Device, Meanwhile, Outcome, StateLabel
from relais.procedures.terms.blockers import BlockedStep, Harm


class Alert(OrganisationOwned):
    """One trouble of one service, told to its body. ``code``: of the taxonomy; ``service``: «caf.en_ligne»; ``levers``: texts of law cited;
    ``unfit``: the situation that the service did not foresee, in general terms; ``sent``: the letter as it went."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("blocage"), max_length=4)
    service = models.CharField(_("téléservice ou ligne"), max_length=40)
    step = models.CharField(_("étape"), max_length=12, choices=BlockedStep)
    message = models.CharField(_("message vu"), max_length=300, blank=True)
    unfit = models.CharField(_("situation non prévue"), max_length=300, blank=True)
    levers = models.JSONField(_("textes cités"), default=list, blank=True)
    fix = models.CharField(_("correction proposée"), max_length=400)
    meanwhile = models.CharField(_("demandé en attendant"), max_length=12, choices=Meanwhile, blank=True)
    recipient = models.CharField(_("destinataire"), max_length=120)
    address = models.CharField(_("adresse"), max_length=300, blank=True)
    state = models.CharField(_("état"), max_length=12, choices=StateLabel, default=StateLabel.DRAFT)
    written_on = models.DateField(_("écrite le"))
    sent = models.JSONField(_("lettre envoyée"), default=dict, blank=True)

    objects: ClassVar[SealedQuerySet["Alert"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("alerte à un organisme")
        indexes = [
            models.Index(fields=["organisation", "state", "-written_on"], name="alerts_by_state"),
            models.Index(
                fields=["organisation", "code", "service", "step"],
                condition=models.Q(state__in=sorted(OPEN)),
                name="alerts_open_by_trouble",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.service}"


class Sighting(OrganisationOwned):
    """The trouble was met on a day: where, by how many situations (a number, S79), at what cost. ``added_on``: told on that day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="sightings")
    day = models.DateField(_("jour"))
    hour = models.PositiveSmallIntegerField(_("heure"), null=True, blank=True)
    device = models.CharField(_("appareil"), max_length=12, choices=Device, blank=True)
    browser = models.CharField(_("navigateur"), max_length=8, choices=Browser, blank=True)
    people = models.PositiveSmallIntegerField(_("situations"), default=1)
    times = models.PositiveSmallIntegerField(_("essais"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes perdues"), null=True, blank=True)
    harm = models.CharField(_("conséquence"), max_length=12, choices=Harm)
    added_on = models.DateField(_("ajoutée le"))

    objects: ClassVar[SealedQuerySet["Sighting"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("rencontre d’un blocage signalé")
        indexes = [models.Index(fields=["alert", "day"], name="sightings_of_an_alert")]
        constraints = [models.CheckConstraint(condition=models.Q(people__gte=1), name="sighting_of_somebody")]

    def __str__(self) -> str:
        return f"{self.day} ({self.alert_id})"


class AlertAct(OrganisationOwned):
    """What was done of an alert, and when. ``words``: what the body answered. Taken back, it stays out of the story (``undone``)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="acts")
    rank = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=12, choices=ActLabel)
    on = models.DateField(_("le"))
    channel = models.CharField(_("moyen"), max_length=12, choices=Channel, blank=True)
    outcome = models.CharField(_("suite"), max_length=14, choices=Outcome, blank=True)
    words = models.CharField(_("réponse"), max_length=1000, blank=True)
    undone = models.BooleanField(default=False)

    objects: ClassVar[SealedQuerySet["AlertAct"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("acte d’une alerte")
        constraints = [models.UniqueConstraint(fields=["alert", "rank"], name="alert_acts_in_order")]
        indexes = [models.Index(fields=["organisation", "act", "on"], condition=models.Q(undone=False), name="alert_acts_by_day")]

    def __str__(self) -> str:
        return f"{self.act} {self.on}"


class AlertCopy(OrganisationOwned):
    """An alert told to somebody else than its body, in the same press. ``address``: typed by whoever wrote it; ``answered_on``, ``words``:
    what this one answered, apart from what the body did."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="copies")
    kind = models.CharField(_("copie à"), max_length=12, choices=CopyTo)
    address = models.CharField(_("adresse"), max_length=300)
    answered_on = models.DateField(_("réponse le"), null=True, blank=True)
    words = models.CharField(_("réponse"), max_length=1000, blank=True)

    objects: ClassVar[SealedQuerySet["AlertCopy"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("copie d’une alerte")
        constraints = [models.UniqueConstraint(fields=["alert", "kind"], name="alert_copied_once_to_each")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.alert_id})"


class Follower(OrganisationOwned):
    """Who wrote an alert or met the same trouble, to whom the answer comes back. Gone once it is read: nobody knows any more."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="followers")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    wrote = models.BooleanField(default=False)

    objects: ClassVar[SealedQuerySet["Follower"]] = SealedQuerySet.as_manager()  # type: ignore[assignment]  # as_manager mixes both

    class Meta:
        verbose_name = _("membre qui attend la réponse")
        constraints = [models.UniqueConstraint(fields=["alert", "member"], name="follows_an_alert_once")]

    def __str__(self) -> str:
        return f"({self.alert_id})"
