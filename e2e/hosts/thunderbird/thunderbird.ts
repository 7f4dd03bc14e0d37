/**
 * The real Thunderbird, driven from tests: started with a quiet throw-away profile, remote-controlled over Marionette,
 * ended by its own pid.
 * Promises: loopback only, every port chosen by the system, nothing left running.
 * Never: touches a profile of the machine's user.
 */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { thunderbirdManifest } from "@smp/manifest"
import { startChild } from "./child.ts"
import type { Child } from "./child.ts"
import { beginWriting, composeReady, composeWindow } from "./compose.ts"
import type { Compose, Writing } from "./compose.ts"
import { inPage } from "./in-page.ts"
import { connectMail, folderCount, pressHeaderButton, readHeaderButton, showMail, tagsOf } from "./mailbox.ts"
import type { HeaderButton } from "./mailbox.ts"
import { openSpace, pressNotification, spaceBadge } from "./space.ts"
import { Marionette } from "./marionette.ts"
import { accountPreferences, downloadPreferences, writeProfile } from "./profile.ts"
import type { MailAccount, Preferences } from "./profile.ts"
import { chooseMainWindow, chooseWindow, closeEverything, openWindows } from "./windows.ts"
import type { OpenWindow } from "./windows.ts"
import { pause, until } from "./wait.ts"

const program = "/usr/lib/thunderbird/thunderbird"

export interface ThunderbirdOptions {
  /** Folder of the throw-away profile; it is emptied first. */
  profile: string
  account?: MailAccount
  preferences?: Preferences
  /** The add-in to install, an .xpi. */
  xpi?: string
  /** What an organization fixes for the add-in on this computer. */
  managed?: { server?: string; ownSend?: "secure" }
  /** Where files are saved without a question. */
  downloads?: string
  /** Name of the X display; without it Thunderbird runs headless. */
  display?: string
}

export interface Thunderbird {
  readonly marionette: Marionette
  readonly pid: number
  /** Settles when Thunderbird has ended, also when a person closed it. */
  readonly exited: Promise<void>
  compose(writing?: Writing & { plainText?: boolean }): Promise<Compose>
  /** The compose window that something else has opened. */
  opened(): Promise<Compose>
  connectMail(): Promise<void>
  folderCount(folder: string): Promise<number>
  showMail(folder: string, subject: string): Promise<void>
  /** Tags of a mail in the message list; null while Thunderbird does not know it. */
  tagsOf(folder: string, subject: string): Promise<string[] | null>
  /** Opens a saved draft to go on writing, or by another of Thunderbird's commands. */
  openSavedDraft(subject: string, how?: "cmd_editAsNew"): Promise<Compose>
  headerButton(): Promise<HeaderButton>
  pressHeaderButton(): Promise<void>
  /** Runs a function inside a page whose address holds `match`. */
  inPage<Args extends unknown[], Result>(
    match: string,
    run: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>>
  /** Opens a page of the add-in in a tab of the main window. */
  openAddInPage(page: string): Promise<void>
  /** Presses the button with this word in the bar at the left. */
  openSpace(title: string): Promise<void>
  /** What stands on that button besides, and what it says; "": nothing. */
  spaceBadge(title: string): Promise<string>
  /** Presses the notification that Thunderbird shows. */
  pressNotification(title: string): Promise<void>
  /** Waits for Thunderbird's own question whether the add-in may have a permission, and allows it. */
  allowPermission(): Promise<void>
  /** Hosts that the add-in may reach now. */
  grantedHosts(): Promise<string[]>
  /** Ends the add-in's event page, as Thunderbird does after half a minute without work, and wakes it again. */
  restartEventPage(): Promise<void>
  /** Closes all windows but the main one, and all tabs but the first, without a question. */
  closeEverything(): Promise<void>
  windows(): Promise<OpenWindow[]>
  /** Picture of one window's inside, also headless. */
  shot(windowKind: string, file: string): Promise<void>
  /** SIGKILL, as a crash. The profile stays; start again with `restart`. */
  kill(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

export async function startThunderbird(options: ThunderbirdOptions): Promise<Thunderbird> {
  writeProfile(options.profile, {
    ...(options.account === undefined ? {} : accountPreferences(options.account)),
    ...(options.downloads === undefined ? {} : downloadPreferences(options.downloads)),
    ...options.preferences,
  })
  if (options.managed !== undefined) fixSettings(options.profile, options.managed)
  let run = await launch(options)
  if (options.xpi !== undefined) await installAddIn(run.marionette, options.xpi)
  const marionette = () => run.marionette
  return {
    get marionette() {
      return run.marionette
    },
    get pid() {
      return run.child.pid
    },
    get exited() {
      return run.child.exited
    },
    async compose(writing = {}) {
      await beginWriting(marionette(), writing.plainText === true)
      const compose = composeWindow(marionette(), addInId)
      await compose.write(writing)
      return compose
    },
    async opened() {
      await composeReady(marionette())
      return composeWindow(marionette(), addInId)
    },
    connectMail: () => connectMail(marionette(), options.account?.user ?? ""),
    folderCount: (folder) => folderCount(marionette(), folder),
    showMail: (folder, subject) => showMail(marionette(), folder, subject),
    tagsOf: (folder, subject) => tagsOf(marionette(), folder, subject),
    async openSavedDraft(subject, how) {
      await showMail(marionette(), "Drafts", subject)
      await marionette().run(
        `document.getElementById("tabmail").currentAbout3Pane.commandController.doCommand(arguments[0])`,
        how ?? "cmd_editDraftMsg",
      )
      await composeReady(marionette())
      return composeWindow(marionette(), addInId)
    },
    headerButton: () => readHeaderButton(marionette(), addInId),
    pressHeaderButton: () => pressHeaderButton(marionette(), addInId),
    inPage: (match, body, ...args) =>
      chooseMainWindow(marionette()).then(() => inPage(marionette(), match, body, ...args)),
    openAddInPage: (page) => openAddInPage(marionette(), page),
    openSpace: (title) => openSpace(marionette(), title),
    spaceBadge: (title) => spaceBadge(marionette(), title),
    pressNotification: (title) => pressNotification(marionette(), title),
    allowPermission: () => allowPermission(marionette()),
    grantedHosts: () =>
      marionette().run(
        `return WebExtensionPolicy.getByID(arguments[0]).allowedOrigins.patterns
          .map(({ pattern }) => pattern).filter((pattern) => !pattern.startsWith("moz-extension:"))`,
        addInId,
      ) as Promise<string[]>,
    restartEventPage: () => restartEventPage(marionette()),
    closeEverything: () => closeEverything(marionette()),
    windows: () => openWindows(marionette()),
    async shot(windowKind, file) {
      await chooseWindow(marionette(), windowKind)
      writeFileSync(file, await marionette().screenshot())
      await chooseMainWindow(marionette())
    },
    async kill() {
      await run.child.kill()
      run.marionette.close()
    },
    async restart() {
      run = await launch(options)
    },
    async stop() {
      // A locked window or a modal box would keep a polite quit waiting for ever.
      run.marionette.send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => undefined)
      await Promise.race([run.child.exited, new Promise((resolve) => setTimeout(resolve, 3_000))])
      await run.child.stop(2_000)
      run.marionette.close()
    },
  }
}

const addInId = thunderbirdManifest("development").browser_specific_settings.gecko.id

/** What an administrator's roll-out does: a file in the user's home that the add-in reads as managed storage. */
function fixSettings(profile: string, values: object): void {
  const place = join(profile, "home", ".mozilla", "managed-storage")
  mkdirSync(place, { recursive: true })
  const file = { name: addInId, description: "Settings of the organization", type: "storage", data: values }
  writeFileSync(join(place, `${addInId}.json`), JSON.stringify(file))
}

async function launch(options: ThunderbirdOptions): Promise<{ child: Child; marionette: Marionette }> {
  const portFile = join(options.profile, "MarionetteActivePort")
  rmSync(portFile, { force: true })
  const home = join(options.profile, "home")
  const runtime = join(options.profile, "run")
  mkdirSync(home, { recursive: true })
  mkdirSync(runtime, { recursive: true, mode: 0o700 })
  const log = join(options.profile, "thunderbird.log")
  closeSync(openSync(log, "a"))
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    MOZ_CRASHREPORTER_DISABLE: "1",
    MOZ_DISABLE_AUTO_SAFE_MODE: "1",
    NO_AT_BRIDGE: "1",
    DBUS_SESSION_BUS_ADDRESS: "disabled:",
    HOME: home,
    XDG_RUNTIME_DIR: runtime,
    LIBGL_ALWAYS_SOFTWARE: "1",
    GDK_BACKEND: "x11",
    XDG_DOWNLOAD_DIR: join(home, "Downloads"),
  }
  const args = ["--profile", options.profile, "--no-remote", "-marionette", "-remote-allow-system-access"]
  if (options.display === undefined) args.push("--headless")
  else env["DISPLAY"] = options.display
  const child = startChild(program, args, { env, log })
  const port = await until("the port of Marionette", () => Number(readFileSync(portFile, "utf8")), {
    within: 90_000,
    every: 100,
  })
  const marionette = await Marionette.open(port, 60_000)
  await chooseMainWindow(marionette)
  return { child, marionette }
}

/** Installs it for good, as a user does, so that it survives a restart. */
async function installAddIn(marionette: Marionette, xpi: string): Promise<void> {
  await marionette.send("Addon:Install", { path: xpi, temporary: false })
  await until("the add-in's start", () =>
    marionette.run(
      `
    const extension = WebExtensionPolicy.getByID(arguments[0])?.extension
    return extension !== undefined && extension.backgroundState === "running"`,
      addInId,
    ),
  )
}

async function allowPermission(marionette: Marionette): Promise<void> {
  await chooseMainWindow(marionette)
  await until("the permission question", () =>
    marionette.run(`
      const box = document.querySelector("#addon-webext-permissions-notification")
      return box !== null && !box.hidden && box.button !== undefined`),
  )
  // The button ignores clicks in its first moments, against clickjacking.
  await pause(1_000)
  await marionette.run(`document.querySelector("#addon-webext-permissions-notification").button.click()`)
}

async function restartEventPage(marionette: Marionette): Promise<void> {
  await chooseMainWindow(marionette)
  await marionette.run(
    /* js */ `
    const { extension } = WebExtensionPolicy.getByID(arguments[0])
    await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true })
    await extension.wakeupBackground()`,
    addInId,
  )
}

async function openAddInPage(marionette: Marionette, page: string): Promise<void> {
  await chooseMainWindow(marionette)
  await marionette.run(
    /* js */ `
    const policy = WebExtensionPolicy.getByID(arguments[0])
    document.getElementById("tabmail").openTab("contentTab", {
      url: policy.getURL(arguments[1]), linkHandler: "single-page",
      initialBrowsingContextGroupId: policy.browsingContextGroupId,
      principal: policy.extension.principal, triggeringPrincipal: policy.extension.principal,
    })`,
    addInId,
    page,
  )
}
