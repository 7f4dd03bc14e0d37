/** The own mailbox: lists, search, conversations, moving, labels (shared/wire: mailbox). */
import { label, mailbox, messageList, thread } from "../wire/index.ts"
import type {
  Folder,
  Label,
  labelWrite,
  LabelId,
  MailboxReply,
  MessageId,
  MessageQuery,
  placementChange,
  PlacementsChange,
} from "../wire/index.ts"
import { asJson, asNothing, exchange } from "./http-call.ts"
import type { Line } from "./http-call.ts"

type Input<Schema extends { _zod: { input: unknown } }> = Schema["_zod"]["input"]
type Output<Schema extends { _zod: { output: unknown } }> = Schema["_zod"]["output"]

export interface MailboxCalls {
  mailbox(): Promise<MailboxReply>
  /** A page of a folder. */
  messages(query: { readonly folder?: Folder; readonly cursor?: string }): Promise<Output<typeof messageList>>
  /** Words and addresses stand in no URL. */
  findMessages(query: MessageQuery): Promise<Output<typeof messageList>>
  /** 404 unless the caller takes part in it. */
  thread(root: MessageId): Promise<Output<typeof thread>>
  place(id: MessageId, change: Input<typeof placementChange>): Promise<void>
  /** At most 200 messages in one change. */
  placeAll(change: PlacementsChange): Promise<void>
  addLabel(wanted: Input<typeof labelWrite>): Promise<Label>
  changeLabel(id: LabelId, wanted: Input<typeof labelWrite>): Promise<void>
  removeLabel(id: LabelId): Promise<void>
}

export function mailboxCalls(line: Line): MailboxCalls {
  const get = <T>(path: string, schema: { parse(value: unknown): T }) =>
    exchange(line, { method: "GET", path }, asJson(schema))
  const change = (method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, json?: unknown) =>
    exchange(line, { method, path, idempotent: true, ...(json === undefined ? {} : { json }) }, asNothing)
  return {
    mailbox: () => get("/api/mailbox", mailbox),
    messages: (query) => {
      const search = new URLSearchParams(Object.entries(query)).toString()
      return get(`/api/messages${search === "" ? "" : `?${search}`}`, messageList)
    },
    findMessages: (json) =>
      exchange(line, { method: "POST", path: "/api/messages/search", json, idempotent: true }, asJson(messageList)),
    thread: (root) => get(`/api/threads/${root}`, thread),
    place: (id, json) => change("PATCH", `/api/messages/${id}/placement`, json),
    placeAll: (json) => change("POST", "/api/placements", json),
    addLabel: (json) => exchange(line, { method: "POST", path: "/api/labels", json }, asJson(label)),
    changeLabel: (id, json) => change("PUT", `/api/labels/${id}`, json),
    removeLabel: (id) => change("DELETE", `/api/labels/${id}`),
  }
}
