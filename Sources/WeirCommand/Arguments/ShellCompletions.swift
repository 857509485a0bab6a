/// The completions of the shells, made from the options of the command.
package enum ShellCompletions {
  package static func script(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  /// Sourced from `.bashrc`, or a file in `/etc/bash_completion.d`.
  private static var bash: String {
    let choices = CommandOption.all.compactMap { option -> String? in
      guard case .oneOf(let words) = option.operand else { return nil }
      return "    \(option.names.joined(separator: "|"))) COMPREPLY=($(compgen -W \"\(words.joined(separator: " "))\" -- \"$word\")); return ;;"
    }
    let texts = CommandOption.all.filter { $0.operand == .script }.flatMap(\.names).joined(separator: "|")
    let directories = CommandOption.all.filter { $0.operand == .directory }.flatMap(\.names).joined(separator: "|")
    let files = CommandOption.all.filter { $0.operand == .file }.flatMap(\.names).joined(separator: "|")
    return """
      _weir() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
        case $before in
      \(choices.joined(separator: "\n"))
          \(texts)) return ;;
          \(directories)) COMPREPLY=($(compgen -d -- "$word")); return ;;
          \(files)) COMPREPLY=($(compgen -f -- "$word")); return ;;
        esac
        if [[ $word == -* ]]; then
          COMPREPLY=($(compgen -W "\(CommandOption.all.flatMap(\.names).joined(separator: " "))" -- "$word"))
        else
          COMPREPLY=($(compgen -d -- "$word") $(compgen -f -X '!*.dos' -- "$word"))
        fi
      }
      complete -o filenames -F _weir weir

      """
  }

  /// A file `_weir` in a directory of `$fpath`.
  private static var zsh: String {
    let options = CommandOption.all.flatMap { option in option.names.map { "  '\($0)[\(option.summary)]\(zshOperand(option.operand))'" } }
    return """
      #compdef weir
      _arguments \\
      \(options.joined(separator: " \\\n")) \\
        '1:script:_files -g "*.dos"' \\
        '*:argument:_files'

      """
  }

  private static func zshOperand(_ operand: CommandOption.Operand) -> String {
    switch operand {
    case .none: ""
    case .script: ":script:"
    case .files: ":file:_files -g \"*.dos\""
    case .directory: ":directory:_files -/"
    case .file: ":file:_files"
    case .oneOf(let words): ":word:(\(words.joined(separator: " ")))"
    }
  }

  /// A file `weir.fish` in `~/.config/fish/completions`.
  private static var fish: String {
    let options = CommandOption.all.map { option in
      let names = option.names.map { $0.hasPrefix("--") ? "-l \($0.dropFirst(2))" : "-s \($0.dropFirst())" }.joined(separator: " ")
      return "complete -c weir \(names) -d '\(option.summary)'\(fishOperand(option.operand))"
    }
    return (["complete -c weir -k -a '(__fish_complete_suffix .dos)'"] + options).joined(separator: "\n") + "\n"
  }

  private static func fishOperand(_ operand: CommandOption.Operand) -> String {
    switch operand {
    case .none: ""
    case .script: " -x"
    case .files, .file: " -r"
    case .directory: " -x -a '(__fish_complete_directories)'"
    case .oneOf(let words): " -x -a '\(words.joined(separator: " "))'"
    }
  }
}
