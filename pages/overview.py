from pages.ui.controls import context_line, filters
from pages.ui.session import require, store

user = require("overview.read")
chosen = filters(store(), user.scope)
context_line(chosen)
