"""Screens of alerts."""
