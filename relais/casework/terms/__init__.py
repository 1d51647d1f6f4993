"""The words of casework: codes kept in the tables and the labels that people read; one module for each kind of thing."""
