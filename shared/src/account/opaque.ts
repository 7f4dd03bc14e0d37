/**
 * OPAQUE (RFC 9807): the server never learns the password, and the export key that opens the ring never leaves here.
 * The parameters are constants: nothing that a server answers can lower them (threat model R12).
 */
import { fromBase64url } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"

/** OPAQUE's messages travel as base64url text; `state` stays on this side. */
export interface OpaqueCalls {
  startRegistration(password: string): Promise<{ state: string; request: string }>
  finishRegistration(step: OpaqueStep): Promise<{ record: string; exportKey: Bytes }>
  startSignIn(password: string): Promise<{ state: string; request: string }>
  /** null: the password is wrong (or the server is not the one it was set up with). */
  finishSignIn(step: OpaqueStep): Promise<{ finish: string; sessionKey: Bytes; exportKey: Bytes } | null>
}

export interface OpaqueStep {
  readonly state: string
  readonly response: string
  readonly password: string
  /** Client identity. */
  readonly idn: string
  /** Host of the server, to which the record is bound. */
  readonly host: string
}

/** Argon2id, 64 MiB, three passes, four lanes (docs/PROTOCOL.md §2.2). */
const KEY_STRETCHING = { "argon2id-custom": { memory: 65_536, iterations: 3, parallelism: 4 } } as const

/** OpaqueString (RFC 8265 §4.2): one password on every keyboard, however it writes accents and blanks. */
const prepared = (password: string): string => password.replace(/\p{Zs}/gu, " ").normalize("NFC")

const identifiers = (step: OpaqueStep) => ({ client: step.idn, server: `SMP-v1/${step.host}` })

/** In this thread: for Node and inside the Worker. A call blocks for about 0.2 s; the library is loaded at the first one. */
export function opaqueInProcess(): OpaqueCalls {
  const library = async () => {
    const { client, ready } = await import("@serenity-kit/opaque")
    await ready
    return client
  }
  return {
    startRegistration: async (password) => {
      const { clientRegistrationState, registrationRequest } = (await library()).startRegistration({
        password: prepared(password),
      })
      return { state: clientRegistrationState, request: registrationRequest }
    },
    finishRegistration: async (step) => {
      const { registrationRecord, exportKey } = (await library()).finishRegistration({
        clientRegistrationState: step.state,
        registrationResponse: step.response,
        password: prepared(step.password),
        identifiers: identifiers(step),
        keyStretching: KEY_STRETCHING,
      })
      return { record: registrationRecord, exportKey: fromBase64url(exportKey) }
    },
    startSignIn: async (password) => {
      const { clientLoginState, startLoginRequest } = (await library()).startLogin({ password: prepared(password) })
      return { state: clientLoginState, request: startLoginRequest }
    },
    finishSignIn: async (step) => {
      const done = (await library()).finishLogin({
        clientLoginState: step.state,
        loginResponse: step.response,
        password: prepared(step.password),
        identifiers: identifiers(step),
        keyStretching: KEY_STRETCHING,
      })
      if (done === undefined) return null
      const { finishLoginRequest, sessionKey, exportKey } = done
      return { finish: finishLoginRequest, sessionKey: fromBase64url(sessionKey), exportKey: fromBase64url(exportKey) }
    },
  }
}
