"""Running text becomes candidates: passages go in, pay statements with their sentence and what is open come out.

A candidate is a proposal. Where its platform, its unit or its kind is open, a person decides.
"""

from labormarket.intake.prose.candidates import OPEN, Candidate, propose, read_passages
from labormarket.intake.prose.preview import describe

__all__ = ["OPEN", "Candidate", "describe", "propose", "read_passages"]
