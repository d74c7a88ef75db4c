"""Who is linked with whom, and does each chain of responsibility close?"""
