"""Addresses of the mandates of a file; identifiers, never a name."""

from django.urls import path

from relais.mandates.web import views

app_name = "mandates"
_FILE = "dossiers/<uuid:file_id>/mandats/"
_ONE = f"{_FILE}<uuid:mandate_id>/"
urlpatterns = [
    path(_FILE, views.listed, name="listed"),
    path(f"{_FILE}preparer/", views.prepare, name="prepare"),
    path(f"{_FILE}aidants-connect/", views.point, name="point"),
    path(_ONE, views.show, name="mandate"),
    path(f"{_ONE}feuille/", views.paper, name="paper"),
    path(f"{_ONE}feuille/pdf/", views.paper_pdf, name="paper_pdf"),
    path(f"{_ONE}signer/", views.sign, name="sign"),
    path(f"{_ONE}revoquer/", views.revoke, name="revoke"),
    path(f"{_ONE}abandonner/", views.drop, name="drop"),
    path(f"{_ONE}attestation/", views.attestation, name="attestation"),
]
