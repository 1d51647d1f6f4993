"""Working with the person: interviews, notes by level, goals and steps, agenda, documents. It keeps no démarche and no right."""
