"""Lists the configurations whose rows rows.rs prints: random ranks, alphas of every size, all numbers of bits."""

import random
import sys


def configurations(seed: int, count: int) -> list[str]:
    source = random.Random(seed)

    def rank() -> int:
        return source.getrandbits(source.randrange(1, 33))

    lines = [f"LoRA rank={rank()} alpha=default" for _ in range(count)]
    lines += [f"QLoRA rank={rank()} bits={bits}" for bits in range(1, 256)]
    for _ in range(count):
        pattern = source.getrandbits(32)
        if pattern >> 23 & 255 != 255:
            lines.append(f"LoRA rank={rank()} alpha={pattern:08x}")
        # where half-way cases of the shortest decimal are common
        lines.append(f"LoRA rank={rank()} alpha={source.randrange(0x49000000, 0x4B800000):08x}")
    return lines


if __name__ == "__main__":
    print("\n".join(configurations(1, int(sys.argv[1]) if len(sys.argv) > 1 else 250)))
