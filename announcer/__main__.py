"""Let ``python -m announcer`` do what the command does."""

from announcer.cli import main

if __name__ == "__main__":
    main()
