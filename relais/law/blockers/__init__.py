"""What keeps a request from getting through: the documented blockers, what to try first, and the bodies where they are met. Data."""
