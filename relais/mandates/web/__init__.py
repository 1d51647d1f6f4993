"""Screens of the mandates of a file."""
