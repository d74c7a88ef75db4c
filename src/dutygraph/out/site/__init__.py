"""How is a system shown as pages, one for each thing it speaks of, that a server can send?"""
