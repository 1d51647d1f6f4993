"""People and their files: who is accompanied, by whom, and who may read what. No score, no number of social security, no origin."""
