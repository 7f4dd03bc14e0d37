/** Why a message is not shown, in the words of all hosts. */
import type { Strings } from "./strings/en.ts"

export interface ReadRefusalAbout {
  /** As the notice named the sender. */
  readonly sender: string
  /** Of whoever reads. */
  readonly address: string
  readonly host: string
}

const texts = {
  recalled: ({ message }, { sender }) => [message.recalledTitle(sender), message.recalledText],
  suspended: ({ recall: { closed } }, { sender }) => [closed.suspendedTitle(sender), closed.suspendedText],
  withheld: ({ recall: { closed } }) => [closed.withheldTitle, closed.withheldText],
  password: ({ recall: { password } }, { sender }) => [
    password.title,
    `${password.text(sender)} ${password.elsewhere}`,
  ],
  expired: ({ message }, { sender }) => [message.expiredTitle, message.expiredText(sender)],
  waiting: ({ message }, { sender }) => [message.waitingTitle, message.waitingText(sender)],
  "not-for-you": ({ message }, { address }) => [message.notFoundTitle, message.notFoundText(address)],
  "hidden-reader": ({ message }) => [message.hiddenReaderTitle, message.hiddenReaderText],
  contradiction: ({ message }) => [message.logForkTitle, message.logForkText],
  "key-changed": ({ message }, { sender }) => [message.keyChangedTitle(sender), message.keyChangedText],
  damaged: ({ message }) => [message.failedTitle, message.failedText],
  offline: ({ failure }, { host }) => [failure.offlineTitle, failure.offlineText(host)],
  paused: ({ failure }) => [failure.pausedTitle, failure.pausedText],
  fault: ({ failure }) => [failure.otherTitle, failure.otherText],
} satisfies Record<string, (strings: Strings, about: ReadRefusalAbout) => readonly [string, string]>

type Reason = keyof typeof texts

/** Title and text. */
export const readRefusalText = (why: Reason, strings: Strings, about: ReadRefusalAbout): readonly [string, string] =>
  texts[why](strings, about)

const FOR_ADMINISTRATORS: ReadonlySet<Reason> = new Set(["hidden-reader", "contradiction", "damaged", "fault"])

/** The code is shown too: the text alone would not tell an administrator enough. */
export const isForAdministrator = (why: Reason): boolean => FOR_ADMINISTRATORS.has(why)
