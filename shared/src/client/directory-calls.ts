/** The Directory, its logs, public facts of the platform (shared/wire: directory). */
import {
  checkpointReply,
  consistencyReply,
  inclusionReply,
  leavesReply,
  lookUpReply,
  ownLeavesReply,
  platform,
} from "../wire/index.ts"
import type { OrganizationId, PlatformReply } from "../wire/index.ts"
import { asJson, exchange } from "./http-call.ts"
import type { Line } from "./http-call.ts"

type Output<Schema extends { _zod: { output: unknown } }> = Schema["_zod"]["output"]
type Log = "keys" | OrganizationId

export interface DirectoryCalls {
  /** At most 100 names; nothing of them stands in a URL. */
  lookUp(names: readonly string[]): Promise<Output<typeof lookUpReply>>
  ownLeaves(): Promise<Output<typeof ownLeavesReply>>
  checkpoint(log: Log): Promise<Output<typeof checkpointReply>>
  consistency(log: Log, from: number, to: number): Promise<Output<typeof consistencyReply>>
  inclusion(log: Log, index: number, size: number): Promise<Output<typeof inclusionReply>>
  leaves(log: Log, from: number, to: number): Promise<Output<typeof leavesReply>>
  platform(): Promise<PlatformReply>
}

export function directoryCalls(line: Line): DirectoryCalls {
  const get = <T>(path: string, schema: { parse(value: unknown): T }) =>
    exchange(line, { method: "GET", path }, asJson(schema))
  const ask = <T>(path: string, json: unknown, schema: { parse(value: unknown): T }) =>
    exchange(line, { method: "POST", path, json, idempotent: true }, asJson(schema))
  return {
    lookUp: (names) => ask("/api/directory/look-up", { names }, lookUpReply),
    ownLeaves: () => ask("/api/directory/own-leaves", undefined, ownLeavesReply),
    checkpoint: (log) => get(`/api/log/${log}/checkpoint`, checkpointReply),
    consistency: (log, from, to) => get(`/api/log/${log}/consistency?from=${from}&to=${to}`, consistencyReply),
    inclusion: (log, index, size) => get(`/api/log/${log}/inclusion?index=${index}&size=${size}`, inclusionReply),
    leaves: (log, from, to) => get(`/api/log/${log}/leaves?from=${from}&to=${to}`, leavesReply),
    platform: () => get("/api/platform", platform),
  }
}
