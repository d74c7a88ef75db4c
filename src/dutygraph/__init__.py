"""Does a regulation's chain of responsibility close, and if not, where and why?"""

__version__ = "0.1.0"
