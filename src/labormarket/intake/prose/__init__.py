"""Running text becomes candidates: passages go in, pay statements with their sentence and what is open come out.

A candidate is a proposal. Where its platform, its unit or its kind is open, a person decides.
"""

from labormarket.intake.prose.candidates import OPEN, describe, propose

__all__ = ["OPEN", "describe", "propose"]
