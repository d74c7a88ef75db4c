"""What does the ontology say of its terms, its codes and its neighbours, as values?"""
