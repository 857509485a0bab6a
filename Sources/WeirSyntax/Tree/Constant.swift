/// A constant as it was written, with its value where the text alone decides it.
package enum Constant: Sendable, Hashable {
  /// `NULL`: of type VOID.
  case null
  /// `true`, `false`. (`1b` is a number with a suffix.)
  case bool(Bool)
  case number(NumberLiteral)
  case string(StringLiteral)
  case temporal(TemporalLiteral)
  case duration(DurationLiteral)
}

/// A number: its text, and the value the script language gives it.
///
/// The text is kept because a statement on a time-series table reads `1600000000000` as a BIGINT where the script language has a
/// null INT, and `1h` as a duration where the script language has a SHORT.
package struct NumberLiteral: Sendable, Hashable {
  /// Without the sign; `-` in front of a literal is folded into `value` and `isNegative`.
  package var text: String
  package var isNegative: Bool
  package var value: NumberValue

  package init(text: String, isNegative: Bool = false, value: NumberValue) {
    self.text = text
    self.isNegative = isNegative
    self.value = value
  }
}

/// The typed value of a number; nil is that type's null (`00i`, or an INT out of range).
package enum NumberValue: Sendable, Hashable {
  case bool(Bool?)
  case char(Int8?)
  case short(Int16?)
  case int(Int32?)
  case long(Int64?)
  case float(Float?)
  case double(Double?)
  /// `3.141P`: the digits with sign and point, without the suffix; a DECIMAL64 whose scale is the number of digits
  /// behind the point.
  case decimal(String?)
}

package struct StringLiteral: Sendable, Hashable {
  package enum Style: Sendable, Hashable {
    /// `"a"`
    case double
    /// `'a'`: with one character a CHAR in the script language, a string in a statement on a time-series table.
    case single
    /// `` `a ``
    case word
    /// `` `a b` ``: a string in the script language, a name of any characters in a statement on a time-series table.
    case closedWord
  }

  /// Decoded: escapes are resolved.
  package var text: String
  package var style: Style

  package init(_ text: String, style: Style) {
    self.text = text
    self.style = style
  }

  /// A CHAR of the script language: single quotes around one byte of ASCII or one escape.
  package var isCharacter: Bool { style == .single && text.utf8.count == 1 }
}

/// A date or time; `value` counts the type's unit from 1970 or midnight, nil is the type's null (`00d`).
package struct TemporalLiteral: Sendable, Hashable {
  package enum Kind: Sendable, Hashable, CaseIterable {
    /// Days from 1970.01.01.
    case date
    /// `year * 12 + month - 1`.
    case month
    /// Milliseconds of the day.
    case time
    /// Minutes of the day.
    case minute
    /// Seconds of the day.
    case second
    /// Seconds from 1970.
    case datetime
    /// Milliseconds from 1970.
    case timestamp
    /// Nanoseconds of the day.
    case nanotime
    /// Nanoseconds from 1970.
    case nanotimestamp
    /// Hours from 1970.
    case datehour
  }

  package var kind: Kind
  package var value: Int64?
  package var text: String

  package init(kind: Kind, value: Int64?, text: String) {
    self.kind = kind
    self.value = value
    self.text = text
  }
}

/// `3d`, `10ms`, `3XNYS`. In time-series statements also `10a`, `1u`; see `NumberLiteral.duration` for `1h`, `1b`.
package struct DurationLiteral: Sendable, Hashable {
  package var count: Int64
  /// As written: case matters (`M` month, `m` minute), or a calendar code of four capitals.
  package var unit: String

  package init(count: Int64, unit: String) {
    self.count = count
    self.unit = unit
  }
}
