"""How do the lists that an office passes round read: as page, sheet and document?"""
