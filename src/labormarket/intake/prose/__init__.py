"""Running text becomes candidates: passages go in, pay statements with their sentence and what is open come out.

A candidate is a proposal. Where its platform, its unit or its kind is open, a person decides.
"""

from labormarket.intake.prose.candidates import NO_PLATFORM, OPEN, describe, propose

__all__ = ["NO_PLATFORM", "OPEN", "describe", "propose"]
