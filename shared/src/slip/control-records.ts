/**
 * What a sender decides about a message after it was sent: recall, suspension, another end (docs/PROTOCOL.md §7.1).
 * Signed, so that a server can withhold a message but never say in the sender's name that it was recalled.
 */
import {
  demand,
  isNormalAddress,
  readBoolean,
  readBytes,
  readCount,
  readId,
  readList,
  readNullable,
  readText,
  readTime,
} from "../bytes/index.ts"
import type { Bytes, SignedObject } from "../bytes/index.ts"
import type { KeySet } from "../suite/index.ts"
import { parseBody, signBody, verifyBody } from "./signed-bodies.ts"
import type { Statement } from "./statements.ts"

export const CONTROL_KINDS = ["recall", "suspension", "expiry"] as const
export type ControlKind = (typeof CONTROL_KINDS)[number]

interface ControlFields {
  readonly org: string
  readonly msg: string
  /** Slip hash. */
  readonly slip: Bytes
  /** The signer. */
  readonly iss: string
  /** Larger than that of every earlier record of this kind about this message. */
  readonly seq: number
  /** The signer's word. */
  readonly at: number
}
export interface Recall extends ControlFields {
  /** Recipients who lose the whole message; null: all of them, or, with `obj`, nobody loses more than the files. */
  readonly who: readonly string[] | null
  /** Files that nobody but the sender gets any more; null: the whole message. Never together with `who`. */
  readonly obj: readonly string[] | null
  readonly reason: string
}
export interface Suspension extends ControlFields {
  readonly on: boolean
  readonly reason: string
}
export interface Expiry extends ControlFields {
  /** The end from now on; null: none. */
  readonly exp: number | null
}
export type Control =
  | ({ readonly kind: "recall" } & Recall)
  | ({ readonly kind: "suspension" } & Suspension)
  | ({ readonly kind: "expiry" } & Expiry)

export const MAX_REASON = 998
/** As many as always fit into one signed body. */
export const MOST_RECALLED_PEOPLE = 25
const MOST_RECALLED_FILES = 200
const HEAD = ["org", "msg", "slip", "iss", "seq"] as const
const RECALL_KEYS = [...HEAD, "who", "obj", "reason", "at"] as const
const SUSPENSION_KEYS = [...HEAD, "on", "reason", "at"] as const
const EXPIRY_KEYS = [...HEAD, "exp", "at"] as const

/** Throws open-failed when the record would not be read. */
export async function signControl(keySet: KeySet, control: Control): Promise<SignedObject> {
  const signed = await signBody(control.kind, keySet, bodyOf(control))
  parseControl(control.kind, signed)
  return signed
}

function bodyOf(control: Control): Record<string, unknown> {
  const { org, msg, slip, iss, seq, at } = control
  const head = { org, msg, slip, iss, seq, at }
  switch (control.kind) {
    case "recall":
      return { ...head, who: control.who, obj: control.obj, reason: control.reason }
    case "suspension":
      return { ...head, on: control.on, reason: control.reason }
    case "expiry":
      return { ...head, exp: control.exp }
  }
}

/** Throws open-failed unless this person signed it in the own name. That it counts for a message: controlsThatCount. */
export async function readControl(kind: ControlKind, signed: SignedObject, signer: Statement): Promise<Control> {
  await verifyBody(kind, signer, signed)
  const control = parseControl(kind, signed)
  demand(control.iss === signer.prn, "signed for somebody else")
  return control
}

/** The form, before its signature is verified: for indexes and for finding the signer. */
export function parseControl(kind: ControlKind, signed: SignedObject): Control {
  switch (kind) {
    case "recall": {
      const fields = parseBody(signed, RECALL_KEYS)
      const who = readNullable(fields.who, (value) => readList(value, MOST_RECALLED_PEOPLE, readAddress))
      const obj = readNullable(fields.obj, (value) =>
        readList(value, MOST_RECALLED_FILES, (item) => readId("obj", item)),
      )
      demand(who === null || obj === null, "people and files in one recall")
      demand(isSet(who) && isSet(obj), "an empty recall, or a name twice")
      return { kind, ...readHead(fields), who, obj, reason: readText(fields.reason, MAX_REASON) }
    }
    case "suspension": {
      const fields = parseBody(signed, SUSPENSION_KEYS)
      const reason = readText(fields.reason, MAX_REASON)
      return { kind, ...readHead(fields), on: readBoolean(fields.on), reason }
    }
    case "expiry": {
      const fields = parseBody(signed, EXPIRY_KEYS)
      return { kind, ...readHead(fields), exp: readNullable(fields.exp, readTime) }
    }
  }
}

function readHead(fields: Record<(typeof HEAD)[number] | "at", unknown>): ControlFields {
  return {
    org: readId("org", fields.org),
    msg: readId("msg", fields.msg),
    slip: readBytes(fields.slip, 32),
    iss: readId("idn", fields.iss),
    seq: readCount(fields.seq),
    at: readTime(fields.at),
  }
}

function readAddress(value: unknown): string {
  const address = readText(value, 254)
  demand(isNormalAddress(address), "address form")
  return address
}

const isSet = (names: readonly string[] | null): boolean =>
  names === null || (names.length > 0 && new Set(names).size === names.length)
