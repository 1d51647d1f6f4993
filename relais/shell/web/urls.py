"""Addresses of the shell. Public, without an account; their names have no namespace, being those of the whole house."""

from django.urls import path
from django.views.i18n import set_language

from relais.shell.web import components, pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("comment-ca-marche/", pages.how, name="how"),
    path("langue/", set_language, name="set-language"),
    path("composants/", components.components, name="components"),
]
