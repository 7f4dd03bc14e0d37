/** One draft between its content and its sealed form: SEAL(dk, "draft", [idn, drf, ver]) (docs/PROTOCOL.md §9.1). */
import type { Account } from "../account/index.ts"
import { fromBase64url, refuse, toBase64url } from "../bytes/index.ts"
import type { Bytes } from "../bytes/index.ts"
import { seal, unseal } from "../suite/index.ts"
import type { DraftId, DraftText } from "../wire/index.ts"
import { readDraft } from "./draft-body.ts"
import type { DraftContent } from "./draft-body.ts"

export interface DraftVersion {
  readonly id: DraftId
  readonly ver: number
}

export type DraftOwner = Pick<Account, "idn" | "ring">

/** `encoded`: from encodeDraft. */
export async function sealDraft(owner: DraftOwner, { id, ver }: DraftVersion, encoded: Bytes): Promise<string> {
  return toBase64url(await seal(owner.ring.body.dk, "draft", [owner.idn, id, ver], encoded))
}

/** @throws ProtocolError open-failed. */
export async function openDraft(
  owner: DraftOwner,
  held: DraftText,
  key: Bytes = owner.ring.body.dk,
): Promise<DraftContent> {
  const content = readDraft(await unseal(key, "draft", [owner.idn, held.id, held.ver], fromBase64url(held.box)))
  return content.org === held.org ? content : refuse("open-failed", "a draft of another organization")
}
