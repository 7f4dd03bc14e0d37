/**
 * One-time tokens of set-up links: whoever has one may found an organization. 26 characters, 130 bits.
 * Promises: a token that was used belongs to the address it was used for, and to nobody once its organization stands.
 */
import { existsSync, readFileSync } from "node:fs"
import { equalBytes, randomBytes } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import { mailboxMac } from "@smp/shared/slip"
import * as z from "zod"
import { writeDurably } from "../../engines/durable-file.ts"

const LENGTH = 26
const VALID_MS = 14 * 86_400_000
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const tokenFile = z.strictObject({
  v: z.literal(1),
  /** Has any organization come out of a link? */
  isSetUp: z.boolean(),
  tokens: z.array(
    z.strictObject({
      token: z.string(),
      until: z.int(),
      usedBy: z.strictObject({ idn: z.string(), address: z.string() }).nullable(),
    }),
  ),
})
type TokenFile = z.output<typeof tokenFile>
type Token = TokenFile["tokens"][number]

export interface SetUpClaim {
  readonly idn: string
  readonly address: string
  readonly nonce: Bytes
  readonly mac: Bytes
  readonly statementHash: Bytes
}

export class SetUpTokens {
  readonly #path: string
  readonly #now: () => number

  constructor(path: string, now: () => number) {
    this.#path = path
    this.#now = now
  }

  /** The token of the first start's link, until an organization exists; the same one after a restart. */
  first(): string | null {
    const { isSetUp, tokens } = this.#read()
    return isSetUp ? null : (tokens.find((token) => this.#isLive(token))?.token ?? this.make())
  }

  make(): string {
    const token = [...randomBytes(LENGTH)].map((byte) => ALPHABET[byte & 31]).join("")
    const file = this.#read()
    const tokens = file.tokens.filter((held) => this.#isLive(held))
    this.#write({ ...file, tokens: [...tokens, { token, until: this.#now() + VALID_MS, usedBy: null }] })
    return token
  }

  /** Binds the token under whose key the claim was made; false when there is none. */
  async use(claim: SetUpClaim): Promise<boolean> {
    const { idn, address, nonce, mac, statementHash } = claim
    for (const { token } of this.#read().tokens.filter((held) => this.#isLive(held))) {
      if (!equalBytes(await mailboxMac(token, address, statementHash, nonce), mac)) continue
      const file = this.#read()
      const held = file.tokens.find((candidate) => candidate.token === token)
      if (held === undefined || (held.usedBy !== null && held.usedBy.address !== address)) return false
      const used = { ...held, usedBy: { idn, address } }
      this.#write({ ...file, tokens: file.tokens.map((other) => (other === held ? used : other)) })
      return true
    }
    return false
  }

  /** The organization of this identity stands: its token is gone. */
  done(idn: string): void {
    const file = this.#read()
    this.#write({ ...file, isSetUp: true, tokens: file.tokens.filter(({ usedBy }) => usedBy?.idn !== idn) })
  }

  #isLive({ until }: Token): boolean {
    return until > this.#now()
  }

  /** Read at every use: `set-up-link` may have written meanwhile. */
  #read(): TokenFile {
    if (!existsSync(this.#path)) return { v: 1, isSetUp: false, tokens: [] }
    return tokenFile.parse(JSON.parse(readFileSync(this.#path, "utf8")))
  }

  #write(file: TokenFile): void {
    writeDurably(this.#path, JSON.stringify(file))
  }
}
