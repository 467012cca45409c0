"""Kept files are encrypted: with what (cipher.py), and by which key (data_key.py). So are values of the store by SM4 (sealed.py)."""

from core.crypt.cipher import CIPHERS, Cipher, cipher_of
from core.crypt.data_key import data_key, keep_new_key, take_new_key
from core.crypt.sealed import opened, sealed

__all__ = ["CIPHERS", "Cipher", "cipher_of", "data_key", "keep_new_key", "opened", "sealed", "take_new_key"]
