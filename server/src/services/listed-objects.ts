/**
 * The files that a new message lists: own uploads that no message lists yet, or uploads of a message that the sender can
 * open and may pass on (docs/PROTOCOL.md §3). The commit itself asks once more whether that still holds.
 */
import { equalBytes } from "@smp/shared/bytes"
import type { Bytes } from "@smp/shared/bytes"
import type { Slip } from "@smp/shared/slip"
import type { NewMessage } from "../data/message-commit.ts"
import type { StoredObject } from "../data/object.store.ts"
import type { Authorise, AuthorizedMessage } from "./authorise.ts"
import { closedFor } from "./closed-messages.ts"
import type { OpenOrganization } from "./organization-house.ts"
import { refuseRequest } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"

interface Case {
  readonly authorise: Authorise
  readonly organization: OpenOrganization
  readonly session: LiveSession
}

/** @throws Refusal message.refused */
export async function listedObjects(from: Case, { objs }: Slip): Promise<NewMessage["objects"]> {
  const ids = objs.map(([obj]) => obj)
  const found = new Map((await from.organization.objects.findAll(ids)).map((object) => [object.id, object]))
  return Promise.all(
    objs.map(async ([obj, length, root]) => {
      const object = found.get(obj)
      if (object === undefined || object.hashes === null)
        return refuseRequest("message.refused", "An attachment is not there, or not yours to send.")
      if (!isSame(object, length, root))
        return refuseRequest("message.refused", "An attachment is not what the slip says.")
      const isOwnUpload = object.message === null && object.owner === from.session.identity
      return { object: obj, length, origin: isOwnUpload ? null : await originOf(from, obj) }
    }),
  )
}

const isSame = (object: StoredObject, length: number, root: Bytes): boolean =>
  object.length === length && object.root !== null && equalBytes(new Uint8Array(object.root), root)

/** A file that its own sender took back is nobody else's to pass on (M13). */
async function isRecalled({ organization, message, role }: AuthorizedMessage, obj: string): Promise<boolean> {
  if (role === "from") return false
  const objects = await organization.messages.objects(message.id)
  return objects.some(({ object, recalledAt }) => object === obj && recalledAt !== null)
}

/** A message of the sender's mailbox that lists it, and whose own sender lets it be passed on. */
async function originOf({ authorise, organization, session }: Case, obj: string): Promise<string> {
  for (const id of await organization.messages.listing(obj)) {
    const seen = await authorise(session, id).catch(() => null)
    if (seen === null || !(seen.role === "from" || seen.message.ctl.fwd)) continue
    if (closedFor(seen, Date.now()) !== null || (await isRecalled(seen, obj))) continue
    if (await organization.messages.isGranted(id, session.identity)) return id
  }
  return refuseRequest("message.refused", "An attachment is not there, or not yours to send.")
}
