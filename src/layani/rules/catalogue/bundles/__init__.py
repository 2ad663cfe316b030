"""What a bundle is: several services from one set of answers, each filed as a case of its own."""
