// Signal's own safety numbers, to compare with.
//
//   node signal_numbers.mjs FILE
//
// FILE is JSON: {"pairs": [{"own": ID, "peer": ID, "digits": "…", "code": hex}]}, an ID as in section 10
// of docs/PROTOCOL.md (96 bytes, hex). For each pair libsignal makes the sixty digits and the code that
// `own` shows (hash version 0, 5,200 rounds, scannable version 2) and scans the code that is written there.
// Says {"checked": n, "wrong": […]}.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Fingerprint, PublicKey, ScannableFingerprint } from '@signalapp/libsignal-client'

const bytes = hex => Uint8Array.from(Buffer.from(hex, 'hex'))

function person(id) {
  const raw = bytes(id)
  if (raw.length !== 96) throw new Error('an ID has 96 bytes')
  const hash = createHash('sha256').update('hushwing/sc1/fingerprint').update(raw).digest()
  return { account: raw.slice(64), key: PublicKey.deserialize(Uint8Array.from([5, ...hash])) }
}

// Each of a pair is asked for twice: for what it shows, and to scan what the other shows.
const made = new Map()
function fingerprint(one, other) {
  const name = one + other
  if (!made.has(name)) {
    const [own, peer] = [person(one), person(other)]
    made.set(name, Fingerprint.new(5200, 2, own.account, own.key, peer.account, peer.key))
  }
  return made.get(name)
}

const { pairs } = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const wrong = []
for (const pair of pairs) {
  const signal = fingerprint(pair.own, pair.peer)
  const digits = signal.displayableFingerprint().toString()
  const code = Buffer.from(signal.scannableFingerprint().toBuffer()).toString('hex')
  if (digits !== pair.digits || code !== pair.code) wrong.push({ ...pair, signal: { digits, code } })
  // What the peer's Signal says to this code when it scans it.
  const theirs = fingerprint(pair.peer, pair.own).scannableFingerprint()
  if (!theirs.compare(new ScannableFingerprint(bytes(pair.code)))) wrong.push({ ...pair, signal: 'does not match' })
}
console.log(JSON.stringify({ checked: pairs.length, wrong: wrong.slice(0, 3), wrongs: wrong.length }))
