import type { Strings } from "../en.ts"
import { pluralOf } from "../plural.ts"

const p = pluralOf("de")

export const message: Strings["message"] = {
  slip: "Zustellschein",
  openSlip: "Zustellschein öffnen",
  print: "Drucken",
  to: "An",
  copy: "Kopie",
  blindCopy: "Blindkopie",
  toPeople: (names) => `an ${names}`,
  copyTo: (names) => `Kopie an ${names}`,
  blindCopyTo: (names) => `Blindkopie an ${names}`,
  frameTitle: "Text der Nachricht",
  noText: "Diese Nachricht hat keinen Text.",
  download: (name) => `${name} speichern`,
  cancelDownload: (name) => `Speichern von ${name} anhalten`,
  downloadAll: (size) => `Alle speichern (${size})`,
  downloading: (done, of) => `Wird geprüft und gespeichert, ${done} von ${of}`,
  saved: "Gespeichert, vollständig und unverändert",
  damaged: "Beschädigt: nicht gespeichert",
  downloadFailed: "Speichern fehlgeschlagen",
  notScanned: "Nicht auf Viren geprüft",
  blockedPictures: (count) =>
    p(
      count,
      "1 Internet-Bild blockiert. Es würde verraten, dass Sie lesen.",
      `${count} Internet-Bilder blockiert. Sie würden verraten, dass Sie lesen.`,
    ),
  reply: "Antworten",
  replyAll: "Allen antworten",
  replyOff: "Antworten wurde beim Senden ausgeschaltet.",
  replyAllOff: "Allen antworten wurde beim Senden ausgeschaltet.",
  opening: "Die Nachricht wird geöffnet und geprüft …",
  recalledTitle: (name) => `${name} hat diese Nachricht zurückgerufen`,
  recalledText: "Text und Dateien lassen sich nicht mehr öffnen. Mitteilung und Kennung bleiben als Beleg.",
  expiredTitle: "Diese Nachricht ist abgelaufen",
  expiredText: (name) =>
    `${name} hatte ein Enddatum gesetzt, und es ist vorbei. Die Schlüssel wurden vernichtet. Fragen Sie ${name}, wenn Sie die Nachricht noch brauchen.`,
  waitingTitle: "Diese Nachricht wartet auf ihren Schlüssel",
  waitingText: (name) =>
    `${name} oder der Erstkontakt-Dienst muss Ihren Schlüssel erst einlassen. Sie müssen nicht hierbleiben: Wir schicken Ihnen eine Mitteilung.`,
  notFoundTitle: "Hier gibt es nichts zu öffnen",
  notFoundText: (address) =>
    `Entweder gibt es diese Nachricht nicht, oder sie ist nicht für ${address}. Wenn die Mitteilung an eine andere Adresse von Ihnen ging, melden Sie sich mit jener an.`,
  failedTitle: "Diese Nachricht lässt sich nicht öffnen",
  failedText:
    "Bytes oder Unterschrift sind beschädigt oder wurden verändert; wir können nicht sagen, was geschrieben wurde und von wem. Nichts davon wird gezeigt. Sagen Sie es der absendenden Person auf einem Weg, den Sie schon kennen.",
  hiddenReaderTitle: "Jemand Ungenanntes bekam einen Schlüssel",
  hiddenReaderText:
    "Es gibt einen Schlüssel zu dieser Nachricht, den ihr unterschriebener Schein nicht nennt. Nichts davon wird gezeigt. Sagen Sie es der absendenden Person und Ihrer Administration.",
  logForkTitle: "Der Server widerspricht sich",
  logForkText:
    "Er zeigt diesem Gerät eine andere Vorgeschichte als zuvor. Nichts wird gezeigt oder gesendet, bis Ihre Administration es sich angesehen hat.",
  keyChangedTitle: (name) => `Der Schlüssel von ${name} hat sich geändert`,
  keyChangedText:
    "Meist bedeutet das ein neues Konto nach verlorenen Schlüsseln. Es kann auch bedeuten, dass jemand anderes die Adresse übernommen hat. Fragen Sie nach, unter einer Nummer, die Sie schon haben.",
  alteredNote: (name) =>
    `Der Server stimmt nicht mit dem überein, was ${name} unterschrieben hat. Alles auf dieser Seite ist das unterschriebene Original.`,
  altered: "Verändert.",
  attention: "Geht es um Geld oder Bankdaten, rufen Sie zuerst an.",
  moneyCall: (name) =>
    `Geht es um Geld oder Bankdaten, rufen Sie zuerst ${name} an, unter einer Nummer, die Sie schon haben.`,
  theSender: "Die absendende Person",
  waitingLive: "Wartet – die Seite öffnet die Nachricht von selbst",
  keyBefore: "Schlüssel bisher",
  keyNow: "Neuer Schlüssel",
  openAnyway: "Neuen Schlüssel annehmen und öffnen",
  goToInbox: "Zum Posteingang",
  otherAccount: "Mit anderer Adresse anmelden",
}
