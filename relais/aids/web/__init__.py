"""Screens of aids: of a file, of the commission, of the house."""
