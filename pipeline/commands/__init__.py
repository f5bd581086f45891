"""What each command but build does, and how a run is told."""
