"""Screens of the frame: home, statements, registers, feedback, errors."""
