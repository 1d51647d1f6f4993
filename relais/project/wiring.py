"""What hears what, and what happens when: the one place where rooms are joined."""

import logging
from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from relais.accounts import house as house_of_letters
from relais.accounts.services import closing
from relais.administration import terms as administration_terms
from relais.administration.queries import registers
from relais.administration.queries.set_aside import set_aside
from relais.administration.services import lapses, retention, watch
from relais.administration.services import merge_rules as administration_rules
from relais.administration.services import passing as requests
from relais.administration.web import panels as administration_panels
from relais.aids import facts as aid_facts
from relais.aids import terms as aid_terms
from relais.aids.queries import requests as aids_asked
from relais.aids.services import merge_rules as aid_rules
from relais.aids.services import passing as aids_held
from relais.aids.web import panels as aid_panels
from relais.casework import asking, offered
from relais.casework import facts as casework_facts
from relais.casework.services import documents, passing
from relais.casework.services import merge_rules as casework_rules
from relais.casework.terms import journal as casework_words
from relais.casework.web.panels import agenda as agenda_panels
from relais.casework.web.panels import documents as document_panel
from relais.casework.web.panels import notes as work_panels
from relais.casework.web.panels import open_rights
from relais.domiciliation import facts as domiciliation_facts
from relais.domiciliation import terms as domiciliation_terms
from relais.domiciliation.queries import counter as domiciliation_queries
from relais.domiciliation.services import contacts as domiciliation_contacts
from relais.domiciliation.services import ends as domiciliation_ends
from relais.domiciliation.services import merge_rules as domiciliation_rules
from relais.domiciliation.services import passing as domiciliations_held
from relais.domiciliation.web import panels as domiciliation_panels
from relais.exchange import journal_words as exchange_words
from relais.exchange import tasks as exchange_tasks
from relais.exchange.events import LotAsked, WholeAgreed
from relais.exchange.services import lapsing, whole
from relais.exchange.services import merge_rules as exchange_rules
from relais.exchange.web import panels as exchange_panels
from relais.foundation import bus, drafts, figures, instance_state, jobs, journal_sealing, once, schedules, slots
from relais.foundation.access import Actor
from relais.mandates import facts as mandate_facts
from relais.mandates import queries as mandate_queries
from relais.mandates import terms as mandate_terms
from relais.mandates.services import merge_rules as mandate_rules
from relais.mandates.services import passing as mandates_held
from relais.mandates.web import panels as mandate_panels
from relais.observatory import facts as alert_facts
from relais.observatory import heard
from relais.observatory.web import panels as alert_panels
from relais.people import due, freezing, journal_words, merging, seldom, signs
from relais.people import services as people_services
from relais.people.queries import accesses, merges
from relais.people.services import leaving
from relais.people.services import passing as ours
from relais.people.web import day_panels as people_day
from relais.people.web import member_panels
from relais.procedures import facts as procedure_facts
from relais.procedures.queries import contacts as contact_book
from relais.procedures.queries import renewals as renewed
from relais.procedures.queries import tallies
from relais.procedures.services import decisions as procedure_decisions
from relais.procedures.services import merge_rules as procedure_rules
from relais.procedures.services import passing as procedures_held
from relais.procedures.services import renewals as procedure_renewals
from relais.procedures.terms import journal as procedure_words
from relais.procedures.terms.contacts import LineKind
from relais.procedures.web.panels import blocked as blocked_panels
from relais.procedures.web.panels import followed as procedure_panels
from relais.procedures.web.panels import raising as raise_panels
from relais.procedures.web.panels import renewals as renewal_panels
from relais.procedures.web.panels import settling as settle_panels
from relais.project import wiring_day
from relais.project.commands import doctor
from relais.reception import facts as reception_facts
from relais.reception import merge_rules as reception_rules
from relais.reception import queries as reception_queries
from relais.reception import terms as reception_terms
from relais.reception.web import panels as reception_panels
from relais.reporting import services as report_services
from relais.reporting.closings import KeptMonths
from relais.screening.web import panels as screening_panels
from relais.screening.web import probable
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


class AnswersMissing(Exception):
    """The night's calculation of the rights did not end well; its log says why."""


def _answer_again(now: datetime) -> None:
    """The rights of the situations kept, with the rules of this month, by a child process: its engine and its memory end with it."""
    import subprocess
    import sys

    from django.utils import timezone

    from relais.people.queries import to_answer_again

    month = timezone.localtime(now).strftime("%Y-%m")
    if to_answer_again(month).exists():
        done = subprocess.run([sys.executable, "-m", "relais", "rights", "run"], check=False, capture_output=True)  # ours
        if done.returncode not in (0, 1):
            raise AnswersMissing(str(done.returncode))


def _forget_empty_homes(_now: datetime) -> None:
    people_services.forget_empty_homes()


def _join_doubles() -> None:
    """How the rows of each room go when two persons become one, and what looks for them."""
    for room in (
        people_services.RULES,
        casework_rules.RULES,
        procedure_rules.RULES,
        mandate_rules.RULES,
        aid_rules.RULES,
        reception_rules.RULES,
        administration_rules.RULES,
        exchange_rules.RULES,
        domiciliation_rules.RULES,
    ):
        merging.declare(room)
    for things in (
        merges.SELDOM,
        accesses.SELDOM,
        registers.SELDOM,
        reception_queries.SELDOM,
        mandate_queries.SELDOM,
        renewed.SELDOM,
        aids_asked.SELDOM,
    ):
        seldom.declare(things)
    schedules.every("doublons possibles", timedelta(minutes=1), lambda now: people_services.compare_waiting(now=now))
    schedules.every("réunions échues", timedelta(days=1), lambda now: people_services.forget_old_merges(now=now))


def _join_decisions() -> None:
    """Where the rights that one speaks of come from, where the person decides of them, what her «yes» opens."""
    offered.answered_by(probable.offered, simulates_at=lambda found: reverse("screening:of_file", kwargs={"file_id": found.pk}))
    asking.answered_by(
        procedure_decisions.follow_yes,
        decides_at=lambda found, right: reverse("procedures:decide", kwargs={"file_id": found.pk, "right": right}),
    )


def _join_renewals() -> None:
    """The rights that end: told on the pages, written the day after when they break."""
    schedules.every("ruptures de droits", timedelta(days=1), lambda now: procedure_renewals.record_lapses(now=now))
    slots.lay("day", "à aborder", raise_panels.today, order=16)
    freezing.set_aside_when(set_aside)
    schedules.every("droits probables", timedelta(days=1), _answer_again)
    slots.lay("day", "droits à renouveler", renewal_panels.today, order=19)
    slots.lay("file", "droits à renouveler", renewal_panels.of_a_file, order=29)


def _join_exchange() -> None:
    """The tables that come in, the organisations that leave."""
    bus.listen(LotAsked, exchange_tasks.queue)
    bus.listen(WholeAgreed, exchange_tasks.queue_whole)
    schedules.every("archives échues", timedelta(minutes=10), lambda now: whole.lapse(now=now))
    schedules.every("tableaux à reprendre", timedelta(minutes=1), exchange_tasks.queue_forgotten)
    schedules.every("tableaux échus", timedelta(hours=1), lambda now: lapsing.forget_lapsed(now=now))
    slots.lay("files", "tableau", exchange_panels.way_in, order=10)


def _forget_what_lives_a_day() -> None:
    """The texts under way and the prints of forms sent."""
    schedules.every("brouillons", timedelta(hours=1), lambda now: drafts.purge(now=now))
    schedules.every("formulaires envoyés", timedelta(hours=1), lambda now: once.purge(now=now))


def _lay_procedures() -> None:
    """The panels of the démarches."""
    slots.lay("file", "démarches", procedure_panels.of_a_file, order=15)
    slots.lay("day", "démarches", procedure_panels.today, order=18)
    slots.lay("day", "actes à régulariser", settle_panels.today, order=36)
    slots.lay("day", "démarches bloquées", blocked_panels.today, order=19)


def _count() -> None:
    """What reports may hold, in the order of their pages."""
    counted = (
        casework_facts.RECEIVED,
        reception_facts.VISITS,
        tallies.OPENED,
        tallies.GRANTED,
        tallies.EUROS_A_MONTH,
        tallies.EUROS_ONCE,
        tallies.NOT_TAKEN_UP,
        tallies.REFUSALS,
        tallies.DELAYS,
        tallies.BLOCKED,
        mandate_facts.SIGNED,
        alert_facts.SENT,
        alert_facts.ANSWERED,
        aid_facts.GRANTED,
        *domiciliation_facts.FIGURES,
    )
    for figure in counted:
        figures.declare(figure)
    figures.keep_with(registers.kept_tallies)
    figures.close_with(KeptMonths())
    schedules.every("mois du bilan", timedelta(days=1), lambda now: report_services.close_months(now=now))


def _join_mandates() -> None:
    """What the mandates of a file show, are called, and let fall due."""
    slots.lay("file", "mandats", mandate_panels.of_a_file, order=35)
    slots.lay("day", "mandats", mandate_panels.today, order=35)
    journal_words.declare(mandate_terms.JOURNAL_WORDS)
    due.declare(mandates_held.MANDATES)


def _alike(actor: Actor, on: date) -> list[heard.Alike]:
    return [heard.Alike(**asdict(one)) for one in procedure_facts.alike(actor, on=on)]


def _lines(actor: Actor, body: str, on: date) -> list[heard.Line]:
    written = (LineKind.POST, LineKind.EMAIL, LineKind.FORM)
    found = [one.line for one in contact_book.lines(actor, body=body, on=on)]
    return [heard.Line(one.name, one.value, one.kind == LineKind.POST) for one in found if one.kind in written]


def _join_alerts() -> None:
    """What comes through the privacy wall, counted and without anybody, and where alerts show."""
    heard.answered_by(alike=_alike, lines=_lines)
    slots.lay("blocker", "alerte", alert_panels.of_a_blocker, order=10)
    slots.lay("day", "alertes", alert_panels.today, order=37)


def _join_aids() -> None:
    """What the aids of a file show, are called, and let fall due."""
    slots.lay("file", "aides", aid_panels.of_a_file, order=36)
    slots.lay("day", "aides", aid_panels.today, order=36)
    journal_words.declare(aid_terms.JOURNAL_WORDS)
    due.declare(aids_held.AIDS)


def _join_domiciliations() -> None:
    """The link of a file, what falls due, what is asked with the file, the years that are over."""
    seldom.declare(domiciliation_queries.SELDOM)
    slots.lay("file", "domiciliation", domiciliation_panels.of_a_file, order=95)
    slots.lay("day", "domiciliations", domiciliation_panels.today, order=36)
    journal_words.declare(domiciliation_terms.JOURNAL_WORDS)
    due.declare(domiciliations_held.DOMICILIATIONS)
    signs.declare("courrier", domiciliation_contacts.last_signs)
    schedules.every("domiciliations échues", timedelta(days=1), lambda now: domiciliation_ends.lapse(now=now))


def _keep_the_journal() -> None:
    """Sealed each minute, pruned, looked at by the rules of the week; told to whom it is about."""
    schedules.every("scellement du journal", timedelta(minutes=1), lambda now: journal_sealing.seal_all(now=now))
    schedules.every("purge du journal", timedelta(days=1), lambda now: journal_sealing.prune_all(now=now))
    schedules.every("règles du journal", timedelta(days=1), lambda now: watch.watch(now=now))
    slots.lay("account", "journal", administration_panels.of_an_account, order=10)


def _tell_the_journal() -> None:
    """The words of each room for what was done in a file."""
    for words in (
        casework_words.WORDS,
        administration_terms.JOURNAL_WORDS,
        reception_terms.JOURNAL_WORDS,
        exchange_words.WORDS,
        procedure_words.WORDS,
    ):
        journal_words.declare(words)


def join() -> None:
    """Declare the recurring acts and join the listeners; called once, when all rooms are loaded."""
    _count()
    schedules.every("tâches abandonnées", timedelta(minutes=1), lambda now: jobs.requeue_abandoned(now=now))
    schedules.every("sessions terminées", timedelta(hours=6), _clear_sessions)
    schedules.every("essais de connexion", timedelta(days=1), _forget_attempts)
    _forget_what_lives_a_day()
    schedules.every("tâches faites", timedelta(days=1), _forget_finished_tasks)
    _keep_the_journal()
    schedules.every("documents retirés", timedelta(days=1), lambda now: documents.erase_withdrawn(now=now))
    slots.lay("file", "documents", document_panel.of_a_file, order=60)
    slots.lay("file", "demandes", administration_panels.of_a_file, order=90)
    freezing.freeze_when(administration_panels.limited)
    schedules.every("conservation", timedelta(days=1), lambda now: retention.run(now=now))
    schedules.every("lignes échues", timedelta(days=1), lambda now: lapses.erase_lapsed(now=now))
    schedules.every("foyers sans dossier", timedelta(days=1), _forget_empty_homes)
    schedules.every("départs", timedelta(days=1), lambda now: lapses.forget_departed(now=now))
    _join_doubles()
    _join_exchange()
    slots.lay("file", "droits probables", screening_panels.situation, order=25)
    _join_decisions()
    _join_renewals()
    slots.lay("file", "work", work_panels.work, order=10)
    slots.lay("day", "steps", work_panels.day, order=20)
    slots.lay("file", "rendez-vous", agenda_panels.next_appointments, order=20)
    slots.lay("file", "visites", reception_panels.last_visits, order=90)
    slots.lay("day", "accueil", reception_panels.arrivals, order=10)
    slots.lay("day", "dossiers", people_day.today, order=20)
    slots.lay("day", "rendez-vous", agenda_panels.today, order=15)
    slots.lay("day", "mes dossiers", people_day.mine, order=40)
    _lay_procedures()
    _join_mandates()
    house_of_letters.answered_by(registers.address_of)
    _join_alerts()
    _join_aids()
    _join_domiciliations()
    slots.lay("file", "droits ouverts", open_rights.panel, order=30)
    _tell_the_journal()
    wiring_day.declare()
    instance_state.look_with(lambda: [look() for look in doctor.SHOWN])
    held = (
        passing.STEPS,
        passing.APPOINTMENTS,
        procedures_held.PROCEDURES,
        requests.REQUESTS,
        requests.COPIES,
        passing.RIGHTS,
        passing.WRITINGS,
        ours.DUTY,
        ours.ANSWERS,
    )
    for kind in held:
        due.declare(kind)
    slots.lay("member", "dossiers", member_panels.of_a_member, order=10)
    closing.ask("dossiers", leaving.held)
    guarded.offer("fiches", _("fiches pour retrouver un accès"), lambda _file: reverse("tools:sheets"))
    guarded.offer("carnet", _("carnet de mes codes, à lui imprimer vierge"), lambda _file: reverse("tools:notebook"))
    guarded.offer("mandat", _("mandat pour agir à sa place"), lambda at: reverse("mandates:listed", args=[at]) if at else "")
    schedules.every("plans de calcul", timedelta(days=1), _record_plans)
