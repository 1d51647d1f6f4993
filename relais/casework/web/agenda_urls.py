"""Addresses of the agenda: identifiers and days, never a name."""

from django.urls import path

from relais.casework.web.views import absences, agenda, appointments, feed, reminders

patterns = [
    path("agenda/", agenda.day, name="agenda"),
    path("agenda/semaine/", agenda.week, name="agenda_week"),
    path("agenda/nouveau/", appointments.new, name="new_appointment"),
    path("dossiers/<uuid:file_id>/rendez-vous/", appointments.of_file_list, name="file_appointments"),
    path("dossiers/<uuid:file_id>/rendez-vous/nouveau/", appointments.new_of_file, name="new_file_appointment"),
    path("agenda/rendez-vous/<uuid:appointment_id>/", appointments.one, name="appointment"),
    path("agenda/rendez-vous/<uuid:appointment_id>/issue/", appointments.outcome, name="appointment_outcome"),
    path("agenda/rendez-vous/<uuid:appointment_id>/annuler/", appointments.cancel, name="cancel_appointment"),
    path("agenda/rendez-vous/<uuid:appointment_id>/deplacer/", appointments.move, name="move_appointment"),
    path("agenda/rendez-vous/<uuid:appointment_id>/couvrir/", absences.cover, name="cover_appointment"),
    path("agenda/rendez-vous/<uuid:appointment_id>/rappele/", reminders.done, name="appointment_reminded"),
    path("agenda/rappels/", reminders.calls, name="reminders"),
    path("agenda/rappels/lettres/", reminders.letters, name="reminder_letters"),
    path("agenda/absences/", absences.absences, name="absences"),
    path("agenda/absences/<uuid:absence_id>/", absences.absence, name="absence"),
    path("agenda/absences/<uuid:absence_id>/fin/", absences.end, name="end_absence"),
    path("agenda/abonnement/", feed.subscription, name="calendar_feed"),
    path("agenda/abonnement/fermer/", feed.close, name="close_calendar_feed"),
    path("agenda/flux/<str:token>.ics", feed.feed, name="calendar"),
]
