"""How is a system shown as one page that needs no network?"""
