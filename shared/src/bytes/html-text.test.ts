import { describe, expect, it } from "vitest"
import { escapeHtml, linesAsHtml } from "./html-text.ts"

describe("text in HTML", () => {
  it("cannot end an element or an attribute", () => {
    expect(escapeHtml('</p><a href="x">&amp;')).toBe("&lt;/p&gt;&lt;a href=&quot;x&quot;&gt;&amp;amp;")
  })

  it("keeps its lines, whatever ends them", () => {
    expect(linesAsHtml("a < b\r\nc\nd")).toBe("a &lt; b<br>c<br>d")
  })
})
