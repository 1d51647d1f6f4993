"""Addresses of the counter: identifiers, never a name nor a reason."""

from django.urls import path

from relais.reception.web import booking, counter

app_name = "reception"
urlpatterns = [
    path("accueil-du-public/", counter.counter, name="counter"),
    path("accueil-du-public/visite/", counter.receive, name="receive"),
    path("accueil-du-public/file/", counter.line, name="line"),
    path("accueil-du-public/arrivee/<uuid:appointment_id>/", counter.arrival, name="arrival"),
    path("accueil-du-public/visites/<uuid:visit_id>/", counter.visit, name="visit"),
    path("accueil-du-public/visites/<uuid:visit_id>/papier/", counter.slip, name="slip"),
    path("accueil-du-public/visites/<uuid:visit_id>/suite/", counter.end, name="end"),
    path("accueil-du-public/visites/<uuid:visit_id>/permanence/", counter.duty, name="duty"),
    path("accueil-du-public/visites/<uuid:visit_id>/rendez-vous/", booking.book, name="book"),
]
