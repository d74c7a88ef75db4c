from dutygraph.door.study import Study as Study
from dutygraph.door.study import open_study
from dutygraph.door.table import Table as Table
from dutygraph.errors import DutyGraphError as DutyGraphError

__version__: str
open = open_study  # noqa: A001 -- as gzip.open and zarr.open are called
