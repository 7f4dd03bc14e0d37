// The Debian packages that the end-to-end tests drive. Installed when missing and allowed; named exactly when not.
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"

const needed = {
  chromium: "/usr/bin/chromium",
  thunderbird: "/usr/bin/thunderbird",
  xvfb: "/usr/bin/Xvfb",
  openbox: "/usr/bin/openbox",
  xdotool: "/usr/bin/xdotool",
  imagemagick: "/usr/bin/import",
  "x11-utils": "/usr/bin/xwininfo",
  age: "/usr/bin/age",
  "dovecot-imapd": "/usr/lib/dovecot/imap",
  "fonts-open-sans": "/usr/share/fonts/truetype/open-sans",
}

const missing = () => Object.keys(needed).filter((name) => !existsSync(needed[name]))

/** Makes sure that every package is there; ends the process with the exact list when it may not install them. */
export function ensureDebianPackages() {
  const wanted = missing()
  if (wanted.length === 0) return
  const line = `apt-get install --no-install-recommends ${wanted.join(" ")}`
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    console.error(`Missing Debian packages. As root: ${line}`)
    process.exit(1)
  }
  console.log(`Installing Debian packages: ${wanted.join(" ")}`)
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  const apt = (...rest) =>
    spawnSync("apt-get", ["-o", "DPkg::Lock::Timeout=400", "-q", ...rest], {
      stdio: ["ignore", "ignore", "inherit"],
      env: environment,
    })
  apt("update")
  apt("install", "-y", "--no-install-recommends", ...wanted)
  const still = missing()
  if (still.length > 0) {
    console.error(`Could not install: ${still.join(" ")}`)
    process.exit(1)
  }
}
