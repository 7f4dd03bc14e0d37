/**
 * A private IMAP server for one test: Dovecot in the foreground, maildirs in the test's own folder, every password "pw".
 * Dovecot refuses to serve mail as root, so root's maildirs belong to nobody; anybody else's belong to themselves.
 */
import { execFileSync } from "node:child_process"
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { connect } from "node:net"
import { tmpdir, userInfo } from "node:os"
import { join } from "node:path"
import { startChild } from "./child.ts"
import { freePort } from "../server.ts"
import { until } from "./wait.ts"

export interface Dovecot {
  readonly port: number
  /** Puts a mail into the user's inbox, as a mail server would. */
  deliver(user: string, mail: string | Buffer): void
  /** Every mail of a folder as the server stores it ("INBOX", "Sent", "Drafts"). */
  mails(user: string, folder: string): string[]
  stop(): Promise<void>
}

export async function startDovecot(): Promise<Dovecot> {
  const port = await freePort()
  // A folder of its own: the mail processes run as somebody else and have to reach it.
  const directory = mkdtempSync(join(tmpdir(), "dovecot-"))
  mkdirSync(join(directory, "mail"), { recursive: true })
  chmodSync(directory, 0o755)
  giveToOwner(join(directory, "mail"))
  const file = join(directory, "dovecot.conf")
  writeFileSync(file, configuration(directory, port))
  const child = startChild("dovecot", ["-F", "-c", file], { log: join(directory, "start.log") })
  await until("Dovecot", () => greets(port), { within: 20_000, every: 100 })
  let count = 0
  return {
    port,
    deliver(user, mail) {
      const box = join(directory, "mail", user)
      for (const part of ["tmp", "new", "cur"]) mkdirSync(join(box, part), { recursive: true })
      const name = `${Date.now()}.${++count}_${process.pid}.test`
      writeFileSync(join(box, "tmp", name), mail)
      giveToOwner(box)
      renameSync(join(box, "tmp", name), join(box, "new", name))
    },
    mails(user, folder) {
      const box = join(directory, "mail", user, folder === "INBOX" ? "" : `.${folder}`)
      return ["new", "cur"].flatMap((part) => {
        const place = join(box, part)
        return existsSync(place)
          ? readdirSync(place)
              .filter((name) => !/,[A-Za-z]*T/.test(name.slice(name.indexOf(":2") + 2)))
              .map((name) => readFileSync(join(place, name), "utf8"))
          : []
      })
    },
    async stop() {
      await child.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

const isRoot = process.getuid?.() === 0
const owner = isRoot ? { user: "nobody", group: "nogroup" } : ownNames()

function ownNames(): { user: string; group: string } {
  return { user: userInfo().username, group: execFileSync("id", ["-gn"], { encoding: "utf8" }).trim() }
}

function giveToOwner(path: string): void {
  if (isRoot) execFileSync("chown", ["-R", `${owner.user}:${owner.group}`, path])
}

const greets = (port: number) =>
  new Promise<boolean>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1")
    socket.once("data", () => {
      socket.destroy()
      resolve(true)
    })
    socket.once("error", reject)
  })

const configuration = (directory: string, port: number) => `
base_dir = ${directory}/run
state_dir = ${directory}/state
log_path = ${directory}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:${directory}/mail/%u
mail_uid = ${owner.user}
mail_gid = ${owner.group}
first_valid_uid = 1
first_valid_gid = 1
default_login_user = ${owner.user}
default_internal_user = ${owner.user}
default_internal_group = ${owner.group}
passdb {
  driver = static
  args = password=pw
}
userdb {
  driver = static
  args = uid=${owner.user} gid=${owner.group} home=${directory}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
  mailbox Drafts {
    auto = subscribe
    special_use = \\Drafts
  }
  mailbox Trash {
    auto = subscribe
    special_use = \\Trash
  }
}
`
