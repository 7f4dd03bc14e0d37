/** Receipts: the reader's signature that a message was displayed, a file downloaded (docs/PROTOCOL.md §7.1). */
import { signedToText } from "../client/index.ts"
import { signReceipt } from "../slip/index.ts"
import type { ObjectId } from "../wire/index.ts"
import { internalsOf } from "./opened-message.ts"
import type { OpenedMessage } from "./opened-message.ts"

/**
 * Marks the message as read and, where the sender asked for it and every check passed, tells so with a signature.
 * A lost receipt is sent at the next opening; it never keeps the message from being shown.
 */
export async function postReceipt(message: OpenedMessage): Promise<void> {
  const { account } = internalsOf(message)
  const mark = `receipt/${message.id}`
  const placed = account.client.place(message.id, { unread: false }).catch(() => undefined)
  const isDue = message.role !== "from" && message.options.rcpt && message.verdict === "intact"
  if (isDue && (await account.store.get(mark).catch(() => null)) === null) {
    // Where there is no room to note it, it is sent again at the next opening.
    await postEvidence(message, null)
      .then(() => account.store.set(mark, new Uint8Array([1])))
      .catch(() => undefined)
  }
  await placed
}

/** With a signature where it was asked for; else, or when that is refused, the bare event. */
export async function postDownloaded(message: OpenedMessage, obj: ObjectId): Promise<void> {
  const { account } = internalsOf(message)
  const isDue = message.role !== "from" && message.options.rcpt && message.verdict === "intact"
  const isSigned =
    isDue &&
    (await postEvidence(message, obj).then(
      () => true,
      () => false,
    ))
  if (!isSigned) await account.client.downloaded(message.id, obj).catch(() => undefined)
}

async function postEvidence(message: OpenedMessage, obj: ObjectId | null): Promise<void> {
  const { account } = internalsOf(message)
  const signed = await signReceipt(account.keySet, {
    org: message.org,
    msg: message.id,
    slip: message.slipHash,
    prn: account.idn,
    via: null,
    kind: obj === null ? "displayed" : "downloaded",
    obj,
    at: Date.now(),
  })
  await account.client.receipt(message.id, signedToText(signed))
}
