import type { Strings } from "../en.ts"

export const drafts: Strings["drafts"] = {
  folder: "Entwürfe",
  saving: "Wird gespeichert …",
  saved: (time) => `Gespeichert um ${time}, nur für Sie verschlossen`,
  here: {
    offline: "Auf diesem Gerät aufgehoben, verschlossen. Gespeichert wird, sobald die Verbindung wieder da ist.",
    "signed-out": "Auf diesem Gerät aufgehoben, verschlossen. Melden Sie sich an, damit es gespeichert wird.",
    full: "Auf diesem Gerät aufgehoben, verschlossen: Auf dem Server ist kein Platz mehr.",
    "too-large": "Zu lang zum Speichern. Der Text bleibt auf dieser Seite, bis er gesendet ist.",
    "too-many": "Auf diesem Gerät aufgehoben, verschlossen: Es gibt zu viele Entwürfe.",
  },
  conflict: {
    title: "Dieser Entwurf wurde auf einem anderen Gerät geändert.",
    text: (when) => `Der andere Text wurde ${when} gespeichert. Beide bleiben, bis Sie entscheiden.`,
    both: "Beide behalten",
    mine: "Diesen verwenden",
    theirs: "Den anderen verwenden",
  },
  deleted: "Entwurf gelöscht.",
  undo: "Rückgängig",
  delete: (subject) => `Entwurf „${subject}“ löschen`,
  nobody: "Noch niemand",
  hereOnly: "Nur auf diesem Gerät",
  closed: "Mit Ihren Schlüsseln nicht zu öffnen",
  emptyTitle: "Keine Entwürfe",
  emptyText:
    "Was Sie schreiben, wird von selbst gespeichert, nur für Sie verschlossen, und geht auf jedem Ihrer Geräte weiter.",
  gone: "Diesen Entwurf gibt es nicht mehr",
  goneText: "Er wurde auf einem anderen Gerät gelöscht.",
  file: {
    uploaded: "hochgeladen, verschlossen",
    percent: (percent) => `wird verschlossen und hochgeladen, ${percent} %`,
    waiting: "wartet",
    failed: "nicht hochgeladen: bitte entfernen und noch einmal anhängen",
    crowded: "nicht hochgeladen: zu viele Ihrer Dateien sind noch nicht gesendet",
  },
}
