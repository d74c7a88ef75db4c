"""What do the data say, as triples, and what follows from them?"""
