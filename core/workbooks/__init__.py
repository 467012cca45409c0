"""What goes out again as a workbook: the clerk's file with marks, templates, lists to be edited, forms of others filled in."""
