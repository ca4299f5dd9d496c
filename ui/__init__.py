"""One visitor's desk: settings, what trains, widgets, and what the pages share."""
