"""The sample: an importer's customers at any size, and the state matrix over them."""
