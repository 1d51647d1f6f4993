"""Pure rules of aids: the budget of a home, the sheet without a name, envelopes, schedules."""
