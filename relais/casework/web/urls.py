"""Addresses of casework: one list for each kind of screen; identifiers, never a name."""

from relais.casework.web.notes_urls import patterns as notes

app_name = "casework"
urlpatterns = [*notes]
