"""Addresses of the household of a file."""

from django.urls import path

from relais.people.web.views import households

urlpatterns = [
    path("dossiers/<uuid:file_id>/foyer/", households.household, name="household"),
    path("dossiers/<uuid:file_id>/foyer/arrivee/", households.arrival, name="arrival"),
    path("dossiers/<uuid:file_id>/foyer/naissance/", households.birth, name="birth"),
    path("dossiers/<uuid:file_id>/foyer/depart/", households.departure, name="departure"),
    path("dossiers/<uuid:file_id>/foyer/<int:member_id>/garde/", households.custody, name="custody"),
    path("dossiers/<uuid:file_id>/foyer/<int:member_id>/erreur/", households.mistake, name="mistake"),
]
