"""How is a net of millions of holders judged?"""
