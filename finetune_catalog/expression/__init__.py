"""The expression language: text to tree, checked tree, analysis, and several targets."""
