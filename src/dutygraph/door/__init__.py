"""How does Python code open a system and ask of it?"""
