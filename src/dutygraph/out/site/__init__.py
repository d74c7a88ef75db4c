"""Which pages does a system have, and what stands on each?"""
