"""Screens of administration: the registers of the delegate, the requests of a person, the second reading."""
