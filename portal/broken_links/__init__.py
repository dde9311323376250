"""Links in public pages that lead nowhere: found by the worker, shown to whoever can put them right."""
