"""What follows from triples by OWL 2 RL, computed on columns of integers?"""
