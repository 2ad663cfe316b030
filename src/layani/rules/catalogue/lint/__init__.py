"""What a service file must not say although its grammar allows it: one file a matter, each found by its CHECK."""
