"""People and their files: who reads what, and the acts that change it."""
