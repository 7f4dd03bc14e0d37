import { makeStaticStyles } from "@fluentui/react-components"

/** What headings, lists and the page bring along from the browser is taken away once, here. */
export const useBaseStyles = makeStaticStyles({
  "html, body": { margin: 0, padding: 0, height: "100%", WebkitTextSizeAdjust: "100%" },
  "h1, h2, h3, h4, p, ol, ul, dl, dd, figure": { margin: 0 },
  "ol, ul": { padding: 0, listStyleType: "none" },
  "*, *::before, *::after": { boxSizing: "border-box" },
  "@media (prefers-reduced-motion: reduce)": {
    "*, *::before, *::after": { animationDuration: "0.01ms !important", transitionDuration: "0.01ms !important" },
  },
})
