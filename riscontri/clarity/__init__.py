"""How clear visitors find a page: stars, one answer and a remark, as AgID's models ask of every page."""
