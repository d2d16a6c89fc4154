// SPDX-License-Identifier: MIT
// A Majordomo 0.2 peer (RFC 18) in JavaScript, with CURVE if RAPPORT_KEY names a key file.
//
// peer.js serve ADDRESS NAME          is the service NAME, three requests at a time, until it is ended
// peer.js events ADDRESS              takes events as CloudEvents, those that are heard and those that are read, and over HTTP (RAPPORT_URL, RAPPORT_TOKEN)
// peer.js check ADDRESS SERVICE...    asks registry and those services, hears events; 1 if anything is not as it should be
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { CloudEvent } from 'cloudevents'
import { Packr } from 'msgpackr'
import { Dealer, Subscriber } from 'zeromq'

const packr = new Packr({ useRecords: false })
const patience = 15_000
const keyFile = process.env.RAPPORT_KEY
// Whoever comes without a key is the operator at this machine, and may say for whom it asks.
const actor = keyFile ? undefined : { id: 'local:interop', kind: 'local', roles: ['admin'] }

const eventsAddress = (address) =>
  address.startsWith('ipc://') ? `${address}.sub` : address.replace(/\d+$/, (port) => String(Number(port) + 2))

function connect(Socket, address) {
  const socket = new Socket({ linger: 0, receiveTimeout: patience })
  if (keyFile) {
    const text = readFileSync(keyFile, 'utf8')
    const [bus, own, secret] = ['bus', 'public', 'secret'].map((name) => text.match(new RegExp(`^${name} = "(.*)"`, 'm'))[1])
    Object.assign(socket, { curveServerKey: bus, curvePublicKey: own, curveSecretKey: secret })
  }
  if (Socket === Subscriber) socket.subscribe('registry.')
  socket.connect(address)
  return socket
}

class Client {
  #last = 0
  constructor(address) {
    this.socket = connect(Dealer, address)
  }
  async receive() {
    const frames = await this.socket.receive()
    assert.equal(String(frames[0]), 'MDPC02')
    return frames
  }
  async raw(service, body) {
    await this.socket.send(['MDPC02', '\x01', service, body])
    const frames = await this.receive()
    assert.deepEqual([frames[1][0], String(frames[2])], [3, service])
    return frames.slice(3).map(String)
  }
  /** The results, those of PARTIALs first. Throws what the service answers as its error. */
  async call(service, method, params = [], more = {}) {
    const id = ++this.#last
    const header = { ttl_ms: patience, ...(actor && { actor }), ...more }
    await this.socket.send(['MDPC02', '\x01', service, packr.pack([0, id, method, params]), packr.pack(header)])
    for (const results = []; ; ) {
      const frames = await this.receive()
      const [kind, msgid, error, result] = packr.unpack(frames[3])
      assert.deepEqual([kind, msgid], [1, id])
      if (error) throw error
      results.push(result)
      if (frames[1][0] === 3) return results
    }
  }
}

async function hear(events, wanted) {
  for (const until = Date.now() + patience; Date.now() < until; ) {
    const frames = await events.receive()
    if (wanted(frames)) return frames
  }
  throw new Error('no such event was heard')
}

async function check(address, services) {
  const events = connect(Subscriber, eventsAddress(address))
  const client = new Client(address)
  let checked = 0
  const expect = (what, got, wanted) => {
    assert.deepEqual(got, wanted, what)
    ++checked
  }
  const refusal = (...call) => client.call(...call).then(() => ({ code: 'none' }), (error) => error)

  expect('mmi.service of registry', await client.raw('mmi.service', 'registry'), ['200'])
  expect('mmi.service of nobody', await client.raw('mmi.service', 'nobody'), ['404'])
  expect('another mmi', await client.raw('mmi.other', 'x'), ['501'])
  expect("nobody's answer", (await refusal('nobody', 'ask')).code, 'unavailable')
  const wrong = await refusal('registry', 'create_party', [{ name: '' }])
  expect('what is wrong', [wrong.code, wrong.details.field], ['invalid_argument', 'name'])
  const pinged = await client.call('registry', '$ping')
  expect('instances', [pinged.length, pinged.at(-1)], [2, { asked: 1, answered: 1 }])

  await hear(events, ([topic]) => String(topic) === 'registry.$watermark') // now the bus knows what we want to hear
  const idem = randomUUID()
  const [party] = await client.call('registry', 'create_party', [{ name: "Node's" }], { idem })
  const [again] = await client.call('registry', 'create_party', [{ name: "Node's" }], { idem })
  expect('the same request again', again.id, party.id)
  const [, head, data] = await hear(
    events,
    (frames) => String(frames[0]) === 'registry.party_created' && packr.unpack(frames[1]).subject === party.id
  )
  const event = packr.unpack(head)
  expect('the event', event.type, 'registry.party_created')
  expect('its data', typeof packr.unpack(data), 'object')
  const [page] = await client.call('registry', '$events', [{ after: Number(event.sequence) - 1, limit: 1 }])
  expect('what is read of it later', page.events[0].id, event.id)

  for (const service of services) {
    const said = { from: 'node', to: service, number: 1099511627776, text: 'Grüße' }
    expect(`${service}'s echo`, await client.call(service, 'echo', [said]), [said])
    expect(`${service}'s refusal`, (await refusal(service, 'dance')).code, 'unimplemented')
  }
  console.log(`node: ${checked} checks passed`)
  process.exit(0)
}

/** What the public library makes of it; throws what it has against it. */
function cloudEvent({ data, ...attributes }) {
  const event = new CloudEvent({ ...attributes, data })
  assert.ok(event.validate())
  const types = { string: ['specversion', 'id', 'source', 'type', 'subject', 'time', 'sequence', 'epoch', 'recorded', 'actor', 'actorkind', 'datacontenttype'], boolean: ['quiet', 'erased'] }
  for (const [type, names] of Object.entries(types)) for (const name of names) assert.equal(typeof event[name], type, name)
  for (const [name, value] of Object.entries(attributes)) {
    assert.match(name, /^[a-z0-9]{1,20}$/)
    assert.notEqual(value, null, name)
  }
  for (const name of ['time', 'recorded']) assert.equal(new Date(event[name]).toISOString(), event[name])
  assert.equal(event.sequence.length, 20)
  if ('parties' in attributes) assert.match(event.parties, /^[0-9a-f-]{36}( [0-9a-f-]{36})*$/)
  return event
}

async function events(address) {
  const live = connect(Subscriber, eventsAddress(address))
  const client = new Client(address)
  await hear(live, ([topic]) => String(topic) === 'registry.$watermark')
  const [party] = await client.call('registry', 'create_party', [{ name: 'A cloud' }], { idem: randomUUID() })
  const [, head, data] = await hear(
    live,
    (frames) => String(frames[0]) === 'registry.party_created' && packr.unpack(frames[1]).subject === party.id
  )
  const heard = cloudEvent({ ...packr.unpack(head), data: packr.unpack(data) })
  assert.equal(heard.parties, party.id)
  const [page] = await client.call('registry', '$events', [{ after: 0, limit: 1000 }])
  const read = page.events.map(cloudEvent)
  assert.deepEqual(read.find((event) => event.id === heard.id).toJSON(), heard.toJSON())
  assert.deepEqual(read.map((event) => Number(event.sequence)), read.map((_, i) => i + 1))

  const response = await fetch(`${process.env.RAPPORT_URL}/api/v1/events?type=registry.*`, {
    headers: { Authorization: `Bearer ${process.env.RAPPORT_TOKEN}`, 'Last-Event-ID': `registry:${Number(heard.sequence) - 1}` }
  })
  let text = ''
  for await (const part of response.body) if (/^data: .*\n\n/m.test((text += Buffer.from(part)))) break
  const overHttp = cloudEvent(JSON.parse(text.match(/^data: (.*)$/m)[1]))
  assert.deepEqual([overHttp.id, overHttp.data], [heard.id, heard.data])
  console.log(`node: ${read.length + 2} events are CloudEvents`)
  process.exit(0)
}

function answer(body) {
  const [, msgid, method, params] = packr.unpack(body)
  if (method === 'echo') return packr.pack([1, msgid, null, params[0]])
  return packr.pack([1, msgid, { code: 'unimplemented', message: `no method ${method}`, details: null }, null])
}

async function serve(address, name) {
  for (;;) {
    const socket = connect(Dealer, address)
    const credit = packr.pack({ v: 1, inst: randomUUID(), win: 3, maxbytes: 1 << 20 })
    await socket.send(['MDPW02', '\x01', name, credit])
    // One send at a time is all that a socket of this library takes.
    let sending = Promise.resolve()
    const send = (frames) => (sending = sending.then(() => socket.send(frames)))
    const beat = setInterval(() => send(['MDPW02', '\x05']), 1_000)
    for await (const frames of socket) {
      const command = frames[1][0]
      if (command === 2) send(['MDPW02', '\x04', frames[2], '', answer(frames[4])])
      else if (command === 6) break
    }
    clearInterval(beat)
    await sending
    socket.close()
  }
}

const [verb, address, ...rest] = process.argv.slice(2)
const task = verb === 'serve' ? serve(address, rest[0]) : verb === 'events' ? events(address) : check(address, rest)
task.catch((error) => {
  console.error(`node: ${error.message}`)
  process.exit(1)
})
