"""What does the heavy work over check-ins: DuckDB in this process, or a Spark cluster that is there already. docs/cluster.md"""

from core.engine.choose import engine_of, here_if_away
from core.engine.engine import Engine, EngineAway, EngineFailed, Run
from core.engine.events import events

__all__ = ["Engine", "EngineAway", "EngineFailed", "Run", "engine_of", "events", "here_if_away"]
