"""What is made from one service file: its paper form, its standard, its process diagram, its entry in catalogues."""
