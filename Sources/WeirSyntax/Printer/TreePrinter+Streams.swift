extension TreePrinter {
  func streamText(_ statement: Statement) -> String {
    switch statement.kind {
    case .createStream(let create): text(create)
    case .pauseStream(let control): "pause stream \(control.ifExists ? "if exists " : "")\(control.name.text)"
    case .resumeStream(let control):
      "resume stream \(control.ifExists ? "if exists " : "")\(control.ignoreUntreated ? "ignore untreated " : "")\(control.name.text)"
    default: ""
    }
  }

  private func text(_ create: CreateStreamStatement) -> String {
    var parts = ["create stream"]
    if create.ifNotExists { parts.append("if not exists") }
    parts.append(create.name.text)
    parts += create.options.map(text)
    parts.append("into \(text(create.target))")
    if !create.columns.isEmpty {
      parts.append("(" + create.columns.map { $0.name.text + ($0.isKey ? " primary key" : "") }.joined(separator: ", ") + ")")
    }
    if let tags = create.tags { parts.append("tags (" + tags.map(text).joined(separator: ", ") + ")") }
    if let subtable = create.subtable { parts.append("subtable(\(text(subtable)))") }
    parts.append("as \(text(create.query))")
    return parts.joined(separator: " ")
  }

  private func text(_ tag: StreamTag) -> String {
    tag.name.text + (tag.type.map { " " + text($0) } ?? "") + (tag.comment.map { " comment \(quoted($0))" } ?? "")
  }

  private func text(_ option: StreamOption) -> String {
    switch option.kind {
    case .trigger(let trigger): "trigger \(text(trigger))"
    case .watermark(let value): "watermark \(text(value))"
    case .ignoreExpired(let value): "ignore expired \(text(value))"
    case .ignoreUpdate(let value): "ignore update \(text(value))"
    case .fillHistory(let value): "fill_history \(text(value))"
    case .deleteMark(let value): "delete_mark \(text(value))"
    }
  }

  private func text(_ trigger: StreamTrigger) -> String {
    switch trigger {
    case .atOnce: "at_once"
    case .windowClose: "window_close"
    case .maxDelay(let delay): "max_delay \(text(delay))"
    case .forceWindowClose: "force_window_close"
    case .continuousWindowClose: "continuous_window_close"
    }
  }
}
