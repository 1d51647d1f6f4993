"""Addresses of the rights open to a person."""

from django.urls import path

from relais.casework.web.views import open_rights

patterns = [
    path("dossiers/<uuid:file_id>/droits-ouverts/", open_rights.rights, name="rights"),
    path("dossiers/<uuid:file_id>/droits-ouverts/<uuid:right_id>/fin/", open_rights.close, name="close_right"),
]
