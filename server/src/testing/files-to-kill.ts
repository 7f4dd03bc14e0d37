/** Two uploads on one organization's database, of which one is dropped again: killed in the midst of that, for a test. */
import { createHash } from "node:crypto"
import { join, resolve } from "node:path"
import { hash, newId, randomBytes, toBase64url } from "@smp/shared/bytes"
import { openSqlite } from "../data/dialects/sqlite.ts"
import * as schema from "../data/schema/organization.sqlite.ts"
import { cryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import { diskFileStore } from "../engines/file-store/disk.ts"
import type { FileStore } from "../engines/file-store/file-store.ts"
import { filesService } from "../services/files.service.ts"
import { storesOf } from "../services/organization-house.ts"
import type { OpenOrganization, OrganizationHouse } from "../services/organization-house.ts"

export const UPLOAD_BYTES = 500
const HEADER = 74

/** The service as it runs, over `folder`. @param beforeRemove before files go */
export function openFiles(folder: string, key: string, beforeRemove: () => void = () => undefined) {
  const migrations = resolve(import.meta.dirname, "../data/migrations/organization.sqlite")
  const database = openSqlite(join(folder, "org.db"), schema, migrations)
  const organization: OpenOrganization = {
    id: "org_00000000000000000000000000" as OpenOrganization["id"],
    name: "",
    database,
    engine: cryptoEngine(Buffer.from(key, "hex")),
    ...storesOf(database),
  }
  const house = {
    all: () => [organization],
    get: () => organization,
  } as Partial<OrganizationHouse> as OrganizationHouse
  const disk = diskFileStore(join(folder, "files"))
  const store: FileStore = { ...disk, remove: (object) => (beforeRemove(), disk.remove(object)) }
  const most = { openUploads: 1e6, openUploadBytes: 1e12 }
  const report = () => undefined
  const files = filesService({ house, store, now: Date.now, hasRoom: () => true, report, most })
  const close = async () => {
    await store.close()
    database.close()
  }
  return { files, organization, close }
}

async function upload({ files, organization }: ReturnType<typeof openFiles>, owner: string): Promise<string> {
  const [obj, header, bytes] = [newId("obj"), randomBytes(HEADER), randomBytes(UPLOAD_BYTES)]
  new DataView(bytes.buffer).setUint32(0, UPLOAD_BYTES)
  const digest = new Uint8Array(createHash("sha256").update(bytes).digest())
  const length = HEADER + UPLOAD_BYTES
  await files.create(owner, { obj, org: organization.id, header: toBase64url(header), length, chunks: 1 })
  const chunks = {
    digests: [digest],
    length: UPLOAD_BYTES,
    receive: (
      _: readonly number[],
      take: (chunk: { position: number; bytes: Uint8Array; digest: Uint8Array }) => Promise<void>,
    ) => take({ position: 0, bytes, digest }),
  }
  await files.putChunks(owner, obj, { first: 0, chunks })
  await files.complete(owner, obj, toBase64url(hash("segments", header, digest)))
  return obj
}

const [folder, key, owner = ""] = process.argv.slice(2)
if (process.send !== undefined && folder !== undefined && key !== undefined) {
  // Between the commit that takes the row and the files.
  const opened = openFiles(folder, key, () => process.kill(process.pid, "SIGKILL"))
  process.on("disconnect", () => process.exit(0))
  process.send(await upload(opened, owner))
  const dropped = await upload(opened, owner)
  process.send(dropped)
  await opened.files.abort(owner, dropped)
  process.send("it was not killed")
}
