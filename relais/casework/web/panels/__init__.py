"""Panels that casework lays on the pages of lower rooms, joined in project/wiring.py."""
