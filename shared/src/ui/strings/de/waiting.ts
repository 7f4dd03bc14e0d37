import type { Strings } from "../en.ts"
import { pluralOf } from "../plural.ts"

const p = pluralOf("de")

export const waiting: Strings["waiting"] = {
  folder: "Wartend",
  title: "Warten auf die Absender",
  text: "Diese Nachrichten wurden für Ihren alten Schlüssel verschlossen. Nur wer sie schon öffnen kann, kann sie für den neuen verschließen; der Server kann es nicht. Neue Nachrichten öffnen sich sofort.",
  empty: "Nichts wartet",
  emptyText: "Keine Nachricht in Ihrem Postfach wartet auf den Absender.",
  waitingFor: (name) => `Wartet auf ${name}`,
  byItself: (name) =>
    `Das Mailprogramm von ${name}, oder von jemand anderem, der die Nachricht öffnen kann, lässt Sie ein: von selbst oder nach einer Frage, wie die Organisation es bestimmt hat.`,
  asked: "Für Sie angefragt",
  askedText: "Wer die Nachricht öffnen kann, weiß Bescheid",
  waits: "Wartet auf eine dieser Personen",
  waitsText: "Diese Seite merkt es von selbst; Sie können sie schließen",
  afterwards: "Dann schicken wir eine Mitteilung",
  afterwardsText: (address) => `an ${address}`,
  why: "Warum warten? Die Nachricht wurde für einen anderen Schlüssel verschlossen. Nur wer sie schon öffnen kann, kann sie für Ihren verschließen. Unser Server kann es nicht.",
  requests: "Anfragen",
  requestsTitle: "Wer wieder lesen möchte",
  requestsText:
    "Diese Personen haben einen neuen Schlüssel eingerichtet, meist nach einem verlorenen Passwort. Es kann auch heißen, dass jemand anderes das Postfach übernommen hat. Rufen Sie vorher unter einer Nummer an, die Sie schon haben.",
  noRequests: "Niemand fragt",
  noRequestsText: "Wenn jemand das Passwort verliert und einen neuen Schlüssel einrichtet, erscheint die Frage hier.",
  count: (count) => `${count} ${p(count, "Nachricht", "Nachrichten")}`,
  newKeySince: (date) => `Neuer Schlüssel seit ${date}`,
  keyBefore: "Schlüssel vorher",
  keyNow: "Neuer Schlüssel",
  talked: (address) => `Ich habe ${address} auf anderem Weg als per E-Mail gefragt`,
  letIn: (count) => `Zu ${count} ${p(count, "Nachricht", "Nachrichten")} einlassen`,
  refuse: "Nicht einlassen",
  later: (date) => `Wird um ${date} von selbst eingelassen, wie die Organisation es bestimmt hat`,
  done: (address) => `${address} wurde eingelassen`,
  refused: (address) => `${address} wurde nicht eingelassen`,
  failed: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
  startAnew: "Neu beginnen",
  resetTitle: "Mit dem Postfach neu beginnen",
  resetText:
    "Sie bekommen einen neuen Schlüssel und ein neues Passwort. Frühere Nachrichten bleiben verschlossen, bis die Absender Sie wieder einlassen; wer Ihnen schreibt, erfährt, dass sich Ihr Schlüssel geändert hat.",
  resetWhich: "Wir schicken einen Code an das Postfach. Dann wählen Sie ein neues Passwort.",
  resetPassword: "Neues Passwort wählen",
  resetPasswordText:
    "Damit entsteht Ihr neuer Schlüssel auf diesem Gerät. Wenn Sie eine Organisation verwalten, lassen sich ihre Regeln von diesem Konto aus nicht mehr ändern: Nehmen Sie lieber den Wiederherstellungscode, wenn Sie ihn finden.",
  resetAction: "Neuen Schlüssel machen",
  noAccount: "Für diese Adresse gibt es kein Konto.",
}
