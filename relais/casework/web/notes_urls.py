"""Addresses of interviews, notes, goals and steps."""

from django.urls import URLPattern

patterns: list[URLPattern] = []
