"""Addresses of the administration of accounts."""

from django.urls import path

from relais.accounts.web.administration import acts, members, places

urlpatterns = [
    path("comptes/", members.members, name="members"),
    path("comptes/inviter/", members.invite, name="invite"),
    path("comptes/services/", places.places, name="places"),
    path("comptes/services/<int:service_id>/", places.rename_service, name="rename_service"),
    path("comptes/services/<int:service_id>/fermer/", places.close_service, name="close_service"),
    path("comptes/services/<int:service_id>/equipes/", places.open_team, name="open_team"),
    path("comptes/equipes/<int:team_id>/", places.rename_team, name="rename_team"),
    path("comptes/equipes/<int:team_id>/fermer/", places.close_team, name="close_team"),
    path("comptes/<uuid:member_id>/", members.member, name="member"),
    path("comptes/<uuid:member_id>/lien/", members.link, name="link"),
    path("comptes/<uuid:member_id>/lien/retirer/", members.withdraw_links, name="withdraw_links"),
    path("comptes/<uuid:member_id>/roles/", acts.grant, name="grant"),
    path("comptes/<uuid:member_id>/roles/<int:grant_id>/fin/", acts.end_role, name="end_role"),
    path("comptes/<uuid:member_id>/service/", acts.place, name="place"),
    path("comptes/<uuid:member_id>/secret/", acts.secrecy, name="secrecy"),
    path("comptes/<uuid:member_id>/second-facteur/", acts.reset_factors, name="reset_factors"),
    path("comptes/<uuid:member_id>/identite/", acts.untie, name="untie_from_member"),
    path("comptes/<uuid:member_id>/passation/", acts.ask_handover, name="ask_handover"),
    path("comptes/<uuid:member_id>/fermer/", acts.close, name="close_account"),
    path("comptes/<uuid:member_id>/rouvrir/", acts.reopen, name="reopen_account"),
]
