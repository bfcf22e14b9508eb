"""The subcommands of ``compliance-checker``: each module is one of them."""
