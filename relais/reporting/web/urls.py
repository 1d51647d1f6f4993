"""Addresses of reports: months and a service, no person."""

from django.urls import path

from relais.reporting.web import views

app_name = "reporting"
urlpatterns = [
    path("bilan/", views.report, name="report"),
    path("bilan/emporter/", views.take, name="take"),
    path("bilan/organisme/", views.pleading, name="pleading"),
    path("bilan/organisme/emporter/", views.take_pleading, name="take_pleading"),
    path("bilan/indicateurs/", views.register, name="register"),
]
