app = Hushwing
today = Сегодня
yesterday = Вчера
you = Вы
cancel = Отмена
close = Закрыть
copy = Копировать
copied = Скопировано
try-again = Повторить

## First run
welcome = Слова, что летят без звука
welcome-hint = Две минуты — и готово. Ни номера телефона, ни почты.
restore-title = С возвращением
restore-hint = Ваши обычные чаты вернутся с ваших реле.
your-name = Ваше имя
name-example = Как вас зовут друзья
your-name-hint = Его видят те, кому вы пишете. Имя не обязано быть настоящим, и его можно сменить позже.
name-missing = Выберите имя: достаточно одного видимого знака.
passphrase = Парольная фраза
passphrase-example = Несколько необычных слов
passphrase-hint = Шифрует всё на этом компьютере. Если вы её забудете, никто не сможет её сбросить.
passphrase-or-keyring = Шифрует всё на этом компьютере. Если оставить пустой, Hushwing откроет связка ключей этого компьютера.
passphrase-needed = Выберите парольную фразу: на этом компьютере нет связки ключей, которая могла бы её заменить.
passphrase-short = Не меньше восьми знаков; лучше всего несколько слов.
passphrase-missing = Введите парольную фразу.
optional = необязательно
travel = Каким путём пойдут ваши сообщения?
public = Публичные реле
public-hint = Их держат добровольцы. Они передают запечатанные конверты и работают сразу.
own = Своё реле
own-hint = Введите адрес реле, которое держите вы или кто-то из друзей.
this-computer = Этот компьютер
this-computer-hint = Будьте реле сами, для своей сети, пока Hushwing открыт.
address = Адрес реле
address-example = wss://relay.example
unencrypted = Этот адрес не зашифрован: любой на пути видит, какой почтовый ящик вы читаете.
consent = Всё равно использовать
restore = Восстановить аккаунт
new-account = Создать новый аккаунт
continue = Продолжить
working = Секунду…
words = Двенадцать слов
ncryptsec = Запертый ключ
your-key = Ключ вашего аккаунта
words-example = leader monkey parrot …
words-hint = Слова, которые вы записали, по порядку, через пробел.
ncryptsec-example = ncryptsec1…
ncryptsec-hint = Начинается с ncryptsec1 и заперт паролем.
not-ncryptsec = Запертый ключ начинается с ncryptsec1.
key-password = Пароль запертого ключа
key-password-hint = Тот, которым ключ заперли при выгрузке.
password-missing = Введите пароль, который открывает этот ключ.
nsec-restore = Это голый секретный ключ (nsec). Он не сохранён. Сначала заприте его паролем и принесите сюда текст ncryptsec1.

## The lock
locked = Hushwing заперт
locked-hint = Всё на этом компьютере остаётся зашифрованным, пока вы не откроете.
unlocking = Открываю…
open-with-keyring = Открыть связкой ключей этого компьютера
cannot-open = Hushwing не может открыть свой профиль

## The list
new-chat = Новый чат
my-link = Моя ссылка
lock = Запереть Hushwing
lock-now = Запереть
requests = Запросы на переписку
requests-hint = Люди не из ваших контактов. Они не видят, что вы это читаете.
no-requests = Запросов нет. Тихая ночь.
draft = Черновик:
deleted = Сообщение удалено
no-chats = Чатов пока нет
no-chats-hint = Отправьте кому-нибудь свою ссылку или добавьте чужую.
back = Назад
saved-row = Заметки для себя
empty-row = Сообщений пока нет
connecting = Соединение…
offline = Нет связи

## A new chat
link = Их ссылка
link-example = hushwing:nprofile1…
link-hint = Ссылка Hushwing либо npub или nprofile из другой программы.
link-missing = Вставьте ссылку, которую вам дали.
link-too-long = Для ссылки это слишком длинно.
nsec-warning = Это был секретный ключ (nsec), а не ссылка. Кто им владеет, прочтёт всё: никому его не показывайте. Здесь он не сохранён.
call-them = Как вы их зовёте
their-name = Их имя, каким его видите только вы
ordinary-note = Обычный чат: никто между вами его не прочтёт, и он следует за вами на другие ваши устройства. Но тот, кто однажды получит ключ вашего аккаунта, сможет его прочесть.
add = Начать чат
my-link-hint = Дайте её тем, кто должен иметь возможность вам написать. В ней сказано, кто вы и где ваш почтовый ящик; прочесть ваши сообщения с её помощью нельзя.

## A new room
new-room = Новая комната
room-name = Название комнаты
make-room = Создать комнату
no-contacts = Контактов пока нет: сначала добавьте людей по их ссылкам.
room-note = От трёх до десяти человек вместе с вами. Каждый видит, кто в комнате.
room-too-small = Выберите хотя бы двоих.
room-full = В комнате не больше десяти человек вместе с вами.
loading = Загрузка…

## A request
not-a-contact = Не из ваших контактов
name-proves-nothing = Это имя они выбрали сами. Оно пока ничего не доказывает.
request-note = Пока вы не примете запрос, они ничего о вас не увидят.
accept = Принять
block = Заблокировать
delete = Удалить

## A conversation
saved-hint = Заметки для себя, на всех ваших устройствах
ordinary-hint = Обычный чат, зашифрован между вами
secret-hint = Секретный чат, только на этом устройстве
saved-empty = То, что вы здесь пишете, прочтёте только вы.
chat-empty = Здесь пока пусто. Поздоровайтесь.
write-note = Заметка
no-chat = Выберите чат или начните новый
no-chat-hint = Написанное сейчас уйдёт, как только откроется путь.
reply = Ответить
edit = Изменить
editing = Правка сообщения
editing-hint = Enter сохранит, Esc оставит как было
copy-text = Копировать текст
delete-menu = Удалить…
delete-title = Удалить это сообщение?
delete-for-me = Удалить у меня
delete-for-all = Удалить у всех
delete-own = У всех: оно исчезнет здесь и с ваших реле, и Hushwing у остальных тоже его удалит. Кто прочёл, может помнить.
delete-others = Оно исчезнет здесь. У остальных останется.
delete-saved = Оно исчезнет здесь и на других ваших устройствах.
search-chat = Поиск в этом чате
search-hint = Поиск в этом чате (Ctrl+F)
search-older = Более раннее
search-newer = Более позднее
search-nothing = Ничего не найдено
new-messages = Новые сообщения
to-end = К последнему сообщению
emoji = Эмодзи
more-emoji = Другие эмодзи
info = Сведения
show-quoted = Показать цитируемое сообщение
info-title = Об этом сообщении
info-from = От кого
info-sent = Отправлено
info-received = Получено
info-edited = Изменено
info-state = Состояние
info-relays = Реле
publication-pending = ещё не приняло
publication-taken = приняло
publication-confirmed = хранит
publication-lost = приняло и потеряло
publication-refused = отказало
link-title = Открыть этот адрес?
link-open = Открыть
link-note = Адрес откроется в браузере, вне Hushwing. Страница увидит ваш сетевой адрес, если браузер его не скрывает.
link-deceives = Эта ссылка выдаёт себя за другое место. Переходите, только если знаете этот узел.
day-title = Перейти ко дню
day-go = Перейти
day-step = День
week-step = Неделя
month-step = 30 дней
year-step = Год
emoji-search = Поиск (по-английски)
emoji-none = Нет эмодзи с таким названием
emoji-recent = Недавние
emoji-smileys = Смайлики
emoji-people = Люди
emoji-nature = Животные и природа
emoji-food = Еда и напитки
emoji-travel = Путешествия и места
emoji-activities = Занятия
emoji-objects = Предметы
emoji-symbols = Символы
emoji-flags = Флаги
search-count = { $at } из { $all }
link-leads = Ведёт на { $host }
moment = { $date }, { $time }
quote-gone = Сообщения здесь нет
chat-waits = Этот чат ждёт другую сторону.
chat-changed = Ключи другой стороны сменились. Ничего не отправляется.
chat-closed = Этот чат окончен.

## Notices
accepted = Принято
blocked = Заблокировано: больше от них ничего не придёт
copied-text = Текст скопирован

## Ticks, in words
state-waiting = Ждёт.
state-queued = В пути: ни одно реле ещё не приняло.
state-sent = Отправлено: лежит на реле.
state-delivered = Доставлено на их устройство.
state-read = Прочитано.
state-failed = Не отправлено.
state-received = Получено.

## Relays
relay-connected = на связи
relay-connecting = соединяется
relay-refused = отказывает
relay-unreachable = не отвечает; попробуем позже
relay-slow = отвечает медленно
relays-none = Реле нет
connected = На связи
# How many relays answer of how many.
relays-connected = Реле: { $connected } из { $all }

## Sizes
size-bytes = { $count ->
    [one] { $count } байт
    [few] { $count } байта
   *[other] { $count } байт
}
size-kilobytes = { $size } КБ
size-megabytes = { $size } МБ

## Counted and named
words-counted = { $words ->
    [one] В аккаунте двенадцать слов (или 15, 18, 21, 24); здесь { $words } слово.
    [few] В аккаунте двенадцать слов (или 15, 18, 21, 24); здесь { $words } слова.
   *[other] В аккаунте двенадцать слов (или 15, 18, 21, 24); здесь { $words } слов.
}
strangers = { $count ->
    [one] { $count } человек хочет вам написать
    [few] { $count } человека хотят вам написать
   *[other] { $count } человек хотят вам написать
}
wants-to-write = { $name } хочет вам написать
first-wrote = Первое сообщение: { $day }, { $time }
write-to = Сообщение для { $name }
room-people = { $count ->
    [one] { $count } человек
    [few] { $count } человека
   *[other] { $count } человек
}
edited = изменено { $time }

## Days; the numbers are of the calendar of the language
weekday-1 = Понедельник
weekday-2 = Вторник
weekday-3 = Среда
weekday-4 = Четверг
weekday-5 = Пятница
weekday-6 = Суббота
weekday-7 = Воскресенье
weekday-short-1 = Пн
weekday-short-2 = Вт
weekday-short-3 = Ср
weekday-short-4 = Чт
weekday-short-5 = Пт
weekday-short-6 = Сб
weekday-short-7 = Вс
month-1 = января
month-2 = февраля
month-3 = марта
month-4 = апреля
month-5 = мая
month-6 = июня
month-7 = июля
month-8 = августа
month-9 = сентября
month-10 = октября
month-11 = ноября
month-12 = декабря
month-short-1 = янв.
month-short-2 = февр.
month-short-3 = мар.
month-short-4 = апр.
month-short-5 = мая
month-short-6 = июн.
month-short-7 = июл.
month-short-8 = авг.
month-short-9 = сент.
month-short-10 = окт.
month-short-11 = нояб.
month-short-12 = дек.
day-short = { $day } { $month }
day-long = { $day } { $month }
day-year = { $day } { $month } { $year } г.

## Errors of the messenger; $sentence is its own, in English
error-passphrase = Эта парольная фраза не открывает Hushwing.
error-held = Этот профиль сейчас открыт другой программой.
error-consent = Этот адрес не зашифрован. Сначала подтвердите, что хотите его использовать.
error-input = Что-то введено не так: { $sentence }
error-not-found = Не найдено: { $sentence }
error-too-long = Текст слишком длинный: { $sentence }
error-network = Сеть не справилась: { $sentence }
error-store = Профиль не читается или не записывается: { $sentence }
error-internal = Что-то пошло не так: { $sentence }
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
