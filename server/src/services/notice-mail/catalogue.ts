/** The words of notices, one catalogue per language. No pronoun, no article before a name, no urgency, no secret. */
export type Locale = "en" | "de"

export interface NoticeWords {
  readonly messageSubject: (x: { reference: string; sender: string; organization: string }) => string
  readonly written: (x: { sender: string }) => string
  readonly kept: (x: { organization: string }) => string
  readonly keptFirst: (x: { organization: string }) => string
  readonly firstTime: (x: { organization: string }) => string
  /** How the message opens then, where the first-contact service does not open it. */
  readonly opensBy: Readonly<Record<"sender" | "pass" | "link", (x: { sender: string }) => string>>
  readonly from: string
  readonly to: string
  readonly sent: string
  readonly reference: string
  readonly until: string
  readonly toRead: string
  readonly withAddIn: string
  readonly inBrowser: string
  readonly howToKnow: string
  readonly begins: (x: { origin: string }) => string
  readonly typeIt: (x: { host: string }) => string
  readonly call: (x: { sender: string }) => string
  readonly direct: (x: { sender: string }) => string
  readonly why: (x: { organization: string; to: string; sender: string }) => string
  readonly invitationSubject: (x: { sender: string; host: string }) => string
  readonly invitationHead: (x: { organization: string }) => string
  readonly invitation: (x: { organization: string; sender: string }) => string
  readonly nothingWaits: string
  readonly toBegin: string
  readonly renewedSubject: (x: { host: string }) => string
  readonly renewed: string
  readonly renewedNotYou: (x: { organization: string }) => string
  readonly passwordSubject: (x: { host: string }) => string
  readonly password: string
  readonly passwordNotYou: (x: { organization: string }) => string
  readonly recovered: string
  readonly againSubject: (x: { host: string }) => string
  readonly again: string
  readonly withdrew: (x: { sender: string; reference: string }) => string
  readonly withdrawn: string
  readonly withdrewFile: (x: { sender: string; reference: string }) => string
  readonly withdrawnFile: string
  readonly withdrawnAt: string
  readonly nothingToDo: string
  readonly deliverySlip: string
  readonly notOpenedSubject: (x: { sender: string; reference: string }) => string
  readonly notOpened: (x: { sender: string }) => string
  readonly endsForReader: string
  readonly mayIgnore: string
  readonly askedToRemind: (x: { sender: string }) => string
  readonly endsSubject: (x: { reference: string }) => string
  readonly unreadCount: (x: { unread: number; of: number }) => string
  readonly mayExtend: string
  readonly codeSubject: (x: { host: string }) => string
  readonly codeUse: string
  readonly codeNever: (x: { host: string }) => string
  readonly codeNot: string
  readonly askedAt: string
}

const en: NoticeWords = {
  messageSubject: ({ reference, sender, organization }) => `Message ${reference} from ${sender}, ${organization}`,
  written: ({ sender }) => `${sender} has written to you`,
  kept: ({ organization }) => `The text is kept on the server of ${organization}. This e-mail only tells you about it.`,
  keptFirst: ({ organization }) =>
    `The text is kept on the server of ${organization}, because it is confidential. This e-mail only tells you about it.`,
  firstTime: ({ organization }) =>
    `It is the first time that ${organization} writes to you in this way. At the address below you confirm that this mailbox is yours: a code is mailed to you at that moment. This takes about a minute. There is nothing to install and nothing to pay.`,
  opensBy: {
    sender: ({ sender }) =>
      `${sender} is then told and opens the message to you, usually within minutes during working hours.`,
    pass: ({ sender }) =>
      `${sender} will tell you five words, by phone or in person. You need them once, when you open the message. They are never sent by e-mail.`,
    link: ({ sender }) =>
      `${sender} sends you a second e-mail with a link, from the own mailbox. The message opens with that link only.`,
  },
  from: "From",
  to: "To",
  sent: "Sent",
  reference: "Reference",
  until: "Can be opened until",
  toRead: "To read it",
  withAddIn: "With the add-in in Thunderbird: use the button above this e-mail.",
  inBrowser: "In a browser, on a computer or phone:",
  howToKnow: "How to know that this is real",
  begins: ({ origin }) => `The address above begins with ${origin}/ and nothing stands before that.`,
  typeIt: ({ host }) => `You can leave this e-mail aside and type ${host} yourself. You find the same reference there.`,
  call: ({ sender }) =>
    `If in doubt, call ${sender} on a number you already have. The reference is the same on both sides.`,
  direct: ({ sender }) => `If you answer this e-mail directly, your answer goes to ${sender} as ordinary e-mail.`,
  why: ({ organization, to, sender }) => `${organization} sends this notice to ${to} on behalf of ${sender}.`,
  invitationSubject: ({ sender, host }) => `${sender} invites you to ${host}`,
  invitationHead: ({ organization }) => `A place for letters at ${organization}`,
  invitation: ({ organization, sender }) =>
    `${organization} has a place for letters that should not travel as ordinary e-mail. ${sender} has added this address as a member.`,
  nothingWaits: "No message is waiting for you yet. If you do not want this, do nothing.",
  toBegin: "To begin",
  renewedSubject: ({ host }) => `Your access to ${host} was set up anew`,
  renewed:
    "A new password and a new key were set up for your address. Messages from before stay closed until their senders open them to the new key.",
  renewedNotYou: ({ organization }) =>
    `If it was you, there is nothing to do. If it was not you, somebody else can probably read this mailbox: change the password of the mailbox first, then call ${organization} on a number you already have.`,
  passwordSubject: ({ host }) => `Your password for ${host} was changed`,
  password: "It was changed with the old one, and every other device was signed out. Messages stay readable as before.",
  passwordNotYou: ({ organization }) =>
    `If it was you, there is nothing to do. If it was not you, somebody knew your password: set a new one with your recovery code, then call ${organization} on a number you already have.`,
  recovered:
    "A new one was set with your recovery code, and every device was signed out. Messages stay readable as before.",
  againSubject: ({ host }) => `Messages at ${host} can be opened again`,
  again:
    "Messages from before your access was set up anew can be opened again. More of them may follow; this is the only e-mail about it for now.",
  withdrew: ({ sender, reference }) => `${sender} has withdrawn message ${reference}`,
  withdrawn:
    "It cannot be opened any more. The reason, and whether the message had been opened before, stand on its delivery slip.",
  withdrewFile: ({ sender, reference }) => `${sender} has withdrawn a file of message ${reference}`,
  withdrawnFile: "The file cannot be opened any more; the message can. The reason stands on its delivery slip.",
  withdrawnAt: "Withdrawn",
  nothingToDo: "You do not have to do anything.",
  deliverySlip: "Delivery slip",
  notOpenedSubject: ({ reference, sender }) => `Not opened yet: message ${reference} from ${sender}`,
  notOpened: ({ sender }) => `A message from ${sender} has not been opened yet`,
  endsForReader: "It can be opened for one more day. Then its keys are destroyed, and its recipients cannot open it.",
  mayIgnore:
    "This is the only reminder of the end. If you have read it on paper or by phone, or do not want to read it, you can ignore this e-mail.",
  askedToRemind: ({ sender }) =>
    `${sender} has asked to remind of it. If you have read it on paper or by phone, or do not want to read it, you can ignore this e-mail.`,
  endsSubject: ({ reference }) => `Message ${reference} can be opened for one more day`,
  unreadCount: ({ unread, of }) =>
    unread === 0 ? `All ${of} recipients have opened it.` : `${unread} of ${of} recipients have not opened it yet.`,
  mayExtend: "Until then the end can be changed on its delivery slip. What has ended cannot be brought back.",
  codeSubject: ({ host }) => `Your code for ${host}`,
  codeUse: "Type this code into the page where you asked for it. It works once, for 10 minutes.",
  codeNever: ({ host }) => `Nobody at ${host} will ever ask you for this code.`,
  codeNot: "If it was not you, do nothing. Without the code nothing happens.",
  askedAt: "Asked for",
}

const de: NoticeWords = {
  messageSubject: ({ reference, sender, organization }) => `Nachricht ${reference} von ${sender}, ${organization}`,
  written: ({ sender }) => `${sender} hat Ihnen geschrieben`,
  kept: ({ organization }) => `Der Text liegt auf dem Server von ${organization}. Diese E-Mail weist nur darauf hin.`,
  keptFirst: ({ organization }) =>
    `Der Text liegt auf dem Server von ${organization}, weil er vertraulich ist. Diese E-Mail weist nur darauf hin.`,
  firstTime: ({ organization }) =>
    `${organization} schreibt Ihnen zum ersten Mal auf diesem Weg. Unter der Adresse unten bestätigen Sie, dass dieses Postfach Ihnen gehört: In diesem Augenblick wird Ihnen ein Code zugeschickt. Das dauert etwa eine Minute. Sie müssen nichts installieren und nichts bezahlen.`,
  opensBy: {
    sender: ({ sender }) =>
      `${sender} erfährt dann davon und öffnet die Nachricht für Sie, zu Geschäftszeiten meist innerhalb von Minuten.`,
    pass: ({ sender }) =>
      `${sender} sagt Ihnen fünf Wörter, am Telefon oder persönlich. Sie brauchen sie einmal, beim Öffnen. Per E-Mail kommen sie nie.`,
    link: ({ sender }) =>
      `${sender} schickt Ihnen aus dem eigenen Postfach eine zweite E-Mail mit einem Link. Die Nachricht öffnet sich nur mit ihm.`,
  },
  from: "Von",
  to: "An",
  sent: "Gesendet",
  reference: "Kennung",
  until: "Kann geöffnet werden bis",
  toRead: "So lesen Sie die Nachricht",
  withAddIn: "Mit dem Add-on in Thunderbird: über die Schaltfläche oberhalb dieser E-Mail.",
  inBrowser: "Im Browser, am Computer oder Telefon:",
  howToKnow: "So erkennen Sie, dass diese Mitteilung echt ist",
  begins: ({ origin }) => `Die Adresse oben beginnt mit ${origin}/ und davor steht nichts.`,
  typeIt: ({ host }) =>
    `Sie können diese E-Mail auch beiseitelassen und ${host} selbst eingeben. Dort finden Sie dieselbe Kennung.`,
  call: ({ sender }) =>
    `Rufen Sie im Zweifel ${sender} unter einer Nummer an, die Sie schon kennen. Die Kennung ist auf beiden Seiten gleich.`,
  direct: ({ sender }) =>
    `Wenn Sie direkt auf diese E-Mail antworten, geht Ihre Antwort als gewöhnliche E-Mail an ${sender}.`,
  why: ({ organization, to, sender }) => `${organization} sendet diese Mitteilung an ${to} im Auftrag von ${sender}.`,
  invitationSubject: ({ sender, host }) => `${sender} lädt Sie zu ${host} ein`,
  invitationHead: ({ organization }) => `Ein Ort für Briefe bei ${organization}`,
  invitation: ({ organization, sender }) =>
    `${organization} hat einen Ort für Briefe, die nicht als gewöhnliche E-Mail reisen sollen. ${sender} hat diese Adresse als Mitglied eingetragen.`,
  nothingWaits: "Noch wartet keine Nachricht auf Sie. Wenn Sie das nicht möchten, tun Sie nichts.",
  toBegin: "So beginnen Sie",
  renewedSubject: ({ host }) => `Ihr Zugang zu ${host} wurde neu eingerichtet`,
  renewed:
    "Für Ihre Adresse wurden ein neues Passwort und ein neuer Schlüssel eingerichtet. Frühere Nachrichten bleiben verschlossen, bis die Absender sie für den neuen Schlüssel öffnen.",
  renewedNotYou: ({ organization }) =>
    `Wenn Sie es selbst waren, ist nichts zu tun. Wenn nicht, kann vermutlich jemand anderes dieses Postfach lesen: Ändern Sie zuerst das Passwort des Postfachs und rufen Sie dann ${organization} unter einer Nummer an, die Sie schon haben.`,
  passwordSubject: ({ host }) => `Ihr Passwort für ${host} wurde geändert`,
  password:
    "Es wurde mit dem bisherigen geändert, und alle anderen Geräte wurden abgemeldet. Nachrichten bleiben lesbar wie zuvor.",
  passwordNotYou: ({ organization }) =>
    `Wenn Sie es selbst waren, ist nichts zu tun. Wenn nicht, kannte jemand Ihr Passwort: Setzen Sie mit Ihrem Wiederherstellungscode ein neues und rufen Sie dann ${organization} unter einer Nummer an, die Sie schon haben.`,
  recovered:
    "Mit Ihrem Wiederherstellungscode wurde ein neues gesetzt, und alle Geräte wurden abgemeldet. Nachrichten bleiben lesbar wie zuvor.",
  againSubject: ({ host }) => `Nachrichten auf ${host} lassen sich wieder öffnen`,
  again:
    "Nachrichten aus der Zeit vor der Neueinrichtung Ihres Zugangs lassen sich wieder öffnen. Weitere können folgen; dies ist vorerst die einzige E-Mail dazu.",
  withdrew: ({ sender, reference }) => `${sender} hat die Nachricht ${reference} zurückgezogen`,
  withdrawn:
    "Sie kann nicht mehr geöffnet werden. Der Grund, und ob die Nachricht vorher geöffnet wurde, stehen auf ihrem Zustellschein.",
  withdrewFile: ({ sender, reference }) => `${sender} hat eine Datei der Nachricht ${reference} zurückgezogen`,
  withdrawnFile:
    "Die Datei kann nicht mehr geöffnet werden, die Nachricht schon. Der Grund steht auf ihrem Zustellschein.",
  withdrawnAt: "Zurückgezogen",
  nothingToDo: "Sie müssen nichts tun.",
  deliverySlip: "Zustellschein",
  notOpenedSubject: ({ reference, sender }) => `Noch nicht geöffnet: Nachricht ${reference} von ${sender}`,
  notOpened: ({ sender }) => `Eine Nachricht von ${sender} wurde noch nicht geöffnet`,
  endsForReader:
    "Sie kann noch einen Tag lang geöffnet werden. Dann werden ihre Schlüssel vernichtet, und die Empfänger können sie nicht mehr öffnen.",
  mayIgnore:
    "An das Ende erinnert nur diese E-Mail. Haben Sie die Nachricht auf Papier oder am Telefon erfahren oder möchten sie nicht lesen, so können Sie diese E-Mail beiseitelassen.",
  askedToRemind: ({ sender }) =>
    `${sender} hat um diese Erinnerung gebeten. Haben Sie die Nachricht auf Papier oder am Telefon erfahren oder möchten sie nicht lesen, so können Sie diese E-Mail beiseitelassen.`,
  endsSubject: ({ reference }) => `Die Nachricht ${reference} kann noch einen Tag lang geöffnet werden`,
  unreadCount: ({ unread, of }) =>
    unread === 0
      ? `Alle ${of} Empfänger haben sie geöffnet.`
      : `${unread} von ${of} Empfängern haben sie noch nicht geöffnet.`,
  mayExtend: "Bis dahin lässt sich das Ende auf ihrem Zustellschein ändern. Was geendet hat, kommt nicht wieder.",
  codeSubject: ({ host }) => `Ihr Code für ${host}`,
  codeUse:
    "Geben Sie diesen Code auf der Seite ein, auf der Sie ihn angefordert haben. Er gilt einmal, zehn Minuten lang.",
  codeNever: ({ host }) => `Niemand bei ${host} wird Sie je nach diesem Code fragen.`,
  codeNot: "Wenn Sie das nicht waren, tun Sie nichts. Ohne den Code geschieht nichts.",
  askedAt: "Angefordert",
}

const catalogues: Record<Locale, NoticeWords> = { en, de }
export const localeOf = (wanted: string | null): Locale => (wanted?.toLowerCase().startsWith("de") ? "de" : "en")
export const noticeWords = (locale: Locale): NoticeWords => catalogues[locale]
