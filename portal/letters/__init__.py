"""How letters look: each is a list of blocks, of which one layout makes the text and another the HTML."""
