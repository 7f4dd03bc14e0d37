import { describe, expect, it } from "vitest"
import { equalBytes, fromBase64url, sha256Async, toBase64url, utf8 } from "../bytes/index.ts"
import { createApiClient } from "./api-client.ts"
import { ApiProblem, NetworkError } from "./problems.ts"
import { makeProofKeys, proofMessage } from "./session.ts"

interface Seen {
  readonly url: URL
  readonly init: RequestInit
  readonly headers: Headers
}

/** A server's edge: answers from a list, the last one for ever, and keeps what it saw. */
function edge(...answers: ((seen: Seen) => Response | Promise<Response>)[]) {
  const seen: Seen[] = []
  const fetch = async (input: string, init: RequestInit) => {
    const call = { url: new URL(input), init, headers: new Headers(init.headers) }
    seen.push(call)
    const answer = answers[Math.min(seen.length, answers.length) - 1]
    if (answer === undefined) throw new Error("no answer prepared")
    return answer(call)
  }
  return { seen, fetch }
}

const ok = (value: unknown) => () => Response.json(value)
const problem = (status: number, code: string) => () =>
  new Response(JSON.stringify({ type: "about:blank", title: code, status, code, retryAfter: 0 }), {
    status,
    headers: { "content-type": "application/problem+json" },
  })
const cut = () => Promise.reject(new TypeError("fetch failed"))
const origin = "https://messages.example.com"

describe("calls", () => {
  it("S42 every signed-in request carries a proof over method, path, body and time, and no two are alike", async () => {
    const keys = await makeProofKeys()
    const token = "a-token"
    const id = toBase64url(await sha256Async(utf8(token)))
    const host = edge(ok({ note: "n" }))
    const client = createApiClient({
      origin,
      fetch: host.fetch,
      session: { origin, id, token, proofKey: keys.privateKey },
      now: () => 1_700_000_000_000,
    })
    await client.lookUp(["a@example.com"]).catch(() => undefined)
    await client.lookUp(["a@example.com"]).catch(() => undefined)
    const proofs = host.seen.map(({ headers }) => fromBase64url(headers.get("smp-proof") ?? ""))
    const [proof] = proofs
    expect(proof?.length).toBe(88)
    expect(host.seen[0]?.headers.get("authorization")).toBe("Bearer a-token")
    expect(host.seen[0]?.init.credentials).toBe("omit")
    const body = host.seen[0]?.init.body as Uint8Array<ArrayBuffer>
    const message = proofMessage(
      id,
      {
        method: "POST",
        target: "/api/directory/look-up",
        bodyDigest: await sha256Async(body),
        time: 1_700_000_000_000,
      },
      proof?.slice(8, 24) ?? new Uint8Array(),
    )
    const signature = proof?.slice(24) ?? new Uint8Array()
    expect(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, keys.publicKey, signature, message)).toBe(
      true,
    )
    expect(equalBytes(proofs[0]?.slice(8, 24) ?? new Uint8Array(), proofs[1]?.slice(8, 24) ?? new Uint8Array())).toBe(
      false,
    )
  })

  it("a lost answer is asked for again where that is safe, under the same Idempotency-Key", async () => {
    const reply = { id: "msg_00041061050r3gg28a1c60t3gf", reference: "7HK2PQ9D", at: 1 }
    const host = edge(cut, problem(503, "service.unavailable"), ok(reply))
    const client = createApiClient({ origin, fetch: host.fetch })
    expect(await client.commitMessage({} as never, "key-1")).toEqual(reply)
    expect(host.seen.map(({ headers }) => headers.get("idempotency-key"))).toEqual(["key-1", "key-1", "key-1"])
  })

  it("what may not happen twice is not repeated", async () => {
    const host = edge(cut)
    const client = createApiClient({ origin, fetch: host.fetch })
    await expect(client.requestCode({ address: "a@example.com" })).rejects.toBeInstanceOf(NetworkError)
    await expect(client.writeKeyRing({ expected: 1, ring: { ver: 2, akv: 1, box: "" } })).rejects.toBeInstanceOf(
      NetworkError,
    )
    expect(host.seen.length).toBe(2)
  })

  it("a refusal is a typed problem and is not asked for again", async () => {
    const host = edge(problem(404, "not_found"))
    const client = createApiClient({ origin, fetch: host.fetch })
    await expect(client.message("msg_00041061050r3gg28a1c60t3gf" as never)).rejects.toMatchObject({
      problem: { code: "not_found" },
    })
    expect(await client.handedOver("key")).toBeNull()
    expect(host.seen.length).toBe(2)
  })

  it("a proxy's page is a problem too, and an answer of another form is no answer", async () => {
    const page = edge(() => new Response("<html>Forbidden</html>", { status: 403 }))
    await expect(createApiClient({ origin, fetch: page.fetch }).account()).rejects.toBeInstanceOf(ApiProblem)
    const other = edge(ok({ something: "else" }))
    await expect(createApiClient({ origin, fetch: other.fetch }).account()).rejects.toMatchObject({
      reason: "not-understood",
    })
    expect(other.seen.length).toBe(1)
  })

  it("a call that was cancelled stops at once, also between two tries", async () => {
    const stop = new AbortController()
    const host = edge(() => {
      setTimeout(() => stop.abort(new Error("stopped by the person")), 20)
      return cut()
    })
    const client = createApiClient({ origin, fetch: host.fetch })
    await expect(client.uploadState("obj_00041061050r3gg28a1c60t3gf" as never, stop.signal)).rejects.toThrow(
      "stopped by the person",
    )
    expect(host.seen.length).toBe(1)
  })

  it("a server that does not answer in time is a network error", async () => {
    const silent = (seen: Seen) =>
      new Promise<Response>((_, reject) => {
        seen.init.signal?.addEventListener("abort", () => reject(seen.init.signal?.reason as Error))
      })
    const host = edge(silent)
    const client = createApiClient({ origin, fetch: host.fetch, timeoutMs: 30, tries: 1 })
    await expect(client.platform()).rejects.toMatchObject({ reason: "timeout" })
  })

  it("R12 only https origins are servers, and http ones on this machine", () => {
    for (const other of ["file:///etc", "http://messages.example.com", "http://127.0.0.1.example.com", "http://[::2]"])
      expect(() => createApiClient({ origin: other })).toThrow(TypeError)
    for (const own of ["https://messages.example.com", "http://localhost:8480", "http://127.0.0.1", "http://[::1]:1"])
      expect(createApiClient({ origin: own }).origin).toBe(own)
  })
})
