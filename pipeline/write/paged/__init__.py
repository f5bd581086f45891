"""The book on paper. `edition` is the way in; a child that sets type imports `setting` and none of the rest."""
