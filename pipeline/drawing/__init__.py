"""What is drawn or set from a source: formulas, diagrams, QR codes, code in its kinds, recordings."""
