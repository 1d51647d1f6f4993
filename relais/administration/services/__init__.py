"""Writes of administration: what lapses, what is eliminated, what the delegate records, what a person asks."""
