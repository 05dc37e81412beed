// Another client's gift wraps, to compare with: nostr-tools, driven by JSON lines on standard input.
//
//   {"do": "open", "secret": hex, "wrap": event}             → {"rumor": …, "verified": bool} or {"error": …}
//   {"do": "wrap", "secret": hex, "to": hex, "rumor": {…}}   → {"wrap": event}
//   {"do": "encrypt", "key": hex, "text": …, "nonce": hex}   → {"payload": …}

import { createInterface } from 'node:readline'
import { verifyEvent } from 'nostr-tools/pure'
import * as nip44 from 'nostr-tools/nip44'
import * as nip59 from 'nostr-tools/nip59'

const bytes = hex => Uint8Array.from(Buffer.from(hex, 'hex'))
const work = {
  open: ({ secret, wrap }) => ({ rumor: nip59.unwrapEvent(wrap, bytes(secret)), verified: verifyEvent(wrap) }),
  wrap: ({ secret, to, rumor }) => ({ wrap: nip59.wrapEvent(rumor, bytes(secret), to) }),
  encrypt: ({ key, text, nonce }) => ({ payload: nip44.v2.encrypt(text, bytes(key), bytes(nonce)) }),
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line)
  let said
  try {
    said = work[asked.do](asked)
  } catch (error) {
    said = { error: String(error) }
  }
  console.log(JSON.stringify(said))
}
