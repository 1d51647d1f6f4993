"""Screens of domiciliation."""
