"""How is a system served to browsers and SPARQL clients?"""
