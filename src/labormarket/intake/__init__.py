"""Files and pages taken in: recognised, read, cleared of people's names, compared with what is there, registered."""

from labormarket.intake.add import Intake, Plan, plan_file, register_plan
from labormarket.intake.prose import read_passages

__all__ = ["Intake", "Plan", "plan_file", "read_passages", "register_plan"]
