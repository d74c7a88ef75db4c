"""Which other programs can read a system, and in which of their formats?"""
