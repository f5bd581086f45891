"""How evenly a PDF is set, whoever set it: read from the places of its glyphs, judged line by line, told and drawn."""
