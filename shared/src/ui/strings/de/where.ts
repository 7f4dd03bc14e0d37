import type { Strings } from "../en.ts"

export const where: Strings["where"] = {
  title: "Wo Ihre Nachricht jetzt ist",
  draft: "Entwurf",
  server: "Server",
  recipients: "Empfänger",
  mail: "Gewöhnliche E-Mail",
  onlyDraft: "Nur im Entwurf",
  onlyPage: "Nur in dieser Seite",
  nothingServer: "Auf dem Server: nichts.",
  nobodyNotified: "Niemand wurde benachrichtigt.",
  nothingSent: "Nichts wurde gesendet.",
  onlyPageText: "Offen in dieser Seite, unverändert. Auf dem Server: nichts. Niemand wurde benachrichtigt.",
  inDrafts: "In Ihren Entwürfen",
  inDraftsText:
    "Auf dem Server gespeichert, nur für Sie verschlossen. Nichts wurde übergeben. Niemand wurde benachrichtigt.",
  onDevice: "Auf diesem Gerät",
  onDeviceText:
    "Hier verschlossen aufbewahrt. Der Server hat höchstens einen früheren Stand des Entwurfs, nur für Sie verschlossen. Niemand wurde benachrichtigt.",
  partOnServer: (done, of) =>
    `${done} von ${of} liegen verschlossen auf dem Server. Sie werden von selbst gelöscht, wenn die Nachricht nicht gesendet wird.`,
  unknown: "Wir wissen noch nicht, ob sie übergeben wurde. Erst wird der Server gefragt, dann etwas angeboten.",
  notUploaded: "Text und Dateien wurden nicht hochgeladen.",
}

export const failure: Strings["failure"] = {
  notSent: "Nicht gesendet",
  offlineTitle: "Der Server ist nicht erreichbar",
  offlineText: (host) => `${host} antwortet nicht. Vielleicht ist dieses Gerät offline.`,
  retryByItself:
    "Von selbst noch einmal versuchen, sobald die Verbindung wieder da ist und solange diese Seite offen ist",
  back: "Zurück zur Nachricht",
  policyTitle: (organization) => `${organization} erlaubt diese Kombination nicht`,
  policyText:
    "Eine Regel der Organisation verbietet eine der Optionen. Ändern Sie die Optionen und senden Sie noch einmal.",
  tooLargeTitle: "Die Nachricht ist zu groß",
  tooLargeText: "Lassen Sie eine Datei weg oder senden Sie zwei Nachrichten.",
  fullTitle: "Der Server hat keinen Platz mehr",
  fullText: "Ihre Administration muss Platz schaffen. Die Nachricht bleibt so lange hier.",
  crowdedTitle: "Zu viele Ihrer Dateien sind noch nicht gesendet",
  crowdedText:
    "Dateien von Nachrichten und Entwürfen, die nicht gesendet wurden, belegen den Platz, den der Server für Sie hat. Senden oder löschen Sie Entwürfe mit Dateien und versuchen Sie es noch einmal.",
  refusedTitle: "Der Server hat die Nachricht abgelehnt",
  refusedText:
    "Er sagt, dass etwas daran nicht stimmt. Nichts wurde gesendet. Wenn das wieder geschieht, sagen Sie es Ihrer Administration.",
  recipientTitle: (who) => `${who} kann dies nicht bekommen`,
  recipientText:
    "Die Adresse gibt es hier nicht, oder ihr Postfach lässt sich nicht nachweisen. Senden Sie ohne sie oder berichtigen Sie sie.",
  busyTitle: "Der Server ist ausgelastet",
  retriesByItself: "Die Seite versucht es von selbst noch einmal, sobald die Verbindung wieder da ist.",
  signedOutWriting: "Abgemeldet – Ihr Text ist noch da",
  changedTitle: "Der Entwurf wurde inzwischen geändert",
  changedText:
    "Was Sie jetzt sehen, ist nicht das, was gesendet werden sollte; es wurde darum nicht gesendet. Senden Sie noch einmal, um den neuen Text zu senden.",
  signedOutTitle: "Sie wurden während des Sendens abgemeldet",
  signedOutText: "Melden Sie sich wieder an und senden Sie noch einmal. Ihr Text bleibt erhalten.",
  cancelledTitle: "Das Senden wurde angehalten",
  cancelledText: "Nichts wurde übergeben.",
  fileTitle: (name) => `${name} ist nicht mehr lesbar`,
  fileText:
    "Die Datei wurde seit dem Anhängen geändert, verschoben oder gelöscht. Entfernen Sie sie und hängen Sie sie neu an.",
  otherTitle: "Etwas ist schiefgegangen",
  otherText:
    "Das sollte nicht geschehen. Nichts ging verloren: Versuchen Sie es noch einmal, und sagen Sie es Ihrer Administration, wenn es so bleibt.",
  code: (code) => `Code für Ihre Administration: ${code}`,
  pageMissing: "Diese Seite gibt es nicht",
  pageMissingText: "Die Adresse ist falsch geschrieben oder gehört zu einem Teil, den dieser Server nicht hat.",
  serverFault: "Der Server hat eine Störung. Bitte versuchen Sie es in einer Minute noch einmal.",
  pausedTitle: "Zu viel in kurzer Zeit",
  pausedText:
    "Sie haben in kurzer Zeit sehr viel geöffnet oder nachgeschlagen. Bitte warten Sie eine Weile, höchstens eine Stunde, und öffnen Sie die Nachricht noch einmal.",
  logTitle: "Der Server widerspricht sich",
  logText:
    "Er zeigt diesem Gerät eine andere Vorgeschichte der Schlüssel als zuvor. Das Senden ist angehalten. Sagen Sie es Ihrer Administration.",
}
