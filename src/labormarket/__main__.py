"""`python -m labormarket` is the `labormarket` command."""

from labormarket.cli import app

if __name__ == "__main__":
    app(prog_name="labormarket")
