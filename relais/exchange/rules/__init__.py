"""Rules of tables that come in and go out: columns, cells, rows, cells that a spreadsheet would run. Pure: no Django, no clock."""
