"""The course: twelve chapters, their order, and the page that shows them."""
