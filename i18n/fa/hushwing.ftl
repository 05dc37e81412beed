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
name-long = نام حداکثر ۶۴ نویسه دارد؛ بقیه کنار گذاشته شد.
passphrase = عبارت عبور
passphrase-example = چند واژهٔ نامعمول
passphrase-hint = همه چیز را روی این رایانه رمزگذاری می‌کند. اگر فراموشش کنید، هیچ‌کس نمی‌تواند بازنشانی‌اش کند.
passphrase-or-keyring = همه چیز را روی این رایانه رمزگذاری می‌کند. اگر خالی بماند، دسته‌کلید این رایانه هاش‌وینگ را باز می‌کند.
passphrase-needed = عبارت عبور انتخاب کنید: این رایانه بدون آن هاش‌وینگ را باز نمی‌کند.
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
address-missing = نشانی رله را بنویسید، مانند relay.example.org.
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

## The list, continued
menu = منو
menu-saved = پیام‌های ذخیره‌شده
menu-settings = تنظیمات
menu-pin = سنجاق کردن
menu-unpin = برداشتن سنجاق
menu-mute = بی‌صدا کردن
menu-unmute = باصدا کردن
menu-read = علامت‌گذاری به‌عنوان خوانده‌شده
menu-unread = علامت‌گذاری به‌عنوان نخوانده
menu-info = جزئیات
menu-block = مسدود کردن…
menu-delete = پاک کردن گفتگو…
undo = واگرد
panel = جزئیات (Ctrl+I)
chat-delete = پاک کردن گفتگو
chat-delete-title = گفتگوی «{ $name }» پاک شود؟
chat-delete-hint = پیام‌هایش از این رایانه می‌روند. نزد طرف دیگر و روی دستگاه‌های دیگرتان می‌مانند.
chat-delete-room = پیام‌هایش از این رایانه می‌روند. نزد همهٔ دیگران می‌مانند و پیام بعدی اتاق را بازمی‌گرداند.
chat-delete-saved = یادداشت‌هایتان از این رایانه می‌روند. روی دستگاه‌های دیگرتان می‌مانند.
chat-deleted = گفتگو از اینجا پاک شد
person-blocked = مسدودشده
person-blocked-hint = مسدودشده: هیچ‌یک از نوشته‌هایش نشان داده نمی‌شود و خبردار نمی‌شود.
person-unblock = رفع مسدودی
person-block-title = { $name } مسدود شود؟
person-block-hint = هیچ‌یک از نوشته‌هایش روی هیچ‌یک از دستگاه‌هایتان نشان داده نمی‌شود و خبردار نمی‌شود. گفتگویش از فهرست بیرون می‌رود. اگر بعداً رفع مسدودی کنید، آنچه رله‌ها هنوز دارند می‌رسد.
person-calls = خود را { $name } می‌نامد

## Searching everything
find-placeholder = جستجو
find-clear = خالی کردن
find-everything = جستجو در همه جا
find-link = پیوند یک شخص
find-add = افزودن این شخص…
find-people = افراد
find-chats = گفتگوها
find-messages = پیام‌ها
find-nothing = چیزی پیدا نشد
find-nothing-hint = واژه‌ها از آغازشان پیدا می‌شوند، در نام‌ها و در پیام‌ها.
find-most = این‌ها تازه‌ترین‌اند. با واژه‌ای دیگر، قدیمی‌ترها پیدا می‌شوند.

## The panel about a person or a room
info-person = دربارهٔ این شخص
info-room = دربارهٔ این اتاق
info-saved = دربارهٔ این یادداشت‌ها
info-write = نوشتن پیام
info-rename = تغییر نام
info-save = ذخیره
info-key = کلید حساب (npub)، برای مقایسه یا رونوشت
info-link = رونوشت پیوند او
info-code = نمایش پیوند او به شکل کد QR
info-code-hide = پنهان کردن کد QR
info-copied = رونوشت شد

## Nobody yet, or nobody answers
empty-title = کسی که برایش بنویسید
empty-hint = بگذارید دوستی این را با تلفن یا هاش‌وینگ خود بخواند، یا پیوندی را که به شما داده است بیفزایید.
empty-add = افزودن دوست
away = هیچ رله‌ای پاسخ نمی‌دهد.
away-hint = آنچه اکنون بنویسید، همین که یکی پاسخ دهد می‌رود.
away-try = تلاش دوباره
away-trying = در حال تلاش…
away-still = هنوز پاسخی نیست.
away-relays = رله‌های شما

## Links in pictures
code-choose = گزینش تصویر کد QR…
code-paste = تصویر از کلیپ‌بورد
code-reading = در حال خواندن تصویر…
code-contacts = مخاطبان شما
code-no-file = این پرونده خوانده نمی‌شود.
code-too-large = این تصویر زیادی بزرگ است. کد را از آن ببُرید و دوباره امتحان کنید.
code-no-picture = این تصویری نیست که هاش‌وینگ بخواند: PNG، JPEG، GIF، WebP یا BMP.
code-none = کدی در این تصویر پیدا نشد. باید واضح و کامل باشد.
code-too-long = جستجوی کد زیادی طول کشید. آن را از تصویر ببُرید و دوباره امتحان کنید.
code-nothing-copied = تصویری در کلیپ‌بورد نیست.
code-no-dialog = این سیستم پنجره‌ای برای گزینش پرونده ندارد. به جای آن، مسیر تصویر را در کادر بچسبانید.
room-chosen = { $count ->
    [one] { $count } نفر از حداکثر { $most } نفر، با خود شما
   *[other] { $count } نفر از حداکثر { $most } نفر، با خود شما
}

## A new chat
link = پیوند او
link-example = hushwing:nprofile1…
link-hint = پیوند هاش‌وینگ او. نشانی‌ای هم که با npub یا nprofile آغاز شود کار می‌کند.
link-missing = پیوندی را که به شما داده‌اند بچسبانید.
link-too-long = این برای پیوند بودن زیادی بلند است.
nsec-warning = این کلید محرمانه (nsec) بود، نه پیوند. هر که آن را داشته باشد همه چیز را می‌خواند: به هیچ‌کس نشانش ندهید. اینجا نگه داشته نشد.
call-them = او را چه صدا می‌زنید
their-name = نام او، آن‌گونه که تنها شما می‌بینید
ordinary-note = گفتگو را فقط کسانی که در آن‌اند، روی همهٔ دستگاه‌هایشان، می‌خوانند. دوازده واژهٔ حسابتان را نزد خود نگه دارید: هر که آن‌ها را داشته باشد نیز می‌تواند بخواند.
add = آغاز گفتگو
my-link-hint = آن را به کسانی بدهید که باید بتوانند برایتان بنویسند. می‌گوید که هستید و صندوقتان کجاست؛ با آن نمی‌توان پیام‌هایتان را خواند.
only-here = تنها همین رایانه به این نشانی می‌رسد: کس دیگری نمی‌تواند آنجا برایتان بنویسد. رایانه را به شبکه‌ای وصل کنید یا در تنظیمات رلهٔ دیگری بیفزایید.

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
invites-to-room = شما را دعوت می‌کند به اتاق
room-proves-nothing = این نام‌ها را خودشان برگزیده‌اند. هنوز چیزی را ثابت نمی‌کنند.
room-with-you = { $count ->
    [one] { $count } نفر، با خود شما
   *[other] { $count } نفر، با خود شما
}
not-in-room = دعوت به اتاق
room-request-note = پیش از پذیرفتن، چیزی از شما نمی‌بینند. پس از آن می‌توانند جداگانه هم برایتان بنویسند.
accept = پذیرفتن
block = مسدود کردن
delete = پاک کردن

## A conversation
saved-hint = یادداشت برای خودتان، روی همهٔ دستگاه‌هایتان
ordinary-hint = گفتگوی عادی، رمزگذاری‌شده میان شما
saved-empty = آنچه اینجا می‌نویسید تنها خودتان می‌توانید بخوانید.
chat-empty = هنوز چیزی اینجا نیست. سلامی کنید.
write-note = یادداشتی بنویسید
no-chat = گفتگویی برگزینید یا آغاز کنید
no-chat-hint = آنچه اکنون بنویسید، همین که راهی باز شود می‌رود.
reply = پاسخ
edit = ویرایش
editing = ویرایش پیام
editing-hint = با Enter ذخیره می‌شود، با Esc همان‌طور که بود می‌ماند
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
open-link = باز کردن { $host }…
open-person = باز کردن پیوند یک شخص…
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
link-note = در مرورگر شما و بیرون از هاش‌وینگ باز می‌شود. صفحه نشانی شبکهٔ شما را می‌بیند، مگر آنکه مرورگر آن را پنهان کند.
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
chat-closed = این گفتگو پایان یافته است.

## Notices
accepted = پذیرفته شد
blocked = مسدود شد: نوشته‌هایش نشان داده نمی‌شود
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
relay-unencrypted = بی رمزگذاری
relay-nearby = شبکهٔ شما
trying-again = در حال تلاش دوباره…
next-try-seconds = تلاش بعدی تا { $count } ثانیهٔ دیگر
next-try-minutes = تلاش بعدی تا { $count } دقیقهٔ دیگر
relays-none = رله‌ای نیست
connected = متصل
# How many relays answer of how many.
relays-connected = { $connected } از { $all } رله

## Why a relay, or a message at a relay, is no further. $words are the relay's own.
why-name-not-found = رایانه‌ای با این نام نیست؛ نشانی یا اتصال اینترنت را بررسی کنید.
why-nobody-listens = رایانه هست، اما روی این درگاه رله‌ای گوش نمی‌دهد.
why-no-way = از اینجا راهی به این نشانی نیست؛ اتصال اینترنت را بررسی کنید.
why-no-answer = پاسخی نیست؛ شاید رله از کار افتاده یا چیزی در راه آن را می‌بندد.
why-cut-at-once = اتصال بی‌درنگ بریده شد؛ شاید چیزی در راه این رله را می‌بندد: شبکه‌ای دیگر یا رله‌ای دیگر را بیازمایید.
why-not-tls = این درگاه TLS نمی‌داند؛ شاید نشانی به جای wss:// به ws:// نیاز دارد.
why-certificate-expired = گواهی رله منقضی شده است؛ گردانندهٔ آن باید تازه‌اش کند، مگر اینکه ساعت این رایانه نادرست باشد.
why-certificate-early = گواهی رله هنوز معتبر نشده است؛ ساعت این رایانه را بررسی کنید.
why-certificate-name = گواهی رله از آنِ نامی دیگر است؛ نشانی را بررسی کنید، شاید کسی در میان راه باشد.
why-certificate-issuer = هیچ مرجع شناخته‌شده‌ای گواهی رله را تأیید نمی‌کند؛ شاید کسی در میان راه باشد: از گردانندهٔ آن بپرسید یا رلهٔ دیگری برگزینید.
why-certificate-revoked = صادرکننده گواهی رله را پس گرفته است؛ رلهٔ دیگری برگزینید.
why-certificate-broken = گواهی رله خراب است؛ گردانندهٔ آن باید عوضش کند.
why-tls = با این رله بر سر اتصال رمزگذاری‌شده توافقی نشد؛ شاید نرم‌افزارش کهنه باشد: از گردانندهٔ آن بپرسید یا رلهٔ دیگری برگزینید.
why-too-many-open = اتصال‌های باز این رایانه بیش از اندازه است.
why-unencrypted = اتصال به این رله رمزگذاری نمی‌شود و هر کسی در راه می‌بیند کدام صندوق خوانده می‌شود؛ تا اجازه ندهید به کار نمی‌رود.
why-not-opened = اتصال باز نشد.
why-not-a-relay = آنجا یک وب‌سرور هست، نه رله (پاسخ داد HTTP { $status })؛ نشانی را بررسی کنید.
why-turned-away = رله ما را راه نمی‌دهد (پاسخ داد HTTP { $status }).
why-in-trouble = رله دچار مشکل است (پاسخ داد HTTP { $status }).
why-not-http = آنچه در این نشانی پاسخ می‌دهد رله نیست؛ نشانی را، با ws:// یا wss:// آن، بررسی کنید.
why-not-a-word = در این نشانی چیزی هست، اما هیچ نمی‌گوید؛ شاید رله نباشد.
why-cut-before = پیش از پاسخ رله اتصال بریده شد.
why-closed-here = اتصال از همین‌جا بسته شد.
why-closed-there = رله اتصال را بست.
why-closed-with = رله اتصال را بست: { $words }
why-message-too-big = رله اتصال را بست، چون پیامی برایش بیش از اندازه بزرگ بود.
why-cut = اتصال بریده شد.
why-stalled = رله دیگر پاسخ نمی‌دهد.
why-garbage = رله چیزی فرستاد که پیام Nostr نیست.
why-not-let-in = رله این صندوق را راه نمی‌دهد: کلیدش را نپذیرفت.
why-members-only = رله تنها به اعضایش خدمت می‌دهد: { $words }
why-not-served = رله نمی‌پذیرد: { $words }
why-floods = رله این صندوق را سیل‌آسا پر می‌کند.
why-mute = پاسخ نمی‌دهد؛ شاید از کار افتاده یا زیر بار است، یا چیزی در راه جلوی سخنش را می‌گیرد.
why-late = رله دیر پاسخ می‌دهد.
why-not-tried = هنوز آزموده نشده است.
why-refused = رله آن را نمی‌پذیرد: «{ $words }»
why-refused-for-now = رله فعلاً آن را نمی‌پذیرد: «{ $words }»
why-paced = رله در هر دقیقه تنها شمار معینی پیام می‌گیرد؛ خودش فرستاده می‌شود.
why-too-long-for = برای رله بیش از اندازه بلند است؛ رله تا { $size } می‌گیرد.
why-too-long = برای رله بیش از اندازه بلند است.
why-silent = رله پاسخ نمی‌دهد.
why-never-kept = رله گفت که آن را گرفته است، اما ندارد.
why-sent-again = رله آن را گرفت، اما ندارد؛ دوباره فرستاده می‌شود.
why-no-inbox = هنوز رله‌ای برای دریافت ندارید.
why-not-reachable = { $name } هنوز در دسترس نیست: فهرست رله‌هایش پیدا نشد. پیام می‌ماند و خودش فرستاده می‌شود.
why-secret-not-yet = گفتگوی محرمانه هنوز برقرار نشده است: دستگاه دیگر پاسخ نداده است. پیام می‌ماند و خودش فرستاده می‌شود.
why-secret-changed = به دستگاهی که پیش‌تر نبود چیزی فرستاده نمی‌شود: شماره امنیتی را مقایسه کنید یا آن را بپذیرید.
why-secret-full = هزار پیام بی‌پاسخ فرستاده شد: بقیه می‌مانند تا دستگاه دیگر بیاید.

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
wants-to-write = می‌خواهد برایتان بنویسد
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
settings = تنظیمات
account = حساب
privacy = حریم خصوصی
network = شبکه
appearance = ظاهر
language = زبان
about = دربارهٔ هاش‌وینگ
save = ذخیره
show = نمایش
hide = پنهان کردن
done = تمام
remove = برداشتن
go-on = ادامه
never = هرگز
account-hint = این حساب روی این رایانه و در کلیدش جای دارد. از آنِ هیچ‌کس دیگری نیست.
name-saved = ذخیره شد. از این پس پیام‌ها نام تازه را با خود دارند.
show-my-link = نمایش پیوند من
account-key = کلید حساب
account-key-hint = هر که آن را داشته باشد، خودِ شماست: با آن می‌توان حسابتان را روی رایانه‌ای دیگر بازگرداند و گفتگوهای عادی‌تان را خواند.
show-key = نمایش کلید…
export-words-hint = واژه‌هایی برای نوشتن روی کاغذ. حساب‌هایی که از واژه‌ها ساخته نشده‌اند آن‌ها را ندارند.
export-ncryptsec-hint = متنی که با عبارت عبوری که اینجا می‌نویسید قفل می‌شود. می‌توان آن را در پرونده‌ای نگه داشت.
passphrase-again = عبارت عبورتان، یک بار دیگر
password-for-key = گذرواژه‌ای که کلید را قفل می‌کند
words-warning = جایی بنویسیدشان که کسی نبیند و به هیچ‌کس نشانشان ندهید. رونوشت دیگری نیست.
ncryptsec-warning = بی عبارت عبوری که همین حالا نوشتید هیچ‌کس بازش نمی‌کند، شما هم نه.
copied-for-a-minute = برای یک دقیقه رونوشت شد
opened-by-passphrase = تنها همین این نمایه را باز می‌کند.
opened-by-keyring = دسته‌کلید این رایانه نمایه را باز می‌کند: هر که اینجا وارد سیستم شده باشد می‌تواند آن را بخواند.
opened-by-both = نمایه تنها با عبارت عبور شما و دسته‌کلید این رایانه با هم باز می‌شود.
change-passphrase = تغییر عبارت عبور
set-passphrase = تعیین عبارت عبور
passphrase-changed = عوض شد. عبارت عبور پیشین دیگر چیزی را باز نمی‌کند.
old-passphrase = عبارت عبور کنونی
new-passphrase = عبارت عبور تازه
profile-folder = پوشهٔ نمایه
profile-folder-hint = همهٔ آنچه این حساب روی این رایانه دارد، رمزگذاری‌شده. رونوشتی از این پوشه، پشتیبان آن است.
what-others-see = دیگران چه می‌فهمند
what-others-see-hint = رله‌ها هیچ‌یک از این‌ها را نمی‌فهمند: مانند پیام‌هایتان مهر شده است.
read-receipts = رسید خواندن
read-receipts-hint = مخاطبانتان می‌بینند که پیام‌هایشان را خوانده‌اید و شما می‌بینید که پیام‌هایتان را خوانده‌اند. خاموش: هیچ‌کدام.
delivery-receipts = رسید تحویل
delivery-receipts-hint = همیشه برای مخاطبانی که هاش‌وینگ دارند فرستاده می‌شود: همان تیک دوم. هیچ‌کس دیگری آن را نمی‌گیرد.
who-may-write = چه کسی می‌تواند برایتان بنویسد
who-may-write-hint = هر که پیوندتان را داشته باشد. ناآشنایان در درخواست‌های پیام می‌مانند و پیش از پذیرفتن، چیزی از شما نمی‌بینند.
lock-after = قفل شدن وقتی کسی اینجا نیست
lock-after-hint = از آخرین کلید یا حرکت در این پنجره حساب می‌شود. Ctrl+L بی‌درنگ قفل می‌کند.
lock-after-keyring = از آخرین کلید یا حرکت در این پنجره حساب می‌شود. بی عبارت عبور، یک فشار دوباره بازش می‌کند.
secret-chats-here = گفتگوهای محرمانه
secret-chats-here-hint = کلیدهایشان هرگز از این دستگاه بیرون نمی‌روند؛ پس در هیچ نسخهٔ پشتیبان و هیچ دستگاه دیگر شما نیستند.
clear-copied = پاک کردن آنچه از آن‌ها کپی می‌کنید
clear-copied-hint = پس از یک دقیقه از کلیپ‌بورد پاک می‌شود، مگر اینکه چیز دیگری کپی کرده باشید. برنامه‌ای که تاریخچهٔ کلیپ‌بورد را نگه می‌دارد شاید هنوز آن را داشته باشد.
minute-1 = ۱ دقیقه
minutes-5 = ۵ دقیقه
minutes-15 = ۱۵ دقیقه
minutes-60 = ۱ ساعت
blocked-people = افراد مسدودشده
blocked-people-hint = هیچ‌یک از نوشته‌هایشان نشان داده نمی‌شود و خبردار نمی‌شوند. پس از رفع مسدودی، آنچه رله‌ها هنوز دارند می‌رسد.
nobody-blocked = کسی مسدود نیست.
unblock = رفع مسدودی
relays = رله‌ها
relays-hint = پیام‌ها اینجا مهرشده می‌مانند تا آن‌ها را بردارید. نشانی این رله‌ها در پیوندتان هست.
add-relay = افزودن رله
add-relay-hint = یک تا سه رله بهتر است؛ بیش از پنج نمی‌شود. دوستان با پیام‌های بعدی‌تان از آن باخبر می‌شوند.
test-connection = آزمودن اتصال
testing = در حال آزمودن…
tested = همین حالا آزموده شد: { $connected } از { $all } پاسخ داد.
milliseconds = { $ms } میلی‌ثانیه
copy-address = رونوشت نشانی
last-relay = تنها رلهٔ شما: بی رله هیچ‌کس نمی‌تواند برایتان بنویسد.
limits-unknown = از محدودیت‌هایش چیزی نمی‌گوید.
limit-size = پیام‌های تا { $size } را می‌پذیرد.
limit-pace = { $count ->
    [one] { $count } پیام در دقیقه می‌پذیرد.
   *[other] { $count } پیام در دقیقه می‌پذیرد.
}
limit-auth = پیش از آن‌که چیزی بدهد، می‌پرسد چه کسی آمده است.
limit-payment = پول می‌خواهد.
limit-sync = زود مقایسه می‌کند که چه چیزی کم است.
own-relay = این رایانه رله است
own-relay-hint = برای شبکهٔ شما، تا وقتی هاش‌وینگ باز است. این نشانی آن است، برای دادن به دیگران:
theme = روشن یا تیره
theme-hint = بی‌درنگ اعمال می‌شود.
theme-system = مانند سیستم
theme-light = روشن
theme-dark = تیره
text-size = اندازه
text-size-hint = اندازهٔ متن و هر چه پیرامون آن است.
percent = { $number }٪
usual-size = اندازهٔ معمول
motion = حرکت
motion-hint = با حرکت کمتر هیچ چیز نمی‌لغزد و کم‌کم پدیدار نمی‌شود: همه چیز یک‌باره سر جایش است.
motion-less = کمتر
motion-all = کامل
size-example = پیام به این بزرگی است.
size-example-hint = و این، آنچه کنار آن می‌آید.
language-system = مانند سیستم
language-hint = پنجره بی‌درنگ به آن زبان درمی‌آید.
version = نسخهٔ { $number }
free-software = نرم‌افزار آزاد با پروانهٔ MIT
protected = چه چیزی محافظت می‌شود
protects-words = آنچه می‌نویسید: روی همین رایانه برای کسانی که برایشان می‌نویسید رمزگذاری می‌شود. نه رله‌ها می‌توانند آن را بخوانند و نه هیچ‌کس در راه.
protects-disk = آنچه اینجا نگه داشته می‌شود: پیام‌ها، مخاطبان، پیش‌نویس‌ها و کلید حساب روی دیسک رمزگذاری شده‌اند، مگر وقتی نمایه باز است.
protects-account = این‌که کیستید: نه شمارهٔ تلفن، نه نشانی ایمیل، نه حسابی روی سرور کسی.
protects-relays = راه شما به بیرون: هر رله‌ای به کار می‌آید و هر کدام را می‌توان با یک کلیک عوض کرد.
not-protected = چه چیزی محافظت نمی‌شود
not-device = رایانه‌ای که در اختیار دیگری است: هر که صفحه‌تان را ببیند یا حافظهٔ رایانه را هنگام باز بودن هاش‌وینگ بخواند، همراه شما می‌خواند.
not-address = نشانی شبکهٔ شما: رله‌ها می‌بینند از کجا، چقدر و کی وصل می‌شوید و کدام صندوق را می‌خوانید.
not-key = پیام‌های قدیمی، اگر کلید حسابتان دزدیده شود: با آن می‌توان گفتگوهای عادی را خواند، گفتگوهای گذشته را هم.
not-others = آنچه دیگران با فرستاده‌های شما می‌کنند، «پاک کردن برای همه» هر چه بگوید.
not-audited = خطاهای برنامه: هنوز هیچ فرد مستقلی آن را بررسی نکرده است.
licences = پروانه‌ها
licences-hint = پروانهٔ خود هاش‌وینگ و پروانه‌های قلم‌ها و شکلک‌های آن.

## First run and lock, continued
step = گام { $step } از { $all }
travel-later = هر زمان بخواهید می‌توانید در تنظیمات رله بیفزایید یا عوض کنید.
second-title = اکنون می‌توانند برایتان بنویسند
second-hint = این پیوند یا تصویر را به کسانی بدهید که می‌خواهید از آن‌ها بشنوید.
second-restored-hint = حسابتان اکنون روی این رایانه است.
second-words-hint = دوازده واژه حسابتان را روی رایانه‌ای دیگر بازمی‌گرداند. اکنون یا بعداً، در تنظیمات، آن‌ها را بنویسید.
second-words = نوشتن واژه‌های بازیابی
open-hushwing = باز کردن هاش‌وینگ
arriving = { $count ->
    [one] تاکنون { $count } پیام
   *[other] تاکنون { $count } پیام
}
arriving-hint = گفتگوهایتان از رله‌هایتان می‌آیند. لازم نیست منتظر بمانید: همچنان می‌رسند.
arrived = { $count ->
    [one] { $count } پیام اینجاست
   *[other] { $count } پیام اینجاست
}
arrived-hint = صندوقتان تا پایان خوانده شد.
copy-link = رونوشت پیوند
save-picture = ذخیرهٔ تصویر
picture-saved = ذخیره شد: { $path }
strength-weak = ضعیف: زود حدس زده می‌شود
strength-fair = متوسط: یک واژه بیفزایید
strength-good = خوب
strength-strong = قوی
quit = خروج
lock-tries = { $tries ->
    [one] تاکنون { $tries } تلاش نادرست.
   *[other] تاکنون { $tries } تلاش نادرست.
}
lock-then = عبارت شما پس از این مکث آزموده می‌شود.
lock-pause = { $tries ->
    [one] { $tries } تلاش نادرست. تلاش بعدی تا { $left } دیگر.
   *[other] { $tries } تلاش نادرست. تلاش بعدی تا { $left } دیگر.
}

## مقایسهٔ شماره‌های امنیتی
verify-title = مقایسهٔ شماره‌های امنیتی با { $name }
verify-is-new = گفتگوی محرمانه · هنوز مقایسه نشده
verify-is-compared = گفتگوی محرمانه · مقایسه شد و یکسان است
verify-is-different = گفتگوی محرمانه · یکسان نیست
verify-not-yet = دستگاه { $name } هنوز پاسخ نداده است، پس چیزی برای مقایسه نیست. هنگامی که گفتگوی محرمانه باز شد برگردید.
verify-digits = ۶۰ رقم، یکسان روی هر دو صفحه
verify-scan = خواندن کد { $name }
verify-scan-hint = خودتان از کد روی صفحهٔ { $name } عکس بگیرید. تصویری که از راه گفتگو رسیده باشد چیزی را ثابت نمی‌کند.
verify-no-dialog = این سیستم پنجره‌ای برای گزینش پرونده ندارد. تصویر را رونوشت کنید و از کلیپ‌بورد بردارید.
verify-code-same = کد یکسان است: هر دو دستگاه همین شماره را می‌بینند.
verify-code-differs = کد با این گفتگو جور نیست.
verify-code-own = این کد خود شماست. کد روی صفحهٔ { $name } لازم است.
verify-code-other = این یک کد است، ولی کد شماره امنیتی نیست.
verify-picture-hint = همان شماره به شکل تصویر. برای یک نگاه خوب است، به‌تنهایی چیزی را ثابت نمی‌کند.
verify-words = تماس گرفته‌اید؟ چهار واژه را بلند بخوانید
verify-words-hint = شما و { $name } همان چهار واژه را می‌بینید که تنها برای این بار ساخته می‌شود. هیچ‌کس در میانه نمی‌تواند آن‌ها را بداند.
verify-words-show = نمایش واژه‌ها برای خواندن
verify-words-begun = در انتظار پذیرش { $name }…
verify-words-asked = { $name } می‌خواهد واژه‌ها را با شما مقایسه کند.
verify-words-agree = می‌پذیرم
verify-words-later = حالا نه
verify-words-running = واژه‌ها تا لحظه‌ای دیگر می‌رسند…
verify-words-first = شما ۱ و ۳ را می‌گویید، { $name } با ۲ و ۴ پاسخ می‌دهد.
verify-words-second = { $name } ۱ و ۳ را می‌گوید، شما با ۲ و ۴ پاسخ می‌دهید.
verify-words-either = به نوبت: یکی ۱ و ۳ را می‌گوید، دیگری ۲ و ۴ را.
verify-words-stopped = مقایسهٔ واژه‌ها متوقف شد: { $name } ادامه نداد یا چیزی جور نبود. اگر باز هم چنین شد، رقم‌ها را رودررو مقایسه کنید.
verify-words-again = دوباره
verify-words-hide = کنار گذاشتن
verify-words-closed = واژه‌ها را وقتی می‌توان مقایسه کرد که گفتگوی محرمانه باز باشد و چیزی در آن نگه داشته نشده باشد.
verify-warning = رودررو یا در تماسی که به آن اعتماد دارید مقایسه کنید. هرگز نه در همین گفتگو: کسی که در میانه باشد می‌تواند رقم‌ها را عوض کند.
verify-compared = این شماره‌ها را مقایسه کردید و یکسان بودند. این دستگاه { $name } در همهٔ گفتگوهای محرمانه با آن تأییدشده به شمار می‌آید.
verify-differed = گفتید که این شماره‌ها یکسان نیستند. به هیچ گفتگوی محرمانه با این دستگاه { $name } اعتماد نکنید، مگر آن که اشتباه کرده باشید.
verify-later = بعداً تصمیم می‌گیرم
verify-differ = یکسان نیستند
verify-match = یکسان‌اند
verify-revoke = دیگر تأییدشده نیست
verify-back = دوباره نگاه می‌کنم
verify-differ-title = واقعاً یکسان نیستند؟
verify-differ-first = یک بار دیگر رقم به رقم نگاه کنید: آیا { $name } هم همین گفتگو را باز کرده است؟
verify-code-title = کد یکسان نیست
verify-code-first = تصویر یک شماره امنیتی را نشان می‌دهد، ولی از دو دستگاه دیگر. شاید تصویری قدیمی یا از گفتگویی دیگر باشد: مطمئن شوید که { $name } همین گفتگو را باز کرده است.
verify-differ-then = اگر هیچ چیز آن را توضیح ندهد، شاید کسی میان شماست و می‌خواند. همهٔ گفتگوهای محرمانه با این دستگاه { $name } بی‌درنگ پایان می‌یابند و دیگر چیزی در آن‌ها فرستاده نمی‌شود. آنگاه:
verify-do-nothing = هیچ چیز محرمانه‌ای برای { $name } ننویسید، در گفتگوهای دیگر هم نه.
verify-do-ask = رودررو یا در تماسی که صدا را می‌شناسید از { $name } بپرسید از چه دستگاهی استفاده می‌کند.
verify-do-again = با هم یک گفتگوی محرمانهٔ تازه آغاز کنید و بی‌درنگ مقایسه کنید، اگر شد کنار هم.
verify-differ-end = یکسان نیستند: پایان
verify-over-title = گفتگوی محرمانه پایان یافت
## How long
time-seconds = { $count } ثانیه
time-minutes = { $count } دقیقه
time-hours = { $count } ساعت
time-days = { $count } روز
time-weeks = { $count } هفته
short-seconds = { $count } ث
short-minutes = { $count } دقیقه
short-hours = { $count } ساعت
short-days = { $count } روز
short-weeks = { $count } هفته
unit-seconds = ثانیه
unit-minutes = دقیقه
unit-hours = ساعت
unit-days = روز
unit-weeks = هفته

## Secret chats
secret-title = گفتگوی محرمانه با { $name }
secret-device = تنها روی این دستگاه
secret-state = میان دو دستگاه و نه هیچ جای دیگر
secret-found = گفتگوی محرمانه، تنها روی این دستگاه
secret-row = گفتگوی محرمانه آغاز شد
secret-start = آغاز گفتگوی محرمانه
secret-new = گفتگوی محرمانهٔ تازه
secret-note = کلیدهای گفتگوی محرمانه هرگز از این دو دستگاه بیرون نمی‌روند و پیام‌هایش هم: نه روی دستگاه‌های دیگرتان هستند و نه در پشتیبان.
secret-again-title = گفتگویی محرمانه با { $name } هم‌اکنون هست
secret-again-hint = گفتگوی دیگر جداگانه است، با هر دستگاه او که زودتر پاسخ دهد.
secret-again-open = باز کردن همان
secret-again-start = آغاز گفتگویی دیگر
secret-end = پایان گفتگوی محرمانه…
secret-end-title = گفتگوی محرمانه با { $name } پایان یابد؟
secret-end-hint = هیچ‌یک از شما دیگر نمی‌تواند در آن بنویسد و کلیدهایش از این دستگاه پاک می‌شوند. پیام‌ها اینجا می‌مانند تا گفتگو را پاک کنید.
secret-end-answer = پایان گفتگو
chat-delete-secret = گفتگو پایان می‌یابد و پیام‌ها و کلیدهایش از این رایانه می‌روند. هیچ دستگاه دیگر شما آن‌ها را ندارد. طرف دیگر پیام‌های خود را نگه می‌دارد.
info-secret = دربارهٔ این گفتگوی محرمانه
menu-more = بیشتر
typing = در حال نوشتن…
refuse = نپذیرفتن
asked = { $name } می‌خواهد با شما گفتگویی محرمانه آغاز کند.
asked-hint = کلیدها و پیام‌هایش روی این دستگاه می‌مانند.
row-offered = چشم‌به‌راه پاسخ
row-asked = گفتگویی محرمانه می‌خواهد
row-waiting = چشم‌به‌راه دستگاه او
row-changed = کلید عوض شد، ارسال متوقف است
row-differs = پایان یافت: شماره‌های امنیتی یکسان نبودند
waits = چشم‌به‌راه { $name }…
waits-offered = چشم‌به‌راه { $name }… آنچه می‌نویسید با پاسخ او می‌رود. پیشنهاد تا { $moment } می‌ماند.
waits-accepted = چشم‌به‌راه دستگاه { $name }… آنچه می‌نویسید با آمدن آن می‌رود.
step-stuck = هنوز فرستاده نشده است: { $why }
secret-rival = دستگاه دیگری هم به همین پیشنهاد به نام { $name } پاسخ داد. از او بپرسید: شاید حسابش در دست کس دیگری هم باشد.
secret-missing = { $count } پیام از { $name } هنوز در راه است، گرچه پیام‌های بعدی رسیده‌اند.
secret-lost = { $count } پیام از { $name } از دست رفت: دیرتر از آن رسید که خوانده شود یا هرگز نرسید.

## What happened in a secret chat
note-started = گفتگوی محرمانه آغاز شد. کلیدها هرگز از این دستگاه بیرون نمی‌روند.
note-timer-mine = شما پیام‌ها را چنان کردید که { $time } پس از خواندن ناپدید شوند
note-timer = { $name } پیام‌ها را چنان کرد که { $time } پس از خواندن ناپدید شوند
note-timer-off-mine = شما ناپدید شدن پیام‌ها را خاموش کردید
note-timer-off = { $name } ناپدید شدن پیام‌ها را خاموش کرد
note-compared = شماره امنیتی را با { $name } مقایسه کردید و یکی است
note-revoked = پس گرفتید: { $name } دیگر تأییدشده نیست
note-let-in = دستگاه تازهٔ { $name } را بدون مقایسه پذیرفتید
over-lapsed = کسی در زمانش به پیشنهاد پاسخ نداد.
over-refused = { $name } نپذیرفت.
over-taken = دستگاه دیگری از شما زودتر پاسخ داد. گفتگو آنجا ادامه دارد.
over-ended-here = شما این گفتگو را پایان دادید.
over-ended-there = { $name } این گفتگو را پایان داد.
over-differs = شماره‌های امنیتی یکی نیستند: شاید کسی در میان باشد. پیش از آغاز دوباره از راهی دیگر با { $name } سخن بگویید.
over-copied = نمایهٔ { $name } رونوشت شده یا از نسخه‌ای کهنه بازگردانده شده، پس این گفتگو دیگر ایمن نیست.
over-superseded = هر دو هم‌زمان گفتگوی محرمانه پیشنهاد دادید. آن دیگری ادامه دارد.
over-unsent = آنچه نوشتید و نفرستادید همراه می‌آید.
over-start = آغاز گفتگویی تازه

## Safety numbers
verified = تأییدشده
not-verified = تأییدنشده
compare = مقایسه
compare-safety = مقایسهٔ شماره امنیتی…
not-verified-title = هنوز تأیید نشده.
not-verified-hint = شماره‌های امنیتی را مقایسه کنید تا مطمئن شوید کسی در میان نیست.

## A changed key
changed-header = کلید عوض شد
changed-state = متوقف
changed-chip = ارسال ایمن نیست
changed-title = کلید { $name } عوض شده است
changed-hint = هیچ چیز با کلید تازه فرستاده نشده است.
changed-likely = به احتمال زیاد
changed-likely-hint = { $name } رایانهٔ تازه‌ای دارد یا هاش‌وینگ را دوباره نصب کرده است.
changed-bad = حالت بد
changed-bad-hint = کس دیگری به جای او پاسخ می‌دهد و می‌خواهد بخواند.
changed-do = بیرون از هاش‌وینگ، تلفنی یا رودررو، از { $name } بپرسید که آیا دستگاه تازه‌ای دارد. سپس شمارهٔ تازه را با هم مقایسه کنید.
changed-compare = مقایسهٔ شمارهٔ تازه
changed-accept = پذیرفتن و سپس مقایسه
changed-do-asked = بیرون از هاش‌وینگ، تلفنی یا رودررو، از { $name } بپرسید که آیا دستگاه تازه‌ای دارد. پس از پذیرفتن، هر دو دستگاه شماره را نشان می‌دهند؛ تا تصمیم نگیرید چیزی از نوشته‌هایتان به این دستگاه نمی‌رود.
changed-end = پایان این گفتگوی محرمانه
changed-cannot = هیچ به { $name } دسترسی ندارید؟
changed-continue = ادامه بدون مقایسه…
changed-paused = این گفتگو متوقف است
changed-held = { $count ->
    [0] پیامی از شما در آن منتظر نیست
   *[other] { $count } پیام شما روی این رایانه نگه داشته شده است
}
changed-show = نمایش پیام‌های نگه‌داشته
changed-hide = بازگشت به هشدار
let-in-title = با { $name } بدون مقایسه ادامه می‌دهید؟
let-in-hint = هر که کلید تازه را دارد از این پس نوشته‌هایتان را می‌خواند و آنچه نگه داشته شده بی‌درنگ می‌رود. تا مقایسه نکنید، گفتگو نشان «تأییدنشده» دارد.
let-in = ادامه بدون مقایسه

## Disappearing messages
timer = پیام‌های ناپدیدشونده
timer-chat = پیام‌های تازهٔ هر دو، پس از خواندن، ناپدید می‌شوند پس از
timer-next = پیام بعدی، پس از خواندن، ناپدید می‌شود پس از
timer-off = خاموش
timer-as-chat = مانند گفتگو: { $time }
timer-other = زمانی دیگر…
timer-own-title = پس از چه زمانی؟
timer-own-hint = از یک ثانیه تا یک سال.
timer-own-wrong = عددی درست بنویسید که میان یک ثانیه و یک سال شود.
timer-number = عدد
timer-set = بگذار
fades-read = { $time } پس از خواندن ناپدید می‌شود
fades-in = تا { $time } دیگر ناپدید می‌شود

## A stranger's offer of a secret chat
secret-request = می‌خواهد گفتگویی محرمانه آغاز کند.
wants-secret = می‌خواهد با شما گفتگویی محرمانه آغاز کند
secret-request-note = پیش از پذیرفتن چیزی از شما نمی‌بیند. اگر پیشنهاد را پاک کنید، کسی خبردار نمی‌شود.
secret-offered = پیشنهاد شد: { $day }، { $time }
secret-device-fact = میان این دستگاه و یکی از دستگاه‌های او خواهد بود
