import { pluralOf } from "../plural.ts"
import type { Strings } from "../en.ts"

const p = pluralOf("de")

export const record: Strings["record"] = {
  title: "Die ganze Aufzeichnung",
  back: "Zurück zur Nachricht",
  intro:
    "Alles, was mit dieser Nachricht geschah, steht in einem Protokoll, das nur wachsen kann. Dieses Gerät hat Eintrag für Eintrag verglichen, was der Server zeigt und was dort steht.",
  saved: "Hat eine Datei gespeichert",
  checking: "Die Aufzeichnung wird geprüft …",
  complete: (count, at) =>
    `Die Aufzeichnung ist vollständig: ${count} ${p(count, "Eintrag", "Einträge")}, geprüft ${at}.`,
  pending: (count) =>
    `${count} ${p(count, "Eintrag ist", "Einträge sind")} jünger als zwei Minuten und noch auf dem Weg ins Protokoll.`,
  broken: (count, at) =>
    `Die Aufzeichnung stimmt nicht: ${count} ${p(count, "Fehler", "Fehler")} gefunden, geprüft ${at}.`,
  brokenText:
    "Jemand mit Zugriff auf den Server hat sie geändert, oder eine ältere Kopie wurde eingespielt. Was in der Nachricht steht, wird davon unabhängig geprüft.",
  unreachable: "Die Aufzeichnung konnte nicht geholt werden und wurde deshalb nicht geprüft.",
  check: "Die ganze Aufzeichnung prüfen",
  again: "Noch einmal prüfen",
  whole: "Die Nachricht als Ganzes",
  theSlip: "Der Eintrag des Zustellscheins",
  theLog: "Das Protokoll",
  itsRecord: "Die Aufzeichnung",
  entry: (number) => `Eintrag ${number}`,
  named: (entry, event, time) => `${entry} (${event}, ${time})`,
  about: (whose, what) => `${whose}: ${what}`,
  problem: {
    missing: "fehlt, und das Protokoll kennt ihn",
    changed: "wurde nach dem Eintragen geändert",
    "out-of-order": "steht nicht dort, wo er eingetragen wurde",
    "not-in-log": "steht nicht im Protokoll",
    "evidence-invalid": "hat keine gültige Unterschrift",
    "head-contradicts": "passt nicht zu dem, was das Protokoll selbst unterschrieben hat",
    fork: "ist ein anderes als zuvor: zwei Verläufe wurden unterschrieben",
    rollback: "ist älter als das, was dieses Gerät gesehen hat",
  },
  state: {
    proved: "Im Protokoll",
    covered: "Im Protokoll, mit dem Zustellschein",
    pending: "Auf dem Weg ins Protokoll",
    missing: "Fehlt",
    changed: "Geändert",
    "out-of-order": "Falsche Reihenfolge",
    "not-in-log": "Nicht im Protokoll",
    "evidence-invalid": "Unterschrift ungültig",
    "head-contradicts": "Widerspricht dem Protokoll",
    fork: "Zwei Verläufe",
    rollback: "Älter als gesehen",
  },
  signed: "unterschrieben",
  compare: {
    title: "Mit jemandem vergleichen",
    text: "Ein Server könnte jedem einen anderen Verlauf zeigen, aber dann unterschreibt er beide. Kopieren Sie Ihren, schicken Sie ihn auf einem anderen Weg, und fügen Sie hier den der anderen Person ein.",
    mine: "Was diesem Gerät gezeigt wurde",
    copy: "Kopieren",
    theirs: "Was jemand anderem gezeigt wurde",
    compare: "Vergleichen",
    same: "Derselbe Verlauf: Sie beide sehen ein Protokoll.",
    fork: "Zwei Verläufe. Der Server zeigt anderen etwas anderes. Bewahren Sie beide Texte auf: zusammen beweisen sie es.",
    unreadable: "Das ist kein solcher Text, oder das Protokoll hat ihn nicht unterschrieben.",
    "unknown-log": "Das betrifft ein Protokoll, von dem dieses Konto nichts gesehen hat.",
    failed: "Das Protokoll konnte nicht gefragt werden. Versuchen Sie es noch einmal.",
  },
}
