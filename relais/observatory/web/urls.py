"""Addresses of alerts: the identifier of an alert, codes, a day; nothing that leads to a person."""

from django.urls import path

from relais.observatory.web.views import copies, following, writing

app_name = "observatory"
urlpatterns = [
    path("alertes/", following.listed, name="alerts"),
    path("alertes/ecrire/", writing.write, name="write"),
    path("alertes/donnees-ouvertes.csv", following.open_data, name="open_data"),
    path("alertes/<uuid:alert_id>/", following.show, name="alert"),
    path("alertes/<uuid:alert_id>/corriger/", writing.correct, name="correct"),
    path("alertes/<uuid:alert_id>/ajouter/", writing.add, name="add"),
    path("alertes/<uuid:alert_id>/prete/", following.ready, name="ready"),
    path("alertes/<uuid:alert_id>/envoi/", following.sent, name="sent"),
    path("alertes/<uuid:alert_id>/accuse/", following.acknowledged, name="acknowledged"),
    path("alertes/<uuid:alert_id>/relance/", following.chased, name="chased"),
    path("alertes/<uuid:alert_id>/suite/", following.answered, name="answered"),
    path("alertes/<uuid:alert_id>/retrait/", following.withdrawn, name="withdrawn"),
    path("alertes/<uuid:alert_id>/revenir/", following.take_back, name="take_back"),
    path("alertes/<uuid:alert_id>/lu/", following.read, name="read"),
    path("alertes/<uuid:alert_id>/copies/<uuid:copy_id>/reponse/", copies.answered, name="copy_answered"),
    path("alertes/<uuid:alert_id>/copies/<uuid:copy_id>/reponse/retirer/", copies.take_back, name="copy_take_back"),
    path("alertes/<uuid:alert_id>/lettre/", following.letter, name="letter"),
    path("alertes/<uuid:alert_id>/lettre.pdf", following.letter_pdf, name="letter_pdf"),
]
