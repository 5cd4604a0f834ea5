"""Markets, domains, topics and the controlled lists that rules draw on."""
