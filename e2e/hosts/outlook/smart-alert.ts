/**
 * What Outlook makes of the guard's answer, or of its silence: the dialog and its buttons, by send mode
 * (learn.microsoft.com, "Handle OnMessageSend and OnAppointmentSend events").
 */
export type SendMode = "promptUser" | "softBlock" | "block"

export interface Completion {
  /** 0: done; 11101: no such handler. */
  readonly status: number
  readonly options: Readonly<Record<string, unknown>>
}
/** What came of pressing Outlook's own Send. */
export interface Sent {
  readonly isSent: boolean
  /** Which dialog stood there; null: none. */
  readonly alert: "not-met" | "unavailable" | "timed-out" | null
  readonly message: string
  readonly markdown: string
  readonly commandId: string
  /** The dialog's buttons. */
  readonly choices: readonly string[]
  /** After five seconds: "is taking longer than expected". */
  readonly wasSlow: boolean
}
export const SEND_ANYWAY = "Send Anyway"
const DO_NOT_SEND = "Don't Send"
const MESSAGE = 500
const LABEL = 20

export interface Waited {
  readonly mode: SendMode
  readonly minor: number
  readonly wasSlow: boolean
  /** null: five minutes have passed. */
  readonly completion: Completion | null
  /** The page with the handler never came up. */
  readonly isAvailable: boolean
}

export function resultOf({ mode, minor, wasSlow, completion, isAvailable }: Waited): Sent {
  const nothing = { message: "", markdown: "", commandId: "", wasSlow }
  if (!isAvailable || (completion !== null && completion.status !== 0)) {
    const choices = mode === "block" ? [DO_NOT_SEND] : [SEND_ANYWAY, "Try Later"]
    return { ...nothing, isSent: false, alert: "unavailable", choices }
  }
  if (completion === null) {
    const choices = mode === "promptUser" ? [SEND_ANYWAY, DO_NOT_SEND] : [DO_NOT_SEND]
    return { ...nothing, isSent: false, alert: "timed-out", choices }
  }
  const { options } = completion
  if (options["allowEvent"] === true) return { ...nothing, isSent: true, alert: null, choices: [] }
  const text = (name: string, since: number, most: number) =>
    minor >= since && typeof options[name] === "string" ? options[name].slice(0, most) : ""
  const commandId = text("commandId", 14, MESSAGE)
  const label = text("cancelLabel", 14, LABEL)
  // At run time a mode can be loosened, never tightened.
  const isPrompt = mode === "promptUser" || (minor >= 14 && options["sendModeOverride"] === "promptUser")
  const cancel = label === "" ? DO_NOT_SEND : label
  return {
    isSent: false,
    alert: "not-met",
    message: text("errorMessage", 12, MESSAGE),
    markdown: text("errorMessageMarkdown", 15, MESSAGE),
    commandId,
    choices: isPrompt ? [SEND_ANYWAY, cancel] : [cancel],
    wasSlow,
  }
}
