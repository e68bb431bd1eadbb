"""Files and pages taken in: recognised, read, cleared of people's names, compared with what is there, registered."""

from labormarket.intake.add import Intake, Plan, plan_file, register_plan

__all__ = ["Intake", "Plan", "plan_file", "register_plan"]
