"""Screening over HTTP for other software: anonymous, rate-limited, nothing stored."""
