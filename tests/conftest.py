"""What holds for every test."""

from hypothesis import settings

# A law that holds slowly on a busy machine still holds: only its truth is tested here, speed has its own tests.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")
