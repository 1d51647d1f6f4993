"""Screens by who uses them: the file, the sessions, the house."""
