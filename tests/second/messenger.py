"""One account on one device, at one relay: offers, accepts and talks. It keeps nothing on disk.

What a person would decide is the caller's to decide: nothing is answered by itself but deliveries.
"""

import os

from nostr import event, giftwrap
from nostr.relay import Relay
from sc1 import accept as accepting
from sc1 import content, handshake, typing
from sc1 import offer as offering
from sc1.identity import Identity
from sc1.mailbox import mailbox
from sc1.notation import Random, Refused
from sc1.ratchet import Again, Copied

DELIVERED, READ = 1, 2


class Chat:
    """A chat keyed by T, with what was said in it."""

    def __init__(self, accept, ratchet, peer, relays, role):
        self.accept, self.ratchet, self.peer, self.role = accept, ratchet, peer, role
        self.relays = relays
        self.heard = []  # Content, in the order of arrival
        self.receipts = {}  # one's own id → 1 delivered, 2 read
        self.typing = []
        self.seen_typing = set()
        self.copied = self.ended = False

    @property
    def t(self):
        return self.ratchet.t

    def said(self, *kinds):
        return [c for c in self.heard if c.kind in (kinds or (content.TEXT,))]


class Device:
    def __init__(self, name, url, secret=None, random=None):
        self.name, self.url = name, url
        self.random = random or Random()
        self.secret = secret or giftwrap.new_secret()
        self.account = event.public(self.secret)
        self.identity = Identity.new(self.random, bytes.fromhex(self.account))
        self.made = {}  # reply mailbox → OpenOffer
        self.offers = []  # (Offer, rumor) that came and were not answered
        self.answered = set()
        self.chats = {}
        self.ended = []  # (kind of end, chat_id)
        self.taken_wraps = set()
        self.dropped = []  # why something was not accepted: for tests alone
        self.reading, self.writing = Relay(url, [self.secret]), Relay(url)
        self.watched = {}

    def close(self):
        self.reading.close()
        self.writing.close()

    # -- the relay ----------------------------------------------------------------------------------

    def publish_relays(self):
        good, reason = self.writing.publish(event.signed(self.secret, 10050, "", [["relay", self.url]]))
        if not good:
            raise AssertionError(reason)

    def _put(self, wrap):
        good, reason = self.writing.publish(wrap)
        if not good:
            raise AssertionError(f"{self.url}: {reason}")

    def _rumor(self, kind, text, to, mailbox_):
        tags = [["p", to], ["client", "Hushwing"], ["name", self.name]]
        rumor = event.unsigned(self.account, kind, text, tags)
        self._put(giftwrap.wrap_rumor(self.secret, rumor, mailbox_))

    def _keys(self):
        """Every mailbox that is watched: x-only hex → (secret, what it belongs to, header key)."""
        keys = {self.account: (self.secret, None, None)}
        for box, mine in self.made.items():
            keys[box] = (mine.reply, mine, None)
        for chat in self.chats.values():
            for box, hk in chat.ratchet.mailboxes().items():
                keys[box.hex()] = (mailbox(hk)[0], chat, hk)
        return keys

    def _watch(self):
        keys = self._keys()
        for box in set(self.watched) - set(keys):
            self.reading.stop(self.watched.pop(box))
        for box in set(keys) - set(self.watched):
            self.reading.secrets[box] = keys[box][0]
            kinds = [giftwrap.WRAP] + ([giftwrap.EPHEMERAL] if keys[box][2] else [])
            self.watched[box] = self.reading.subscribe({"kinds": kinds, "#p": [box]})
        return keys

    def poll(self, seconds=0):
        """Reads what there is, and what that makes readable."""
        count = 0
        while True:
            keys = self._watch()
            wraps = self.reading.take(0 if count else seconds)
            if not wraps:
                return count
            # Oldest first means nothing here: a wrap's date is made up.
            for wrap in wraps:
                count += 1
                try:
                    self._open(wrap, keys)
                except Refused as error:
                    self.dropped.append(error)
                keys = self._keys()

    def _open(self, wrap, keys):
        event.check(wrap)
        if wrap["id"] in self.taken_wraps:
            return
        for box in event.tagged(wrap, "p"):
            if box in keys:
                secret, owner, hk = keys[box]
                if hk:
                    self._wire(secret, owner, hk, wrap)
                elif owner:
                    self._accept(secret, owner, wrap)
                else:
                    self._account(wrap)
                self.taken_wraps.add(wrap["id"])

    # -- starting -----------------------------------------------------------------------------------

    def offer(self, to):
        """`to` is an account in hex. → OpenOffer"""
        expiry = event.now() + offering.LIFE
        mine = offering.make(self.random, self.identity, bytes.fromhex(to), expiry, [self.url])
        self.made[mine.offer.reply.hex()] = mine
        self._watch()
        self._rumor(offering.KIND, mine.offer.content(), to, to)
        return mine

    def _hello(self):
        return content.message(
            content.HELLO, self.random.bytes("id", 16), event.now() * 1000, timer=0, relays=[self.url], name=self.name
        )

    def accept(self, offer):
        """Answers an Offer. → Chat"""
        self.offers = [(o, r) for o, r in self.offers if o != offer]
        accept, _, ratchet, text = handshake.answer(self.random, offer, self.identity, [self.url], self._hello(), event.now())
        chat = Chat(accept, ratchet, offer.id, offer.relays, "C")
        self.chats[chat.t] = chat
        self._watch()
        self._rumor(accepting.KIND, text, offer.account.hex(), offer.reply.hex())
        return chat

    def refuse(self, offer):
        self.offers = [(o, r) for o, r in self.offers if o != offer]
        account = offer.account.hex()
        self._rumor(accepting.KIND_ENDED, accepting.ended(offer.chat_id, offer.hash), account, account)

    def _account(self, wrap):
        rumor = giftwrap.open_rumor(self.secret, wrap)
        author = bytes.fromhex(rumor["pubkey"])
        if rumor["kind"] == offering.KIND:
            offer = offering.read(rumor["content"], author, rumor["created_at"], self.identity, event.now(), self.answered)
            self.answered.add(offer.hash)
            self.offers.append((offer, rumor))
        elif rumor["kind"] == accepting.KIND_ENDED:
            chat_id, hash_ = accepting.read_ended(rumor["content"])
            for chat in self.chats.values():
                if chat.role == "C" and not chat.ratchet.confirmed and chat.accept.hash == hash_ and chat.peer[64:] == author:
                    chat.ended = True
                    self.ended.append(("taken", chat_id))
            for box, mine in list(self.made.items()):
                if mine.offer.hash == hash_ and mine.offer.to == author:
                    del self.made[box]
                    self.ended.append(("refused", chat_id))

    def _accept(self, secret, mine, wrap):
        rumor = giftwrap.open_rumor(secret, wrap, self.account)
        if rumor["kind"] != accepting.KIND:
            raise Refused("no accept")
        author = bytes.fromhex(rumor["pubkey"])
        if mine.spk is None:
            accept, _ = accepting.read(rumor["content"], author, mine, event.now())
            if accept.hash not in {chat.accept.hash for chat in self.chats.values()}:
                account = author.hex()
                self._rumor(accepting.KIND_ENDED, accepting.ended(accept.chat_id, accept.hash), account, account)
            return
        accept, _, ratchet, hello = handshake.conclude(self.random, mine, rumor["content"], author, event.now())
        # The offer's keys are gone; its mailbox stays, so that further accepts are noticed.
        self.made[mine.offer.reply.hex()] = offering.OpenOffer(mine.offer, mine.owner, None, None, mine.reply)
        chat = Chat(accept, ratchet, accept.id, hello.fields["relays"] or accept.relays, "O")
        chat.heard.append(hello)
        self.chats[chat.t] = chat
        self._send(chat, self._hello())
        self.deliver(chat, [hello.id])

    # -- talking ------------------------------------------------------------------------------------

    def _send(self, chat, entries):
        wire = chat.ratchet.send(self.random, content.write(entries))
        self._put(giftwrap.wrap_wire(wire, mailbox(chat.ratchet.last["HKs"])[1].hex()))
        return entries[2]

    def say(self, chat, kind, **more):
        """→ the id of what was sent"""
        return self._send(chat, content.message(kind, os.urandom(16), event.now() * 1000, **more))

    def text(self, chat, text, **more):
        return self.say(chat, content.TEXT, text=text, **more)

    def deliver(self, chat, ids, receipt=DELIVERED):
        return self.say(chat, content.RECEIPT, ids=ids, receipt=receipt)

    def type(self, chat):
        hk = chat.ratchet.hks
        data = typing.write(os.urandom(16), hk, event.now() * 1000, chat.t)
        self._put(giftwrap.wrap_typing(data, mailbox(hk)[1].hex()))

    def _wire(self, secret, chat, hk, wrap):
        data = giftwrap.open_wrap(secret, wrap, (giftwrap.WRAP, giftwrap.EPHEMERAL))
        if wrap["kind"] == giftwrap.EPHEMERAL:
            chat.typing.append(typing.read(data, hk, event.now() * 1000, chat.t, chat.seen_typing))
            return
        try:
            plain = chat.ratchet.receive(self.random, hk, data, event.now())
        except Again:
            return
        except Copied:
            chat.copied = True
            raise
        message = content.read(plain)
        if message.id in {c.id for c in chat.heard}:
            return
        chat.heard.append(message)
        if message.kind == content.RECEIPT:
            for id_ in message.fields["ids"]:
                chat.receipts[id_] = max(chat.receipts.get(id_, 0), message.fields["receipt"])
            return
        if message.kind in (content.HELLO, content.RELAYS) and message.fields["relays"]:
            chat.relays = tuple(message.fields["relays"])
        if message.kind == content.CLOSE:
            chat.ended = True
            return
        self.deliver(chat, [message.id])
