"""Where the guard leaves the user whom it let in, for what stands behind it: in the scope of the request."""

USER = "grid_command.user"
