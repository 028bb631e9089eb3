"""Lists the bit patterns whose display display.rs prints: every exponent, both neighbours, ties, subnormals, random ones."""

import random


def patterns() -> list[int]:
    source = random.Random(20)
    edges = [exponent << 23 | fraction for exponent in range(255) for fraction in (0, 1, 0x7FFFFF)]
    ties = [
        source.randrange(0x49000000, 0x4B800000) for _ in range(400)
    ]  # 2**19 to 2**24: quarters and eighths
    others = [pattern for _ in range(700) if (pattern := source.getrandbits(32)) >> 23 & 255 != 255]
    tiny = [1, 2, 3, 5, 7, 11, 0x7FFFFE, 0x80000001, 0x80000000]
    odd = [0x15AE43FD, 0x15AE43FE, 0x95AE43FD]  # the one whose shortest decimal does not survive binary64
    return list(dict.fromkeys(edges + ties + others + tiny + odd))


if __name__ == "__main__":
    print("\n".join(f"{pattern:08x}" for pattern in patterns()))
