"""Which systems of any size do the benchmarks and their tests run on?"""

from worlds.country import Census, census, country
from worlds.store import World, world, write_world
from worlds.unkind import SHAPES

__all__ = ["SHAPES", "Census", "World", "census", "country", "world", "write_world"]
