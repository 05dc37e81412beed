// Another NIP-17 client: everything that it does is nostr-tools' doing, this file only holds it.
//
//   node client.mjs COMMAND --state FILE …        one JSON object a line on standard output
//
//   keys [--relay URL]…                     makes the account on first use
//   relays                                  publishes kind 10050 with its relays
//   send --to NPUB,… [--reply-to ID] [--subject S] TEXT|-
//   react --to NPUB,… --message ID --author PUBKEY EMOJI|-
//   delete --to NPUB,… --message ID         a wrapped kind 5
//   raw --to NPUB,… --kind K [--tags JSON] [--created-at T] TEXT|-     any rumor
//   forge --to NPUB --as NPUB TEXT          a rumor in somebody else's name (seal and rumor differ)
//   list --of NPUB                          somebody's kind 10050
//   decode --of NPUB                        the public key in hex
//   inbox                                   what was wrapped for this account
//   words FILE                              the account of twelve words (NIP-06)
//   ncryptsec FILE PASSWORD_FILE            the account of a locked key (NIP-49)

import { readFileSync, writeFileSync, existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import WebSocket from 'ws'
import { generateSecretKey, getPublicKey, finalizeEvent, verifyEvent, getEventHash } from 'nostr-tools/pure'
import { Relay, useWebSocketImplementation } from 'nostr-tools/relay'
import * as nip06 from 'nostr-tools/nip06'
import * as nip17 from 'nostr-tools/nip17'
import * as nip19 from 'nostr-tools/nip19'
import * as nip44 from 'nostr-tools/nip44'
import * as nip49 from 'nostr-tools/nip49'
import * as nip59 from 'nostr-tools/nip59'

useWebSocketImplementation(WebSocket)

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    state: { type: 'string' },
    relay: { type: 'string', multiple: true },
    to: { type: 'string' },
    of: { type: 'string' },
    as: { type: 'string' },
    'reply-to': { type: 'string' },
    subject: { type: 'string' },
    message: { type: 'string' },
    author: { type: 'string' },
    kind: { type: 'string' },
    tags: { type: 'string' },
    'created-at': { type: 'string' },
  },
})
const [command, ...words] = positionals

const say = row => process.stdout.write(JSON.stringify(row) + '\n')
const hex = bytes => Buffer.from(bytes).toString('hex')
const text = () => (words[0] === '-' ? readFileSync(0, 'utf8') : words[0])
const pubkeyOf = name => (name.startsWith('npub1') ? nip19.decode(name).data : name)
const people = () => flags.to.split(',').map(pubkeyOf)

// ---- the account ----------------------------------------------------------------------------

const state = existsSync(flags.state) ? JSON.parse(readFileSync(flags.state, 'utf8')) : { relays: [] }
if (!state.secret) {
  state.secret = hex(generateSecretKey())
  state.relays = flags.relay ?? []
  writeFileSync(flags.state, JSON.stringify(state), { mode: 0o600 })
}
const secret = Uint8Array.from(Buffer.from(state.secret, 'hex'))
const me = getPublicKey(secret)

// ---- relays ---------------------------------------------------------------------------------

const open = new Map()

async function relay(url) {
  if (!open.has(url)) {
    const r = new Relay(url)
    r.onnotice = notice => r.lastNotice?.(notice)
    await r.connect({ timeout: 5000 })
    open.set(url, r)
  }
  return open.get(url)
}

// Some relays never acknowledge AUTH, so waiting longer than a moment is of no use.
async function authenticate(r) {
  const done = r.auth(async template => finalizeEvent(template, secret)).catch(() => {})
  await Promise.race([done, new Promise(go => setTimeout(go, 700))])
}

// Stored events that match; authenticates and asks again when the relay wants that, by CLOSED or
// by a mere notice.
async function stored(url, filter, again = true) {
  const r = await relay(url)
  const events = []
  const refusal = await new Promise(resolve => {
    const sub = r.subscribe([filter], {
      onevent: event => events.push(event),
      oneose: () => { resolve(null); sub.close() },
      onclose: reason => resolve(reason),
      eoseTimeout: 6000,
    })
    r.lastNotice = notice => { resolve(notice); sub.close() }
  })
  r.lastNotice = undefined
  if (refusal && /auth-required|restricted/.test(refusal)) {
    if (!again) throw new Error(`${url} refuses to be read: ${refusal}`)
    await authenticate(r)
    return stored(url, filter, false)
  }
  return events
}

async function publish(url, event) {
  const r = await relay(url)
  try {
    return { url, ok: true, reason: (await r.publish(event)) ?? '' }
  } catch (error) {
    if (/auth-required/.test(error.message)) {
      await authenticate(r)
      try {
        return { url, ok: true, reason: (await r.publish(event)) ?? '' }
      } catch (second) {
        return { url, ok: false, reason: second.message }
      }
    }
    return { url, ok: false, reason: error.message }
  }
}

// ---- NIP-17 ---------------------------------------------------------------------------------

async function relayList(pubkey) {
  const found = []
  for (const url of state.relays) found.push(...await stored(url, { kinds: [10050], authors: [pubkey] }))
  found.sort((a, b) => b.created_at - a.created_at)
  return found[0] ?? null
}

async function deliver(wraps) {
  const published = []
  for (const wrap of wraps) {
    const to = wrap.tags.find(t => t[0] === 'p')[1]
    let urls = state.relays
    if (to !== me) {
      const list = await relayList(to)
      if (!list) throw new Error(`${to} has no kind 10050: not ready to receive messages`)
      urls = list.tags.filter(t => t[0] === 'relay').map(t => t[1])
    }
    for (const url of urls) published.push({ to, ...await publish(url, wrap) })
  }
  return published
}

// One rumor, sealed and wrapped for everybody and for oneself, as nip17 does for kind 14.
function wrapAll(rumor, to) {
  return [me, ...to].map(one => nip59.createWrap(nip59.createSeal(rumor, secret, one), one))
}

async function sendRumor(template, to) {
  const rumor = nip59.createRumor(template, secret)
  say({ rumor, published: await deliver(wrapAll(rumor, to)) })
}

// nip17 reads the clock for every copy; stands still here, so that the rumor made beside it is the
// one that it sends.
function atOneMoment(work) {
  const real = Date.now
  const moment = real()
  Date.now = () => moment
  try {
    return work()
  } finally {
    Date.now = real
  }
}

// To one person, the wrap is nip17's own. Its wrapManyEvents names in each copy only that copy's
// reader, so the copies are different messages and no room: for oneself and for rooms the same
// rumor is wrapped by nip59.
function wrapMessage(to, content, subject, answers) {
  return atOneMoment(() => {
    const tags = to.map(one => ['p', one])
    if (answers) tags.push(['e', answers, '', 'reply'])
    if (subject) tags.push(['subject', subject])
    const rumor = nip59.createRumor({ created_at: Math.ceil(Date.now() / 1000), kind: 14, tags, content }, secret)
    if (to.length > 1) return [rumor, wrapAll(rumor, to)]
    const replyTo = answers ? { eventId: answers } : undefined
    const wrap = nip17.wrapEvent(secret, { publicKey: to[0] }, content, subject, replyTo)
    return [rumor, [...wrapAll(rumor, []), wrap]]
  })
}

const commands = {
  async keys() {
    say({ pubkey: me, npub: nip19.npubEncode(me), relays: state.relays })
  },

  async relays() {
    const event = finalizeEvent({
      kind: 10050,
      created_at: Math.floor(Date.now() / 1000),
      tags: state.relays.map(url => ['relay', url]),
      content: '',
    }, secret)
    say({ event, published: await Promise.all(state.relays.map(url => publish(url, event))) })
  },

  async decode() {
    say({ pubkey: pubkeyOf(flags.of) })
  },

  async list() {
    say({ event: await relayList(pubkeyOf(flags.of)) })
  },

  async send() {
    const [rumor, wraps] = wrapMessage(people(), text(), flags.subject, flags['reply-to'])
    say({ rumor, published: await deliver(wraps) })
  },

  async react() {
    const to = people()
    const tags = [['e', flags.message], ['p', pubkeyOf(flags.author)], ['k', '14']]
    for (const one of to) if (one !== pubkeyOf(flags.author)) tags.push(['p', one])
    await sendRumor({ kind: 7, tags, content: text() }, to)
  },

  async delete() {
    const to = people()
    const tags = [['e', flags.message], ['k', '14'], ...to.map(one => ['p', one])]
    await sendRumor({ kind: 5, tags, content: '' }, to)
  },

  async raw() {
    const to = people()
    const template = {
      kind: Number(flags.kind),
      tags: flags.tags ? JSON.parse(flags.tags) : to.map(one => ['p', one]),
      content: text() ?? '',
    }
    if (flags['created-at']) template.created_at = Number(flags['created-at'])
    await sendRumor(template, to)
  },

  // Signed by this account, with a rumor that claims to be somebody else's.
  async forge() {
    const [to] = people()
    const rumor = {
      pubkey: pubkeyOf(flags.as),
      created_at: Math.floor(Date.now() / 1000),
      kind: 14,
      tags: [['p', to]],
      content: text(),
    }
    rumor.id = getEventHash(rumor)
    const wrap = nip59.createWrap(nip59.createSeal(rumor, secret, to), to)
    say({ rumor, published: await deliver([wrap]) })
  },

  async inbox() {
    const seen = new Map()
    for (const url of state.relays) {
      for (const wrap of await stored(url, { kinds: [1059], '#p': [me] })) seen.set(wrap.id, wrap)
    }
    for (const wrap of [...seen.values()].sort((a, b) => a.created_at - b.created_at)) {
      try {
        // The seal once more by itself: nip59.unwrapEvent checks it and gives only the rumor.
        const seal = JSON.parse(nip44.decrypt(wrap.content, nip44.getConversationKey(secret, wrap.pubkey)))
        const rumor = nip17.unwrapEvent(wrap, secret)
        say({
          wrap: { ...wrap, content: undefined, size: wrap.content.length, valid: verifyEvent(wrap) },
          seal: { ...seal, content: undefined },
          rumor,
          id_fits: getEventHash(rumor) === rumor.id,
          signed: rumor.sig !== undefined,
        })
      } catch (error) {
        say({ wrap: { ...wrap, content: undefined }, error: error.message, rumor: {} })
      }
    }
  },

  async words() {
    const account = nip06.privateKeyFromSeedWords(readFileSync(words[0], 'utf8').trim())
    say({ npub: nip19.npubEncode(getPublicKey(account)) })
  },

  async ncryptsec() {
    const [file, passwordFile] = words
    const locked = readFileSync(file, 'utf8').trim()
    const account = nip49.decrypt(locked, readFileSync(passwordFile, 'utf8'))
    say({ npub: nip19.npubEncode(getPublicKey(account)), secret: hex(account) })
  },
}

if (!commands[command]) {
  console.error(`client.mjs: no command ${command}`)
  process.exit(2)
}
try {
  await commands[command]()
} catch (error) {
  console.error(error?.stack ?? error)
  process.exitCode = 1
}
for (const r of open.values()) r.close()
