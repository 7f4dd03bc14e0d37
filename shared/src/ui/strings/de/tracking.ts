import type { Strings } from "../en.ts"
import { pluralOf } from "../plural.ts"

const p = pluralOf("de")

export const tracking: Strings["tracking"] = {
  open: "Wer gelesen hat",
  message: "Nachricht öffnen",
  sentTo: (when, people) => `Von Ihnen gesendet ${when} an ${people}`,
  readableUntil: (date) => `lesbar bis ${date}`,
  summary: (displayed, of) => `Bei ${displayed} von ${of} angezeigt`,
  filters: "Wer gezeigt wird",
  everybody: (count) => `Alle (${count})`,
  notRead: (count) => `Nicht gelesen (${count})`,
  notSaved: (count) => `Nicht gespeichert (${count})`,
  nobodyHere: "Niemand, also ist alles angekommen.",
  person: "Person",
  state: "Stand",
  last: "Zuletzt",
  next: "Als Nächstes",
  history: (name) => `Alles, was über ${name} bekannt ist`,
  nothing: "Noch ist nichts bekannt",
  savedFile: (name) => `${name} gespeichert`,
  byClient: (client) => `mit ${client}`,
  files: "Dateien",
  savedBy: (count, of) => `Gespeichert von ${count} von ${of}`,
  fileRecalled: (date) => `Zurückgerufen ${date}`,
  footnote:
    "Angezeigt heißt: Das eigene Gerät der Person hat es mit einer Unterschrift bestätigt. Freigegeben heißt: Unser Server hat den Schlüssel ausgegeben; das beweist nicht, dass jemand hingesehen hat. Das Öffnen der Benachrichtigung im Postfach zählt nie. Den Namen eines Programms nennt dieses selbst.",
  reminder: {
    now: (count) => `${count} ${p(count, "Person", "Personen")} erinnern …`,
    one: "Erinnern …",
    oneLabel: (name) => `${name} erinnern …`,
    cancel: "Nicht erinnern",
    cancelLabel: (name) => `${name} nicht erinnern`,
    planned: (when) => `Erinnerung ${when}`,
    reminded: (when) => `Erinnert ${when}`,
    title: (count) => `${count} ${p(count, "Person", "Personen")} erinnern?`,
    text: "Wer hier steht, bekommt noch eine E-Mail mit demselben Link, ohne etwas aus der Nachricht:",
    mail: (sender) =>
      `„Eine Nachricht von ${sender} wurde noch nicht geöffnet. ${sender} hat um diese Erinnerung gebeten. Haben Sie die Nachricht auf Papier oder am Telefon erfahren oder möchten sie nicht lesen, so können Sie diese E-Mail beiseitelassen.“`,
    once: "Höchstens einmal am Tag für jede Person. Wer sie vorher öffnet, bekommt keine.",
    when: "Wann",
    inDays: (count, date) => (count === 0 ? "Jetzt" : `In ${count} ${p(count, "Tag", "Tagen")}, ${date}`),
    send: "Erinnern",
    sent: (count) => `Eine Erinnerung geht an ${count} ${p(count, "Person", "Personen")}.`,
    plannedFor: (count, date) =>
      `Wer von ${count} ${p(count, "Person", "Personen")} bis ${date} nicht gelesen hat, wird dann erinnert.`,
    failed: "Das hat nicht geklappt. Niemand wird erinnert; bitte versuchen Sie es noch einmal.",
  },
  many: {
    notDisplayed: "Nicht gelesen",
    notDownloaded: "Nicht gespeichert",
    bounced: "Nicht zugestellt",
    totals: (messages, people, displayed) =>
      `${messages} ${p(messages, "Nachricht", "Nachrichten")} an ${people} ${p(people, "Person", "Personen")}: ${displayed}-mal angezeigt`,
    displayed: (count, of) => `${count} von ${of} angezeigt`,
    released: (count) => `Freigegeben ${count}`,
    downloaded: (count) => `Gespeichert ${count}`,
    bouncedCount: (count) => `Nicht zugestellt ${count}`,
    replied: (count) => `Beantwortet ${count}`,
    forwarded: (count) => `Weitergeleitet ${count}`,
    recalled: (count) => `Zurückgerufen ${count}`,
    expired: (count) => `Abgelaufen ${count}`,
    since: "Wann gesendet wurde",
    ever: "Irgendwann gesendet",
    days: (count) => `In den letzten ${count} Tagen gesendet`,
  },
}
