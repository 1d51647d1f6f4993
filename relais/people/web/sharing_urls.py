"""Addresses of what is shared of a file, of what the person agreed to, and of who reads her protected address."""

from django.urls import path

from relais.people.web.views import sharings

urlpatterns = [
    path("dossiers/<uuid:file_id>/partages/", sharings.sharings, name="sharings"),
    path("dossiers/<uuid:file_id>/partages/nouveau/", sharings.share, name="share"),
    path("dossiers/<uuid:file_id>/partages/opposition/", sharings.oppose, name="oppose"),
    path("dossiers/<uuid:file_id>/partages/<uuid:sharing_id>/", sharings.sharing, name="sharing"),
    path("dossiers/<uuid:file_id>/partages/<uuid:sharing_id>/arreter/", sharings.withdraw, name="withdraw_sharing"),
    path("dossiers/<uuid:file_id>/accords/", sharings.consent, name="consent"),
    path("dossiers/<uuid:file_id>/accords/<uuid:consent_id>/retirer/", sharings.withdraw_consent, name="withdraw_consent"),
    path("dossiers/<uuid:file_id>/informations/", sharings.information, name="information"),
    path("dossiers/<uuid:file_id>/adresse/", sharings.address_readers, name="address_readers"),
    path("dossiers/<uuid:file_id>/adresse/<int:reader_id>/retirer/", sharings.withdraw_reader, name="withdraw_reader"),
]
