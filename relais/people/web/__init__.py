"""Screens of files: one's own, one person's, those who take part, exceptional access, duty desk."""
