"""Addresses of casework: one list for each kind of screen; identifiers, never a name."""

from relais.casework.web.agenda_urls import patterns as agenda
from relais.casework.web.documents_urls import patterns as documents
from relais.casework.web.notes_urls import patterns as notes
from relais.casework.web.rights_urls import patterns as rights

app_name = "casework"
urlpatterns = [*agenda, *notes, *rights, *documents]
