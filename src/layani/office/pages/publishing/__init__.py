"""Where versions of services are proposed and published; who does it sees no case."""
