"""Tables that every area stands on: the journal, the workers' heartbeats, the schedules. None holds a person's fact."""

import uuid

from django.db import models


class JournalHead(models.Model):
    """The last sealed line of one chain; its row is the lock under which a batch is sealed.

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
    """One thing an actor did or read: who, in which role, what, why, on which record, when. Never a person's fact nor a typed text.

    ``subject``: ``label:identifier`` of a record; ``about_id``: the file that it hangs from, if any. ``number``: given once, when its
    batch is sealed; a trigger refuses any other change. ``seal``: MAC of the line. ``version`` 1 and ``previous``: lines chained one by
    one, as they were before batches.
    """

    version = models.PositiveSmallIntegerField(default=1)
    token = models.UUIDField(null=True)
    chain = models.CharField(max_length=36)
    number = models.PositiveBigIntegerField(null=True)
    organisation_id = models.UUIDField(null=True, db_index=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    role = models.CharField(max_length=120, blank=True)
    operator = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=120, blank=True)
    about_id = models.UUIDField(null=True)
    key_id = models.CharField(max_length=8)
    previous = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name = "entrée du journal"
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="journal_number_once_per_chain")]
        indexes = [
            models.Index(fields=["chain", "id"], condition=models.Q(number=None), name="journal_waiting"),
            models.Index(fields=["subject"], name="journal_subject"),
            models.Index(fields=["about_id"], condition=models.Q(about_id__isnull=False), name="journal_about"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject}"


class JournalBatch(models.Model):
    """Lines sealed together, a signed checkpoint of their chain.

    ``lines``: sixteen hexadecimal digits of each line's MAC, in order. ``previous``: seal of the batch before. ``boundary``: signature that
    its lines, and all before, were pruned (``pruned_at``).
    """

    chain = models.CharField(max_length=36)
    number = models.PositiveBigIntegerField()
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    sealed_at = models.DateTimeField()
    lines = models.TextField()
    previous = models.CharField(max_length=64, blank=True)
    key_id = models.CharField(max_length=8)
    seal = models.CharField(max_length=64)
    pruned_at = models.DateTimeField(null=True)
    boundary = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "lot du journal"
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="journal_batch_once_per_chain")]

    def __str__(self) -> str:
        return f"{self.chain} lot {self.number}"


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
