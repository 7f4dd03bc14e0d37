/** What the command line says about itself, and the two ways in which it refuses. */

/** Wrong usage: exit code 2. */
export class UsageError extends Error {}

/** A refusal with one clear sentence: exit code 1. */
export class Refused extends Error {}

export const USAGE = `smp: the command-line client of the Secure Messaging Platform

  smp setup LINK --organization NAME --email E    make an organization with the one-time link
  smp member add --email E                        invite a member (administrators)
  smp register --email E                          have a code mailed to E
  smp register --email E --code C                 make the account
  smp reset --email E [--code C]                  new keys when nothing is left but the mailbox
  smp login --email E                             sign in on this profile
  smp policy [--regrant auto|ask|off] [--wait H] [--first agent,sender,pass,link]
             [--labels LABEL[=MODE],…|none]       labels, and the weakest first contact that each allows
             [--officers E,…|none]                who may recall messages of others
                                                  the organization's rules (administrators)
  smp archive make --out DIR | off                lock every message for an archive too; its key goes to DIR, to be kept
                                                  off every line (administrators)
  smp send --to A… --cc A… --bcc A… --subject S --body-file F [--html] --attach F…
           [--hide-subject] [--expires TIME|never] [--no-reply] [--no-forward] [--no-share] [--fyeo] [--label L]
                                                  hand over a message; --fyeo asks recipients for their password
                                                  at each opening, --no-share keeps from them who else has read it
           [--first-contact agent|sender|sender-code|pass|link]
                                                  how people without an account come in
  smp send --reply-to ID [--all] [--quote] …      answer it; without --to to its sender, with --all to everybody
  smp send --forward ID --to A… …                 pass it on with its files, which are not uploaded again
  smp draft save [ID] --to A… --subject S --body-file F --attach F… …
                                                  keep a draft, locked for you alone; with ID: write it anew
  smp draft list | show ID | send ID | delete ID  own drafts
  smp list [--folder inbox|sent|archive|trash|waiting] [--search WORDS] [--from P] [--to P] [--after DAY]
           [--before DAY] [--label L] [--with-files] [--unread]
                                                  messages, newest first
  smp thread ID                                   its conversation, oldest first
  smp move ID… --to inbox|sent|archive|trash      move; also --to restore, and --to gone out of the trash for ever
  smp label                                       own labels
  smp label add NAME [--color C]                  a new one; label rename L --name N, label remove L
  smp label put L ID… [--off]                     put it on messages, or take it off
  smp read ID [--out DIR] [--secret-stdin]        show a message; files go to DIR; words, link or code from the
                                                  sender come from standard input
  smp wanted                                      who waits for messages that you can open
  smp grant ID --to E [--refuse]                  let a reader in, or not
  smp watch                                       what changes, as it changes
  smp slip ID                                     the delivery slip
  smp recall ID [--reason R] [--to A…|--file NAME…]   destroy the keys of all, of some, or of attachments
  smp remind ID [--to A…] [--at TIME|--off|--list]
                                                  a second notice to those who have not opened it, now or later;
                                                  --off: not any more; --list: who that is
  smp bounce FILE|-                               a mail server's report that a notice was not delivered
  smp suspend ID [--reason R] · smp resume ID     shut it for a while · open it again
  smp expire ID --at TIME|never                   another end; TIME is 2026-12-31T12:00Z, or 30d from now
  smp export ID --out DIR [--zip]                 evidence: the message, its slip and every proof, in a folder
  smp export ID --out DIR --mail-only|--age R…    the message as a mail file (.eml), locked for age keys
  smp export --all --out DIR [--age R…]           everything, as mailbox files that mail programs import
  smp verify [ID]                                 check a message and its whole record, or this account and its logs
  smp verify [ID] --checkpoint FILE               compare with the checkpoint that somebody else printed
  smp verify FOLDER|FILE.zip                      check evidence; needs no server

Every command takes
  --server URL       address of the server (default: the profile's, else http://localhost:8480)
  --profile DIR      where this person's session is kept (default: ~/.smp)
  --json             print one JSON value
Commands that need a password ask for it; --password-stdin takes it from standard input.
--name N names the person for setup and register, the member for member add.

The profile holds this device's secrets in files of mode 0600: whoever can read them can open the messages, like this
device. Exit code: 0 done, 1 refused (one line says why), 2 wrong usage.
`
