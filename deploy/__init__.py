"""How the app is put on servers: container, proxy and Kubernetes files, and a rehearsal of a replica's failure."""
