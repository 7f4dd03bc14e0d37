import type { Strings } from "../en.ts"

export const keep: Strings["keep"] = {
  evidence: "Als Beleg speichern",
  mail: "Als Mail speichern",
  mailTitle: "Als unverschlossene Datei speichern?",
  mailText:
    "Die Maildatei enthält den Text und alle Dateien, lesbar für alle, die sie in die Hand bekommen. Jedes Mailprogramm öffnet sie.",
  mailYes: "Datei speichern",
  running: "Alles wird zusammengetragen …",
  saved: "Gespeichert",
  failed: "Das Speichern gelang nicht. Verbindung prüfen und noch einmal versuchen.",
}
