import type { Strings } from "../en.ts"

export const outlook: Strings["outlook"] = {
  title: "Outlook",
  lead: "Die Leute in Ihrer Organisation bekommen „Sicher senden“ in Outlook, ohne etwas zu installieren. Sie verteilen es einmal.",
  notHttps: "Outlook lädt Add-ins nur von Adressen, die mit https beginnen. Die Adresse dieses Servers tut das nicht.",
  manifest: "1. Manifest wählen",
  manifestText: "Es sagt Outlook, wo dieser Server ist. Es enthält nichts Geheimes.",
  variant: "Manifest",
  variants: {
    "send-secure-block": "Für die ganze Organisation",
    "send-secure": "Zum Ausprobieren in einem Postfach",
    "send-secure-mailbox-block": "Für die ganze Organisation, Outlook sendet die Hinweise",
    "send-secure-on-premises": "Für einen eigenen Exchange-Server",
  },
  variantHint: {
    "send-secure-block": "Gewöhnliches Senden wartet, solange der Wächter nicht erreichbar ist.",
    "send-secure": "Ist der Wächter nicht erreichbar, sendet Outlook die gewöhnliche Mail.",
    "send-secure-mailbox-block": "Bittet um das Recht am Postfach, damit Outlook selbst den Hinweis senden kann.",
    "send-secure-on-premises": "Für Mailbox 1.5; vor 1.12 gibt es keinen Wächter.",
  },
  download: "Manifest herunterladen",
  deploy: "2. Verteilen",
  steps: [
    "Öffnen Sie das Microsoft 365 Admin Center, Einstellungen, Integrierte Apps, und wählen Sie „Benutzerdefinierte Apps hochladen“.",
    "Nehmen Sie das Manifest und weisen Sie es allen oder einzelnen Gruppen zu.",
    "Warten Sie bis zu einem Tag, und lassen Sie Outlook einmal neu starten.",
  ],
  tryIt:
    "Zum Ausprobieren vorher: in Outlook im Web „Add-Ins abrufen“, „Meine Add-Ins“, „Benutzerdefiniertes Add-In hinzufügen“, „Aus Datei“.",
  signIn: "Jede Person meldet sich im Bereich mit dem Konto an, das sie aus ihrer Einladung angelegt hat.",
  rules: "3. Regeln für gewöhnliche Mail",
  rulesText:
    "Was niemand als gewöhnliche Mail senden soll. Die Regeln werden in der Richtlinie Ihrer Organisation unterschrieben.",
  rule: {
    domains: "Domains der Empfänger",
    keywords: "Wörter im Betreff",
    labels: "Vertraulichkeitsstufen",
    attachments: "Alles mit Anhängen",
    advise: "Domains, für die „Sicher senden“ empfohlen wird",
    contact: "Wen man fragen kann",
    notices: "Wer die Hinweise sendet",
  },
  ruleHint: {
    domains: "Eine je Zeile. Alles an sie geht mit „Sicher senden“.",
    keywords: "Eines je Zeile.",
    labels: "Ihre Kennungen, eine je Zeile. Outlook kennt sie ab Mailbox 1.13.",
    advise: "Gewöhnliche Mail bleibt möglich.",
    contact: "Name und Durchwahl, für das Fenster, das Outlook zeigt.",
    notices: "Antworten und Blindkopien kündigt immer dieser Server an.",
  },
  notices: {
    server: "Dieser Server",
    client: "Outlook, aus dem Postfach des Absenders, wo es das kann",
  },
  rulesSave: "Regeln sichern",
  rulesSaved: "Gesichert. Sie erreichen die Leute bei der nächsten Anmeldung.",
  rulesHolder: "Nur wer die Organisation gegründet hat, kann sie ändern.",
  guard: "4. Wissen, was der Wächter kann",
  guardText:
    "Wenn jemand auf das gewöhnliche Senden von Outlook drückt, hält der Wächter zurück, was für „Sicher senden“ gedacht war und was Ihre Regeln nennen.",
  cannot: "Er kann nicht aufhalten",
  cannots: [
    "Outlook auf Telefonen und andere Mailprogramme.",
    "Seriendruck und Programme, die über MAPI oder Exchange senden.",
    "Ein gewöhnliches Senden, solange das Add-in nicht erreichbar ist, beim Manifest für ein Postfach.",
    "Wer die Einstellungen des eigenen Postfachs ändert.",
  ],
  enforce: "Was nicht offen hinausgehen darf, setzt Ihr Mailserver durch",
  enforceText:
    "Legen Sie in Exchange eine Transportregel an: Mails nach außen mit Vertraulichkeit, Wort oder Empfänger der Regel ablehnen, wenn dieses Kopffeld fehlt:",
  notAllowed: "Nur Administratoren verteilen das Add-in.",
}
