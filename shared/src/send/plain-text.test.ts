import { describe, expect, it } from "vitest"
import { plainTextOf } from "./plain-text.ts"

describe("the plain-text alternative", () => {
  it.each([
    ["<p>Hello Bob,</p><p>see you<br>tomorrow.</p>", "Hello Bob,\n\nsee you\ntomorrow."],
    ["<div>one</div><div>two</div>", "one\ntwo"],
    ["<ul><li>first</li><li>second</li></ul>", "- first\n- second"],
    ["a  lot \n of\tspace", "a lot of space"],
    ["<pre>keep\n  this</pre>", "keep\n  this"],
    ["Gr&uuml;&szlig;e &#8364; &#x1F600; &amp;lt; &unknown;", "Grüße € 😀 &lt; &unknown;"],
    ['<a href="https://example.com/x">the page</a>', "the page <https://example.com/x>"],
    ['<a href="https://example.com/">https://example.com/</a>', "https://example.com/"],
    ['<a href="javascript:alert(1)">click</a>', "click"],
    [
      "<p>answer</p><blockquote><p>asked</p><blockquote>before</blockquote></blockquote>",
      "answer\n\n> asked\n>\n> > before",
    ],
    ['<img alt="logo" src="cid:x"> text', "logo text"],
    ["<head><title>no</title><style>p{color:red}</style></head><body>yes<script>alert(1)</script></body>", "yes"],
    ["<!-- a comment --><!doctype html>text", "text"],
    ['<p title="a > b">ok</p>', "ok"],
    ["1 < 2 and 3", "1 < 2 and 3"],
    ["", ""],
  ])("of %j", (html, text) => {
    expect(plainTextOf(html)).toBe(text)
  })

  it("takes a mail of 8 MB, for which more than linear time would not end within the test's limit", () => {
    const html = "<div><b>word</b> &amp; <i>more</i></div>".repeat(200_000)
    expect(plainTextOf(html).split("\n").length).toBe(200_000)
  })
})
