/** The Directory, the logs, public facts of the platform. */
import {
  checkpointReply,
  consistencyReply,
  inclusionReply,
  leavesReply,
  lookUp,
  lookUpReply,
  ownLeavesReply,
  platform,
} from "@smp/shared/wire"
import type { PlatformReply } from "@smp/shared/wire"
import type { Directory } from "../../services/directory.service.ts"
import type { Logs, LogView } from "../../services/log.service.ts"
import type { OrganizationHouse } from "../../services/organization-house.ts"
import type { Organizations } from "../../services/organizations.service.ts"
import type { RateLimits } from "../../services/rate-limits.ts"
import { textOfBytes } from "../../services/texts.ts"
import { open, signedIn } from "../route.ts"
import type { Route } from "../route.ts"

interface Parts {
  readonly directory: Directory
  readonly logs: Logs
  readonly house: OrganizationHouse
  readonly organizations: Organizations
  readonly limits: RateLimits
  readonly platform: () => Promise<PlatformReply>
}
const number = (text: string | null): number => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : -1)

export function directoryRoutes(parts: Parts): Route[] {
  const { directory, logs, organizations, limits } = parts
  /** An organization's log is open to whoever has a message of it; sizes and hashes are all that shows. */
  const logOf = async (name: string): Promise<LogView> => {
    const view = name === "keys" ? logs.keys : logs.of(parts.house.get(name).id)
    await view.sync()
    return view
  }
  return [
    open("GET /api/platform", { summary: "Public facts", reply: platform }, async () => ({
      json: await parts.platform(),
    })),
    signedIn(
      "POST /api/directory/look-up",
      { summary: "Keys of up to 100 names, with proofs", body: lookUp, reply: lookUpReply },
      async ({ body, session }) => {
        const name = (await organizations.isGuest(session.address)) ? "lookUpOfGuest" : "lookUp"
        await limits.spend(name, session.identity, body.names.length)
        const isColleague = (address: string) => organizations.isColleague(session.address, address)
        return { json: await directory.lookUp(body.names, isColleague) }
      },
    ),
    signedIn(
      "POST /api/directory/own-leaves",
      { summary: "Every leaf of the own index", reply: ownLeavesReply },
      async ({ session }) => ({
        json: await directory.ownLeaves(session.address),
      }),
    ),
    signedIn(
      "GET /api/log/:log/checkpoint",
      { summary: "Newest signed note", reply: checkpointReply },
      async ({ params }) => {
        const { note } = await (await logOf(params["log"] ?? "")).sync()
        return { json: { note } }
      },
    ),
    signedIn(
      "GET /api/log/:log/consistency",
      { summary: "Proof that the log only grew", query: ["from", "to"], reply: consistencyReply },
      async ({ params, query }) => {
        const view = await logOf(params["log"] ?? "")
        return { json: { path: view.consistency(number(query.get("from")), number(query.get("to"))).map(textOfBytes) } }
      },
    ),
    signedIn(
      "GET /api/log/:log/inclusion",
      { summary: "Leaf and its path", query: ["index", "size"], reply: inclusionReply },
      async ({ params, query }) => {
        const { leaf, path } = (await logOf(params["log"] ?? "")).inclusion(
          number(query.get("index")),
          number(query.get("size")),
        )
        return { json: { leaf: textOfBytes(leaf), path: path.map(textOfBytes) } }
      },
    ),
    signedIn(
      "GET /api/log/:log/leaves",
      { summary: "Up to 1,000 leaves", query: ["from", "to"], reply: leavesReply },
      async ({ params, query }) => {
        const from = number(query.get("from"))
        return {
          json: {
            from,
            leaves: (await logOf(params["log"] ?? "")).leaves(from, number(query.get("to"))).map(textOfBytes),
          },
        }
      },
    ),
  ]
}
