"""What imports do not show, checked by machine: budgets, tables, words, documents, dependencies."""
