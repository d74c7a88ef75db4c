"""What does the source text say, and where?"""
