import WeirRuntime
import WeirTables

// Who works in a session. There are no passwords and no rights: whoever started the process may do everything in it.
extension StandardCatalog {
  static let users: [Builtin] = [
    Builtin(
      "login(userId, password)", summary: "Makes `userId` the user of this session; no password is kept, so any is accepted.",
      example: Example("login(\"ann\", \"secret\")\ngetCurrentSessionAndUser()[1]", gives: "ann")
    ) { call in
      let name = try call.string(0)
      guard !name.isEmpty else { throw call.invalid(0, "must not be empty") }
      _ = try call.string(1)
      call.session.user = name
      return .missing
    },
    Builtin(
      "logout([userId], [sessionOnly=true])", summary: "Makes the user of this session the one without a name, `guest`; `userId` is that user, or nobody is changed.",
      example: Example("logout()\ngetCurrentSessionAndUser()[1]", gives: "guest")
    ) { call in
      _ = try call.bool(1, default: true)
      if try call.string(0, default: call.session.user) == call.session.user { call.session.user = "guest" }
      return .missing
    },
    Builtin(
      "getCurrentSessionAndUser()", summary: "The number of this session, its user, and the address and port it is used from.",
      example: Example("getCurrentSessionAndUser()[1]", gives: "admin")
    ) { call in
      let identity = UInt(bitPattern: ObjectIdentifier(call.session)) >> 4
      let tuple = AnyVector(capacity: 4)
      tuple.push(.integer(Int64(identity & 0x7fff_ffff), .long))
      tuple.push(.string(call.session.user))
      tuple.push(.string("127.0.0.1"))
      tuple.push(.int(0))
      return .vector(tuple)
    },
  ]
}
