"""Screens of alerts: writing, following, the letter, what is taken away."""
