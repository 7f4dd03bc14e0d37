/**
 * One letter, two forms: the text part and the HTML part have the same sentences.
 * Promises: no picture, no colour of text or ground, one link at most, its text is its address; names from outside are
 * one line without controls and cannot be markup.
 */
import { escapeHtml } from "@smp/shared/bytes"

export type Block =
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "facts"; readonly rows: readonly (readonly [string, string])[] }
  | { readonly kind: "heading"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "link"; readonly url: string }
  | { readonly kind: "code"; readonly code: string }

export interface Letter {
  readonly lang: string
  readonly organization: string
  readonly subject: string
  readonly heading: string
  readonly blocks: readonly Block[]
  /** Last lines: why this mail exists. */
  readonly foot: readonly string[]
}

const MAX_SUBJECT = 78
const BAR = "#0f7b83"

const MAX_NAME = 120

/** A text from outside as one line, without controls, invisible characters or such as turn the direction of text. */
export function oneLine(text: string): string {
  const line = text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(/[\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu, "")
  return cutTo(line.replaceAll(/\s+/g, " ").trim(), MAX_NAME)
}

/** A person's name, in which no mail program finds an address to make a link of. */
export function personName(text: string): string {
  return oneLine(text)
    .replaceAll(/:\/+/g, ": ")
    .replaceAll(/(?<=\S)\.(?=\S)/g, ". ")
    .replaceAll("@", " ")
    .trim()
}

function cutTo(text: string, length: number): string {
  return text.length <= length
    ? text
    : text
        .slice(0, length)
        .toWellFormed()
        .replace(/\ufffd$/, "")
}

export function subjectOf(letter: Letter): string {
  const subject = oneLine(letter.subject)
  return subject.length <= MAX_SUBJECT ? subject : `${cutTo(subject, MAX_SUBJECT - 1).trimEnd()}…`
}

export function textOf(letter: Letter): string {
  const head = letter.organization === "" ? [] : [letter.organization.toUpperCase(), ""]
  return [...head, letter.heading, "", ...letter.blocks.flatMap(textBlock), "-- ", ...letter.foot, ""].join("\n")
}

function textBlock(block: Block): string[] {
  switch (block.kind) {
    case "paragraph":
      return [block.text, ""]
    case "heading":
      return [block.text]
    case "facts":
      return [...block.rows.map(([name, value]) => `${name}: ${value}`), ""]
    case "list":
      return [...block.items.map((item) => `- ${item}`), ""]
    case "link":
      return [block.url, ""]
    case "code":
      return [block.code, ""]
  }
}

const FONT = "'Segoe UI',system-ui,-apple-system,Roboto,'Helvetica Neue',Arial,sans-serif"
const TABLE = 'role="presentation" cellpadding="0" cellspacing="0" border="0"'

export function htmlOf(letter: Letter): string {
  const organization =
    letter.organization === ""
      ? ""
      : `<p style="margin:0 0 12px;font-size:13px;line-height:18px;font-weight:bold">${escapeHtml(letter.organization)}</p>`
  return (
    `<!doctype html><html lang="${letter.lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<meta name="color-scheme" content="light dark"><title>${escapeHtml(subjectOf(letter))}</title></head><body style="margin:0;padding:0">` +
    `<table ${TABLE} width="100%"><tr><td style="padding:16px 12px"><table ${TABLE} width="100%" style="max-width:580px"><tr>` +
    `<td style="border-left:4px solid ${BAR};padding:2px 0 2px 16px;font-family:${FONT};font-size:15px;line-height:22px">${organization}` +
    `<h1 style="margin:0 0 10px;font-size:20px;line-height:26px;font-weight:bold">${escapeHtml(letter.heading)}</h1>` +
    letter.blocks.map(htmlBlock).join("") +
    `<p style="margin:16px 0 0;padding-top:10px;border-top:1px solid #8a8a8a;font-size:12px;line-height:17px;opacity:.8">${letter.foot.map(escapeHtml).join("<br>")}</p>` +
    `</td></tr></table></td></tr></table></body></html>`
  )
}

function htmlBlock(block: Block): string {
  switch (block.kind) {
    case "paragraph":
      return `<p style="margin:0 0 14px">${escapeHtml(block.text)}</p>`
    case "heading":
      return `<h2 style="margin:20px 0 6px;font-size:15px;line-height:22px;font-weight:bold">${escapeHtml(block.text)}</h2>`
    case "facts":
      return `<table ${TABLE} style="font-size:14px;line-height:20px">${block.rows.map(factRow).join("")}</table>`
    case "list":
      return `<ul style="margin:0 0 14px;padding:0 0 0 18px">${block.items.map((item) => `<li style="margin:0 0 4px">${escapeHtml(item)}</li>`).join("")}</ul>`
    case "link":
      return `<p style="margin:0 0 6px;padding:9px 12px;border:1px solid #8a8a8a;border-radius:4px;overflow-wrap:anywhere"><a href="${escapeHtml(block.url)}">${escapeHtml(block.url)}</a></p>`
    case "code":
      return `<p style="margin:0 0 14px;font-size:24px;line-height:32px;font-weight:bold;letter-spacing:2px">${escapeHtml(block.code)}</p>`
  }
}

const factRow = ([name, value]: readonly [string, string]): string =>
  `<tr><td valign="top" style="padding:2px 14px 2px 0;opacity:.75">${escapeHtml(name)}</td><td valign="top" style="padding:2px 0;overflow-wrap:anywhere">${escapeHtml(value)}</td></tr>`
