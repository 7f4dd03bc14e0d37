/** Resumable uploads. */
import { CHUNK_BYTES, MOST_CHUNKS, uploadComplete, uploadCreate, uploadState } from "@smp/shared/wire"
import type { Files } from "../../services/files.service.ts"
import type { Organizations } from "../../services/organizations.service.ts"
import { notFound } from "../../services/refusal.ts"
import { signedIn } from "../route.ts"
import type { Route } from "../route.ts"

interface Parts {
  readonly files: Files
  readonly organizations: Organizations
  /** Guests answer in organizations of which they hold a message. */
  readonly holdsMessageOf: (org: string, address: string) => Promise<boolean>
}

export function uploadRoutes({ files, organizations, holdsMessageOf }: Parts): Route[] {
  return [
    signedIn(
      "POST /api/uploads",
      { summary: "Begin or resume an upload", body: uploadCreate, reply: uploadState },
      async ({ session, body }) => {
        const isMember = (await organizations.roleOf(body.org, session.address)) !== null
        if (!isMember && !(await holdsMessageOf(body.org, session.address))) notFound()
        return { json: await files.create(session.identity, body) }
      },
    ),
    signedIn("GET /api/uploads/:obj", { summary: "What is held", reply: uploadState }, async ({ session, params }) => ({
      json: await files.state(session.identity, params["obj"] ?? ""),
    })),
    signedIn(
      "PUT /api/uploads/:obj/chunks/:index",
      { summary: "Stored segments from this index on", takes: "chunks", limit: MOST_CHUNKS * CHUNK_BYTES },
      async ({ session, params, chunks }) => {
        if (chunks === null) return notFound()
        await files.putChunks(session.identity, params["obj"] ?? "", { first: Number(params["index"]), chunks })
        return {}
      },
    ),
    signedIn(
      "POST /api/uploads/:obj/complete",
      { summary: "Make it durable", body: uploadComplete },
      async ({ session, params, body }) => {
        await files.complete(session.identity, params["obj"] ?? "", body.root)
        return {}
      },
    ),
    signedIn(
      "DELETE /api/uploads/:obj",
      { summary: "Drop an upload that no message lists" },
      async ({ session, params }) => {
        await files.abort(session.identity, params["obj"] ?? "")
        return {}
      },
    ),
  ]
}
