"""Addresses of the screening. No fact ever stands in one of them; what is posted goes by the body."""

from django.urls import path

from relais.screening.web.views import copying, expert, guided, keeping, sheets, what_if

app_name = "screening"
urlpatterns = [
    path("droits/", expert.start, name="start"),
    path("droits/guidee/", guided.guided, name="guided"),
    path("droits/et-si/", what_if.what_if, name="what_if"),
    path("droits/copier/", copying.copy, name="copy"),
    path("droits/feuille/", sheets.sheet_person, name="sheet_person"),
    path("droits/feuille-du-professionnel/", sheets.sheet_professional, name="sheet_professional"),
    path("droits/effacer/", expert.erase, name="erase"),
    path("droits/prolonger/", expert.extend, name="extend"),
    path("droits/libre-acces/", expert.shared, name="shared"),
    path("droits/garder/", keeping.keep, name="keep"),
    path("dossiers/<uuid:file_id>/simuler/", keeping.of_one_file, name="of_file"),
    path("dossiers/<uuid:file_id>/droits-probables/", keeping.recompute, name="recompute"),
    path("dossiers/<uuid:file_id>/situations/", keeping.history, name="situations"),
    path("droits/exemples/<slug:slug>/", expert.example, name="example"),
]
