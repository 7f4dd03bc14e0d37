/** Keeps the requests that would hand over messages, sealed and signed, and answers them itself. */
import { newId } from "@smp/shared/bytes"
import type { Person } from "../hosts/person.ts"
import type { PreparedRequest } from "./load.ts"

/** Runs `work` so many times; the server sees everything but POST /api/messages. */
export async function capturing(
  person: Person,
  count: number,
  work: () => Promise<unknown>,
): Promise<PreparedRequest[]> {
  const kept: PreparedRequest[] = []
  const real = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    if (init?.method !== "POST" || url.pathname !== "/api/messages" || url.origin !== person.account.client.origin)
      return real(input, init)
    const headers = Object.fromEntries(new Headers(init.headers))
    kept.push({ method: "POST", path: url.pathname, headers, body: Buffer.from(init.body as Uint8Array<ArrayBuffer>) })
    return Response.json({ id: newId("msg"), reference: "00000000", at: Date.now() }, { status: 201 })
  }
  try {
    for (let made = 0; made < count; made++) await work()
  } finally {
    globalThis.fetch = real
  }
  if (kept.length !== count) throw new Error(`${kept.length} of ${count} requests were kept`)
  return kept
}
