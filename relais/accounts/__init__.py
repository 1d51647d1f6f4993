"""Organisations sealed from each other, members, roles and sign-in. Not the persons accompanied."""
