/** X-Wing in JavaScript, alone: a page that needs it loads nothing else of its library. */
export { KEM_MLKEM768_X25519 } from "@panva/hpke-noble"
