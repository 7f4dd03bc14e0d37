/**
 * What the server tells while one looks, for every page and window of the add-in at once: the event page holds the one
 * line, pages hear of it through the memory of this session.
 */
import type { Account } from "@smp/shared/account"
import { messageId } from "@smp/shared/wire"
import { memory } from "../host/thunderbird-host.ts"
import { noteClosed } from "./closed-messages.ts"
import { noticesShown } from "./notice-button.ts"

const NEWS = "live"
const CLOSED: ReadonlySet<string> = new Set(["recalled", "suspended", "expired"])

interface News {
  /** null: something was missed, everything may have changed. */
  readonly message: string | null
  /** Two events are two, also across lives of the event page. */
  readonly nonce: string
}

export async function followLive(
  account: Account,
  { signal, onWanted }: { readonly signal: AbortSignal; readonly onWanted: () => void },
): Promise<void> {
  const tell = (message: string | null) => {
    void memory.session.set(NEWS, { message, nonce: crypto.randomUUID() } satisfies News)
    void labelShown(account, message).catch(() => undefined)
  }
  await account.client.watch((event) => {
    switch (event.kind) {
      case "wanted":
        return onWanted()
      case "message":
      case "tracking":
        return tell(event.id)
      case "refresh":
        onWanted()
        return tell(null)
      case "draft":
      case "signed-out":
        return undefined
    }
  }, signal)
}

/** The button above a notice that is on the screen now says whether the message still opens. */
async function labelShown(account: Account, message: string | null): Promise<void> {
  for (const id of await noticesShown()) {
    if (message !== null && id !== message) continue
    const { row } = await account.client.controls(messageId.parse(id))
    await noteClosed(id, row.from.address !== account.address && CLOSED.has(row.state))
  }
}

/** For pages. `null`: everything may have changed. @returns to hear no more */
export function onLive(listener: (message: string | null) => void): () => void {
  return memory.session.onChange((keys) => {
    if (keys.includes(NEWS))
      void memory.session.get(NEWS).then((news) => listener((news as News | undefined)?.message ?? null))
  })
}
