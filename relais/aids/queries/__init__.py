"""Reads of aids: the rules of the house, requests of a file, sessions and sheets, boards."""
