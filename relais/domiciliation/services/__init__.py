"""Writes of domiciliation: policy, rule, change, journal, event."""
