"""What a secret chat stands on: events, NIP-44, gift wraps and a relay, in Python and from the NIPs.

Must not know what the wraps hold.
"""
