/** The shield with the paper plane, drawn once in a square of 16, for light and for dark themes. */
const shield = (fill: string, plane: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 16 16">` +
  `<path fill="${fill}" d="M8 .8 13.6 2.9v4.4c0 3.6-2.2 6.4-5.6 7.9-3.4-1.5-5.6-4.3-5.6-7.9V2.9Z"/>` +
  `<path fill="${plane}" d="M4.3 4.7 12.2 8l-7.9 3.3.9-2.7 3.6-.6-3.6-.6Z"/></svg>\n`

/** File name in the add-in -> its content. */
export const icons: Readonly<Record<string, string>> = {
  "icons/shield.svg": shield("#176d8b", "#ffffff"),
  "icons/shield-dark-theme.svg": shield("#87bfd8", "#0b2530"),
}
