"""Addresses of what passes from one colleague to another: handovers, the week of the duty desk."""

from django.urls import path

from relais.people.web.views import handovers, roster

urlpatterns = [
    path("passations/", handovers.all_of_mine, name="handovers"),
    path("passations/echeance/", handovers.settle, name="settle_due"),
    path("passations/agent/<uuid:leaving_id>/", handovers.prepare, name="handover"),
    path("passations/agent/<uuid:leaving_id>/reprendre/", handovers.take_all, name="take_all_handovers"),
    path("passations/<uuid:handover_id>/", handovers.answer, name="answer_handover"),
    path("permanence/", roster.shown, name="roster"),
    path("permanence/<int:service_id>/copier/", roster.copy, name="copy_roster"),
    path("permanence/<int:service_id>/<int:day_id>/retirer/", roster.remove, name="remove_roster"),
]
