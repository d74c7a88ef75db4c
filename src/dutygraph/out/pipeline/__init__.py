"""How does a report reach a pipeline: a code host, an editor?"""
