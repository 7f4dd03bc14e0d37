/** Text of people as HTML shows it: every place that writes HTML writes it by these. */

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

/** For element content and for attribute values in double quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? "")
}

/** The same, with its line ends as line breaks. */
export function linesAsHtml(text: string): string {
  return escapeHtml(text).replace(/\r?\n/g, "<br>")
}
