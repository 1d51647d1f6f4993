"""Tests mirror relais/; access/ holds the table of doors, architecture/ the house's own rules, journeys/ the browser."""
