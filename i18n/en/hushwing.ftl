app = Hushwing
today = Today
yesterday = Yesterday
you = You
cancel = Cancel
close = Close
copy = Copy
copied = Copied
try-again = Try again

## First run
welcome = Words that land without a sound
welcome-hint = Two minutes to set up. No phone number, no e-mail.
restore-title = Welcome back
restore-hint = Your ordinary chats come back from your relays.
your-name = Your name
name-example = What friends call you
your-name-hint = People you write to see it. It need not be your real name, and you can change it later.
name-missing = Choose a name: one visible character is enough.
name-long = A name has 64 characters at most; the rest was left out.
passphrase = Passphrase
passphrase-example = Several uncommon words
passphrase-hint = Encrypts everything on this computer. If you forget it, nobody can reset it.
passphrase-or-keyring = Encrypts everything on this computer. Left empty, this computer's keyring opens Hushwing.
passphrase-needed = Choose a passphrase: without one this computer cannot open Hushwing.
passphrase-short = Use at least eight characters; several words are best.
passphrase-missing = Type your passphrase.
optional = optional
travel = Where should your messages travel?
public = Public relays
public-hint = Run by volunteers. They pass on sealed envelopes and work straight away.
own = My own relay
own-hint = Type the address of a relay that you or a friend runs.
this-computer = This computer
this-computer-hint = Be the relay yourself, for your network, as long as Hushwing is open.
address = Relay address
address-missing = Type the address of the relay, for example relay.example.org.
address-example = wss://relay.example
unencrypted = This address is not encrypted: anyone on the way sees which mailbox you read.
consent = Use it all the same
restore = Restore an account
new-account = Make a new account
continue = Continue
working = One moment…
words = Twelve words
ncryptsec = Locked key
your-key = Your account key
words-example = leader monkey parrot …
words-hint = The words you wrote down, in their order, with spaces between.
ncryptsec-example = ncryptsec1…
ncryptsec-hint = It begins with ncryptsec1 and is locked with a password.
not-ncryptsec = A locked key begins with ncryptsec1.
key-password = Password of the locked key
key-password-hint = The one it was locked with when it was exported.
password-missing = Type the password that opens this key.
nsec-restore = This is a bare secret key (nsec). It was not kept. Lock it with a password first, and bring the ncryptsec1 text here.

## The lock
locked = Hushwing is locked
locked-hint = Everything on this computer stays encrypted until you unlock it.
unlocking = Unlocking…
open-with-keyring = Open with this computer's keyring
cannot-open = Hushwing cannot open its profile

## The list
new-chat = New chat
my-link = My link
lock = Lock Hushwing
lock-now = Lock now
requests = Message requests
requests-hint = People who are not in your contacts. They don't see that you read this.
no-requests = No requests. Quiet night.
draft = Draft:
deleted = Message deleted
no-chats = No chats yet
no-chats-hint = Send somebody your link, or add theirs.
back = Back
saved-row = Notes to yourself
empty-row = No messages yet
connecting = Connecting…
offline = Offline

## The list, continued
menu = Menu
menu-saved = Saved messages
menu-settings = Settings
menu-pin = Pin
menu-unpin = Unpin
menu-mute = Mute
menu-unmute = Unmute
menu-read = Mark as read
menu-unread = Mark as unread
menu-info = Info
menu-block = Block…
menu-delete = Delete chat…
undo = Undo
panel = Info (Ctrl+I)
chat-delete = Delete chat
chat-delete-title = Delete the chat “{ $name }”?
chat-delete-hint = Its messages go from this computer. The other side keeps theirs, and so do your other devices.
chat-delete-room = Its messages go from this computer. Everybody else keeps theirs, and what is written next brings the room back.
chat-delete-saved = Your notes go from this computer. Your other devices keep theirs.
chat-deleted = Chat deleted here
person-blocked = Blocked
person-blocked-hint = Blocked: nothing they write is shown, and they are not told.
person-unblock = Unblock
person-block-title = Block { $name }?
person-block-hint = Nothing they write is shown on any of your devices, and they are not told. Their chat goes off the list. If you unblock them later, what the relays still hold of it comes then.
person-calls = Calls themself { $name }

## Searching everything
find-placeholder = Search
find-clear = Clear
find-everything = Search everything
find-link = Somebody's link
find-add = Add this person…
find-people = People
find-chats = Chats
find-messages = Messages
find-nothing = Nothing found
find-nothing-hint = Words are found by their beginnings, in names and in messages.
find-most = These are the newest. Another word finds older ones.

## The panel about a person or a room
info-person = About this person
info-room = About this room
info-saved = About these notes
info-write = Message
info-rename = Rename
info-save = Save
info-key = Account key (npub), to compare or to copy
info-link = Copy their link
info-code = Show their link as a code
info-code-hide = Hide the code
info-copied = Copied

## Nobody yet, or nobody answers
empty-title = Somebody to write to
empty-hint = Let a friend read this with their phone or Hushwing, or add the link they gave you.
empty-add = Add a friend
away = No relay answers.
away-hint = What you write now leaves as soon as one does.
away-try = Try again now
away-trying = Trying…
away-still = Still no answer.
away-relays = Your relays

## Links in pictures
code-choose = Choose a picture of a code…
code-paste = Picture from the clipboard
code-reading = Reading the picture…
code-contacts = Your contacts
code-no-file = This file cannot be read.
code-too-large = This picture is too large. Cut out the code and try again.
code-no-picture = This is not a picture that Hushwing reads: PNG, JPEG, GIF, WebP or BMP.
code-none = No code was found in this picture. It must be sharp and whole.
code-too-long = Looking for a code took too long. Cut it out of the picture and try again.
code-nothing-copied = There is no picture in the clipboard.
code-no-dialog = This system shows no dialog for files. Paste the path of the picture into the field instead.
room-chosen = { $count ->
    [one] { $count } of at most { $most } people, you included
   *[other] { $count } of at most { $most } people, you included
}

## A new chat
link = Their link
link-example = hushwing:nprofile1…
link-hint = Their Hushwing link. An address that begins with npub or nprofile works too.
link-missing = Paste the link that they gave you.
link-too-long = This is too long to be a link.
nsec-warning = That was a secret key (nsec), not a link. Whoever has it can read everything: show it to nobody. It was not kept here.
call-them = What you call them
their-name = Their name, as only you see it
ordinary-note = Only the people in a chat can read it, on all their devices. Keep the twelve words of your account to yourself: whoever has them can read it too.
add = Start chat
my-link-hint = Give it to people who should be able to write to you. It says who you are and where your mailbox is; nobody can read your messages with it.
only-here = Only this computer reaches this address: nobody else can write to you there. Connect it to a network, or add another relay in Settings.

## A new room
new-room = New room
room-name = Name of the room
make-room = Make room
no-contacts = No contacts yet: add people by their links first.
room-note = Three to ten people, you included. Everybody sees who is there.
room-too-small = Choose at least two people.
room-full = A room holds ten people at most, you included.
loading = Loading…

## A request
not-a-contact = Not in your contacts
name-proves-nothing = They chose this name themselves. It proves nothing yet.
request-note = They see nothing of you before you accept.
invites-to-room = invites you to the room
room-proves-nothing = They chose these names. That proves nothing yet.
room-with-you = { $count ->
    [one] { $count } person, you included
   *[other] { $count } people, you included
}
not-in-room = Invitation to a room
room-request-note = They see nothing of you before you accept. Then they may write to you alone as well.
accept = Accept
block = Block
delete = Delete

## A conversation
saved-hint = Notes to yourself, on all your devices
ordinary-hint = Ordinary chat, encrypted between you
saved-empty = What you write here only you can read.
chat-empty = Nothing here yet. Say hello.
write-note = Write a note
no-chat = Pick a chat, or start one
no-chat-hint = Messages you write now leave as soon as a path opens.
reply = Reply
edit = Edit
editing = Edit message
editing-hint = Enter saves, Esc leaves it as it was
copy-text = Copy text
delete-menu = Delete…
delete-title = Delete this message?
delete-for-me = Delete for me
delete-for-all = Delete for everyone
delete-own = For everyone: it goes here and from your relays, and the others' Hushwings delete it too. Who has read it may remember it.
delete-others = It goes here. The others keep it.
delete-saved = It goes here and on your other devices.
search-chat = Search in this chat
search-hint = Search in this chat (Ctrl+F)
search-older = Older hit
search-newer = Newer hit
search-nothing = Nothing found
new-messages = New messages
to-end = To the newest message
emoji = Emoji
more-emoji = More emoji
info = Info
show-quoted = Go to the quoted message
open-link = Open { $host }…
open-person = Open the link to a person…
info-title = About this message
info-from = From
info-sent = Sent
info-received = Came here
info-edited = Changed
info-state = State
info-relays = Relays
publication-pending = not taken yet
publication-taken = took it
publication-confirmed = has it
publication-lost = took it and lost it
publication-refused = refused it
link-title = Open this address?
link-open = Open
link-note = It opens in your browser, outside Hushwing. The page sees your network address unless your browser hides it.
link-deceives = This link looks like another place. Go only if you know this host.
day-title = Go to a day
day-go = Go there
day-step = Day
week-step = Week
month-step = 30 days
year-step = Year
emoji-search = Search, in English
emoji-none = No emoji of this name
emoji-recent = Used last
emoji-smileys = Smileys
emoji-people = People
emoji-nature = Animals and nature
emoji-food = Food and drink
emoji-travel = Travel and places
emoji-activities = Activities
emoji-objects = Objects
emoji-symbols = Symbols
emoji-flags = Flags
search-count = { $at } of { $all }
link-leads = Leads to { $host }
moment = { $date }, { $time }
quote-gone = Message not here
chat-closed = This chat is over.

## Notices
accepted = Accepted
blocked = Blocked: nothing they write is shown
copied-text = Text copied

## Ticks, in words
state-waiting = Waiting.
state-queued = On its way: no relay has taken it yet.
state-sent = Sent: a relay holds it.
state-delivered = Delivered to their device.
state-read = Read.
state-failed = Not sent.
state-received = Received.

## Relays
relay-connected = connected
relay-connecting = being tried
relay-refused = says no
relay-unreachable = no answer; tried again later
relay-slow = answers slowly
relay-unencrypted = Not encrypted
relay-nearby = Your network
trying-again = Trying again…
next-try-seconds = Next try in { $count } s
next-try-minutes = Next try in { $count } min
relays-none = No relays
connected = Connected
# How many relays answer of how many.
relays-connected = { $connected } of { $all } relays

## Why a relay, or a message at a relay, is no further. $words are the relay's own.
why-name-not-found = There is no computer of this name; check the address, or the internet connection.
why-nobody-listens = The computer is there, but no relay listens at this port.
why-no-way = There is no way to this address from here; check the internet connection.
why-no-answer = No answer; the relay may be down, or something on the way blocks it.
why-cut-at-once = The connection was cut at once; something on the way may block this relay: try another network, or another relay.
why-not-tls = This port does not speak TLS; the address may need ws:// instead of wss://.
why-certificate-expired = The relay's certificate has expired; its operator has to renew it, unless this computer's clock is wrong.
why-certificate-early = The relay's certificate is not valid yet; check this computer's clock.
why-certificate-name = The relay's certificate belongs to another name; check the address, somebody may be in between.
why-certificate-issuer = Nobody known vouches for the relay's certificate; somebody may be in between: ask its operator, or choose another relay.
why-certificate-revoked = The relay's certificate was withdrawn by its issuer; choose another relay.
why-certificate-broken = The relay's certificate is broken; its operator has to replace it.
why-tls = No encrypted connection could be agreed on with this relay; its software may be too old: ask its operator, or choose another relay.
why-too-many-open = This computer has too many connections open.
why-unencrypted = Connections to this relay are not encrypted, so anyone on the way sees which mailbox is read; it is not used unless you allow it.
why-not-opened = The connection could not be opened.
why-not-a-relay = There is a web server, but no relay (it answered HTTP { $status }); check the address.
why-turned-away = The relay does not let us in (it answered HTTP { $status }).
why-in-trouble = The relay is in trouble (it answered HTTP { $status }).
why-not-http = What answers at this address is not a relay; check the address, its ws:// or wss:// included.
why-not-a-word = Something answers at this address, but does not say a word; it may be no relay.
why-cut-before = The connection was cut before the relay answered.
why-closed-here = The connection was closed here.
why-closed-there = The relay closed the connection.
why-closed-with = The relay closed the connection: { $words }
why-message-too-big = The relay closed the connection because a message was too big for it.
why-cut = The connection was cut.
why-stalled = The relay stopped answering.
why-garbage = The relay sent something that is no Nostr message.
why-not-let-in = The relay does not let this mailbox in: it did not accept its key.
why-members-only = The relay serves only its members: { $words }
why-not-served = The relay refuses: { $words }
why-floods = The relay floods this mailbox.
why-mute = It does not answer; it may be down or overloaded, or something on the way holds its words back.
why-late = The relay answers late.
why-not-tried = Not tried yet.
why-refused = The relay refuses it: “{ $words }”
why-refused-for-now = The relay refuses it for now: “{ $words }”
why-paced = The relay takes only so many messages a minute; it goes by itself.
why-too-long-for = Too long for the relay, which takes { $size }.
why-too-long = Too long for the relay.
why-silent = The relay does not answer.
why-never-kept = The relay said that it took it, and does not have it.
why-sent-again = The relay took it, and does not have it; sent again.
why-no-inbox = You have no inbox relay yet.
why-not-reachable = { $name } is not reachable yet: no relay list of theirs was found. The message waits and goes by itself.
why-secret-not-yet = The secret chat does not stand yet: the other device has not answered. The message waits and goes by itself.
why-secret-changed = Nothing is sent to a device that was not there before: compare the safety number, or let it in.
why-secret-full = A thousand messages were sent without an answer: the rest waits until the other device is there.

## Sizes
size-bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
}
size-kilobytes = { $size } KB
size-megabytes = { $size } MB

## Counted and named
words-counted = { $words ->
    [one] An account has twelve words (or 15, 18, 21, 24); here is one.
   *[other] An account has twelve words (or 15, 18, 21, 24); here are { $words }.
}
strangers = { $count ->
    [one] { $count } person wants to write to you
   *[other] { $count } people want to write to you
}
wants-to-write = wants to write to you
first-wrote = First wrote: { $day }, { $time }
write-to = Message { $name }
room-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
edited = edited { $time }

## Days; the numbers are of the calendar of the language
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
day-short = { $day } { $month }
day-long = { $day } { $month }
day-year = { $day } { $month } { $year }

## Errors of the messenger; $sentence is its own, in English
error-passphrase = This passphrase does not open Hushwing.
error-held = Another program has this profile open at the moment.
error-consent = This address is not encrypted. Say first that you want to use it all the same.
error-input = Something typed is not right: { $sentence }
error-not-found = It is not there: { $sentence }
error-too-long = The text is too long: { $sentence }
error-network = The network does not do it: { $sentence }
error-store = The profile cannot be read or written: { $sentence }
error-internal = Something went wrong: { $sentence }

## Settings
settings = Settings
account = Account
privacy = Privacy
network = Network
appearance = Appearance
language = Language
about = About Hushwing
save = Save
show = Show
hide = Hide
done = Done
remove = Remove
go-on = Go on
never = Never
account-hint = This account lives on this computer and in its key. It belongs to nobody else.
name-saved = Saved. Messages carry the new name from now on.
show-my-link = Show my link
account-key = Account key
account-key-hint = Whoever has it is you: it brings your account back on another computer, and reads your ordinary chats.
show-key = Show the key…
export-words-hint = Words to write down on paper. Accounts that were not made from words have none.
export-ncryptsec-hint = A text that is locked with the passphrase you type here. It can be kept in a file.
passphrase-again = Your passphrase, once more
password-for-key = A password that locks the key
words-warning = Write them down where nobody looks, and show them to nobody. There is no other copy.
ncryptsec-warning = Without the passphrase you just typed nobody opens it, and neither do you.
copied-for-a-minute = Copied for a minute
opened-by-passphrase = It opens this profile, and nothing else does.
opened-by-keyring = This computer's keyring opens the profile: whoever is logged in here can read it.
opened-by-both = The profile opens with your passphrase and this computer's keyring together.
change-passphrase = Change passphrase
set-passphrase = Set a passphrase
passphrase-changed = Changed. The old passphrase opens nothing any more.
old-passphrase = The passphrase until now
new-passphrase = The new passphrase
profile-folder = Profile folder
profile-folder-hint = Everything of this account on this computer, encrypted. A copy of the folder is a backup of it.
what-others-see = What others learn
what-others-see-hint = Relays learn none of this: it is sealed as your messages are.
read-receipts = Read receipts
read-receipts-hint = People in your contacts see that you read their messages, and you see that they read yours. Off: neither.
delivery-receipts = Delivery receipts
delivery-receipts-hint = Always sent to people in your contacts who use Hushwing: the second tick. Nobody else gets any.
who-may-write = Who may write to you
who-may-write-hint = Whoever has your link. Strangers wait in the message requests and see nothing of you before you accept.
lock-after = Lock when nobody is here
lock-after-hint = Counted from the last key or movement in this window. Ctrl+L locks at once.
lock-after-keyring = Counted from the last key or movement in this window. Without a passphrase, one press opens it again.
secret-chats-here = Secret chats
secret-chats-here-hint = Their keys never leave this device, so they are in no backup and on no other device of yours.
clear-copied = Clear what you copy from them
clear-copied-hint = After a minute it is gone from the clipboard, unless you copied something else. A program that keeps a history of the clipboard may still have it.
minute-1 = 1 minute
minutes-5 = 5 minutes
minutes-15 = 15 minutes
minutes-60 = 1 hour
blocked-people = Blocked people
blocked-people-hint = Nothing they write is shown, and they are not told. Whoever is unblocked is heard again, with what the relays still hold.
nobody-blocked = Nobody is blocked.
unblock = Unblock
relays = Relays
relays-hint = Messages wait here, sealed, until you pick them up. Your link names them.
add-relay = Add relay
add-relay-hint = One to three are best; five are the most. Friends learn of it with your next messages.
test-connection = Test connection
testing = Testing…
tested = Tested just now: { $connected } of { $all } answered.
milliseconds = { $ms } ms
copy-address = Copy address
last-relay = Your only relay: without one nobody can write to you.
limits-unknown = It tells nothing of its limits.
limit-size = Takes messages of up to { $size }.
limit-pace = { $count ->
    [one] Takes { $count } message a minute.
   *[other] Takes { $count } messages a minute.
}
limit-auth = Asks who is there before it gives anything out.
limit-payment = Wants to be paid.
limit-sync = Compares quickly what is missing.
own-relay = This computer is a relay
own-relay-hint = For your network, as long as Hushwing is open. This is its address, to tell others:
theme = Light or dark
theme-hint = Applies at once.
theme-system = As the system
theme-light = Light
theme-dark = Dark
text-size = Size
text-size-hint = Of text and everything around it.
percent = { $number } %
usual-size = Usual size
motion = Motion
motion-hint = With less of it nothing slides or fades: everything is in its place at once.
motion-less = Less
motion-all = All of it
size-example = This is how large a message is.
size-example-hint = And this, what stands beside it.
language-system = As the system
language-hint = The window speaks it at once.
version = Version { $number }
free-software = Free software under the MIT licence
protected = What is protected
protects-words = What you write: it is encrypted on this computer for the people you write to. Neither relays nor anybody on the way can read it.
protects-disk = What is kept here: messages, contacts, drafts and the account key are encrypted on the disk, unless the profile is open.
protects-account = Who you are: no phone number, no e-mail address, no account on anybody's server.
protects-relays = Your way out: any relay will do, and each can be replaced in a click.
not-protected = What is not
not-device = A computer that somebody else controls: whoever sees your screen or reads its memory while Hushwing is open reads along.
not-address = Your network address: relays see where you connect from, how much and when, and which mailbox you read.
not-key = Old messages, should your account key be stolen: ordinary chats can be read with it, those of the past as well.
not-others = What others do with what you sent them, whatever "delete for everyone" says.
not-audited = Mistakes in the program: nobody independent has examined it yet.
licences = Licences
licences-hint = Hushwing's own, and those of the fonts and emoji in it.

## First run and lock, continued
step = Step { $step } of { $all }
travel-later = You can add or change relays at any time in Settings.
second-title = Now somebody can write to you
second-hint = Give this link, or the picture, to people you want to hear from.
second-restored-hint = Your account is on this computer now.
second-words-hint = Twelve words bring your account back on another computer. Write them down now, or later from Settings.
second-words = Write down your recovery words
open-hushwing = Open Hushwing
arriving = { $count ->
    [one] { $count } message so far
   *[other] { $count } messages so far
}
arriving-hint = Your chats come from your relays. You need not wait: they go on coming.
arrived = { $count ->
    [one] { $count } message is here
   *[other] { $count } messages are here
}
arrived-hint = Your mailbox was read to its end.
copy-link = Copy link
save-picture = Save picture
picture-saved = Saved: { $path }
strength-weak = Weak: soon guessed
strength-fair = Fair: add a word
strength-good = Good
strength-strong = Strong
quit = Quit
lock-tries = { $tries ->
    [one] { $tries } wrong try so far.
   *[other] { $tries } wrong tries so far.
}
lock-then = Yours is tried then.
lock-pause = { $tries ->
    [one] { $tries } wrong try. The next one in { $left }.
   *[other] { $tries } wrong tries. The next one in { $left }.
}

## Comparing safety numbers
verify-title = Compare safety numbers with { $name }
verify-is-new = Secret chat · not compared yet
verify-is-compared = Secret chat · compared, and they match
verify-is-different = Secret chat · they differ
verify-not-yet = { $name }’s device has not answered yet, so there is nothing to compare. Come back when the secret chat is open.
verify-digits = 60 digits, the same on both screens
verify-scan = Scan { $name }’s code
verify-scan-hint = Photograph the code on { $name }’s screen yourself. A picture of it that came through a chat proves nothing.
verify-no-dialog = This system shows no dialog for files. Copy the picture and take it from the clipboard instead.
verify-code-same = The code matches: both devices see the same number.
verify-code-differs = The code does not match this chat.
verify-code-own = This is your own code. The one on { $name }’s screen is needed.
verify-code-other = This is a code, but not one of a safety number.
verify-picture-hint = The same number as a picture. Nice for a glance, no proof on its own.
verify-words = On a call? Read four words aloud
verify-words-hint = You and { $name } see the same four words, made for this one time. Nobody in between can know them.
verify-words-show = Show words to read aloud
verify-words-begun = Waiting for { $name } to agree…
verify-words-asked = { $name } wants to compare words with you.
verify-words-agree = Agree
verify-words-later = Not now
verify-words-running = The words come in a moment…
verify-words-first = You say 1 and 3, { $name } answers with 2 and 4.
verify-words-second = { $name } says 1 and 3, you answer with 2 and 4.
verify-words-either = Take turns: one of you says 1 and 3, the other 2 and 4.
verify-words-stopped = The words were stopped: { $name } did not go on, or something did not fit. If that happens again and again, compare the digits in person.
verify-words-again = Try again
verify-words-hide = Put away
verify-words-closed = Words can be compared while the secret chat is open and nothing in it is held back.
verify-warning = Compare in person or on a call you trust. Never inside this chat: whoever sits in between could change the digits.
verify-compared = You compared these numbers, and they matched. This device of { $name } counts as verified in every secret chat with it.
verify-differed = You said that these numbers differ. Trust no secret chat with this device of { $name }, unless you said so by mistake.
verify-later = Decide later
verify-differ = They differ
verify-match = They match
verify-revoke = Not verified any more
verify-back = Look again
verify-differ-title = Do they really differ?
verify-differ-first = Look once more, digit by digit: is it this chat that { $name } has open as well?
verify-code-title = The code does not match
verify-code-first = The picture shows a safety number, but of two other devices. It may be an old picture, or of another chat: make sure that { $name } has this chat open.
verify-differ-then = If nothing explains it, somebody may sit between you and read along. Every secret chat with this device of { $name } ends at once, and nothing more is sent in it. What you do then:
verify-do-nothing = Write nothing secret to { $name }, in no other chat either.
verify-do-ask = Ask { $name } in person, or on a call where you know the voice, what device they use.
verify-do-again = Begin a new secret chat together, and compare at once, side by side if you can.
verify-differ-end = They differ: end it
verify-over-title = The secret chat is over
## How long
time-seconds = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}
time-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
time-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
time-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
time-weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
}
short-seconds = { $count } s
short-minutes = { $count } min
short-hours = { $count } h
short-days = { $count } d
short-weeks = { $count } wk
unit-seconds = Seconds
unit-minutes = Minutes
unit-hours = Hours
unit-days = Days
unit-weeks = Weeks

## Secret chats
secret-title = Secret chat with { $name }
secret-device = this device only
secret-state = Between two devices, and nowhere else
secret-found = Secret chat, this device only
secret-row = Secret chat started
secret-start = Start secret chat
secret-new = New secret chat
secret-note = The keys of a secret chat never leave the two devices, and neither do its messages: no other device of yours has them, and no backup.
secret-again-title = There is a secret chat with { $name } already
secret-again-hint = Another one is a chat of its own, with whichever of their devices answers first.
secret-again-open = Open it
secret-again-start = Start another
secret-end = End secret chat…
secret-end-title = End the secret chat with { $name }?
secret-end-hint = Neither of you can write in it any more, and its keys are deleted on this device. The messages stay here until you delete the chat.
secret-end-answer = End chat
chat-delete-secret = The chat ends, and its messages and keys go from this computer. No other device of yours has them. The other side keeps its messages.
info-secret = About this secret chat
menu-more = More
typing = typing…
refuse = Refuse
asked = { $name } wants to start a secret chat with you.
asked-hint = Its keys and messages stay on this device.
row-offered = Waiting for an answer
row-asked = Wants a secret chat with you
row-waiting = Waiting for their device
row-changed = Key changed, sending paused
row-differs = Over: the safety numbers differed
waits = Waiting for { $name }…
waits-offered = Waiting for { $name }… What you write leaves when they answer. The offer lapses on { $moment }.
waits-accepted = Waiting for { $name }’s device… What you write leaves when it is there.
step-stuck = It has not left yet: { $why }
secret-rival = Another device answered the same offer as { $name }. Ask them about it: somebody else may hold their account.
secret-missing = { $count ->
    [one] { $count } message of { $name } is still on its way, though later ones have come.
   *[other] { $count } messages of { $name } are still on their way, though later ones have come.
}
secret-lost = { $count ->
    [one] { $count } message of { $name } is lost: it came too late to be read, or never.
   *[other] { $count } messages of { $name } are lost: they came too late to be read, or never.
}

## What happened in a secret chat
note-started = Secret chat started. Keys never leave this device.
note-timer-mine = You set messages to disappear { $time } after reading
note-timer = { $name } set messages to disappear { $time } after reading
note-timer-off-mine = You set messages to stay
note-timer-off = { $name } set messages to stay
note-compared = You compared safety numbers with { $name }, and they match
note-revoked = You took it back: { $name } counts as not verified
note-let-in = You let a new device of { $name } in without comparing
over-lapsed = Nobody answered the offer in time.
over-refused = { $name } said no.
over-taken = Another device of yours answered first. The chat goes on there.
over-ended-here = You ended this chat.
over-ended-there = { $name } ended this chat.
over-differs = The safety numbers differ: somebody may sit in between. Speak with { $name } in another way before you start again.
over-copied = { $name }’s profile was copied, or restored from an older copy, so this chat is not safe any more.
over-superseded = You both offered a secret chat at once. The other one goes on.
over-unsent = What you typed and did not send comes along.
over-start = Start a new one

## Safety numbers
verified = Verified
not-verified = Not verified
compare = Compare
compare-safety = Compare safety number…
not-verified-title = Not verified yet.
not-verified-hint = Compare safety numbers to be sure nobody sits in between.

## A changed key
changed-header = key changed
changed-state = Paused
changed-chip = Not safe to send
changed-title = { $name }’s key has changed
changed-hint = Nothing has been sent with the new key.
changed-likely = Most likely
changed-likely-hint = { $name } has a new computer or installed Hushwing again.
changed-bad = The bad case
changed-bad-hint = Someone else is answering in their place and wants to read along.
changed-do = Ask { $name } outside Hushwing, on a call or in person, whether they have a new device. Then compare the new number together.
changed-compare = Compare new number
changed-accept = Accept, then compare
changed-do-asked = Ask { $name } outside Hushwing, on a call or in person, whether they have a new device. Both devices show the number once you accept; nothing you write goes to this one before you have decided.
changed-end = End this secret chat
changed-cannot = Can’t reach { $name } at all?
changed-continue = Continue without comparing…
changed-paused = This chat is paused
changed-held = { $count ->
    [0] No message of yours waits in it
    [one] { $count } of your messages is held back on this computer
   *[other] { $count } of your messages are held back on this computer
}
changed-show = Show held messages
changed-hide = Back to the warning
let-in-title = Continue with { $name } without comparing?
let-in-hint = Whoever holds the new key reads what you write from now on, and what was held back goes out at once. The chat stays marked as not verified until you compare.
let-in = Continue without comparing

## Disappearing messages
timer = Disappearing messages
timer-chat = New messages of both disappear, once read, after
timer-next = The next message disappears, once read, after
timer-off = Off
timer-as-chat = As the chat: { $time }
timer-other = Another time…
timer-own-title = After how long?
timer-own-hint = From a second to a year.
timer-own-wrong = Type a whole number, so that it is between a second and a year.
timer-number = Number
timer-set = Set
fades-read = Disappears { $time } after it is read
fades-in = Disappears in { $time }

## A stranger's offer of a secret chat
secret-request = Wants to start a secret chat.
wants-secret = wants to start a secret chat with you
secret-request-note = They see nothing of you before you accept. If you delete the offer, nobody is told.
secret-offered = Offered: { $day }, { $time }
secret-device-fact = It would be between this device and one of theirs
