import type { Strings } from "../en.ts"
import { pluralOf } from "../plural.ts"

const p = pluralOf("de")

export const administration: Strings["administration"] = {
  members: "Mitglieder",
  membersOf: (organization) => `Mitglieder von ${organization}`,
  count: (count) => `${count} ${p(count, "Mitglied", "Mitglieder")}`,
  add: "Mitglied hinzufügen",
  addText:
    "Wir schicken eine Einladung. Die Person weist das Postfach nach und wählt ein Passwort; niemand sonst erfährt es.",
  name: "Name",
  role: "Rolle",
  roles: { guest: "Gast", member: "Mitglied", officer: "Vertrauensperson", administrator: "Administration" },
  roleHint: {
    member: "Schreibt und liest.",
    officer: "Wie ein Mitglied; entscheidet mit, etwa über das Öffnen des Archivs.",
    administrator: "Wie ein Mitglied; verwaltet auch Mitglieder und Regeln.",
    guest: "Liest und antwortet.",
  },
  state: { invited: "Eingeladen", active: "Aktiv", disabled: "Ausgeschaltet" },
  since: "Seit",
  invite: "Hinzufügen und einladen",
  added: (address) => `${address} wurde hinzugefügt und eingeladen.`,
  exists: "Diese Adresse ist schon Mitglied.",
  empty: "Bisher nur Sie",
  emptyText: "Fügen Sie die Personen hinzu, die im Namen der Organisation schreiben.",
  notAllowed: "Nur die Administration sieht die Mitglieder.",
  notAllowedTitle: "Nicht für Ihre Rolle",
}

export const account: Strings["account"] = {
  title: "Konto",
  profile: "Sie",
  memberOf: "Mitglied von",
  noMembership: "Gast: Sie können lesen und beantworten, was Ihnen geschickt wurde.",
  devices: "Wo Sie angemeldet sind",
  devicesText: "Ein Gerät abmelden vernichtet, was es zum Aufschließen Ihrer Nachrichten braucht.",
  thisDevice: "Dieses Gerät",
  signedInSince: (when) => `seit ${when}`,
  lastUsed: (when) => `zuletzt benutzt ${when}`,
  signOutDevice: "Abmelden",
  signOutDeviceLabel: (device) => `${device} abmelden`,
  deviceSignedOut: "Das Gerät wurde abgemeldet.",
  password: "Passwort",
  passwordText:
    "Es schließt Ihre Nachrichten auf. Ein neues beendet jede andere Sitzung; Ihr Wiederherstellungscode bleibt, wie er ist.",
  changePassword: "Passwort ändern",
  oldPassword: "Bisheriges Passwort",
  oldPasswordRefused: "Das ist nicht Ihr bisheriges Passwort.",
  samePassword: "Das ist das Passwort, das Sie schon haben.",
  passwordChanged: "Ihr Passwort wurde geändert, und alle anderen Geräte wurden abgemeldet.",
  appearance: "Sprache und Darstellung",
  language: "Sprache",
  theme: "Darstellung",
  themes: { system: "Wie das Gerät", light: "Hell", dark: "Dunkel" },
  signOut: "Hier abmelden",
  signOutText: "Abmelden löscht alle Schlüssel dieser Sitzung von diesem Gerät.",
  key: "Ihr Schlüssel",
  keyText:
    "Lesen Sie einander diese Gruppen am Telefon vor, wenn jemand sicher sein will, dass dieser Schlüssel Ihrer ist.",
}
