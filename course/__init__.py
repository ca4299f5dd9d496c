"""The course: ten chapters, their order, and the page that shows them."""
