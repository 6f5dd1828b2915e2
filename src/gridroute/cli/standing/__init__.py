"""The commands of ``gridroute civic``, one a file."""
