"""HTTP around the pages: log-in, the guard in front of everything, health. `app.py` composes it."""

from core.web.lifespan import serving
from core.web.middleware import web_middleware
from core.web.routes import web_routes
from core.web.tabs import Wire

__all__ = ["Wire", "serving", "web_middleware", "web_routes"]
