"""Every address of Relais, room by room; each has its row in tests/access/doors.py."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
