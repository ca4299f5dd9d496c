"""How the playground is put on servers; README.md says how, rehearse.py tries it."""
