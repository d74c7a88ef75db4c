"""How is a system, or a part of it, shown as one still picture?"""
