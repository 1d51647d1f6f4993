"""Addresses of files: identifiers, never a name."""

from django.urls import include, path

from relais.people.web.views import accesses, files, parts, persons

app_name = "people"
urlpatterns = [
    path("dossiers/", files.mine, name="mine"),
    path("dossiers/chercher/", files.search, name="search"),
    path("dossiers/ouvrir/", files.new, name="new"),
    path("dossiers/<uuid:file_id>/", files.one, name="file"),
    path("dossiers/<uuid:file_id>/etat/", files.state, name="state"),
    path("dossiers/<uuid:file_id>/personne/", persons.person, name="person"),
    path("dossiers/<uuid:file_id>/joindre/", persons.channels, name="channels"),
    path("dossiers/<uuid:file_id>/joindre/<int:channel_id>/retirer/", persons.remove_channel, name="remove_channel"),
    path("dossiers/<uuid:file_id>/intervenants/", parts.parts, name="parts"),
    path("dossiers/<uuid:file_id>/qui-vous-suit/", parts.introduced, name="introduced"),
    path("dossiers/<uuid:file_id>/intervenants/<int:assignment_id>/fin/", parts.end, name="end_part"),
    path("dossiers/<uuid:file_id>/ecarter/", parts.bars, name="bars"),
    path("dossiers/<uuid:file_id>/ecarter/<int:bar_id>/lever/", parts.lift, name="lift_bar"),
    path("dossiers/<uuid:file_id>/presence/", accesses.presence, name="presence"),
    path("dossiers/<uuid:file_id>/ouvertures/", accesses.openings, name="openings"),
    path("", include("relais.people.web.household_urls")),
    path("", include("relais.people.web.flow_urls")),
    path("", include("relais.people.web.sharing_urls")),
    path("", include("relais.people.web.merge_urls")),
    path("acces-exceptionnel/", accesses.exceptional, name="exceptional"),
    path("acces-exceptionnel/examens/", accesses.reviews, name="reviews"),
    path("acces-exceptionnel/<uuid:access_id>/examen/", accesses.review, name="review"),
]
