"""Screens of casework."""
