"""Addresses of documents: under the file they belong to, and the link that serves once."""

from django.urls import path

from relais.casework.web.views import documents

_FILE = "dossiers/<uuid:file_id>/documents/"
_ONE = f"{_FILE}<uuid:document_id>/"
patterns = [
    path(_FILE, documents.documents, name="documents"),
    path(f"{_FILE}deposer/", documents.deposit, name="deposit"),
    path(_ONE, documents.document, name="document"),
    path(f"{_ONE}remplacer/", documents.replace, name="replace_document"),
    path(f"{_ONE}retirer/", documents.withdraw, name="withdraw_document"),
    path(f"{_ONE}remettre/", documents.put_back, name="put_back_document"),
    path(f"{_ONE}niveau/", documents.set_level, name="document_level"),
    path(f"{_ONE}lecteur/", documents.add_reader, name="document_reader"),
    path(f"{_ONE}telecharger/", documents.fetch, name="fetch_document"),
    path("documents/remise/<str:token>/", documents.handed, name="handed"),
]
