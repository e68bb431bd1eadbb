"""Job boards: the nested objects that their interfaces and pages hold in, listings with their pay fields out."""
