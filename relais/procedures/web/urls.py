"""Addresses of the toolbox. Public, without an account; what a person types is never in one of them."""

from django.urls import path

from relais.procedures.web.views import home

app_name = "tools"
urlpatterns = [
    path("outils/", home.home, name="home"),
]
