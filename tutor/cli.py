"""The command `tutor`: one command between the process's start and its exit status."""

from __future__ import annotations

from collections.abc import Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.process.signals import Requests

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; without `arguments` that of this process, which ends after it.

    Returns 0 done, 1 problems with the input, 2 wrong usage, 130 interrupted; a quiz that misses
    its pass mark returns 3.
    """
    try:
        from tutor.process.signals import interruptible

        with interruptible(last=arguments is None) as requests:
            return _run(arguments, requests)
    except KeyboardInterrupt:
        return INTERRUPTED


def _run(arguments: Sequence[str] | None, requests: Requests) -> int:
    """Turn whatever a command ends with into a sentence and a status."""
    from tutor.errors import ProblemsError, TutorError
    from tutor.process import streams

    streams.open_streams()
    status = 0
    try:
        try:
            status = _command(arguments)
        except Exception:
            if requests.came:
                raise KeyboardInterrupt from None
            raise
        streams.output.flush()
    except BrokenPipeError:
        pass  # the reader of our output has closed it
    except TutorError as error:
        streams.say(str(error), prefix="" if isinstance(error, ProblemsError) else "tutor: ")
        status = error.exit_status
    except OSError as error:
        streams.say(f"{error.filename or 'the system'}: {error.strerror or error}")
        status = 1
    streams.close_output()
    return status


def _command(arguments: Sequence[str] | None) -> int:
    import os
    import sys

    from tutor import commands
    from tutor.arguments.parser import command_line

    typed = sys.argv[1:] if arguments is None else list(arguments)
    names = commands.names()
    completing = "_ARGCOMPLETE" in os.environ
    if completing or "--help" in typed or "-h" in typed:
        wanted = commands.commands()
    else:  # a word that names a command may also be the value of an option: one more is read then
        wanted = {name: commands.command(name) for name in names if name in typed}
    parser = command_line(wanted, names)
    if completing:
        from tutor.commands.completion import complete

        complete(parser)
    try:
        options = parser.read(typed)
    except SystemExit as ended:  # after --help and --version
        return int(ended.code or 0)
    return commands.command(options.command).run(options)
