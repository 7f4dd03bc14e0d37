/** A notifier on one organization's database, to be killed by a test. */
import { resolve } from "node:path"
import { openSqlite } from "../data/dialects/sqlite.ts"
import * as schema from "../data/schema/organization.sqlite.ts"
import { cryptoEngine } from "../engines/crypto-engine/crypto-engine.ts"
import { smtpMailer } from "../engines/mailer/smtp-mailer.ts"
import { MailPause } from "../jobs/mail-pause.ts"
import { NoticeWorker } from "../jobs/notice-worker.ts"
import { storesOf } from "../services/organization-house.ts"
import type { OpenOrganization, OrganizationHouse } from "../services/organization-house.ts"

const [file = "", key = "", port = ""] = process.argv.slice(2)
const migrations = resolve(import.meta.dirname, "../data/migrations/organization.sqlite")
const database = openSqlite(file, schema, migrations)
const organization: OpenOrganization = {
  id: "org_00000000000000000000000000" as OpenOrganization["id"],
  name: "Example Works",
  database,
  engine: cryptoEngine(Buffer.from(key, "hex")),
  ...storesOf(database),
}
const organizations: Pick<OrganizationHouse, "all" | "refresh"> = {
  all: () => [organization],
  refresh: () => Promise.resolve(),
}
const worker = new NoticeWorker({
  mailer: smtpMailer(`smtp://127.0.0.1:${port}`, null),
  organizations: organizations as OrganizationHouse,
  house: { origin: "https://mail.example.com", host: "mail.example.com", from: "notice@mail.example.com" },
  pause: new MailPause(Date.now),
  now: Date.now,
  certain: Date.now,
  owner: String(process.pid),
  report: () => undefined,
})
await worker.start()
process.send?.("started")
process.on("disconnect", () => process.exit(0))
