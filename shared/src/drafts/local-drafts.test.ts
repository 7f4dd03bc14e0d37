import { expect, it } from "vitest"
import type { Account } from "../account/index.ts"
import { encodeCbor, newId, randomBytes } from "../bytes/index.ts"
import { memoryStore } from "../client/index.ts"
import { draftId } from "../wire/index.ts"
import { openLocalDrafts } from "./local-drafts.ts"
import type { LocalDraft } from "./local-drafts.ts"

const device = () => {
  const key = randomBytes(32)
  const store = memoryStore()
  return { account: { idn: newId("idn"), store, localKey: async () => key } as unknown as Account, store }
}
const draft = (): LocalDraft => ({
  v: 1,
  id: draftId.parse(newId("drf")),
  ver: 0,
  at: 1,
  handOver: null,
  isEdited: false,
  content: randomBytes(40),
})
const byId = (drafts: readonly LocalDraft[]) => drafts.toSorted((a, b) => (a.id < b.id ? -1 : 1))

it("S32 two tabs that keep and end drafts at once lose none of each other's", async () => {
  const { account } = device()
  const [one, other] = await Promise.all([openLocalDrafts(account), openLocalDrafts(account)])
  const [first, second, third] = [draft(), draft(), draft()]
  await Promise.all([one.put(first), other.put(second)])
  expect(byId(await one.list())).toEqual(byId([first, second]))
  await Promise.all([one.remove(first.id), other.put(third)])
  expect(byId(await other.list())).toEqual(byId([second, third]))
})

it("S32 a draft that an earlier version's list had lost is there again, and the list goes", async () => {
  const { account, store } = device()
  const drafts = await openLocalDrafts(account)
  const [listed, lost] = [draft(), draft()]
  await drafts.put(listed)
  await drafts.put(lost)
  await store.set("drafts", encodeCbor([listed.id]))
  expect(byId(await drafts.list())).toEqual(byId([listed, lost]))
  await drafts.remove(listed.id)
  await drafts.remove(lost.id)
  expect(await store.names("")).toEqual([])
})
