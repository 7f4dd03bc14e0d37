// node scripts/functions.mjs [--check]: writes docs/functions.md, which test proves which function of the product.
// A test names its rows at the start of its title: "S33 recall: …". --check fails when the page is out of date.
import { globSync, readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"

const root = resolve(import.meta.dirname, "..")
const page = join(root, "docs", "functions.md")
const rows = `
Promise and deployment
S1 Colleagues and strangers receive and read
S2 No change to mail servers; ordinary Send still works
S3 Address, account and mail program stay
S4 Any mail program shows a usable notice
S5 One hosted server for many organizations, or an own one
S6 No component in the path of SMTP
S7 On Send, text and files leave as ciphertext over HTTPS; only the notice goes by SMTP
S8 Refuses plain HTTP; payload is ciphertext inside TLS
S9 Content and files are unreadable at rest
S10 Replies and forwards stay on the platform; several servers
S11 Transport, storage, archive and tracking in one product
Reading and clients
S12 The Thunderbird add-in speaks straight to the server
S13 A notice opens in place in Thunderbird and Outlook
S14 Message Center in desktop and phone browsers
S15 The Delivery Slip
S16 Nothing without signing in; further factors
S17 Only the people on the slip can open it
Cryptography
S18 Interchangeable cryptographic engine
S19 AES-256 at rest, named on the slip
S20 Notices carry no ciphertext
S21 Organizations are isolated from each other
S22 Every edit of stored bytes is seen
S23 Archived, nothing deleted without a policy
Components
S24 The server
S25 The client programs
S26 The Directory
Authentication
S27 Modules with interfaces of their own
S28 Checking credentials, with limits
S29 Getting back after a lost password
S30 First-time recipients register
Messaging
S31 Sending, receiving, replying, forwarding, threads
S32 Drafts
S33 Recall
S34 Uploading files
S35 Downloading files
Tracking
S36 Tracking of groups of messages
S37 Tracking of one message in detail
Administration
S38 Provisioning members
S39 Feature settings
S40 Usage reports
Privileges and subsystems
S41 Cache is optional and never stale across a recall
S42 Deny by default
S43 Replaceable subsystems
Extension
S44 API and named extension fields
S45 Secure form submission as one transaction
S46 Extended profiles
S47 Extension fields stored encrypted where wanted
Data
S48 One database for each organization
S49 Sensitive information encrypted for each organization
S50 Metadata in clear, with indexes
S51 Search by subject and people; hidden subjects
S52 The snapshot in the ciphertext shows edits of the database
S53 Independence of the database engine
S54 Least-privilege credentials
S55 Connection pool
Files
S56 Encrypted files in a file system
S57 Chunks in one common repository under opaque names
S58 Their location is encrypted
S59 File service on other machines
S60 Pluggable storage
S61 Virus check in the background
Notices
S62 Notices by SMTP
S63 Notices say nothing sensitive
S64 ProcessQ
S65 Notifier on its own machine
S66 SMTP of the host by default
S67 An organization's own SMTP
S68 Notices that arrive: DKIM, spam
S69 Bounces and reputation
S70 Thousands of notices
S71 Admin console without access to content
`
const tests = new Map()
for (const file of globSync(
  "{shared,server,addin-thunderbird,addin-outlook,manifest,e2e,docs,scripts}/**/*.test.{ts,tsx}",
  {
    cwd: root,
    exclude: (path) => path.includes("node_modules") || path.includes("dist"),
  },
).sort()) {
  for (const [, title] of readFileSync(join(root, file), "utf8").matchAll(
    /(?:it|test|describe)(?:\.\w+\([^\n]*?\))?\(\s*["'`]((?:S\d+\s)+[^"'`\n]*)/g,
  )) {
    for (const row of title
      .match(/^(?:S\d+\s)+/)[0]
      .trim()
      .split(/\s+/)) {
      const held = tests.get(row) ?? new Map()
      held.set(file, (held.get(file) ?? 0) + 1)
      tests.set(row, held)
    }
  }
}
const lines = [
  "# Functions and the tests that prove them",
  "",
  "Written by `node scripts/functions.mjs` from the titles of the tests: `file` (number of tests). A row without tests is not built, or not proved.",
  "",
]
for (const line of rows.trim().split("\n")) {
  const [, row, what] = /^(S\d+) (.*)$/.exec(line) ?? []
  if (row === undefined) {
    lines.push("", `## ${line}`, "", "| row | function | tests |", "| --- | --- | --- |")
    continue
  }
  const held = [...(tests.get(row) ?? [])].map(([file, count]) => `\`${file}\` (${count})`)
  lines.push(`| ${row} | ${what} | ${held.join(", ") || "–"} |`)
}
const text = `${lines.join("\n").replace(/\n{3,}/g, "\n\n")}\n`
if (process.argv.includes("--check")) {
  if (readFileSync(page, "utf8") === text) process.exit(0)
  console.error("docs/functions.md is out of date: node scripts/functions.mjs")
  process.exit(1)
}
writeFileSync(page, text)
