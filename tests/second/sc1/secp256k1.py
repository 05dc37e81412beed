"""x-only secp256k1 keys, for mailboxes (section 11) and accounts."""

from cryptography.hazmat.primitives.asymmetric import ec

ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
CURVE = ec.SECP256K1()


def is_secret(secret):
    return 0 < int.from_bytes(secret, "big") < ORDER


def private(secret):
    return ec.derive_private_key(int.from_bytes(secret, "big"), CURVE)


def x_only(secret):
    return private(secret).public_key().public_numbers().x.to_bytes(32, "big")


def ecdh(secret, x):
    """The x of the shared point, unhashed, as NIP-44 takes it. ValueError if x is on no point."""
    return private(secret).exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, b"\x02" + x))


def is_on_curve(x):
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, b"\x02" + x)
    except ValueError:
        return False
    return True
