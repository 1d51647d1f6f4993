"""Addresses of what one person recorded twice asks for: doubles, merge, undo; and of the names that she bore."""

from django.urls import path

from relais.people.web.views import doubles, merges, persons

urlpatterns = [
    path("dossiers/doublons/", doubles.doubles, name="doubles"),
    path("dossiers/doublons/<int:pair_id>/ecarter/", doubles.set_apart, name="set_apart"),
    path("dossiers/doublons/<int:pair_id>/proposer/", doubles.propose_again, name="propose_again"),
    path("dossiers/<uuid:file_id>/noms/", persons.names, name="names"),
    path("dossiers/<uuid:file_id>/noms/<int:name_id>/effacer/", persons.remove_name, name="remove_name"),
    path("dossiers/<uuid:file_id>/reunir/<uuid:other_id>/", merges.merge, name="merge"),
    path("dossiers/<uuid:file_id>/reunions/<uuid:merge_id>/annuler/", merges.undo, name="undo_merge"),
]
