/** The own mailbox: folders, new messages, moving, labels. What one does here, nobody else sees. */
import { newId } from "@smp/shared/bytes"
import { FOLDERS, labelId } from "@smp/shared/wire"
import type { Folder, Label, LabelColor, LabelId, MailboxReply, PlacementsChange } from "@smp/shared/wire"
import type { StoredLabel } from "../data/label.store.ts"
import type { OwnMessage } from "../data/placement.store.ts"
import { openText, sealText } from "../engines/crypto-engine/crypto-engine.ts"
import type { Authorise, AuthorizedMessage } from "./authorise.ts"
import type { MailboxIndex } from "./mailbox-index.ts"
import type { OpenOrganization, OrganizationHouse } from "./organization-house.ts"
import { notFound, refuseRequest } from "./refusal.ts"
import type { LiveSession } from "./sessions.service.ts"

export interface MailboxParts {
  readonly house: OrganizationHouse
  readonly mailboxes: MailboxIndex
  /** Ids of the organizations that the address is a member or guest of. */
  readonly memberOf: (address: string) => Promise<string[]>
  readonly authorise: Authorise
}
export type MailboxService = ReturnType<typeof mailboxService>

const MOST_LABELS = 100
const MOST_COUNTED = 1_000

export function mailboxService(parts: MailboxParts) {
  const { mailboxes, authorise } = parts
  const labelsOf = async (address: string): Promise<(Label & { organization: OpenOrganization })[]> =>
    (
      await Promise.all(
        (await ownOrganizations(parts, address)).map(async (organization) =>
          (await organization.labels.of(address)).map((stored) => ({ ...opened(organization, stored), organization })),
        ),
      )
    ).flat()
  const ownLabel = async (address: string, id: string) => {
    const held = (await labelsOf(address)).filter((label) => label.id === id)
    return held.length === 0 ? notFound() : held
  }
  return {
    overview: async ({ address }: LiveSession): Promise<MailboxReply> => {
      const organizations = await mailboxes.organizationsOf(address)
      const unread = async (folder: Folder) =>
        (await Promise.all(organizations.map(({ lists }) => lists.unread(address, folder)))).reduce((a, b) => a + b, 0)
      const folders = await Promise.all(
        FOLDERS.map(async (folder) => ({ folder, unread: Math.min(MOST_COUNTED, await unread(folder)) })),
      )
      const labels = new Map((await labelsOf(address)).map(({ id, name, color }) => [id, { id, name, color }]))
      return { folders, labels: [...labels.values()].toSorted((a, b) => a.name.localeCompare(b.name)) }
    },
    /** All of them in one organization, or none. @throws Refusal not_found when one of them is not the asker's */
    place: async (session: LiveSession, change: PlacementsChange): Promise<void> => {
      const { address } = session
      const messages = await Promise.all([...new Set(change.ids)].map((id) => authorise(session, id)))
      const label = change.label === undefined ? null : (await ownLabel(address, change.label.id))[0]
      const replacement = {
        move: change.to === undefined ? null : { from: change.from ?? null, to: change.to },
        unread: change.unread ?? null,
        label: change.label === undefined ? null : { id: change.label.id, isOn: change.label.on },
      }
      for (const organization of new Set(messages.map((seen) => seen.organization))) {
        const here = messages.filter((seen) => seen.organization === organization).map(own)
        if (label && change.label?.on === true) await organization.labels.put(sealed(organization, address, label))
        if (!(await organization.placements.change(address, here, replacement)))
          refuseRequest("request.malformed", "A message returns only to where it came from.")
      }
    },
    addLabel: async ({ address }: LiveSession, wanted: { name: string; color: LabelColor }): Promise<Label> => {
      const held = await labelsOf(address)
      if (new Set(held.map(({ id }) => id)).size >= MOST_LABELS)
        refuseRequest("request.malformed", "There are labels enough.")
      const label = { id: labelId.parse(newId("lbl")), name: wanted.name.trim(), color: wanted.color }
      const [home] = await ownOrganizations(parts, address)
      if (home === undefined) return notFound()
      await home.labels.put(sealed(home, address, label))
      return label
    },
    changeLabel: async ({ address }: LiveSession, id: string, wanted: { name: string; color: LabelColor }) => {
      for (const { id: held, organization } of await ownLabel(address, id))
        await organization.labels.put(sealed(organization, address, { ...wanted, name: wanted.name.trim(), id: held }))
    },
    removeLabel: async ({ address }: LiveSession, id: string): Promise<void> => {
      for (const { organization } of await ownLabel(address, id)) await organization.labels.remove(address, id)
    },
  }
}

/** A label has a row wherever it is used, sealed with that organization's key. */
async function ownOrganizations(parts: MailboxParts, address: string): Promise<OpenOrganization[]> {
  const memberships = await parts.memberOf(address)
  const known = parts.house.all().filter(({ id }) => memberships.includes(id))
  return [...new Set([...known, ...(await parts.mailboxes.organizationsOf(address))])]
}

const context = (label: string, address: string) => `label|${label}|${address}`

const sealed = ({ engine }: OpenOrganization, address: string, { id, name, color }: Label): StoredLabel => ({
  id,
  address,
  name: sealText(engine, context(id, address), name),
  color,
})

const opened = ({ engine }: OpenOrganization, { id, address, name, color }: StoredLabel): Label => ({
  id: id as LabelId,
  name: openText(engine, context(id, address), name),
  color: color as LabelColor,
})

function own({ message, recipients, address, role }: AuthorizedMessage): OwnMessage {
  const isRecipient = recipients.some((person) => person.address === address)
  const homes: Folder[] = [...(isRecipient ? ["inbox" as const] : []), ...(role === "from" ? ["sent" as const] : [])]
  return { id: message.id, sentAt: message.sentAt, files: message.files, homes }
}
