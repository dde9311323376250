"""Pages whose time to be read again has come: a report, a letter, and one press that says they are right."""
