"""Addresses of exchange: identifiers, never a name."""

from django.urls import path

from relais.exchange.web.views import offers, tables, taken, whole

app_name = "exchange"
urlpatterns = [
    path("tableau/", tables.arrive, name="arrive"),
    path("tableau/modele/", tables.model, name="model"),
    path("tableau/emporter/", taken.take_away, name="take_away"),
    path("tableau/proposees/", offers.offered, name="offers"),
    path("tableau/<uuid:lot_id>/", tables.one, name="lot"),
    path("tableau/<uuid:lot_id>/colonnes/", tables.columns, name="columns"),
    path("tableau/<uuid:lot_id>/reprendre/", tables.take, name="take"),
    path("tableau/<uuid:lot_id>/abandonner/", tables.let_go, name="let_go"),
    path("tableau/<uuid:lot_id>/annuler/", tables.undo, name="undo"),
    path("tableau/<uuid:lot_id>/a-corriger/", tables.faults, name="faults"),
    path("organisation/emporter/", whole.home, name="whole"),
    path("organisation/emporter/<uuid:export_id>/decision/", whole.decide, name="whole_decide"),
    path("organisation/emporter/<uuid:export_id>/cle/", whole.key, name="whole_key"),
    path("organisation/emporter/<uuid:export_id>/lien/", whole.link, name="whole_link"),
    path("organisation/emporter/archive/<str:token>/", whole.take, name="whole_take"),
]
