"""The code that writes docs/accuracy.md; no part of the package."""
