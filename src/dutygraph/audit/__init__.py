"""What is found when a system is judged?"""
