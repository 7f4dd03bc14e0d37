/** A Thunderbird profile that asks nothing, fetches nothing, and already has its mail account. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

export type Preferences = Record<string, string | number | boolean>

const silence: Preferences = {
  // No first run, no migration, no questions.
  "app.normandy.enabled": false,
  "app.update.enabled": false,
  "app.update.auto": false,
  "app.update.disabledForTesting": true,
  "app.donation.eoy.version.viewed": 999,
  "mail.provider.suppress_dialog_on_startup": true,
  "mail.spotlight.firstRunDone": true,
  "mail.winsearch.firstRunDone": true,
  "mail.shell.checkDefaultClient": false,
  "mail.rights.version": 1,
  "mailnews.start_page.enabled": false,
  "mailnews.start_page_override.mstone": "ignore",
  "mail.openMessageBehavior.version": 1,
  "mail.startup.enabledMailCheckOnce": true,
  "mail.ui-rdf.version": 999_999,
  "mail.inappnotifications.enabled": false,
  "mail.inappnotifications.url": "",
  "browser.shell.checkDefaultBrowser": false,
  "browser.warnOnQuit": false,
  "mail.biff.play_sound": false,
  "mail.biff.show_alert": false,
  "mail.warn_on_send_accel_key": false,
  "mail.compose.warn_public_recipients.aggressive": false,
  "mail.compose.attachment_reminder": false,
  "mailnews.auto_config.fetchFromISP.enabled": false,
  "mailnews.auto_config.guess.enabled": false,
  "calendar.item.promptDelete": false,
  "mail.e2ee.auto_enable": false,
  "mail.chat.enabled": false,
  "messenger.startup.action": 0,
  "mail.bigfiles.offer": false,
  "mail.compose.big_attachments.notify": false,
  "datareporting.policy.dataSubmissionPolicyBypassNotification": true,
  "datareporting.healthreport.uploadEnabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "toolkit.telemetry.enabled": false,
  "toolkit.telemetry.unified": false,
  "toolkit.telemetry.server": "http://127.0.0.1:9/",
  // No network but what a test asks for.
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "browser.safebrowsing.downloads.remote.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.safebrowsing.update.enabled": false,
  "browser.safebrowsing.provider.mozilla.updateURL": "",
  "browser.safebrowsing.provider.google4.updateURL": "",
  "services.settings.server": "http://127.0.0.1:9/v1",
  "geo.provider.network.url": "",
  "browser.region.network.url": "",
  "browser.region.update.enabled": false,
  "extensions.systemAddon.update.enabled": false,
  "extensions.systemAddon.update.url": "",
  "extensions.update.enabled": false,
  "extensions.getAddons.cache.enabled": false,
  "extensions.blocklist.enabled": false,
  "extensions.update.notifyUser": false,
  "media.gmp-manager.updateEnabled": false,
  "media.gmp-manager.url": "",
  "dom.push.connection.enabled": false,
  "dom.push.serverURL": "",
  "security.remote_settings.intermediates.enabled": false,
  "security.remote_settings.crlite_filters.enabled": false,
  "security.OCSP.enabled": 0,
  "network.dns.disablePrefetch": true,
  "network.prefetch-next": false,
  "network.http.speculative-parallel-limit": 0,
  "network.trr.mode": 5,
  // Add-ons and remote control. Port 0: Thunderbird chooses and writes MarionetteActivePort.
  "extensions.autoDisableScopes": 0,
  "extensions.enabledScopes": 15,
  "extensions.installDistroAddons": false,
  "marionette.port": 0,
  "browser.dom.window.dump.enabled": true,
  "devtools.console.stdout.chrome": true,
  "devtools.console.stdout.content": true,
  "browser.sessionstore.resume_from_crash": false,
  "toolkit.startup.max_resumed_crashes": -1,
  "ui.prefersReducedMotion": 1,
  "toolkit.cosmeticAnimations.enabled": false,
  "layout.css.devPixelsPerPx": "1.0",
  "intl.locale.requested": "en-US",
}

export interface MailAccount {
  address: string
  name: string
  /** Login name at the private IMAP server; its password is always "pw". */
  user: string
  imapPort: number
  smtpPort: number
}

/** One IMAP account, Local Folders and one plain SMTP server, as the account wizard would have written them. */
export function accountPreferences(account: MailAccount): Preferences {
  const folder = (name: string) => `imap://${account.user}@127.0.0.1/${name}`
  return {
    "mail.accountmanager.accounts": "account1,account2",
    "mail.accountmanager.defaultaccount": "account2",
    "mail.accountmanager.localfoldersserver": "server1",
    "mail.account.lastKey": 2,
    "mail.account.account1.server": "server1",
    "mail.server.server1.type": "none",
    "mail.server.server1.hostname": "Local Folders",
    "mail.server.server1.userName": "nobody",
    "mail.server.server1.name": "Local Folders",
    "mail.server.server1.directory-rel": "[ProfD]Mail/Local Folders",
    "mail.account.account2.server": "server2",
    "mail.account.account2.identities": "id1",
    "mail.identity.id1.fullName": account.name,
    "mail.identity.id1.useremail": account.address,
    "mail.identity.id1.valid": true,
    "mail.identity.id1.smtpServer": "smtp1",
    "mail.identity.id1.compose_html": true,
    // Else every saved draft opens a modal box, which would hang the remote control.
    "mail.identity.id1.showSaveMsgDlg": false,
    "mail.identity.id1.autocompleteToMyDomain": false,
    "mail.identity.id1.fcc": true,
    "mail.identity.id1.fcc_folder": folder("Sent"),
    "mail.identity.id1.fcc_folder_picker_mode": 0,
    "mail.identity.id1.draft_folder": folder("Drafts"),
    "mail.smtpservers": "smtp1",
    "mail.smtp.defaultserver": "smtp1",
    "mail.smtpserver.smtp1.hostname": "127.0.0.1",
    "mail.smtpserver.smtp1.port": account.smtpPort,
    "mail.smtpserver.smtp1.try_ssl": 0,
    "mail.smtpserver.smtp1.authMethod": 1,
    "mail.smtpserver.smtp1.username": "",
    "mail.smtpserver.smtp1.description": "sink",
    "mail.server.server2.type": "imap",
    "mail.server.server2.hostname": "127.0.0.1",
    "mail.server.server2.port": account.imapPort,
    "mail.server.server2.socketType": 0,
    "mail.server.server2.userName": account.user,
    "mail.server.server2.name": account.address,
    "mail.server.server2.authMethod": 3,
    // True would ask for the password in a modal box before the login could be stored.
    "mail.server.server2.login_at_startup": false,
    "mail.server.server2.check_new_mail": false,
    "mail.server.server2.use_idle": true,
    "mail.server.server2.offline_download": true,
    "mail.server.server2.autosync_offline_stores": false,
    "mail.server.server2.directory-rel": "[ProfD]ImapMail/127.0.0.1",
  }
}

/** Saves files into this folder without asking. */
export const downloadPreferences = (folder: string): Preferences => ({
  "browser.download.useDownloadDir": true,
  "browser.download.folderList": 2,
  "browser.download.dir": folder,
})

export function writeProfile(directory: string, preferences: Preferences): void {
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(directory, { recursive: true })
  const lines = Object.entries({ ...silence, ...preferences }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  writeFileSync(join(directory, "user.js"), `${lines.join("\n")}\n`)
}
