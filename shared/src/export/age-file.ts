/** A file that any age program opens (age-encryption.org/v1), for recipients who are named by their age keys. */
import { Encrypter } from "age-encryption"
import { copyBytes } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"

/** X25519 (`age1…`) and the hybrid of X-Wing (`age1pq1…`). */
export function isAgeRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text)
    return true
  } catch {
    return false
  }
}

/** @throws Error for a recipient that is none; what the pieces throw. */
export async function* lockForAge(recipients: readonly string[], pieces: AsyncGenerator<Bytes>): AsyncGenerator<Bytes> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  const plain = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await pieces.next()
      if (next.done === true) controller.close()
      else controller.enqueue(next.value)
    },
  })
  const locked = (await encrypter.encrypt(plain)).getReader()
  try {
    for (let next = await locked.read(); !next.done; next = await locked.read()) yield copyBytes(next.value)
  } finally {
    await locked.cancel()
    await pieces.return(undefined)
  }
}
