// What another client sees of a relay: NIP-01, 09, 11, 40, 42, 59, 70 and 77 through nostr-tools.
//
//   node relay-checks.mjs URL        one {"check", "ok", "detail"} a line

import WebSocket from 'ws'
import { generateSecretKey, getPublicKey, finalizeEvent } from 'nostr-tools/pure'
import { Relay, useWebSocketImplementation } from 'nostr-tools/relay'
import { fetchRelayInformation } from 'nostr-tools/nip11'
import { nip77 as negentropy } from 'nostr-tools'
import * as nip44 from 'nostr-tools/nip44'

const { NegentropyStorageVector, NegentropySync } = negentropy
useWebSocketImplementation(WebSocket)
const url = process.argv[2]
const now = () => Math.floor(Date.now() / 1000)
const ids = events => events.map(e => e.id)
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b)

function check(what, ok, detail = '') {
  const shown = typeof detail === 'string' ? detail : JSON.stringify(detail)
  process.stdout.write(JSON.stringify({ check: what, ok: Boolean(ok), detail: shown ?? '' }) + '\n')
}

const open = []
async function connect() {
  const relay = new Relay(url)
  relay.onnotice = () => {}
  await relay.connect({ timeout: 5000 })
  open.push(relay)
  return relay
}

const signed = (secret, kind, content = '', tags = [], created_at = now()) =>
  finalizeEvent({ kind, content, tags, created_at }, secret)

// Publishes: '' or the reason of the refusal.
async function refusal(relay, event) {
  try {
    await relay.publish(event)
    return ''
  } catch (error) {
    return error.message || 'refused without a reason'
  }
}

// Stored events, or the reason of CLOSED.
function stored(relay, ...filters) {
  return new Promise(resolve => {
    const events = []
    const sub = relay.subscribe(filters, {
      onevent: e => events.push(e),
      oneose: () => { resolve(events); sub.close() },
      onclose: reason => resolve(reason),
      eoseTimeout: 5000,
    })
  })
}

const authenticate = (relay, secret) => relay.auth(async t => finalizeEvent(t, secret))

async function until(probe, seconds = 5) {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const seen = await probe()
    if (seen || Date.now() > end) return seen
    await new Promise(go => setTimeout(go, 50))
  }
}

// A bare connection, for what nostr-tools would never send.
function bare() {
  return new Promise((resolve, reject) => {
    const ws = new WebSocket(url)
    const heard = []
    ws.on('message', data => heard.push(String(data)))
    ws.on('error', reject)
    ws.on('open', () => resolve({ ws, heard, says: text => until(() => heard.find(h => h.includes(text))) }))
  })
}

const alice = generateSecretKey()
const bob = generateSecretKey()

async function nip11() {
  const about = await fetchRelayInformation(url.replace(/^ws/, 'http'))
  const nips = about.supported_nips ?? []
  check('NIP-11 names its NIPs', [1, 9, 11, 40, 42, 70, 77].every(n => nips.includes(n)), nips)
  check('NIP-11 tells its limits',
    about.limitation?.max_message_length > 0 && about.limitation?.max_subscriptions > 0, about.limitation)
  check('NIP-11 says what software it is', Boolean(about.software && about.version), about)
}

async function nip01() {
  const relay = await connect()
  const author = getPublicKey(alice)
  const t = now() - 1000
  const notes = []
  for (let i = 0; i < 5; i++) notes.push(signed(alice, 1, `note ${i} سلام 👩‍👩‍👧 "\\\n`, [['t', `n${i}`]], t + i))
  for (const note of notes) {
    const reason = await refusal(relay, note)
    if (reason) check('EVENT is taken', false, reason)
  }
  const mine = { kinds: [1], authors: [author] }
  check('stored events come newest first', same(ids(await stored(relay, mine)), ids(notes).reverse()))
  check('what comes back is what was sent', same((await stored(relay, { ids: [notes[0].id] }))[0]?.content, notes[0].content))
  check('limit gives the newest', same(ids(await stored(relay, { ...mine, limit: 2 })), [notes[4].id, notes[3].id]))
  check('since and until are inclusive',
    same(ids(await stored(relay, { ...mine, since: t + 1, until: t + 3 })), [notes[3].id, notes[2].id, notes[1].id]))
  check('a tag filter', same(ids(await stored(relay, { ...mine, '#t': ['n2', 'n4'] })), [notes[4].id, notes[2].id]))
  check('two filters are one answer without duplicates',
    (await stored(relay, { ids: [notes[0].id] }, mine)).length === 5)
  check('limit 0 gives nothing stored', same(await stored(relay, { ...mine, limit: 0 }), []))
  check('a second copy is welcome (OK true)', (await refusal(relay, notes[0])) === '')
  const sameSecond = [signed(alice, 1, 'a', [['t', 'tie']], t), signed(alice, 1, 'b', [['t', 'tie']], t), signed(alice, 1, 'c', [['t', 'tie']], t)]
  for (const note of sameSecond) await refusal(relay, note)
  check('of one second, the lowest id comes first',
    same(ids(await stored(relay, { ...mine, '#t': ['tie'] })), ids(sameSecond).sort()))

  const live = []
  let eose = false
  const sub = relay.subscribe([{ kinds: [1], authors: [author], '#t': ['live'] }], {
    onevent: e => live.push([e.id, eose]),
    oneose: () => { eose = true },
  })
  await until(() => eose)
  const fresh = signed(alice, 1, 'live', [['t', 'live']])
  await refusal(await connect(), fresh)
  await until(() => live.length)
  check('after EOSE come live events, from other connections too', same(live, [[fresh.id, true]]), live)
  sub.close()

  const forged = { ...signed(alice, 1, 'one thing'), content: 'another' }
  check('a forged id is refused', /^invalid:/.test(await refusal(relay, forged)), await refusal(relay, forged))
  const wrong = { ...signed(alice, 1, 'one'), sig: signed(alice, 1, 'two').sig }
  check('a wrong signature is refused', /^invalid:/.test(await refusal(relay, wrong)))

  const older = signed(alice, 10002, 'old', [], t)
  const newer = signed(alice, 10002, 'new', [], t + 5)
  await refusal(relay, newer)
  await refusal(relay, older)
  check('of a replaceable event only the newest stays, whatever comes last',
    same(ids(await stored(relay, { kinds: [10002], authors: [author] })), [newer.id]))
  const twins = [signed(alice, 10003, 'x', [], t), signed(alice, 10003, 'y', [], t)]
  for (const twin of twins) await refusal(relay, twin)
  check('of two at one second the lower id stays',
    same(ids(await stored(relay, { kinds: [10003], authors: [author] })), [ids(twins).sort()[0]]))
  const first = signed(alice, 30023, 'v1', [['d', 'a']], t)
  const second = signed(alice, 30023, 'v2', [['d', 'a']], t + 1)
  const other = signed(alice, 30023, 'other', [['d', 'b']], t)
  for (const e of [first, second, other]) await refusal(relay, e)
  check('an addressable event is replaced by its d tag',
    same(ids(await stored(relay, { kinds: [30023], authors: [author] })).sort(), [second.id, other.id].sort()))

  const heard = []
  let ready = false
  const ephemeral = relay.subscribe([{ kinds: [20001], authors: [author] }], {
    onevent: e => heard.push(e.id),
    oneose: () => { ready = true },
  })
  await until(() => ready)
  const passing = signed(alice, 20001, 'typing')
  await refusal(relay, passing)
  await until(() => heard.length)
  ephemeral.close()
  const after = await stored(relay, { ids: [passing.id] })
  check('an ephemeral event is passed on and not stored', heard.includes(passing.id) && after.length === 0, [heard, after])
}

async function hostile() {
  const { ws, says } = await bare()
  ws.send('this is not JSON')
  check('noise is answered with a notice', Boolean(await says('NOTICE')))
  ws.send(JSON.stringify(['REQ', 'bad', { kinds: 'all of them' }]))
  check('a filter that is none is closed', Boolean(await says('"bad"')))
  ws.send(JSON.stringify(['REQ', 'x'.repeat(65), { kinds: [1] }]))
  check('a subscription id over 64 characters is refused', Boolean(await until(async () => (await says('CLOSED')) || (await says('NOTICE')))))
  ws.send(JSON.stringify(['EVENT', { id: 'no' }]))
  check('an event that is none is answered', Boolean(await until(async () => (await says('"OK"')) || (await says('invalid')))))
  ws.send(JSON.stringify(['REQ', 'still', { kinds: [1], limit: 1 }]))
  check('the connection still serves after all that', Boolean(await says('["EOSE","still"]')))
  ws.close()
  const about = await fetchRelayInformation(url.replace(/^ws/, 'http'))
  const big = await bare()
  let closed = false
  big.ws.on('close', () => { closed = true })
  big.ws.on('error', () => {})
  big.ws.send('["EVENT",{"content":"' + 'x'.repeat(about.limitation.max_message_length + 1000) + '"}]')
  check('a message over the told limit is refused', Boolean(await until(() => closed || big.heard.some(h => /NOTICE|OK/.test(h)))), big.heard)
  big.ws.terminate()
}

async function nip09() {
  const relay = await connect()
  const note = signed(alice, 1, 'to be deleted')
  await refusal(relay, note)
  await refusal(relay, signed(bob, 5, '', [['e', note.id], ['k', '1']]))
  check('a stranger deletes nothing', same(ids(await stored(relay, { ids: [note.id] })), [note.id]))
  const deletion = signed(alice, 5, '', [['e', note.id], ['k', '1']])
  await refusal(relay, deletion)
  check('the author deletes', same(await stored(relay, { ids: [note.id] }), []))
  check('what was deleted does not come back', (await refusal(relay, note)) !== '' && same(await stored(relay, { ids: [note.id] }), []))
  check('the deletion itself stays', same(ids(await stored(relay, { ids: [deletion.id] })), [deletion.id]))
}

async function nip40() {
  const relay = await connect()
  const late = signed(alice, 1, 'late', [['expiration', String(now() - 10)]])
  const reason = await refusal(relay, late)
  check('an expired event is not stored', same(await stored(relay, { ids: [late.id] }), []), reason)
  const soon = signed(alice, 1, 'soon', [['expiration', String(now() + 2)]])
  check('one that expires later is taken', (await refusal(relay, soon)) === '')
  check('and served until then', (await stored(relay, { ids: [soon.id] })).length === 1)
  check('and not after', await until(async () => (await stored(relay, { ids: [soon.id] })).length === 0, 8))
}

function wrapFor(pubkey, key, content = 'sealed', kind = 1059) {
  const locked = nip44.encrypt(content, nip44.getConversationKey(key, pubkey))
  return signed(key, kind, locked, [['p', pubkey]], kind === 1059 ? now() - 3600 : now())
}

async function nip42() {
  const once = generateSecretKey()
  const wrap = wrapFor(getPublicKey(bob), once)
  const stranger = await connect()
  check('anybody may put a gift wrap', (await refusal(stranger, wrap)) === '')
  const filter = { kinds: [1059], '#p': [getPublicKey(bob)] }
  const closed = await stored(stranger, filter)
  check('nobody reads gift wraps without AUTH', typeof closed === 'string' && /^auth-required:/.test(closed), closed)

  const asBob = await connect()
  await stored(asBob, filter)
  await until(() => asBob.challenge)
  await authenticate(asBob, bob)
  check('the addressee reads them after AUTH', same(ids(await stored(asBob, filter)), [wrap.id]))

  const asAlice = await connect()
  await stored(asAlice, filter)
  await until(() => asAlice.challenge)
  await authenticate(asAlice, alice)
  const others = await stored(asAlice, filter)
  check('somebody else does not', typeof others === 'string' ? /^restricted:/.test(others) : others.length === 0, others)
  const everything = await stored(asAlice, { limit: 500 })
  check('nor by asking for everything', typeof everything === 'string' || !ids(everything).includes(wrap.id))
  const byId = await stored(asAlice, { ids: [wrap.id] })
  check('nor by id', typeof byId === 'string' || byId.length === 0, byId)

  const asOnce = await connect()
  await stored(asOnce, { kinds: [1059], ids: [wrap.id] })
  await until(() => asOnce.challenge)
  await authenticate(asOnce, once)
  check('its one-time author reads it back by id', same(ids(await stored(asOnce, { kinds: [1059], ids: [wrap.id] })), [wrap.id]))

  const live = []
  let ready = false
  asBob.subscribe([filter], { onevent: e => live.push(e.id), oneose: () => { ready = true } })
  const leaks = []
  asAlice.subscribe([{ kinds: [1059] }], { onevent: e => leaks.push(e.id), oneose: () => {}, onclose: () => {} })
  await until(() => ready)
  const second = wrapFor(getPublicKey(bob), generateSecretKey())
  await refusal(stranger, second)
  await until(() => live.includes(second.id))
  check('live gift wraps reach their addressee alone', live.includes(second.id) && leaks.length === 0, [live, leaks])

  // An ephemeral wrap (kind 21059) says as much about its addressee.
  const heard = []
  let listening = false
  asBob.subscribe([{ ...filter, kinds: [21059] }], { onevent: e => heard.push(e.id), oneose: () => { listening = true } })
  asAlice.subscribe([{ kinds: [21059] }], { onevent: e => leaks.push(e.id), oneose: () => {}, onclose: () => {} })
  await until(() => listening)
  const typing = wrapFor(getPublicKey(bob), generateSecretKey(), 'typing', 21059)
  await refusal(stranger, typing)
  await until(() => heard.includes(typing.id))
  check('ephemeral ones too', heard.includes(typing.id) && leaks.length === 0, [heard, leaks])
  check('and they are not stored', same(await stored(asBob, { ...filter, kinds: [21059] }), []))

  const wrongUrl = await connect()
  await stored(wrongUrl, filter)
  await until(() => wrongUrl.challenge)
  let said = ''
  try {
    await wrongUrl.auth(async t => finalizeEvent({ ...t, tags: t.tags.map(x => (x[0] === 'relay' ? ['relay', 'wss://another.example'] : x)) }, bob))
  } catch (error) {
    said = error.message
  }
  check('AUTH made for another relay is refused', said !== '' && typeof (await stored(wrongUrl, filter)) === 'string', said)

  // NIP-59: the addressee may delete what was wrapped for it.
  await refusal(asAlice, signed(alice, 5, '', [['e', wrap.id], ['k', '1059']]))
  check('a stranger deletes no gift wrap', ids(await stored(asBob, filter)).includes(wrap.id))
  await refusal(asBob, signed(bob, 5, '', [['e', wrap.id], ['k', '1059']]))
  check('its addressee deletes it', !ids(await stored(asBob, filter)).includes(wrap.id))
}

async function nip70() {
  const guarded = signed(alice, 1, 'protected', [['-']])
  const anybody = await connect()
  const said = await refusal(anybody, guarded)
  check('a protected event needs AUTH', /^auth-required:/.test(said), said)
  await until(() => anybody.challenge)
  await authenticate(anybody, bob)
  const restricted = await refusal(anybody, guarded)
  check('and its own author', restricted !== '', restricted)
  const author = await connect()
  await refusal(author, guarded)
  await until(() => author.challenge)
  await authenticate(author, alice)
  check('who may publish it', (await refusal(author, guarded)) === '')
}

async function nip77() {
  const key = generateSecretKey()
  const relay = await connect()
  const t = now() - 5000
  const events = []
  for (let i = 0; i < 300; i++) events.push(signed(key, 1, `n ${i}`, [], t + i))
  for (const e of events) await refusal(relay, e)
  const storage = new NegentropyStorageVector()
  const here = events.filter((_, i) => i % 3 !== 0)
  for (const e of here) storage.insert(e.created_at, e.id)
  const mineAlone = signed(key, 1, 'never published', [], t + 1000)
  storage.insert(mineAlone.created_at, mineAlone.id)
  storage.seal()
  const need = []
  const have = []
  let ended = 'no answer'
  await new Promise(resolve => {
    const sync = new NegentropySync(relay, storage, { kinds: [1], authors: [getPublicKey(key)] }, {
      onneed: id => need.push(id),
      onhave: id => have.push(id),
      onclose: reason => { ended = reason ?? ''; resolve() },
    })
    sync.start()
    setTimeout(resolve, 8000)
  })
  const missing = ids(events.filter((_, i) => i % 3 === 0)).sort()
  check('negentropy finds what is missing here', ended === '' && same(need.sort(), missing), `${need.length} of ${missing.length}, ${ended}`)
  check('and what is missing there', same(have, [mineAlone.id]), have)

  // Without AUTH the diff must not tell whose gift wraps lie here.
  const wrap = wrapFor(getPublicKey(bob), generateSecretKey())
  await refusal(relay, wrap)
  const empty = new NegentropyStorageVector()
  empty.seal()
  const leaked = []
  await new Promise(resolve => {
    const sync = new NegentropySync(relay, empty, { kinds: [1059], '#p': [getPublicKey(bob)] }, {
      onneed: id => leaked.push(id),
      onclose: () => resolve(),
    })
    sync.start()
    setTimeout(resolve, 1500)
  })
  check('negentropy tells strangers nothing of gift wraps', leaked.length === 0, leaked)
}

for (const part of [nip11, nip01, hostile, nip09, nip40, nip42, nip70, nip77]) {
  try {
    await part()
  } catch (error) {
    check(`${part.name} ran to its end`, false, error?.stack ?? String(error))
  }
}
for (const relay of open) relay.close()
process.exit(0)
