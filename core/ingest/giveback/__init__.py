"""What goes back to the clerk: the file with marks, and the findings grid by grid."""
