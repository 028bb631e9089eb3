"""What a checked formula is printed as: Python, NumPy, JavaScript, LaTeX, MathML."""
