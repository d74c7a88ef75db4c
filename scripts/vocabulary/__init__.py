"""Make the pages of the ontology from its Turtle: one model, written as Markdown and HTML."""
