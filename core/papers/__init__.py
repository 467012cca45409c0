"""Papers that people are handed: notices, certificates, letters. From templates, numbered, with who, when and receipt.

Nothing is imported here: the child process that opens the Word documents of others (check_docx.py) loads as little as it can.
"""
