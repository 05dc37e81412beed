app = هاش‌وینگ
today = امروز
yesterday = دیروز
you = شما
cancel = انصراف
close = بستن
copy = رونوشت
copied = رونوشت شد
try-again = دوباره

## First run
welcome = واژه‌هایی که بی‌صدا می‌رسند
welcome-hint = دو دقیقه کار دارد. نه شمارهٔ تلفن، نه ایمیل.
restore-title = خوش برگشتید
restore-hint = گفتگوهای عادی شما از رله‌هایتان برمی‌گردند.
your-name = نام شما
name-example = دوستان شما را چه صدا می‌زنند
your-name-hint = کسانی که برایشان می‌نویسید آن را می‌بینند. لازم نیست نام واقعی باشد و بعداً می‌توانید عوضش کنید.
name-missing = نامی انتخاب کنید: یک نویسهٔ دیدنی کافی است.
passphrase = عبارت عبور
passphrase-example = چند واژهٔ نامعمول
passphrase-hint = همه چیز را روی این رایانه رمزگذاری می‌کند. اگر فراموشش کنید، هیچ‌کس نمی‌تواند بازنشانی‌اش کند.
passphrase-or-keyring = همه چیز را روی این رایانه رمزگذاری می‌کند. اگر خالی بماند، دسته‌کلید این رایانه هاش‌وینگ را باز می‌کند.
passphrase-needed = عبارت عبور انتخاب کنید: این رایانه دسته‌کلیدی ندارد که جای آن را بگیرد.
passphrase-short = دست‌کم هشت نویسه؛ چند واژه بهترین است.
passphrase-missing = عبارت عبورتان را بنویسید.
optional = اختیاری
travel = پیام‌هایتان از کدام راه بروند؟
public = رله‌های عمومی
public-hint = داوطلبان آن‌ها را می‌گردانند. پاکت‌های مهرشده را می‌رسانند و بی‌درنگ کار می‌کنند.
own = رلهٔ خودم
own-hint = نشانی رله‌ای را بنویسید که خودتان یا دوستی می‌گرداند.
this-computer = همین رایانه
this-computer-hint = تا وقتی هاش‌وینگ باز است، خودتان رلهٔ شبکه‌تان باشید.
address = نشانی رله
address-example = wss://relay.example
unencrypted = این نشانی رمزگذاری نشده است: هر که در راه باشد می‌بیند کدام صندوق را می‌خوانید.
consent = با این حال به کار ببر
restore = بازگرداندن حساب
new-account = ساختن حساب تازه
continue = ادامه
working = یک لحظه…
words = دوازده واژه
ncryptsec = کلید قفل‌شده
your-key = کلید حساب شما
words-example = leader monkey parrot …
words-hint = واژه‌هایی که یادداشت کرده‌اید، به همان ترتیب، با فاصله میانشان.
ncryptsec-example = ncryptsec1…
ncryptsec-hint = با ncryptsec1 آغاز می‌شود و با گذرواژه قفل شده است.
not-ncryptsec = کلید قفل‌شده با ncryptsec1 آغاز می‌شود.
key-password = گذرواژهٔ کلید قفل‌شده
key-password-hint = همان که هنگام برون‌برد با آن قفل شد.
password-missing = گذرواژه‌ای را بنویسید که این کلید را باز می‌کند.
nsec-restore = این کلید محرمانهٔ بی‌قفل (nsec) است. نگه داشته نشد. نخست آن را با گذرواژه قفل کنید و متن ncryptsec1 را بیاورید.

## The lock
locked = هاش‌وینگ قفل است
locked-hint = همه چیز روی این رایانه رمزگذاری‌شده می‌ماند تا قفل را باز کنید.
unlocking = در حال باز کردن…
open-with-keyring = باز کردن با دسته‌کلید این رایانه
cannot-open = هاش‌وینگ نمی‌تواند نمایه‌اش را باز کند

## The list
new-chat = گفتگوی تازه
my-link = پیوند من
lock = قفل کردن هاش‌وینگ
lock-now = قفل کن
requests = درخواست‌های پیام
requests-hint = کسانی که در مخاطبان شما نیستند. نمی‌بینند که این را می‌خوانید.
no-requests = درخواستی نیست. شبی آرام.
draft = پیش‌نویس:
deleted = پیام پاک شد
no-chats = هنوز گفتگویی نیست
no-chats-hint = پیوندتان را برای کسی بفرستید یا پیوند او را بیفزایید.
back = بازگشت
saved-row = یادداشت برای خودتان
empty-row = هنوز پیامی نیست
connecting = در حال اتصال…
offline = آفلاین

## A new chat
link = پیوند او
link-example = hushwing:nprofile1…
link-hint = پیوند هاش‌وینگ، یا npub یا nprofile از برنامه‌ای دیگر.
link-missing = پیوندی را که به شما داده‌اند بچسبانید.
link-too-long = این برای پیوند بودن زیادی بلند است.
nsec-warning = این کلید محرمانه (nsec) بود، نه پیوند. هر که آن را داشته باشد همه چیز را می‌خواند: به هیچ‌کس نشانش ندهید. اینجا نگه داشته نشد.
call-them = او را چه صدا می‌زنید
their-name = نام او، آن‌گونه که تنها شما می‌بینید
ordinary-note = گفتگوی عادی: کسی میان شما نمی‌تواند آن را بخواند و با شما به دستگاه‌های دیگرتان می‌آید. اما هر که روزی کلید حسابتان را به دست آورد، می‌تواند آن را بخواند.
add = آغاز گفتگو
my-link-hint = آن را به کسانی بدهید که باید بتوانند برایتان بنویسند. می‌گوید که هستید و صندوقتان کجاست؛ با آن نمی‌توان پیام‌هایتان را خواند.

## A new room
new-room = اتاق تازه
room-name = نام اتاق
make-room = ساختن اتاق
no-contacts = هنوز مخاطبی نیست: نخست کسانی را با پیوندشان بیفزایید.
room-note = سه تا ده نفر، با خود شما. همه می‌بینند چه کسانی هستند.
room-too-small = دست‌کم دو نفر را برگزینید.
room-full = اتاق حداکثر ده نفر جا دارد، با خود شما.
loading = در حال بارگذاری…

## A request
not-a-contact = در مخاطبان شما نیست
name-proves-nothing = این نام را خودشان برگزیده‌اند. هنوز چیزی را ثابت نمی‌کند.
request-note = پیش از پذیرفتن، چیزی از شما نمی‌بینند.
accept = پذیرفتن
block = مسدود کردن
delete = پاک کردن

## A conversation
saved-hint = یادداشت برای خودتان، روی همهٔ دستگاه‌هایتان
ordinary-hint = گفتگوی عادی، رمزگذاری‌شده میان شما
secret-hint = گفتگوی محرمانه، تنها روی این دستگاه
saved-empty = آنچه اینجا می‌نویسید تنها خودتان می‌توانید بخوانید.
chat-empty = هنوز چیزی اینجا نیست. سلامی کنید.
write-note = یادداشتی بنویسید
no-chat = گفتگویی برگزینید یا آغاز کنید
no-chat-hint = آنچه اکنون بنویسید، همین که راهی باز شود می‌رود.
reply = پاسخ
edit = ویرایش
editing = ویرایش پیام
editing-hint = Enter ذخیره می‌کند، Esc همان‌طور که بود می‌گذارد
copy-text = رونوشت متن
delete-menu = پاک کردن…
delete-title = این پیام پاک شود؟
delete-for-me = پاک کردن برای من
delete-for-all = پاک کردن برای همه
delete-own = برای همه: از اینجا و از رله‌هایتان می‌رود و هاش‌وینگِ دیگران نیز پاکش می‌کند. هر که خوانده باشد شاید به یاد داشته باشد.
delete-others = از اینجا می‌رود. دیگران آن را نگه می‌دارند.
delete-saved = از اینجا و از دستگاه‌های دیگرتان می‌رود.
search-chat = جستجو در این گفتگو
search-hint = جستجو در این گفتگو (Ctrl+F)
search-older = قدیمی‌تر
search-newer = تازه‌تر
search-nothing = چیزی پیدا نشد
new-messages = پیام‌های تازه
to-end = به تازه‌ترین پیام
emoji = شکلک
more-emoji = شکلک‌های بیشتر
info = اطلاعات
show-quoted = نمایش پیام نقل‌شده
info-title = دربارهٔ این پیام
info-from = از
info-sent = فرستاده‌شده
info-received = دریافت‌شده
info-edited = ویرایش‌شده
info-state = وضعیت
info-relays = رله‌ها
publication-pending = هنوز نپذیرفته
publication-taken = پذیرفت
publication-confirmed = دارد
publication-lost = پذیرفت و گم کرد
publication-refused = رد کرد
link-title = این نشانی باز شود؟
link-open = باز کردن
link-note = در مرورگر شما و بیرون از Hushwing باز می‌شود. صفحه نشانی شبکهٔ شما را می‌بیند، مگر آنکه مرورگر آن را پنهان کند.
link-deceives = این پیوند خود را جای دیگری نشان می‌دهد. فقط اگر این میزبان را می‌شناسید بروید.
day-title = رفتن به یک روز
day-go = برو
day-step = روز
week-step = هفته
month-step = ۳۰ روز
year-step = سال
emoji-search = جستجو (به انگلیسی)
emoji-none = شکلکی با این نام نیست
emoji-recent = تازه‌ها
emoji-smileys = چهره‌ها
emoji-people = مردم
emoji-nature = جانوران و طبیعت
emoji-food = خوراک و نوشیدنی
emoji-travel = سفر و مکان‌ها
emoji-activities = سرگرمی‌ها
emoji-objects = اشیا
emoji-symbols = نمادها
emoji-flags = پرچم‌ها
search-count = { $at } از { $all }
link-leads = می‌برد به { $host }
moment = { $date }، { $time }
quote-gone = پیام اینجا نیست
chat-waits = این گفتگو منتظر طرف دیگر است.
chat-changed = کلیدهای طرف دیگر عوض شده‌اند. چیزی فرستاده نمی‌شود.
chat-closed = این گفتگو پایان یافته است.

## Notices
accepted = پذیرفته شد
blocked = مسدود شد: دیگر چیزی از او نمی‌رسد
copied-text = متن رونوشت شد

## Ticks, in words
state-waiting = در انتظار.
state-queued = در راه: هنوز هیچ رله‌ای آن را نگرفته است.
state-sent = فرستاده شد: رله‌ای آن را نگه می‌دارد.
state-delivered = به دستگاه او رسید.
state-read = خوانده شد.
state-failed = فرستاده نشد.
state-received = دریافت شد.

## Relays
relay-connected = متصل
relay-connecting = در حال آزمودن
relay-refused = نمی‌پذیرد
relay-unreachable = پاسخ نمی‌دهد؛ بعداً دوباره
relay-slow = کُند پاسخ می‌دهد
relays-none = رله‌ای نیست
connected = متصل
# How many relays answer of how many.
relays-connected = { $connected } از { $all } رله

## Sizes
size-bytes = { $count ->
    [one] { $count } بایت
   *[other] { $count } بایت
}
size-kilobytes = { $size } کیلوبایت
size-megabytes = { $size } مگابایت

## Counted and named
words-counted = { $words ->
    [one] حساب دوازده واژه دارد (یا ۱۵، ۱۸، ۲۱، ۲۴)؛ اینجا یکی هست.
   *[other] حساب دوازده واژه دارد (یا ۱۵، ۱۸، ۲۱، ۲۴)؛ اینجا { $words } تا هست.
}
strangers = { $count ->
    [one] { $count } نفر می‌خواهد برایتان بنویسد
   *[other] { $count } نفر می‌خواهند برایتان بنویسند
}
wants-to-write = { $name } می‌خواهد برایتان بنویسد
first-wrote = نخستین پیام: { $day }، { $time }
write-to = پیام به { $name }
room-people = { $count ->
    [one] { $count } نفر
   *[other] { $count } نفر
}
edited = ویرایش‌شده { $time }

## Days; the numbers are of the calendar of the language
weekday-1 = دوشنبه
weekday-2 = سه‌شنبه
weekday-3 = چهارشنبه
weekday-4 = پنجشنبه
weekday-5 = جمعه
weekday-6 = شنبه
weekday-7 = یکشنبه
weekday-short-1 = دوشنبه
weekday-short-2 = سه‌شنبه
weekday-short-3 = چهارشنبه
weekday-short-4 = پنجشنبه
weekday-short-5 = جمعه
weekday-short-6 = شنبه
weekday-short-7 = یکشنبه
month-1 = فروردین
month-2 = اردیبهشت
month-3 = خرداد
month-4 = تیر
month-5 = مرداد
month-6 = شهریور
month-7 = مهر
month-8 = آبان
month-9 = آذر
month-10 = دی
month-11 = بهمن
month-12 = اسفند
month-short-1 = فروردین
month-short-2 = اردیبهشت
month-short-3 = خرداد
month-short-4 = تیر
month-short-5 = مرداد
month-short-6 = شهریور
month-short-7 = مهر
month-short-8 = آبان
month-short-9 = آذر
month-short-10 = دی
month-short-11 = بهمن
month-short-12 = اسفند
day-short = { $day } { $month }
day-long = { $day } { $month }
day-year = { $day } { $month } { $year }

## Errors of the messenger; $sentence is its own, in English
error-passphrase = این عبارت عبور هاش‌وینگ را باز نمی‌کند.
error-held = اکنون برنامه‌ای دیگر این نمایه را باز کرده است.
error-consent = این نشانی رمزگذاری نشده است. نخست بگویید که با این حال می‌خواهید به کارش ببرید.
error-input = چیزی درست نوشته نشده است: { $sentence }
error-not-found = پیدا نشد: { $sentence }
error-too-long = متن زیادی بلند است: { $sentence }
error-network = شبکه از عهده برنیامد: { $sentence }
error-store = نمایه خوانده یا نوشته نمی‌شود: { $sentence }
error-internal = خطایی رخ داد: { $sentence }
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
minute-1 = 1 minute
minutes-5 = 5 minutes
minutes-15 = 15 minutes
minutes-60 = 1 hour
blocked-people = Blocked people
blocked-people-hint = What they write is dropped, and they are not told.
nobody-blocked = Nobody is blocked.
unblock = Unblock
relays = Relays
relays-hint = Messages wait here, sealed, until you pick them up. Your link names them.
add-relay = Add relay
add-relay-hint = One to three are best; five are the most. Friends learn of it with your next messages.
test-connection = Test connection
testing = Testing…
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
lock-pause = { $tries ->
    [one] { $tries } wrong try. The next one in { $left }.
   *[other] { $tries } wrong tries. The next one in { $left }.
}
