import { makeStaticStyles } from "@fluentui/react-components"

/** Only what carries `data-print` reaches the paper. */
export const usePrintStyles = makeStaticStyles({
  "@media print": {
    "body *": { visibility: "hidden" },
    "[data-print], [data-print] *": { visibility: "visible" },
    "[data-print-skip], [data-print-skip] *": { display: "none" },
    "[data-print]": { position: "fixed", insetBlockStart: "24px", insetInlineStart: "24px", color: "#000000" },
  },
})
