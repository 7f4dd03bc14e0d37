import type { Strings } from "../en.ts"
import { pluralOf } from "../plural.ts"

const p = pluralOf("de")

export const entrance: Strings["entrance"] = {
  wroteToYou: (name) => `${name} hat Ihnen vertraulich geschrieben`,
  sent: (when) => `gesendet ${when}`,
  whatHappens: "Was jetzt geschieht – etwa eine Minute, kostenlos, nichts zu installieren",
  steps: {
    label: "Schritte",
    now: (step) => `${step} – jetzt`,
    done: "erledigt",
    of: (step, count) => `Schritt ${step} von ${count}`,
    mailbox: "Zeigen, dass es Ihr Postfach ist",
    mailboxHint: "Wir schicken Ihnen einen Code mit 12 Zeichen.",
    password: "Passwort wählen",
    passwordHint: "Nur Sie kennen es. Wir erfahren es nie.",
    recovery: "Wiederherstellungscode aufbewahren",
    recoveryHint: "Er lässt Sie wieder hinein, wenn Sie das Passwort vergessen.",
  },
  genuine: (name) =>
    `Nicht sicher, ob das echt ist? Rufen Sie ${name} unter einer Nummer an, die Sie schon haben. Nehmen Sie keine Nummer aus der E-Mail oder von dieser Seite.`,
  isThisYourMailbox: "Ist das Ihr Postfach?",
  messageIsForAddress:
    "Die Nachricht ist für diese Adresse. Damit niemand anderes sie öffnet, schicken wir einen Code dorthin. Der Code gilt 10 Minuten.",
  messageIsForSomeone:
    "Damit niemand anderes die Nachricht öffnet, schicken wir einen Code an Ihr Postfach. Der Code gilt 10 Minuten.",
  hiddenOnPurpose: "Ein Teil der Adresse ist absichtlich verborgen",
  fullAddress: "Ihre vollständige E-Mail-Adresse",
  fullAddressHint: "Geben Sie die Adresse ein, an die die Mitteilung ging.",
  sendCode: "Code schicken",
  notMyAddress: "Das ist nicht meine Adresse",
  notMyAddressTitle: "Das ist nicht Ihre Adresse?",
  notMyAddressText:
    "Dann kam die Mitteilung aus Versehen zu Ihnen oder wurde weitergeleitet. Öffnen kann die Nachricht nur, wem das Postfach gehört, an das sie ging. Es wurde nichts verschickt und nichts geöffnet: Sie können diese Seite einfach schließen.",
  beenHere: "Schon einmal hier gewesen?",
  signInLink: "Anmelden",
  enterCode: "Code eingeben",
  codeSentTo: (address, time) =>
    `Wir haben um ${time} 12 Zeichen an ${address} geschickt. Lassen Sie diese Seite offen, während Sie nachsehen.`,
  codeSent: "Code verschickt",
  codeLabel: "Code aus der E-Mail",
  codeHint: (time) =>
    `Gilt bis ${time}. Nur der neueste Code zählt. Großbuchstaben und Leerzeichen spielen keine Rolle.`,
  codeIncomplete: "Der Code hat 12 Zeichen.",
  codeWrong: (tries) => `Dieser Code stimmt nicht. Noch ${tries} ${p(tries, "Versuch", "Versuche")}.`,
  codeWrongPlain: "Dieser Code stimmt nicht.",
  codeExpired: "Dieser Code ist abgelaufen. Fordern Sie einen neuen an.",
  sendNewCode: "Neuen Code schicken",
  sendNewCodeIn: (time) => `Neuen Code schicken (in ${time})`,
  nothingArrived: "Nichts angekommen?",
  lookInJunk: "Sehen Sie im Spam-Ordner nach. Manche Firmen halten E-Mails einige Minuten zurück.",
  otherAddress: "Andere Adresse verwenden",
  devOutbox: "Dieser Server läuft ohne Mailserver. Seine E-Mails liegen im Postausgang:",
  devOutboxLink: "Postausgang öffnen",
  choosePassword: "Passwort wählen",
  choosePasswordText:
    "Es öffnet Ihre Nachrichten auf diesem und jedem anderen Gerät. Wir erfahren es nie; darum können wir weder Ihre Nachrichten lesen noch Ihnen das Passwort zuschicken.",
  newPassword: "Neues Passwort",
  passwordHint: "Mindestens 10 Zeichen. Drei oder vier Wörter ohne Zusammenhang sind gut.",
  passwordTooShort: "Bitte verwenden Sie mindestens 10 Zeichen.",
  showPassword: "Passwort zeigen",
  hidePassword: "Passwort verbergen",
  strength: { label: "Stärke", weak: "Zu leicht zu erraten", fair: "Könnte besser sein", good: "Gut", strong: "Stark" },
  nameHint: "Wer Ihre Antworten bekommt, sieht ihn.",
  staySignedIn: "Das ist mein eigenes Gerät – 30 Tage angemeldet bleiben",
  makingKeys: "Ihre Schlüssel entstehen auf diesem Gerät …",
  keepRecovery: "Wiederherstellungscode aufbewahren",
  keepRecoveryText:
    "Wenn Sie das Passwort einmal vergessen, kommen Sie mit diesem Code wieder hinein. Niemand sonst hat eine Kopie, auch nicht der Betreiber dieses Servers.",
  recoveryGroups: "Wiederherstellungscode",
  download: "Herunterladen",
  print: "Drucken",
  goodPlaces:
    "Gute Orte: ein Passwort-Manager, oder ausgedruckt bei Ihrem Reisepass. Schlechte Orte: Ihr Postfach oder ein Foto auf diesem Telefon.",
  typeLastGroup: "Geben Sie die letzte Gruppe ein, damit wir wissen, dass Sie ihn haben",
  lastGroupRight: "Das stimmt",
  lastGroupWrong: "Das ist nicht die letzte Gruppe Ihres Codes.",
  lastGroupMissing: "Bitte geben Sie zuerst die letzte Gruppe ein.",
  openMessage: "Nachricht öffnen",
  openMessageCenter: "Message Center öffnen",
  recoveryFile: {
    name: "wiederherstellungscode.txt",
    title: (product) => `Wiederherstellungscode für ${product}`,
    address: "Adresse",
    server: "Server",
    hint: "Er öffnet Ihre Nachrichten, wenn Sie das Passwort vergessen. Bewahren Sie ihn dort auf, wo nur Sie ihn finden.",
  },
  signIn: "Anmelden",
  welcome: "Willkommen",
  addressUnlike: "Die Mitteilung ging an eine andere Adresse als diese.",
  welcomeBack: "Willkommen zurück",
  welcomeBackText: "Melden Sie sich an, um zu lesen und zu beantworten, was Ihnen vertraulich geschrieben wurde.",
  onlyOnDevice: "Nur auf Ihrem Gerät geöffnet",
  onlyOnDeviceText:
    "Nachrichten werden hier aufgeschlossen, mit Ihrem Passwort. Der Server bewahrt sie verschlossen auf.",
  samePlace: "Am selben Ort antworten",
  samePlaceText: "Ihre Antwort und Ihre Dateien sind auf dieselbe Weise geschützt.",
  neverAsk: (host) =>
    `Wir fragen nie per E-Mail oder Telefon nach Ihrem Passwort oder Wiederherstellungscode. Achten Sie darauf, dass in der Adresszeile ${host} steht.`,
  password: "Passwort",
  signInRefused: "Adresse und Passwort passen nicht zusammen.",
  signInPaused: (seconds) => {
    const minutes = Math.ceil(seconds / 60)
    return seconds < 60
      ? `Bitte warten Sie ${seconds} ${p(seconds, "Sekunde", "Sekunden")} und versuchen Sie es noch einmal.`
      : `Zu viele Versuche. Bitte warten Sie ${minutes} ${p(minutes, "Minute", "Minuten")} und versuchen Sie es noch einmal.`
  },
  signInTaken: (seconds) => {
    const minutes = Math.ceil(seconds / 60)
    return `Zu viele Versuche, sich mit dieser Adresse anzumelden, vielleicht von jemand anderem. Bitte warten Sie ${minutes} ${p(minutes, "Minute", "Minuten")}. Auf einem Gerät, auf dem Sie schon einmal angemeldet waren, können Sie sich jetzt anmelden, und überall, nachdem Sie mit Ihrem Wiederherstellungscode ein neues Passwort gesetzt haben.`
  },
  signingIn: "Das Passwort wird geprüft …",
  lostPassword: "Passwort vergessen?",
  firstTime: "Zum ersten Mal hier?",
  getCode: "Code für Ihr Postfach anfordern",
  sessionEnded: "Sie wurden abgemeldet. Bitte melden Sie sich wieder an.",
  signInToOpen: "Melden Sie sich an, um die Nachricht zu öffnen.",
  alreadyRegistered: "Zu dieser Adresse gibt es schon ein Konto. Bitte melden Sie sich an.",
  lostTitle: "Passwort vergessen?",
  lostText: "Wir haben es nicht und können es darum nicht schicken. Wählen Sie, was Sie noch haben.",
  whatDoYouHave: "Was haben Sie noch?",
  recoveryWay: "Ihren Wiederherstellungscode",
  recoveryWayText: "26 Zeichen in Gruppen, ausgedruckt oder in Ihrem Passwort-Manager.",
  everythingBack: "Alles kommt zurück",
  enterRecovery: "Code eingeben",
  deviceWay: "Ein Gerät, auf dem Sie noch angemeldet sind",
  deviceWayText:
    "Lesen und antworten Sie dort, solange diese Sitzung dauert. Das Passwort selbst kann dort ohne den Wiederherstellungscode weder gelesen noch geändert werden.",
  deviceResult: "Nur bis diese Sitzung endet",
  mailboxWay: "Nur Ihr Postfach",
  mailboxWayText:
    "Ohne Passwort und Wiederherstellungscode kann niemand Ihre früheren Nachrichten öffnen, auch wir nicht. Sie beginnen mit einem neuen Schlüssel neu; wer eine frühere Nachricht öffnen kann, kann Sie wieder einlassen.",
  mailboxResult: "Frühere Nachrichten warten auf ihre Absender",
  recoveryCode: "Wiederherstellungscode",
  recoveryCodeHint: "26 Zeichen. Großbuchstaben, Leerzeichen und Bindestriche spielen keine Rolle.",
  recoveryIncomplete: (count) => `${count} von 26 Zeichen.`,
  recoveryTypo: "Ein Zeichen stimmt nicht. Bitte vergleichen Sie noch einmal mit Ihrer Kopie.",
  recoveryRefused: "Dieser Wiederherstellungscode öffnet dieses Konto nicht.",
  whichAccount: "Welches Konto ist es?",
  whichAccountText: "Wir schicken einen Code an sein Postfach. Danach geben Sie den Wiederherstellungscode ein.",
  recoveryAndPassword: "Wiederherstellungscode und neues Passwort",
  recoverTitle: "Mit dem Wiederherstellungscode zurück",
  recoverText:
    "Zeigen Sie zuerst wieder, dass es Ihr Postfach ist. Dann geben Sie den Wiederherstellungscode ein und wählen ein neues Passwort.",
  restore: "Konto öffnen",
  newRecoveryKept: "Ihr Wiederherstellungscode bleibt derselbe.",
  language: "Sprache",
}
