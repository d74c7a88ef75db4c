"""What do two systems, or two versions of one, share, add and lose?"""
