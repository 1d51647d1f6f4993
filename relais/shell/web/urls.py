"""Addresses of the shell. Public, without an account; their names have no namespace, being those of the whole house."""

from django.urls import path
from django.views.i18n import set_language

from relais.shell.web import components, day, feedback, instance, pages, registers

urlpatterns = [
    path("", pages.home, name="home"),
    path("journee/", day.day, name="day"),
    path("comment-ca-marche/", pages.how, name="how"),
    path("plan-du-site/", pages.site_map, name="site-map"),
    path("accessibilite/", registers.accessibility, name="accessibility"),
    path("algorithmes/", registers.algorithm_register, name="algorithms"),
    path("capacites/", registers.capability_sheet, name="capabilities"),
    path("normes/", registers.standard_register, name="standards"),
    path("instance/", instance.instance, name="instance"),
    path("code-source/", registers.source, name="source"),
    path("signaler/", feedback.report, name="feedback"),
    path("signaler/suivi/", feedback.followed, name="feedback-list"),
    path("langue/", set_language, name="set-language"),
    path("composants/", components.components, name="components"),
    path("robots.txt", registers.robots, name="robots"),
]
