"""What a layer computes, and a network of them."""
