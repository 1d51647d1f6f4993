"""What hears what, and what happens when: the one place where rooms are joined."""

import logging
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relais.administration.services import lapses, retention
from relais.administration.web import panels as administration_panels
from relais.casework.services import documents
from relais.casework.web.panels import agenda as agenda_panels
from relais.casework.web.panels import documents as document_panel
from relais.casework.web.panels import notes as work_panels
from relais.casework.web.panels import open_rights
from relais.exchange import tasks as exchange_tasks
from relais.exchange.events import LotAsked
from relais.exchange.services import lapsing
from relais.exchange.web import panels as exchange_panels
from relais.foundation import bus, drafts, jobs, journal_sealing, schedules, slots
from relais.people import file_screens
from relais.people.web import day_panels as people_day
from relais.reception.web import panels as reception_panels
from relais.screening.web import panels as screening_panels
from relais.ui import guarded


def _clear_sessions(_now: datetime) -> None:
    from django.core.management import call_command

    call_command("clearsessions", verbosity=0)


def _forget_attempts(now: datetime) -> None:
    from axes.models import AccessAttempt

    # an attempt no longer counts after its cool-off time; kept seven days to see an attack, then erased
    AccessAttempt.objects.filter(attempt_time__lt=now - timedelta(days=7)).delete()


def _forget_finished_tasks(now: datetime) -> None:
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.finished().filter(finished_at__lt=now - timedelta(days=30)).delete()


def warm() -> None:
    """Load what the first simulation and the first PDF would otherwise wait for; run beside the first pages, and never fatal."""
    from django.utils import timezone

    from relais.foundation import pdf
    from relais.screening import queries

    pdf.warm()
    try:
        queries.warm(timezone.localdate())
    except Exception:  # whatever keeps the engine from loading is told again, in French, by the page that needs it
        logging.getLogger("relais.engine").exception("the engine could not be loaded at start")


class PlanMissing(Exception):
    """A plan of calculation could not be recorded; its months are in the message."""


def _record_plans(now: datetime) -> None:
    from django.utils import timezone

    from relais.screening import queries

    if missing := queries.record_plans(timezone.localtime(now).date()):
        raise PlanMissing(", ".join(map(str, missing)))


def _forget_empty_homes(_now: datetime) -> None:
    from relais.people import services

    services.forget_empty_homes()


def join() -> None:
    """Declare the recurring acts and join the listeners; called once, when all rooms are loaded."""
    schedules.every("tâches abandonnées", timedelta(minutes=1), lambda now: jobs.requeue_abandoned(now=now))
    schedules.every("sessions terminées", timedelta(hours=6), _clear_sessions)
    schedules.every("essais de connexion", timedelta(days=1), _forget_attempts)
    schedules.every("brouillons", timedelta(hours=1), lambda now: drafts.purge(now=now))
    schedules.every("tâches faites", timedelta(days=1), _forget_finished_tasks)
    schedules.every("scellement du journal", timedelta(minutes=1), lambda now: journal_sealing.seal_all(now=now))
    schedules.every("purge du journal", timedelta(days=1), lambda now: journal_sealing.prune_all(now=now))
    schedules.every("documents retirés", timedelta(days=1), lambda now: documents.erase_withdrawn(now=now))
    slots.lay("file", "documents", document_panel.of_a_file, order=60)
    slots.lay("file", "demandes", administration_panels.of_a_file, order=90)
    file_screens.freeze_when(administration_panels.limited)
    schedules.every("conservation", timedelta(days=1), lambda now: retention.run(now=now))
    schedules.every("lignes échues", timedelta(days=1), lambda now: lapses.erase_lapsed(now=now))
    schedules.every("foyers sans dossier", timedelta(days=1), _forget_empty_homes)
    schedules.every("départs", timedelta(days=1), lambda now: lapses.forget_departed(now=now))
    bus.listen(LotAsked, exchange_tasks.queue)
    schedules.every("tableaux à reprendre", timedelta(minutes=1), exchange_tasks.queue_forgotten)
    schedules.every("tableaux échus", timedelta(hours=1), lambda now: lapsing.forget_lapsed(now=now))
    slots.lay("files", "tableau", exchange_panels.way_in, order=10)
    slots.lay("file", "droits probables", screening_panels.situation, order=25)
    slots.lay("file", "work", work_panels.work, order=10)
    slots.lay("day", "steps", work_panels.day, order=20)
    slots.lay("file", "rendez-vous", agenda_panels.next_appointments, order=20)
    slots.lay("file", "visites", reception_panels.last_visits, order=90)
    slots.lay("day", "accueil", reception_panels.arrivals, order=10)
    slots.lay("day", "dossiers", people_day.today, order=20)
    slots.lay("day", "rendez-vous", agenda_panels.today, order=15)
    slots.lay("file", "droits ouverts", open_rights.panel, order=30)
    guarded.offer("fiches", _("fiches pour retrouver un accès"), lambda: reverse("tools:sheets"))
    schedules.every("plans de calcul", timedelta(days=1), _record_plans)
