"""Screens of exchange."""
