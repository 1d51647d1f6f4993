"""What every area stands on: encryption, journal, limits, jobs, schedules, PDF, backups. Knows no person and no law."""
