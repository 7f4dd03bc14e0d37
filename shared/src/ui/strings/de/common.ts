import type { Strings } from "../en.ts"
import { pluralOf } from "../plural.ts"

const p = pluralOf("de")

export const common: Strings["common"] = {
  product: "Message Center",
  close: "Schließen",
  cancel: "Abbrechen",
  back: "Zurück",
  continue: "Weiter",
  tryAgain: "Noch einmal versuchen",
  show: "Zeigen",
  hide: "Verbergen",
  copy: "Kopieren",
  copied: "Kopiert",
  loading: "Wird geladen",
  working: "Einen Augenblick",
  you: "Sie",
  withYou: (name) => `${name} (Sie)`,
  unnamed: "Kein Name angegeben",
  emailAddress: "E-Mail-Adresse",
  yourName: "Ihr Name",
  today: "Heute",
  yesterday: "Gestern",
  todayAt: (time) => `heute um ${time}`,
  yesterdayAt: (time) => `gestern um ${time}`,
  onDay: (day, time) => `am ${day} um ${time}`,
  files: (count) => `${count} ${p(count, "Datei", "Dateien")}`,
  people: (count) => `${count} ${p(count, "Person", "Personen")}`,
  services: (count) => `${count} ${p(count, "Dienst", "Dienste")}`,
  recipients: (count) => `${count} Empfänger`,
  reference: "Kennung",
  requiredField: "Bitte füllen Sie dieses Feld aus.",
  addressWrong: "Das sieht nicht wie eine E-Mail-Adresse aus.",
  skipToContent: "Zum Inhalt springen",
}
