"""Addresses of accounts."""

from django.urls import path

from relais.accounts.web import views

app_name = "accounts"
urlpatterns = [
    path("connexion/", views.sign_in, name="sign_in"),
    path("deconnexion/", views.sign_out, name="sign_out"),
    path("compte/prolonger/", views.extend, name="extend"),
    path("compte/", views.home, name="home"),
    path("compte/mot-de-passe/", views.change_password, name="change_password"),
]
