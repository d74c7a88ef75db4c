"""How is the structure of governance that a regulation lays down measured?"""
