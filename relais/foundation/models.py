"""Tables that every area stands on: the journal, the workers' heartbeats, the schedules. None holds a person's fact."""

import uuid

from django.db import models


class JournalHead(models.Model):
    """The last link of one chain; its row is the lock under which a chain grows.

    ``chain``: the organisation's identifier, or ``instance`` for acts that belong to none.
    """

    chain = models.CharField(max_length=36, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    seal = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = "tête de journal"

    def __str__(self) -> str:
        return f"{self.chain} n° {self.number}"


class JournalEntry(models.Model):
    """One thing an actor did: who, what, on which record, when. Never a person's fact nor a text somebody typed.

    ``subject``: ``label:identifier`` of a record. A trigger refuses any change of a line already written.
    ``seal``: keyed digest of this line and of the previous seal.
    """

    chain = models.CharField(max_length=36)
    number = models.PositiveBigIntegerField()
    organisation_id = models.UUIDField(null=True, db_index=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    operator = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, blank=True)
    key_id = models.CharField(max_length=8)
    previous = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = "entrée du journal"
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="journal_number_once_per_chain")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"


class DataKey(models.Model):
    """One data key of an organisation, wrapped by the master key of the instance: useless without that file.

    The greatest ``number`` seals; the others open what they sealed. ``master_id``: which master key wraps it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation_id = models.UUIDField(db_index=True)
    number = models.PositiveIntegerField()
    master_id = models.CharField(max_length=8)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "clé de données"
        constraints = [models.UniqueConstraint(fields=["organisation_id", "number"], name="data_key_number_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} n° {self.number}"


class WorkerBeat(models.Model):
    """A sign of life of one worker of the queue; a task whose worker fell silent goes back to the queue."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    beat_at = models.DateTimeField()

    class Meta:
        verbose_name = "battement d’un exécutant"

    def __str__(self) -> str:
        return self.worker_id


class ScheduleState(models.Model):
    """When a recurring act last started and how it ended; the row is claimed by compare-and-set before each run."""

    name = models.CharField(max_length=60, primary_key=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = "état d’une tâche périodique"

    def __str__(self) -> str:
        return self.name
