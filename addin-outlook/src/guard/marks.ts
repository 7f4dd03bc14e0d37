/**
 * The marks by which task pane and guard speak about one draft.
 * Promises: plain data, ES2016, no import.
 * Never: holds a word of the message.
 */

/** Internet header of a handed-over draft: the identifier of the message. */
export const HEADER = "x-secure-message-id"
/** Session data: "secure" once the person or the rules decided so, until the draft holds only the notice. */
export const INTENT = "smp.intent"
/** Session data: a `NoticeMark` as JSON. */
export const NOTICE = "smp.notice"

export interface NoticeMark {
  readonly id: string
  /** For people: eight characters; empty until the message is handed over. */
  readonly reference: string
  /** `textHash` of the draft's text as read back. */
  readonly hash: string
}

/** FNV-1a over what a reader sees of a text, white space aside: eight hex digits. Detects typing, not an attacker. */
export function textHash(text: string): string {
  const visible = text.replace(/[\s\u00a0\u200b]+/g, "")
  let hash = 0x811c9dc5
  for (let index = 0; index < visible.length; index += 1) {
    hash = Math.imul(hash ^ visible.charCodeAt(index), 0x01000193) >>> 0
  }
  return `0000000${hash.toString(16)}`.slice(-8)
}
