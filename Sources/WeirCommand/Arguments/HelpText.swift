/// What `weir --help` prints.
package let helpText = """
  usage: weir [--module-dir DIR]... [--json] [FILE | -c SCRIPT | -] [ARGUMENT...]
         weir --check FILE...

  Runs scripts of tables and streams. Without a script it opens a prompt; where standard input is no terminal,
  it runs standard input.

    FILE         run a file
    -c SCRIPT    run a text
    -            run standard input, as one unit like a file
    --module-dir DIR
                 look for modules in DIR; may be given several times. Otherwise they are
                 looked for in `modules` beside the script and in the working directory
    --json       write one JSON record per line, for programs
    --check      parse only: report the errors of all files
    --version    print the version
    --help       print this

  Exit status: 0 success, 1 script error, 2 usage, 3 input or output, 130 interrupted.

  """
