import type { Strings } from "../en.ts"
import { pluralOf } from "../plural.ts"

const p = pluralOf("de")

export const recall: Strings["recall"] = {
  action: "Zurückrufen …",
  suspend: "Anhalten",
  resume: "Wieder freigeben",
  end: "Ende ändern",
  title: "Diese Nachricht zurückrufen?",
  text: "Die Schlüssel der Empfänger werden vernichtet. Das lässt sich nicht rückgängig machen, und vergessen macht es niemanden.",
  opened: (name) => `${name} hat sie schon geöffnet`,
  openedEffect: "Verliert den Zugang, erinnert sich aber vielleicht.",
  savedEffect: (count) =>
    `Verliert den Zugang, hat aber vielleicht eine Kopie: ${count} ${p(count, "Datei wurde", "Dateien wurden")} gespeichert.`,
  released: (name) => `${name} hat einen Schlüssel bekommen`,
  releasedEffect: "Verliert den Zugang. Der Server hat den Schlüssel ausgegeben; ob gelesen wurde, ist nicht bekannt.",
  never: (name) => `${name} hat nie einen Schlüssel bekommen`,
  neverEffect: "Kann sie nicht öffnen und sieht, dass sie zurückgerufen wurde.",
  reason: "Grund, für alle Empfänger sichtbar",
  reasonHint: "Freiwillig. Der Server kann ihn lesen; lassen Sie Vertrauliches weg.",
  archive: (organization) =>
    `Das Archiv von ${organization} behält seine versiegelte Kopie, und der Zustellschein bleibt als Beleg.`,
  slipStays: "Sie selbst können sie weiter öffnen, und der Zustellschein bleibt als Beleg.",
  keep: "Nachricht behalten",
  confirm: (count) => `Für ${count} ${p(count, "Person", "Personen")} zurückrufen`,
  file: {
    action: (name) => `${name} zurückrufen …`,
    title: (name) => `${name} zurückrufen?`,
    text: "Die Schlüssel der Empfänger zu dieser Datei werden vernichtet. Die Nachricht selbst bleibt und sagt, dass die Datei zurückgerufen wurde. Das lässt sich nicht rückgängig machen.",
    effect: (count) =>
      count === 0
        ? "Noch hat niemand sie gespeichert."
        : `${count} ${p(count, "Person hat", "Personen haben")} sie gespeichert und vielleicht eine Kopie behalten.`,
    keep: "Datei behalten",
    confirm: "Datei zurückrufen",
  },
  failed: "Das hat nicht geklappt. Es wurde nichts geändert; bitte versuchen Sie es noch einmal.",
  endTitle: "Bis wann kann sie geöffnet werden?",
  endText: "Dann werden die Schlüssel der Empfänger vernichtet. Was geendet hat, kommt nicht wieder.",
  endSave: "Speichern",
  endNow: (date) => `Jetzt: bis ${date}`,
  endNone: "Jetzt: kein Ende",
  done: {
    recalled: "Zurückgerufen: Die Schlüssel sind vernichtet",
    suspended: "Angehalten: Nur Sie können sie öffnen",
    resumed: "Wieder freigegeben",
    end: "Das Ende ist geändert",
  },
  closed: {
    suspendedTitle: (name) => `${name} hat diese Nachricht angehalten`,
    suspendedText:
      "Im Augenblick kann nur die absendende Person sie öffnen. Vielleicht wird sie später wieder freigegeben.",
    withheldTitle: "Der Server hält diese Nachricht zurück",
    withheldText:
      "Er sagt, sie sei geschlossen, zeigt dafür aber kein unterschriebenes Wort der absendenden Person. Fragen Sie dort nach und sagen Sie es Ihrer Administration.",
    reasonGiven: (reason) => `Angegebener Grund: „${reason}“.`,
    openedBefore: (date) => `Sie haben sie ${date} geöffnet, also davor.`,
    at: (date) => `Seit ${date}.`,
    cannot: "Sie lässt sich nicht mehr öffnen.",
    forSender: "Sie selbst können sie weiter öffnen, die Empfänger nicht.",
    write: (name) => `${name} schreiben`,
    locked: "Verschlossene Datei",
    recalledOrigin: "Von der Person zurückgerufen, von der Sie sie haben. Sie können sie auch hier zurückrufen.",
    recalledFile: (date) => `Zurückgerufen ${date}`,
  },
  password: {
    title: "Ihr Passwort, bitte",
    text: (name) => `${name} verlangt bei jedem Öffnen dieser Nachricht Ihr Passwort.`,
    label: "Passwort",
    open: "Öffnen",
    wrong: "Das Passwort ist nicht richtig.",
    elsewhere: "Öffnen Sie sie im Message Center; dort wird nach Ihrem Passwort gefragt.",
  },
}
