"""`python -m tutor` is the command `tutor`."""

try:
    from tutor.cli import main
except KeyboardInterrupt:  # the earliest that can be caught
    raise SystemExit(130) from None

raise SystemExit(main())
