/// What the commands of the prompt change.
package final class PromptState {
  package var mode = ValueView.Mode.console
  package var rowsMax: Int? = 30
  package var isTimed = false
  package var hasQuit = false

  package init() {}
}
