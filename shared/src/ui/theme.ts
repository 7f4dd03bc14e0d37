/**
 * One brand ramp (OKLCH, hue 228), light and dark, Fluent's tokens only. The pairs that carry text are held to 4.5:1 by
 * theme.test.ts. An organization's own colour is never a text or button colour, so none of this depends on it.
 */
import { createDarkTheme, createLightTheme } from "@fluentui/react-components"
import type { BrandVariants, Theme } from "@fluentui/react-components"

export const brand: BrandVariants = {
  10: "#000910",
  20: "#001723",
  30: "#002434",
  40: "#002f43",
  50: "#003a51",
  60: "#00465f",
  70: "#00526e",
  80: "#025f7d",
  90: "#176d8b",
  100: "#267a9a",
  110: "#3c8baa",
  120: "#539bba",
  130: "#6dadca",
  140: "#87bfd8",
  150: "#a9d4e7",
  160: "#cee8f4",
}

/** Segoe UI where Windows has it; wide fallbacks last, so that real systems keep their own face. */
const fontFamilyBase =
  "'Segoe UI Variable Text', 'Segoe UI', -apple-system, BlinkMacSystemFont, Roboto, 'Open Sans', 'Noto Sans', 'Helvetica Neue', Arial, sans-serif"
const fontFamilyMonospace =
  "'Cascadia Mono', Consolas, 'SF Mono', Menlo, 'DejaVu Sans Mono', 'Liberation Mono', monospace"

export const lightTheme: Theme = {
  ...createLightTheme(brand),
  fontFamilyBase,
  fontFamilyMonospace,
  colorBrandBackground2: "#e4f2f9",
}

export const darkTheme: Theme = {
  ...createDarkTheme(brand),
  fontFamilyBase,
  fontFamilyMonospace,
  colorBrandForeground1: brand[130],
  colorBrandForeground2: brand[140],
  colorBrandForegroundLink: brand[130],
  colorBrandForegroundLinkHover: brand[140],
  colorBrandForegroundLinkPressed: brand[120],
  colorCompoundBrandForeground1: brand[130],
  colorCompoundBrandStroke: brand[120],
  colorBrandStroke1: brand[120],
  colorBrandBackground2: "#0b2530",
}
