// The rooms of the house and the doors between them. This table is the architecture (docs/ARCHITECTURE.md);
// every import in the tree is checked against it, tests included.
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"

const s = (...rooms) => rooms.map((room) => `@smp/shared/${room}`)
const protocol = s("bytes", "wire", "suite", "log", "slip", "envelope")
const flows = s("bytes", "wire", "suite", "account", "client", "control", "send", "drafts", "read", "slip")

/** Room → the rooms of ours that it may import. The longest matching room counts. */
const doors = {
  "shared/src/bytes": [],
  "shared/src/wire": [],
  "shared/src/view": ["shared/src/wire"],
  "shared/src/suite": ["shared/src/bytes"],
  "shared/src/log": ["shared/src/bytes", "shared/src/suite"],
  "shared/src/slip": ["shared/src/bytes", "shared/src/suite", "shared/src/wire", "shared/src/log"],
  "shared/src/envelope": ["shared/src/bytes", "shared/src/suite", "shared/src/wire", "shared/src/slip"],
  "shared/src/client": ["shared/src/bytes", "shared/src/suite", "shared/src/wire", "shared/src/envelope"],
  "shared/src/account": [
    "shared/src/bytes",
    "shared/src/suite",
    "shared/src/wire",
    "shared/src/log",
    "shared/src/slip",
    "shared/src/client",
  ],
  "shared/src/control": [
    "shared/src/bytes",
    "shared/src/suite",
    "shared/src/wire",
    "shared/src/slip",
    "shared/src/client",
    "shared/src/account",
  ],
  "shared/src/send": [
    "shared/src/bytes",
    "shared/src/suite",
    "shared/src/wire",
    "shared/src/log",
    "shared/src/slip",
    "shared/src/envelope",
    "shared/src/client",
    "shared/src/account",
    "shared/src/view",
  ],
  "shared/src/read": [
    "shared/src/bytes",
    "shared/src/suite",
    "shared/src/wire",
    "shared/src/log",
    "shared/src/slip",
    "shared/src/envelope",
    "shared/src/client",
    "shared/src/account",
    "shared/src/control",
    "shared/src/send",
    "shared/src/view",
  ],
  "shared/src/drafts": [
    "shared/src/bytes",
    "shared/src/suite",
    "shared/src/wire",
    "shared/src/slip",
    "shared/src/envelope",
    "shared/src/client",
    "shared/src/account",
    "shared/src/send",
  ],
  "shared/src/mail": ["shared/src/bytes"],
  "shared/src/export": [
    "shared/src/bytes",
    "shared/src/wire",
    "shared/src/suite",
    "shared/src/log",
    "shared/src/slip",
    "shared/src/envelope",
    "shared/src/client",
    "shared/src/account",
    "shared/src/mail",
    "shared/src/read",
  ],
  "shared/src/evidence": [
    "shared/src/bytes",
    "shared/src/wire",
    "shared/src/suite",
    "shared/src/log",
    "shared/src/slip",
    "shared/src/envelope",
    "shared/src/client",
    "shared/src/account",
    "shared/src/read",
    "shared/src/export",
  ],
  "shared/src/ui": ["shared/src/wire", "shared/src/view"],
  "shared/src/testing": protocol.map((door) => door.replace("@smp/shared", "shared/src")),
  "manifest/src": [],
  "addin-thunderbird": [...flows, ...s("ui", "mail"), "@smp/manifest"],
  // What runs inside Outlook's send event imports nothing of ours.
  "addin-outlook/src/guard": [],
  "addin-outlook": ["addin-outlook/src/guard", ...flows, ...s("ui"), "@smp/manifest"],
  "server/web": [...flows, ...s("ui", "export", "evidence")],
  "server/cli": [...flows, ...s("export", "mail", "evidence")],
  "server/src/engines": s("bytes", "wire", "suite", "log", "slip"),
  "server/src/data": s("bytes", "wire", "log"),
  "server/src/services": ["server/src/data", "server/src/engines", ...s("bytes", "wire", "suite", "log", "slip")],
  "server/src/jobs": ["server/src/services", "server/src/engines", "server/src/data", ...s("bytes", "wire")],
  "server/src/http": ["server/src/services", ...s("bytes", "wire")],
  "server/src/roles": ["server/src", ...s("bytes", "wire", "suite", "log", "slip")],
  "server/src/roles/grant-agent": ["server/src", ...protocol, "@smp/shared/envelope/open"],
  "server/src/testing": ["server/src", ...s("bytes", "wire", "suite", "log", "slip", "envelope")],
  "server/src": ["server/src", ...s("bytes", "wire")],
  server: [],
  e2e: ["@smp/cli", "@smp/server", "@smp/shared", "@smp/manifest"],
  docs: [...protocol, "@smp/shared/drafts"].map((door) => door.replace("@smp/shared", "shared/src")),
}
/** Opening code: these doors may be named only by clients and by the grant agent, never by another server room. */
const opening = /@smp\/shared\/envelope|shared\/src\/envelope/
const driver = /^(better-sqlite3|drizzle-orm)(\/|$)/

const root = resolve(import.meta.dirname, "..")
const rooms = Object.keys(doors).sort((a, b) => b.length - a.length)
const roomOf = (path) =>
  rooms.find((room) => path === room || path.startsWith(`${room}/`) || path.startsWith(`${room}.`))
const skipped = /(^|\/)(node_modules|dist|\.types|results|migrations)(\/|$)/

const files = ["shared", "server", "addin-thunderbird", "addin-outlook", "manifest", "e2e", "docs"].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true })
    .map((name) => `${top}/${String(name)}`)
    .filter((name) => /\.tsx?$/.test(name) && !skipped.test(name)),
)

const isBuildSetting = (file, target) => file.endsWith("vite.config.ts") && target.startsWith("scripts/")
const isStrayDriver = (file, specifier) =>
  driver.test(specifier) && !file.startsWith("e2e/") && !file.startsWith("server/src/data/")

function problemsOf(file) {
  const from = roomOf(file)
  if (from === undefined) return [`${file}: stands in no room`]
  const isTest = /\.(test|contract)\.tsx?$/.test(file) || file.includes("/testing/")
  const source = readFileSync(join(root, file), "utf8")
  const found = []
  for (const [, specifier] of source.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)) {
    if (!isTest && isStrayDriver(file, specifier))
      found.push(`${file}: only server/src/data may name a database's driver (${specifier})`)
    const ours = specifier.startsWith(".") || specifier.startsWith("@smp/")
    if (!ours) continue
    const target = specifier.startsWith(".") ? relative(root, resolve(root, dirname(file), specifier)) : specifier
    const to = specifier.startsWith(".") ? roomOf(target) : specifier
    if (isBuildSetting(file, target)) continue
    const agent = from === "server/src/roles/grant-agent"
    if (opening.test(target) && file.startsWith("server/src") && !agent && !isTest) {
      found.push(`${file}: only the grant agent may open envelopes (${specifier})`)
      continue
    }
    const open = doors[from].some((door) => to === door || to?.startsWith(`${door}/`))
    if (to === from || open || isTest) continue
    found.push(`${file}: ${from} has no door to ${to ?? target}`)
  }
  return found
}

const problems = files.flatMap(problemsOf)
for (const problem of problems) console.error(problem)
console.log(`walls: ${files.length} files, ${problems.length} problems`)
process.exit(problems.length > 0 || files.length === 0 ? 1 : 0)
