"""Addresses of interviews, notes, goals and steps."""

from django.urls import URLPattern, path

from relais.casework.web.views import closing, goals, interviews, notes, transmissions

_FILE = "dossiers/<uuid:file_id>/"
_NOTE = f"{_FILE}notes/<uuid:note_id>/"
patterns: list[URLPattern] = [
    path("contact-bref/", interviews.brief, name="brief"),
    path("equipe/moment-des-notes/", goals.debrief, name="debrief"),
    path(f"{_FILE}contact/", interviews.contact, name="contact"),
    path(f"{_FILE}clore/", closing.close, name="close"),
    path(f"{_FILE}entretien/", interviews.interview, name="interview"),
    path(f"{_FILE}chronologie/", goals.timeline, name="timeline"),
    path(f"{_FILE}objectifs/", goals.goals, name="goals"),
    path(f"{_FILE}objectifs/<uuid:goal_id>/etat/", goals.end_goal, name="end_goal"),
    path(f"{_FILE}etapes/<uuid:step_id>/fait/", goals.step, {"act": "fait"}, name="step_done"),
    path(f"{_FILE}etapes/<uuid:step_id>/reprendre/", goals.step, {"act": "reprendre"}, name="step_back"),
    path(f"{_FILE}etapes/<uuid:step_id>/retirer/", goals.step, {"act": "retirer"}, name="step_removed"),
    path(f"{_FILE}feuille/", goals.sheet, name="sheet"),
    path(f"{_FILE}feuille/pdf/", goals.sheet_pdf, name="sheet_pdf"),
    path(f"{_FILE}notes/", notes.all_notes, name="notes"),
    path(f"{_FILE}notes/ecrire/", notes.write, name="write_note"),
    path(f"{_FILE}ecrits/", transmissions.begin, name="transmit"),
    path(f"{_FILE}ecrits/<uuid:transmission_id>/", transmissions.one, name="transmission"),
    path(f"{_FILE}ecrits/<uuid:transmission_id>/suivi/", transmissions.follow, name="follow_transmission"),
    path(_NOTE, notes.one, name="note"),
    path(f"{_NOTE}corriger/", notes.correct, name="correct_note"),
    path(f"{_NOTE}niveau/", notes.level, name="note_level"),
    path(f"{_NOTE}reponse/", notes.answer, name="answer_note"),
    path(f"{_NOTE}lecteurs/", notes.readers, name="note_readers"),
    path(f"{_NOTE}lecteurs/<uuid:reader_id>/retirer/", notes.withdraw, name="withdraw_reader"),
]
